"""Rows in Parquet, in shards, with the schema of `cleanpage.batch.arrow`."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from cleanpage.batch.durable import complete
from cleanpage.batch.lines import line, value
from cleanpage.batch.rows import article_row
from cleanpage.batch.shards import Shards, traces
from cleanpage.errors import MissingExtra
from cleanpage.model import Article

__all__ = ["ENDINGS", "check", "opened", "rendered", "traces"]

ENDINGS = ("parquet",)
_ROWS_A_GROUP = 1000  # what is in memory when a shard is made


def check(ending: str) -> None:
    """Raises MissingExtra without pyarrow."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtra.of(error, "parquet") from error


def rendered(ending: str, id: str, article: Article, seconds: float) -> bytes:
    """The article's row, as a line of JSON for the spool."""
    return line(article_row(id, article, seconds))


def opened(out: Path, ending: str, state: Mapping[str, int]) -> Shards:
    """Shards of Parquet."""
    return Shards(out, ending, _in_columns, state)


def _in_columns(spool: Path, shard: Path) -> None:
    from pyarrow.parquet import ParquetWriter

    from cleanpage.batch.arrow import ARTICLE, as_batch

    with spool.open("rb") as lines, complete(shard) as file, ParquetWriter(file, ARTICLE, compression="zstd") as writer:
        while rows := [value(row) for row in islice(lines, _ROWS_A_GROUP)]:
            writer.write_batch(as_batch(rows, ARTICLE))
