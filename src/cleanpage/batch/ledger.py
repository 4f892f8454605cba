"""The ledger of a run: which pages are accounted for, and where. It lies in the output folder as `ledger.json`.

Pages are entered in the order of the source, each as a row, a failure, a duplicate or an article in a language that was not asked for.
From time to time a commit brings all files to the disk and then replaces `ledger.json`, which says how long each of them was at that
moment. So the files may hold more than the ledger knows of, never less: a run that was killed goes on from the ledger's last word, cuts
off what lies beyond it, and cleans again the pages of the last second.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from cleanpage.batch.durable import Log, complete, renamed
from cleanpage.batch.lines import line
from cleanpage.batch.page import Place
from cleanpage.batch.rows import Twin, duplicate_row, failure_row, other_language_row
from cleanpage.batch.sinks import Sink, State
from cleanpage.batch.tally import Done, Print, Tally
from cleanpage.errors import BatchError
from cleanpage.model import Failure

NAME = "ledger.json"
SUMMARY = "summary.json"
FAILURES = "failures.jsonl"
DUPLICATES = "duplicates.jsonl"
OTHER_LANGUAGES = "other-languages.jsonl"
SEEN = "seen.part"
FILES = (NAME, SUMMARY, SEEN, *(f"{name}{part}" for name in (FAILURES, DUPLICATES, OTHER_LANGUAGES) for part in ("", ".part")))
"""The files that a run leaves besides those of its sink."""


@dataclass(frozen=True)
class Balance:
    """What `ledger.json` says: the settings that rows depend on, how many pages are accounted for, and where every file stood.

    `chain` is a digest over the ids and marks of these pages, in order; `seen` the bytes of what duplicates are found by.
    """

    settings: Mapping[str, str]
    pages: int = 0
    chain: str = ""
    tally: Mapping[str, Any] = field(default_factory=dict)
    logs: Mapping[str, int] = field(default_factory=dict)
    sink: State = field(default_factory=dict)
    seen: int = 0
    complete: bool = False

    def save(self, out: Path) -> None:
        with complete(out / NAME) as file:
            file.write(json.dumps(asdict(self), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))


def balance(out: Path) -> Balance | None:
    """The last word of the run in this folder; None if there is none. Raises BatchError if it is not to be read."""
    path = out / NAME
    try:
        return Balance(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise BatchError(f"{path} is no ledger of ours ({error}); start anew with --fresh") from error


def publish(out: Path, balance: Balance) -> None:
    """Give the logs of a complete run their names, and write `summary.json` last; may be done twice."""
    for name in balance.logs:
        if (out / f"{name}.part").exists():
            renamed(out / f"{name}.part", out / name)
    (out / SEEN).unlink(missing_ok=True)
    with complete(out / SUMMARY) as file:
        file.write(json.dumps(Tally(**balance.tally).summary(), ensure_ascii=False, indent=1).encode("utf-8", "replace"))


def linked(chain: str, place: Place) -> str:
    """The chain with one more page."""
    return blake2b("\0".join((chain, place.id, place.mark)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Seen(Protocol):
    """What the ledger asks of `duplicates.Seen`, which needs a library that few runs need."""

    def twin(self, print: Print) -> Twin | None: ...

    def add(self, id: str, print: Print) -> None: ...

    def sync(self) -> int: ...


class Ledger:
    """The open ledger of a run, and the files that it keeps count of.

    With `seen`, an article that says the same as an earlier one is recorded as its duplicate, and not written; one in a language that was
    not asked for is recorded as such.
    """

    def __init__(self, out: Path, balance: Balance, sink: Sink, seen: Seen | None = None) -> None:
        self.tally = Tally(**balance.tally)
        self._out = out
        self._began = time.monotonic() - self.tally.elapsed
        self._settings = balance.settings
        self._pages = balance.pages
        self._chain = balance.chain
        self._sink = sink
        self._seen = seen
        kept = {FAILURES: True, DUPLICATES: seen is not None, OTHER_LANGUAGES: "languages" in balance.settings}
        self._logs = {name: Log(out / f"{name}.part", balance.logs.get(name, 0)) for name, is_kept in kept.items() if is_kept}

    def enter(self, place: Place, outcome: Done | Failure) -> None:
        """Account for the next page."""
        if isinstance(outcome, Failure):
            self._logs[FAILURES].write(line(failure_row(outcome)))
            self.tally.add_failed(outcome.error)
        else:
            self.tally.add_article(outcome)
            self._enter_article(outcome)
        self._pages += 1
        self._chain = linked(self._chain, place)

    def _enter_article(self, done: Done) -> None:
        if not done.wanted:
            self._logs[OTHER_LANGUAGES].write(line(other_language_row(done.id, done.language or "")))
            self.tally.skipped += 1
            return
        twin = self._seen.twin(done.print) if self._seen and done.print else None
        if twin:
            self._logs[DUPLICATES].write(line(duplicate_row(done.id, twin)))
            self.tally.skipped += 1
            return
        if self._seen and done.print:
            self._seen.add(done.id, done.print)
        self._sink.write(done.id, done.rendered)
        self.tally.add_written(done.outlet)

    def commit(self) -> None:
        """Make everything that was entered survive; raises OSError if it cannot be."""
        self._balance(complete=False).save(self._out)
        self._sink.settle()

    def finish(self) -> None:
        """There are no more pages: commit for the last time, and publish."""
        self._sink.finish()
        last = self._balance(complete=True)
        last.save(self._out)
        self._sink.settle()
        publish(self._out, last)

    def close(self) -> None:
        """Let go of the logs. What is not committed is lost, and done again by the next run."""
        for log in self._logs.values():
            log.close()

    def _balance(self, *, complete: bool) -> Balance:
        self.tally.elapsed = time.monotonic() - self._began
        logs = {name: log.sync() for name, log in self._logs.items()}
        seen = self._seen.sync() if self._seen else 0
        return Balance(self._settings, self._pages, self._chain, asdict(self.tally), logs, self._sink.sync(), seen, complete)
