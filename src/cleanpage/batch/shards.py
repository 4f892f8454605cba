"""Rows in shards of one size: articles-00000.jsonl, articles-00001.jsonl, ... and whatever else lines of JSON can be made into.

The open shard is a spool of JSON lines, which can go on after a power cut at any line that the ledger knows of. When it is full, and
the ledger says so, it is made into its file: a file that bears its name is complete and never changes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cleanpage.batch.durable import Log, renamed

ROWS_A_SHARD = 10_000
_SPOOL = re.compile(r"articles-(\d{5,})\.jsonl\.part")

_SHARD = re.compile(r"articles-\d{5,}\.(jsonl|jsonl\.gz|jsonl\.zst|parquet)(\.part)?")

Finish = Callable[[Path, Path], None]
"""Makes a full spool (first path) into the shard's file (second path), all of it on the disk before it bears its name."""


class Shards:
    """The sink of everything that is a row; `state` is where `sync` was when the run stopped, empty at the start."""

    def __init__(self, out: Path, ending: str, finish: Finish, state: Mapping[str, int], rows_a_shard: int = ROWS_A_SHARD) -> None:
        self._out = out
        self._ending = ending
        self._finish = finish
        self._rows_a_shard = rows_a_shard
        self._shard = state.get("shard", 0)
        self._rows = state.get("rows", 0)
        self._remove_later_spools()
        self._log = Log(self._spool(self._shard), state.get("bytes", 0))
        self.settle()

    def write(self, id: str, row: bytes) -> None:
        """Add a row; `row` is a line of JSON without its line end."""
        if self._rows == self._rows_a_shard:
            self._turn()
        self._log.write(row)
        self._rows += 1

    def sync(self) -> dict[str, int]:
        """Bring all rows to the disk; returns the state to go on from."""
        return {"shard": self._shard, "rows": self._rows, "bytes": self._log.sync()}

    def settle(self) -> None:
        """Make full spools into files; only when the ledger has the state of a later shard."""
        for shard, spool in self._spools():
            if shard < self._shard:
                self._finish(spool, self._out / f"articles-{shard:05}.{self._ending}")
                spool.unlink(missing_ok=True)

    def finish(self) -> None:
        """No row follows: what the last shard has is all it will have."""
        if self._rows:
            self._turn()

    def close(self) -> None:
        """Let go of the open spool; an empty one is no use to anybody."""
        self._log.close()
        if not self._rows:
            self._log.path.unlink(missing_ok=True)

    def _turn(self) -> None:
        self._log.sync()
        self._log.close()
        self._shard += 1
        self._rows = 0
        self._log = Log(self._spool(self._shard))

    def _spool(self, shard: int) -> Path:
        return self._out / f"articles-{shard:05}.jsonl.part"

    def _spools(self) -> Iterator[tuple[int, Path]]:
        for path in sorted(self._out.iterdir()):
            match = _SPOOL.fullmatch(path.name)
            if match:
                yield int(match[1]), path

    def _remove_later_spools(self) -> None:
        """What was written after the ledger's last word is done again."""
        for shard, spool in self._spools():
            if shard > self._shard:
                spool.unlink()


def keep_lines(spool: Path, shard: Path) -> None:
    """The spool is the shard already."""
    renamed(spool, shard)


def traces(out: Path) -> Iterator[Path]:
    """The shards and spools in a folder, finished or not."""
    return (path for path in out.iterdir() if _SHARD.fullmatch(path.name))
