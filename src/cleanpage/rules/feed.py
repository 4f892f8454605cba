"""Feeds: linked headlines in a row, built alike, are a list of other articles.

Speaks of everything from the first to the last of three or more linked headlines whose ways up to the element that holds them all are the
same (<li><h3><a>Rain falls on the harbour): a long list is a feed, a short one a feed or related, whatever stands between its headlines:
times, names, teasers, credits. In flattened text, where no link is left, three or more lines that are only a time, each with short lines
behind it, say the same; behind the heading of a feed ("Latest news") the teasers may be long.
Silent on links of a word or two (menus, topics, networks), in a navigation landmark, and where prose stands between the links or the
times: in running text, in comments, in a live blog.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleanpage.model import Document, Evidence, Role, Roles
from cleanpage.packs import FRAME, packaged
from cleanpage.words import EAST_ASIAN

_LONG = ((Role.FEED, 1.5),)  # 8 in 10 are feeds
_SHORT = ((Role.FEED, 1.0), (Role.RELATED, 1.0))  # 5 in 10 are feeds, 3 related
_HEADED = ((Role.FEED, 5.0), (Roles.ARTICLE_TEXT, -4.0))  # times under a heading that says so: prose there is a teaser

_FEWEST, _FEWEST_HEADED, _MANY = 3, 2, 7  # headlines or times
_MEAN = 45  # characters of a list's headlines: a menu's entries are shorter on average
_SHORTEST, _LONGEST, _FEWEST_SPACES = 20, 200, 3  # characters and spaces of one headline
_LINKED = 0.7  # of its characters: a time or a name may stand before it
_DENSE = 2.2  # one character of East Asian scripts says what two others do
_APART, _HIGH = 12, 8  # blocks from one headline to the next; elements from a headline up to the list
_PROSE, _LINE = 300, 150  # characters of a block without links, and of a line of flattened text, that are no teaser

_LONGEST_TIME = 30  # characters
_ENTRY = 6  # lines from one time to the next
_TEASER = 700  # characters of a line under a heading that says what the list is
_DIGIT = re.compile(r"\d")
_TIME = re.compile(
    r"[^\d]{0,14}(?:[0-2]?\d[:.h][0-5]\d"  # 14:02, 5.30 PM
    r"|\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"  # 2.5.2026, 2026-05-02
    r"|\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4}|[^\W\d_]{3,12}\.?\s\d{1,2},\s\d{4}"  # 2 May 2026, May 2, 2026
    r"|\d{1,3}\s?[^\W\d_]{1,8}\.?(?:\s[^\W\d_]{1,6})?"  # 3 hours ago, 5 min
    r"|\d{1,4}[年月日時时分小天]\S{0,12})[^\d]{0,8}(?:[0-2]?\d[:.h][0-5]\d[^\d]{0,8})?"  # 3時間前, 5月2日 14:02
)


class _List(NamedTuple):
    """A list's first and last block, what that says of them (role, log-odds), and a reason."""

    first: int
    last: int
    says: tuple[tuple[Role | Roles, float], ...]
    reason: str


class _Place(NamedTuple):
    """The element that holds two blocks, and how high it lies over them; row -1 where the ways up to it differ."""

    row: int
    height: int


