"""Days and times out of what a page says: those of ISO, of e-mail and English days by the standard library, all others by dateparser, in
the page's language.

Nothing here depends on today: "two hours ago" says nothing, a date without a year neither.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timezone
from email.utils import parsedate, parsedate_to_datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import decimal

from cleanpage.resources import refuse_unknown, strings, toml
from cleanpage.words import EAST_ASIAN, fold

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_FILE = "dates.toml"
_KEYS = frozenset({"of", "at", "ordinal", "morning", "afternoon", "modified"})
_MONTHS = "months.toml"
_CALLED = {"no": "nb", "iw": "he"}  # languages that dateparser calls otherwise
_YEARS = range(1600, 2101)  # the first newspaper appeared in 1605
_EPOCH = (1970, 1, 1)  # where a clock without a date stands
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d\d)(\d\d))"
    r"(?:[T _]+(\d\d:?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?))?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]{1,40}\])?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,2})(?!\d)(?:\s?[日일])?")
_ENGLISH = re.compile(r"(?:\d{1,2} [a-z]{3,9}|[a-z]{3,9} \d{1,2}),? [12]\d{3}", re.IGNORECASE)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_ADDRESS = re.compile(r"[/_-]((?:19|20)\d\d)([/-]?)([01]\d)\2([0-3]\d)(?=[/_.-]|$)")
_LONGEST = 80  # characters of a text that is a date and nothing else
_LONGEST_LINE = 300  # characters of a block that holds one

_NUMBERS = (
    r"(?<!\d)(?<!\d\.)(?:(?:(?:1[6-9]|20)\d\d\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}(?!\d)(?:\s?[日일])?"
    r"|\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:(?:19|20)\d\d|\d\d(?![:.h]\d\d))(?!\d)))"  # "18.3. 14:04" has no year
)
_YEAR = re.compile(r"\d\d")
_THAI, _DOTTED_THAI = re.compile(r"[\u0e00-\u0e7f]"), re.compile(r"[\u0e00-\u0e7f]\.")
_THAI_YEAR, _BUDDHA = re.compile(r"(?<!\d)2[45]\d\d(?!\d)"), 543  # years that Thailand counts more than others
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_WORD = re.compile(r"[^\s\d.,;:|/()-]+")  # \w leaves out the signs that letters of India and Thailand carry
_ZONES = "UTC|GMT|BST|WES?T|CES?T|EES?T|E[SD]T|CDT|M[SD]T|P[SD]T|AE[SD]T|JST|KST"
_TWO_OFFSETS = re.compile(r"(?<=[\d.mM])\s?\b(?:[ECMP]T|[ACGIS]ST)\b")  # ET is EST or EDT, IST is India's, Ireland's or Israel's
_OFFSET = r"\s?\(?(?:UTC|GMT)\s?[+-]\d{1,2}(?::?[0-5]\d)?|\s[+-](?:0\d|1[0-4]):?[0-5]\d"
_NOON = 12


def moment(text: str, language: str = "") -> date | None:
    """The day or time that a whole text says; None for a text that says none or one that does not exist.

    `language` is a BCP 47 tag: it tells what "03/04/2024" means.
    """
    text = " ".join(text.split()).strip("\"'")
    if not text or len(text) > _LONGEST:
        return None
    text = _YEAR_FIRST.sub(r"\1-\2-\3", _plain_digits(text))
    if _ISO.match(text):
        return _believed(_iso(text))
    return _believed(_mail(text) or _seconds(text) or _english(text) or _other(text, language))


def stated(text: str, language: str = "") -> date | None:
    """The day or time that a text says, be it all of it or its first date: "Published: 2024-03-18"."""
    return moment(text, language) or next((found for found, _ in moments(text, language)), None)


def moments(line: str, language: str = "") -> Iterator[tuple[date, bool]]:
    """The days and times that stand in a line, in order, each with whether the line says that the article was changed then.

    "By A and B, March 18, 2024 2:04 PM, updated March 19, 2024" gives the 18th with its time and False, the 19th and True.
    """
    line = " ".join(_common_era(line[:_LONGEST_LINE]).split())
    for match, changed in zip(_dates_in(line), changes(line), strict=True):
        time = _time_beside(line, match)
        found = moment(match[0] if time is None else f"{match[0]} {_plain(time)}", language)
        if found is not None:
            yield found, changed


def changes(line: str) -> Iterator[bool]:
    """Whether a line says of each date in it that the article was changed then."""
    line, end = " ".join(line[:_LONGEST_LINE].split()), 0
    for match in _dates_in(line):
        yield says_modified(line[end : match.start()])
        end = match.end()


def says_modified(text: str) -> bool:
    """Whether a text speaks of a change to the article."""
    return _modified().search(fold(text)) is not None


def without_dates(line: str, mark: str) -> str:
    """The line with this mark for every date in it."""
    pieces, end = [], 0
    for match in _dates_in(line[:_LONGEST_LINE]):
        pieces.append(line[end : match.start()])
        end = match.end()
    return mark.join([*pieces, line[end:]])


def _plain_digits(text: str) -> str:
    """The text with the digits of every script (١٨, १८) as 0 to 9, each in its place."""
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda digit: str(decimal(digit[0])), text)


def _common_era(line: str) -> str:
    """The line with plain digits, and Thai years (2567) as those of others, each in its place."""
    plain = _plain_digits(line)
    return _THAI_YEAR.sub(lambda year: str(int(year[0]) - _BUDDHA), plain) if _THAI.search(plain) else plain


def _time_beside(line: str, match: re.Match[str]) -> re.Match[str] | None:
    """The time that belongs to a date: right behind it, or right before."""
    at = _behind_at().match(line, match.end())
    behind = _time().match(line, at.end() if at else match.end())
    before = (time for time in _time().finditer(line, 0, match.start()) if not line[time.end() : match.start()].strip(" ,|-–—"))
    return behind or next(before, None)


def in_address(url: str) -> date | None:
    """The day in an address: ".../2024/03/18/..." or ".../2024-03-18-..."."""
    match = _ADDRESS.search(url)
    return _believed(_iso(f"{match[1]}-{match[3]}-{match[4]}")) if match else None


def _believed(found: date | None) -> date | None:
    if found is None or found.year not in _YEARS or (found.year, found.month, found.day) == _EPOCH:
        return None
    return found


def _iso(text: str) -> date | None:
    """A date as ISO 8601 writes it, with the liberties that pages take: a space for the T or before the offset, no colons, a zone's name.

    Of a time that no clock shows the day is left.
    """
    match = _ISO.match(text)
    if match is None:
        return None
    year, *days, time, zone = match.groups()
    month, day = filter(None, days)
    whole = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return datetime.fromisoformat(f"{whole}T{time}{_offset(zone)}") if time else date.fromisoformat(whole)
    except ValueError:
        return _iso(whole) if time else None


def _offset(zone: str | None) -> str:
    return "+00:00" if zone and zone.isalpha() else zone or ""


def _mail(text: str) -> date | None:
    """A date as e-mail and HTTP headers write it: "Mon, 18 Mar 2024 14:04:00 +0100"."""
    if not text[:1].isalpha() or text.count(":") < 1 or "," not in text[:5]:
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _english(text: str) -> date | None:
    """A day in English, "March 18, 2024" or "18 Mar 2024": the standard library reads it in a hundredth of dateparser's time."""
    found = parsedate(f"{text.replace(',', '')} 00:00 +0000") if _ENGLISH.fullmatch(text) else None
    try:
        return date(*found[:3]) if found else None
    except ValueError:
        return None


