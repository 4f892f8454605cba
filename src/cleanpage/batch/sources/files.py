"""A list of files on the standard input, one a line; behind a tab its page's address, if it is known.

Every file that is listed is a page, whatever its name, but for JSON lines, Parquet, WARC and zips, which hold many; .gz, .bz2 and .zst
are unpacked, .txt is read as flattened text.
"""

import os
import sys
from collections.abc import Iterator

from cleanpage.batch.page import Item, in_file
from cleanpage.batch.sources import STDIN, Columns, holds_pages, within


def accepts(source: str) -> bool:
    """Whether the source is "-"."""
    return source == STDIN


def records(source: str, columns: Columns) -> Iterator[Item]:
    """The files in the order of the list; a page's id is the path as it is listed. Blank lines are none."""
    for line in sys.stdin.buffer:
        name, _, url = line.rstrip(b"\r\n").partition(b"\t")
        id, path = name.decode("utf-8", "backslashreplace"), os.fsdecode(name)
        if os.path.isfile(path) and holds_pages(path):
            yield from (item._replace(place=item.place._replace(share=None)) for item in within(path, columns, id))
        elif name:
            yield in_file(id, path, url=url.decode("utf-8", "replace") or None)
