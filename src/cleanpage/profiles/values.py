"""Profile: what is known of one outlet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from cleanpage.model import Document, Evidence, Outlet, Role
from cleanpage.profiles.known import Known

METADATA = {"title": Role.HEADLINE, "authors": Role.BYLINE, "published": Role.DATELINE, "topics": Role.TOPIC}
"""What a [metadata] selector may be for, with the role of the blocks that it selects."""

COMPLETE = "complete"
"""The key of a layout, and of its note."""

WILDCARD = "_"  # in the name of a file: a star may not stand in one everywhere


@dataclass(frozen=True)
class Layout:
    """One look of the outlet's pages: role -> CSS selectors, and its first and last day where they are known.

    complete: all of the body stands under the body's selectors, and nothing elsewhere is article text
    """

    select: Mapping[Role, tuple[str, ...]]
    since: date | None = None
    until: date | None = None
    complete: bool = False

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The selectors that tell whether a page has this layout: those of the body, or any where it has none."""
        return self.select.get(Role.BODY) or tuple(css for group in self.select.values() for css in group)

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
    text_phrases, text_fingerprints: as phrases and fingerprints, in flattened text only
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
    text_phrases: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    text_fingerprints: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
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
    def in_html(self) -> Known:
        """What is looked up in the lines of HTML pages."""
        return Known(pairs(self.phrases), pairs(self.fingerprints))

    @cached_property
    def in_text(self) -> Known:
        """What is looked up in the lines of flattened text."""
        phrases = pairs(self.phrases) + pairs(self.text_phrases)
        return Known(phrases, pairs(self.fingerprints) + pairs(self.text_fingerprints), self.begin, self.end)

    def known(self, syntax: str) -> Known:
        """What is looked up in the lines of pages of that syntax."""
        return self.in_text if syntax == "text" else self.in_html

    @property
    def summary(self) -> str:
        """What is in it, in numbers."""
        lines = len(self.in_text.phrases + self.in_text.fingerprints)
        parts = {"layout": len(self.layouts), "selector": len(self.selectors), "line": lines, "marker": len(self.begin + self.end)}
        return ", ".join(f"{count} {name}{'s' * (count > 1)}" for name, count in parts.items() if count) or "nothing"

    def find(self, document: Document) -> Iterator[Evidence]:
        """What the profile says of a document that was segmented with its `selectors`; nothing where nothing matches."""
        from cleanpage.profiles.evidence import find

        return find(self, document)

    def outlet(self, document: Document, found: Iterable[Evidence]) -> Outlet | None:
        """What of the profile spoke of a document in which it found this; None if it holds nothing for pages of that syntax."""
        from cleanpage.profiles.evidence import spoke

        held = self.known(document.syntax) or (document.syntax == "html" and self.selectors)
        return Outlet(self.host, spoke(self, document, found)) if held else None

    def save(self, folder: Path) -> Path:
        """Write the profile with its notes to its file in `folder`, which is made if need be; returns the file. Raises OSError."""
        from cleanpage.profiles.writer import save

        return save(self, folder)


def pairs(groups: Mapping[Role, tuple[str, ...]]) -> tuple[tuple[Role, str], ...]:
    """Every line with its role."""
    return tuple((role, line) for role, lines in groups.items() for line in lines)


def file_name(host: str) -> str:
    """The name of a host's file: "example.com" -> "example.com.toml", "*.example.com" -> "_.example.com.toml"."""
    return f"{host.removeprefix('www.').replace('*.', f'{WILDCARD}.', 1)}.toml"


def host_of_file(name: str) -> str:
    """The host that a file is for: "_.example.com.toml" -> "*.example.com"."""
    host = name.removesuffix(".toml")
    return f"*{host[1:]}" if host.startswith(f"{WILDCARD}.") else host


def host_of(url: str | None) -> str:
    """The host of an address in small letters, without port and final dot; "" where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # "http://[half an IPv6 address"
        return ""
    host = host.rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # a label that is too long, or no name at all
        return host
