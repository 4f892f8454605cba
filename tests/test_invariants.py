"""What holds for every page, whatever is in it."""

import json
import pickle
import re
from contextlib import suppress
from dataclasses import fields
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

import cleanpage
from cleanpage import pipeline
from cleanpage.assemble import assemble
from cleanpage.errors import DecodeError
from cleanpage.model import Role
from cleanpage.score.model import load

_TAGS = st.sampled_from("p div li h1 h2 nav article a b td footer span aside form".split())
_LINES = ["Read more", "It rained, he said.", "Subscribe", "© 2026", "5:14 PM", "今日は雨。", "Подписаться", "اقرأ أيضا"]
_WORDS = st.sampled_from([*_LINES, "…", " ", "\n\n", "a" * 300])
_PIECES = st.one_of(_TAGS.map("<{} class=byline href=/x>".format), _TAGS.map("</{}>".format), _WORDS, st.text(max_size=8))
PAGES = st.one_of(
    st.text(),
    st.lists(_PIECES, max_size=30).map("".join),
    st.lists(_WORDS, max_size=20).map("\n".join),
)


@given(PAGES)
def test_no_string_raises(page: str) -> None:
    assert cleanpage.clean(page).metadata.kind


@given(st.binary())
def test_bytes_raise_decode_errors_only(page: bytes) -> None:
    with suppress(DecodeError):
        cleanpage.clean(page)


@given(PAGES)
def test_roles_partition_the_blocks_and_the_text_is_what_was_kept(page: str) -> None:
    article = cleanpage.clean(page)
    assert len(article.blocks) == len(article.document)
    assert all(block.role in Role and 0 <= block.probability <= 1.0001 and block.evidence for block in article.blocks)
    removed = sum(len(widget.blocks) for widget in article.removed)
    assert removed + sum(1 for _ in article.kept()) == len(article.blocks)


@given(PAGES)
def test_no_letter_is_lost_between_flattened_text_and_its_blocks(page: str) -> None:
    letters = re.sub(r"\W", "", page)
    document = pipeline.segment(page, syntax="text")
    assert re.sub(r"\W", "", "".join(document.text)) == letters


@given(st.lists(PAGES, min_size=2, max_size=4))
@settings(max_examples=30)
def test_no_page_changes_another(pages: list[str]) -> None:
    forward = [cleanpage.clean(page) for page in pages]
    backward = [cleanpage.clean(page) for page in reversed(pages)]
    assert forward == backward[::-1]


@given(PAGES, st.randoms())
@settings(max_examples=50)
def test_the_order_of_evidence_cannot_matter(page: str, random: object) -> None:
    document = pipeline.segment(page)
    prior, evidence = load(document.syntax).prior(document), list(pipeline.witnesses(document))
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assemble(document, prior, shuffled) == assemble(document, prior, evidence)


@given(PAGES)
@settings(max_examples=50)
def test_articles_pickle(page: str) -> None:
    article = cleanpage.clean(page)
    assert pickle.loads(pickle.dumps(article)) == article


_SAID = st.sampled_from(
    "NewsArticle|http://schema.org/Person|By Ann Lee and Bo Ek|2024-03-18T24:00+99:99|18.3. 14:04|_|١٨ مارس ٢٠٢٤|記者王小明／台北報導|von"
    "|&amp;amp;lt;b>|http://[|javascript:1|False|en_us|Ann Lee, Jr.|18 มี.ค. 2567|, ; |".split("|")
)
_KEYS = st.sampled_from(
    "@type @id @graph @list name author datePublished image keywords isAccessibleForFree mainEntity publisher url".split()
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | _SAID,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)
_METAS = st.sampled_from(
    "og:title author article:published_time lastmod og:image keywords article:content_tier og:locale description".split()
)


@given(st.lists(_VALUES, max_size=3), st.dictionaries(_METAS, _SAID | st.text(max_size=20)), _SAID)
@settings(max_examples=50)
def test_no_head_raises_and_every_field_says_where_it_stands(linked: list[object], metas: dict[str, str], line: str) -> None:
    scripts = "".join(f"<script type=application/ld+json>{json.dumps(value)}</script>" for value in linked)
    tags = "".join(f'<meta name="{name}" content="{escape(content)}">' for name, content in metas.items())
    found = cleanpage.clean(f"<html lang='{escape(line)}'>{tags}{scripts}<h1>{escape(line)}</h1><p>{escape(line)}</p>").metadata
    stated = {field.name for field in fields(found) if getattr(found, field.name) not in ("", (), None)}
    assert stated - {"kind", "kind_confidence", "sources"} == {field for field, _ in found.sources}
    assert all(name.strip() for name in found.authors)