def _seconds(text: str) -> date | None:
    """Seconds or milliseconds since 1970."""
    return datetime.fromtimestamp(int(text[:10]), UTC) if _SECONDS.fullmatch(text) else None


# --- dates in words ---------------------------------------------------------------------------------------------------------------


def _other(text: str, language: str) -> date | None:
    """A date as people write it, by dateparser."""
    languages, region = _languages(text, language)
    if not languages or text.isdigit() or not any(map(str.isdigit, text)) or _DOTTED_THAI.search(text):
        return None  # dateparser takes มี.ค., which is March, for January
    order = "YMD" if _YEAR_FIRST.search(text) else ""
    found: datetime | None = _parser(languages, region, order).get_date_data(_TWO_OFFSETS.sub("", text)).date_obj
    if found is None or not _time().search(without_dates(text, " ")):
        return found and found.date()
    offset = found.utcoffset()
    return found if offset is None else found.replace(tzinfo=timezone(offset))  # dateparser's own time zones have no name in ISO


def _plain(time: re.Match[str]) -> str:
    """A time as dateparser reads it in every language: "14:04", "2:04 pm EST", "2:04 pm GMT+7"."""
    before, hour, minute, second, behind, offset, zone = time.groups()
    half = fold(before or behind or "") if 0 < int(hour) <= _NOON else ""
    marked = f" {'pm' if half in _words('afternoon') else 'am'}" if half else ""
    return f"{hour}:{minute}" + (f":{second}" if second else "") + marked + f" {(offset or zone or '').strip(' (')}".rstrip()


