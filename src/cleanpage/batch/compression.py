"""Compressed files by the end of their name, read as a stream: what they unpack to is never in memory as a whole."""

import bz2
import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import PurePath
from types import ModuleType
from typing import IO, cast

from cleanpage.errors import BadRecord, MissingExtra

Opener = Callable[[IO[bytes]], IO[bytes]]


def _gz(raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw))


def _bz2(raw: IO[bytes]) -> IO[bytes]:
    return bz2.BZ2File(raw)


def _zst(raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], zstd().ZstdFile(raw))


def zstd() -> ModuleType:
    """The module compression.zstd of Python 3.14, or its backport, which unlike other bindings tells a file that is cut off."""
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ModuleNotFoundError as error:
        raise MissingExtra.of(error, "zst") from error


_OPENERS: dict[str, Opener] = {".gz": _gz, ".bz2": _bz2, ".zst": _zst}

ENDINGS = ("", *_OPENERS)
"""How a file's name may end if it is compressed, and "" for one that is not."""


def bare(name: str) -> str:
    """The name without the ending of its compression: "a.html.gz" -> "a.html"."""
    path = PurePath(name)
    return name[: -len(path.suffix)] if path.suffix.lower() in _OPENERS else name


@contextmanager
def unpacked(raw: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """The content of an open file of this name as a stream; in the block, damaged compression is a BadRecord.

    Raises MissingExtra.
    """
    opener = _OPENERS.get(PurePath(name).suffix.lower())
    if opener is None:
        yield raw
        return
    with _damage_named(name), opener(raw) as stream:
        yield stream


@contextmanager
def _damage_named(name: str) -> Iterator[None]:
    """What the decompressors raise of damaged data becomes a BadRecord that names the file."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:  # the disk's own; what the decompressors say of damaged data has no number
            raise
        raise BadRecord(f"{name} is cut off or damaged: {error}") from error
    except _damages() as error:
        raise BadRecord(f"{name} is cut off or damaged: {error}") from error


def _damages() -> tuple[type[Exception], ...]:
    """What the decompressors raise, that of zstd if it was needed at all."""
    zstds = [sys.modules[name] for name in ("compression.zstd", "backports.zstd") if name in sys.modules]
    return (EOFError, zlib.error, *(module.ZstdError for module in zstds))
