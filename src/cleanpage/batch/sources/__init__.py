"""Where pages come from: one kind of source a module, found by its file; the first that accepts a source reads it.

A module has `accepts(source)` and either `pages(source)` or, where pages stand in columns that a user may name, `records(source,
columns)`; both yield the items in an order that is the same every time, reading as they go. A module that reads one file of many pages
takes a `name` besides, for when it is one of several: the ids of its pages begin with it that are not their own. One that passes over
files says how many: `left_out(source)`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from cleanpage import plugins
from cleanpage.batch.page import Item, is_page, unreadable
from cleanpage.errors import BatchError, MissingExtra


@dataclass(frozen=True)
class Columns:
    """What the columns of a source of records are called. A page is taken from `html` or, where that is not there, from `text`."""

    html: str = "html"
    text: str = "text"
    url: str = "url"
    id: str = "id"


NAMED = Columns()
"""The names that columns have if nobody says otherwise."""

STDIN = "-"
"""The source that is a list of files on the standard input."""


def kind(source: str) -> ModuleType:
    """The module that reads this source; raises BatchError if none does."""
    for name in plugins.names(__name__):
        module = plugins.load(__name__, name)
        if module.accepts(source):
            return module
    alone = f"; of one page: cleanpage clean {source}" if is_page(source) else ""
    kinds = ", ".join(plugins.names(__name__))
    raise BatchError(f"{source} is no source: neither a folder nor a file of a kind that is known ({kinds}){alone}")


def items(source: str, columns: Columns) -> Iterator[Item]:
    """All pages of a source in its order; raises BatchError if nothing reads it, or columns are named where there are none."""
    module = kind(source)
    if hasattr(module, "records"):
        records: Iterator[Item] = module.records(source, columns)
        return records
    if columns != NAMED:
        raise BatchError(f"{source} has no columns to name")
    pages: Iterator[Item] = module.pages(source)
    return pages


def left_out(source: str) -> Counter[str]:
    """How many files of each ending a source has that are not read, for their names."""
    module = kind(source)
    counts: Counter[str] = module.left_out(source) if hasattr(module, "left_out") else Counter()
    return counts


def holds_pages(path: str) -> bool:
    """Whether a file is not a page, by its name, but a source of pages."""
    return not is_page(path) and any(plugins.load(__name__, name).accepts(path) for name in plugins.names(__name__))


def within(path: str, columns: Columns, name: str) -> Iterator[Item]:
    """The pages of a file that is one of several in a source; where it cannot be read, one failure of this name."""
    module = kind(path)
    try:
        yield from module.records(path, columns, name) if hasattr(module, "records") else module.pages(path, name)
    except (BatchError, MissingExtra, OSError) as error:
        yield unreadable(name, str(error), 1.0)
