"""Rows as JSON lines, in files that bear their names only when they are complete."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

ROWS_A_SHARD = 10_000


@contextmanager
def complete(path: Path) -> Iterator[BinaryIO]:
    """The file to write; it is PATH.part until the block has ended without an error."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        yield file
    part.replace(path)


class Shards(ExitStack):
    """articles-00000.jsonl, articles-00001.jsonl, ... in a folder, each of `rows_a_shard` rows; without rows there is none."""

    def __init__(self, folder: Path, rows_a_shard: int = ROWS_A_SHARD) -> None:
        super().__init__()
        self.rows = 0
        self._folder = folder
        self._rows_a_shard = rows_a_shard

    def write(self, line: bytes) -> None:
        """Add a row; `line` comes without its line end."""
        shard, row = divmod(self.rows, self._rows_a_shard)
        if row == 0:
            self.close()  # names the shard before
            self._file = self.enter_context(complete(self._folder / f"articles-{shard:05}.jsonl"))
        self._file.write(line + b"\n")
        self.rows += 1


def held(folder: Path) -> str | None:
    """The name of a file in the folder that an earlier run left there; None if there is none."""
    return min((path.name for pattern in ("articles-*.jsonl", "failures.jsonl") for path in folder.glob(pattern)), default=None)
