"""Landmarks: what HTML's own elements say of the blocks in them.

Speaks of blocks under <nav>, <aside>, <footer>, <form>, <figcaption> and their ARIA twins, of an <h1> that is the page's only one or what
the page's head calls its headline, of <time>, <button> and <address>, and of hidden blocks. Silent on flattened text, on a form around a
whole page, and on what a class name may mean: that is for `markup`.
Source: WHATWG HTML, sections 4.3 (sections) and 4.4.13 (figcaption); WAI-ARIA 1.2, landmark roles.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cleanpage.model import Document, Evidence, Role
from cleanpage.words import fold


class _Landmark(NamedTuple):
    role: Role
    log_odds: float
    reason: str


_UNDER = {
    "nav": (_Landmark(Role.NAVIGATION, 3.0, "stands in a navigation landmark (<nav>)"),),
    "aside": (_Landmark(Role.BODY, -1.0, "stands beside the article (<aside>)"),),
    "footer": (_Landmark(Role.BODY, -1.5, "stands in a footer"), _Landmark(Role.LEGAL, 1.0, "stands in a footer")),
    "form": (_Landmark(Role.BODY, -1.5, "stands in a form"),),
    "figcaption": (_Landmark(Role.CAPTION, 3.0, "is the caption of a figure (<figcaption>)"),),
    "address": (_Landmark(Role.BYLINE, 1.0, "stands in <address>"),),
    "dialog": (_Landmark(Role.BODY, -2.0, "stands in a dialog"),),
}
_ARIA = {
    "role=navigation": "nav",
    "role=menu": "nav",
    "role=menubar": "nav",
    "role=search": "nav",
    "role=complementary": "aside",
    "role=contentinfo": "footer",
    "role=form": "form",
    "role=dialog": "dialog",
    "role=alertdialog": "dialog",
}
_ITSELF = {
    "time": _Landmark(Role.DATELINE, 2.0, "is wholly a <time>"),
    "button": _Landmark(Role.BODY, -2.0, "is a button"),
    "label": _Landmark(Role.BODY, -1.5, "labels a form's field"),
}
_HEADLINE = _Landmark(Role.HEADLINE, 2.0, "is the page's only <h1>")
_TITLED = _Landmark(Role.HEADLINE, 8.0, "is an <h1> and a headline by the page's head")  # so all of 165 that were labelled
_HIDDEN = _Landmark(Role.BODY, -1.0, "is hidden by the page")
_MOST_OF_A_FORM = 40  # blocks: some sites put every page into one form


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for blocks at or under a landmark; nothing for flattened text."""
    above = _landmarks(document)
    tags, headlines = document.elements.tag, _headlines(document)
    for block, (row, hidden) in enumerate(zip(document.element, document.hidden, strict=True)):
        if row < 0:
            return
        said = above[row]
        if tags[row] in _ITSELF:
            said += (_ITSELF[tags[row]],)
        if hidden:
            said += (_HIDDEN,)
        if block in headlines:
            said += (headlines[block],)
        for role, log_odds, reason in said:
            yield Evidence(block, role, log_odds, "landmarks", reason)


def _headlines(document: Document) -> Mapping[int, _Landmark]:
    """What the level of each <h1> says that is a headline by it."""
    found = [block for block, level in enumerate(document.level) if level == 1]
    told = set(map(fold, document.hints.headlines)) if found else frozenset[str]()
    titled = dict.fromkeys((block for block in found if document.folded[block] in told), _TITLED)
    return titled or (dict.fromkeys(found, _HEADLINE) if len(found) == 1 else {})


def _landmarks(document: Document) -> list[tuple[_Landmark, ...]]:
    """For each element: what the landmarks at or above it say."""
    elements = document.elements
    named = dict(zip(elements.names, elements.words, strict=True)).items()
    aria = {written: _by_role(names) for written, names in named if "role=" in written}
    above: list[tuple[_Landmark, ...]] = []
    for row, (tag, parent, written) in enumerate(zip(elements.tag, elements.parent, elements.names, strict=True)):
        found = above[parent] if parent >= 0 else ()
        own = _UNDER.get(tag) or aria.get(written)
        if own and own[0] not in found and (tag != "form" or _blocks(document, row) <= _MOST_OF_A_FORM):
            found += own
        above.append(found)
    return above


def _blocks(document: Document, row: int) -> int:
    """How many blocks stand under an element."""
    first, last = document.extents
    return last[row] + 1 - first[row]


def _by_role(names: Iterable[str]) -> tuple[_Landmark, ...]:
    """What the first of an element's names that is a landmark's ARIA role says."""
    return next((_UNDER[_ARIA[name]] for name in names if name in _ARIA), ())
