"""A profile's file, read strictly: what is misspelt, cannot match or will not last is refused, with file and key."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from cleanpage.errors import BadData
from cleanpage.model import Role
from cleanpage.profiles.lines import is_fingerprint, template
from cleanpage.profiles.values import METADATA, Expectation, Layout, Profile, file_name, host_of, host_of_file
from cleanpage.resources import read_toml, refuse_unknown, strings
from cleanpage.selectors import refusal

_KEYS = frozenset({"layout", "phrases", "fingerprints", "text", "metadata", "test"})
_LAYOUT_KEYS = frozenset({"since", "until", "complete", "select"})
_TEXT_KEYS = frozenset({"phrases", "fingerprints", "begin", "end"})
_TEST_KEYS = frozenset({"url", "contains", "lacks"})
_ROLES = frozenset(map(str, Role))
_SOURCE = "# source:"

_CSS_NAME = re.compile(r"[\w-]{5,}")
# What style libraries make up anew at every build: css-1x2y3z, sc-bdVaJa, svelte-1tky8bj; Story_lead__kXzQw; e1x7q20, jtqpft, gxzgwD.
_LIBRARY = re.compile(r"(?:css|sc|jsx|jss|svelte|emotion|styled|makeStyles)-[0-9A-Za-z]{5,8}(?:-\d+)?")
_LETTERS = re.compile(r"(?=.*(?i:[bcdfghj-np-tv-xz]{5}))[A-Za-z]{5,8}|[a-z]{3,6}[A-Z]{1,2}")
_LAST_PART = re.compile(r"(?:__|_|-|^)([0-9A-Za-z]{5,12})$")
_ADDRESS = re.compile(r"""(["'])[^"']*[/:][^"']*\1""")  # "https" has five consonants, too
_SIZES = re.compile(r"\d\d+x\d\d+")


def read(path: Path) -> Profile:
    """The profile in HOST.toml; raises BadData that names file and key, OSError if the file cannot be read."""
    host = host_of_file(path.name)
    asked = host_of(f"//{host}").removeprefix("www.")
    if host != asked:
        raise BadData(f"{path}: pages of that host are looked up as {file_name(asked)}; rename it")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: not UTF-8: {error.reason}") from error
    return parsed(text, host, str(path))


def parsed(written: str, host: str, file: str) -> Profile:
    """The profile of a host from the text of its file; raises BadData that names file and key."""
    table = read_toml(written, file)
    refuse_unknown(table, _KEYS, file)
    text_only, of_text = _table(table, "text", file), f"{file}: text"
    refuse_unknown(text_only, _TEXT_KEYS, of_text)
    return Profile(
        host=host,
        layouts=tuple(_layout(layout, f"{file}: layout {i}") for i, layout in enumerate(_tables(table, "layout", file), 1)),
        phrases=_by_role(table, "phrases", file, _phrases),
        fingerprints=_by_role(table, "fingerprints", file, _fingerprints),
        text_phrases=_by_role(text_only, "phrases", of_text, _phrases),
        text_fingerprints=_by_role(text_only, "fingerprints", of_text, _fingerprints),
        begin=_phrases(text_only, "begin", of_text) if "begin" in text_only else (),
        end=_phrases(text_only, "end", of_text) if "end" in text_only else (),
        metadata=_metadata(_table(table, "metadata", file), f"{file}: metadata"),
        tests=tuple(_expectation(test, f"{file}: test {i}") for i, test in enumerate(_tables(table, "test", file), 1)),
        source=_source(written),
    )


def volatile(css: str) -> str:
    """The first name in a selector that a style library seems to have made up, and will make up anew; "" if there is none.

    >>> volatile("div.css-1x2y3z > p"), volatile("div.story-body")
    ('css-1x2y3z', '')
    """
    return next((name for name in _CSS_NAME.findall(_ADDRESS.sub("", css)) if _is_volatile(name)), "")


def _is_volatile(name: str) -> bool:
    if _LIBRARY.fullmatch(name) or _LETTERS.fullmatch(name):
        return True
    part = _LAST_PART.search(name)
    if part is None or _SIZES.search(part[1]):
        return False
    kinds = ["0" if letter.isdigit() else "A" if letter.isupper() else "a" for letter in part[1]]
    changes = sum(one != two and "0" in (one, two) for one, two in pairwise(kinds))
    humps = sum(one == "a" and two == "A" for one, two in pairwise(kinds))
    return changes >= 2 or (len(kinds) <= 6 and (humps >= 2 or (humps == 1 and "0" in kinds)))


# --- parts ------------------------------------------------------------------------------------------------------------------------


def _layout(table: Mapping[str, Any], file: str) -> Layout:
    refuse_unknown(table, _LAYOUT_KEYS, file)
    since, until = (_day(table, key, file) for key in ("since", "until"))
    if since and until and since > until:
        raise BadData(f"{file}: until: {until} lies before since = {since}")
    select = _by_role(table, "select", file, _selectors)
    return Layout(select, since, until, _complete(table, select, file))


def _complete(table: Mapping[str, Any], select: Mapping[Role, tuple[str, ...]], file: str) -> bool:
    value = table.get("complete", False)
    if not isinstance(value, bool):
        raise BadData(f"{file}: complete: must be true or false")
    if value and not select.get(Role.BODY):
        raise BadData(f"{file}: complete: there is no selector of the body that could be it")
    return value


def _by_role(table: Mapping[str, Any], key: str, file: str, values: Any) -> dict[Role, tuple[str, ...]]:
    roles = _table(table, key, file)
    refuse_unknown(roles, _ROLES, f"{file}: {key}")
    return {Role(role): values(roles, role, f"{file}: {key}") for role in roles}


def _metadata(table: Mapping[str, Any], file: str) -> dict[str, tuple[str, ...]]:
    refuse_unknown(table, frozenset(METADATA), file)
    return {name: _selectors(table, name, file) for name in table}


def _expectation(table: Mapping[str, Any], file: str) -> Expectation:
    refuse_unknown(table, _TEST_KEYS, file)
    url = table.get("url", "")
    if not isinstance(url, str):
        raise BadData(f"{file}: url: must be a string")
    return Expectation(url, *(strings(table, key, file) if key in table else () for key in ("contains", "lacks")))


def _source(text: str) -> str:
    first = text.partition("\n")[0]
    return first.removeprefix(_SOURCE).strip() if first.startswith(_SOURCE) else ""


# --- values -----------------------------------------------------------------------------------------------------------------------


def _table(table: Mapping[str, Any], key: str, file: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise BadData(f"{file}: {key}: must be a table")
    return value


def _tables(table: Mapping[str, Any], key: str, file: str) -> list[Mapping[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadData(f"{file}: {key}: must be tables, each under [[{key}]]")
    return value


def _day(table: Mapping[str, Any], key: str, file: str) -> date | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise BadData(f"{file}: {key}: must be a day, such as 2026-11-30")
    return value


def _selectors(table: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    """One selector or a list of them."""
    found = (table[key],) if isinstance(table[key], str) else strings(table, key, file)
    for css in found:
        if why := refusal(css):
            raise BadData(f"{file}: {key}: {css!r} {why}")
        if name := volatile(css):
            raise BadData(f"{file}: {key}: {css!r}: {name!r} looks made up by a style library and changes with its next build")
    return found


def _phrases(table: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    found = strings(table, key, file)
    for phrase in found:
        if not template(phrase).strip("# "):
            raise BadData(f"{file}: {key}: {phrase!r} has no word")
    return found


def _fingerprints(table: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    found = strings(table, key, file)
    for mark in found:
        if not is_fingerprint(mark):
            raise BadData(f"{file}: {key}: {mark!r} is no fingerprint: 16 digits of 0-9a-f")
    return found
