"""Rows as JSON lines, in shards; compressed ones when a shard is full."""

import gzip
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from cleanpage.batch.compression import zstd
from cleanpage.batch.durable import complete
from cleanpage.batch.lines import line
from cleanpage.batch.rows import article_row
from cleanpage.batch.shards import Shards, keep_lines, traces
from cleanpage.model import Article

__all__ = ["ENDINGS", "check", "opened", "rendered", "traces"]

ENDINGS = ("jsonl", "jsonl.gz", "jsonl.zst")


def check(ending: str) -> None:
    """Raises MissingExtra for an ending whose library is not installed."""
    if ending == "jsonl.zst":
        zstd()


def rendered(ending: str, id: str, article: Article, seconds: float) -> bytes:
    """The article's row."""
    return line(article_row(id, article, seconds))


def opened(out: Path, ending: str, state: Mapping[str, int]) -> Shards:
    """Shards of JSON lines."""
    return Shards(out, ending, keep_lines if ending == "jsonl" else partial(_compress, ending), state)


def _compress(ending: str, spool: Path, shard: Path) -> None:
    with spool.open("rb") as lines, complete(shard) as raw, _packer(ending, raw) as packed:
        shutil.copyfileobj(lines, packed, 1 << 20)


def _packer(ending: str, raw: Any) -> IO[bytes]:
    """No time and no name in the head of a .gz: the same rows are the same bytes."""
    if ending == "jsonl.gz":
        return cast(IO[bytes], gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))
    return cast(IO[bytes], zstd().ZstdFile(raw, "wb"))
