"""Packaged data files, read and checked: what a file may not hold is an error that names file and key."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import rtoml

from cleanpage.errors import BadData

_PACKAGE = files("cleanpage")
_DATA = _PACKAGE / "data"


@cache
def toml(name: str) -> Mapping[str, Any]:
    """The packaged table data/`name`; raises BadData if it is not TOML."""
    return read_toml((_DATA / name).read_text("utf-8"), name)


def read_toml(text: str, file: str) -> Mapping[str, Any]:
    """The table that a text in TOML says; raises BadData, naming file and place, if it is not TOML.

    By rtoml: the packaged files take it 15 ms, tomllib 130, and a first page waits for them.
    """
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        raise BadData(f"{file}: {error}") from error


def listing(folder: str, suffix: str) -> tuple[str, ...]:
    """Names of the packaged files data/`folder`/NAME`suffix`, without the suffix, sorted."""
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in (_DATA / folder).iterdir() if entry.name.endswith(suffix)))


def binary(name: str) -> bytes:
    """The bytes of data/`name`."""
    return (_DATA / name).read_bytes()


def optional(name: str) -> bytes | None:
    """The bytes of data/`name`, None if there is no such file."""
    try:
        return binary(name)
    except FileNotFoundError:
        return None


def source(module: str) -> bytes:
    """The source of a module of this package, "words.py"; nothing where it is installed without."""
    try:
        return (_PACKAGE / module).read_bytes()
    except FileNotFoundError:
        return b""


def strings(table: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    """table[key] as a list of non-empty strings; raises BadData, naming file and key, for anything else."""
    value = table[key]
    if not isinstance(value, list) or not set(map(type, value)) <= {str} or not all(map(str.strip, value)):
        raise BadData(f"{file}: {key}: must be a list of non-empty strings")
    return tuple(value)


def refuse_unknown(table: Mapping[str, Any], known: frozenset[str], file: str) -> None:
    """Raises BadData that names the first key of `table` that is not known."""
    for key in table:
        if key not in known:
            raise BadData(f"{file}: unknown key {key!r}; known: {', '.join(sorted(known))}")
