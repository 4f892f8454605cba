"""Pages through worker processes: input order, bounded memory, and one failure for a page that goes wrong, whatever it does.

Workers are spawned, not forked: the pool starts them from a thread, and a forked child of a process with threads may inherit a lock
that nobody will release. So a worker imports the caller's script, and a script must keep its own work below
`if __name__ == "__main__":`.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from cleanpage import plugins
from cleanpage.errors import BadRecord, BatchError, DecodeError, PageTooLarge
from cleanpage.model import Article, Failure
from cleanpage.pipeline import clean

Page = TypeVar("Page")
Result = TypeVar("Result")

_AHEAD = 4  # pages in flight a worker: enough that none waits for the next page, few enough that large pages fit in memory


def clean_many(
    pages: Iterable[tuple[str, bytes | str]], *, jobs: int = 1, syntax: str | None = None, timeout_s: float | None = None
) -> Iterator[Article | Failure]:
    """An article or a failure for each (id, page), in input order; the input is read as the output is.

    With `jobs` over 1 or a `timeout_s` (seconds a page) the pages go through worker processes: call it below
    `if __name__ == "__main__":`. At most four pages a worker are read ahead. Closing the iterator early ends the workers.
    Raises UnknownName for a syntax that does not exist, BatchError if the workers cannot start.
    """
    if syntax is not None:
        plugins.load("cleanpage.segment", syntax)
    return map_pages(partial(_article, syntax), pages, jobs=jobs, timeout_s=timeout_s)


def _article(syntax: str | None, id: str, page: bytes | str) -> Article:
    return clean(page, syntax=syntax)


def map_pages(
    function: Callable[[str, Page], Result], pages: Iterable[tuple[str, Page]], *, jobs: int, timeout_s: float | None
) -> Iterator[Result | Failure]:
    """function(id, page) or a failure for each (id, page), in input order; function, pages and results must pickle."""
    if jobs < 1:
        raise BatchError(f"jobs must be at least 1, not {jobs}")
    if jobs == 1 and timeout_s is None:
        return (_attempt(function, id, page) for id, page in pages)
    return _through_workers(partial(_attempt, function), pages, jobs, timeout_s)


def _attempt(function: Callable[[str, Page], Result], id: str, page: Page) -> Result | Failure:
    try:
        return function(id, page)
    except Exception as error:  # the page boundary: one bad page must not cost the others
        return Failure(id, stage(error), type(error).__name__, str(error))


def stage(error: Exception) -> str:
    """Where a page failed: "read", "decode" or "clean"."""
    if isinstance(error, DecodeError):
        return "decode"
    return "read" if isinstance(error, PageTooLarge | BadRecord | OSError) else "clean"


def _through_workers(
    attempt: Callable[[str, Page], Result | Failure], pages: Iterable[tuple[str, Page]], jobs: int, timeout_s: float | None
) -> Iterator[Result | Failure]:
    pool = ProcessPool(max_workers=jobs, context=multiprocessing.get_context("spawn"))
    flying: deque[tuple[str, Future[Result | Failure]]] = deque()
    try:
        for id, page in pages:
            flying.append((id, _sent(pool, attempt, id, page, timeout_s)))
            if len(flying) == jobs * _AHEAD:
                yield _landed(*flying.popleft(), timeout_s)
        while flying:
            yield _landed(*flying.popleft(), timeout_s)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        pool.join()


def _sent(
    pool: ProcessPool, attempt: Callable[[str, Page], Result | Failure], id: str, page: Page, timeout_s: float | None
) -> Future[Result | Failure]:
    try:
        return pool.schedule(attempt, args=(id, page), timeout=timeout_s)
    except RuntimeError as error:
        raise _broken() from error


def _landed(id: str, future: Future[Result | Failure], timeout_s: float | None) -> Result | Failure:
    try:
        return future.result()
    except TimeoutError:
        return Failure(id, "clean", "TimeoutError", f"took longer than {timeout_s} s")
    except ProcessExpired as error:
        return Failure(id, "clean", "ProcessExpired", f"the worker process died of it, exit code {error.exitcode}")
    except BrokenProcessPool as error:
        raise _broken() from error


def _broken() -> BatchError:
    return BatchError(
        "the worker processes died without a page; a script must call with jobs over 1 below `if __name__ == \"__main__\":`, "
        "since every worker imports it"
    )
