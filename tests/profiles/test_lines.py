"""Lines of a template made comparable."""

import pytest

from cleanpage.profiles.lines import fingerprint, template

SAME = [
    ("Comments (1,204):", "COMMENTS (7)"),
    ("Published 2 May 2026", "Published 31 December 2027"),
    ("Updated: Monday, 2 May 2026 at 14:02", "updated:  Friday, 13 June 2025 at 9:40"),
    ("2. Mai 2026", "13. Oktober 2025"),
    ("★ Read more →", "Read more"),
    ("5-minute read", "12-minute read"),
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
