"""Where the article of flattened text begins and ends: lines of the template before which, or behind which, hardly any page has prose.

Of several that a page has the one that stood closest to the articles counts: a box that ended two of them may stand amid a third.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from statistics import mean, median
from typing import NamedTuple

from cleanpage.learn import posts
from cleanpage.learn.lines import Line
from cleanpage.learn.pages import Seen
from cleanpage.model import Role
from cleanpage.words import words

_OUTSIDE, _OUTSIDE_MEAN = 0.02, 0.05  # of a page's prose, on the median page and over all: a caption or a teaser that was kept
_KEPT = 0.15  # of a line, as surely article text, over its pages
_FEWEST = 2  # pages
_FEWEST_WORDS = 2  # "Newsletter" stands in the menu of another layout; with one word 6 of 2,450 wrong profiles cost .25, with two one
_AMID = frozenset({Role.SUBSCRIBE, Role.ADVERTISEMENT})  # boxes that move: amid one page's article they cost it .23
_MOST = 6  # of a side; the closest to the article do the work


class Marker(NamedTuple):
    """A line, on how many pages it stands outside the article, and where, in words."""

    text: str
    pages: int
    where: str


class _Page(NamedTuple):
    """A page's templates; the characters of varying article text before each block, and in all; the first block of
    the article, its headline included, and the last."""

    lines: Sequence[str]
    before: Sequence[float]
    first: int
    last: int


class _Place(NamedTuple):
    """Where a line stands on a page: which share of the prose is on its far side, and how many blocks from the article."""

    outside: float
    gap: int


def markers(seen: Sequence[Seen], repeating: Iterable[Line], known: Iterable[Line]) -> tuple[list[Marker], list[Marker]]:
    """The lines behind which articles begin, and those before which they end, the closest to the article first.

    `known` are those of the repeating lines that the profile names: they are none of the article's prose.
    """
    lines = frozenset(line.template for line in known)
    pages = [page for page in (_page(page, lines) for page in seen) if page.before[-1]]
    able = [line for line in repeating if line.kept <= _KEPT and len(words(line.template)) >= _FEWEST_WORDS]
    begins = ((line, [_begin(page, line.template) for page in pages]) for line in able)
    ends = ((line, [_end(page, line.template) for page in pages]) for line in able if line.role not in _AMID)
    heads = (Marker(head.text, head.pages, "above the posts of a live blog") for head in posts.heads(seen))
    return _good(begins), [*heads, *_good(ends)]


def _page(page: Seen, known: frozenset[str]) -> _Page:
    rows = zip(page.document.text, page.lines, page.kept, strict=True)
    sizes = [0.0 if line in known else len(text) * kept for text, line, kept in rows]
    prose = [block for block, size in enumerate(sizes) if size]
    headline = (block for block, verdict in enumerate(page.article.verdicts) if verdict.role is Role.HEADLINE)
    first = min([*prose[:1], *headline], default=0)
    return _Page(page.lines, list(accumulate(sizes, initial=0.0)), first, max(prose, default=0))


def _begin(page: _Page, line: str) -> _Place | None:
    """The line's first place, if that is above the headline: what stands between that and the first paragraph may be a standfirst."""
    block = _place(page, line)
    return _Place(float(block > page.first), page.first - block) if block is not None else None


def _end(page: _Page, line: str) -> _Place | None:
    """The line's first place: one that stands in a menu, too, ends nothing."""
    block = _place(page, line)
    return _Place(1 - page.before[block] / page.before[-1], max(0, block - page.last)) if block is not None else None


def _place(page: _Page, line: str) -> int | None:
    return page.lines.index(line) if line in page.lines else None


def _good(found: Iterable[tuple[Line, Sequence[_Place | None]]]) -> list[Marker]:
    good: list[tuple[float, int, str]] = []
    for line, places in found:
        there = [place for place in places if place]
        if len(there) < _FEWEST:
            continue
        outside = [place.outside for place in there]
        if median(outside) <= _OUTSIDE and mean(outside) <= _OUTSIDE_MEAN:
            good.append((mean(place.gap for place in there), -len(there), line.text))
    return [Marker(text, -pages, f"{gap:.0f} block{'s' * (round(gap) != 1)} from the article") for gap, pages, text in sorted(good)[:_MOST]]
