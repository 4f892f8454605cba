"""Flattened text: one block a line, and hard-wrapped lines put together again where the text shows that it was wrapped.

A region between two long lines was wrapped if its sentences run on from line to line just where the next word would have crossed one
common margin. Text whose lines end at every inline tag ("According to", "Reuters", ", the ministry said") breaks its sentences
anywhere, shows no such margin and stays as it is.

What is only layout is left out of a block's text: bullets, the "#" or the underline of a heading, the hyphen of a word parted at the
margin, zero-width characters. A number or an en dash before an entry may be a rank, a date or speech: it stays.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise
from typing import NamedTuple
from unicodedata import category

from cleanpage.model import Document, Kind, Span
from cleanpage.words import fold, words

_INVISIBLE = ("\u200b", "\u2060", "\ufeff")
_JOINERS = "\u200c\u200d"
_SOFT_HYPHEN = "\u00ad"
_RARE_BREAK = re.compile("[\v\f\x85\u2028\u2029]")

_DOTS = "•‣◦⁃∙▪▫■□●○"
_MARKS = frozenset("#*-–0123456789" + _DOTS)
_HASHES = re.compile(r"(#{1,6}) (?=\S)")
_DOT = re.compile(rf"[{_DOTS}] ?(?=\S)")
_MARK = re.compile(r"([*–-]|\d{1,3}(?=[.)]))[.)]? (?=\S)")
_UNDERLINE = re.compile(r"={4,}|-{4,}")
_REACH = 8  # lines from one entry to the next: entries may be wrapped, or have a paragraph below

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
_ZERO = re.compile(f"[{_SOFT_HYPHEN}{''.join(char for char in map(chr, range(0x300, 0x2070)) if category(char) in ('Mn', 'Cf'))}]")
_SPACELESS = re.compile(  # Thai, Lao, Burmese, Khmer, Chinese and Japanese, with their punctuation; Korean has spaces
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003fffd]"
)
_SPACELESS_WORD = 6  # columns: Chinese lines end up to two characters early lest a line begin with a full stop; Thai words are short
_WORD_END = re.compile(rf"\s|{_SPACELESS.pattern}")

_MARGINS = range(60, 101)
_ENDS = frozenset(".!?…:;。．！？：；؟؛۔।॥։።។။")
_CLOSERS = "\"'”’»)]」』）"
_NEVER_FIRST = frozenset(",.;:!?)]}")
_LABEL = 20  # characters: shorter lines are labels, and no sentence runs on from a label
_ENOUGH = 8  # votes for a margin: a few lines of one length are chance, or a list's template
_AGREE = 0.8  # of all sentences cut by a line's end
_HYPHENS = "-\u2010"

_URL = re.compile(r"https?://[^\s<>\"“”«»。，、（）]+")
_URL_TAIL = ".,;:!?)]}'’"


class _Line(NamedTuple):
    """A line that is not empty, or several put together. `first` and `last` count source lines from 1."""

    text: str
    source: str
    first: int
    last: int
    gap: int
    indent: int
    kind: Kind = Kind.PARAGRAPH
    level: int = 0


def segment(page: str, url: str | None, selectors: Sequence[str] = ()) -> Document:
    """The blocks of flattened text, each with its source lines; never raises, empty text has none. No selector matches a line."""
    lines = _headed(_listed(list(_lines(page))))
    blocks = [block for _, region in groupby(lines, _is_long) for block in _unwrapped(list(region))]
    texts, _, first, last, gaps, indents, kinds, levels = zip(*blocks, strict=True) if blocks else [()] * len(_Line._fields)
    return Document(
        syntax="text",
        url=url,
        text=texts,
        kind=kinds,
        tag=("",) * len(blocks),
        level=levels,
        element=(-1,) * len(blocks),
        hidden=(False,) * len(blocks),
        spans=tuple(map(_links, texts)),
        lines=tuple(zip(first, last, strict=True)),
        gap=gaps,
        indent=indents,
    )


def _lines(page: str) -> Iterator[_Line]:
    """The lines with something to read, numbered as an editor does: form feeds and their like break a line but count for none."""
    for invisible in _INVISIBLE:
        page = page.replace(invisible, "")
    rare = _RARE_BREAK.search(page) is not None
    plain = not any(sign in page for sign in (_SOFT_HYPHEN, *_JOINERS))
    last = 0
    for number, source in enumerate(page.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        for piece in _RARE_BREAK.split(source) if rare else (source,):
            text = " ".join(piece.split()) if plain else _squeezed(piece)
            if text:
                yield _Line(text, piece, number, number, max(number - last - 1, 0), _indent(piece))
                last = number


def _squeezed(piece: str) -> str:
    """The words with one space between; a joiner stays behind a letter, where many scripts need it."""
    if _SOFT_HYPHEN in piece:
        piece = piece.replace(_SOFT_HYPHEN, "")
    found = piece.split()
    if any(joiner in piece for joiner in _JOINERS):
        found = [word for raw in found if (word := raw.lstrip(_JOINERS))]
    return " ".join(found)


def _indent(piece: str) -> int:
    """Columns of white space before the first word, a tab to the next multiple of eight."""
    return _columns(piece[: len(piece) - len(piece.lstrip())].expandtabs()) if piece[0].isspace() else 0


def _columns(text: str) -> int:
    """The width in a terminal: East Asian characters take two columns, combining marks none."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text)) - len(_ZERO.findall(text))


