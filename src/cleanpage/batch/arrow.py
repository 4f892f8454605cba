"""Record batches of pages in, record batches of rows out: the one function that every cluster engine runs, and the schema of its rows.

A batch is cleaned where it lies. Nothing but the batch is looked at, so an engine may run it anywhere, in any order, and twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cleanpage.batch.pool import map_pages
from cleanpage.batch.rows import article_row, failure_row
from cleanpage.errors import BadRecord, BatchError, DecodeError, MissingExtra
from cleanpage.model import Failure
from cleanpage.pipeline import clean

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


class Cell(NamedTuple):
    """A page as it lies in its column, in bytes; `is_string` if the column is of strings, not bytes."""

    page: bytes | None
    is_string: bool
    syntax: str | None
    url: str | None

    def read(self) -> bytes | str:
        """The page; raises BadRecord if there is none, DecodeError for a string that is not UTF-8: Arrow does not look."""
        if self.page is None:
            raise BadRecord("the row has no page: html and text are null")
        if not self.is_string:
            return self.page
        try:
            return self.page.decode()
        except UnicodeDecodeError as error:
            raise DecodeError(f"a string that is not UTF-8 ({error}); make the column one of bytes") from error


def clean_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A row of OUTCOME for every row of the batch, in its order; a page that fails has one too, which says at what stage and why.

    The page is in the column `html` or, where that is missing or null, in `text`, which is flattened text; either may hold bytes or
    strings. The columns `url` and `id` are optional; a row without an id goes by its url, or else by "". Other columns are ignored.
    Raises BatchError if there is no column of pages, or one of these columns is of a type that it cannot be of.
    """
    outcomes = map_pages(_cleaned, pages(batch), jobs=1)
    return as_batch(_row(outcome, url) for outcome, url in zip(outcomes, _strings(batch, "url"), strict=True))


def as_batch(rows: Iterable[Mapping[str, Any]], schema: pa.Schema = OUTCOME) -> pa.RecordBatch:
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


def _cleaned(id: str, cell: Cell) -> dict[str, Any]:
    return article_row(id, clean(cell.read(), url=cell.url, syntax=cell.syntax))


def _row(outcome: dict[str, Any] | Failure, url: str | None) -> dict[str, Any]:
    return failure_row(outcome) | {"url": url} if isinstance(outcome, Failure) else outcome


def pages(batch: pa.RecordBatch) -> Iterator[tuple[str, Cell]]:
    """(id, page) of every row."""
    names = [name for name in _SYNTAXES if name in batch.schema.names]
    if not names:
        raise BatchError(f"no column html or text among {', '.join(batch.schema.names) or 'none'}; rename the one that holds the pages")
    columns = [(_bytes(batch, name), _holds_strings(batch.column(name).type), _SYNTAXES[name]) for name in names]
    for row, (id, url) in enumerate(zip(_strings(batch, "id"), _strings(batch, "url"), strict=True)):
        pages, is_string, syntax = next((column for column in columns if column[0][row].is_valid), columns[0])
        yield id or url or "", Cell(pages[row].as_py(), is_string, syntax, url)


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
