"""Pages through worker processes: input order, bounded memory, and one failure for a page that goes wrong, whatever it does.

Every worker has a pipe of its own and shares nothing with the others, so it can be killed at any moment. It gets a few pages at a
time and answers each when it is done: whatever ends a worker, the page in hand is known, and the pages behind it go to another.

Workers are spawned, not forked: a forked child of a process with threads may inherit a lock that nobody will release. So a worker
imports the caller's script, and a script must keep its own work below `if __name__ == "__main__":`.
"""

import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import connection, get_context, resource_tracker
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from cleanpage import plugins
from cleanpage.batch.page import Record
from cleanpage.errors import BadRecord, BatchError, DecodeError, MissingExtra, PageTooLarge
from cleanpage.model import Article, Failure
from cleanpage.pipeline import clean
from cleanpage.profiles import for_url

PageT = TypeVar("PageT")
Result = TypeVar("Result")

_CHUNK = 8  # pages a message: enough that a worker seldom waits for its next, few enough that the last ones spread over all workers
_CHUNK_BYTES = 1_000_000
_AHEAD = 1000  # pages read before the one that is waited for: a page that takes its full time must not stop the other workers ...
_AHEAD_BYTES = 32_000_000  # ... nor may what they finish meanwhile fill the memory
_STILLBORN = 3  # workers in a row that die before their first page: the next ones would, too
_MORE, _LAST = b"+", b"-"  # what an answer begins with: whether the worker goes on, or is to be replaced
_KILLED_S = 5.0  # a process that waits for a disk that is gone cannot even be killed; it is left to itself
_LONGEST_S = 1_000_000  # the system's waits take little more
_ORPHAN_S = 5.0  # a worker whose parent is gone outlives its page's time by no more


class Limits(NamedTuple):
    """What one page may take: seconds, and megabytes on top of the worker's own; a worker that needs more is replaced. None: no limit."""

    timeout_s: float | None = None
    memory_mb: int | None = None


NO_LIMITS = Limits()


class Mapper(Protocol):
    """What runs a batch: `map_pages` here, or one like it elsewhere."""

    def __call__(
        self, function: Callable[[str, Any], Result], pages: Iterable[tuple[str, Any]], *, jobs: int, limits: Limits
    ) -> Generator[Result | Failure]: ...


class _Task(NamedTuple):
    number: int
    id: str
    page: Any


def clean_many(
    pages: Iterable[tuple[str, bytes | str] | tuple[str, bytes | str, str | None]],
    *,
    jobs: int = 1,
    syntax: str | None = None,
    profiles: Path | str | None = None,
    timeout_s: float | None = None,
) -> Iterator[Article | Failure]:
    """An article or a failure for each (id, page) or (id, page, url), in input order; the input is read as the output is.

    `syntax` and `profiles` are those of `clean`, and so is a page's url, without which no profile is heard and links stay relative.
    With `jobs` over 1 or a `timeout_s` (seconds a page) the pages go through worker processes: call it below
    `if __name__ == "__main__":`. At most 1,000 pages, or 32 MB of finished articles, are read ahead. Closing the iterator early ends
    the workers. Raises UnknownName for a syntax that does not exist, BadData for profiles that do not, BatchError if the workers
    cannot start.
    """
    if syntax is not None:
        plugins.load("cleanpage.segment", syntax)
    for_url(None, profiles)
    records = ((id, Record(page, *url)) for id, page, *url in pages)
    return map_pages(partial(_article, syntax, profiles), records, jobs=jobs, limits=Limits(timeout_s))


def _article(syntax: str | None, profiles: Path | str | None, id: str, page: Record) -> Article:
    return clean(page.content, url=page.url, syntax=syntax, profiles=profiles)


def map_pages(
    function: Callable[[str, PageT], Result], pages: Iterable[tuple[str, PageT]], *, jobs: int, limits: Limits = NO_LIMITS
) -> Generator[Result | Failure]:
    """function(id, page) or a failure for each (id, page), in input order; function, pages and results must pickle.

    One job without limits needs no worker: its pages are taken here, one by one.
    """
    if jobs < 1:
        raise BatchError(f"jobs must be at least 1, not {jobs}")
    if limits.timeout_s is not None and not 0 < limits.timeout_s <= _LONGEST_S:
        raise BatchError(f"timeout_s must be over 0 and at most {_LONGEST_S:,} seconds, not {limits.timeout_s}; None is no limit")
    attempt = partial(_attempt, function)
    if jobs == 1 and limits == NO_LIMITS:
        return (attempt(id, page) for id, page in pages)
    return _once(Pool(function, jobs=jobs, limits=limits), pages)


def _once(pool: "Pool[Result]", pages: Iterable[tuple[str, Any]]) -> Generator[Result | Failure]:
    with closing(pool):
        yield from pool.map(pages)


