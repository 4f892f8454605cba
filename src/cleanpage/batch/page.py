"""What a source hands on: a page that a worker will read, its id, and what tells whether it is still the same page."""

import os
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol
from zlib import crc32

from cleanpage.batch.compression import bare, unpacked
from cleanpage.errors import BadRecord
from cleanpage.model import Article
from cleanpage.pipeline import MAX_BYTES, clean, read

_SYNTAXES = {".html": None, ".htm": None, ".xhtml": None, ".txt": "text"}  # files are often HTML in disguise, seldom text in disguise


class Record(NamedTuple):
    """A page that has been read. `id` is its own, which goes before that of its place; None if it has none."""

    content: bytes | str
    url: str | None = None
    syntax: str | None = None
    id: str | None = None

    def read(self) -> "Record":
        return self

    def article(self, profiles: Path | None = None) -> Article:
        """The page cleaned; one without an address is found these profiles by the one that it gives itself. Raises what `clean` raises."""
        url = self.url or (_own_address(self.content) if profiles else None)
        return clean(self.content, url=url, syntax=self.syntax, profiles=profiles)


def _own_address(content: bytes | str) -> str | None:
    from cleanpage.learn.address import address

    return address(read(content)) or None


class Page(Protocol):
    """A page on its way to a worker; it pickles, and `read` runs in the worker."""

    def read(self) -> Record: ...


class Place(NamedTuple):
    """Where a page stands in its source.

    `id` matches input and output, unless the page has an id of its own. `mark` is another if the page is another: a resumed run compares
    it. `share` is how much of the source is read with this page, 0..1; None if the source cannot tell.
    """

    id: str
    mark: str
    share: float | None = None


class Item(NamedTuple):
    """One page of a source, with its place there."""

    place: Place
    page: Page


class PageFile(NamedTuple):
    """A page still in its file, which may be compressed: a path is cheaper to send than a page."""

    path: str
    url: str | None = None

    def read(self) -> Record:
        """The page, one byte more than the size limit at most, so that no file fills the memory; raises OSError, BadRecord."""
        with open(self.path, "rb") as raw, unpacked(raw, self.path) as file:
            return Record(file.read(MAX_BYTES + 1), self.url, syntax(self.path))


class Unreadable(NamedTuple):
    """A place in the source where a page should be and is not: reading it fails, so that it ends among the failures."""

    why: str

    def read(self) -> Record:
        raise BadRecord(self.why)


def record(id: str, record: Record, share: float | None = None) -> Item:
    """The item of a record, marked by its content."""
    return Item(Place(id, marked(record.content), share), record)


def marked(content: bytes | str) -> str:
    """A checksum of a page that is there already."""
    return f"{crc32(content.encode('utf-8', 'surrogatepass') if isinstance(content, str) else content):08x}"


def unreadable(id: str, why: str, share: float | None = None) -> Item:
    """The item of a place where no page could be read."""
    return Item(Place(id, why, share), Unreadable(why))


def in_file(id: str, path: str, share: float | None = None, url: str | None = None) -> Item:
    """The item of a page in its file, marked by the file's size and time."""
    try:
        status = os.stat(path)
        mark = f"{status.st_size}-{status.st_mtime_ns}"
    except OSError:
        mark = "unseen"
    return Item(Place(id, mark, share), PageFile(path, url))


def is_page(name: str) -> bool:
    """Whether a file of this name is taken for a page: .html, .htm, .xhtml, .txt, or one of these compressed."""
    return _ending(name) in _SYNTAXES


def syntax(name: str) -> str | None:
    """The syntax that a file's name promises: "text" for .txt; None if the page itself must be looked at."""
    return _SYNTAXES.get(_ending(name))


def _ending(name: str) -> str:
    return PurePath(bare(name)).suffix.lower()
