"""What a first opinion of every block says of the page as a whole: where its article lies, and which elements hold it.

A network that judged each block by its surroundings judges it again knowing this: a teaser that reads like article text stands far
behind what was kept, or in an element of which nothing else was.
Source: Tu, Bai, "Auto-Context and Its Application to High-Level Vision Tasks", IEEE PAMI 32 (2010), with one further look.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

REACHES = (3, 10, 40)  # blocks each way
MOST_WORDS = 100  # of one block count
_REACHES = np.array(REACHES)[:, None]
_LITTLE = 1e-3

WIDTH = 6 + 2 * len(REACHES)
"""How many columns `of_the_page` has."""


def of_the_page(chance: Floats, words: Floats, parents: Ints) -> Floats:
    """Where and in what the words lie that the first opinion takes for article text, shape (blocks, WIDTH).

    chance: of each block to be article text, 0..1; words: of each block; parents: the element above each block's own, -1 for none
    """
    words = np.minimum(words, MOST_WORDS)
    held, blocks = chance * words, len(words)
    running = np.zeros((2, blocks + 1))
    for column, sums in zip((held, words), running[:, 1:], strict=True):
        np.cumsum(column, dtype=np.float64, out=sums)
    total = max(running[0, -1], _LITTLE)
    first, last = np.maximum(np.arange(blocks) - _REACHES, 0), np.minimum(np.arange(1, blocks + 1) + _REACHES, blocks)
    kept, everything = running.take(last, 1) - running.take(first, 1)
    within = parents + 1  # 0 for none
    share = np.bincount(within, held) / np.maximum(np.bincount(within, words), 1)
    rows = np.empty((WIDTH, blocks), np.float32)
    rows[0] = chance
    rows[1] = running[0, :-1] / total
    rows[2 : 2 + len(REACHES)] = kept / total
    rows[2 + len(REACHES) : -4] = kept / np.maximum(everything, 1)
    rows[-4] = kept[1] / max(kept[1].max(), _LITTLE)
    rows[-3] = np.log1p(total) / 8
    rows[-2] = total / max(running[1, -1], 1)
    rows[-1] = share[within]
    return rows.T