def _languages(text: str, language: str) -> tuple[tuple[str, ...], str | None]:
    """The languages to read a date in, and the region: the page's if it knows the month's name, else all that know it.

    Without either, numbers alone are only read where they leave no choice of day and month.
    """
    own, _, region = language.lower().partition("-")
    own = _CALLED.get(own, own)
    knowing = {tongue for word in _WORD.findall(fold(text)) for tongue in _months().get(word, ())}
    if _is_known(own) and (own in knowing or not knowing):
        return (own,), region.upper() if len(region) == 2 else None
    return ("en",) if "en" in knowing else tuple(sorted(knowing)) or _certain(text), None


def _certain(text: str) -> tuple[str, ...]:
    """A language in which these numbers mean the day they must mean: dots say it, and so does a number over twelve."""
    numbers = [int(number) for number in re.findall(r"\d+", text)[:2]]
    return ("de",) if "." in text or any(number > 12 for number in numbers) else ()


@cache
def _is_known(language: str) -> bool:
    from dateparser.data.languages_info import language_order

    return language in language_order


@lru_cache(maxsize=64)
def _parser(languages: tuple[str, ...], region: str | None, order: str) -> "DateDataParser":
    from dateparser.date import DateDataParser  # only for pages whose head says no date in ISO's form

    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    settings |= {"DATE_ORDER": order} if order else {}
    return DateDataParser(languages=list(languages), region=region, settings=settings)


@cache
def _months() -> dict[str, tuple[str, ...]]:
    """The folded names of months -> the languages that call them so, as dateparser calls these; raises BadData."""
    found: dict[str, tuple[str, ...]] = {}
    for language in toml(_MONTHS)["months"]:
        for name in strings(toml(_MONTHS)["months"], language, _MONTHS):
            found[fold(name)] = (*found.get(fold(name), ()), _CALLED.get(language, language))
    return found


@cache
def _words(key: str) -> tuple[str, ...]:
    """The words of a list, the longest first; raises BadData."""
    data = toml(_FILE)
    refuse_unknown(data, _KEYS, _FILE)
    return tuple(sorted(strings(data, key, _FILE), key=len, reverse=True))


def _list(key: str) -> str:
    return "|".join(map(re.escape, _words(key)))


@cache
def _dates() -> re.Pattern[str]:
    """What looks like a day with its month and year: in numbers, or with a word that may be a month's name."""
    month, year = r"([^\s\d.,;:|/()-]{3,14})\.?", r"(?:1[6-9]|20)\d\d(?!\d)"
    day = rf"(?<!\d)\d{{1,2}}(?!\d)(?:{_list('ordinal')})?"
    of = rf"(?:\s(?:{_list('of')})\s|[\s,-]{{1,2}})"
    start = r"(?<![^\s\d.,;:|/()-])"
    return re.compile(rf"{_NUMBERS}|{day}{of}{month}{of}{year}|{start}{month}\s?{day},?\s?{year}|{year}\.?\s{month}\s{day}", re.IGNORECASE)


def _dates_in(line: str) -> Iterator[re.Match[str]]:
    """The dates in a line whose months are months."""
    if not _YEAR.search(line):
        return
    for match in _dates().finditer(_common_era(line)):
        word = next(filter(None, match.groups()[1:]), None)
        if word is None or fold(word) in _months():
            yield match


@cache
def _time() -> re.Pattern[str]:
    """A time with its half of the day, before it in scripts without spaces, and its zone."""
    halves = sorted((*_words("morning"), *_words("afternoon")), key=len, reverse=True)
    before, behind = ("|".join(re.escape(half) for half in halves if (half < EAST_ASIAN) == spaced) for spaced in (False, True))
    return re.compile(
        rf"(?:({before})\s?)?(?<!\d)(\d{{1,2}})\s?[:.h時时시点點]\s?(\d\d)(?!\d)(?::(\d\d))?(?:\s?[분分])?"
        rf"(?:\s?((?i:{behind}))(?!\w))?(?:({_OFFSET})(?!\w)|\s?({_ZONES})\b)?"
    )


@cache
def _behind_at() -> re.Pattern[str]:
    """What stands between a date and its time, a day of the week in brackets, too; may be nothing."""
    return re.compile(rf"(?:\s?[(（]\w{{1,3}}[)）])?\s?(?:(?:{_list('at')})\s?){{0,3}}", re.IGNORECASE)


@cache
def _modified() -> re.Pattern[str]:
    table = toml(_FILE)["modified"]
    found = sorted({fold(word) for language in table for word in strings(table, language, _FILE)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})")
