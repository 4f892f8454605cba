"""What the scorer sees of a page: shallow numbers of every block, the words it uses and the names of the elements above it.

Sources: Kohlschütter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010 (densities, neighbours,
sentence punctuation); Vogels, Ganea, Eickhoff, "Web2Text: Deep Structured Boilerplate Removal", ECIR 2018 (container and
repetition features, a sequence model over them).
"""

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from cleanpage.model import Document, Kind, Span
from cleanpage.score.topic import topic_columns
from cleanpage.words import fold

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Columns = dict[str, NDArray[np.generic] | Sequence[float]]

HEAD_WORDS = 14  # what a block is shows in how it opens...
TAIL_WORDS = 4  # ...and in how it ends
PAIR_WORDS = 8  # labels and buttons are told apart by pairs of words; in prose pairs only add noise
FOLDERS, FOLDER_CHARS = 3, 20  # of an address: deeper and longer ones name one page
CHAIN = 7  # elements whose names are read for a block: its own and six above it
CONTAINERS = 4  # elements above a block whose content is measured

_LETTER_CLASSES = ("lower", "upper", "digit", "space", "stop", "comma", "quote", "mark", "symbol", "spaceless")
_STOPS = frozenset(".!?。！？．…؟۔।॥։;")
_COMMAS = frozenset(",、，،;；:：")
_QUOTES = frozenset("\"'“”‘’«»„‹›「」『』")
_CATEGORIES = {"L": "lower", "M": "lower", "N": "digit", "P": "mark"}  # by the first letter of Unicode's
_SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x3040, 0x9FFF), (0xF900, 0xFAFF))  # Thai and Lao, Burmese, Kana and Han
_TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "td", "section", "article", "header", "label", "figcaption", "button", "main")
_LEAVES = ("a", "span", "time", "strong", "b", "em", "i", "small")
_TARGETS = ("in the page", "to mail or phone", "to a script", "elsewhere")
_TAG_CODES, _LEAF_CODES = ({tag: code for code, tag in enumerate(tags)} for tags in (_TAGS, _LEAVES))
_KINDS = {kind: code for code, kind in enumerate(Kind)}
_ANCESTORS = (
    "article", "main", "aside", "nav", "footer", "header", "form", "figure", "table", "ul", "ol", "blockquote", "section", "a",
)  # fmt: skip
LOG_SCALE = 4  # log(1 + words) over this is near 1 for a long paragraph
_LABEL_CHARS = 40  # "More from our correspondents" fits; a teaser does not
_HEAD_REACH = 30  # blocks; what a heading said that far up is forgotten
_LONG_WORDS = 10  # a block of ten words with few links is most likely prose; container masses count these


@dataclass(frozen=True, slots=True)
class Features:
    """The scorer's view of one document.

    dense: (blocks, columns of `names(syntax)`), float32
    words: per block, what is looked up in the vocabulary: folded words and word pairs, and parts of the address that the block links to
    element_names: per element, the words its class, id, itemprop and role are made of
    chains: (blocks, CHAIN) element rows: the block's own and its parents upward; -1 where there is none
    heads: per block, the row of the heading or label that stands last before it; -1 where there is none near
    """

    dense: Floats
    words: tuple[tuple[str, ...], ...]
    element_names: tuple[tuple[str, ...], ...]
    chains: Ints
    heads: Ints


def features(document: Document) -> Features:
    """All that the scorer looks at, for every block of the document; blocks may be zero."""
    chains = _chains(document)
    columns = _columns(document, chains)
    dense = np.empty((len(columns), len(document)), np.float32)
    for row, column in zip(dense, columns.values(), strict=True):
        row[:] = column
    return Features(
        dense=dense.T,
        words=tuple(map(_block_words, document.words, document.spans)),
        element_names=document.elements.words,
        chains=chains,
        heads=_heads(document),
    )


def word_counts(dense: Floats) -> Floats:
    """The words of every block, at least 1 each, back from the dense features' first column."""
    counts: Floats = np.expm1(dense[:, 0] * LOG_SCALE)
    return counts


def names(syntax: str) -> tuple[str, ...]:
    """Names of the dense columns of this syntax, in order; the fitted weights carry them, and loading refuses others."""
    empty = Document(syntax, None, (), (), (), (), (), (), (), (), (), ())
    return tuple(_columns(empty, _chains(empty)))


