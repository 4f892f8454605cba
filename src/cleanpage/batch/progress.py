"""What a run shows while it runs: a bar on a terminal, elsewhere a plain line now and then; and what it says at its end."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import TextIO

from cleanpage.batch.run import Progress
from cleanpage.batch.tally import Tally

_LINES_S = 30.0
_SHOWN = 8  # outlets, roles and errors that a summary shows; the file has all
_NAME = 40  # characters of the slowest page's name
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], "?")  # of a name, to a terminal: they could do anything


class Pace:
    """Rate and remaining time of one sitting, from the first page that it is told of."""

    def __init__(self) -> None:
        self._began: tuple[float, int, float] | None = None

    def words(self, progress: Progress, now: float) -> str:
        """How far the run is at this time (seconds of a clock that only runs forward), in one line."""
        tally, share = progress
        began, read, begun = self._began = self._began or (now, tally.read - 1, progress.share or 0.0)
        seconds = now - began
        words = [f"{tally.read:,} pages", f"{tally.failed:,} failed"]
        if seconds > 1:
            words.insert(1, f"{(tally.read - read) / seconds:,.1f}/s")
        if share is not None and share > begun and seconds > 1:
            words.append(f"{timedelta(seconds=round(seconds * (1 - share) / (share - begun)))} to go")
        if tally.slowest:
            words.append(f"slowest {tally.slowest_seconds:.1f} s {tally.slowest[-_NAME:].translate(_CONTROLS)}")
        return ", ".join(words)


class Lines:
    """A line to a stream at most every so many seconds."""

    def __init__(self, stream: TextIO, every_s: float = _LINES_S) -> None:
        self._stream = stream
        self._every_s = every_s
        self._due = time.monotonic() + every_s
        self._pace = Pace()

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing stays open."""

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now >= self._due:
            self._due = now + self._every_s
            print(self._pace.words(progress, now), file=self._stream, flush=True)


class Bar:
    """A bar on a terminal, drawn anew a few times a second."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn
        from rich.progress import Progress as Drawn

        columns = BarColumn(20), TaskProgressColumn(), TextColumn("{task.description}", markup=False)
        self._drawn = Drawn(*columns, console=Console(file=stream), refresh_per_second=5)
        self._task = self._drawn.add_task("starting", total=None)
        self._due = 0.0
        self._pace = Pace()

    def __enter__(self) -> "Bar":
        self._drawn.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._drawn.stop()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now >= self._due or progress.share == 1.0:
            self._due = now + 0.2
            total = None if progress.share is None else 1.0
            self._drawn.update(self._task, description=self._pace.words(progress, now), completed=progress.share or 0.0, total=total)


def left_out(counts: Counter[str]) -> Iterator[str]:
    """A line that says how many files were not read for their names, the most frequent endings first; none if all were."""
    if counts:
        kinds = [f"{count:,} {ending.translate(_CONTROLS) or 'without an ending'}" for ending, count in counts.most_common(_SHOWN)]
        yield f"not read for their names: {', '.join(kinds)}; what is listed is read: find SOURCE -type f | cleanpage batch - OUT"


def summary(tally: Tally) -> Iterator[str]:
    """The numbers of a run, a line each kind, the largest first."""
    numbers = tally.summary()
    rate = f", {numbers['pages_a_second']:,.1f} a second" if numbers["pages_a_second"] else ""
    yield f"{tally.read:,} pages read: {tally.written:,} written, {tally.failed:,} failed, {tally.skipped:,} skipped{rate}"
    for name in ("errors", "outlets", "languages", "roles"):
        known = {key: count for key, count in numbers[name].items() if key}
        if known:
            more = [f"and {len(known) - _SHOWN} more"] * (len(known) > _SHOWN)
            yield f"{name}: " + ", ".join([f"{key.translate(_CONTROLS)} {count:,}" for key, count in list(known.items())[:_SHOWN]] + more)
