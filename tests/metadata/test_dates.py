"""Dates: what a text says, in many languages, and what is no date."""

import pickle
from datetime import date, datetime, timedelta, timezone

import pytest

from cleanpage.metadata.dates import in_address, moment, moments, stated

DAY = date(2024, 3, 18)
NOON = datetime(2024, 3, 18, 14, 4)


def at(hours: float) -> datetime:
    return NOON.replace(tzinfo=timezone(timedelta(hours=hours)))


STATED = [
    ("2024-03-18", DAY),
    ("20240318", DAY),
    ('"2024-03-18"', DAY),
    ("2024-03-18T14:04", NOON),
    ("2024-03-18 14:04:00", NOON),
    ("2024-03-18T14:04:00Z", at(0)),
    ("2024-03-18T14:04:00.000Z", at(0)),
    ("2024-03-18T14:04:00+0100", at(1)),
    ("2024-03-18 14:04:00 +05:30", at(5.5)),
    ("2024-03-18 14:04 UTC", at(0)),
    ("Mon, 18 Mar 2024 14:04:00 -0500", at(-5)),
    ("1710770640", at(0)),
    ("1710770640000", at(0)),
    ("Mar 18, 2024", DAY),
    ("MARCH 18 2024", DAY),
    ("18 March, 2024", DAY),
    ("18. März 2024, 14:04", NOON),
    ("18/03/2024 14:04", NOON),
    ("18.03.2024", DAY),
    ("2024-03-18T14:04:00+01:00[Europe/Berlin]", at(1)),
    ("2024-03-18T24:00:00Z", DAY),
    ("2024-03-18T14:04:00+25:00", DAY),
    ("Mar. 18, 2024, 2:04 p.m. ET", NOON),
    ("18 March 2024 14:04 IST", NOON),
    ("18 March 2024 14:04 EST", at(-5)),
    ("۲۰۲۴-۰۳-۱۸", DAY),
    ("١٨ مارس ٢٠٢٤", DAY),
]


@pytest.mark.parametrize(("text", "said"), STATED)
def test_a_stated_date_keeps_what_it_says(text: str, said: date) -> None:
    found = moment(text)
    assert (found, type(found)) == (said, type(said))
    if isinstance(said, datetime) and isinstance(found, datetime):
        assert found.utcoffset() == said.utcoffset()


NO_DATE = [
    "", "yesterday", "2 hours ago", "March 2024", "2024", "12", "99999", "2024-02-30", "2024-13-01", "0000-00-00",
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z", "9999-12-31",
    "30 February 2024", "June 31, 2024", "18 Mar 0024", "18 Xyz 2024",
    "T12:00", "2024-03-18T99:99:99" + "9" * 80, "18:04", "1/2/3/4/5", "null", "NaN",
    "Mon, 99 Xyz 2024 14:04:00 -0500", "²⁰²⁴-⁰³-¹⁸",
    "202403", "2024318",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date_says_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", date(2024, 3, 4)), ("en-GB", date(2024, 4, 3)), ("de", date(2024, 4, 3)), ("no", date(2024, 4, 3)), ("", None)],
)
def test_numbers_alone_are_read_as_the_language_has_them(language: str, said: date | None) -> None:
    assert moment("03/04/2024", language) == said


