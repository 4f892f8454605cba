"""A Parquet file, a row a page: its page in a column of HTML or of flattened text, of strings or of bytes.

A row without a page is a page that cannot be read; so is the rest of a file that cannot be read on.
"""

import os
from collections.abc import Iterator
from typing import Any

from cleanpage.batch.page import Item, Page, record, unreadable
from cleanpage.batch.sources import Columns
from cleanpage.errors import BadRecord, BatchError, DecodeError, MissingExtra

_ROWS = 32  # rows in memory; pages are large


def accepts(source: str) -> bool:
    """Whether the file's name is one of Parquet."""
    return source.lower().endswith((".parquet", ".pq")) and not os.path.isdir(source)


def records(source: str, columns: Columns, name: str = "") -> Iterator[Item]:
    """The pages row by row; a page's id is that of its record, or its url, or else the file's name and the row's number, from 0.

    Raises MissingExtra without pyarrow, OSError, BatchError if it is no Parquet or its columns are not what they should be.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise MissingExtra.of(error, "parquet") from error
    try:
        file = ParquetFile(source)
    except pa.ArrowException as error:
        raise BatchError(f"{source} is no Parquet, or is cut off: {error}") from error
    names = {name: column for column, name in vars(columns).items() if name in file.schema_arrow.names}
    if not {"html", "text"} & set(names.values()):
        there = ", ".join(file.schema_arrow.names) or "none"
        raise BatchError(f"{source} has no column {columns.html} or {columns.text}; name it by --column html=NAME; there are {there}")
    _check_types(file, names)
    return _items(file, name or os.path.basename(source), names)


def _check_types(file: Any, names: dict[str, str]) -> None:
    """Raises BatchError if a column is not of strings or bytes."""
    import pyarrow as pa

    fields = [file.schema_arrow.field(name).with_name(column) for name, column in names.items()]
    list(_pages(pa.RecordBatch.from_pylist([], pa.schema(fields))))


def _items(file: Any, source: str, names: dict[str, str]) -> Iterator[Item]:
    import pyarrow as pa

    row = 0
    total = max(file.metadata.num_rows, 1)
    with file:
        try:
            for batch in file.iter_batches(_ROWS, columns=list(names), use_threads=False):
                for id, page in _pages(batch.rename_columns([names[name] for name in batch.schema.names])):
                    yield _item(id or f"{source}:{row}", page, (row + 1) / total)
                    row += 1
        except (pa.ArrowException, OSError) as error:
            yield unreadable(f"{source}:{row}", f"{source} is damaged at row {row}, and its rest cannot be read: {error}", 1.0)


def _pages(batch: Any) -> Iterator[tuple[str, Page]]:
    from cleanpage.batch.arrow import pages

    return pages(batch)


def _item(id: str, page: Page, share: float) -> Item:
    try:
        return record(id, page.read(), share)
    except (BadRecord, DecodeError) as error:
        return unreadable(id, str(error), share)
