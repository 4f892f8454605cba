"""Markup tokens: what a page's author called the elements around a block, in class, id, itemprop and ARIA role.

Speaks for the role whose token from data/markup.toml stands on the block's own element or one of the three above it, the nearest first:
class="newsletter-signup" -> subscribe. Silent where several roles' tokens stand on the same element (class="article-share-body": one of
them is right, but which?), where what is named has a few words and the block is a paragraph (<section id="for-update-share">), on flattened
text, and on everything further up: a page's outermost elements name the page, not the block.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from cleanpage import resources
from cleanpage.errors import BadData
from cleanpage.model import Document, Evidence, Role

# By distance from the block's own element; further up, a name says less of the block than chance. They are written for styling: no proof.
_LOG_ODDS = (2.0, 1.6, 1.2, 0.9)
# Characters beside links. Of longer blocks named so 85 in 100 are something else, most of them article text of a page that is called
# "premium" or "share" as a whole; a headline's box holds the standfirst, too.
_LONGEST = dict.fromkeys("share advertisement paywall promotion topic navigation interface byline".split(), 60) | {"headline": 120}
_ROOTS = frozenset({"html", "body"})  # their names tell of the page
_KEYS = frozenset({"tokens", "pairs"})


def find(document: Document) -> Iterator[Evidence]:
    """At most one piece of evidence a block, from the nearest element that has a name for a role."""
    elements = document.elements
    tags, parents, names, words = elements.tag, elements.parent, elements.names, elements.words
    known: dict[str, tuple[Role, str] | None] = {}
    for block, row in enumerate(document.element):
        for log_odds in _LOG_ODDS:
            if row < 0:
                break
            if names[row] not in known:
                known[names[row]] = _speaks(words[row])
            said = known[names[row]]
            if said and tags[row] not in _ROOTS:
                if _is_short_enough(document, block, said[0]):
                    yield Evidence(block, said[0], log_odds, "markup", f'stands in an element named "{said[1]}"')
                break
            row = parents[row]


def _is_short_enough(document: Document, block: int, role: Role) -> bool:
    size = len(document.text[block]) - document.linked[block]
    return size <= _LONGEST.get(role, size)


def _speaks(names: tuple[str, ...]) -> tuple[Role, str] | None:
    """The one role that an element's names stand for, and the token that says so; None where none or several do."""
    tokens, openers = _tokens(), _openers()
    if openers.isdisjoint(names):  # one element in three
        return None
    found = [name for name in names if name in tokens]
    found += [pair for one, two in pairwise(names) if one in openers and (pair := f"{one} {two}") in tokens]
    if not found:
        return None
    role, *others = {tokens[token] for token in found}
    return None if others else (role, found[0])


@cache
def _openers() -> frozenset[str]:
    """The first words of all tokens."""
    return frozenset(token.partition(" ")[0] for token in _tokens())


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
