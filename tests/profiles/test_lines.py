"""Lines of a template made comparable."""

import pytest

from cleanpage.profiles.lines import fingerprint, keys, label, opening, template, templates
from cleanpage.words import fold

SAME = [
    ("Comments (1,204):", "COMMENTS (7)"),
    ("Published 2 May 2026", "Published 31 December 2027"),
    ("Updated: Monday, 2 May 2026 at 14:02", "updated:  Friday, 13 June 2025 at 9:40"),
    ("2. Mai 2026", "13. Oktober 2025"),
    ("★ Read more →", "Read more"),
    ("5-minute read", "12-minute read"),
    ("आज २ लेख", "आज १७ लेख"),
    ("Read 3.5 of #7", "Read 1,204 of #12"),
]
DIFFERENT = [("Read more", "Read on"), ("May I help?", "June I help?"), ("Comments (#)", "Comment (#)")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_numbers_dates_and_frames_change_nothing(one: str, other: str) -> None:
    assert template(one) == template(other)
    assert fingerprint(template(one)) == fingerprint(template(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_do(one: str, other: str) -> None:
    assert template(one) != template(other)
    assert fingerprint(template(one)) != fingerprint(template(other))


def test_a_fingerprint_is_sixteen_digits_for_any_text() -> None:
    assert len(fingerprint("\ud800")) == len(fingerprint("")) == 16


def test_the_templates_of_a_page_are_those_of_its_lines() -> None:
    lines = ["Comments (1,204):", "", "Published 2 May 2026", "٣ أيام", "2 May", "Read more"]
    assert templates(list(map(fold, lines))) == list(map(template, lines))
    assert templates([]) == []


def test_a_text_that_is_longer_than_any_line_has_no_template() -> None:
    assert templates(["rain " * 199, "rain " * 201]) == [("rain " * 199).strip(), ""]


def test_in_long_lines_the_names_of_days_are_words() -> None:
    assert template(f"1 May {'rain ' * 50}") == f"# # {'rain ' * 50}".strip()
    assert template(f"1 May {'rain ' * 70}") == f"# may {'rain ' * 70}".strip()


OPENINGS = [
    ("Read # comments", "read"),
    ("über uns", "über"),
    ("Published 2 May 2026", "published"),
    ("12 comments", ""),
    ("COVID19: the rules", ""),
    ("#metoo", ""),
    ("2 May 2026", ""),
    ("May I help?", ""),
    ("Don't miss", ""),
    ("* * *", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "word"), OPENINGS)
def test_a_line_opens_with_a_word_that_is_the_same_on_every_page(line: str, word: str) -> None:
    assert opening(template(line)) == word


@pytest.mark.parametrize("line", ["Filed under: bridges", "Filed under : bridges, rivers", "FILED UNDER：rivers: the old ones"])
def test_what_ends_with_a_colon_is_the_label_of_lines_that_go_on(line: str) -> None:
    assert label(template(line)) in keys("Filed under:")
    assert template("Filed under") in keys("Filed under:")


def test_other_lines_have_no_label() -> None:
    lines = ["Filed under", "Filed under:", "", ": rivers", "At 22:17", f"{'rain ' * 20}: rivers"]
    assert [label(template(line)) for line in lines] == [""] * 6
    assert keys("Filed under") == ("filed under",)
