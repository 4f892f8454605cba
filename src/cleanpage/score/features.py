"""What the scorer sees of a page: shallow numbers of every block, the words it uses and the names of the elements above it.

Sources: Kohlschütter, Fankhauser, Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010 (densities, neighbours,
sentence punctuation); Vogels, Ganea, Eickhoff, "Web2Text: Deep Structured Boilerplate Removal", ECIR 2018 (container and
repetition features, a sequence model over them).
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, repeat
from unicodedata import category

import numpy as np
from numpy.typing import NDArray

from cleanpage.model import Document, Kind
from cleanpage.score.topic import topic_columns
from cleanpage.words import fold

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]
Columns = dict[str | tuple[str, ...], NDArray[np.generic]]
"""Columns by their names; some are rows of one array, under all their names."""

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
_DOTS = ("...", "[...]", "[…]")
_ALIKE = {  # three quarters of all letters, which need not be looked up one by one
    "lower": ((0xAC00, 0xD7A3),),  # Hangul
    "symbol": ((0xD800, 0xF8FF),),  # surrogates and private use
    "spaceless": ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x3040, 0x9FFF), (0xF900, 0xFAFF)),  # Thai and Lao, Burmese, Kana and Han
}
_TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "td", "section", "article", "header", "label", "figcaption", "button", "main")
_LEAVES = ("a", "span", "time", "strong", "b", "em", "i", "small")
_TARGETS = ("in the page", "to mail or phone", "to a script", "elsewhere")
_TAG_CODES, _LEAF_CODES = ({tag: code for code, tag in enumerate(tags)} for tags in (_TAGS, _LEAVES))
_KINDS: Mapping[str, int] = {kind: code for code, kind in enumerate(Kind)}
_NONE = 255
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
    text, chains = _Text(document), _chains(document)
    columns = _columns(document, text, chains)
    dense = np.concatenate(list(columns.values()), axis=None, dtype=np.float32, casting="unsafe")
    return Features(
        dense=dense.reshape(len(_names(columns)), len(document)).T,
        words=tuple(_words(document)),
        element_names=document.elements.words,
        chains=chains,
        heads=_heads(document, text),
    )


def word_counts(dense: Floats) -> Floats:
    """The words of every block, at least 1 each, back from the dense features' first column."""
    counts: Floats = np.expm1(dense[:, 0] * LOG_SCALE)
    return counts


def names(syntax: str) -> tuple[str, ...]:
    """Names of the dense columns of this syntax, in order; the fitted weights carry them, and loading refuses others."""
    empty = Document(syntax, None, (), (), (), (), (), (), (), (), (), ())
    return _names(_columns(empty, _Text(empty), _chains(empty)))


def _names(columns: Columns) -> tuple[str, ...]:
    return tuple(chain.from_iterable((key,) if isinstance(key, str) else key for key in columns))


