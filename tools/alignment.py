"""Where the words of a page's blocks stand in another text of the same page: its gold, or its blocks as somebody else cut them.

1. Runs of three words and more that stand in both are found by their word 3-grams.
2. The heaviest chain of runs that increases in both texts is taken (weight: words, less a little for every page word skipped, so that
   of two copies of an article one is taken whole). Longest increasing subsequence over a frontier, O(n log n).
3. Runs of the chain grow towards each other; blocks too short to hold a run are taken where the target has them whole between the
   places of the runs around them.
4. Runs off the chain (moved text) take what is left of the target, longest first. What was used once is gone: a second copy gets nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GRAM = 3
COMMON = 16  # a 3-gram that the target holds more often tells nothing of the place
SHORT = 6  # words; a shorter block is placed whole or not at all
SKIP = 0.01  # what a skipped page word costs the chain, in words
OVERLAP = 8  # words by which runs of the chain may overlap: an insertion between equal words makes neighbours overlap
MOVED = 6  # words; a shorter run off the chain is chance

Blocks = Sequence[Sequence[str]]


class Run(NamedTuple):
    """`size` words that stand both at `page` and at `target`."""

    page: int
    target: int
    size: int


def starts_of(blocks: Blocks) -> list[int]:
    """Where each block begins among all words, and at last how many there are."""
    return list(accumulate(map(len, blocks), initial=0))


def places(blocks: Blocks, target: Sequence[str]) -> NDArray[np.int64]:
    """For every word of all blocks its place in the target, -1 for none; no place is given twice."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(target))}
    page = np.array([numbers.get(word, -1) for block in blocks for word in block], dtype=np.int64)
    goal = np.array([numbers[word] for word in target], dtype=np.int64)
    place = np.full(len(page), -1, dtype=np.int64)
    runs = _runs(page, goal, len(numbers))
    chain = _grown(_trimmed(_chain(runs, OVERLAP)), page, goal)
    short = _short_runs(blocks, target, chain)
    for run in chain + short:
        place[run.page : run.page + run.size] = range(run.target, run.target + run.size)
    _place_moved(runs, place, len(goal))
    return place


def _runs(page: NDArray[np.int64], goal: NDArray[np.int64], vocabulary: int) -> list[Run]:
    """All runs of GRAM words and more that stand in both, in page order, but for those of common 3-grams only."""
    if min(len(page), len(goal)) < GRAM:
        return []
    page_grams, goal_grams = _grams(page, vocabulary), _grams(goal, vocabulary)
    order = np.argsort(goal_grams, kind="stable")
    left, right = (np.searchsorted(goal_grams[order], page_grams, side) for side in ("left", "right"))
    counts = np.where((page_grams >= 0) & (right - left <= COMMON), right - left, 0)
    if not counts.any():
        return []
    at = np.repeat(np.arange(len(page_grams)), counts)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    to = order[np.repeat(left, counts) + nth]
    by_diagonal = np.lexsort((at, to - at))
    at, to = at[by_diagonal], to[by_diagonal]
    first = np.flatnonzero(np.concatenate(([True], (np.diff(at) != 1) | (np.diff(to) != 1))))
    sizes = np.diff(np.append(first, len(at))) + GRAM - 1
    return sorted(Run(*map(int, row)) for row in zip(at[first], to[first], sizes, strict=True))


def _grams(numbers: NDArray[np.int64], vocabulary: int) -> NDArray[np.int64]:
    """A number for every 3-gram, -1 where one of its words is not in the target."""
    a, b, c = numbers[:-2], numbers[1:-1], numbers[2:]
    return np.where((a >= 0) & (b >= 0) & (c >= 0), (a * vocabulary + b) * vocabulary + c, -1)


