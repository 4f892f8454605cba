"""Names of authors out of what signs an article: "By Anna Beck and Tom Ray, staff writers" -> Anna Beck, Tom Ray.

The words are data (data/names.toml). What is left of a signature without them is a name if it looks like one: few words, no digits.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from cleanpage.resources import refuse_unknown, strings, toml
from cleanpage.words import fold

_FILE = "names.toml"
_TABLES = frozenset({"by", "and", "behind", "roles", "particles", "agencies"})

MOST = 100  # authors of one page
_MOST_SIGNATURES = 500
_LONGEST_SIGNATURE = 1000  # characters
_LONGEST, _MOST_WORDS = 70, 8  # of one name; "Center for Drug Evaluation and Research" is one
_TAG = re.compile(r"<[^<>]{0,300}>")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|（[^（）]{0,80}）")
_ADDRESSES = ("@", "://", "www.", ".com/", "mailto:")  # what is in a word that is an address and no name
_PARTS = re.compile(r"\s*[,;|/•·、，；：\n\t]+\s*|\s+[-–—]+\s+|\s*[–—]\s+")
_EDGES = " \u00a0.:-–—*_\"“”„»«'’‘,;|/&"
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


def names(signatures: Iterable[str]) -> tuple[str, ...]:
    """The names in these texts, in order, each once, at most MOST."""
    found: dict[str, str] = {}
    for signature in islice(signatures, _MOST_SIGNATURES):
        for name in _names(signature):
            found.setdefault(fold(name), name)
            if len(found) == MOST:
                return tuple(found.values())
    return tuple(found.values())


def is_signed(text: str) -> bool:
    """Whether a text opens with a word for "by"."""
    return _without_by(text) != text


def _names(signature: str) -> Iterator[str]:
    text = html.unescape(signature[:_LONGEST_SIGNATURE])
    text = " ".join(word for word in _TAG.sub(" ", text).split(" ") if not any(mark in word for mark in _ADDRESSES))
    parts = [part for part in _PARTS.split(_BRACKETS.sub(" ", text)) if part.strip(_EDGES)]
    pieces = [piece for part in parts for piece in _apart(_without_by(part.strip(_EDGES)))]
    kept = [name for piece in pieces if (name := _cleaned(piece)) and _looks_like_a_name(name)]
    whole = any(_is_whole(name) for name in kept)
    yield from (name for name in kept if not whole or _is_whole(name))


def _cleaned(piece: str) -> str:
    """The piece without the word for "by" before it, the profession behind it, and quotation marks around it."""
    name = _without_by(" ".join(piece.split()).strip(_EDGES))
    for word in _words("behind"):
        name = name.removesuffix(word)
    return name.strip(_EDGES)


def _without_by(text: str) -> str:
    """The text behind a word for "by", which a space or a colon must follow; the text itself if there is none."""
    match = _opening().match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    return text if fold(match[0]) in _folded("particles") and not _is_whole(rest) else rest


def _apart(text: str) -> list[str]:
    """The text parted at words for "and" if names stand on both sides; an "and" may belong to the name of an organisation."""
    pieces = _joining().split(text)
    return pieces if len(pieces) > 1 and all(_is_whole(piece.strip(_EDGES)) for piece in pieces) else [text]


def _is_whole(name: str) -> bool:
    """Whether this can be all of a name: two to four words, an agency, or a word of a script without spaces."""
    return 2 <= len(name.split()) <= 4 or fold(name) in _folded("agencies") or (not name.isascii() and " " not in name and len(name) <= 4)


def _looks_like_a_name(name: str) -> bool:
    if len(name) > _LONGEST or not _LETTER.search(name) or _DIGIT.search(name) or len(name.split()) > _MOST_WORDS:
        return False
    return fold(name) not in _folded("roles") and len(name) > 1


@cache
def _words(table: str) -> tuple[str, ...]:
    """The words of a table of all languages, the longest first; raises BadData."""
    data = toml(_FILE)
    refuse_unknown(data, _TABLES, _FILE)
    return tuple(sorted({word for language in data[table] for word in strings(data[table], language, _FILE)}, key=len, reverse=True))


@cache
def _folded(table: str) -> frozenset[str]:
    return frozenset(map(fold, _words(table)))


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, _words('by')))})(?:\s*[:：/]\s*|\s+|$)", re.IGNORECASE)


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, _words('and')))})\s+", re.IGNORECASE)
