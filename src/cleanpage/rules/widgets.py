"""Widgets: a heading whose words are known gives its role to the blocks that it heads.

Speaks of the blocks behind a heading such as "Most read" (feed), "You may also like" (related) or "Our newsletter" (subscribe), and of the
heading itself where only one of its words is known. In HTML it heads the rest of the largest element that begins with it, up to the next
heading of its rank; where it stands loose among its siblings, the links right behind it. In flattened text it heads the short lines behind
it. A label that is no heading ("Latest news" in a <span>) heads lists of other articles only. What headings say whole and how they begin
is read from data/phrases/ROLE.toml, telling words in them from data/widgets.toml.
Silent on headings over prose ("The latest on the strike" in an article heads paragraphs), and on lists of short links: those are menus.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from cleanpage import resources
from cleanpage.errors import BadData
from cleanpage.model import Document, Evidence, Kind, Role
from cleanpage.packs import NUMBER, packaged
from cleanpage.words import EAST_ASIAN, fold, joined, words

# The roles whose widgets have telling headings. Where a heading holds words of several, the first counts: "Latest comments".
_ROLES = (Role.COMMENTS, Role.SUBSCRIBE, Role.RELATED, Role.FEED, Role.PROMOTION, Role.PAYWALL, Role.CONSENT)
_LISTS = frozenset({Role.FEED, Role.RELATED})
_FORMS = frozenset({Role.SUBSCRIBE, Role.PAYWALL, Role.CONSENT})

_BY_PHRASE, _BY_WORD, _BY_LABEL = 3.0, 2.0, 1.0  # of blocks under a known phrase 9 in 10 have its role, under a label 6 in 10

_FRAME = " .;,!?…*•·|-/\\()[]{}<>+=\"'~^&@#→←↑↓↗►▶▸▾▼▲◀◄❯❮➤★☆●○■□▪0123456789"  # numbers too: "Comments (12)"
_COLONS = ":："
_LONGEST_HEADING, _LONGEST_LABEL = 80, 40  # characters
_MOST_WORDS = 5  # of a heading that one known word decides
_KEY = 3  # characters by which beginnings are looked up

_MOST_BLOCKS, _MOST_OF_A_FORM, _MOST_LINES = 100, 15, 12
_ROOTS = 2  # <html> and <body> begin with the page's first block, and are no widget
_PROSE = 400  # characters; teasers are shorter
_SHORT = 30  # characters: a time, a name, a "more" between the links of a loose list
_HEADLINE, _DENSE_HEADLINE = 20, 10  # characters, by script; shorter links are a menu's
_LONGEST_LINE = 110  # characters; a headline of flattened text is shorter
_STOPS = (".", "!", "。", "！", "…", ":", "：", ";", "؟", "۔", "।")


class _Head(NamedTuple):
    """A heading or label: its block, the role that it gives, how strongly, and the words that say so."""

    block: int
    role: Role
    log_odds: float
    said: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What headings say: whole, at their start (by its first characters), in one word, in a part where words have no spaces.

    whole: what is left of phrases that begin or end with what stands around headings: "# comments"
    """

    whole: Mapping[str, Role]
    starts: Mapping[str, Sequence[tuple[str, Role]]]
    words: Mapping[str, Role]
    parts: tuple[tuple[str, Role], ...]


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for every block under a known heading; linear in the page."""
    heads = list(_heads(document))
    if document.syntax == "text":
        blocks = {head.block for head in heads}
        widgets = ((head, _lines(document, head, blocks)) for head in heads if head.role in _LISTS)
    else:
        widgets = ((head, _blocks(document, head)) for head in heads)
    for head, headed in widgets:
        if headed and head.log_odds == _BY_WORD:
            yield Evidence(head.block, head.role, _BY_WORD, "widgets", f'is a heading with the word "{head.said}"')
        for block in headed:
            yield Evidence(block, head.role, head.log_odds, "widgets", f'stands under the heading "{head.said}"')


# --- headings -----------------------------------------------------------------------------------------------------------------


def _heads(document: Document) -> Iterator[_Head]:
    names = _names()
    columns = zip(document.text, document.folded, document.level, document.spans, document.kind, strict=True)
    for block, (text, folded, level, spans, kind) in enumerate(columns):
        head = None
        if level:
            if len(text) <= _LONGEST_HEADING:
                head = _heading(names, block, folded.strip(_FRAME))
        elif not spans and len(text) <= _LONGEST_LABEL and kind is Kind.PARAGRAPH:
            head = _label(names, block, folded.strip(_FRAME))
        if head:
            yield head


def _label(names: _Names, block: int, text: str) -> _Head | None:
    """A short block that is no heading, and says whole what heads a list."""
    role = _known_whole(names, text)
    return _Head(block, role, _BY_LABEL, text) if role in _LISTS else None


def _heading(names: _Names, block: int, text: str) -> _Head | None:
    """What a heading says whole, at its start, or in one of its words."""
    role = _known_whole(names, text)
    if role:
        return _Head(block, role, _BY_PHRASE, text)
    for start, role in names.starts.get(text[:_KEY], ()):
        if text.startswith(start) and not joined(text, len(start)):
            return _Head(block, role, _BY_PHRASE, start)
    known = min(_known(names, text), key=lambda item: _ROLES.index(item[1]), default=None)
    return _Head(block, known[1], _BY_WORD, known[0]) if known else None


def _known_whole(names: _Names, text: str) -> Role | None:
    """The role of a text that is known whole; any number may stand in it."""
    label = NUMBER.sub("#", text).rstrip(_COLONS)
    role = packaged().whole.get(label)
    return role if role in _ROLES else names.whole.get(label)


def _known(names: _Names, text: str) -> Iterable[tuple[str, Role]]:
    """The known words of a short heading with their roles."""
    if text[-1:] >= EAST_ASIAN:
        return [(part, role) for part, role in names.parts if part in text]
    cut = words(text)
    return [(word, names.words[word]) for word in cut if word in names.words] if len(cut) <= _MOST_WORDS else ()


# --- what they head: HTML -----------------------------------------------------------------------------------------------------


def _blocks(document: Document, head: _Head) -> Sequence[int]:
    """The blocks of the widget behind its heading; none where prose follows, or what must be a list of articles is none."""
    above = _heights(document, head.block)
    limit = _meeting(document, above, head.block - 1)[0] if head.block else len(above) - _ROOTS
    most = _MOST_OF_A_FORM if head.role in _FORMS else _MOST_BLOCKS
    found: list[int] = []
    loose = False
    for block in range(head.block + 1, min(len(document), head.block + 1 + most)):
        height, depth = _meeting(document, above, block)
        loose = loose or (not found and height >= limit)
        if height > limit or (height == limit and not loose) or _is_rival(document, head.block, block, depth <= height):
            break
        if (loose and not _is_link_or_short(document, block)) or (head.role is not Role.COMMENTS and _is_prose(document, block)):
            break
        found.append(block)
    return found if head.role not in _LISTS or _is_list(document, found, head) else ()


def _heights(document: Document, block: int) -> dict[int, int]:
    """The elements above a block, each with its height over the innermost."""
    parent, row = document.elements.parent, document.element[block]
    heights: dict[int, int] = {}
    while row >= 0:
        heights[row] = len(heights)
        row = parent[row]
    return heights


def _meeting(document: Document, above: Mapping[int, int], block: int) -> tuple[int, int]:
    """How high over the heading, and how high over this block, lies the innermost element that holds both."""
    parent, row, height = document.elements.parent, document.element[block], 0
    while row >= 0 and row not in above:
        row, height = parent[row], height + 1
    return above.get(row, len(above)), height


def _is_rival(document: Document, heading: int, block: int, as_high: bool) -> bool:
    """Whether a block is a heading that ends what the first one heads: of its rank and no deeper in the page, or the page's own."""
    level = document.level[block]
    return level == 1 or (as_high and 0 < level <= (document.level[heading] or 6))


