"""A folder tree of saved pages: .html, .htm, .xhtml and .txt, each also .gz, .bz2 or .zst; and of files that hold many.

Links to folders are not followed, so no loop is. A folder that cannot be listed, a link that leads nowhere and a pipe of such a name
come as pages, whose reading fails: nothing goes missing in silence.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from cleanpage.batch.page import Item, in_file, is_page, unreadable
from cleanpage.batch.sources import Columns, holds_pages, within


def accepts(source: str) -> bool:
    """Whether the source is a folder."""
    return os.path.isdir(source)


def records(source: str, columns: Columns) -> Iterator[Item]:
    """The pages in the order of their names, folder by folder, those of JSON lines, Parquet, WARC and zips where their file stands.

    A page's id is its path below the folder, with "/"; a byte of a name that is not UTF-8 is written "\\xe9".
    """
    total = sum(1 for _ in _files(source))
    for number, path in enumerate(_files(source)):
        id, whole = _id(path, source), max(total, number + 1)
        for item in within(path, columns, id) if _is_archive(path) else (_page(id, path),):
            yield item._replace(place=item.place._replace(share=(number + (item.place.share or 0.0)) / whole))


def _is_archive(path: str) -> bool:
    return os.path.isfile(path) and holds_pages(path)


def _page(id: str, path: str) -> Item:
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # it might never end
        return unreadable(id, "a pipe, a socket or a device, not a file", 1.0)
    return in_file(id, path, 1.0)


def left_out(source: str) -> Counter[str]:
    """How many files of each ending are neither pages nor hold pages, by their names."""
    return Counter(PurePath(path).suffix.lower() for path in _paths(source) if not _is_read(path) and not os.path.isdir(path))


def _files(folder: str) -> Iterator[str]:
    """The paths of all pages, and of all files that hold pages."""
    return filter(_is_read, _paths(folder))


def _is_read(path: str) -> bool:
    if os.path.isdir(path):
        return not os.path.islink(path)
    return is_page(path) or holds_pages(path)


def _paths(folder: str) -> Iterator[str]:
    """Everything below a folder but the folders that can be listed; strings, since there may be millions."""
    ahead = [folder]
    while ahead:
        path = ahead.pop()
        if not os.path.isdir(path) or (path != folder and os.path.islink(path)):
            yield path
            continue
        try:
            ahead += [os.path.join(path, name) for name in sorted(os.listdir(path), reverse=True)]
        except OSError:
            yield path


def _id(path: str, folder: str) -> str:
    below = os.path.relpath(path, folder).replace(os.sep, "/")
    return os.fsencode(below).decode("utf-8", "backslashreplace")
