"""Site config files of FiveFilters' Full-Text RSS: read line by line, and turned into profiles.

A file is named after its host ("example.com.txt"; ".example.com.txt" is for every host below example.com) and has a directive a line:
`body: //div[@id='story']`. What selects blocks becomes a profile's selectors, in CSS where CSS can say it and else as the XPath that it is;
what is about other things is kept as it stands. Nothing is dropped: every line that is no comment has its row, with what became of it.

strip_id_or_class has two meanings: the documentation says that the value may be any part of a class or id, newer readers take it for the
whole name. A part is a trap ("ad" is in "header"), so it is the whole name here, and the start or end of one only where the value says so
itself by a hyphen or underscore at that end ("ad_").
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path as File
from typing import NamedTuple

from cleanpage import resources
from cleanpage.errors import BadData, BadXPath, NotCss
from cleanpage.model import ARTICLE_TEXT, Role
from cleanpage.profiles.css import attribute, matching, translate
from cleanpage.profiles.reader import volatile
from cleanpage.profiles.values import METADATA, Expectation, Layout, Profile
from cleanpage.profiles.xpath import Expression, Filter, Path, Step, alternatives, literals
from cleanpage.selectors import is_xpath, refusal
from cleanpage.words import name_words

SOURCE = "imported from ftr-site-config"
"""What an imported profile says of itself."""

_METADATA = {"title": "title", "author": "authors", "date": "published"}
_STRIPS = frozenset({"strip", "strip_attr", "strip_id_or_class"})
_TESTS = frozenset({"test_url", "test_contains"})
KNOWN = frozenset({"body", *_METADATA, *_STRIPS, *_TESTS})
"""The directives whose values become parts of a profile."""

_VALUES = {"content": "meta", "datetime": "time"}  # attributes that hold what an element of this tag says
_ONLY_ONE = frozenset({"h1", "time", "meta", "title"})  # of others a page has many, and only the first is meant

_LONGEST_FILE = 1_000_000  # bytes; the longest public one has some 10,000
_SHORTEST_NAME = 2  # letters and digits
_HYPHENS = "-_"
_NO_NAME = re.compile(r"[.#,*>\[\]()]")  # a selector, several names, a pattern: what it matches is no element
_NO_QUOTES = dict.fromkeys(map(ord, "'\""))
_CALL = re.compile(r"(\w+)\s*\((.*?)\)\s*:(.*)")
_HOST = re.compile(r"\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_NOTHING = Step("self", "")


class Outcome(StrEnum):
    """What became of a line."""

    CSS = "css"
    XPATH = "xpath"
    TEST = "test"
    KEPT = "kept"
    REFUSED = "refused"

    @property
    def rank(self) -> int:
        """How far it is from being used as CSS."""
        return list(Outcome).index(self)


class Directive(NamedTuple):
    """A line of a file: its number from 1, name, what stands in brackets behind the name, and the value; "" where there is none."""

    line: int
    name: str
    argument: str
    value: str


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """A file as it stands: its host ("example.com" or "*.example.com"), and its lines without comments, in order."""

    host: str
    directives: tuple[Directive, ...]


class Row(NamedTuple):
    """What became of a line: the selectors that it gave, the reason where it, or a part of it, gave none, and what is selected."""

    directive: Directive
    outcome: Outcome
    selectors: tuple[str, ...] = ()
    reason: str = ""
    role: Role | None = None


def host_of(name: str) -> str:
    """The host that a file is for, by its name: ".example.com.txt" -> "*.example.com"; "" for a name that is no host's."""
    host = name.lower().removesuffix(".txt").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return f"*{host}" if host.startswith(".") and _HOST.fullmatch(host) else host if _HOST.fullmatch(host) else ""


def read(path: File) -> SiteConfig:
    """The file as it stands; raises BadData for one that is no site config, OSError if it cannot be read."""
    if path.stat().st_size > _LONGEST_FILE:
        raise BadData(f"{path}: longer than {_LONGEST_FILE:,} bytes: no site config")
    host = host_of(path.name)
    if not host:
        raise BadData(f"{path}: not named after a host")
    return parsed(path.read_bytes(), host, str(path))