_NOWHERE = _Place(-1, 0)


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for every block of a list of headlines; linear in the page."""
    lists = _timed_lists(document) if document.syntax == "text" else _linked_lists(document)
    for first, last, says, reason in lists:
        for block in range(first, last + 1):
            for role, log_odds in says:
                yield Evidence(block, role, log_odds, "feed", reason)


# --- HTML ---------------------------------------------------------------------------------------------------------------------


def _linked_lists(document: Document) -> Iterator[_List]:
    """Runs of headlines of which each two neighbours have the same place."""
    run: list[int] = []
    place = _NOWHERE
    for block, (text, spans) in enumerate(zip(document.text, document.spans, strict=True)):
        if not spans or (len(text) < _SHORTEST and text[-1] < EAST_ASIAN) or not _is_headline(document, block):
            continue
        here = _place(document, run[-1], block) if run and block - run[-1] <= _APART else _NOWHERE
        if here is _NOWHERE or here != place:
            yield from _list(document, run, place)
            run = run[-1:] if here is not _NOWHERE else []
            place = here
        run.append(block)
    yield from _list(document, run, place)


def _list(document: Document, run: Sequence[int], place: _Place) -> Iterator[_List]:
    """The list that a run of headlines is; none for a menu, for links between paragraphs and for those in one."""
    if len(run) < _FEWEST or place.height < 2 or sum(_size(document.text[block]) for block in run) < _MEAN * len(run):
        return
    prose = any(len(document.text[block]) > _PROSE and not document.spans[block] for block in range(run[0], run[-1]))
    if not prose and not _is_menu(document, place.row):
        yield _List(run[0], run[-1], _LONG if len(run) >= _MANY else _SHORT, f"stands in a list of {len(run)} linked headlines")


def _is_menu(document: Document, row: int) -> bool:
    """Whether an element stands in a navigation landmark."""
    elements = document.elements
    while row >= 0:
        if elements.tag[row] == "nav" or "role=navigation" in elements.names[row]:
            return True
        row = elements.parent[row]
    return False


def _is_headline(document: Document, block: int) -> bool:
    text = document.text[block]
    if not _SHORTEST <= _size(text) <= _LONGEST or (text.count(" ") < _FEWEST_SPACES and text[-1] < EAST_ASIAN):
        return False
    return document.linked[block] >= _LINKED * len(text)


def _size(text: str) -> float:
    """Characters, as many as the text would have in a script with spaces."""
    return len(text) * (_DENSE if text[-1] >= EAST_ASIAN else 1)


def _place(document: Document, one: int, two: int) -> _Place:
    """The innermost element that holds two blocks, if the elements from there down to both are the same in number and tags."""
    tag, parent = document.elements.tag, document.elements.parent
    row, other = document.element[one], document.element[two]
    for height in range(_HIGH):
        if row == other:
            return _Place(row, height)
        if row < 0 or other < 0 or tag[row] != tag[other]:
            break
        row, other = parent[row], parent[other]
    return _NOWHERE


# --- flattened text -----------------------------------------------------------------------------------------------------------


def _timed_lists(document: Document) -> Iterator[_List]:
    """Runs of times with short lines between them, and behind the last as many lines as behind the others at least."""
    times = [block for block, text in enumerate(document.text) if _is_time(text)]
    run: list[int] = []
    headed = False
    for block in (*times, len(document) + _ENTRY):
        if run and not _is_entry(document, run[-1], block, _TEASER if headed else _LINE):
            if len(run) >= (_FEWEST_HEADED if headed else _FEWEST):
                step = min(after - before for before, after in pairwise(run))
                last = min(run[-1] + step, len(document)) - 1
                says = _HEADED if headed else _LONG if len(run) >= _MANY else _SHORT
                yield _List(run[0], last, says, f'stands in a run of times ("{document.text[run[0]]}")')
            run = []
        headed = headed if run else _is_headed(document, block)
        run.append(block)


def _is_entry(document: Document, one: int, two: int, longest: int) -> bool:
    """Whether between one time and the next stand a few short lines."""
    return 1 < two - one <= _ENTRY and all(len(text) <= longest for text in document.text[one:two])


def _is_headed(document: Document, block: int) -> bool:
    """Whether the line before a run of times names a feed, and most of the page's prose stands before it: then teasers may be long."""
    if not 0 < block < len(document) or packaged().whole.get(document.folded[block - 1].strip(FRAME)) is not Role.FEED:
        return False
    before = sum(len(text) for text in document.text[:block] if len(text) > _LINE)
    behind = sum(len(text) for text in document.text[block:] if len(text) > _LINE)
    return before > behind


def _is_time(text: str) -> bool:
    return len(text) <= _LONGEST_TIME and _DIGIT.search(text) is not None and _TIME.fullmatch(text) is not None
