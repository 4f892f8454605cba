"""Markdown: CommonMark, with the tables of GitHub's dialect; a parser reads the page's own text back, character by character.

Every character of the page that Markdown could take for markup is escaped. Links go outermost, then code, strong and emphasis, whatever
the page's order; where Markdown's rules would not read a mark as one (strong that begins inside a word), the text goes without it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple
from unicodedata import category

from cleanpage.inline import address
from cleanpage.model import Article, Block, Kind, Role, Span
from cleanpage.structure import Box, Path, heading_level, paths, readable, shared

_Ranges = tuple[tuple[int, int], ...]

_SPECIAL = re.compile(r"[\\`*~\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")  # "snake_case" and "R&B" mean what they say
_LINE_START = re.compile(r"[>#=+|:-]|\d{1,9}(?=[.)])")
_SPACE = re.compile(r"[^\S\n ]")
_LINE_END = re.compile(r"\r\n?|\n")
_BACKTICKS = re.compile(r"`+")
_MARKS = {"ul": ("-", "*"), "ol": (".", ")")}
_MARKED = frozenset({*_MARKS, "li", "blockquote"})
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LINKED = frozenset({"http", "https", "mailto", "tel", "ftp"})
_NOT_IN_TARGETS = re.compile(r"[\x00-\x20\x7f<>()\[\]\\`]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks; the headline is "# ", lists and quotes stand in each other as on the page."""
    page = _Page()
    for chunk in _chunks(readable(article, roles)):
        page.write(chunk)
    return "\n".join(page.lines)


class _Chunk(NamedTuple):
    """Lines that are one paragraph, heading, code block or table, and the boxes around them that Markdown knows."""

    path: Path
    lines: Sequence[str]


def _chunks(blocks: Sequence[Block]) -> Iterator[_Chunk]:
    for table, run in groupby(zip(blocks, paths(blocks), strict=True), lambda item: _table(item[1])):
        if table is None:
            yield from (_Chunk(_marked(path), _block(block)) for block, path in run)
        else:
            yield _table_chunk(table, list(run))


def _table(path: Path) -> Box | None:
    return next((box for box in path if box.tag == "table"), None)


def _marked(path: Path) -> Path:
    return tuple(box for box in path if box.tag in _MARKED)


def _block(block: Block) -> list[str]:
    if level := heading_level(block):
        line = _line(block)
        return [f"{'#' * level} {line[:-1]}\\#" if line.endswith("#") else f"{'#' * level} {line}"]
    if block.kind is Kind.CODE:
        fence = "`" * max(3, _longest(block.text) + 1)
        return [fence, *_LINE_END.split(block.text), fence]
    return "\\\n".join(map(_unblocked, _Inline(block).lines())).split("\n")


def _table_chunk(table: Box, cells: Sequence[tuple[Block, Path]]) -> _Chunk:
    place = cells[0][1].index(table)
    rows = [_row(list(row), place + 2) for _, row in groupby(cells, lambda item: item[1][place + 1])]
    rule = ["---"] * max(map(len, rows))
    rows[0] += [""] * (len(rule) - len(rows[0]))  # other rows may be shorter
    return _Chunk(_marked(cells[0][1][:place]), [f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]]])


def _row(cells: Sequence[tuple[Block, Path]], place: int) -> list[str]:
    """The row's cells, the columns without text among them; the blocks of one cell stand in one line."""
    row: list[str] = []
    for cell, blocks in groupby(cells, lambda item: item[1][place]):
        row += [""] * cell.skipped
        row.append(" ".join(_line(block) for block, _ in blocks).replace("|", r"\|"))
    return row


def _line(block: Block) -> str:
    return " ".join(_Inline(block).lines())


class _Page:
    """The lines so far, each behind the marks of the boxes that it stands in: "- " and then "  " for an entry, "> " for a quote."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._path: Path = ()
        self._margins: list[str] = []  # what stands before all lines of a box but its first; one a box of the path
        self._marks: dict[Box, str] = {}  # the mark of a list's entries
        self._entries: Counter[Box] = Counter()

    def write(self, chunk: _Chunk) -> None:
        same = shared(self._path, chunk.path)
        opened = chunk.path[same:]
        if self.lines and not self._is_tight(same, opened):
            self.lines.append("".join(self._margins[:same]).rstrip())
        begun = [self._begun(place, chunk.path) for place in range(same, len(chunk.path))]
        first = "".join([*self._margins[:same], *begun])
        self._margins[same:] = [mark if mark == "> " else " " * len(mark) for mark in begun]
        self._path = chunk.path
        margin = "".join(self._margins)
        self.lines.append(first + chunk.lines[0])
        self.lines += [margin + line if line else margin.rstrip() for line in chunk.lines[1:]]

    def _is_tight(self, same: int, opened: Path) -> bool:
        """Whether the next entry of a list opens, or a list right below the text of its entry: no empty line is needed.

        One that begins with another number than 1 would go on with that text.
        """
        if not opened:
            return False
        below = same == len(self._path) > 0 and self._path[-1].tag == "li"
        return opened[0].tag == "li" or (below and opened[0].tag in _MARKS and opened[0].first == 1)

    def _begun(self, place: int, path: Path) -> str:
        """What stands before the first line of the box at this place; a list beside one of its kind has other marks, or they were one."""
        box = path[place]
        if box.tag == "blockquote":
            return "> "
        if box.tag == "li":
            around = path[place - 1]
            number = around.first + self._entries[around]
            self._entries[around] += 1
            return f"{number if around.tag == 'ol' else ''}{self._marks[around]} "
        ended = self._path[place : place + 1]
        usual, other = _MARKS[box.tag]
        self._marks[box] = other if ended and self._marks.get(ended[0]) == usual else usual
        return ""


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
    """The text of one block with its links and emphasis."""

    def __init__(self, block: Block) -> None:
        self._text = _SPACE.sub(" ", block.text)
        self._links = _links(block.spans, block.document.base)
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
        out, at = [], start
        for low, high, inside in _parts(start, end, ranges):
            first, last = self._trimmed(low, high)
            if inside and first < last and self._is_free(first, last, around):
                inner = self._styled(first, last, (first, last), depth + 1)
                out += [self._styled(at, first, around, depth + 1), f"{mark}{inner}{mark}"]
                at = last
        return "".join([*out, self._styled(at, end, around, depth + 1)])

    def _is_free(self, first: int, last: int, around: tuple[int, int]) -> bool:
        """Whether no word goes on beyond the ends: marks inside a word, or between a word and a bracket, open and close nothing."""
        return (first == around[0] or _parts_words(self._text[first - 1])) and (last == around[1] or _parts_words(self._text[last]))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The ends without white space; equal if there is nothing else."""
        text = self._text[start:end]
        first = start + len(text) - len(text.lstrip())
        return first, max(first, start + len(text.rstrip()))

    def _plain(self, start: int, end: int) -> str:
        """The characters start..end, escaped; what stands at their ends may stand beside a mark."""
        return _SPECIAL.sub(r"\\\g<0>", self._text[start:end])


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
    found = address(href, base)
    scheme = _SCHEME.match(found)
    if scheme and scheme[1].lower() not in _LINKED:
        return ""
    return _ENTITY.sub("&amp;", _NOT_IN_TARGETS.sub(lambda found: f"%{ord(found[0]):02X}", found))
