"""Dateline: a short block that opens with a date or a time, between the headline and the article's first paragraph.

Speaks for dateline of "2 May 2026, 14:02" or "Montag, 2. Mai" (names of months and days from data/months.toml) from three blocks before
the headline to the first prose behind it; where no headline is known, as in flattened text, in the last blocks before that prose.
Silent on dates that stand behind a name (the row takes the role of what it opens with), on dates elsewhere (a feed's, a comment's), where
several stand in a row, and on sentences that open with a date.
"""

import re
from collections.abc import Iterator
from functools import cache

from cleanpage import resources
from cleanpage.model import Document, Evidence, Role
from cleanpage.words import fold, words

_LOG_ODDS = 2.0  # of 10 such blocks 8 are datelines

_LONGEST = 60  # characters
_BEFORE, _BEHIND = 3, 20  # blocks around the headline
_PROSE = 120  # characters
_SEVERAL = 4  # dates: a list of articles
_STOPS = (".", "!", "?", "。", "！", "？", "؟", "۔", "।")
_MOST_WORDS = 2  # longer than _SHORT that are no part of a date: "Saturday 2 May, morning edition"
_SHORT = 3  # characters: at, Uhr, GMT
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[:h][0-5]\d"  # 14:02, 14h02
    r"|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d\d){1,2}|\d{4}\s?[./年-]\s?\d{1,2}"  # 2.5.2026, 2026-05-02, 2026年5月
    r"|\d{1,2}\D{1,20}(?:19|20)\d\d)(?!\d)"  # 2 Mehefin 2026
)


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for the dates around the headline; none if there are many."""
    found = [block for block in _around(document) if _is_date(document.text[block], document.folded[block])]
    if len(found) < _SEVERAL:
        for block in found:
            reason = f'is a date between the headline and the article ("{document.text[block]}")'
            yield Evidence(block, Role.DATELINE, _LOG_ODDS, "dateline", reason)


def _around(document: Document) -> range:
    """The blocks from shortly before the headline to the first prose behind it, or those before the first prose."""
    headline = _headline(document)
    first = max(0, headline - _BEFORE)
    last = min(len(document), headline + _BEHIND) if headline >= 0 else len(document)
    prose = next((block for block in range(headline + 1, last) if _is_prose(document, block)), last)
    return range(first if headline >= 0 else max(0, prose - _BEHIND), prose)


def _headline(document: Document) -> int:
    """The page's only <h1>, or what the page's metadata calls its headline; -1 if neither is there."""
    if document.level.count(1) == 1:
        return document.level.index(1)
    stated = {fold(text) for text in document.hints.headlines}
    return next((block for block, text in enumerate(document.folded) if text in stated), -1)


def _is_prose(document: Document, block: int) -> bool:
    size = len(document.text[block])
    return size >= _PROSE and document.linked[block] < 0.4 * size


def _is_date(text: str, folded: str) -> bool:
    """Whether a short text opens with a number, a month or a day, and says a date or a time and hardly anything else."""
    if len(text) > _LONGEST or text.endswith(_STOPS) or text[0] == "©":
        return False
    said = words(folded)
    numbers = [word for word in said if word[0].isdigit()]
    names = _names().intersection(said)
    if not numbers or not (said[0] in names or said[0] == numbers[0]):
        return False
    others = sum(len(word) > _SHORT and word not in names for word in said if word not in numbers)
    return others <= _MOST_WORDS and (bool(names) or _DATE.search(text) is not None)


@cache
def _names() -> frozenset[str]:
    """The names of months and days of all languages; raises BadData."""
    table = resources.toml("months.toml")
    resources.refuse_unknown(table, frozenset({"months", "days"}), "months.toml")
    return frozenset(
        fold(name) for part in table.values() for language in part for name in resources.strings(part, language, "months.toml")
    )
