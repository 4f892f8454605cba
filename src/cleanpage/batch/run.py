"""A source of pages through the worker processes into a folder of rows and failures; a run that was stopped goes on where it was."""

import json
import os
import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cleanpage import language as languages
from cleanpage.batch import ledger as ledgers
from cleanpage.batch import sinks, sources
from cleanpage.batch.ledger import Balance, Ledger
from cleanpage.batch.page import Item, Page, Place
from cleanpage.batch.pool import Limits, Mapper, map_pages
from cleanpage.batch.tally import Done, Print, Tally
from cleanpage.errors import BatchError, RunStopped
from cleanpage.model import Failure

_COMMIT_S = 1.0  # what a killed run has to do again; a commit takes some 10 ms
LIMITS = Limits(timeout_s=10.0, memory_mb=2000)
"""What a page may take if nobody says otherwise: it takes some 10 ms, the largest that is allowed a few seconds."""


class Start(StrEnum):
    """What to do with the run that is in the output folder: go on if there is one, go on or refuse, or remove it."""

    EITHER = "either"
    ON = "on"
    ANEW = "anew"


@dataclass(frozen=True)
class Settings:
    """What a run reads and writes, and what a page may take; articles in other than these languages are left out, if any are named."""

    source: str
    out: Path
    to: str = "jsonl"
    columns: sources.Columns = sources.NAMED
    jobs: int = 1
    limits: Limits = LIMITS
    start: Start = Start.EITHER
    dedupe: bool = False
    profiles: Path | None = None
    languages: frozenset[str] = frozenset()

    def of_rows(self) -> dict[str, str]:
        """The settings that rows depend on: they must not change in the middle of a run."""
        rows = {"cleanpage": version("cleanpage"), "to": self.to, "columns": json.dumps(asdict(self.columns)), "dedupe": str(self.dedupe)}
        rows |= {"languages": ",".join(sorted(self.languages))} if self.languages else {}
        return rows | {"profiles": _digest(self.profiles)} if self.profiles else rows


def _digest(profiles: Path) -> str:
    """What tells one folder of profiles from another."""
    digest = blake2b(digest_size=8)
    for path in sorted(profiles.glob("*.toml")):
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Progress(NamedTuple):
    """How far a run is: its numbers so far, and how much of the source is read, 0..1; None if it cannot tell."""

    tally: Tally
    share: float | None


class Ended(NamedTuple):
    """How a run ended: its numbers, and whether it has read all of its source."""

    tally: Tally
    complete: bool


def _nobody(progress: Progress) -> None:
    """Watches nothing."""


def run(
    settings: Settings,
    *,
    watch: Callable[[Progress], None] = _nobody,
    stop: Callable[[], bool] = bool,
    workers: Mapper = map_pages,
) -> Ended:
    """Clean every page of the source into the output folder, or go on with the run that stopped there.

    The folder then holds the articles, `failures.jsonl`, `summary.json` and the ledger. `watch` is told after every page; once `stop`
    says so, only the pages in hand are finished. `workers` are on this machine or elsewhere. Raises BatchError, MissingExtra or
    UnknownName before anything is written; RunStopped if it cannot go on.
    """
    items = sources.items(settings.source, settings.columns)
    check(settings)
    settings.out.mkdir(parents=True, exist_ok=True)
    with _alone(settings.out):
        begun = _begun(settings)
        reading = _Reading(items, stop)
        reading.skip(begun)
        with closing(sinks.opened(settings.out, settings.to, begun.sink)) as sink:
            if begun.complete:
                ledgers.publish(settings.out, begun)
                return Ended(Tally(**begun.tally), True)
            with _seen(settings, begun) as seen, closing(Ledger(settings.out, begun, sink, seen)) as ledger, _resumable(settings.out):
                outcomes = workers(partial(_cleaned, settings), reading, jobs=settings.jobs, limits=settings.limits)
                _account(outcomes, reading, ledger, watch)
                return Ended(ledger.tally, reading.ended)