def _is_link_or_short(document: Document, block: int) -> bool:
    size = len(document.text[block])
    return size < _SHORT or document.linked[block] > size / 2


def _is_prose(document: Document, block: int) -> bool:
    size = len(document.text[block])
    return size > _PROSE and document.linked[block] < size / 2


def _is_list(document: Document, blocks: Sequence[int], head: _Head) -> bool:
    """Whether there are headlines among the links: a third of them, or one where the heading is sure."""
    links = [block for block in blocks if document.spans[block]]
    enough = 1 if head.log_odds == _BY_PHRASE else max(1, len(links) / 3)
    return sum(_is_headline(document, block) for block in links) >= enough


def _is_headline(document: Document, block: int) -> bool:
    """Whether a text is long enough for a headline."""
    text = document.text[block]
    return len(text) >= (_DENSE_HEADLINE if text[-1] >= EAST_ASIAN else _HEADLINE)


# --- what they head: flattened text -------------------------------------------------------------------------------------------


def _lines(document: Document, head: _Head, heads: Container[int]) -> Sequence[int]:
    """The short lines behind a heading, if a third could be headlines; without the last before prose, which may be the subhead of that."""
    found: list[int] = []
    for block in range(head.block + 1, min(len(document), head.block + 1 + _MOST_LINES)):
        text = document.text[block]
        if len(text) > _LONGEST_LINE or text.endswith(_STOPS):
            found = found[:-1] or found
            break
        if block in heads:
            break
        found.append(block)
    return found if sum(_is_headline(document, block) for block in found) >= max(1.0, len(found) / 3) else ()


