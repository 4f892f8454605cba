"""A tree of files that mirrors the source, a file a page, below `articles`: text, Markdown, or its row as JSON.

A page's file is called as its id, with the ending behind it: `news/a.html` becomes `articles/news/a.html.txt`. What a file system may
not take is written in percent, as in addresses. Pages are written out of sight first; the ledger then says which file bears which
name, so that a run that is killed while files get their names gives the rest of them theirs.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any
from unicodedata import normalize

from cleanpage.batch.durable import sync_folder
from cleanpage.batch.rows import article_row
from cleanpage.batch.sinks import State
from cleanpage.model import ARTICLE_TEXT, Article, Role
from cleanpage.pipeline import render

ENDINGS = ("json", "md", "txt")
_FOLDER = "articles"
_STAGE = "articles.part"
_PART = 120  # bytes of a step of a path; file systems take 255
_PATH = 1000  # characters of a whole one; the systems take 4,096 bytes
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"\\|?*%]|^[. ]|[. ]$')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # files that Windows opens as devices


def check(ending: str) -> None:
    """A tree of files needs no library."""


def rendered(ending: str, id: str, article: Article, seconds: float) -> bytes:
    """The article as the file will hold it, with a line end at its end; half a surrogate pair becomes "?"."""
    if ending == "json":
        text = json.dumps(article_row(id, article, seconds), ensure_ascii=False, indent=1)
    elif ending == "md":
        text = render(article, "markdown", ARTICLE_TEXT | {Role.HEADLINE})
    else:
        text = article.text
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")


def opened(out: Path, ending: str, state: State) -> "Tree":
    """The tree in the folder `out`."""
    return Tree(out, ending, state)


def traces(out: Path) -> Iterator[Path]:
    """The tree and what has no name yet."""
    return (out / name for name in (_FOLDER, _STAGE) if (out / name).exists())


class Tree:
    """The sink of a file a page. `state`: how many files there were at the last `sync`, and which names it gave."""

    def __init__(self, out: Path, ending: str, state: State) -> None:
        self._folder = out / _FOLDER
        self._stage = out / _STAGE
        self._ending = ending
        self._number: int = state.get("number", 0)
        self._ids: list[tuple[int, str]] = []
        self._names: list[list[Any]] = state.get("names", [])
        self.settle()
        shutil.rmtree(self._stage, ignore_errors=True)  # what was written after the ledger's last word is done again
        self._stage.mkdir()
        self._ignores_case = (out / _STAGE.upper()).exists()

    def write(self, id: str, rendered: bytes) -> None:
        """Write a page's file, without its name."""
        self._part(self._number).write_bytes(rendered)
        self._ids.append((self._number, id))
        self._number += 1

    def sync(self) -> dict[str, Any]:
        """Bring all files to the disk and choose their names; returns the state to go on from."""
        taken: set[str] = set()
        for number, id in self._ids:
            _sync_file(self._part(number))
            name = self._free_name(number, id, taken)
            taken.add(self._seen_as(name))
            self._names.append([number, name])
        sync_folder(self._stage)
        self._ids = []
        return {"number": self._number, "names": self._names}

    def settle(self) -> None:
        """Give the files of the last `sync` their names; those that have them already keep them."""
        touched: set[Path] = set()
        for number, name in self._names:
            path = self._folder / name
            if self._part(number).exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._part(number).replace(path)
                touched.update(parent for parent in path.parents if parent.is_relative_to(self._folder.parent))
        for folder in touched:
            sync_folder(folder)
        self._names = []

    def finish(self) -> None:
        """There is no shard to close."""

    def close(self) -> None:
        """Remove what will have no name; what the ledger may have named already stays."""
        if not self._names:
            shutil.rmtree(self._stage, ignore_errors=True)

    def _part(self, number: int) -> Path:
        return self._stage / f"{number:08}.part"

    def _free_name(self, number: int, id: str, taken: set[str]) -> str:
        """The id's file name, or if another page has that, the name with this page's number."""
        name = file_name(id, self._ending)
        if self._seen_as(name) in taken or (self._folder / name).exists():
            return file_name(f"{id}~{number}", self._ending)
        return name

    def _seen_as(self, name: str) -> str:
        """What the file system takes for the same name is the same."""
        return normalize("NFC", name).casefold() if self._ignores_case else name


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def file_name(id: str, ending: str) -> str:
    """A path below a folder, with "/", that no part of the id leads out of; no file is called as a folder of another id."""
    *folders, last = (_safe(part) for part in id.split("/"))
    folders = [f"{part}%" if part.lower().endswith(f".{ending}") else part for part in folders]
    name = "/".join([*folders, f"{last}.{ending}"])
    return name if len(name) <= _PATH else f"%/{_digest(id)}.{ending}"


def _safe(part: str) -> str:
    """One step of a path, of characters that any file system takes, and short enough; an empty step is "%"."""
    safe = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")), part) or "%"
    if _DEVICES.match(safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    if len(safe.encode()) <= _PART:
        return safe
    return safe.encode()[: _PART - 20].decode("utf-8", "ignore").rstrip(". ") + "%" + _digest(part)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
