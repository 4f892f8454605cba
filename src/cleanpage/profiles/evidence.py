"""What a profile says of a page: strongly where its selectors and lines match, nothing where they do not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

from cleanpage.model import ARTICLE_TEXT, Document, Evidence, Role, Roles
from cleanpage.profiles.known import Known
from cleanpage.profiles.values import METADATA, Layout, Profile
from cleanpage.words import joined

_WITNESS = "profile"
_TEXT = Roles.ARTICLE_TEXT  # an attribute of an enumeration takes ten times as long
_FOR, _AGAINST = 6.0, -8.0  # a role named by hand or learned from most pages; and against article text
_ITSELF = 2.0  # for body, of prose that a selector names itself ("div.story > p"); with 4.0 learned profiles lost .005 on two of 23 outlets
_PART = 0.5  # of what is no prose there, or stands in a link or in italics as a whole: a teaser, a note of the editors
_AROUND = 0.5  # of prose in a container, which holds widgets too; with 1.0 and more learned profiles lost .0005 to .001 on 95 articles
_ELSEWHERE = -10.0  # against article text where none of the outlet stands; the judge is as sure of a live blog's posts as of paragraphs
_QUOTED = 1.0  # a known phrase in a long paragraph may be quoted there

_LABEL = 25  # characters; of what is no longer than a label only its role is said, which is enough
_OUT = -6.0  # against article text beyond a marker: what stands there is told by its place alone
_LONG, _MANY_TIMES = 400, 5  # characters of a paragraph, and over the phrase's
_PROSE = 80  # characters
_ARTICLE = 400  # characters of prose in the places that hold all of the body; in fewer the page may be of another layout
_NOTES = 1.0  # of the article's prose: notes and boxes of 13 pages have .01 to .4, the posts of two live blogs 2.7 and 6.1
_WIDGET = 12  # blocks between two of them: a list, a table, a subhead that only this article has; with 4 one outlet lost .022
_ENOUGH = 0.2  # of a page's prose, or _ARTICLE, must stand on the article's side of a marker: else it is in a menu, or a feed's

_DAY = re.compile(r"/(20\d\d)[/-](\d\d)[/-](\d\d)(?!\d)")

_Found = tuple[int, str]
"""A block whose line, or its label, a profile knows, and the fingerprint of that."""


def find(profile: Profile, document: Document) -> Iterator[Evidence]:
    """Evidence from the layout that speaks, from known lines, and in flattened text from where the article begins and ends."""
    yield from _selected(profile, document)
    known = profile.known(document.syntax)
    if known:
        lines = known.lines(document)
        found = known.marked(lines)
        yield from _lines(known, document, lines, found)
        if known.begin or known.end:
            yield from _outside(known, document, found)


def spoke(profile: Profile, document: Document, found: Iterable[Evidence]) -> str:
    """ "layout 1" for the layout that speaks of an HTML page, else "lines" if any line is known; "" where nothing matches."""
    if profile.layouts and document.syntax == "html":
        layout = layout_of(profile, document)
        return f"layout {profile.layouts.index(layout) + 1}" if layout else ""
    return "lines" if any(found) else ""


def layout_of(profile: Profile, document: Document) -> Layout | None:
    """The first layout of the page's day whose body selector matches; one without body selectors needs any match."""
    matched = document.elements.matched
    day = _day(document.url) if matched else None
    return next((layout for layout in profile.layouts if layout.covers(day) and not matched.isdisjoint(layout.telling)), None)


