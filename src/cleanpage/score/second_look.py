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
_LITTLE = 1e-3


WIDTH = 6 + 2 * len(REACHES)
"""How many columns `of_the_page` has."""


def of_the_page(chance: Floats, words: Floats, parents: Ints) -> Floats:
    """Where and in what the words lie that the first opinion takes for article text, shape (blocks, WIDTH).

    chance: of each block to be article text, 0..1; words: of each block; parents: the element above each block's own, -1 for none
    """
    words = np.minimum(words, MOST_WORDS)
    held = chance * words
    held_sums, sums = _sums(held), _sums(words)
    total = max(held_sums[-1], _LITTLE)
    around = [_within(held_sums, reach) for reach in REACHES]
    columns = [chance, held_sums[:-1] / total]
    columns += [kept / total for kept in around]
    columns += [kept / np.maximum(_within(sums, reach), 1) for kept, reach in zip(around, REACHES, strict=True)]
    columns.append(around[1] / max(around[1].max(), _LITTLE))
    columns += [np.full(len(words), np.log1p(total) / 8), np.full(len(words), total / max(sums[-1], 1))]
    within = parents + 1  # 0 for none
    columns.append((np.bincount(within, held) / np.maximum(np.bincount(within, words), 1))[within])
    return np.stack(columns, 1).astype(np.float32)


def _sums(column: Floats) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(column, dtype=np.float64)])


def _within(sums: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    order = np.arange(len(sums) - 1)
    result: NDArray[np.float64] = sums[np.minimum(order + reach + 1, len(order))] - sums[np.maximum(order - reach, 0)]
    return result
