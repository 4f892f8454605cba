"""What a run has done so far, in numbers that add up: read = written + failed + skipped."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from cleanpage.model import Outlet

_OUTLETS = 10_000  # outlets that are counted by name; a crawl has millions
_SEVERAL = 3  # pages: one may be of another kind
OTHER_OUTLETS = "(others)"


class Print(NamedTuple):
    """What is left of a text to compare it by; `exact` is a digest of it, `near` its MinHash as the library writes it."""

    exact: bytes
    near: bytes


class Done(NamedTuple):
    """What a worker sends of an article: its id, the bytes to be written, and what the run wants to know of it.

    `print` is None if nobody looks for duplicates, or the article has no words; `profile` is None if none is known for the page.
    `language` is None if nobody asks for one, "" if it cannot be told; an article that is not `wanted` has one that was not asked for.
    """

    id: str
    rendered: bytes
    outlet: str
    roles: Mapping[str, int]
    seconds: float
    print: Print | None = None
    profile: Outlet | None = None
    language: str | None = None
    wanted: bool = True


@dataclass
class Tally:
    """The numbers of a run, all its sittings together; `seconds` are the workers', `elapsed` the clock's.

    `languages` counts all articles, written or not, by the language that their words tell; it is empty if nobody asks for one.
    `profiles` has for each host with a profile its pages, and on how many of them the profile spoke.
    """

    read: int = 0
    written: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    elapsed: float = 0.0
    slowest: str = ""
    slowest_seconds: float = 0.0
    outlets: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    profiles: dict[str, list[int]] = field(default_factory=dict)

    def add_article(self, done: Done) -> None:
        """A page that was cleaned; whether it was written or skipped is for the caller to count."""
        self.read += 1
        self.seconds += done.seconds
        if done.seconds > self.slowest_seconds:
            self.slowest, self.slowest_seconds = done.id, done.seconds
        if done.profile:
            pages, spoke = self.profiles.get(done.profile.host, (0, 0))
            self.profiles[done.profile.host] = [pages + 1, spoke + bool(done.profile.spoke)]
        if done.language is not None:
            self.languages[done.language] = self.languages.get(done.language, 0) + 1
        for role, blocks in done.roles.items():
            self.roles[role] = self.roles.get(role, 0) + blocks

    def add_written(self, outlet: str) -> None:
        self.written += 1
        name = outlet if outlet in self.outlets or len(self.outlets) < _OUTLETS else OTHER_OUTLETS
        self.outlets[name] = self.outlets.get(name, 0) + 1

    def add_failed(self, error: str) -> None:
        self.read += 1
        self.failed += 1
        self.errors[error] = self.errors.get(error, 0) + 1

    def stale(self) -> list[str]:
        """A warning for each profile that speaks of no page any more, of several."""
        silent = ((host, pages) for host, (pages, spoke) in sorted(self.profiles.items()) if not spoke and pages >= _SEVERAL)
        return [f"the profile of {host} matched 0 of {pages} pages: the site has changed" for host, pages in silent]

    def summary(self) -> dict[str, Any]:
        """The numbers for people and programs, the largest outlets, roles, errors and languages first."""
        numbers = asdict(self)
        numbers["pages_a_second"] = round(self.read / self.elapsed, 2) if self.elapsed else None
        for name in ("seconds", "elapsed", "slowest_seconds"):
            numbers[name] = round(numbers[name], 3)
        for name in ("outlets", "roles", "errors", "languages"):
            numbers[name] = dict(Counter(numbers.pop(name)).most_common())
        return numbers
