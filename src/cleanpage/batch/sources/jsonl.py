"""JSON lines: an object a line, its page in a column of HTML or of flattened text; .jsonl or .ndjson, also .gz, .bz2 or .zst.

A line that is no such object is a page that cannot be read; blank lines are none. Where the file is cut off or damaged, one more
such page stands for the rest of it.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any, NamedTuple
from zlib import crc32

from cleanpage.batch.compression import bare, unpacked
from cleanpage.batch.lines import value
from cleanpage.batch.page import Item, Place, Record, unreadable
from cleanpage.batch.sources import Columns
from cleanpage.errors import BadRecord
from cleanpage.pipeline import MAX_BYTES

_MAX_LINE = 2 * MAX_BYTES  # JSON escapes quotes and line ends; a page of the largest size allowed fits


def accepts(source: str) -> bool:
    """Whether the file's name is one of JSON lines."""
    return PurePath(bare(source)).suffix.lower() in (".jsonl", ".ndjson") and not os.path.isdir(source)


def records(source: str, columns: Columns, name: str = "") -> Iterator[Item]:
    """The pages line by line, not looked into; a page without an id or url goes by the file's name and the line's number."""
    size = max(os.path.getsize(source), 1)
    name, number = name or os.path.basename(source), 0
    with open(source, "rb") as raw:
        try:
            with unpacked(raw, source) as file:
                for number, line in enumerate(_lines(file), 1):
                    if line.strip():
                        yield _item(f"{name}:{number}", line, columns, raw.tell() / size)
        except BadRecord as error:
            yield unreadable(f"{name}:{number + 1}", str(error), 1.0)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; of one that is too long only the first _MAX_LINE bytes."""
    while line := file.readline(_MAX_LINE):
        if len(line) == _MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        yield line


def _item(place: str, line: bytes, columns: Columns, share: float) -> Item:
    if len(line) == _MAX_LINE:
        return unreadable(place, f"the line is longer than {_MAX_LINE:,} bytes", share)
    return Item(Place(place, f"{crc32(line):08x}", share), Line(line, columns))


class Line(NamedTuple):
    """A line that a worker will take apart: that costs more than to send it."""

    content: bytes
    columns: Columns

    @property
    def id(self) -> str | None:
        """The id of its record, or else its url; None if it has neither, or is none."""
        try:
            return _id(self._row(), self.columns)
        except BadRecord:
            return None

    def read(self) -> Record:
        """The record; raises BadRecord where there is none."""
        row, columns = self._row(), self.columns
        url = row.get(columns.url)
        for name, syntax in ((columns.html, None), (columns.text, "text")):
            page = row.get(name)
            if isinstance(page, str):
                return Record(page, url if isinstance(url, str) else None, syntax, _id(row, columns))
        there = ", ".join(sorted(row)[:20]) or "none"
        raise BadRecord(f"no string in a column {columns.html} or {columns.text}; the columns are {there}")

    def _row(self) -> dict[str, Any]:
        try:
            row = value(self.content)
        except (ValueError, RecursionError) as error:
            raise BadRecord(f"the line is no JSON: {error}") from error
        if not isinstance(row, dict):
            raise BadRecord(f"the line holds no object, but {type(row).__name__}")
        return row


def _id(row: Mapping[str, Any], columns: Columns) -> str | None:
    return next((str(row[name]) for name in (columns.id, columns.url) if row.get(name) not in (None, "")), None)
