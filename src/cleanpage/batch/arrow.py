"""Record batches of pages in, record batches of rows out: the one function that every cluster engine runs, and the schema of its rows.

A batch is cleaned where it lies. Nothing but the batch is looked at, so an engine may run it anywhere, in any order, and twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from cleanpage.batch.page import Page, Record, Unreadable
from cleanpage.batch.pool import Limits, Pool, map_pages
from cleanpage.batch.rows import Row, failure_row, page_row
from cleanpage.errors import BatchError, MissingExtra
from cleanpage.model import Failure

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise MissingExtra.of(error, "parquet") from error

ARTICLE = pa.schema(
    [
        ("id", pa.string()),
        ("url", pa.string()),
        ("outlet", pa.string()),
        ("title", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published", pa.string()),  # ISO 8601, as far as the page tells: a timestamp would invent the hour and the time zone
        ("language", pa.string()),
        ("text", pa.string()),
        ("removed", pa.list_(pa.struct([("role", pa.string()), ("blocks", pa.int32()), ("reason", pa.string())]))),
        ("probability", pa.float64()),
        ("profile", pa.string()),
        ("seconds", pa.float64()),
    ]
)
"""An article's row; what nothing was said of is null."""

FAILURE = pa.schema([("id", pa.string()), ("stage", pa.string()), ("error", pa.string()), ("message", pa.string())])
"""A failure's row."""

OUTCOME = pa.schema([*ARTICLE, *(field for field in FAILURE if field.name != "id")])
"""A row of either: `error` is null in an article's, `text` in a failure's."""

_SYNTAXES = {"html": None, "text": "text"}  # by column, first things first; like files: HTML is often text in disguise, text seldom HTML
_NO_PAGE = "the row has no page: html and text are null"


def clean_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A row of OUTCOME for every row of the batch, in its order; a page that fails has one too, which says at what stage and why.

    The page is in the column `html` or, where that is missing or null, in `text`, which is flattened text; either may hold bytes or
    strings. The columns `url` and `id` are optional; a row without an id goes by its url, or else by "". Other columns are ignored.
    Raises BatchError if there is no column of pages, or one of these columns is of a type that it cannot be of.
    """
    return as_batch(map(_row, map_pages(page_row, pages(batch), jobs=1)))


class Cleaner:
    """`clean_batch` within limits: through a worker process that serves one batch after the other, until it is closed.

    A page that takes too long, takes too much memory or ends the process costs its own row, and a new process.
    """

    def __init__(self, limits: Limits) -> None:
        self._pool = Pool(page_row, jobs=1, limits=limits)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return as_batch(map(_row, self._pool.map(pages(batch))))

    def close(self) -> None:
        self._pool.close()


def clean_batches(batches: Iterable[pa.RecordBatch], *, limits: Limits) -> Iterator[pa.RecordBatch]:
    """Each of the batches as `clean_batch` gives it, through one `Cleaner`: what Spark calls for every partition."""
    with closing(Cleaner(limits)) as clean:
        yield from map(clean, batches)


def as_batch(rows: Iterable[Row], schema: pa.Schema = OUTCOME) -> pa.RecordBatch:
    """The rows, one column a field: null where a row does not have it. Half a surrogate pair, which is no character, becomes "?"."""
    listed = list(rows)
    try:
        return pa.RecordBatch.from_pylist(listed, schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist(_encodable(listed), schema)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value


def _row(outcome: Row | Failure) -> Row:
    return failure_row(outcome) if isinstance(outcome, Failure) else outcome


def pages(batch: pa.RecordBatch) -> Iterator[tuple[str, Page]]:
    """(id, page) of every row."""
    names = [name for name in _SYNTAXES if name in batch.schema.names]
    if not names:
        raise BatchError(f"no column html or text among {', '.join(batch.schema.names) or 'none'}; rename the one that holds the pages")
    columns = [(_bytes(batch, name), _holds_strings(batch.column(name).type), _SYNTAXES[name]) for name in names]
    for row, (id, url) in enumerate(zip(_strings(batch, "id"), _strings(batch, "url"), strict=True)):
        cells, of_strings, syntax = next((column for column in columns if column[0][row].is_valid), columns[0])
        read = _text if of_strings else Record
        yield id or url or "", read(cells[row].as_py(), url, syntax) if cells[row].is_valid else Unreadable(_NO_PAGE)


def _text(page: bytes, url: str | None, syntax: str | None) -> Page:
    """The page of a string. Arrow does not look whether it is UTF-8."""
    try:
        return Record(page.decode(), url, syntax)
    except UnicodeDecodeError as error:
        return Unreadable(f"the string is not UTF-8 ({error}); make the column one of bytes")


def _holds_strings(type: pa.DataType) -> bool:
    return (type.value_type if pa.types.is_dictionary(type) else type) in (pa.string(), pa.large_string(), pa.string_view())


def _strings(batch: pa.RecordBatch, name: str) -> Iterator[str | None]:
    """The column as strings, a byte that is not UTF-8 as "\\xe9", an integer in digits; without such a column, None for every row."""
    if name not in batch.schema.names:
        return (None for _ in range(batch.num_rows))
    return (value.as_py() and value.as_py().decode("utf-8", "backslashreplace") for value in _bytes(batch, name))


def _bytes(batch: pa.RecordBatch, name: str) -> pa.Array:
    """The column as bytes, whichever of Arrow's kinds of strings and bytes it is of, or an id of numbers."""
    if batch.schema.names.count(name) > 1:
        raise BatchError(f"there are several columns {name}; drop those that are not meant")
    column = batch.column(name)
    try:
        return (column.cast(pa.string()) if name == "id" and pa.types.is_integer(column.type) else column).cast(pa.large_binary())
    except pa.ArrowNotImplementedError as error:
        raise BatchError(f"the column {name} is of {column.type}, not of strings or bytes") from error
