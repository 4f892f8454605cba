"""Profile: what is known of one outlet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from cleanpage.model import Document, Evidence, Outlet, Role
from cleanpage.profiles.lines import fingerprint, is_fingerprint, keys, part, template
from cleanpage.words import words

METADATA = {"title": Role.HEADLINE, "authors": Role.BYLINE, "published": Role.DATELINE, "topics": Role.TOPIC}
"""What a [metadata] selector may be for, with the role of the blocks that it selects."""

COMPLETE = "complete"
"""The key of a layout, and of its note."""

WILDCARD = "_"  # in the name of a file: a star may not stand in one everywhere
_FEWEST_WORDS = 5  # of a phrase that is looked for inside lines; a label, a name, must be the whole line

T = TypeVar("T")


@dataclass(frozen=True)
class Layout:
    """One look of the outlet's pages: role -> CSS selectors, and its first and last day where they are known.

    complete: all of the body stands under the body's selectors, and nothing elsewhere is article text
    """

    select: Mapping[Role, tuple[str, ...]]
    since: date | None = None
    until: date | None = None
    complete: bool = False

    def covers(self, day: date | None) -> bool:
        """Whether the layout was in use on that day; an unknown day may be any."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


@dataclass(frozen=True)
class Expectation:
    """Sentences that the text of a page must and must not hold, wherever the page has them."""

    url: str = ""
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """All that is known of one outlet; every part may be empty.

    host: "example.com", or "*.example.com" for every host below it
    phrases: role -> what lines of that role say; "#" stands for a number, a name of a month or day for any; what ends with a colon stands
        for lines that go on behind it, too
    fingerprints: role -> hashes of such lines (`lines.fingerprint`)
    begin, end: lines of flattened text, or their fingerprints: the article stands behind the first of `begin` that a page has, and before
        the first of `end`
    metadata: one of METADATA -> CSS selectors
    notes: a selector, phrase, fingerprint or marker, or COMPLETE -> the comment that is written above it; a file that is read gives none
    source: where the profile is from, in a clause
    """

    host: str
    layouts: tuple[Layout, ...] = ()
    phrases: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    fingerprints: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    begin: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tests: tuple[Expectation, ...] = ()
    source: str = ""
    notes: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def selectors(self) -> tuple[str, ...]:
        """Every CSS selector of the profile once, in the order of the file: what the segmenter looks for."""
        of_layouts = (css for layout in self.layouts for group in layout.select.values() for css in group)
        return tuple(dict.fromkeys([*of_layouts, *(css for group in self.metadata.values() for css in group)]))

    @cached_property
    def whole(self) -> Mapping[str, Role]:
        """The templates that the phrases are looked up by; of two roles of a line the first counts."""
        return _first((key, role) for role, phrases in self.phrases.items() for phrase in phrases for key in keys(phrase))

    @cached_property
    def sentences(self) -> Mapping[str, Role]:
        """Those of the templates that are looked for inside longer lines, too."""
        return {line: role for line, role in self.whole.items() if len(words(line)) >= _FEWEST_WORDS}

    @cached_property
    def lines(self) -> Mapping[str, Role]:
        """The fingerprints of all lines that name a role."""
        of_phrases = ((fingerprint(line), role) for line, role in self.whole.items())
        return _first([*of_phrases, *((mark, role) for role, group in self.fingerprints.items() for mark in group)])

    @cached_property
    def marks(self) -> Mapping[int, str]:
        """The fingerprints of all lines, markers included, each by the checksum of the whole line: what it ends with."""
        return {int(mark[8:], 16): mark for known in (self.lines, *self.markers) for mark in known}

    @cached_property
    def openings(self) -> frozenset[int]:
        """Of the lines that are known by their fingerprints alone: the checksums of the words that they begin with."""
        given = (*chain.from_iterable(self.fingerprints.values()), *self.begin, *self.end)
        return frozenset(int(mark[:8], 16) for mark in given if is_fingerprint(mark))

    @cached_property
    def parts(self) -> frozenset[str]:
        """Of the lines that are known in words: what a text with one of them holds."""
        markers = (template(line) for line in (*self.begin, *self.end) if not is_fingerprint(line))
        return frozenset(map(part, chain(self.whole, markers)))

    @property
    def has_lines(self) -> bool:
        """Whether anything of it is looked up line by line."""
        return bool(self.phrases or self.fingerprints or self.begin or self.end)

    @cached_property
    def markers(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The fingerprints of the lines behind which the article stands, and of those before which it does: their places among them."""
        return _places(self.begin), _places(self.end)

    @property
    def summary(self) -> str:
        """What is in it, in numbers."""
        lines = sum(len(group) for groups in (self.phrases, self.fingerprints) for group in groups.values())
        parts = {"layout": len(self.layouts), "selector": len(self.selectors), "line": lines, "marker": len(self.begin + self.end)}
        return ", ".join(f"{count} {name}{'s' * (count > 1)}" for name, count in parts.items() if count) or "nothing"

    def find(self, document: Document) -> Iterator[Evidence]:
        """What the profile says of a document that was segmented with its `selectors`; nothing where nothing matches."""
        from cleanpage.profiles.evidence import find

        return find(self, document)

    def outlet(self, document: Document, found: Iterable[Evidence]) -> Outlet | None:
        """What of the profile spoke of a document in which it found this.

        None for flattened text, if it holds nothing for that.
        """
        from cleanpage.profiles.evidence import spoke

        return Outlet(self.host, spoke(self, document, found)) if document.syntax == "html" or self.has_lines else None

    def save(self, folder: Path) -> Path:
        """Write the profile with its notes to its file in `folder`, which is made if need be; returns the file. Raises OSError."""
        from cleanpage.profiles.writer import save

        return save(self, folder)


def _places(lines: Iterable[str]) -> Mapping[str, int]:
    return _first((line if is_fingerprint(line) else fingerprint(template(line)), place) for place, line in enumerate(lines))


def _first(pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """The first value of each key."""
    found: dict[str, T] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def file_name(host: str) -> str:
    """The name of a host's file: "example.com" -> "example.com.toml", "*.example.com" -> "_.example.com.toml"."""
    return f"{host.removeprefix('www.').replace('*.', f'{WILDCARD}.', 1)}.toml"


def host_of_file(name: str) -> str:
    """The host that a file is for: "_.example.com.toml" -> "*.example.com"."""
    host = name.removesuffix(".toml")
    return f"*{host[1:]}" if host.startswith(f"{WILDCARD}.") else host
