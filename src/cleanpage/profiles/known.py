"""The lines that a profile knows, ready to be looked up on pages of one syntax."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, count
from typing import TypeVar
from zlib import crc32

from cleanpage.model import Document, Role
from cleanpage.profiles.lines import fingerprint, is_fingerprint, keys, label, openings_of_dates, part, template, templates
from cleanpage.words import words

_FEWEST_WORDS = 5  # of a phrase that is looked for inside lines; a label, a name, must be the whole line
_NO_WORD = crc32(b"")

T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """Lines with their roles, in words and as fingerprints, and the markers: lines, or fingerprints, that the article stands between."""

    phrases: tuple[tuple[Role, str], ...] = ()
    fingerprints: tuple[tuple[Role, str], ...] = ()
    begin: tuple[str, ...] = ()
    end: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases or self.fingerprints or self.begin or self.end)

    @cached_property
    def sentences(self) -> Mapping[str, Role]:
        """The templates of phrases that are looked for inside longer lines, too."""
        return {line: role for line, role in self._whole.items() if len(words(line)) >= _FEWEST_WORDS}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The fingerprints of all lines that name a role."""
        of_phrases = ((fingerprint(line), role) for line, role in self._whole.items())
        return _first([*of_phrases, *((mark, role) for role, mark in self.fingerprints)])

    @cached_property
    def markers(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The fingerprints of the lines behind which the article stands, and of those before which it does: their places among them."""
        return _places(self.begin), _places(self.end)

    def lines(self, document: Document) -> dict[int, str]:
        """The lines that may be known, as templates, by their blocks: with an opening of those known, or a part of one.

        Only these are made comparable: of what is known by its fingerprint one line in ten, of what is known in words hardly more than it.
        """
        page = "\n".join((*document.folded, "")) if self._parts else ""
        found = {*self._opened(document), *chain.from_iterable(_holding(page, text) for text in self._parts)}
        places = sorted(found)
        return dict(zip(places, templates([document.folded[place] for place in places]), strict=True))

    def marked(self, lines: Mapping[int, str]) -> list[tuple[int, str]]:
        """The blocks whose line, or its label, is known, each with its fingerprint; those with labels come last."""
        labels = ((block, label(line)) for block, line in lines.items() if ":" in line)
        return [(block, mark) for block, line in chain(lines.items(), labels) if (mark := self._marks.get(crc32(line.encode())))]

    @cached_property
    def _whole(self) -> Mapping[str, Role]:
        """The templates that the phrases are looked up by; of two roles of a line the first counts."""
        return _first((key, role) for role, phrase in self.phrases for key in keys(phrase))

    @cached_property
    def _marks(self) -> Mapping[int, str]:
        """The fingerprints of all lines, markers included, each by the checksum of the whole line: what it ends with."""
        return {int(mark[8:], 16): mark for known in (self.roles, *self.markers) for mark in known}

    @cached_property
    def _openings(self) -> frozenset[int]:
        """Of the lines that are known by their fingerprints alone: the checksums of the words that they begin with."""
        given = (*(mark for _, mark in self.fingerprints), *self.begin, *self.end)
        return frozenset(int(mark[:8], 16) for mark in given if is_fingerprint(mark))

    @cached_property
    def _parts(self) -> frozenset[str]:
        """Of the lines that are known in words: what a text with one of them holds."""
        markers = (template(line) for line in (*self.begin, *self.end) if not is_fingerprint(line))
        return frozenset(map(part, chain(self._whole, markers)))

    def _opened(self, document: Document) -> Iterable[int]:
        """The blocks that have a known opening, by its checksum; where a known line may have none, those that may have none, too."""
        if not self._openings:
            return ()
        firsts = [said[0] if said else "" for said in document.words]
        different = set(firsts)
        wanted = {first for first in different if crc32(first.encode()) in self._openings}
        if _NO_WORD not in self._openings:
            return compress(count(), map(wanted.__contains__, firsts))
        wanted |= different & openings_of_dates()
        wanted.update(first for first in different if not first.isalpha())
        return chain(compress(count(), map(wanted.__contains__, firsts)), _numbered(document.folded))


def _holding(page: str, text: str) -> Iterator[int]:
    """The lines of the page, all of which end with a line break, that hold the text."""
    line = start = 0
    while 0 <= (at := page.find(text, start)) < len(page):
        line += page.count("\n", start, at)
        yield line
        line, start = line + 1, page.index("\n", at) + 1


def _numbered(folded: Sequence[str]) -> Sequence[int]:
    """The blocks with the sign that stands for a number in templates; it is rare."""
    return [block for block, text in enumerate(folded) if "#" in text] if "#" in "".join(folded) else ()


def _places(lines: Iterable[str]) -> Mapping[str, int]:
    return _first((line if is_fingerprint(line) else fingerprint(template(line)), place) for place, line in enumerate(lines))


def _first(pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """The first value of each key."""
    found: dict[str, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found
