"""Files that a power cut cannot spoil: whole ones that bear their name only when they are on the disk, and logs of a known length."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cleanpage.errors import BatchError


@contextmanager
def complete(path: Path) -> Iterator[BinaryIO]:
    """The file to write; it is PATH.part until the block has ended without an error and all of it is on the disk."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    renamed(part, path)


def renamed(part: Path, path: Path) -> None:
    """Give a file that is on the disk its name, for good."""
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; where a folder cannot be opened (Windows) that is the system's own care."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Log:
    """A file that only grows. It opens at a length known to be good: what a killed run wrote beyond that is cut off."""

    def __init__(self, path: Path, length: int = 0) -> None:
        """Raises BatchError if the file is shorter than `length`: somebody changed it."""
        self.path = path
        self.length = length
        there = path.stat().st_size if path.exists() else 0
        if there < length:
            raise BatchError(f"{path} has {there} bytes and had {length} when the run stopped; start anew with --fresh")
        self._file = path.open("r+b" if there else "w+b")
        self._file.truncate(length)
        self._file.seek(length)

    def write(self, line: bytes) -> None:
        """Add a line; `line` comes without its line end."""
        self._file.write(line + b"\n")
        self.length += len(line) + 1

    def line(self, start: int) -> bytes:
        """The line that begins at this byte."""
        self._file.seek(start)
        line = self._file.readline()
        self._file.seek(self.length)
        return line

    def sync(self) -> int:
        """Bring all that was written to the disk; returns the length."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.length

    def close(self) -> None:
        """Let go of the file; what was not brought to the disk by `sync` need not get there."""
        with suppress(OSError):  # a full disk says once more that it is full
            self._file.close()
