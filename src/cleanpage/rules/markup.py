"""Markup tokens: what a page's author called the elements around a block, in class, id, itemprop and ARIA role.

Speaks for the role whose token from data/markup.toml stands on the block's own element or one of the three above it, the nearest first:
class="newsletter-signup" -> subscribe. Silent where several roles' tokens stand on the same element (class="article-share-body": one of
them is right, but which?), on flattened text, and on everything further up: a page's outermost elements name the page, not the block.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from cleanpage import resources
from cleanpage.errors import BadData
from cleanpage.model import Document, Evidence, Role

_REACH = 4  # elements: the block's own and three above; further up, a name says less of the block than chance
_LOG_ODDS = (2.0, 1.6, 1.2, 0.9)  # by distance; names are written for styling, so none of them is proof
_ROOTS = frozenset({"html", "body"})  # their names tell of the page
_KEYS = frozenset({"tokens", "pairs"})


def find(document: Document) -> Iterator[Evidence]:
    """At most one piece of evidence a block, from the nearest element that has a name for a role."""
    elements = document.elements
    known = {names: _speaks(names) for names in set(elements.words)}
    spoken = [None if tag in _ROOTS else known[names] for names, tag in zip(elements.words, elements.tag, strict=True)]
    parents = elements.parent
    for block, row in enumerate(document.element):
        for distance in range(_REACH):
            if row < 0:
                break
            said = spoken[row]
            if said:
                role, token = said
                yield Evidence(block, role, _LOG_ODDS[distance], "markup", f'stands in an element named "{token}"')
                break
            row = parents[row]


def _speaks(names: tuple[str, ...]) -> tuple[Role, str] | None:
    """The one role that an element's names stand for, and the token that says so; None where none or several do."""
    tokens = _tokens()
    pairs = (f"{one} {two}" for one, two in pairwise(names))
    found = [(role, token) for token in (*names, *pairs) if (role := tokens.get(token))]
    if len({role for role, _ in found}) == 1:
        return found[0]
    return None


@cache
def _tokens() -> Mapping[str, Role]:
    """Token -> role from data/markup.toml; raises BadData for an unknown role or key, or a token that two roles claim."""
    found: dict[str, Role] = {}
    file = "markup.toml"
    for name, table in resources.toml(file).items():
        if name not in set(Role):
            raise BadData(f"{file}: {name}: no such role; known: {', '.join(Role)}")
        resources.refuse_unknown(table, _KEYS, f"{file}: {name}")
        for key in table:
            for token in resources.strings(table, key, f"{file}: {name}"):
                if found.setdefault(token, Role(name)) is not Role(name):
                    raise BadData(f"{file}: {name}.{key}: {token!r} stands under {found[token]} too")
    return found
