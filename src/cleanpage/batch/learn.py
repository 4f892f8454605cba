"""The first of two passes: a profile for every outlet of a source that has none yet, before any of its pages is cleaned.

The profiles are written to OUT/profiles, beside those of the user's own folder, so that the folder alone says what the pages were cleaned
with. A run that goes on where it was takes the profiles that are there.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cleanpage.batch import ledger as ledgers
from cleanpage.batch import sources
from cleanpage.batch.page import Page
from cleanpage.batch.pool import Limits, Mapper, map_pages
from cleanpage.batch.run import Settings, Start, check
from cleanpage.errors import BatchError, CleanpageError
from cleanpage.learn import learn
from cleanpage.learn.address import address
from cleanpage.learn.outlets import ENOUGH
from cleanpage.learn.pages import site
from cleanpage.model import Failure
from cleanpage.pipeline import read
from cleanpage.profiles import Profile, for_url

NAME = "profiles"
"""The folder of the profiles in the output folder."""

_FEWEST = 3  # pages of an outlet: nobody reviews here what was learned of fewer

Group = Sequence[tuple[str, Page]]


def learned(settings: Settings, workers: Mapper = map_pages) -> Settings:
    """The settings of the second pass: their profiles are in OUT/profiles, learned now or by the run that is to go on.

    Of every outlet the first pages count, ENOUGH of them, kept in memory if the source has no files of their own. A page that cannot be
    read is passed over here and fails in the second pass. Raises BatchError as `run` does, and BadData for a bad profile of the user's.
    """
    check(settings)
    if settings.source == sources.STDIN:
        raise BatchError("a list on the standard input can be read but once, and learning reads all pages before; name a folder")
    folder = settings.out / NAME
    ledger = settings.out / ledgers.NAME
    if folder.exists() and not ledger.exists():
        raise BatchError(f"{folder} is there, and no ledger says that a run wrote it; remove it, or name another folder")
    if settings.start is Start.ANEW or not ledger.exists():
        part = settings.out / f"{NAME}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        _fill(part, settings, workers)
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)
    return replace(settings, profiles=folder)


def _fill(folder: Path, settings: Settings, workers: Mapper) -> None:
    for path in sorted(settings.profiles.glob("*.toml")) if settings.profiles else ():
        shutil.copyfile(path, folder / path.name)
    groups = {host: pages for host, pages in sorted(_outlets(settings).items()) if len(pages) >= _FEWEST}
    timeout_s = settings.limits.timeout_s
    limits = Limits(timeout_s * ENOUGH if timeout_s else None, settings.limits.memory_mb)
    for found in workers(_learned, groups.items(), jobs=settings.jobs, limits=limits):
        if not isinstance(found, Failure):  # of an outlet that teaches nothing its pages are cleaned without a profile
            found.save(folder)


def _outlets(settings: Settings) -> Mapping[str, Group]:
    """The first pages of each outlet that no profile is known of, by registrable host; without those that name no address."""
    groups: dict[str, list[tuple[str, Page]]] = defaultdict(list)
    for url, page in _addressed(settings):
        host = site(url)
        if host and len(groups[host]) < ENOUGH and not for_url(url, settings.profiles):
            groups[host].append((url, page))
    return groups


def _addressed(settings: Settings) -> Iterator[tuple[str, Page]]:
    for item in sources.items(settings.source, settings.columns):
        try:
            record = item.page.read()
            yield record.url or address(read(record.content)), item.page
        except (CleanpageError, OSError):  # the second pass says of every page why it failed
            continue


def _learned(host: str, pages: Group) -> Profile:
    return learn((url, page.read().content) for url, page in pages)
