"""Rows of links: short links in a row, built alike, are one thing: legal links, networks to share on, or a menu.

Speaks of links that follow each other in one element (<li><a>Terms</a></li><li><a>Privacy</a></li>): for legal at all of a row in which
every link says what data/phrases/legal.toml or consent.toml knows as a whole, for share where half of them say what share.toml knows, else
for navigation, if there are enough of them for a menu: "Privacy", "Subscribe" or "Podcasts" as one entry of many is that menu's.
Silent on a link by itself, on short rows that are neither, on links as long as headlines, and on flattened text, where nobody sees which
lines were one row.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleanpage.model import Document, Evidence, Role
from cleanpage.packs import FRAME, packaged

_LONGEST = 60  # characters of a link
_MENU, _MEAN = 4, 22  # links, and characters of one on average: longer ones are headlines or topics
_HIGH = 6  # elements from a link up to its row
# What a link says as a whole -> what a row of such links is: "Cookie settings" is no stranger among legal links.
_ROW_OF: Mapping[Role | None, Role] = {Role.SHARE: Role.SHARE, Role.CONSENT: Role.LEGAL, Role.LEGAL: Role.LEGAL}


class _Kind(NamedTuple):
    """What a row is: its role, how surely, and what one calls its links."""

    role: Role
    log_odds: float
    links: str


_LEGAL = _Kind(Role.LEGAL, 2.5, "legal links")  # 98 in 100 are
_SHARE = _Kind(Role.SHARE, 2.0, "links to share")  # 92 in 100
_SHORT = _Kind(Role.NAVIGATION, 1.5, "short links")  # 95 in 100, most of which nobody doubts


def find(document: Document) -> Iterator[Evidence]:
    """The same evidence for all links of a row; linear in the page."""
    for links in _neighbours(document):
        for row in _rows(document, links):
            kind = _kind(document, row)
            if kind:
                reason = f"stands in a row of {len(row)} {kind.links}"
                for link in row:
                    yield Evidence(link, kind.role, kind.log_odds, "rows", reason)


def _kind(document: Document, row: Sequence[int]) -> _Kind | None:
    known = packaged().whole
    said = [_ROW_OF.get(known.get(document.folded[link].strip(FRAME))) for link in row]
    if said.count(Role.LEGAL) == len(row):
        return _LEGAL
    if said.count(Role.SHARE) >= len(row) / 2:
        return _SHARE
    if len(row) >= _MENU and sum(len(document.text[link]) for link in row) <= _MEAN * len(row):
        return _SHORT
    return None


def _neighbours(document: Document) -> Iterator[Sequence[int]]:
    """Two or more short links that follow each other without anything between them."""
    links: list[int] = []
    for block, (text, linked) in enumerate(zip(document.text, document.opening_links, strict=True)):
        if linked and len(text) / 2 < linked and len(text) <= _LONGEST:
            links.append(block)
        elif links:
            if len(links) > 1:
                yield links
            links = []
    if len(links) > 1:
        yield links


def _rows(document: Document, links: Sequence[int]) -> Iterator[Sequence[int]]:
    """Two or more neighbours in one element, the elements from there down to each of them the same in number and tags."""
    tag, parent, elements = document.elements.tag, document.elements.parent, document.element
    row = [links[0]]
    element = -1
    for before, link in pairwise(links):
        one, two, high = elements[before], elements[link], 0
        while one != two and high < _HIGH and tag[one] == tag[two]:
            one, two, high = parent[one], parent[two], high + 1
        if one != two or (len(row) > 1 and one != element):
            if len(row) > 1:
                yield row
            row = []
        row.append(link)
        element = one
    if len(row) > 1:
        yield row
