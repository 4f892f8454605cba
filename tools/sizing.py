#!/usr/bin/env python3
"""What it costs to clean very many pages, measured on a sample of them; prints the table of docs/clusters.md.

  python tools/sizing.py SOURCE                          SOURCE is what `cleanpage batch` reads
  python tools/sizing.py SOURCE --pages 1e7 --sample 500

The time is of one core, from the page in its source to its row as a line of JSON: CPU time, so that a busy machine does not spoil it, and
every page's best of three. What an engine adds is not in it.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleanpage.batch import sources
from cleanpage.batch.lines import line
from cleanpage.batch.page import Page
from cleanpage.batch.rows import page_row
from cleanpage.errors import CleanpageError

_REPEATS = 3
_MONTH = 2.5e9  # pages, about what a crawl of Common Crawl has


class Sample(NamedTuple):
    """What a sample took: megabytes of pages, seconds of one core, and megabytes of memory at the most."""

    pages: int
    megabytes: float
    seconds: float
    memory: float


def main() -> None:
    arguments = _arguments()
    pages = [item.page for item in sources.items(arguments.source, sources.NAMED)]
    sample = measured(pages[:: max(1, len(pages) // arguments.sample)])
    print("\n".join(table(sample, arguments.pages)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--pages", type=float, default=_MONTH, help="how many pages there are to clean (default: 2.5e9)")
    parser.add_argument("--sample", type=int, default=300, help="how many to measure, evenly spread over the source (default: 300)")
    return parser.parse_args()


def measured(pages: Iterable[Page]) -> Sample:
    """The cost of these pages; those that fail are said on stderr and left out."""
    megabytes, seconds = [], []
    for page in pages:
        try:
            took = min(_seconds(page) for _ in range(_REPEATS))
        except (CleanpageError, OSError) as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        megabytes.append(len(page.read().content) / 1e6)
        seconds.append(took)
    return Sample(len(seconds), sum(megabytes), sum(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


def _seconds(page: Page) -> float:
    began = time.process_time()
    line(page_row("", page))
    return time.process_time() - began


def table(sample: Sample, pages: float) -> Iterator[str]:
    """The sample's figures and what follows from them for so many pages, as a table in Markdown."""
    hours = pages * sample.seconds / sample.pages / 3600
    yield "| | |"
    yield "| --- | --- |"
    yield f"| measured on | {sample.pages:,} pages of {1e3 * sample.megabytes / sample.pages:,.0f} kB on average |"
    yield f"| a page | {1e3 * sample.seconds / sample.pages:.1f} ms of one core |"
    yield f"| pages per core-second | {sample.pages / sample.seconds:.0f} ({sample.megabytes / sample.seconds:.1f} MB) |"
    yield f"| memory of a worker | {sample.memory:.0f} MB at the most |"
    yield f"| {pages:,.0f} pages | {hours:,.0f} core-hours |"
    for cores in (16, 100, 1000):
        yield f"| on {cores:,} cores | {hours / cores:,.1f} hours, {hours / cores / 24:,.1f} days |"


if __name__ == "__main__":
    main()
