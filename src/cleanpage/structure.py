"""What an article's blocks stand in: lists, quotes and tables, from the page's elements or from the layout of flattened text.

A format writes the boxes of a block around it. Boxes that no format could write are left out: a list around something that is no entry,
a table that only lays out the page, what nests deeper than a reader could follow.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise, takewhile
from typing import NamedTuple

from cleanpage.model import ARTICLE_TEXT, Article, Block, Document, Elements, Kind, Role


class Box(NamedTuple):
    """Something that blocks stand in. `tag` is ul, ol, li, dl, dt, dd, blockquote, table, tr, th or td; `row` tells two of a tag apart.

    A ul or ol holds only li, a dl only dt and dd, a table only tr, a tr only th and td. `skipped` is how many empty columns a th or td
    has before it, behind the one before it in its row. `first` is the number of an ol's first entry.
    """

    tag: str
    row: int
    skipped: int = 0
    first: int = 1


Path = tuple[Box, ...]
"""The boxes around a block, outermost first."""


class Step(NamedTuple):
    """A block with what begins before it (outermost first) and what ends after it (innermost first).

    entry: the block is all that stands in its entry or cell, boxes aside: no paragraph needs to part it from another
    """

    opened: Path
    block: Block
    closed: Path
    entry: bool


_BOLD_LEVEL = 3  # below the h2 that a page with real headings has
_LONGEST_BOLD = 100  # characters of a bold line that heads what follows
_PROSE = 60  # characters
_END_MARK = re.compile(r"[.?!:;,…。！？：；،؟।]\W*$")
_TIME = re.compile(r"\d{1,2}\s?[:.h時]\s?\d\d(?!\d)")
_DEEPEST = 12  # boxes, six lists in each other: real pages nest three, and Markdown indents every line by all of them
_HOLDERS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "th": ("tr",), "td": ("tr",)}
_OPENED = {"ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol", "dl": "dl", "blockquote": "blockquote", "table": "table"}
_HOLDING = frozenset({"ul", "ol", "dl", "table", "tr"})  # hold other boxes only
_ENTRIES = frozenset({"li", "dt", "dd", "th", "td"})
_APART = frozenset("article section main nav aside form".split())  # what stands in one of these is no entry of a list around it


def readable(article: Article, roles: Set[Role]) -> list[Block]:
    """The blocks of these roles with something to read in them, in document order."""
    return [block for block in article.kept(roles) if block.text.strip()]


class Section(NamedTuple):
    """A heading, None above the first one, and the blocks up to the next; headings of all levels begin one."""

    heading: Block | None
    blocks: tuple[Block, ...]


def sections(article: Article, roles: Set[Role] = ARTICLE_TEXT) -> tuple[Section, ...]:
    """The blocks of these roles by the heading that they stand under, in document order."""
    found: list[tuple[Block | None, list[Block]]] = []
    for block in readable(article, roles):
        if heading_level(block):
            found.append((block, []))
        else:
            found = found or [(None, [])]
            found[-1][1].append(block)
    return tuple(Section(heading, tuple(blocks)) for heading, blocks in found)


def steps(blocks: Sequence[Block]) -> Iterator[Step]:
    """The blocks of one article, in document order, with the boxes that begin and end at each."""
    around = paths(blocks)
    inside = Counter(path[-1] for path in around if path)
    before: Path = ()
    for block, path, after in zip(blocks, around, [*around, ()][1:], strict=True):
        entry = bool(path) and path[-1].tag in _ENTRIES and inside[path[-1]] == 1
        yield Step(path[shared(before, path) :], block, path[shared(path, after) :][::-1], entry)
        before = path


def heading_level(block: Block) -> int:
    """1..6 for a heading, 1 for the headline, 0 for any other block, a standfirst set as a heading too: it heads nothing.

    A paragraph that is all bold and has prose behind it is a heading, too: many editing systems have no other.
    """
    if block.role is Role.HEADLINE:
        return 1
    if block.kind is Kind.HEADING:
        return min(max(block.level, 1), 6) if block.role is not Role.STANDFIRST else 0
    return _BOLD_LEVEL if block.role is Role.BODY and _is_bold_heading(block.document, block.index) else 0


def _is_bold_heading(document: Document, block: int) -> bool:
    """A short bold line without an end mark: with one it is a question of an interview or a sentence; with a time, an entry of a ticker."""
    text = document.text[block]
    if document.kind[block] is not Kind.PARAGRAPH or len(text) > _LONGEST_BOLD or not _is_bold(document, block):
        return False
    linked = any(span.kind == "link" for span in document.spans[block])
    if linked or "\n" in text or _END_MARK.search(text) or _TIME.match(text) or not 0 < block < len(document) - 1:
        return False
    if len(document.text[block - 1]) < _PROSE:  # nothing to part from what follows: a byline, the first words of a standfirst
        return False
    return len(document.text[block + 1]) > len(text) and not _is_bold(document, block + 1)


def _is_bold(document: Document, block: int) -> bool:
    """Whether every letter of the block is bold; what parts two bold spans need not be."""
    plain, end = [], 0
    for span in document.spans[block]:
        if span.kind == "strong":
            plain.append(document.text[block][end : span.start])
            end = max(end, span.end)
    return end > 0 and not any(map(str.isalnum, "".join([*plain, document.text[block][end:]])))


def shared(one: Path, other: Path) -> int:
    """How many boxes two paths have in common, from outside."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def paths(blocks: Sequence[Block]) -> list[Path]:
    """The boxes around each block of one article, in document order; the headline stands in none."""
    if not blocks:
        return []
    document = blocks[0].document
    around = _by_elements(document, blocks) if document.elements.tag else list(_by_layout(blocks))
    around = [() if block.role is Role.HEADLINE else path for block, path in zip(blocks, around, strict=True)]
    layout = _layout(blocks, around)
    if layout:
        around = [tuple(box for box in path if box not in layout) for path in around]
    return _with_columns(around, dict(document.elements.cells))