class Pool(Generic[Result]):
    """Worker processes that stay for more than one round of pages."""

    def __init__(self, function: Callable[[str, Any], Result], *, jobs: int, limits: Limits) -> None:
        self._workers = _Workers[Result](partial(_attempt, function), jobs, limits)

    def map(self, pages: Iterable[tuple[str, Any]]) -> Generator[Result | Failure]:
        """As `map_pages`, one round after the other: the outcomes of a round are taken, or it is closed, before the next begins."""
        return _through_workers(self._workers, pages)

    def close(self) -> None:
        self._workers.end()


def _attempt(function: Callable[[str, PageT], Result], id: str, page: PageT) -> Result | Failure:
    try:
        return function(id, page)
    except Exception as error:  # the page boundary: one bad page must not cost the others
        failure = Failure(id, stage(error), type(error).__name__, str(error))
    return replace(failure, id=named(id, page))  # here what the page took is free again


def named(id: str, page: Any) -> str:
    """What a page is called that failed: by its own id if it has one, else by this."""
    return getattr(page, "id", None) or id


def stage(error: Exception) -> str:
    """Where a page failed: "read", "decode" or "clean"."""
    if isinstance(error, DecodeError):
        return "decode"
    return "read" if isinstance(error, PageTooLarge | BadRecord | MissingExtra | OSError) else "clean"


def _through_workers(workers: "_Workers[Result]", pages: Iterable[tuple[str, Any]]) -> Generator[Result | Failure]:
    """Sends what may be sent, gives what is next in order, waits only if there is nothing to give."""
    finished: dict[int, bytes] = {}
    waiting = given = 0
    tasks = _Tasks(pages)
    try:
        while tasks.more() or workers.busy():
            workers.send(tasks, given + (_AHEAD if waiting < _AHEAD_BYTES else 1))
            for number, outcome in workers.received(tasks):
                finished[number] = outcome
                waiting += len(outcome)
            while given in finished:
                outcome = finished.pop(given)
                waiting -= len(outcome)
                given += 1
                yield pickle.loads(memoryview(outcome)[1:])
    finally:
        if workers.busy():
            workers.end()


class _Tasks:
    """The pages that no worker has yet: those that a dead worker leaves go before those still to be read."""

    def __init__(self, pages: Iterable[tuple[str, Any]]) -> None:
        self._unread = (_Task(number, id, page) for number, (id, page) in enumerate(pages))
        self._next: deque[_Task] = deque()
        self.taken = 0

    def more(self, pages: int = 1) -> bool:
        """Whether there are so many pages; reads as many ahead to know."""
        self._next.extend(islice(self._unread, max(0, pages - len(self._next))))
        return len(self._next) >= pages

    def chunk(self, pages: int, before: int) -> list[_Task]:
        """The next pages, as many or about a megabyte of them, none with a number of `before` or more."""
        chunk: list[_Task] = []
        size = 0
        while len(chunk) < pages and size < _CHUNK_BYTES and self.more() and self._next[0].number < before:
            task = self._next.popleft()
            size += weight(task.page)
            chunk.append(task)
        self.taken += len(chunk)
        return chunk

    def again(self, tasks: Iterable[_Task]) -> None:
        """Take back pages that were not begun."""
        self._next = deque(sorted([*tasks, *self._next]))


def weight(page: Any) -> int:
    """The bytes of a page, if it is there already; a page still in its file is light."""
    content = getattr(page, "content", page)
    return len(content) if isinstance(content, bytes | str) else 0


class _Worker:
    """The parent's side of one worker process: its pipe, and the pages that it has not answered."""

    def __init__(self, attempt: Callable[[str, Any], Any], limits: Limits) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, attempt, limits), daemon=True)
        with _interrupts_held():
            self.process.start()
        theirs.close()
        self.ready = False
        self.tasks: deque[_Task] = deque()
        self.since = 0.0  # when the page in hand was begun, at the latest

    def send(self, chunk: list[_Task]) -> None:
        """Raises OSError if the worker is dead."""
        self.pipe.send_bytes(pickle.dumps([(task.id, task.page) for task in chunk]))
        self.tasks.extend(chunk)
        self.since = time.monotonic()

    def end(self) -> int | None:
        """Kill the process and return its exit code, or the one that it had already."""
        self.process.join(0.05)  # one that just died may not have its exit code yet
        self.process.kill()
        self.process.join(_KILLED_S)
        self.pipe.close()
        return self.process.exitcode


