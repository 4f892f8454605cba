"""A zip of saved pages: its .html, .htm, .xhtml and .txt, each also .gz, .bz2 or .zst.

A member that cannot be unpacked is a page that cannot be read. The zip's directory is in memory, a page at a time besides.
"""

import os
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from cleanpage.batch.compression import unpacked
from cleanpage.batch.page import Item, Record, is_page, record, syntax, unreadable
from cleanpage.errors import BadRecord, BatchError
from cleanpage.pipeline import MAX_BYTES

# What a member raises that is damaged, ends early, is encrypted, or packed in a way that Python does not know.
_DAMAGE = (BadZipFile, zlib.error, LZMAError, EOFError, RuntimeError, NotImplementedError, OSError)


def accepts(source: str) -> bool:
    """Whether the file's name is one of a zip."""
    return source.lower().endswith(".zip") and not os.path.isdir(source)


def pages(source: str, name: str = "") -> Iterator[Item]:
    """The pages in the order of the zip's directory; a page's id is its path in the zip, behind the zip's name if that is one of several.

    Raises OSError, BatchError if it is no zip.
    """
    try:
        archive = ZipFile(source)
    except BadZipFile as error:
        raise BatchError(f"{source} is no zip, or its end is missing: {error}") from error
    return _items(archive, f"{name}/" if name else "")


def _items(archive: ZipFile, before: str) -> Iterator[Item]:
    with archive:
        members = [info for info in archive.infolist() if is_page(info.filename) and not info.is_dir()]
        for number, info in enumerate(members, 1):
            yield _item(archive, info, before + info.filename, number / len(members))


def _item(archive: ZipFile, info: ZipInfo, name: str, share: float) -> Item:
    try:
        with archive.open(info) as raw, unpacked(raw, name) as file:
            return record(name, Record(file.read(MAX_BYTES + 1), None, syntax(name)), share)
    except BadRecord as error:
        return unreadable(name, str(error), share)
    except _DAMAGE as error:
        return unreadable(name, f"{type(error).__name__}: {error}", share)