def _listed(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, list entries and headings marked as such.

    A dot or "#" tells alone. A dash, a star or a number does only beside another: alone it may be speech, a footnote, a date.
    """
    listed = list(lines)
    before, place = "", -1 - _REACH
    for i, line in enumerate(lines):
        if line.text[0] not in _MARKS:
            continue
        if match := _DOT.match(line.text):
            listed[i] = line._replace(text=line.text[match.end() :], kind=Kind.LIST_ITEM)
        elif match := _HASHES.match(line.text):
            listed[i] = line._replace(text=line.text[match.end() :], kind=Kind.HEADING, level=len(match[1]))
        elif match := _MARK.match(line.text):
            if i - place <= _REACH and _follows(before, match[1]):
                listed[place], listed[i] = _entry(lines[place], before), _entry(line, match[1])
            before, place = match[1], i
    return listed


def _follows(before: str, mark: str) -> bool:
    """Whether two marks may open neighbouring entries of a list: the same sign, or two numbers in a row."""
    return int(mark) == int(before) + 1 if mark.isdecimal() and before.isdecimal() else mark == before


def _entry(line: _Line, mark: str) -> _Line:
    text = line.text[2:] if mark in ("-", "*") else line.text
    return line._replace(text=text, kind=Kind.LIST_ITEM)


def _headed(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines, underlined ones made headings and their underlines dropped."""
    above: _Line | None = None
    for line in lines:
        if above is not None and _underlines(line, above):
            level = 1 if line.text[0] == "=" else 2
            above = above._replace(last=line.last, kind=Kind.HEADING, level=level)
            continue
        if above is not None:
            yield above
        above = line
    if above is not None:
        yield above


def _underlines(line: _Line, above: _Line) -> bool:
    """Whether a line is only a rule, about as long as the line right above it."""
    if line.text[0] not in "=-" or line.gap or above.kind is not Kind.PARAGRAPH or not _UNDERLINE.fullmatch(line.text):
        return False
    return abs(len(line.text) - _columns(above.text)) <= 2 and above.text[0] not in "=-"


def _is_long(line: _Line) -> bool:
    return len(line.text) > _MARGINS[-1]


def _unwrapped(region: Sequence[_Line]) -> Iterator[_Line]:
    """The blocks of a region: its lines, or its paragraphs if it was wrapped."""
    margin = _margin(region)
    if margin is None:
        yield from region
        return
    hyphenated = any(_hyphenated(line.text) for line in region)
    vocabulary = {word for line in region for word in words(fold(line.text))} if hyphenated else frozenset[str]()
    for paragraph in _paragraphs(region, margin):
        if _is_one(paragraph):
            yield _joined(paragraph, vocabulary)
        else:
            yield from paragraph


def _margin(region: Sequence[_Line]) -> int | None:
    """The column at which the region was wrapped; None if it was not.

    A line was cut at column c if it ends before c and could not have taken the next line's first word. The margin is the column at
    which most sentences were cut; if a good part of the sentences that run on were cut elsewhere, there is none.
    """
    breaks = [(above, below, _votes(above, below)) for above, below in pairwise(region) if _may_continue(above, below)]
    cut = sum(votes for _, _, votes in breaks)
    if cut < _ENOUGH:
        return None
    sentences, lines = [0] * len(_MARGINS), [0] * len(_MARGINS)
    for above, below, votes in breaks:
        width = _width(above)
        for column in range(max(width, _MARGINS[0]), min(width + _reach(below), _MARGINS[-1]) + 1):
            sentences[column - _MARGINS[0]] += votes
            lines[column - _MARGINS[0]] += 1
    at_margin, _, margin = max(zip(sentences, lines, _MARGINS, strict=True))
    return margin if at_margin >= max(_ENOUGH, _AGREE * cut) else None


def _may_continue(above: _Line, below: _Line) -> bool:
    """Whether the layout, apart from the lines' lengths, lets the lower line belong to the paragraph of the upper."""
    return below.first == above.last + 1 and below.kind is Kind.PARAGRAPH and above.kind is not Kind.HEADING


def _votes(above: _Line, below: _Line) -> int:
    """What a break says of the margin: nothing where no sentence runs on; two for a small letter, one where there are no capitals."""
    return _runs_on(above, below) * (1 + below.text[0].islower())


def _runs_on(above: _Line, below: _Line) -> bool:
    """Whether a sentence surely goes on from one line to the next, as far as letters can tell."""
    first = below.text[0]
    if first in _NEVER_FIRST:
        return True
    if not first.isalpha() or first.isupper() or first.istitle() or _URL.match(below.text):
        return False
    return len(above.text) >= _LABEL and not _ended(above.text)


def _ended(text: str) -> bool:
    """Whether a text closes with the end of a sentence, quotes and brackets aside."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def _width(line: _Line) -> int:
    """The columns of a source line, white space before it and inside it counted."""
    return _columns(line.source.rstrip().expandtabs())


def _reach(line: _Line) -> int:
    """How many columns short of the margin the line before this one may end: those of this one's first word."""
    end = _WORD_END.search(line.text)
    return _columns(line.text[: end.start()] if end else line.text) or _SPACELESS_WORD


def _paragraphs(region: Sequence[_Line], margin: int) -> Iterator[list[_Line]]:
    """The lines of a wrapped region, those of one paragraph together."""
    paragraph = [region[0]]
    for line in region[1:]:
        if _continues(paragraph, line, margin):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def _continues(paragraph: Sequence[_Line], below: _Line, margin: int) -> bool:
    """Whether a paragraph goes on with this line.

    Not every wrapper fills its lines: where the sentence runs on, a line of three quarters is full enough.
    """
    above, width = paragraph[-1], _width(paragraph[-1])
    if width > margin or not _may_continue(above, below) or not _aligned(paragraph, below):
        return False
    return width + _reach(below) >= margin or (width >= margin * 3 // 4 and _runs_on(above, below))


def _aligned(paragraph: Sequence[_Line], below: _Line) -> bool:
    """Whether a line begins where the paragraph's next line must: its first may stand further right, a list entry's further left."""
    if len(paragraph) > 1:
        return below.indent == paragraph[-1].indent
    first = paragraph[0]
    return below.indent >= first.indent if first.kind is Kind.LIST_ITEM else below.indent <= first.indent


def _is_one(lines: Sequence[_Line]) -> bool:
    """Whether full lines are one paragraph: two may also be a title and its byline, three a list of headlines.

    A small letter says as much as the end of a sentence; a third line, or a line that begins without capitals to tell, half of it.
    """
    many = len(lines) > 2 or lines[0].kind is Kind.LIST_ITEM
    runs_on = max((_votes(above, below) for above, below in pairwise(lines)), default=0)
    return many + runs_on + 2 * _ended(lines[-1].text) >= 3


def _joined(paragraph: Sequence[_Line], vocabulary: Set[str]) -> _Line:
    """The paragraph as one line."""
    pieces = [paragraph[0].text]
    for above, below in pairwise(paragraph):
        if _parts_a_word(above, below, vocabulary):
            pieces[-1] = pieces[-1][:-1]
        elif not _touch(above, below):
            pieces.append(" ")
        pieces.append(below.text)
    return paragraph[0]._replace(text="".join(pieces), last=paragraph[-1].last)


def _parts_a_word(above: _Line, below: _Line, vocabulary: Set[str]) -> bool:
    """Whether the hyphen at a line's end is only there for the margin: the text has the whole word somewhere else."""
    if not _hyphenated(above.text) or not below.text[0].islower():
        return False
    left, right = words(fold(above.text.rsplit(maxsplit=1)[-1])), words(fold(below.text.split(maxsplit=1)[0]))
    return bool(left and right) and left[-1] + right[0] in vocabulary


def _hyphenated(text: str) -> bool:
    return text[-1] in _HYPHENS and text[-2:-1].isalnum()


def _touch(above: _Line, below: _Line) -> bool:
    """Whether two lines join without a space: beside a character of a script without spaces, after a compound's or a soft hyphen."""
    if _SPACELESS.match(above.text[-1]) or _SPACELESS.match(below.text[0]):
        return True
    return (_hyphenated(above.text) and below.text[0].isalnum()) or above.source.rstrip().endswith(_SOFT_HYPHEN)


def _links(text: str) -> tuple[Span, ...]:
    """The bare addresses in a text, without the punctuation that closes the sentence around them."""
    if "://" not in text:
        return ()
    found = ((match.start(), match[0].rstrip(_URL_TAIL)) for match in _URL.finditer(text))
    return tuple([Span(start, start + len(href), "link", href) for start, href in found])