# --- data ---------------------------------------------------------------------------------------------------------------------


@cache
def _names() -> _Names:
    """The packaged names; raises BadData for a role that heads no widget, and for what is not one word."""
    whole: dict[str, Role] = {}
    starts: dict[str, list[tuple[str, Role]]] = {}
    ends = _FRAME + _COLONS
    framed = ((label, role) for label, role in packaged().whole.items() if label[0] in ends or label[-1] in ends)
    for name, role in _heading_names(framed):
        whole.setdefault(name.rstrip(ends), role)
    for name, role in _heading_names(chain.from_iterable(group.items() for group in packaged().start.values())):
        if name[-1].isalnum():  # behind a colon or a dash goes one article: "Read more: Rain falls"
            starts.setdefault(name[:_KEY], []).append((name, role))
    known = dict(_words())
    return _Names(
        whole,
        starts,
        {word: role for word, role in known.items() if word < EAST_ASIAN},
        tuple((word, role) for word, role in known.items() if word >= EAST_ASIAN),
    )


def _heading_names(phrases: Iterable[tuple[str, Role]]) -> list[tuple[str, Role]]:
    """The phrases of _ROLES in the form in which headings are looked up, in the order of their roles: the first that fits counts."""
    found: dict[Role, list[str]] = {role: [] for role in _ROLES}
    for phrase, role in phrases:
        if role in found:
            found[role].append(phrase.lstrip(_FRAME))
    return [(name, role) for role, names in found.items() for name in names if len(name) >= _KEY or name >= EAST_ASIAN]


def _words() -> Iterator[tuple[str, Role]]:
    """Each word of data/widgets.toml with its role; of several roles the first in the order of _ROLES comes last, and counts."""
    file = "widgets.toml"
    table = resources.toml(file)
    resources.refuse_unknown(table, frozenset(_ROLES), file)
    for role in reversed(_ROLES):
        for language in table.get(role, {}):
            for text in resources.strings(table[role], language, f"{file}: {role}"):
                word = fold(text)
                if word < EAST_ASIAN and words(word) != [word]:
                    raise BadData(f"{file}: {role}: {language}: {text!r} is not one word")
                yield word, role
