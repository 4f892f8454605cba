"""Cuts flattened text into blocks: a paragraph a line, paragraphs between blank lines.

A block's text is its words. What is only layout is left out of it: bullets, the "#" and the underline of a heading, zero-width characters.
A dash or a number before an entry may be speech, a date or a rank: it stays in the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleanpage.model import Document, Kind, Span

_BULLETS = "•‣◦⁃∙▪▫■□●○"
_MARKED = frozenset("#*-–0123456789" + _BULLETS)
"""The characters a heading or a list entry can open with."""
_BULLET = re.compile(rf"(?:[{_BULLETS}]|[*-](?= ))\s*(?=\S)")
_HASHES = re.compile(r"(#{1,6}) (?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)] ")
_URL = re.compile(r"https?://[^\s<>\"“”«»。，、（）]+")
_URL_TAIL = ".,;:!?)]}'’"
_INVISIBLE = ("\u200b", "\ufeff", "\u2060")
_JOINERS = "\u200c\u200d"
_SOFT_HYPHEN = "\u00ad"
_BREAK = re.compile(r"[\v\f\x85\u2028\u2029]")
_WIDE_SPACE = "\u3000"


class _Line(NamedTuple):
    """A line that is not empty: its words, the source line it stands on (from 1), the empty lines and the columns before it."""

    text: str
    number: int
    gap: int
    indent: int
    kind: Kind = Kind.PARAGRAPH
    level: int = 0


def segment(page: str, url: str | None) -> Document:
    """The blocks of flattened text; the syntax is "text" and every block knows its source lines."""
    lines = [_marked(line) for line in _lines(page)]
    rows = len(lines)
    return Document(
        syntax="text",
        url=url,
        text=tuple([line.text for line in lines]),
        kind=tuple([line.kind for line in lines]),
        tag=("",) * rows,
        level=tuple([line.level for line in lines]),
        element=(-1,) * rows,
        hidden=(False,) * rows,
        spans=tuple([_links(line.text) for line in lines]),
        lines=tuple([(line.number, line.number) for line in lines]),
        gap=tuple([line.gap for line in lines]),
        indent=tuple([line.indent for line in lines]),
    )


def _lines(page: str) -> Iterator[_Line]:
    """The lines with something to read, as an editor counts them; form feeds and their like break a line but count for none."""
    for invisible in _INVISIBLE:
        page = page.replace(invisible, "")
    gap = 0
    for number, source in enumerate(page.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        texts = [(piece, text) for piece in _pieces(source) if (text := _squeezed(piece))]
        for piece, text in texts:
            yield _Line(text, number, gap, _indent(piece))
            gap = 0
        gap += not texts


def _pieces(source: str) -> list[str]:
    """What the rarer line breaks make of a source line."""
    return [source] if source.isascii() and "\f" not in source and "\v" not in source else _BREAK.split(source)


def _squeezed(piece: str) -> str:
    """The words with one space between; joiners stay after a letter, where scripts need them."""
    words = piece.split()
    if not piece.isascii():
        words = [word for raw in words if (word := raw.replace(_SOFT_HYPHEN, "").lstrip(_JOINERS))]
    return " ".join(words)


def _indent(piece: str) -> int:
    """Columns of white space before the first word, a tab to the next multiple of eight."""
    if not piece[0].isspace():
        return 0
    space = piece[: len(piece) - len(piece.lstrip())].expandtabs()
    return len(space) + space.count(_WIDE_SPACE)


def _marked(line: _Line) -> _Line:
    """The line with its kind, and without the mark that tells it."""
    if line.text[0] not in _MARKED:
        return line
    if bullet := _BULLET.match(line.text):
        return line._replace(text=line.text[bullet.end() :], kind=Kind.LIST_ITEM)
    if hashes := _HASHES.match(line.text):
        return line._replace(text=line.text[hashes.end() :], kind=Kind.HEADING, level=len(hashes[1]))
    return line


def _links(text: str) -> tuple[Span, ...]:
    """The bare addresses in a text, without the punctuation that closes the sentence around them."""
    if "://" not in text:
        return ()
    found = ((match.start(), match[0].rstrip(_URL_TAIL)) for match in _URL.finditer(text))
    return tuple([Span(start, start + len(href), "link", href) for start, href in found])
