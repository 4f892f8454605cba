"""WARC archives and WET files of them, as crawlers write them: .warc or .wet, also .gz, .bz2 or .zst; read through fastwarc.

The pages of a WARC are its responses with a status of 200 to 299 and its resources, if they are HTML or plain text; the pages of a WET
are its conversions. Other records (requests, images, redirects) are none. A record that is cut off, of whatever kind, is a page that
cannot be read, since fastwarc ends without a word there; so is the rest of an archive that cannot be read on. The archive is unpacked
here: of a packed record whose first bytes alone are left, fastwarc does not tell either.
"""

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple, cast

from cleanpage.batch.compression import bare, unpacked
from cleanpage.batch.page import Item, Page, Place, Record, Unreadable, marked, unreadable
from cleanpage.errors import BadRecord, MissingExtra
from cleanpage.pipeline import MAX_BYTES

_HTML = {"", "text/html", "application/xhtml+xml"}
_TEXT = "text/plain"


def accepts(source: str) -> bool:
    """Whether the file's name is one of a WARC or WET."""
    return PurePath(bare(source)).suffix.lower() in (".warc", ".wet") and not os.path.isdir(source)


def pages(source: str, name: str = "") -> Iterator[Item]:
    """The pages in the order of the archive; a page's id is its WARC-Record-ID. Raises MissingExtra without fastwarc, OSError."""
    try:
        import fastwarc.warc  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtra.of(error, "warc") from error
    with open(source, "rb"):  # one that cannot be read is refused at once
        return _items(source, name or os.path.basename(source))


def _items(source: str, name: str) -> Iterator[Item]:
    from fastwarc.warc import ArchiveIterator

    size, place = max(os.path.getsize(source), 1), f"{name}:0"
    with open(source, "rb") as raw:
        try:
            with unpacked(raw, source) as file:
                for record in ArchiveIterator(cast(BinaryIO, _Piecemeal(file)), parse_http=True):
                    place = f"{name}:{record.stream_pos}"
                    item = _item(place, record, raw.tell() / size)
                    if item is not None:
                        yield item
        except (BadRecord, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:  # the disk's; what fastwarc says of an archive has no number
                raise
            yield unreadable(f"{place}+", f"{name} is damaged behind {place}, and its rest cannot be read: {error}", 1.0)


class _Piecemeal:
    """A stream that gives what it has: one that first fills a buffer loses what stands before the damage that it meets."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._position = 0

    def read(self, size: int) -> bytes:
        piece: bytes = self._stream.read1(size)
        self._position += len(piece)
        return piece

    def tell(self) -> int:
        return self._position


def _item(place: str, record: Any, share: float) -> Item | None:
    """The item of a record, None if it is no page; `place` is the archive's name and where the record begins in it."""
    heads = record.headers
    if not heads.get("WARC-Type") or not (heads.get("Content-Length") or "").isdecimal():
        return unreadable(place, f"the head of the record at {place} is damaged or cut off", share)
    page = _page(record)
    content = record.reader.read(MAX_BYTES + 1) if page else b""
    missing = record.content_length - len(content) - record.reader.consume()
    id = (record.record_id or place).strip("<>")
    if missing > 0:
        return unreadable(id, f"the record at {place} is cut off: {missing:,} bytes are missing", share)
    return Item(Place(id, marked(content), share), page(content)) if page else None


def _page(record: Any) -> Callable[[bytes], Page] | None:
    """What makes a page of the record's content; None if the record is no page."""
    url = record.headers.get("WARC-Target-URI")
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    syntax = "text" if kind == _TEXT else None
    if record.record_type not in _kinds() or kind not in {_TEXT, *_HTML}:
        return None
    if not record.is_http:
        return lambda content: Record(content, url, syntax)
    head = record.http_headers
    if head.status_code is None:
        return lambda content: Unreadable("the record holds no HTTP response")
    if not 200 <= head.status_code < 300:
        return None
    codings = f"{head.get('Content-Encoding') or ''},{head.get('Transfer-Encoding') or ''}".lower().replace(" ", "").split(",")
    return lambda content: Response(content, url, syntax, record.http_charset, tuple(filter(None, codings)))


def _kinds() -> tuple[Any, ...]:
    from fastwarc.warc import WarcRecordType

    return WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion


class Response(NamedTuple):
    """A page as the server sent it: its codings are undone by the worker, the last first."""

    content: bytes
    url: str | None
    syntax: str | None
    charset: str | None
    codings: tuple[str, ...]

    def read(self) -> Record:
        """The page, one byte more than the size limit at most; raises BadRecord for a coding that is unknown or damaged.

        Valid UTF-8 goes before the charset of the header, as it goes before that of the page.
        """
        content = self.content
        for coding in reversed(self.codings):
            content = _uncoded(content, coding)
        return Record(_decoded(content, self.charset), self.url, self.syntax)


def _decoded(content: bytes, charset: str | None) -> bytes | str:
    with suppress(UnicodeDecodeError):
        content.decode()
        return content
    with suppress(LookupError, UnicodeDecodeError):
        return content.decode(charset) if charset else content
    return content


def _uncoded(content: bytes, coding: str) -> bytes:
    """Crawlers often undo a coding and keep the header that names it: what looks like a page is one."""
    if coding == "identity" or content.lstrip()[:1] == b"<":
        return content
    try:
        uncoded: bytes = _reader(content, coding).read(MAX_BYTES + 1)
        return uncoded
    except (OSError, EOFError, zlib.error) as error:
        raise BadRecord(f"the page is not coded in {coding}, as it says, or is damaged: {error}") from error


def _reader(content: bytes, coding: str) -> Any:
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader

    raw = io.BytesIO(content)
    match coding:
        case "gzip" | "x-gzip":
            return gzip.GzipFile(fileobj=raw)
        case "deflate":
            return GzipReader(raw, zlib=True)
        case "br":
            return BrotliReader(raw)
        case "chunked":
            return ChunkedReader(raw)
    raise BadRecord(f"the page is coded in {coding}, which we cannot undo")