def _chain(runs: Sequence[Run], overlap: int) -> list[Run]:
    """The heaviest chain of runs (given in page order) that increases in page and target.

    A run may begin before the one before it ends, by `overlap` words at most and by half of that one at most.
    """
    worth = [0.0] * len(runs)
    before = [-1] * len(runs)
    ends = [run.size - min(run.size // 2, overlap) for run in runs]  # where the next may begin, from the run's start
    waiting = sorted(range(len(runs)), key=lambda i: runs[i].page + ends[i])
    frontier: list[tuple[int, float, int]] = []  # target end, worth there, run; both strictly increasing
    done = 0
    for i, run in enumerate(runs):
        while runs[waiting[done]].page + ends[waiting[done]] <= run.page:  # stops at run i at the latest
            j = waiting[done]
            _push(frontier, (runs[j].target + ends[j], worth[j] + SKIP * (runs[j].page + ends[j]), j))
            done += 1
        at = bisect_right(frontier, (run.target, float("inf"), 0)) - 1
        best = frontier[at][1] - SKIP * run.page if at >= 0 else 0.0
        worth[i] = run.size + max(best, 0.0)
        before[i] = frontier[at][2] if best > 0 else -1
    chain = []
    i = max(range(len(runs)), key=worth.__getitem__, default=-1)
    while i >= 0:
        chain.append(runs[i])
        i = before[i]
    return chain[::-1]


def _push(frontier: list[tuple[int, float, int]], entry: tuple[int, float, int]) -> None:
    """Adds an entry unless one that ends no later is worth as much, and drops those for which it is such a one."""
    at = bisect_right(frontier, (entry[0], float("inf"), 0))
    if at and frontier[at - 1][1] >= entry[1]:
        return
    end = at
    while end < len(frontier) and frontier[end][1] <= entry[1]:
        end += 1
    start = at - 1 if at and frontier[at - 1][0] == entry[0] else at
    frontier[start:end] = [entry]


def _trimmed(chain: Iterable[Run]) -> list[Run]:
    """The chain without overlaps: each run begins after the one before."""
    out: list[Run] = []
    page = target = 0
    for run in chain:
        cut = max(0, page - run.page, target - run.target)
        if cut < run.size:
            out.append(Run(run.page + cut, run.target + cut, run.size - cut))
            page, target = run.page + run.size, run.target + run.size
    return out


def _grown(chain: Sequence[Run], page: NDArray[np.int64], goal: NDArray[np.int64]) -> list[Run]:
    """The chain with each run grown over equal words, first to its right, then to its left, as far as its neighbours."""
    out: list[Run] = []
    last_page = last_target = 0
    for i, run in enumerate(chain):
        next_page, next_target = (chain[i + 1].page, chain[i + 1].target) if i + 1 < len(chain) else (len(page), len(goal))
        start, target, end = run.page, run.target, run.page + run.size
        shift = run.target - run.page
        while start > last_page and target > last_target and page[start - 1] == goal[target - 1]:
            start, target = start - 1, target - 1
        while end < next_page and end + shift < next_target and page[end] == goal[end + shift]:
            end += 1
        out.append(Run(start, target, end - start))
        last_page, last_target = end, end + shift
    return out


def _short_runs(blocks: Blocks, target: Sequence[str], chain: Sequence[Run]) -> list[Run]:
    """Runs for short blocks that stand whole in the target between the places of the chain's runs around them."""
    starts = starts_of(blocks)
    edges = [Run(0, 0, 0), *chain, Run(starts[-1], len(target), 0)]
    out: list[Run] = []
    at = 0
    for left, right in pairwise(edges):
        low, high = left.target + left.size, right.target
        while at < len(blocks) and starts[at] < left.page + left.size:
            at += 1
        first = at
        while at < len(blocks) and starts[at + 1] <= right.page:
            at += 1
        if low < high and first < at:
            out += _short_runs_between(blocks, starts, range(first, at), target, range(low, high))
    return out


def _short_runs_between(blocks: Blocks, starts: Sequence[int], rows: range, target: Sequence[str], gap: range) -> list[Run]:
    heads: dict[str, list[int]] = defaultdict(list)
    for place in gap:
        heads[target[place]].append(place)
    runs = []
    for row in rows:
        block = list(blocks[row])
        if not 0 < len(block) < SHORT:
            continue
        fits = (p for p in heads.get(block[0], ()) if p + len(block) <= gap.stop and list(target[p : p + len(block)]) == block)
        runs += [Run(starts[row], place, len(block)) for place, _ in zip(fits, range(COMMON), strict=False)]
    return _chain(runs, overlap=0)


def _place_moved(runs: Iterable[Run], place: NDArray[np.int64], target_size: int) -> None:
    """Gives runs off the chain what is left of the target, longest first."""
    free = np.ones(target_size, dtype=bool)
    free[place[place >= 0]] = False
    for run in sorted(runs, key=lambda run: -run.size):
        if run.size < MOVED:
            break
        at, to = np.arange(run.page, run.page + run.size), np.arange(run.target, run.target + run.size)
        open_ = (place[at] < 0) & free[to]
        if np.count_nonzero(open_) >= MOVED:
            place[at[open_]] = to[open_]
            free[to[open_]] = False
