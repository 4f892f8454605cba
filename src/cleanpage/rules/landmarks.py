"""Landmarks: what HTML's own elements say of the blocks in them.

Speaks of blocks under <nav>, <aside>, <footer>, <form>, <figcaption> and their ARIA twins, of a page's only <h1>, of <time>, <button>
and <address>, and of hidden blocks. Silent on flattened text, and on what a class name may mean: that is for `markup`.
Source: WHATWG HTML, sections 4.3 (sections) and 4.4.13 (figcaption); WAI-ARIA 1.2, landmark roles.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cleanpage.model import Document, Evidence, Role


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
_HIDDEN = _Landmark(Role.BODY, -1.0, "is hidden by the page")


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for blocks at or under a landmark; nothing for flattened text."""
    above = _landmarks(document)
    said = {names: [landmark for name in sorted(names) for landmark in _UNDER[name]] for names in set(above)}
    headline = document.level.index(1) if document.level.count(1) == 1 else -1
    for block, row in enumerate(document.element):
        if row < 0:
            return
        for landmark in said[above[row]]:
            yield _evidence(block, landmark)
        itself = _ITSELF.get(document.elements.tag[row])
        if itself:
            yield _evidence(block, itself)
        if document.hidden[block]:
            yield _evidence(block, _HIDDEN)
    if headline >= 0:
        yield _evidence(headline, _HEADLINE)


def _evidence(block: int, landmark: _Landmark) -> Evidence:
    return Evidence(block, landmark.role, landmark.log_odds, "landmarks", landmark.reason)


def _landmarks(document: Document) -> list[frozenset[str]]:
    """For each element: the landmarks at or above it."""
    elements = document.elements
    above: list[frozenset[str]] = []
    none: frozenset[str] = frozenset()
    aria = {names: next((_ARIA[name] for name in names if name in _ARIA), None) for names in set(elements.words)}
    for tag, parent, names in zip(elements.tag, elements.parent, elements.words, strict=True):
        found = above[parent] if parent >= 0 else none
        own = tag if tag in _UNDER else aria[names]
        above.append(found | {own} if own and own not in found else found)
    return above