class _Workers(Generic[Result]):
    """The worker processes: started when there is a page for them, replaced when they die."""

    def __init__(self, attempt: Callable[[str, Any], Result | Failure], jobs: int, limits: Limits) -> None:
        self._attempt = attempt
        self._jobs = jobs
        self._limits = limits
        self._workers: list[_Worker] = []
        self._stillborn = 0

    def busy(self) -> bool:
        return any(worker.tasks for worker in self._workers)

    def send(self, tasks: _Tasks, before: int) -> None:
        """Give every idle worker its next pages: single ones at first, so that few pages spread over all workers.

        No worker is started without a page for it: `--jobs 64` on three pages takes three.
        """
        while len(self._workers) < self._jobs and tasks.more(1 + sum(not worker.tasks for worker in self._workers)):
            self._workers.append(_Worker(self._attempt, self._limits))
        for worker in list(self._workers):
            if not worker.ready or worker.tasks:
                continue
            chunk = tasks.chunk(min(_CHUNK, 1 + tasks.taken // (4 * self._jobs)), before)
            if not chunk:
                return
            try:
                worker.send(chunk)
            except OSError:  # it died while it was idle: none of these was begun
                tasks.again(chunk)
                self._lose(worker)

    def received(self, tasks: _Tasks) -> Iterator[tuple[int, bytes]]:
        """Wait until a worker answers, dies or is over its time; the pages that are finished by it, each with its pickled outcome."""
        ready = connection.wait([worker.pipe for worker in self._workers], self._patience())
        for worker in list(self._workers):
            if worker.pipe in ready:
                yield from self._answer(worker, tasks)
            elif self._limits.timeout_s is not None and worker.tasks and time.monotonic() - worker.since > self._limits.timeout_s:
                self._lose(worker)
                yield from self._given_up(worker, tasks, "TimeoutError", f"took longer than {self._limits.timeout_s:g} s")

    def _patience(self) -> float | None:
        """Seconds until a page in hand is over its time."""
        begun = [worker.since for worker in self._workers if worker.tasks]
        if self._limits.timeout_s is None or not begun:
            return None
        return max(0.0, min(begun) + self._limits.timeout_s - time.monotonic()) + 0.001

    def _answer(self, worker: _Worker, tasks: _Tasks) -> Iterator[tuple[int, bytes]]:
        try:
            answer = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            died = _death(self._lose(worker))
            yield from self._given_up(worker, tasks, "WorkerDied", f"the worker process died of it: {died}")
            return
        worker.since = time.monotonic()
        self._stillborn = 0
        if not worker.ready:
            worker.ready = True
            return
        yield worker.tasks.popleft().number, answer
        if answer[:1] == _LAST:
            self._lose(worker)
            tasks.again(worker.tasks)

    def _given_up(self, worker: _Worker, tasks: _Tasks, error: str, message: str) -> Iterator[tuple[int, bytes]]:
        """A failure of the page that a lost worker had in hand, if it had one; the pages behind it are still to be done."""
        if worker.tasks:
            task = worker.tasks.popleft()
            yield task.number, _LAST + pickle.dumps(Failure(named(task.id, task.page), "clean", error, message))
        tasks.again(worker.tasks)

    def _lose(self, worker: _Worker) -> int | None:
        self._workers.remove(worker)
        self._stillborn += not worker.ready
        code = worker.end()
        if self._stillborn == _STILLBORN:
            raise BatchError(
                f"worker processes die before their first page ({_death(code)}); a script must call with jobs over 1 below "
                '`if __name__ == "__main__":`, and lie in a file, since every worker imports it'
            )
        return code

    def end(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.end()
        self._workers = []


def _death(code: int | None) -> str:
    """An exit code in words: "exit code 3", "SIGSEGV"."""
    with suppress(ValueError):
        if code is not None and code < 0:
            return signal.Signals(-code).name
    return f"exit code {code}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process started in this block never sees Ctrl-C, which a terminal sends to all: the parent ends it when its pages are done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would come with the first process, and end what is held here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: "connection.Connection[Any, Any]", attempt: Callable[[str, Any], Any], limits: Limits) -> None:
    """A worker's life: ready, then an answer for every page, until the parent closes the pipe or kills it."""
    clean("<p>A page.</p>")  # loads rules and scorer, so that no page's time and memory are spent on it
    _limit_memory(limits.memory_mb)
    with suppress(EOFError, OSError):
        pipe.send_bytes(b"ready")
        while True:
            for id, page in pickle.loads(pipe.recv_bytes()):
                _ring_after(limits.timeout_s)
                pipe.send_bytes(_answer(id, attempt(id, page)))
            _ring_after(None)


def _answer(id: str, outcome: Any) -> bytes:
    """The outcome, pickled; after a page that was too large for the memory it is the worker's last."""
    full = isinstance(outcome, Failure) and outcome.error == "MemoryError"
    try:
        return (_LAST if full else _MORE) + pickle.dumps(outcome)
    except Exception as error:  # the page boundary again: what cannot be sent is this page's failure
        return _MORE + pickle.dumps(Failure(id, "clean", type(error).__name__, str(error)))


def _limit_memory(memory_mb: int | None) -> None:
    """Over its limit a worker gets a MemoryError, or dies of it in a library; heap and private maps count, shared libraries do not.

    What the worker has already is not counted: numpy alone reserves tens of megabytes for every processor of the machine.
    """
    if memory_mb is None or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/status") as status:
        own_kb = next(int(line.split()[1]) for line in status if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (own_kb * 1024 + memory_mb * 1_000_000, hard))


def _ring_after(timeout_s: float | None) -> None:
    """The parent kills a worker in time; this clock ends one whose parent was killed, where the system has it. None stops it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0.0 if timeout_s is None else timeout_s + _ORPHAN_S)