def _day(url: str | None) -> date | None:
    """The day that an address names: "/2026/05/02/" or "/2026-05-02-"."""
    found = _DAY.search(url or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # month 13
        return None


def _speaks(document: Document, block: int, role: Role, log_odds: float, reason: str) -> tuple[Evidence, ...]:
    """For a role; and, where it is none of article text and the block no label, against that by as much and a little more."""
    said = Evidence(block, role, log_odds, _WITNESS, reason)
    if role in ARTICLE_TEXT or len(document.text[block]) <= _LABEL:
        return (said,)
    return said, Evidence(block, _TEXT, log_odds * _AGAINST / _FOR, _WITNESS, reason)


# --- selectors --------------------------------------------------------------------------------------------------------------------


def _selected(profile: Profile, document: Document) -> Iterator[Evidence]:
    """Evidence for the blocks under the selectors of the layout that speaks, and under those of the metadata."""
    layout = layout_of(profile, document)
    roles = _roles(profile, layout)
    article = _article(layout, document) if layout else _Article((), 0)
    doubted = _doubted(article.size, roles, document) if layout and layout.select.get(Role.BODY) else frozenset[str]()
    under = document.selected
    said = {matched: _named(roles, matched - doubted) for matched in set(under.values())}
    for block, matched in under.items():
        for role, css, reason in said[matched]:
            log_odds = _for_body(document, block, css) if role in ARTICLE_TEXT else _FOR
            if log_odds:
                yield from _speaks(document, block, role, log_odds, reason)
    if layout and layout.complete and article.size >= _ARTICLE:
        yield from _elsewhere(article, document)


class _Article(NamedTuple):
    """The blocks under the selectors of article text, and the characters of prose among them."""

    blocks: Sequence[int]
    size: int


def _article(layout: Layout, document: Document) -> _Article:
    places = frozenset(css for role in ARTICLE_TEXT for css in layout.select.get(role, ()))
    return _found(places, document)


def _found(selectors: Set[str], document: Document) -> _Article:
    blocks = [block for block, matched in document.selected.items() if not selectors.isdisjoint(matched)]
    return _Article(blocks, _prose(document, blocks))


def _doubted(size: int, roles: Mapping[str, Role], document: Document) -> frozenset[str]:
    """The selectors of chrome that hold more prose than those of article text, where these hold no article: the site has moved its text."""
    chrome = (css for css, role in roles.items() if role not in ARTICLE_TEXT) if size < _ARTICLE else ()
    return frozenset(css for css in chrome if _found({css}, document).size > size)


def _elsewhere(article: _Article, document: Document) -> Iterator[Evidence]:
    """Against article text before, behind and far between the blocks that stand where all of the body does.

    Before them only against the body: there the standfirst may stand. Not in the box that holds most of the article, if it holds no more
    prose beside it: that is its notes and boxes, not a further article or a live blog's posts.
    """
    beyond = [block for gap in _gaps(article.blocks, len(document)) for block in gap if len(document.text[block]) > _LABEL]
    box = _box(article.blocks, document)
    if _prose(document, filter(box.__contains__, beyond)) <= _NOTES * article.size:
        beyond = [block for block in beyond if block not in box]
    for block in beyond:
        role = _TEXT if block > article.blocks[0] else Role.BODY
        yield Evidence(block, role, _ELSEWHERE, _WITNESS, "stands outside of the places that hold this outlet's articles")


def _gaps(inside: Sequence[int], size: int) -> Iterator[range]:
    """The blocks before the first of these, behind the last, and between two of them that a widget would not part."""
    for before, behind in pairwise([-1, *inside, size]):
        if before < 0 or behind == size or behind - before - 1 > _WIDGET:
            yield range(before + 1, behind)


def _box(blocks: Iterable[int], document: Document) -> range:
    """The blocks under the element that most of these stand right under."""
    parents, (first, last) = document.elements.parent, document.extents
    row = Counter(parents[document.element[block]] for block in blocks).most_common(1)[0][0]
    return range(first[row], last[row] + 1) if row >= 0 else range(0)


def _for_body(document: Document, block: int, css: str) -> float:
    """How much a selector of the body says of a block under it."""
    elements, row = document.elements, document.element[block]
    covered = elements.tag[row] != document.tag[block] and elements.parent[row] >= 0  # by an inline element
    place = elements.parent[row] if covered else row
    around = css in document.around.get(place, document.around.get(row, document.selected[block]))
    if not _is_prose(document, block):
        return 0.0 if around else _PART
    return _AROUND if around else _PART if covered else _ITSELF


def _prose(document: Document, blocks: Iterable[int]) -> int:
    """How many characters of prose these blocks are."""
    return sum(len(document.text[block]) for block in blocks if _is_prose(document, block))


def _is_prose(document: Document, block: int) -> bool:
    size = len(document.text[block])
    return size >= _PROSE and document.linked[block] <= size / 2


def _roles(profile: Profile, layout: Layout | None) -> Mapping[str, Role]:
    roles = {css: METADATA[name] for name, group in profile.metadata.items() for css in group}
    if layout:
        roles |= {css: role for role, group in layout.select.items() for css in group}
    return roles


def _named(roles: Mapping[str, Role], matched: Iterable[str]) -> list[tuple[Role, str, str]]:
    """Each role once that a block's selectors name, with the selector and the reason; what is named otherwise in the body is not body."""
    found = {roles[css]: css for css in sorted(matched) if css in roles}
    if len(found) > 1:
        found.pop(Role.BODY, None)
    return [(role, css, f"stands under {css!r} on this outlet's pages") for role, css in found.items()]


# --- lines ------------------------------------------------------------------------------------------------------------------------


def _lines(known: Known, document: Document, lines: Mapping[int, str], found: Sequence[_Found]) -> Iterator[Evidence]:
    """Evidence for the blocks that are a known line, by the fingerprints that are `found`; of the others, for those that hold one."""
    roles = known.roles
    own = {block: roles[mark] for block, mark in reversed(found) if mark in roles}  # labels come last: a whole line says more
    for block, role in own.items():
        yield from _speaks(document, block, role, _FOR, _line(document.text[block]))
    for phrase, role in known.sentences.items():
        for block, line in lines.items():
            if block not in own and _holds(line, phrase):
                long = len(line) > max(_LONG, _MANY_TIMES * len(phrase))
                yield from _speaks(document, block, role, _QUOTED if long else _FOR, _line(phrase))


def _holds(line: str, phrase: str) -> bool:
    """Whether the phrase stands in the line between ends of words."""
    at = line.find(phrase)
    while at >= 0 and (joined(line, at) or joined(line, at + len(phrase))):
        at = line.find(phrase, at + len(phrase))
    return at >= 0


def _line(text: str) -> str:
    return f'is a line of this outlet\'s pages ("{_shortened(text)}")'


def _shortened(text: str) -> str:
    return " ".join(text[:80].split())


# --- where the article begins and ends --------------------------------------------------------------------------------------------


def _outside(known: Known, document: Document, found: Sequence[_Found]) -> Iterator[Evidence]:
    """Against article text before and behind the markers."""
    begin, end = _span(known, document, found)
    for side, blocks, marker in (("before", range(begin), begin - 1), ("behind", range(end, len(document)), end)):
        if blocks:
            reason = f'stands {side} the article ("{_shortened(document.text[marker])}")'
            yield from map(Evidence, blocks, repeat(_TEXT), repeat(_OUT), repeat(_WITNESS), repeat(reason))


def _span(known: Known, document: Document, found: Sequence[_Found]) -> tuple[int, int]:
    """The first block of the article, and the first behind it: beside the marker of each side that is named first of those on the page."""
    before, behind = known.markers
    prose = list(accumulate([size if size >= _PROSE else 0 for size in map(len, document.text)], initial=0))
    enough = min(_ENOUGH * prose[-1], _ARTICLE)
    begins = [(before[mark], block + 1) for block, mark in found if mark in before and prose[-1] - prose[block] >= enough]
    _, begin = min(begins, default=(0, 0))
    ends = [(behind[mark], block) for block, mark in found if mark in behind and block >= begin and prose[block] - prose[begin] >= enough]
    return begin, min(ends, default=(0, len(document)))[1]
