"""A whole folder of pages through the pool into JSON lines."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from cleanpage.batch.pool import map_pages
from cleanpage.batch.rows import article_row, failure_row, line
from cleanpage.batch.sinks.jsonl import ROWS_A_SHARD, Shards, complete, held
from cleanpage.batch.sources.folder import PageFile, pages
from cleanpage.errors import BatchError
from cleanpage.model import Failure
from cleanpage.pipeline import clean

_TIMEOUT_S = 60.0  # a page takes some 10 ms, the largest that is allowed a few seconds

Outcome = bytes | Failure


class Counts(NamedTuple):
    """How many pages of a run were cleaned and how many failed."""

    cleaned: int
    failed: int


def run(
    folder: Path,
    out: Path,
    *,
    jobs: int = 1,
    rows_a_shard: int = ROWS_A_SHARD,
    watch: Callable[[Iterable[Outcome]], Iterable[Outcome]] = iter,
) -> Counts:
    """Clean every page below `folder` into `out`: articles-00000.jsonl and on, a row a page, and failures.jsonl.

    The rows stand in the order of the pages; failures.jsonl comes last and says that the run is complete. `watch` is handed the
    outcomes and must hand on each: a progress bar. Raises BatchError if the folders cannot be used so, before anything is written.
    """
    _check(folder, out)
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with complete(out / "failures.jsonl") as failures, Shards(out, rows_a_shard) as articles:
        for outcome in watch(map_pages(_cleaned, pages(folder), jobs=jobs, timeout_s=_TIMEOUT_S)):
            if isinstance(outcome, Failure):
                failures.write(line(failure_row(outcome)) + b"\n")
                failed += 1
            else:
                articles.write(outcome)
    return Counts(articles.rows, failed)


def _check(folder: Path, out: Path) -> None:
    if not folder.is_dir():
        raise BatchError(f"{folder} is not a folder")
    inside, outside = out.resolve(), folder.resolve()
    if inside.is_relative_to(outside) or outside.is_relative_to(inside):
        raise BatchError(f"{folder} and {out} lie one in the other; name an output folder beside the pages")
    earlier = held(out)
    if earlier is not None:
        raise BatchError(f"{out} holds {earlier} of an earlier run; name another folder or remove that run's files")


def _cleaned(id: str, file: PageFile) -> bytes:
    """The page's row, made by the worker: it is a tenth of what the article with its evidence would weigh on the way back."""
    return line(article_row(id, clean(file.read(), syntax=file.syntax)))
