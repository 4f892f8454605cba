"""A folder of saved pages."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleanpage.pipeline import MAX_BYTES

_SYNTAXES = {".html": None, ".htm": None, ".xhtml": None, ".txt": "text"}  # files are often HTML in disguise, seldom text in disguise


class PageFile(NamedTuple):
    """A page still in its file: the worker that cleans it reads it, since a path is cheaper to send than a page."""

    path: Path
    syntax: str | None

    def read(self) -> bytes:
        """The page's bytes, one more than the size limit at most, so that no file fills the memory; raises OSError."""
        with self.path.open("rb") as file:
            return file.read(MAX_BYTES + 1)


def pages(folder: Path) -> Iterator[tuple[str, PageFile]]:
    """(path below the folder with "/", file) of every .html, .htm, .xhtml and .txt, in the order of their names, folder by folder.

    Links to folders are not followed, so no loop is. A folder that cannot be listed and a link that leads nowhere come as pages,
    whose reading fails: nothing goes missing in silence. A byte of a name that is not UTF-8 is written "\\xe9".
    """
    ahead = [folder]
    while ahead:
        path = ahead.pop()
        if os.path.isdir(path) and (path == folder or not path.is_symlink()):
            try:
                ahead += [path / name for name in sorted(os.listdir(path), reverse=True)]
            except PermissionError:
                yield _id(path, folder), PageFile(path, None)
        elif path.suffix.lower() in _SYNTAXES and (os.path.isfile(path) or not os.path.exists(path)):  # no pipe: it would never end
            yield _id(path, folder), PageFile(path, _SYNTAXES[path.suffix.lower()])


def _id(path: Path, folder: Path) -> str:
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")
