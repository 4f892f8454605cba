"""Packaged data files, read and checked: what a file may not hold is an error that names file and key."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cleanpage.errors import BadData

_DATA = files("cleanpage") / "data"


@cache
def toml(name: str) -> Mapping[str, Any]:
    """The packaged table data/`name`; raises BadData if it is not TOML."""
    try:
        return tomllib.loads((_DATA / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{name}: {error}") from error


def listing(folder: str, suffix: str) -> tuple[str, ...]:
    """Names of the packaged files data/`folder`/NAME`suffix`, without the suffix, sorted."""
    return tuple(sorted(entry.name.removesuffix(suffix) for entry in (_DATA / folder).iterdir() if entry.name.endswith(suffix)))


def binary(name: str) -> bytes:
    """The bytes of data/`name`."""
    return (_DATA / name).read_bytes()


def strings(table: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    """table[key] as a list of non-empty strings; raises BadData, naming file and key, for anything else."""
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise BadData(f"{file}: {key}: must be a list of non-empty strings")
    return tuple(value)


def refuse_unknown(table: Mapping[str, Any], known: frozenset[str], file: str) -> None:
    """Raises BadData that names the first key of `table` that is not known."""
    for key in table:
        if key not in known:
            raise BadData(f"{file}: unknown key {key!r}; known: {', '.join(sorted(known))}")
