"""Ray, in two ways: `map_pages` is a batch's own loop with its workers on a cluster, `cleaned` is a stage of a Ray Data pipeline.

With `map_pages` every page and row passes the machine that calls it, in order, so the rest of a batch is as ever: sources, sinks, ledger.
With `cleaned` nothing does: Ray Data reads and writes on the cluster, keeps no order, and has no ledger.
"""

import os
import socket
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from cleanpage.batch.pool import Limits, PageT, Pool, Result, weight
from cleanpage.batch.run import LIMITS
from cleanpage.errors import BatchError, MissingExtra
from cleanpage.model import Failure

try:
    import pyarrow as pa
    import ray
    from ray.data import ActorPoolStrategy, Dataset
    from ray.util import ActorPool

    from cleanpage.batch.arrow import OUTCOME, Cleaner
except ModuleNotFoundError as error:
    raise MissingExtra.of(error, "ray") from error

_CHUNK = 32  # pages a message: half a second of work, hundreds of times what the message takes
_CHUNK_BYTES = 4_000_000
_AHEAD = 8  # chunks a worker: a page that takes its full time must not stop the others, nor may what they finish fill the memory
_CONNECT_S = 10.0
_BATCH = 256  # pages that Ray Data hands over at a time


@contextmanager
def cluster(address: str | None, jobs: int | None) -> Iterator[int]:
    """Connected to the Ray cluster at `address`, or to one that is started here, until the block ends; gives how many CPUs to take.

    That is `jobs`, or all but one. Raises BatchError if no cluster answers, or it has fewer CPUs.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere unless somebody wants it
    try:
        _knock(address)
        ray.init(address=address or "local", log_to_driver=False, logging_level="ERROR")
    except OSError as error:
        raise BatchError(f"no Ray cluster answers at {address}: {error}") from error
    try:
        cpus = _cpus()
        if jobs is not None and jobs > cpus:
            raise BatchError(f"{jobs} jobs would wait for ever on a cluster of {cpus} CPUs; take fewer, or a larger cluster")
        yield jobs or max(1, cpus - 1)
    finally:
        ray.shutdown()


def _knock(address: str | None) -> None:
    """Raises OSError if nothing listens at an address of host and port: Ray would try for minutes, and then end this process."""
    host, _, port = (address or "").rpartition("://")[2].rpartition(":")
    if port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_S).close()


def _cpus() -> int:
    return int(ray.cluster_resources().get("CPU", 0))


def map_pages(
    function: Callable[[str, PageT], Result], pages: Iterable[tuple[str, PageT]], *, jobs: int, limits: Limits
) -> Generator[Result | Failure]:
    """As `pool.map_pages`, with `jobs` CPUs of the cluster that this process is connected to.

    All nodes need cleanpage, and pages in files under the same paths as here. Raises BatchError if the cluster loses pages for good.
    """
    worker = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=3)(_Worker)
    actors = ActorPool([worker.remote(function, limits) for _ in range(jobs)])
    try:
        yield from _in_order(actors, enumerate(_chunks(pages)), _AHEAD * jobs)
    except ray.exceptions.RayError as error:
        raise BatchError(f"the cluster lost pages for good: {error}") from error


def _in_order(actors: ActorPool, chunks: Iterator[tuple[int, list[Any]]], ahead: int) -> Iterator[Any]:
    """The outcomes of the chunks in their order. A chunk goes to the next actor that is free, `ahead` of them at most before their turn."""
    finished: dict[int, list[Any]] = {}
    given = sent = 0
    while True:
        while actors.has_free() and sent < given + ahead and (chunk := next(chunks, None)):
            actors.submit(lambda actor, chunk: actor.outcomes.remote(*chunk), chunk)
            sent += 1
        if not actors.has_next():
            return
        number, outcomes = actors.get_next_unordered()
        finished[number] = outcomes
        while given in finished:
            yield from finished.pop(given)
            given += 1


def _chunks(pages: Iterable[tuple[str, PageT]]) -> Iterator[list[tuple[str, PageT]]]:
    chunk: list[tuple[str, PageT]] = []
    size = 0
    for id, page in pages:
        chunk.append((id, page))
        size += weight(page)
        if len(chunk) == _CHUNK or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Worker:
    """One CPU of the cluster. Its pages go through a process below it, which a page may end without ending this."""

    def __init__(self, function: Callable[[str, Any], Any], limits: Limits) -> None:
        self._pool = Pool(function, jobs=1, limits=limits)

    def outcomes(self, number: int, pages: list[tuple[str, Any]]) -> tuple[int, list[Any]]:
        return number, list(self._pool.map(pages))


def cleaned(dataset: Dataset, *, jobs: int | None = None, limits: Limits = LIMITS) -> Dataset:
    """A row of `arrow.OUTCOME` for every row of a dataset with the columns that `arrow.clean_batch` reads. Lazy, as Ray Data is.

    `jobs` is how many CPUs to take; None takes all but one. Raises BatchError if that leaves none: Ray Data starts these actors first, and
    then waits for ever for a CPU to read with.
    """
    cpus = _cpus()
    jobs = jobs or max(1, cpus - 1)
    if jobs >= cpus:
        raise BatchError(f"{jobs} jobs leave none of {cpus} CPUs to read with; take fewer, or a larger cluster")
    return dataset.map_batches(
        _Batches,
        fn_constructor_args=(limits,),
        batch_format="pyarrow",
        batch_size=_BATCH,
        num_cpus=1,
        compute=ActorPoolStrategy(size=jobs),
    )


class _Batches:
    """What an actor of Ray Data does."""

    def __init__(self, limits: Limits) -> None:
        self._clean = Cleaner(limits)

    def __call__(self, table: pa.Table) -> pa.Table:
        return pa.Table.from_batches(map(self._clean, table.to_batches()), OUTCOME)
