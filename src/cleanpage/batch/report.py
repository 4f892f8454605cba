"""Reports in files: one page's is the file to open; several pages' lie in a folder beside an index, which then is the file to open."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from cleanpage.batch.durable import complete
from cleanpage.batch.page import Page, PageFile
from cleanpage.batch.pool import map_pages
from cleanpage.batch.sources import NAMED
from cleanpage.batch.sources.folder import records
from cleanpage.errors import BatchError
from cleanpage.formats.report import Share, bar, shares
from cleanpage.model import ARTICLE_TEXT, Failure, Role
from cleanpage.pipeline import render
from cleanpage.profiles import for_url
from cleanpage.templates import filled

_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_STEM = 40  # characters of a page's name: at most 160 bytes, and file systems take 255


class Counts(NamedTuple):
    """How many pages were cleaned and how many failed."""

    cleaned: int
    failed: int


class _Row(NamedTuple):
    """A line of the index: a page with the address of its report, or with the error why there is none."""

    id: str
    title: str = ""
    shares: Sequence[Share] = ()
    address: str = ""
    error: str = ""


def write(page: Path, out: Path, *, url: str | None = None, profiles: Path | None = None) -> None:
    """The report of one page into `out`; raises BatchError if `out` cannot be that file, else OSError and what `clean` raises."""
    _check([page], out)
    _save(render(PageFile(str(page), url).read().article(profiles), "report"), out)


def write_all(paths: Sequence[Path], out: Path, *, profiles: Path | None = None) -> Counts:
    """The reports of several pages and of all pages below folders into OUT-pages/, an index of them into `out`.

    A page that fails has a line with its error. Raises BatchError if `out` cannot be that file, and BadData for a folder of profiles that
    is not there, before anything is written.
    """
    _check(paths, out)
    for_url(None, profiles)
    folder = _folder(out)
    folder.mkdir(exist_ok=True)
    rows = list(_rows(paths, folder, profiles))
    _save(filled("index.html", rows=rows, totals=_totals(rows), bar=bar), out)
    failed = sum(bool(row.error) for row in rows)
    return Counts(len(rows) - failed, failed)


def _folder(out: Path) -> Path:
    return out.with_name(f"{out.stem}-pages")


def _check(paths: Iterable[Path], out: Path) -> None:
    if out.is_dir():
        raise BatchError(f"{out} is a folder; name the file to open, such as {out / 'report.html'}")
    written = out.resolve(), _folder(out).resolve()
    for path in paths:
        source = path.resolve()
        if any(target.is_relative_to(source) or source.is_relative_to(target) for target in written):
            raise BatchError(f"{out} would be written over or among the pages of {path}; name another place for it")


def _rows(paths: Iterable[Path], folder: Path, profiles: Path | None) -> Iterator[_Row]:
    """A row for every page, when its report is written."""
    for number, outcome in enumerate(map_pages(partial(_reported, profiles), _files(paths), jobs=1), 1):
        if isinstance(outcome, Failure):
            yield _Row(outcome.id, error=outcome.message or outcome.error)
            continue
        row, report = outcome
        name = f"{number:05}-{_NOT_IN_NAMES.sub('-', Path(row.id).stem)[:_STEM]}.html"
        _save(report, folder / name)
        yield row._replace(address=quote(f"{folder.name}/{name}"))


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Page]]:
    for path in paths:
        if path.is_dir():
            yield from ((f"{path}/{item.place.id}", item.page) for item in records(str(path), NAMED))
        else:
            yield str(path), PageFile(str(path))


def _reported(profiles: Path | None, id: str, file: Page) -> tuple[_Row, str]:
    article = file.read().article(profiles)
    roles = Counter(block.role for block in article.blocks)
    return _Row(id, article.title, shares(roles, ARTICLE_TEXT)), render(article, "report")


def _totals(rows: Iterable[_Row]) -> list[Share]:
    counts: Counter[Role] = Counter()
    for row in rows:
        counts.update({share.role: share.size for share in row.shares})
    return shares(counts, ARTICLE_TEXT)


def _save(report: str, out: Path) -> None:
    """Half a surrogate pair, which is no character, becomes "?"."""
    with complete(out) as file:
        file.write(report.encode("utf-8", "replace"))