def parsed(source: bytes, host: str, file: str) -> SiteConfig:
    """The directives of a file; raises BadData if there is none, or if it is no text.

    Bytes that are not UTF-8 become lone surrogates: their line is refused.
    """
    if b"\0" in source:
        raise BadData(f"{file}: no text: it holds NUL characters, as UTF-16 and binary files do")
    lines = source.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = tuple(_directive(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#")
    if not any(directive.name for directive in found):
        raise BadData(f"{file}: no line with a directive (NAME: VALUE)")
    return SiteConfig(host, found)


def _directive(number: int, line: str) -> Directive:
    call = _CALL.match(line)
    if call:
        return Directive(number, call[1], call[2], call[3].strip())
    name, colon, value = line.partition(":")
    return Directive(number, name.strip(), "", value.strip()) if colon else Directive(number, "", "", line)


# --- lines ------------------------------------------------------------------------------------------------------------------------


class _Side(NamedTuple):
    """What becomes of one side of a union: like a row, of one selector."""

    outcome: Outcome
    selector: str = ""
    reason: str = ""
    role: Role | None = None


def rows(config: SiteConfig) -> tuple[Row, ...]:
    """What becomes of each line, in order."""
    return tuple(map(_row, config.directives))


def _row(directive: Directive) -> Row:
    name, value = directive.name, directive.value
    if any("\udc80" <= sign <= "\udcff" for sign in value):
        return Row(directive, Outcome.REFUSED, reason="not UTF-8")
    if name not in KNOWN:
        return _unread(directive)
    if not value:
        return Row(directive, Outcome.REFUSED, reason="no value")
    if name in _TESTS:
        return Row(directive, Outcome.TEST)
    if name == "strip_id_or_class":
        return _of_sides(directive, [_named(value)])
    try:
        sides = alternatives(value)
    except BadXPath as error:
        return Row(directive, Outcome.REFUSED, reason=f"no XPath: {error}")
    return _of_sides(directive, (_side(name, written, expression) for written, expression in sides))


def _unread(directive: Directive) -> Row:
    kept: Mapping[str, str] = resources.toml("ftr.toml")["kept"]
    if directive.name in kept:
        return Row(directive, Outcome.KEPT, reason=kept[directive.name])
    if not directive.name:
        return Row(directive, Outcome.REFUSED, reason="no directive: a line is NAME: VALUE")
    near = get_close_matches(directive.name.lower(), sorted(KNOWN | kept.keys()), 1)
    return Row(directive, Outcome.REFUSED, reason=f"unknown directive{f'; is it {near[0]}?' if near else ''}")


def _of_sides(directive: Directive, sides: Iterable[_Side]) -> Row:
    """The row of a value by its sides: usable if one of them is."""
    found = list(sides)
    used = [side for side in found if side.selector]
    reason = "; ".join(dict.fromkeys(side.reason for side in found if not side.selector))
    if not used:
        return Row(directive, max((side.outcome for side in found), key=lambda outcome: outcome.rank), reason=reason)
    outcome = max((side.outcome for side in used), key=lambda outcome: outcome.rank)
    selectors = tuple(dict.fromkeys(side.selector for side in used))
    return Row(directive, outcome, selectors, f"in part: {reason}" if reason else "", used[0].role)


def _side(name: str, written: str, expression: Expression) -> _Side:
    """A side of an expression: in CSS, as XPath, or as the reason why not."""
    owner, value = attribute(expression)
    if value and name in _STRIPS:
        return _Side(Outcome.KEPT, reason="an attribute, not text")
    last = _last(owner)
    if value and (name not in _METADATA or last.test not in ("*", _VALUES.get(value))):
        return _Side(Outcome.KEPT, reason=f"an attribute ({value}), not text")
    try:
        css = ", ".join(translate(owner))
    except BadXPath as error:
        return _Side(Outcome.REFUSED, reason=str(error))
    except NotCss as error:
        if value and not written.endswith(f"/@{value}"):
            return _Side(Outcome.KEPT, reason=f"an attribute ({value}), not text")
        return _run(name, written.removesuffix(f"/@{value}") if value else written, last, str(error))
    if name in _METADATA and "[" not in css and last.test not in _ONLY_ONE:
        return _Side(Outcome.KEPT, reason="the first of many elements, which no selector can say")
    return _checked(css, Outcome.CSS, _role(name, last))


def _run(name: str, written: str, last: Step, why: str) -> _Side:
    """What CSS cannot say, as the XPath that it is, if that selects elements."""
    if last == _NOTHING or (last.test.endswith(")") and last.axis not in ("self", "parent")):
        if name in _METADATA:
            return _Side(Outcome.KEPT, reason="a text put together, not an element")
        return _Side(Outcome.REFUSED, reason=f"{why}, no element: a block is kept or removed whole")
    return _checked(written if is_xpath(written) else f"//{written}", Outcome.XPATH, _role(name, last))


def _named(value: str) -> _Side:
    """The value of strip_id_or_class as a selector (the module's docstring says how it is taken)."""
    name = value.partition(" #")[0].translate(_NO_QUOTES).strip()  # a comment behind it
    if is_xpath(name):
        return _Side(Outcome.REFUSED, reason="no name; an XPath belongs to strip")
    if sum(map(str.isalnum, name)) < _SHORTEST_NAME:
        return _Side(Outcome.REFUSED, reason=f"{value}: too short to be a name")
    if sign := _NO_NAME.search(name):
        return _Side(Outcome.REFUSED, reason=f"{value}: no name: {sign[0]} is no part of one")
    first, last = name[0] in _HYPHENS, name[-1] in _HYPHENS
    if len(name.split()) > 1 or (first and last):
        css = [matching("class", "*=", name), matching("id", "*=", name)]
    elif last:
        css = [matching("class", "^=", name), matching("class", "*=", f" {name}"), matching("id", "^=", name)]
    elif first:
        css = [matching("class", "$=", name), matching("class", "*=", f"{name} "), matching("id", "$=", name)]
    else:
        css = [matching("class", "~=", name), matching("id", "=", name)]
    return _checked(", ".join(css), Outcome.CSS, _role_by_name([name]))


def _checked(selector: str, outcome: Outcome, role: Role) -> _Side:
    if why := refusal(selector):
        return _Side(Outcome.REFUSED, reason=f"{selector!r} {why}")
    if name := volatile(selector):
        return _Side(Outcome.REFUSED, reason=f"{name!r} looks made up by a style library and changes with its next build")
    return _Side(outcome, selector, role=role)


# --- roles ------------------------------------------------------------------------------------------------------------------------


def _role(directive: str, last: Step) -> Role:
    """The role of what a directive selects; that of a stripped element is named by its tag, or else by its class."""
    if directive == "body":
        return Role.BODY
    if directive in _METADATA:
        return METADATA[_METADATA[directive]]
    return _tags().get(last.test.lower()) or _role_by_name(literals(last))


def _role_by_name(names: Iterable[str]) -> Role:
    """The one role that class names stand for; "other" where none or several do, or one of article text: stripped text is none."""
    words = [name_words(name) for name in names]
    tokens = [token for name in words for token in (*name, *(f"{one} {two}" for one, two in pairwise(name)))]
    found = {role for role in map(_tokens().get, tokens) if role}
    return found.pop() if len(found) == 1 and not found & ARTICLE_TEXT else Role.OTHER


@cache
def _tokens() -> Mapping[str, Role]:
    groups = ((Role(role), group) for role, table in resources.toml("markup.toml").items() for group in table.values())
    return {token: role for role, group in groups for token in group}


@cache
def _tags() -> Mapping[str, Role]:
    return {tag: Role(role) for role, tags in resources.toml("ftr.toml")["roles"].items() for tag in tags}


def _last(expression: Expression) -> Step:
    """The step that selects; of what is not a path, one that selects nothing."""
    match expression:
        case Path(_, (*_, last)):
            return last
        case Path(Filter(inner), ()) | Filter(inner):
            return _last(inner)
    return _NOTHING


# --- profiles ---------------------------------------------------------------------------------------------------------------------


def profile(config: SiteConfig, found: Iterable[Row]) -> Profile | None:
    """The profile of a file from the rows of its lines; None where no line gave a selector.

    Several body lines are tried in order, so each has a layout of its own; what is stripped is stripped in every one.
    """
    usable = [row for row in found if row.selectors and row.role]
    stripped = _by_role(row for row in usable if row.directive.name in _STRIPS)
    bodies = dict.fromkeys(row.selectors for row in usable if row.directive.name == "body")
    layouts = [Layout({Role.BODY: body, **stripped}) for body in bodies] or ([Layout(stripped)] if stripped else [])
    metadata = {
        field: tuple(dict.fromkeys(selector for row in usable if row.directive.name == name for selector in row.selectors))
        for name, field in _METADATA.items()
    }
    if not usable:
        return None
    return Profile(
        host=config.host,
        layouts=tuple(layouts),
        metadata={field: selectors for field, selectors in metadata.items() if selectors},
        tests=tuple(_expectations(config.directives)),
        source=SOURCE,
        notes=_notes(usable),
    )


def _by_role(found: Iterable[Row]) -> dict[Role, tuple[str, ...]]:
    """Role -> selectors, in the order of the roles; a selector has one role."""
    roles: dict[str, Role] = {}
    for row in found:
        for selector in row.selectors:
            roles.setdefault(selector, row.role or Role.OTHER)
    return {role: group for role in Role if (group := tuple(selector for selector, of in roles.items() if of is role))}


def _notes(found: Iterable[Row]) -> dict[str, str]:
    """Selector -> the line that it comes from."""
    notes: dict[str, str] = {}
    for row in found:
        for selector in row.selectors:
            notes.setdefault(selector, f"line {row.directive.line}: {row.directive.name}: {row.directive.value}")
    return notes


def _expectations(directives: Iterable[Directive]) -> Iterator[Expectation]:
    """A test_url with the test_contains lines behind it."""
    tests: list[Expectation] = []
    for directive in directives:
        if not directive.value or directive.name not in _TESTS:
            continue
        if directive.name == "test_url":
            tests.append(Expectation(directive.value))
        else:
            before = tests.pop() if tests else Expectation()
            tests.append(replace(before, contains=(*before.contains, directive.value)))
    yield from dict.fromkeys(tests)