def block_words(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words that stand for a text of these words: the first and last ones, and the pairs of a short text as "one two"."""
    if len(found) <= PAIR_WORDS:
        return (*found, *map(" ".join, pairwise(found)))
    if len(found) > HEAD_WORDS + TAIL_WORDS:
        return found[:HEAD_WORDS] + found[-TAIL_WORDS:]
    return found


def _words(document: Document) -> Iterator[tuple[str, ...]]:
    """The words that stand for each block, and those of the address that its first link leads to."""
    of_address = cache(link_words)
    for found, spans in zip(document.words, document.spans, strict=True):
        words = block_words(found)
        for _, _, _, href in spans:
            if href:
                words += of_address(href)
                break
        yield words


def link_words(href: str) -> tuple[str, ...]:
    """What an address calls its host and the first folders of its path: "https://www.example.com/tag/oil" -> //example.com, /tag, /oil."""
    address = href.partition("#")[0].partition("?")[0].lower()
    host, path = "", address
    if "//" in address:
        host, _, path = address.partition("//")[2].removeprefix("www.").partition("/")
    folders = ["/" + folder for folder in path.lstrip("/").split("/", FOLDERS)[:FOLDERS] if 0 < len(folder) <= FOLDER_CHARS]
    return ("//" + host, *folders) if host else tuple(folders)


def _columns(document: Document, text: "_Text", chains: Ints) -> Columns:
    columns = _text_columns(document, text) | _context_columns(document, text)
    if document.syntax == "html":
        columns |= _markup_columns(document, text) | _hint_columns(document, text) | _container_columns(document, text, chains)
    else:
        columns |= _line_columns(document, text)
        columns |= topic_columns(document, text.words).items()
    return columns | _page_columns(document, text)


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.frombuffer(bytes(values), np.bool_)  # np.array takes three times as long


def _codes(values: Iterable[str], known: Mapping[str, int]) -> Codes:
    """The code of every value, _NONE for those that have none."""
    return np.frombuffer(bytes(map(known.get, values, repeat(_NONE))), np.uint8)


# --- the text of a block ------------------------------------------------------------------------------------------------------


@cache
def _letter_table() -> NDArray[np.uint8]:
    """Class of every code point of the basic plane, an index into _LETTER_CLASSES."""
    table = np.full(0x10000, _NONE, np.uint8)
    for letter_class, ranges in _ALIKE.items():
        for first, last in ranges:
            table[first : last + 1] = _code(letter_class)
    others = np.flatnonzero(table == _NONE)
    letters = list(map(chr, others.tolist()))
    categories = list(map(category, letters))
    known = {kind: _code("upper" if kind == "Lu" else _CATEGORIES.get(kind[0], "symbol")) for kind in set(categories)}
    table[others] = bytearray(map(known.__getitem__, categories))
    named = {"space": filter(str.isspace, letters), "quote": _QUOTES, "comma": _COMMAS, "stop": _STOPS}
    for name, chars in named.items():  # of two the later one counts
        table[list(map(ord, chars))] = _code(name)
    return table


def _code(letter_class: str) -> int:
    return _LETTER_CLASSES.index(letter_class)


class _Text:
    """Counts over the characters of every block, taken in one pass over the whole page's text, and what several columns are made of."""

    def __init__(self, document: Document) -> None:
        blocks, classes_ = len(document), len(_LETTER_CLASSES)
        self._joined = " ".join((*document.text, ""))
        lengths = np.fromiter(map(len, document.text), np.int64, blocks)
        ends = np.cumsum(lengths + 1) - 1
        starts = ends - lengths
        codes = np.frombuffer(self._joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        classes = _letter_table().take(codes, mode="clip")
        cells = np.repeat(np.arange(0, blocks * classes_, classes_, dtype=np.int32), lengths + 1) + classes
        counts = np.bincount(cells, minlength=blocks * classes_).reshape(blocks, classes_)
        counts[:, _code("space")] -= 1  # without the separator behind the block
        self.counts = dict(zip(_LETTER_CLASSES, counts.T.astype(np.float32), strict=True))
        word_starts = classes != _code("space")
        word_starts[1:] &= classes[:-1] == _code("space")
        # Half a word a character for scripts without spaces: about what a translation into a spaced language would count.
        self.words = np.maximum(_held(word_starts, starts) + self.counts["spaceless"] / 2, 1).astype(np.float32)
        self.capitalised = _held(word_starts & _is(classes, "upper"), starts).astype(np.float32)
        self.chars = np.maximum(lengths, 1).astype(np.float32)
        self.link_chars = np.fromiter(document.linked, np.float32, blocks)
        self.link_density = self.link_chars / self.chars
        self.prose = (self.words >= _LONG_WORDS) & (self.link_density < 0.4)
        self.prose_words = np.where(self.prose, self.words, 0)
        self.first, self.last, self.last_code = classes[starts], classes[ends - 1], codes[ends - 1]
        self.stops = _is(self.last, "stop") | (_is(self.last, "quote") & _is(classes[np.maximum(ends - 2, 0)], "stop"))
        self.kinds = _codes(document.kind, _KINDS)
        self._ends: list[int] = ends.tolist()

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
        flags = bytearray(len(self.chars))
        for block in blocks:
            flags[block] = True
        return np.frombuffer(flags, np.bool_)


def _held(marks: NDArray[np.bool_], starts: Ints) -> Ints:
    """How many characters of each block are marked."""
    held: Ints = np.add.reduceat(marks, starts, dtype=np.int64)
    return held


def _is(column: NDArray[np.uint8], name: str) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = column == _code(name)
    return flags


def _text_columns(document: Document, text: _Text) -> Columns:
    counts, count = text.counts, text.words
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
        "ends with a stop": text.stops,
        "ends with a letter": _is(text.last, "lower") | _is(text.last, "upper") | _is(text.last, "spaceless"),
        "ends with a digit": _is(text.last, "digit"),
        "link density": text.link_density,
        "all link": text.link_density > 0.95,
    }
    columns |= _sign_columns(document, text)
    return columns


def _sign_columns(document: Document, text: _Text) -> Columns:
    """The few characters that need no table: what the block ends with, and signs that stand for a kind of block."""
    texts, last = document.text, text.last_code
    lines = np.zeros(len(texts), np.float32)
    for block in text.holding("\n"):
        lines[block] = min(texts[block].count("\n"), 5) / 5
    return {
        "ends with a colon": _is_one(last, ":："),
        "ends with a question": _is_one(last, "?？؟"),
        "breaks off": _is_one(last, "…»→>") | text.flags(block for block in text.holding(*_DOTS) if texts[block].endswith(_DOTS)),
        "has ©": text.flags(text.holding("©")),
        "has @": text.flags(text.holding("@")),
        "has an address": text.flags(text.holding("http", "www.")),
        "has a bar": text.flags(text.holding("|", "•", "·")),
        "has a clock time": text.flags(block for block in text.holding(":") if _has_clock(texts[block])),
        "has a year": text.flags(block for block in text.holding("20", "19") if len(texts[block]) < 200 and _has_year(texts[block])),
        "lines inside": lines,
    }


def _is_one(codes: NDArray[np.uint32], signs: str) -> NDArray[np.bool_]:
    flags = np.zeros(len(codes), np.bool_)
    for sign in signs:
        flags |= codes == ord(sign)
    return flags


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
    mass, prose_mass = text.words.cumsum(), text.prose_words.cumsum()
    total = mass[-1] if size else 1.0
    prose_total = max(float(prose_mass[-1]), 1.0) if size else 1.0
    before, elsewhere = _repeats(document.folded)
    columns: Columns = {
        "place": order / max(size, 1),
        "place from the start": np.minimum(order, 50) / 50,
        "place from the end": np.minimum(size - 1 - order, 50) / 50,
        "words before": mass / total,
        "prose before": prose_mass / prose_total,
        "is prose": text.prose,
        "said before": text.flags(before),
        "said elsewhere": text.flags(elsewhere),
        "runs on from the line before": _is(text.first, "lower") & ~np.append(True, text.stops[:-1]),
    }
    sums = _sums(text.prose_words, text.link_chars, text.chars, text.words < 5, text.stops)
    for reach in (3, 10):  # from so many blocks before to as many behind
        first, last = np.maximum(np.arange(size) - reach, 0), np.minimum(np.arange(size) + reach + 1, size)
        prose_in, links_in, chars_in, short_in, stops_in = (sums.take(last, 1) - sums.take(first, 1)).astype(np.float32)
        columns[f"prose within {reach}"] = np.minimum(prose_in / (60 * reach), 1.5)
        columns[f"links within {reach}"] = links_in / np.maximum(chars_in, 1)
        columns[f"short blocks within {reach}"] = short_in / (2 * reach + 1)
        columns[f"sentence ends within {reach}"] = stops_in / (2 * reach + 1)
    return columns


def _sums(*columns: NDArray[np.generic]) -> NDArray[np.float64]:
    """Running sums of columns, one row each, a zero before them: the sum over first..last is sums[last + 1] - sums[first]."""
    sums = np.zeros((len(columns), len(columns[0]) + 1))
    sums[:, 1:] = columns
    return sums.cumsum(axis=1)


def _repeats(folded: Sequence[str]) -> tuple[list[int], list[int]]:
    """The blocks whose text stood before, and those whose text stands anywhere else."""
    times = Counter(folded)
    elsewhere = [block for block, text in enumerate(folded) if times[text] > 1] if len(times) < len(folded) else []
    first: dict[str, int] = {}
    return [block for block in elsewhere if first.setdefault(folded[block], block) != block], elsewhere


def _line_columns(document: Document, text: _Text) -> Columns:
    """What only flattened text has: empty lines, indentation, bullets, and how the first lines relate to the rest."""
    size = len(document)
    gap = np.minimum(np.fromiter(document.gap, np.float32, size), 4) / 4 if size else np.zeros(0, np.float32)
    return {
        "empty lines before": gap,
        "empty lines behind": np.append(gap[1:], [1.0]) if size else gap,
        "gaps are common": np.full(size, float(np.mean(gap > 0)) if size else 0.0),
        "indent": np.minimum(np.fromiter(document.indent, np.float32, size), 8) / 8 if size else gap,
        "bullet": text.kinds == _KINDS[Kind.LIST_ITEM],
        "heading": text.kinds == _KINDS[Kind.HEADING],
        "was wrapped": _flags(last > first for first, last in document.lines),
        "words against the page": text.words / max(float(text.words.mean()), 1) / 5 if size else gap,
        "broken lines on the page": np.full(size, float((_is(text.first, "lower")).mean()) if size else 0.0),
    }


# --- markup -------------------------------------------------------------------------------------------------------------------


def _markup_columns(document: Document, text: _Text) -> Columns:
    size = len(document)
    element = np.array(document.element, np.int64)
    tags = document.elements.tag
    above, depth = _ancestry(document)
    links, strong, emphasis, targets = _span_counts(document)
    return {
        tuple(f"tag {tag}" for tag in _TAGS): _each(_codes(document.tag, _TAG_CODES), len(_TAGS)),
        tuple(f"wholly {tag}" for tag in _LEAVES): _each(_codes(map(tags.__getitem__, document.element), _LEAF_CODES), len(_LEAVES)),
        tuple(f"under {tag}" for tag in _ANCESTORS): _bits(above[element] if size else element, len(_ANCESTORS)),
        tuple(f"kind {kind}" for kind in _KINDS): _each(text.kinds, len(_KINDS)),
        "hidden": _flags(document.hidden),
        "depth": np.minimum(depth[element], 40) / 40 if size else element,
        "links": np.minimum(links, 8) / 8,
        "strong": strong / text.chars,
        "emphasis": emphasis / text.chars,
        tuple(f"link {target}" for target in _TARGETS): _bits(targets, len(_TARGETS)),
    }


def _each(codes: Codes, count: int) -> NDArray[np.bool_]:
    """Where each of the codes 0..count-1 stands, a row each."""
    rows: NDArray[np.bool_] = codes == np.arange(count, dtype=np.uint8)[:, None]
    return rows


def _bits(numbers: Ints | Codes, count: int) -> Ints:
    """The lowest bits of the numbers, a row each."""
    rows: Ints = (numbers >> np.arange(count)[:, None]) & 1
    return rows


def _span_counts(document: Document) -> tuple[Ints, NDArray[np.float64], NDArray[np.float64], Codes]:
    """Of each block: links, characters of strong text and of emphasis, and which of _TARGETS its links lead to, a bit each."""
    size = len(document)
    links, targets = [0] * size, [0] * size
    strong, emphasis = np.zeros(size), np.zeros(size)
    for block, spans in enumerate(document.spans):
        for start, end, kind, href in spans:
            if kind == "link":
                links[block] += 1
                targets[block] |= _target(href)
            elif kind == "strong":
                strong[block] += end - start
            elif kind == "em":
                emphasis[block] += end - start
    return np.fromiter(links, np.int64, size), strong, emphasis, np.frombuffer(bytes(targets), np.uint8)


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
    bits = {tag: 1 << i for i, tag in enumerate(_ANCESTORS)}
    level = 1 << len(_ANCESTORS)
    found = [-level]  # of the page, which the root stands in; how deep is counted above the bits
    for tag, parent in zip(document.elements.tag, document.elements.parent, strict=True):
        found.append((found[parent + 1] | bits.get(tag, 0)) + level)
    above = np.fromiter(found, np.int64, len(found))[1:]
    return above & (level - 1), above >> len(_ANCESTORS)


def _chains(document: Document) -> Ints:
    parent = np.array([*document.elements.parent, -1], np.int64)  # the last row answers for -1
    row = np.array(document.element, np.int64)
    chains = np.empty((len(document), CHAIN), np.int64)
    for step in range(CHAIN):
        chains[:, step] = row
        row = parent[row]
    return chains


def _heads(document: Document, text: _Text) -> Ints:
    """For each block the last heading or label before it: a list is what its heading says.

    A label is a short block without links that ends without a stop; in flattened text, one behind an empty line.
    """
    label = (text.chars <= _LABEL_CHARS) & (text.kinds != _KINDS[Kind.CONTROL]) & ~_is(text.last, "stop")
    label &= ~_flags(map(bool, document.spans))
    if document.syntax == "text":
        label &= np.fromiter(document.gap, np.int64, len(document)) > 0
    label |= text.kinds == _KINDS[Kind.HEADING]
    order = np.arange(len(document))
    last = np.maximum.accumulate(np.append(-1, np.where(label, order, -1)))[:-1]
    return np.where(order - last <= _HEAD_REACH, last, -1)


def _container_columns(document: Document, text: _Text, chains: Ints) -> Columns:
    """How much prose and how many links the elements above a block hold; what share of blocks is built alike."""
    whole = (0, len(document) - 1)  # a last row, for -1, spans the page
    first, last = (np.fromiter((*column, end), np.int64) for column, end in zip(document.extents, whole, strict=True))
    rows = chains[:, 1 : CONTAINERS + 1].T
    sums = _sums(text.prose_words, text.words, text.link_chars, text.chars)
    held_prose, held_words, held_links, held_chars = (sums.take(last + 1, 1) - sums.take(first, 1)).take(rows, 1)
    measures = {
        "prose share": held_prose / max(float(sums[0, -1]), 1.0),
        "prose in words": held_prose / np.maximum(held_words, 1),
        "link density": held_links / np.maximum(held_chars, 1),
        "blocks": np.log1p(last + 1 - first).take(rows) / 6,
    }
    names = tuple(f"{name} {step} up" for step in range(1, CONTAINERS + 1) for name in measures)
    return {names: np.stack(list(measures.values()), 1)} | _alike_columns(document, text.prose_words, text.link_density)


def _alike_columns(document: Document, prose: Floats, link_density: Floats) -> Columns:
    """Blocks whose element and parent have the same tag and names are built alike: templates repeat."""
    tag, names, parent = document.elements.tag, document.elements.names, document.elements.parent
    known: dict[tuple[str, str, str, str], int] = {}
    built = ((tag[row], names[row], tag[above := parent[row]], names[above]) for row in document.element)
    shapes = np.fromiter((known.setdefault(shape, len(known)) for shape in built), np.int64, len(document))
    count = np.bincount(shapes, minlength=1)
    return {
        "built alike": np.log1p(count[shapes]) / 5,
        "prose of those alike": np.minimum((np.bincount(shapes, prose, 1) / np.maximum(count, 1))[shapes] / 60, 1.5),
        "share of prose in those alike": (np.bincount(shapes, prose, 1) / max(float(prose.sum()), 1))[shapes],
        "link density of those alike": (np.bincount(shapes, link_density, 1) / np.maximum(count, 1))[shapes],
    }


# --- what the page says of itself ---------------------------------------------------------------------------------------------


def _hint_columns(document: Document, text: _Text) -> Columns:
    """Does the block say what the page's metadata gives as headline, description, author or article body?"""
    hints = document.hints
    titles = {fold(title) for title in (*hints.headlines, hints.title) if title}
    title_text = " | ".join(titles)
    descriptions = " | ".join(map(fold, hints.descriptions))
    bodies = " ".join(map(fold, hints.bodies))
    authors = [fold(author) for author in hints.authors if len(author) > 3]
    folded, order = document.folded, np.arange(len(document))
    headlines = [block for block, said in enumerate(folded) if said in titles]
    longer = [block for block, said in enumerate(folded) if len(said) > 12]
    first_h1 = document.level.index(1) if 1 in document.level else -1
    start = headlines[0] if headlines else max(first_h1, 0)
    distance = order - start
    return {
        "is the headline": text.flags(headlines),
        "in the title": text.flags(block for block in longer if len(folded[block]) < 300 and folded[block] in title_text),
        "in the description": text.flags(block for block in longer if len(folded[block]) > 20 and folded[block][:80] in descriptions),
        "in the stated body": text.flags(block for block in longer if folded[block] in bodies),
        "a body is stated": np.full(len(order), len(bodies) > 200),
        "names the author": text.flags(
            block for author in authors for block, said in enumerate(folded) if author in said and len(said) < 200
        ),
        "before the headline": distance < 0,
        "distance behind the headline": np.minimum(np.maximum(distance, 0), 60) / 60,
        "distance before the headline": np.minimum(np.maximum(-distance, 0), 60) / 60,
        "headline known": np.full(len(order), bool(headlines)),
        "first h1": order == first_h1,
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
    return {tuple(page): np.repeat(list(page.values()), size)}
