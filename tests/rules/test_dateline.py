"""Which dates date the article, and which do not."""

import pytest
from build import document

from cleanpage.model import Hints, Role, Span
from cleanpage.rules.dateline import find

PROSE = "The strike went on for another day, and nobody could say when the trains would run again, or whether it would go on raining."
TITLE = "Harbour crane falls into the bay"

SPEAKS = [
    "2 May 2026",
    "May 2, 2026",
    "May 2, 2026 at 2:04 pm",
    "Saturday, 2 May",
    "2.5.2026, 14:02 Uhr",
    "02/05/2026",
    "2026-05-02 14:02",
    "14:02",
    "14h02",
    "Montag, 2. Mai 2026",
    "samedi 2 mai 2026 à 14h02",
    "2 de mayo de 2026",
    "sábado, 2 de maio",
    "2 мая 2026, 14:02",
    "2 травня",
    "2 maja 2026",
    "2 Mayıs 2026 Cumartesi",
    "2026年5月2日 14:02",
    "السبت 2 مايو 2026",
    "2 मई 2026",
    "[ 2 May 2026 ]",
    "2 May 2026 | Harbour",
    "2 Mehefin 2026",
    "Saturday 2 May 2026, morning edition",
]
SILENT = [
    "Mira Costin, 2 May 2026",
    "By Mira Costin | 14:02",
    "© 2026 Example Media",
    "2026",
    "12",
    "3.17",
    "100",
    "May",
    "Saturday",
    "Monday morning",
    "On 2 May 2026",
    "2 May 2026 was a rainy day in the harbour.",
    "2 May 2026 rain wind hail snow",
    "May 10 cranes fall into the bay",
    "2 May: ten cranes fell into the bay",
    "12 comments",
    "20 cranes, 3 lighthouses",
    "Updated",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_a_date_behind_the_headline_is_a_dateline(text: str) -> None:
    found = list(find(document(TITLE, text, PROSE, level=[1, 0, 0])))
    assert [(item.block, item.role) for item in found] == [(1, Role.DATELINE)]


@pytest.mark.parametrize("text", SILENT)
def test_dateline_stays_silent(text: str) -> None:
    assert list(find(document(TITLE, text, PROSE, level=[1, 0, 0]))) == []


@pytest.mark.parametrize("before", [1, 2, 3])
def test_a_date_shortly_before_the_headline_is_one_too(before: int) -> None:
    texts = ["2 May 2026", *["Tides"] * (before - 1), TITLE, PROSE]
    assert [item.block for item in find(document(*texts, level=[0] * before + [1, 0]))] == [0]


@pytest.mark.parametrize(
    "texts",
    [
        ["2 May 2026", *["Tides"] * 5, TITLE, PROSE],
        [TITLE, PROSE, "2 May 2026"],
        [TITLE, *["Tides"] * 30, "2 May 2026"],
        [TITLE, *["2 May 2026", "Rope is dear", "1 May 2026", "Tides"] * 2, PROSE],
    ],
)
def test_dates_elsewhere_and_dates_in_a_row_are_none(texts: list[str]) -> None:
    assert list(find(document(*texts, level=[int(text == TITLE) for text in texts]))) == []


def test_the_headline_may_be_known_from_the_metadata() -> None:
    texts = ["14:02", *["Tides"] * 9, TITLE, "2 May 2026", PROSE]
    hints = Hints(headlines=("Harbour crane falls  into the bay",))
    assert [item.block for item in find(document(*texts, hints=hints))] == [11]


def test_without_a_headline_the_last_blocks_before_the_first_prose_count() -> None:
    texts = ["2 May 2026", *["Tides"] * 19, PROSE]
    assert [item.block for item in find(document(*texts, syntax="text"))] == [0]
    assert list(find(document(*["1 May 2026", "Tides", *texts[1:]], syntax="text"))) == []


def test_links_as_long_as_prose_are_not_prose() -> None:
    spans = [(), (Span(0, len(PROSE), "link", "/"),), (), ()]
    assert [item.block for item in find(document(TITLE, PROSE, "2 May 2026", PROSE, level=[1, 0, 0, 0], spans=spans))] == [2]


def test_no_blocks_no_evidence() -> None:
    assert list(find(document())) == []