def block_words(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words that stand for a text of these words: the first and last ones, and the pairs of a short text as "one two"."""
    if len(found) <= PAIR_WORDS:
        return (*found, *map(" ".join, pairwise(found)))
    if len(found) > HEAD_WORDS + TAIL_WORDS:
        return found[:HEAD_WORDS] + found[-TAIL_WORDS:]
    return found


def _block_words(found: tuple[str, ...], spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The words that stand for a block, and those of the address that its first link leads to."""
    for span in spans:
        if span.href:
            return block_words(found) + link_words(span.href)
    return block_words(found)


def link_words(href: str) -> tuple[str, ...]:
    """What an address calls its host and the first folders of its path: "https://www.example.com/tag/oil" -> //example.com, /tag, /oil."""
    address = href.partition("#")[0].partition("?")[0].lower()
    host, path = "", address
    if "//" in address:
        host, _, path = address.partition("//")[2].removeprefix("www.").partition("/")
    folders = ["/" + folder for folder in path.lstrip("/").split("/", FOLDERS)[:FOLDERS] if 0 < len(folder) <= FOLDER_CHARS]
    return ("//" + host, *folders) if host else tuple(folders)


def _columns(document: Document, chains: Ints) -> Columns:
    text = _Text(document)
    columns = _text_columns(document, text) | _context_columns(document, text)
    if document.syntax == "html":
        columns |= _markup_columns(document, text) | _hint_columns(document) | _container_columns(document, text, chains)
    else:
        columns |= _line_columns(document, text)
        columns |= topic_columns(document, text.words)
    return columns | _page_columns(document, text)


# --- the text of a block ------------------------------------------------------------------------------------------------------


@cache
def _letter_table() -> NDArray[np.uint8]:
    """Class of every code point of the basic plane, an index into _LETTER_CLASSES."""
    letters = list(map(chr, range(0x10000)))
    categories = list(map(category, letters))
    known = {kind: _code("upper" if kind == "Lu" else _CATEGORIES.get(kind[0], "symbol")) for kind in set(categories)}
    table = np.array(bytearray(map(known.__getitem__, categories)))
    for first, last in _SPACELESS:
        table[first : last + 1] = _code("spaceless")
    named = {"space": filter(str.isspace, letters), "quote": _QUOTES, "comma": _COMMAS, "stop": _STOPS}
    for name, chars in named.items():  # of two the later one counts
        table[list(map(ord, chars))] = _code(name)
    return table


def _code(letter_class: str) -> int:
    return _LETTER_CLASSES.index(letter_class)


class _Text:
    """Counts over the characters of every block, taken in one pass over the whole page's text."""

    def __init__(self, document: Document) -> None:
        blocks, classes_ = len(document), len(_LETTER_CLASSES)
        self._joined = " ".join((*document.text, ""))
        lengths = np.fromiter(map(len, document.text), np.int64, blocks)
        codes = np.frombuffer(self._joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        classes = _letter_table().take(codes, mode="clip")
        block = np.repeat(np.arange(blocks), lengths + 1)
        counts = np.bincount(block * classes_ + classes, minlength=blocks * classes_).reshape(blocks, classes_)
        counts[:, _code("space")] -= 1  # without the separator behind the block
        self.counts = dict(zip(_LETTER_CLASSES, counts.T.astype(np.float32), strict=True))
        self.chars = np.maximum(lengths, 1).astype(np.float32)
        self.link_chars = np.array(document.linked, np.float32)
        spaces = classes == _code("space")
        word_starts = ~spaces
        word_starts[1:] &= spaces[:-1]
        at = np.flatnonzero(word_starts)
        # Half a word a character for scripts without spaces: about what a translation into a spaced language would count.
        self.words = np.maximum(np.bincount(block[at], minlength=blocks) + self.counts["spaceless"] / 2, 1).astype(np.float32)
        self.capitalised = np.bincount(block[at[classes[at] == _code("upper")]], minlength=blocks).astype(np.float32)
        ends = np.cumsum(lengths + 1) - 1
        self._ends: list[int] = ends.tolist()
        self.first, self.last, self.before_last = classes[ends - lengths], classes[ends - 1], classes[np.maximum(ends - 2, 0)]

    def holding(self, *signs: str) -> Iterator[int]:
        """The blocks that hold one of these signs, none of which has a space in it."""
        for sign in signs:
            at = self._joined.find(sign)
            while at >= 0:
                block = bisect(self._ends, at)
                yield block
                at = self._joined.find(sign, self._ends[block])

    def flags(self, blocks: Iterable[int]) -> NDArray[np.bool_]:
        """A column that is true for these blocks."""
        flags = np.zeros(len(self.chars), np.bool_)
        flags[list(blocks)] = True
        return flags


def _is(column: NDArray[np.uint8], name: str) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = column == _LETTER_CLASSES.index(name)
    return flags


def _text_columns(document: Document, text: _Text) -> Columns:
    counts, count = text.counts, text.words
    link_density = text.link_chars / text.chars
    columns: Columns = {
        "words (log)": np.log1p(count) / LOG_SCALE,
        "words (to 60)": np.minimum(count, 60) / 60,
        "one word": count <= 1,
        "two to four words": (count > 1) & (count <= 4),
        "five to nine words": (count > 4) & (count < 10),
        "word length": np.minimum(text.chars / count, 20) / 10,
        "sentence stops a word": np.minimum(counts["stop"] / count, 1),
        "commas a word": np.minimum(counts["comma"] / count, 1),
        "quotes": np.minimum(counts["quote"], 6) / 6,
        "marks a word": np.minimum(counts["mark"] / count, 1),
        "symbols": np.minimum(counts["symbol"], 4) / 4,
        "digits": counts["digit"] / text.chars,
        "capitals": counts["upper"] / text.chars,
        "capitalised words": text.capitalised / count,
        "spaceless script": counts["spaceless"] / text.chars,
        "opens with a capital": _is(text.first, "upper"),
        "opens with a small letter": _is(text.first, "lower"),
        "opens with a digit": _is(text.first, "digit"),
        "opens with a quote": _is(text.first, "quote"),
        "opens with a mark": _is(text.first, "mark") | _is(text.first, "comma") | _is(text.first, "stop") | _is(text.first, "symbol"),
        "ends with a stop": _is(text.last, "stop") | (_is(text.last, "quote") & _is(text.before_last, "stop")),
        "ends with a letter": _is(text.last, "lower") | _is(text.last, "upper") | _is(text.last, "spaceless"),
        "ends with a digit": _is(text.last, "digit"),
        "link density": link_density,
        "all link": link_density > 0.95,
    }
    columns |= _sign_columns(document, text)
    return columns


def _sign_columns(document: Document, text: _Text) -> Columns:
    """The few characters that need no table: what the block ends with, and signs that stand for a kind of block."""
    texts = document.text
    lines = np.zeros(len(texts), np.float32)
    for block in text.holding("\n"):
        lines[block] = min(texts[block].count("\n"), 5) / 5
    return {
        "ends with a colon": [t.endswith((":", "：")) for t in texts],
        "ends with a question": [t.endswith(("?", "？", "؟")) for t in texts],
        "breaks off": [t.endswith(("…", "...", "[…]", "[...]", "»", "→", ">")) for t in texts],
        "has ©": text.flags(text.holding("©")),
        "has @": text.flags(text.holding("@")),
        "has an address": text.flags(text.holding("http", "www.")),
        "has a bar": text.flags(text.holding("|", "•", "·")),
        "has a clock time": text.flags(block for block in text.holding(":") if _has_clock(texts[block])),
        "has a year": text.flags(block for block in text.holding("20", "19") if len(texts[block]) < 200 and _has_year(texts[block])),
        "lines inside": lines,
    }


def _has_clock(text: str) -> bool:
    at = text.find(":")
    return 0 < at < 120 and text[at - 1].isdigit() and text[at + 1 : at + 3].isdigit()


def _has_year(text: str) -> bool:
    for century in ("20", "19"):
        at = text.find(century)
        while at >= 0:
            year = text[at : at + 4]
            if len(year) == 4 and year.isdigit() and not text[at + 4 : at + 5].isdigit() and not text[max(at - 1, 0) : at].isdigit():
                return True
            at = text.find(century, at + 2)
    return False


# --- the block among the others -----------------------------------------------------------------------------------------------


def _context_columns(document: Document, text: _Text) -> Columns:
    """Position, repetition, and what stands before and behind."""
    size = len(document)
    order = np.arange(size, dtype=np.float32)
    mass = np.cumsum(text.words)
    total = mass[-1] if size else 1.0
    prose = (text.words >= _LONG_WORDS) & (text.link_chars / text.chars < 0.4)
    prose_words = np.where(prose, text.words, 0)
    prose_mass = np.cumsum(prose_words)
    prose_total = max(float(prose_mass[-1]), 1.0) if size else 1.0
    seen, repeats = _repeats(document.folded)
    stops = _is(text.last, "stop") | (_is(text.last, "quote") & _is(text.before_last, "stop"))
    columns: Columns = {
        "place": order / max(size, 1),
        "place from the start": np.minimum(order, 50) / 50,
        "place from the end": np.minimum(size - 1 - order, 50) / 50,
        "words before": mass / total,
        "prose before": prose_mass / prose_total,
        "is prose": prose,
        "said before": seen,
        "said elsewhere": repeats,
        "runs on from the line before": np.append([False], ~stops[:-1] & _is(text.first[1:], "lower")) if size else stops,
    }
    sums = _sums(prose_words, text.link_chars, text.chars, text.words < 5, stops)
    for reach in (3, 10):  # from so many blocks before to as many behind
        first, last = np.maximum(np.arange(size) - reach, 0), np.minimum(np.arange(size) + reach + 1, size)
        prose_in, links_in, chars_in, short_in, stops_in = (sums[:, last] - sums[:, first]).astype(np.float32)
        columns[f"prose within {reach}"] = np.minimum(prose_in / (60 * reach), 1.5)
        columns[f"links within {reach}"] = links_in / np.maximum(chars_in, 1)
        columns[f"short blocks within {reach}"] = short_in / (2 * reach + 1)
        columns[f"sentence ends within {reach}"] = stops_in / (2 * reach + 1)
    return columns


def _sums(*columns: NDArray[np.generic]) -> NDArray[np.float64]:
    """Running sums of columns, one row each, a zero before them: the sum over first..last is sums[last + 1] - sums[first]."""
    sums = np.zeros((len(columns), len(columns[0]) + 1))
    np.cumsum(np.stack(columns), axis=1, dtype=np.float64, out=sums[:, 1:])
    return sums


def _repeats(folded: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each block: whether its text stood before, and whether it stands anywhere else."""
    counts: dict[str, int] = {}
    seen = []
    for text in folded:
        before = counts.get(text, 0)
        seen.append(before > 0)
        counts[text] = before + 1
    return np.array(seen, np.bool_), np.array([counts[text] > 1 for text in folded], np.bool_)


def _line_columns(document: Document, text: _Text) -> Columns:
    """What only flattened text has: empty lines, indentation, bullets, and how the first lines relate to the rest."""
    size = len(document)
    gap = np.minimum(np.array(document.gap, np.float32), 4) / 4 if size else np.zeros(0, np.float32)
    rows = np.fromiter((last - first for first, last in document.lines), np.float32, size)
    return {
        "empty lines before": gap,
        "empty lines behind": np.append(gap[1:], [1.0]) if size else gap,
        "gaps are common": np.full(size, float(np.mean(gap > 0)) if size else 0.0),
        "indent": np.minimum(np.array(document.indent, np.float32), 8) / 8 if size else gap,
        "bullet": np.fromiter((kind is Kind.LIST_ITEM for kind in document.kind), np.bool_, size),
        "heading": np.fromiter((kind is Kind.HEADING for kind in document.kind), np.bool_, size),
        "was wrapped": rows > 0,
        "words against the page": text.words / max(float(text.words.mean()), 1) / 5 if size else gap,
        "broken lines on the page": np.full(size, float((_is(text.first, "lower")).mean()) if size else 0.0),
    }


# --- markup -------------------------------------------------------------------------------------------------------------------


def _markup_columns(document: Document, text: _Text) -> Columns:
    size = len(document)
    element = np.array(document.element, np.int64)
    tags = document.elements.tag
    above, depth = _ancestry(document)
    block_tags = [_TAG_CODES.get(tag, -1) for tag in document.tag]
    leaf_tags = [_LEAF_CODES.get(tags[row], -1) for row in document.element]
    kinds = list(map(_KINDS.__getitem__, document.kind))
    links, strong, emphasis, targets = _span_counts(document)
    columns: Columns = {}
    columns |= zip([f"tag {tag}" for tag in _TAGS], _each(block_tags, len(_TAGS)), strict=True)
    columns |= zip([f"wholly {tag}" for tag in _LEAVES], _each(leaf_tags, len(_LEAVES)), strict=True)
    columns |= zip([f"under {tag}" for tag in _ANCESTORS], _bits(above[element] if size else element, len(_ANCESTORS)), strict=True)
    columns |= zip([f"kind {kind}" for kind in _KINDS], _each(kinds, len(_KINDS)), strict=True)
    columns["hidden"] = np.array(document.hidden, np.bool_)
    columns["depth"] = np.minimum(depth[element], 40) / 40 if size else element
    columns["links"] = np.minimum(links, 8) / 8
    columns["strong"] = strong / text.chars
    columns["emphasis"] = emphasis / text.chars
    columns |= zip([f"link {target}" for target in _TARGETS], _bits(targets, len(_TARGETS)), strict=True)
    return columns


def _each(codes: Sequence[int], count: int) -> NDArray[np.bool_]:
    """Where each of the codes 0..count-1 stands, a row each."""
    rows: NDArray[np.bool_] = np.array(codes, np.int64) == np.arange(count)[:, None]
    return rows


def _bits(numbers: Ints, count: int) -> Ints:
    """The lowest bits of the numbers, a row each."""
    rows: Ints = (numbers >> np.arange(count)[:, None]) & 1
    return rows


def _span_counts(document: Document) -> Ints:
    """Of each block: links, characters of strong text and of emphasis, and which of _TARGETS its links lead to, a bit each; a row each."""
    counts = []
    for spans in document.spans:
        links = strong = emphasis = targets = 0
        for start, end, kind, href in spans:
            if kind == "link":
                links += 1
                targets |= _target(href)
            elif kind == "strong":
                strong += end - start
            elif kind == "em":
                emphasis += end - start
        counts.append((links, strong, emphasis, targets))
    return np.array(counts, np.int64).reshape(-1, 4).T


def _target(href: str) -> int:
    """Where a link leads, as bits of _TARGETS; a lone # stands for a script."""
    if href.startswith(("http:", "https:", "//")):
        return 0b1000
    if href.startswith("#"):
        return 0b0001 if len(href) > 1 else 0b0101
    if href.startswith(("mailto:", "tel:")):
        return 0b0010
    return 0b0100 if href.startswith("javascript:") else 0


def _ancestry(document: Document) -> tuple[Ints, Ints]:
    """For each element: which of _ANCESTORS stand at or above it (a bit each), and how deep it lies."""
    bit = {tag: 1 << i for i, tag in enumerate(_ANCESTORS)}
    above: list[int] = []
    depth: list[int] = []
    for tag, parent in zip(document.elements.tag, document.elements.parent, strict=True):
        above.append((above[parent] if parent >= 0 else 0) | bit.get(tag, 0))
        depth.append(depth[parent] + 1 if parent >= 0 else 0)
    return np.array(above, np.int64), np.array(depth, np.int64)


def _chains(document: Document) -> Ints:
    parent = np.array([*document.elements.parent, -1], np.int64)  # the last row answers for -1
    row = np.array(document.element, np.int64)
    chain = np.empty((len(document), CHAIN), np.int64)
    for step in range(CHAIN):
        chain[:, step] = row
        row = parent[row]
    return chain


def _heads(document: Document) -> Ints:
    """For each block the last heading or label before it: a list is what its heading says.

    A label is a short block without links that ends without a stop; in flattened text, one behind an empty line.
    """
    text = document.text
    flat = document.syntax == "text"
    heads = np.full(len(text), -1, np.int64)
    last = -_HEAD_REACH - 1
    for block, kind in enumerate(document.kind):
        if block - last <= _HEAD_REACH:
            heads[block] = last
        if kind is Kind.HEADING or (
            len(text[block]) <= _LABEL_CHARS
            and kind is not Kind.CONTROL
            and not document.spans[block]
            and text[block][-1] not in _STOPS
            and (not flat or document.gap[block])
        ):
            last = block
    return heads


def _container_columns(document: Document, text: _Text, chains: Ints) -> Columns:
    """How much prose and how many links the elements above a block hold; what share of blocks is built alike."""
    link_chars = text.link_chars
    prose = np.where((text.words >= _LONG_WORDS) & (link_chars / text.chars < 0.4), text.words, 0)
    whole = (0, len(document) - 1)  # a last row, for -1, spans the page
    first, last = (np.array([*column, end], np.int64) for column, end in zip(document.extents, whole, strict=True))
    sums = _sums(prose, text.words, link_chars, text.chars)
    rows = chains[:, 1 : CONTAINERS + 1].T
    held_prose, held_words, held_links, held_chars = (sums[:, last + 1] - sums[:, first])[:, rows]
    blocks_in = (last + 1 - first)[rows]
    columns: Columns = {}
    for step in range(CONTAINERS):
        columns[f"prose share {step + 1} up"] = held_prose[step] / max(float(sums[0, -1]), 1.0)
        columns[f"prose in words {step + 1} up"] = held_prose[step] / np.maximum(held_words[step], 1)
        columns[f"link density {step + 1} up"] = held_links[step] / np.maximum(held_chars[step], 1)
        columns[f"blocks {step + 1} up"] = np.log1p(blocks_in[step]) / 6
    return columns | _alike_columns(document, prose, link_chars / text.chars)


def _alike_columns(document: Document, prose: Floats, link_density: Floats) -> Columns:
    """Blocks whose element and parent have the same tag and names are built alike: templates repeat."""
    elements = document.elements
    known: dict[tuple[str, str, str, str], int] = {}
    shape = []
    for row in document.element:
        parent = elements.parent[row]
        key = (elements.tag[row], elements.names[row], elements.tag[parent], elements.names[parent])
        shape.append(known.setdefault(key, len(known)))
    shapes = np.array(shape, np.int64)
    count = np.bincount(shapes, minlength=1)
    return {
        "built alike": np.log1p(count[shapes]) / 5,
        "prose of those alike": np.minimum((np.bincount(shapes, prose, 1) / np.maximum(count, 1))[shapes] / 60, 1.5),
        "share of prose in those alike": (np.bincount(shapes, prose, 1) / max(float(prose.sum()), 1))[shapes],
        "link density of those alike": (np.bincount(shapes, link_density, 1) / np.maximum(count, 1))[shapes],
    }


# --- what the page says of itself ---------------------------------------------------------------------------------------------


def _hint_columns(document: Document) -> Columns:
    """Does the block say what the page's metadata gives as headline, description, author or article body?"""
    hints = document.hints
    titles = {fold(title) for title in (*hints.headlines, hints.title) if title}
    title_text = " | ".join(titles)
    descriptions = " | ".join(map(fold, hints.descriptions))
    bodies = " ".join(map(fold, hints.bodies))
    authors = [fold(author) for author in hints.authors if len(author) > 3]
    folded, size = document.folded, len(document)
    headline = np.array([t in titles for t in folded], np.bool_)
    at = int(np.argmax(headline)) if headline.any() else -1
    h1 = np.array(document.level, np.int64) == 1
    start = at if at >= 0 else int(np.argmax(h1)) if h1.any() else 0
    distance = np.arange(size) - start
    none = np.zeros(size, np.bool_)
    return {
        "is the headline": headline,
        "in the title": [12 < len(t) < 300 and t in title_text for t in folded],
        "in the description": [len(t) > 20 and t[:80] in descriptions for t in folded] if descriptions else none,
        "in the stated body": [len(t) > 12 and t in bodies for t in folded] if bodies else none,
        "a body is stated": np.full(size, len(bodies) > 200),
        "names the author": [len(t) < 200 and any(map(t.__contains__, authors)) for t in folded] if authors else none,
        "before the headline": distance < 0,
        "distance behind the headline": np.minimum(np.maximum(distance, 0), 60) / 60,
        "distance before the headline": np.minimum(np.maximum(-distance, 0), 60) / 60,
        "headline known": np.full(size, at >= 0),
        "first h1": np.arange(size) == (int(np.argmax(h1)) if h1.any() else -1),
    }


def _page_columns(document: Document, text: _Text) -> Columns:
    """The same number in every row: what kind of page this is."""
    size = len(document)
    prose = text.words[(text.words >= _LONG_WORDS)] if size else np.zeros(0)
    link_chars = float(text.link_chars.sum())
    types = {kind.lower() for kind in document.hints.types}
    page: Mapping[str, float] = {
        "page: blocks": float(np.log1p(size)) / 7,
        "page: words": float(np.log1p(text.words.sum())) / 9 if size else 0.0,
        "page: words in long blocks": float(prose.sum() / text.words.sum()) if size else 0.0,
        "page: longest block": float(np.log1p(text.words.max())) / 6 if size else 0.0,
        "page: link density": link_chars / float(text.chars.sum()) if size else 0.0,
        "page: spaceless script": float(text.counts["spaceless"].sum() / text.chars.sum()) if size else 0.0,
        "page: says article": float(any(kind.endswith(("article", "posting", "report")) for kind in types)),
        "page: says product": float(any("product" in kind or "offer" in kind for kind in types)),
        "page: says list": float(any(kind in ("itemlist", "collectionpage", "searchresultspage") for kind in types)),
        "page: says forum": float(any(kind in ("discussionforumposting", "qapage", "question") for kind in types)),
    }
    return {name: np.full(size, value, np.float32) for name, value in page.items()}
