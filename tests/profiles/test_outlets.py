"""The packaged profiles: each can be read, has a page behind it, copies nothing, and does its pages good."""

import json
import os
import re
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import stated

from cleanpage import pipeline
from cleanpage.learn.check import check
from cleanpage.learn.pages import site
from cleanpage.model import ARTICLE_TEXT, Role
from cleanpage.profiles import Profile, known
from cleanpage.profiles.lines import fingerprint
from cleanpage.profiles.values import host_of

ROOT = Path(__file__).parents[2]
OUTLETS = ROOT / "fixtures" / "outlets"
CORPORA = Path(os.environ.get("CLEANPAGE_CORPORA", ROOT.parent / "shared" / "corpora"))
PROFILES = {profile.host: profile for profile in known()}
FIXTURES = sorted(path for path in OUTLETS.glob("*/*") if path.suffix in (".html", ".txt"))
LABEL = 5  # words: what a packaged profile may quote

each = pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
each_fixture = pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.name}")


def has_fixture(profile: Profile) -> bool:
    return any(path.suffix == ".html" for path in (OUTLETS / profile.host).glob("*"))


@cache
def corpus_urls() -> frozenset[str]:
    rows = (json.loads(line) for file in CORPORA.glob("*/gold.jsonl") for line in file.open(encoding="utf-8"))
    return frozenset(f"https://{host_of(row['url'])}/#{fingerprint(row['url'])}" for row in rows)


# --- what a packaged profile must be ----------------------------------------------------------------------------------------------


@each
def test_a_profile_says_where_it_is_from(profile: Profile) -> None:
    assert profile.source


@each
def test_a_profile_has_a_page_of_ours_or_names_the_corpus_pages_behind_it(profile: Profile) -> None:
    assert has_fixture(profile) or [site(test.url) for test in profile.tests if site(test.url) == site(f"//{profile.host}")]


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here: CLEANPAGE_CORPORA")
@each
def test_the_corpus_pages_that_a_profile_names_are_there(profile: Profile) -> None:
    assert has_fixture(profile) or all(test.url in corpus_urls() for test in profile.tests)


@each
def test_a_profile_quotes_labels_only(profile: Profile) -> None:
    quoted = [line for _, line in profile.in_text.phrases] + list(profile.begin + profile.end)
    assert [line for line in quoted if len(re.findall(r"\w+", line)) > LABEL] == []
    if not has_fixture(profile):
        assert not any(test.contains or test.lacks for test in profile.tests)


@each
def test_its_fixtures_are_as_the_profile_says(profile: Profile) -> None:
    pages = [(path.name, re.sub(rb'\sdata-role="[a-z]+"', b"", path.read_bytes())) for path in FIXTURES if path.parent.name == profile.host]
    report = check(profile, pages)
    assert (report.stale, list(report.broken)) == ("", [])


def test_the_table_in_the_docs_is_as_written() -> None:
    spec = spec_from_file_location("learn_outlets", ROOT / "tools" / "learn_outlets.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "outlets.md").read_text("utf-8") == module.table()


# --- the fixtures of outlets --------------------------------------------------------------------------------------------------------


@each_fixture
def test_a_fixture_has_its_profile_and_is_cleaned_as_stated(path: Path) -> None:
    url = f"https://{path.parent.name}/{path.stem}"
    found = stated.page(path, url) if path.suffix == ".html" else stated.text(path, url)
    assert found.article.profile is not None
    assert found.article.profile.spoke == ("layout 1" if path.suffix == ".html" else "lines")
    rows = list(zip(found.article.blocks, found.roles, strict=True))
    first = next(row for row, (_, roles) in enumerate(rows) if roles[0] is Role.BODY)  # what stands above it no profile knows
    assert [block.text for block, roles in rows[first:] if (block.role in ARTICLE_TEXT) != (roles[0] in ARTICLE_TEXT)] == []


# --- the pages that the project started from ----------------------------------------------------------------------------------------

SEEDS = CORPORA.parent / "seeds"


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here: CLEANPAGE_CORPORA")
@pytest.mark.parametrize(("host", "outlet"), [("euromaidanpress.com", "Euromaidan Press"), ("kyivindependent.com", "The Kyiv Independent")])
def test_the_flattened_pages_they_were_read_from_lose_their_appeals(host: str, outlet: str) -> None:
    (seed,) = [path for path in SEEDS.glob("*.txt") if outlet in path.read_text("utf-8")]
    article = pipeline.clean(seed.read_bytes(), url=f"https://{host}/a", syntax="text")
    assert article.profile is not None
    assert article.profile.spoke == "lines"
    assert not re.search("subscribe|our community|write to us|News Feed|AI assistance", article.text)
