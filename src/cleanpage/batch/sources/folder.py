"""A folder tree of saved pages: .html, .htm, .xhtml and .txt, each also .gz, .bz2 or .zst.

Links to folders are not followed, so no loop is. A folder that cannot be listed, a link that leads nowhere and a pipe of such a name
come as pages, whose reading fails: nothing goes missing in silence.
"""

import os
from collections.abc import Iterator

from cleanpage.batch.page import Item, in_file, is_page, unreadable


def accepts(source: str) -> bool:
    """Whether the source is a folder."""
    return os.path.isdir(source)


def pages(source: str) -> Iterator[Item]:
    """The pages in the order of their names, folder by folder.

    A page's id is its path below the folder, with "/"; a byte of a name that is not UTF-8 is written "\\xe9".
    """
    total = sum(1 for _ in _files(source))
    for number, path in enumerate(_files(source), 1):
        id, share = _id(path, source), number / max(total, number)
        if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # it might never end
            yield unreadable(id, "a pipe, a socket or a device, not a file", share)
        else:
            yield in_file(id, path, share)


def _files(folder: str) -> Iterator[str]:
    """The paths of all pages; strings, since a folder may hold millions."""
    ahead = [folder]
    while ahead:
        path = ahead.pop()
        if os.path.isdir(path) and (path == folder or not os.path.islink(path)):
            try:
                ahead += [os.path.join(path, name) for name in sorted(os.listdir(path), reverse=True)]
            except OSError:
                yield path
        elif is_page(path) and not os.path.isdir(path):
            yield path


def _id(path: str, folder: str) -> str:
    below = os.path.relpath(path, folder).replace(os.sep, "/")
    return os.fsencode(below).decode("utf-8", "backslashreplace")
