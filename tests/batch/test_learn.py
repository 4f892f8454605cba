"""Two passes over a source: first each outlet's profile, then its pages."""

import json
from dataclasses import replace
from pathlib import Path

import outlet
import pytest

from cleanpage.batch.learn import learned
from cleanpage.batch.pool import NO_LIMITS
from cleanpage.batch.run import Settings, Start, run
from cleanpage.errors import BatchError
from cleanpage.model import Role
from cleanpage.profiles import Profile, read


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    pages = [{"id": str(number), "url": outlet.address(number), "html": outlet.html(number)} for number in range(5)]
    pages += [{"id": "other", "url": "https://lone.example/1", "html": outlet.html(7)}, {"id": "bad", "url": "https://lone.example/2"}]
    source = tmp_path / "pages.jsonl"
    source.write_text("\n".join(map(json.dumps, pages)), "utf-8")
    return Settings(str(source), tmp_path / "out", limits=NO_LIMITS)


def texts(out: Path) -> dict[str, str]:
    rows = map(json.loads, (out / "articles-00000.jsonl").read_text("utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def test_pages_are_cleaned_with_what_their_outlet_taught(settings: Settings) -> None:
    ended = run(learned(settings))
    found = texts(settings.out)
    assert [found[str(number)] for number in range(5)] == ["\n".join(outlet.story(number)) for number in range(5)]
    assert outlet.APPEAL in found["other"]
    assert [path.name for path in (settings.out / "profiles").iterdir()] == ["ferrypost.example.toml"]
    assert ended.tally.profiles == {"ferrypost.example": [5, 5]}
    assert ended.tally.failed == 1


def test_two_jobs_learn_the_same(settings: Settings, tmp_path: Path) -> None:
    one = learned(settings).profiles
    two = learned(replace(settings, jobs=2, out=tmp_path / "two")).profiles
    assert one and two
    assert (one / "ferrypost.example.toml").read_bytes() == (two / "ferrypost.example.toml").read_bytes()


def test_an_outlet_that_the_user_has_a_profile_of_is_not_learned(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own"
    Profile("ferrypost.example", phrases={Role.FEED: ("More from the hills",)}, source="by hand").save(own)
    with_own = learned(replace(settings, profiles=own))
    assert with_own.profiles == settings.out / "profiles"
    assert read(with_own.profiles / "ferrypost.example.toml").source == "by hand"
    tally = run(with_own).tally
    assert tally.profiles == {"ferrypost.example": [5, 0]}
    assert tally.stale() == ["the profile of ferrypost.example matched 0 of 5 pages: the site has changed"]


def test_a_run_that_goes_on_takes_the_profiles_that_are_there(settings: Settings) -> None:
    stops = iter([False, False, True, True, True, True])
    assert not run(learned(settings), stop=lambda: next(stops)).complete
    path = settings.out / "profiles" / "ferrypost.example.toml"
    written = path.stat().st_mtime_ns
    assert run(learned(settings)).complete
    assert path.stat().st_mtime_ns == written
    assert run(learned(replace(settings, start=Start.ANEW))).complete
    assert path.stat().st_mtime_ns > written


def test_a_run_with_other_profiles_is_refused(settings: Settings) -> None:
    run(learned(settings))
    with pytest.raises(BatchError, match="begun with profiles"):
        run(replace(settings, profiles=settings.out.parent))


def test_pages_of_files_name_their_address_themselves(tmp_path: Path) -> None:
    folder = outlet.save(range(4), tmp_path / "pages")
    settings = Settings(str(folder), tmp_path / "out", limits=NO_LIMITS)
    run(learned(settings))
    assert texts(settings.out)["0.html"] == "\n".join(outlet.story(0))


def test_what_a_run_refuses_is_not_learned_from(settings: Settings) -> None:
    with pytest.raises(BatchError, match="one in the other"):
        learned(replace(settings, source=str(settings.out.parent)))
    assert not settings.out.exists()


def test_a_list_on_the_standard_input_is_refused(settings: Settings) -> None:
    with pytest.raises(BatchError, match="can be read but once"):
        learned(replace(settings, source="-"))
    assert not settings.out.exists()


@pytest.mark.parametrize("start", [Start.EITHER, Start.ANEW])
def test_profiles_that_no_run_wrote_are_not_removed(settings: Settings, start: Start) -> None:
    Profile("ferrypost.example", source="by hand").save(settings.out / "profiles")
    with pytest.raises(BatchError, match="profiles is there, and no ledger says that a run wrote it; remove it, or name another folder"):
        learned(replace(settings, start=start))
    assert read(settings.out / "profiles" / "ferrypost.example.toml").source == "by hand"