LINES = [
    ("by Ann Lee and Bo Ek, March 18, 2024 2:04 PM, 2 min read", [(NOON, False)]),
    ("Published March 18th, 2024 | Updated March 19, 2024 at 8:00 a.m.", [(DAY, False), (datetime(2024, 3, 19, 8, 0), True)]),
    ("Von Ann Lee, 18. März 2024, 14:04 Uhr", [(NOON, False)]),
    ("Stand: 18.03.2024, 14:04 Uhr", [(NOON, True)]),
    ("Publié le 18 mars 2024 à 14h04", [(NOON, False)]),
    ("18 de marzo de 2024 a las 14:04", [(NOON, False)]),
    ("18 marzo 2024 alle 14:04", [(NOON, False)]),
    ("18 de março de 2024 às 14h04", [(NOON, False)]),
    ("18 maart 2024 om 14:04", [(NOON, False)]),
    ("18 marca 2024, godz. 14:04", [(NOON, False)]),
    ("18 марта 2024, 14:04", [(NOON, False)]),
    ("14:04, 18 березня 2024", [(NOON, False)]),
    ("18. března 2024 14:04", [(NOON, False)]),
    ("18 Mart 2024 14:04", [(NOON, False)]),
    ("18 مارس 2024", [(DAY, False)]),
    ("2024年3月18日 14:04", [(NOON, False)]),
    ("2024年3月18日 14時04分", [(NOON, False)]),
    ("2024년 3월 18일 14:04", [(NOON, False)]),
    ("2024.03.18 14:04", [(NOON, False)]),
    ("March 18, 2024 2:04 PM EST", [(at(-5), False)]),
    ("March 18, 2024 14:04 UTC+1", [(at(1), False)]),
    ("18/03/2024, 14:04 (GMT+7)", [(at(7), False)]),
    ("18 March 2024 14:04 +0530", [(at(5.5), False)]),
    ("18 March 2024, 14:04-15:30", [(NOON, False)]),
    ("18 March 2024, 14:04 - 15:30", [(NOON, False)]),
    ("18. März 2024 am 14.04", [(DAY, False)]),
    ("18 مارس 2024 02:04 م", [(NOON, False)]),
    ("١٨ مارس ٢٠٢٤", [(DAY, False)]),
    ("18 de marzo de 2024, 2:04 p. m.", [(NOON, False)]),
    ("18 Μαρτίου 2024, 2:04 μ.μ.", [(NOON, False)]),
    ("2024年3月18日 下午2:04", [(NOON, False)]),
    ("2024年3月18日(月) 午後2時04分", [(NOON, False)]),
    ("2024.03.18. 오후 2:04", [(NOON, False)]),
    ("18 марта 2024 г., 14:04", [(NOON, False)]),
    ("18.03.2024. u 14:04", [(NOON, False)]),
    ("18. ožujka 2024.", [(DAY, False)]),
    ("18 d'abril de 2024", [(date(2024, 4, 18), False)]),
    ("18 Şub 2024", [(date(2024, 2, 18), False)]),
    ("১৮ মার্চ ২০২৪", [(DAY, False)]),
    ("18 มีนาคม 2567", [(DAY, False)]),
    ("18 มี.ค. 2567", []),
    ("Mo 18.3. 14:04 Uhr", []),
    ("18.3. 14.04", []),
    ("2 min read", []),
    ("Ann Lee, 12 345 678 readers", []),
    ("31 June 2024", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "said"), LINES)
def test_dates_are_found_in_a_line(line: str, said: list[tuple[date, bool]]) -> None:
    assert list(moments(line)) == said


STATED_WITHIN = [
    ("2024-03-18", DAY),
    ("Published: 2024-03-18", DAY),
    ("<time>18.3.24, 14:04 Uhr</time>", NOON),
    ("Updated two hours ago", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "said"), STATED_WITHIN)
def test_a_value_may_hold_more_than_its_date(text: str, said: date | None) -> None:
    assert stated(text) == said


@pytest.mark.parametrize(("language", "line"), [("pt", "18 de mar. de 2024"), ("id", "Senin, 18 Mar 2024"), ("sr", "18. март 2024.")])
def test_a_line_is_read_in_its_language(language: str, line: str) -> None:
    assert list(moments(line, language)) == [(DAY, False)]


def test_a_moment_pickles_and_has_a_plain_offset() -> None:
    found = moment("March 18, 2024 2:04 PM EST", "en")
    assert pickle.loads(pickle.dumps(found)) == at(-5)
    assert found is not None and found.isoformat() == "2024-03-18T14:04:00-05:00"


ADDRESSES = [
    ("https://example.com/2024/03/18/rain", DAY),
    ("https://example.com/news/2024-03-18-rain", DAY),
    ("https://example.com/rain-20240318.html", DAY),
    ("https://example.com/2024/13/18/rain", None),
    ("https://example.com/2024/03/rain", None),
    ("https://example.com/a-12024031899", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "said"), ADDRESSES)
def test_an_address_may_hold_the_day(url: str, said: date | None) -> None:
    assert in_address(url) == said