def _by_elements(document: Document, blocks: Iterable[Block]) -> list[Path]:
    above = _element_paths(document.elements)
    rows = (document.element[block.index] for block in blocks)
    return [_whole(above[row]) if row >= 0 else () for row in rows]


def _element_paths(elements: Elements) -> list[Path]:
    """The boxes that each element is in, or is; the last may be one that holds only boxes."""
    found: list[Path] = []
    starts = dict(elements.starts)
    for row, (tag, parent) in enumerate(zip(elements.tag, elements.parent, strict=True)):
        above = found[parent] if parent >= 0 else ()
        if tag in _APART:
            above = ()
        elif tag in _OPENED:
            above = _inside(_whole(above), Box(_OPENED[tag], row, first=starts.get(row, 1)))
        elif tag in _HOLDERS:
            above = _held(above, Box(tag, row), parent)
        found.append(above)
    return found


def _held(above: Path, box: Box, parent: int) -> Path:
    """The path to a box that needs a certain other around it; entries without a list have one implied, cells without a table are none."""
    holders = _HOLDERS[box.tag]
    if above and above[-1].tag in holders:
        return _inside(above, box)
    if holders[0] in ("ul", "dl"):
        return _inside(_inside(_whole(above), Box(holders[0], parent)), box)
    return above


def _inside(above: Path, box: Box) -> Path:
    return (*above, box) if len(above) < _DEEPEST else above


def _whole(path: Path) -> Path:
    """The path without boxes at its end that hold only boxes."""
    end = len(path)
    while end and path[end - 1].tag in _HOLDING:
        end -= 1
    return path[:end]


def _by_layout(blocks: Iterable[Block]) -> Iterator[Path]:
    """Entries that follow each other are a list, further indented ones a list in the entry above; quotes in a row are one quote."""
    nested: list[tuple[int, Box, Box]] = []  # indent, list and current entry at each level
    quote: Path = ()
    for block in blocks:
        quote = (quote or (Box("blockquote", block.index),)) if block.kind is Kind.QUOTE else ()
        if block.kind is Kind.LIST_ITEM:
            _enter(nested, block.document.indent[block.index], block.index)
        else:
            nested.clear()
        yield quote or tuple(box for _, *boxes in nested for box in boxes)


def _enter(nested: list[tuple[int, Box, Box]], indent: int, block: int) -> None:
    """Puts the entry of a list at its level."""
    while len(nested) > 1 and nested[-1][0] > indent:
        nested.pop()
    if nested and (nested[-1][0] >= indent or 2 * len(nested) >= _DEEPEST):
        level, around, _ = nested.pop()
        nested.append((level, around, Box("li", block)))
    else:
        nested.append((indent, Box("ul", block), Box("li", block)))


def _layout(blocks: Iterable[Block], around: Iterable[Path]) -> set[Box]:
    """The boxes of tables that only lay out the page: of one row or one column, with a heading or with another table inside."""
    boxes: dict[Box, set[Box]] = {}
    rows: dict[Box, dict[Box, set[Box]]] = {}
    layout: set[Box] = set()
    for block, path in zip(blocks, around, strict=True):
        places = [place for place, box in enumerate(path) if box.tag == "table"]
        for place in places:
            table, row, cell = path[place : place + 3]
            boxes.setdefault(table, {table}).update((row, cell))
            rows.setdefault(table, {}).setdefault(row, set()).add(cell)
        layout.update(path[place] for place in places[: None if block.kind is Kind.HEADING else -1])
    layout.update(table for table, cells in rows.items() if len(cells) == 1 or max(map(len, cells.values())) == 1)
    return {box for table in layout for box in boxes[table]}


def _with_columns(around: Sequence[Path], columns: Mapping[int, int]) -> list[Path]:
    """The paths, their cells with the columns that they skip; `columns` has a cell's by its row."""
    known: dict[Box, Box] = {}
    reached: dict[Box, int] = {}
    for path in around:
        for row, cell in pairwise(path):
            if row.tag == "tr" and cell not in known and cell.row in columns:
                known[cell] = cell._replace(skipped=columns[cell.row] - reached.get(row, 0))
                reached[row] = columns[cell.row] + 1
    return [tuple(known.get(box, box) for box in path) for path in around] if known else list(around)
