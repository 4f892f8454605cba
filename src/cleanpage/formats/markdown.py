"""Markdown: CommonMark, with the tables of GitHub's dialect; a parser reads the page's own text back, character by character.

Every character of the page that Markdown could take for markup is escaped. Links go outermost, then code, strong and emphasis, whatever
the page's order; where Markdown's rules would not read a mark as one (strong that begins inside a word), the text goes without it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import groupby
from unicodedata import category
from urllib.parse import urljoin

from cleanpage.model import Article, Block, Elements, Kind, Role, Span

_Ranges = tuple[tuple[int, int], ...]

_SPECIAL = re.compile(r"[\\`*_~\[\]]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
_LINE_START = re.compile(r"[>#=+|:-]|\d{1,9}(?=[.)])")
_SPACE = re.compile(r"[^\S\n ]")
_BACKTICKS = re.compile(r"`+")
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LINKED = frozenset({"http", "https", "mailto", "tel", "ftp"})
_DROPPED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_NOT_IN_TARGETS = re.compile(r"[\x00-\x20\x7f<>()\[\]\\`]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks; the headline is "# ", entries and quotes that follow each other are one list, one quote."""
    return _Writer(article).markdown([block for block in article.kept(roles) if block.text.strip()])


class _Writer:
    """Writes the blocks of one article: their addresses are relative to its page, their table rows are in its elements."""

    def __init__(self, article: Article) -> None:
        self._elements = article.document.elements
        self._url = article.document.url or ""

    def markdown(self, blocks: Iterable[Block]) -> str:
        shapes = {
            Kind.HEADING: self._headings,
            Kind.LIST_ITEM: self._list,
            Kind.QUOTE: self._quote,
            Kind.CODE: self._codes,
            Kind.TABLE_CELL: self._tables,
            Kind.PARAGRAPH: self._paragraphs,
        }
        parts = (shapes[shape](list(run)) for shape, run in groupby(blocks, lambda block: _shape(block, shapes.keys())))
        return "\n\n".join(chunk for part in parts for chunk in part)

    def _headings(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            level = 1 if block.role is Role.HEADLINE else min(max(block.level, 1), 6)
            line = self._line(block)
            yield f"{'#' * level} {line[:-1]}\\#" if line.endswith("#") else f"{'#' * level} {line}"

    def _list(self, blocks: Sequence[Block]) -> Iterator[str]:
        yield "\n".join("- " + "\\\n  ".join(self._lines(block)) for block in blocks)

    def _quote(self, blocks: Sequence[Block]) -> Iterator[str]:
        yield "\n>\n".join("> " + "\\\n> ".join(self._lines(block)) for block in blocks)

    def _codes(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            fence = "`" * max(3, _longest(block.text) + 1)
            yield f"{fence}\n{block.text}\n{fence}"

    def _paragraphs(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            yield "\\\n".join(self._lines(block))

    def _tables(self, blocks: Sequence[Block]) -> Iterator[str]:
        for table, cells in groupby(blocks, lambda block: self._above(block, "table")):
            if table < 0:
                yield from self._paragraphs(list(cells))
            else:
                yield from self._table(list(cells))

    def _table(self, cells: Sequence[Block]) -> Iterator[str]:
        """A table of even rows; one line a row if they differ in length, or if there is only one row or column."""
        rows = [self._row(list(row)) for _, row in groupby(cells, lambda block: self._above(block, "tr"))]
        lengths = {len(row) for row in rows}
        if len(rows) == 1 or len(lengths) > 1 or lengths == {1}:
            yield from (_unblocked(" | ".join(row)) for row in rows)
        else:
            rule = ["---"] * len(rows[0])
            yield "\n".join(f"| {' | '.join(row)} |" for row in [_piped(rows[0]), rule, *map(_piped, rows[1:])])

    def _row(self, blocks: Sequence[Block]) -> list[str]:
        """The row's cells; the blocks of one cell stand in one line."""
        return [" ".join(map(self._line, cell)) for _, cell in groupby(blocks, lambda block: self._above(block, "cell"))]

    def _above(self, block: Block, tag: str) -> int:
        """The row of the nearest table, tr or cell element around a block; -1 outside of one."""
        element = block.document.element[block.index]
        return self._nearest[tag][element] if element >= 0 else -1

    @cached_property
    def _nearest(self) -> dict[str, list[int]]:
        tags = {"table": frozenset({"table"}), "tr": frozenset({"tr"}), "cell": frozenset({"td", "th"})}
        return {name: _nearest(self._elements, wanted) for name, wanted in tags.items()}

    def _line(self, block: Block) -> str:
        """The block's text in one line."""
        return " ".join(_Inline(block, self._url).lines())

    def _lines(self, block: Block) -> list[str]:
        """The block's text, each line as it may begin a line of the output."""
        return [_unblocked(line) for line in _Inline(block, self._url).lines()]


def _shape(block: Block, known: Set[Kind]) -> Kind:
    """The kind a block is written as."""
    if block.role is Role.HEADLINE:
        return Kind.HEADING
    return block.kind if block.kind in known else Kind.PARAGRAPH


def _nearest(elements: Elements, tags: Set[str]) -> list[int]:
    """For every element the nearest one with such a tag, itself or above it; -1 where there is none."""
    nearest: list[int] = []
    for row, (tag, parent) in enumerate(zip(elements.tag, elements.parent, strict=True)):
        nearest.append(row if tag in tags else nearest[parent] if parent >= 0 else -1)
    return nearest


def _piped(cells: Iterable[str]) -> list[str]:
    return [cell.replace("|", r"\|") for cell in cells]


def _unblocked(line: str) -> str:
    """A line of inline Markdown that does not read as the beginning of a list, a quote, a heading, a rule or a table."""
    start = _LINE_START.match(line)
    if not start:
        return line
    place = start.end() if start[0].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def _longest(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, _BACKTICKS.findall(text)), default=0)


class _Inline:
    """The text of one block with its links and emphasis.

    Two forms of each character: as the page has it, to see what stands beside a mark, and escaped, to write.
    """

    def __init__(self, block: Block, base: str) -> None:
        self._text = _SPACE.sub(" ", block.text)
        self._written = list(self._text)
        for special in _SPECIAL.finditer(self._text):
            self._written[special.start()] = "\\" + special[0]
        self._links = _links(block.spans, base)
        self._codes = _merged(block.spans, "code")
        self._styles = [("**", _merged(block.spans, "strong")), ("_", _merged(block.spans, "em"))]

    def lines(self) -> list[str]:
        """The lines of the block that are not empty, without space around them."""
        return [line for raw in self._markdown().split("\n") if (line := raw.strip())]

    def _markdown(self) -> str:
        out, at = [], 0
        for start, end, target in self._links:
            before = self._coded(at, start)
            out.append(before[:-1] + r"\!" if before.endswith("!") else before)  # "![" would be a picture
            out.append(self._linked(start, end, target))
            at = end
        return "".join([*out, self._coded(at, len(self._text))])

    def _linked(self, start: int, end: int, target: str) -> str:
        first, last = self._trimmed(start, end)
        if first == last:
            return self._plain(start, end)
        return f"{self._plain(start, first)}[{self._coded(first, last)}]({target}){self._plain(last, end)}"

    def _coded(self, start: int, end: int) -> str:
        """The characters start..end, what is code in backticks, the rest with its emphasis."""
        parts = _parts(start, end, self._codes)
        return "".join(_code(self._text[low:high]) if inside else self._styled(low, high, (low, high)) for low, high, inside in parts)

    def _styled(self, start: int, end: int, around: tuple[int, int], depth: int = 0) -> str:
        """The characters start..end with the styles from `depth` on; `around` is the part that marks already enclose."""
        if depth == len(self._styles):
            return self._plain(start, end)
        mark, ranges = self._styles[depth]
        out = []
        for low, high, inside in _parts(start, end, ranges):
            first, last = self._trimmed(low, high)
            if inside and first < last and self._is_free(first, last, around):
                inner = self._styled(first, last, (first, last), depth + 1)
                out.append(f"{self._plain(low, first)}{mark}{inner}{mark}{self._plain(last, high)}")
            else:
                out.append(self._styled(low, high, around, depth + 1))
        return "".join(out)

    def _is_free(self, first: int, last: int, around: tuple[int, int]) -> bool:
        """Whether no word goes on beyond the ends: marks inside a word, or between a word and a bracket, open and close nothing."""
        return (first == around[0] or _parts_words(self._text[first - 1])) and (last == around[1] or _parts_words(self._text[last]))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The ends without white space; equal if there is nothing else."""
        text = self._text[start:end]
        first = start + len(text) - len(text.lstrip())
        return first, max(first, start + len(text.rstrip()))

    def _plain(self, start: int, end: int) -> str:
        return "".join(self._written[start:end])


def _parts_words(character: str) -> bool:
    """Whether CommonMark lets emphasis open behind or close before this character."""
    return character in " \n" or character in _ASCII_PUNCTUATION or category(character)[0] == "P"


def _code(text: str) -> str:
    """A code span; it knows no escapes, so its fence is longer than any run of backticks inside."""
    code = text.strip()
    if not code:
        return text
    fence = "`" * (_longest(code) + 1)
    space = " " if code.startswith("`") or code.endswith("`") else ""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return before + fence + space + code.replace("\n", " ") + space + fence + after


def _parts(start: int, end: int, ranges: _Ranges) -> Iterator[tuple[int, int, bool]]:
    """start..end cut at the ends of the ranges, each part with whether it lies in one; the ranges are disjoint and in order."""
    at = start
    for place in range(bisect_right(ranges, start, key=lambda span: span[1]), len(ranges)):
        low, high = max(ranges[place][0], start), min(ranges[place][1], end)
        if low >= end:
            break
        if at < low:
            yield at, low, False
        yield low, high, True
        at = high
    if at < end:
        yield at, end, False


def _merged(spans: Iterable[Span], kind: str) -> _Ranges:
    """Where the spans of one kind are, those that touch or overlap as one."""
    ranges: list[tuple[int, int]] = []
    for span in spans:
        if span.kind != kind:
            continue
        if ranges and span.start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], span.end))
        else:
            ranges.append((span.start, span.end))
    return tuple(ranges)


def _links(spans: Iterable[Span], base: str) -> list[tuple[int, int, str]]:
    """Start, end and target of the links that can be written; of two that overlap, the first."""
    links: list[tuple[int, int, str]] = []
    for span in spans:
        if span.kind == "link" and (not links or span.start >= links[-1][1]) and (target := _target(span.href, base)):
            links.append((span.start, span.end, target))
    return links


def _target(href: str, base: str) -> str:
    """The address as Markdown can hold it, absolute if the page's own is known; "" for a script, data, or no address at all."""
    href = _DROPPED_BY_BROWSERS.sub("", href).strip()
    scheme = _SCHEME.match(href)
    if not href or (scheme and scheme[1].lower() not in _LINKED):
        return ""
    try:
        address = urljoin(base, href)
    except ValueError:  # not even a browser makes an address of "http://[news"
        return ""
    return _ENTITY.sub("&amp;", _NOT_IN_TARGETS.sub(lambda found: f"%{ord(found[0]):02X}", address))