def check(settings: Settings) -> None:
    """There is such an output, and such languages; nothing is written into a source, and no source is read out of what is being written.

    Raises UnknownName, MissingExtra or BatchError where that is not so.
    """
    sinks.check(settings.to)
    if settings.dedupe:
        import cleanpage.batch.duplicates  # noqa: F401
    if settings.languages:
        languages.check(sorted(settings.languages))
    if settings.profiles and not settings.profiles.is_dir():
        raise BatchError(f"there is no folder of profiles {settings.profiles}")
    if settings.source == sources.STDIN:
        return
    source, out = Path(settings.source).resolve(), settings.out.resolve()
    if source.is_relative_to(out) or (source.is_dir() and out.is_relative_to(source)):
        raise BatchError(f"{settings.source} and {settings.out} lie one in the other; name an output folder beside the pages")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Two runs must not write into one folder; the system lets go of it even if we are killed. Windows has no such lock."""
    if os.name == "nt":
        yield
        return
    folder = os.open(out, os.O_RDONLY)
    try:
        _lock(folder, out)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, out: Path) -> None:
    import fcntl

    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BatchError(f"another run writes into {out}; wait for it, or name another folder") from error


def _begun(settings: Settings) -> Balance:
    """Where to begin: at the start, or where the run in the folder stopped."""
    if settings.start is Start.ANEW:
        _remove(settings.out)
    found = ledgers.balance(settings.out)
    if found is None:
        _check_empty(settings)
        found = Balance(settings.of_rows())
        found.save(settings.out)  # before any other file: a run killed in its first second has a ledger, too
    before, now = found.settings, settings.of_rows()
    for name in sorted(before.keys() | now.keys()):
        was, wanted = before.get(name, "none"), now.get(name, "none")
        if was != wanted:
            raise BatchError(f"{settings.out} was begun with {name} {was}, not {wanted}; go on with that, or start anew with --fresh")
    return found


def _check_empty(settings: Settings) -> None:
    if settings.start is Start.ON:
        raise BatchError(f"{settings.out} holds no run to go on with: there is no {ledgers.NAME}")
    earlier = next(_traces(settings.out), None)
    if earlier is not None:
        raise BatchError(f"{earlier} is there, and no ledger says that a run wrote it; remove it, or name another folder")


def _traces(out: Path) -> Iterator[Path]:
    """Everything that a run of any settings leaves in its folder."""
    yield from sinks.traces(out)
    yield from (path for path in map(out.joinpath, ledgers.FILES) if path.exists())


def _remove(out: Path) -> None:
    """What has no ledger is no run's. Emptied first, so that nobody goes on from it, it goes last: who is killed here may do it again."""
    ledger = out / ledgers.NAME
    if not ledger.exists():
        return
    ledger.write_bytes(b"")
    for path in _traces(out):
        if path.is_dir():
            shutil.rmtree(path)
        elif path != ledger:
            path.unlink()
    ledger.unlink()


@contextmanager
def _seen(settings: Settings, begun: Balance) -> Iterator[ledgers.Seen | None]:
    """What duplicates are found by; None if nobody looks for them."""
    if not settings.dedupe:
        yield None
        return
    from cleanpage.batch.duplicates import Seen

    with closing(Seen(settings.out / ledgers.SEEN, begun.seen)) as seen:
        yield seen


class _Reading:
    """The pages still to be done, read as workers take them; `flying` are the places of those that have no outcome yet."""

    def __init__(self, items: Iterator[Item], stop: Callable[[], bool]) -> None:
        self._items = items
        self._stop = stop
        self.flying: deque[Place] = deque()
        self.ended = False

    def skip(self, begun: Balance) -> None:
        """Pass over the pages that are accounted for; raises BatchError if they are not the same any more."""
        chain = ""
        for item in islice(self._items, begun.pages):
            chain = ledgers.linked(chain, item.place)
        if chain != begun.chain or (begun.complete and next(self._items, None)):
            raise BatchError("the source is not what it was when the run began; put it back as it was, or start anew with --fresh")

    def __iter__(self) -> Iterator[tuple[str, Page]]:
        for item in self._items:
            if self._stop():
                return
            self.flying.append(item.place)
            yield item.place.id, item.page
        self.ended = True


@contextmanager
def _resumable(out: Path) -> Iterator[None]:
    """What the ledger does not get for an error of the disk or the workers is still to be done."""
    try:
        yield
    except (OSError, BatchError) as error:
        raise RunStopped(f"{error}; what is done is safe in {out}: call again with the same settings to go on") from error


def _account(outcomes: Generator[Done | Failure], reading: _Reading, ledger: Ledger, watch: Callable[[Progress], None]) -> None:
    """Enter the outcome of every page."""
    due = time.monotonic() + _COMMIT_S
    with closing(outcomes):
        for outcome in outcomes:
            place = reading.flying.popleft()
            ledger.enter(place, outcome)
            watch(Progress(ledger.tally, place.share))
            if time.monotonic() > due:
                ledger.commit()
                due = time.monotonic() + _COMMIT_S
    if reading.ended:
        ledger.finish()
    else:
        ledger.commit()


def _cleaned(settings: Settings, id: str, page: Page) -> Done:
    """What is written of a page, made by the worker: it is a tenth of what the article with its evidence would weigh on the way back."""
    began = time.perf_counter()
    record = page.read()
    article = record.article(settings.profiles)
    seconds = round(time.perf_counter() - began, 4)
    roles = {role.value: blocks for role, blocks in Counter(verdict.role for verdict in article.verdicts).items()}
    language = languages.language(article) if settings.languages else None
    done = Done(record.id or id, b"", article.metadata.outlet, roles, seconds, profile=article.profile, language=language)
    if language is not None and language not in settings.languages:
        return done._replace(wanted=False)
    print = _print(article.text) if settings.dedupe else None
    return done._replace(rendered=sinks.rendered(settings.to, done.id, article, seconds), print=print)


def _print(text: str) -> Print | None:
    from cleanpage.batch.duplicates import fingerprint

    return fingerprint(text)
