"""Where the posts of a live blog begin in flattened text: at the label above the first of their stamps.

Most pages of an outlet have no posts, so nothing that repeats from page to page parts them from the article above. But on their own page
they repeat each other: each has a stamp, the same line but for its digits, and these run in one direction: "2 May 22:17", "2 May 22:03".
A list counts ("1.", "2."), stamps leap. Where most pages have stamps, posts are what the outlet writes, and end nothing. Of 440 pages six
had such lines, two of them live blogs.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleanpage.learn.pages import Seen

_RARE = 0.25  # of the pages may have posts: as many as may lose prose in the trial
_FEWEST = 5  # stamps
_APART = 2  # times as far from the next as any other: the stamp of the page, not of a post
_SHORT = 60  # characters of a stamp or a label
_FEWEST_LETTERS = 8  # of a label
_NEAR = 3  # blocks above the first stamp
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"\d+")


class Head(NamedTuple):
    """The label above the posts of a page, and on how many pages it stands there."""

    text: str
    pages: int


def heads(seen: Sequence[Seen]) -> list[Head]:
    """The labels above posts, of an outlet that writes few."""
    starts = [(page, first) for page in seen if (first := _first_stamp(page)) is not None]
    labels: dict[str, list[str]] = defaultdict(list)
    for page, first in starts if len(starts) <= _RARE * len(seen) else ():
        block = next((block for block in range(first - 1, max(-1, first - 1 - _NEAR), -1) if _is_label(page, block)), None)
        if block is not None:
            labels[page.lines[block]].append(page.document.text[block])
    return [Head(texts[0], len(texts)) for texts in labels.values()]


def _is_label(page: Seen, block: int) -> bool:
    line = page.lines[block]
    return "#" not in line and len(line) <= _SHORT and sum(map(str.isalpha, line)) >= _FEWEST_LETTERS


def _first_stamp(page: Seen) -> int | None:
    """The block of the first stamp; None where the page has no posts."""
    alike: dict[str, list[int]] = defaultdict(list)
    for block, text in enumerate(page.document.folded):
        if len(text) <= _SHORT and _DIGIT.search(text):
            alike[_DIGIT.sub("0", text)].append(block)
    stamps = (_together(blocks) for blocks in alike.values() if len(blocks) >= _FEWEST)
    return min((blocks[0] for blocks in stamps if _are_stamps(page, blocks)), default=None)


def _together(blocks: Sequence[int]) -> Sequence[int]:
    """The blocks without a first one that stands far above the others."""
    first, *others = (behind - before for before, behind in pairwise(blocks))
    return blocks[1:] if first > _APART * max(others) else blocks


def _are_stamps(page: Seen, blocks: Sequence[int]) -> bool:
    """Whether these lines, alike but for their digits, run in one direction, leap, and part article text."""
    times = [tuple(map(int, _NUMBER.findall(page.document.folded[block]))) for block in blocks]
    runs = len(set(times)) >= _FEWEST and times in (sorted(times), sorted(times, reverse=True))
    leaps = any(sum(behind) - sum(before) != 1 for before, behind in pairwise(times))
    return runs and leaps and any(any(page.kept[before + 1 : behind]) for before, behind in pairwise(blocks))
