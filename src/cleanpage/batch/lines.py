"""JSON lines: a value as a line, and back. Quick (msgspec) where the line is plain JSON in UTF-8, which nearly all are."""

import json
from typing import Any

import msgspec


def line(value: Any) -> bytes:
    """The value as one line of JSON in UTF-8, without its line end; half a surrogate pair, which is no character, becomes "?"."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def value(line: bytes) -> Any:
    """The value of a line, which may have whatever Python's own reader allows, a byte order mark or half a surrogate pair among it.

    Raises ValueError or RecursionError for what is no JSON.
    """
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return json.loads(line)
