"""What is written is read back the same, and a person can review it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpage.model import Role
from cleanpage.profiles import Expectation, Layout, Profile, parsed, read
from cleanpage.profiles.writer import written

FULL = Profile(
    host="*.example.com",
    layouts=(Layout({Role.BODY: ("main > p", 'p[data-x="1"]')}, since=date(2024, 1, 2), until=date(2025, 1, 2), complete=True), Layout({})),
    phrases={Role.DONATION: ('Give "now"', "Back\\slash", "Für # €")},
    fingerprints={Role.FEED: ("0123456789abcdef",)},
    begin=("Skip to content",),
    end=("Related",),
    text_phrases={Role.SHARE: ("Share it",)},
    text_fingerprints={Role.LEGAL: ("fedcba9876543210",)},
    metadata={"title": ("h1",)},
    tests=(Expectation("https://example.com", ("One.",), ("Two.",)), Expectation()),
    source="learned from 9 pages",
    notes={"main > p": 'in 9 of 10 pages: "It\nrained\x00 \x9b', "Related": "in 8 of 10 pages"},
)


def test_a_profile_comes_back_as_it_was(tmp_path) -> None:
    path = FULL.save(tmp_path / "new")
    assert path.name == "_.example.com.toml"
    assert read(path) == FULL


def test_notes_stand_above_their_lines(tmp_path) -> None:
    lines = written(FULL).splitlines()
    assert lines[0] == "# source: learned from 9 pages"
    at = lines.index('    "main > p",')
    assert lines[at - 1].split() == ["#", "in", "9", "of", "10", "pages:", '"It', "rained"]
    assert lines[lines.index('    "Related",') - 1].strip() == "# in 8 of 10 pages"


def test_what_is_empty_is_left_out() -> None:
    assert written(Profile("example.com")) == "# source: not stated\n"


@given(st.lists(st.text(min_size=1).filter(lambda text: any(c.isalpha() and c.isascii() for c in text)), min_size=1), st.text())
@settings(max_examples=50)
def test_any_line_and_any_note_are_written_so_that_they_can_be_read(lines: list[str], note: str) -> None:
    usable = tuple(line.encode("utf-8", "replace").decode() for line in lines)
    profile = Profile("example.com", end=usable, notes=dict.fromkeys(usable, note), source="s")
    assert parsed(written(profile), "example.com", "x.toml") == profile
