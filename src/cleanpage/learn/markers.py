"""Where the article of flattened text begins and ends: lines of the template before which, or behind which, hardly any page has prose."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from statistics import mean, median
from typing import NamedTuple

from cleanpage.learn.lines import Line
from cleanpage.learn.pages import Seen
from cleanpage.model import Role

_OUTSIDE, _OUTSIDE_MEAN = 0.02, 0.05  # of a page's prose, on the median page and over all: a caption or a teaser that was kept
_KEPT = 0.15  # of a line, as surely article text, over its pages
_FEWEST = 3  # pages: a box that ended two articles stood in the midst of a third
_ENOUGH = 0.2  # of a page's prose on the article's side, as where markers are applied
_MOST = 6  # of a side; the closest to the article do the work


class Marker(NamedTuple):
    """A line, on how many pages it stands outside the article, and how many blocks from it on average."""

    text: str
    pages: int
    gap: float


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


def markers(seen: Iterable[Seen], lines: Sequence[Line]) -> tuple[list[Marker], list[Marker]]:
    """The lines behind which articles begin, and those before which they end, the closest to the article first."""
    known = frozenset(line.template for line in lines)
    pages = [page for page in (_page(page, known) for page in seen) if page.before[-1]]
    able = [line for line in lines if line.kept <= _KEPT]
    begins = ((line, [_begin(page, line.template) for page in pages]) for line in able)
    ends = ((line, [_end(page, line.template) for page in pages]) for line in able)
    return _good(begins), _good(ends)


def _page(page: Seen, known: frozenset[str]) -> _Page:
    rows = zip(page.document.text, page.lines, page.kept, strict=True)
    sizes = [0.0 if line in known else len(text) * kept for text, line, kept in rows]
    prose = [block for block, size in enumerate(sizes) if size]
    headline = (block for block, verdict in enumerate(page.article.verdicts) if verdict.role is Role.HEADLINE)
    first = min([*prose[:1], *headline], default=0)
    return _Page(page.lines, list(accumulate(sizes, initial=0.0)), first, max(prose, default=0))


def _begin(page: _Page, line: str) -> _Place | None:
    """The line's first place, if that is above the headline: what stands between that and the first paragraph may be a standfirst."""
    block = page.lines.index(line) if line in page.lines else -1
    return _Place(float(block > page.first), page.first - block) if block >= 0 else None


def _end(page: _Page, line: str) -> _Place | None:
    """The line's first place with enough prose before it."""
    total = page.before[-1]
    for block, other in enumerate(page.lines):
        if other == line and page.before[block] >= _ENOUGH * total:
            return _Place(1 - page.before[block] / total, max(0, block - page.last))
    return None


def _good(found: Iterable[tuple[Line, Sequence[_Place | None]]]) -> list[Marker]:
    good = []
    for line, places in found:
        there = [place for place in places if place]
        if len(there) < _FEWEST:
            continue
        outside = [place.outside for place in there]
        if median(outside) <= _OUTSIDE and mean(outside) <= _OUTSIDE_MEAN:
            good.append(Marker(line.text, len(there), mean(place.gap for place in there)))
    return sorted(good, key=lambda marker: (marker.gap, -marker.pages, marker.text))[:_MOST]
