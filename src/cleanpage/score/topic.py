"""What a block has in common with the rest of flattened text: an article says its rare words again, teasers of other articles do not.

Where markup tells articles from lists there is no need of this; flattened text has only its words.
Source: Hearst, "TextTiling: Segmenting Text into Multi-Paragraph Subtopic Passages", Computational Linguistics 23 (1997), lexical cohesion.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count, pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
from numpy.typing import NDArray

from cleanpage.model import Document
from cleanpage.words import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Columns = dict[str, NDArray[np.generic]]

_NEAR = 6  # blocks: a topic's words come back that soon
_CORE = 8  # blocks each way: the stretch with the most prose is the article, or stands in it
_LONG_WORDS = 10  # a block of that many words is prose
_MOST_WORDS = 120  # of one block count: a page's terms in one line are no article
_TITLE = 400  # characters: no headline is longer
_NAMED = 0.4  # of the address's words: a block with more of them says what the address says
_ENOUGH = 3  # words: shorter addresses name a section, not an article
_SPACED = "\u0e00"  # letters before it are of scripts with spaces
_NOT_WORDS = re.compile(r"[\W\d_]+")


def topic_columns(document: Document, words: NDArray[np.float32]) -> Columns:
    """One column a name, one row a block; `words` are the words of each block."""
    return _cohesion(document, words) | _address(document)


def _cohesion(document: Document, words: NDArray[np.float32]) -> Columns:
    """What share of a block's words, the rarer of the page the more, is said elsewhere, in the page's core, and near."""
    size = len(document)
    block, word = _incidence(document.words)
    uses = np.bincount(word)[word]
    weight = np.log((size + 1) / uses)
    total = np.bincount(block, weight, size) + 1e-6

    def share(of: NDArray[Any]) -> Floats:
        shared: Floats = np.bincount(block, weight * of, size) / total
        return shared

    return {
        "rare words said elsewhere": share(uses > 1),
        "rare words of the core": share(_best_elsewhere(word, _core(words)[block])),
        "rare words said near": share(_said_near(block, word)),
    }


def _incidence(words: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
    """(block, word) of every word that tells something and stands in a block, once each, by word."""
    word, numbers = _numbered(words)
    if any(len(word) == 1 and word > _SPACED for word in numbers):
        words = list(map(_with_pairs, words))
        word, numbers = _numbered(words)
    size = len(words)
    block = np.repeat(np.arange(size), np.fromiter(map(len, words), np.int64, size))
    tells = np.fromiter(map(_tells, numbers), np.bool_, len(numbers))[word]
    places = np.sort(word[tells] * size + block[tells])
    once = places[np.diff(places, prepend=-1) > 0]  # np.unique takes twenty times as long
    return once % max(size, 1), once // max(size, 1)


def _numbered(words: Iterable[Sequence[str]]) -> tuple[Ints, Mapping[str, int]]:
    """The words of all blocks as numbers, and what these stand for, in their order."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found = np.fromiter(map(numbers.__getitem__, chain.from_iterable(words)), np.int64)
    return found, numbers


def _tells(word: str) -> bool:
    """Whether a word has three letters and more; of scripts without spaces two do."""
    return len(word) > 2 or (len(word) == 2 and word > _SPACED)


def _with_pairs(found: Sequence[str]) -> list[str]:
    """The words, and the pairs of characters of scripts without spaces behind them."""
    pairs = (one + two for one, two in pairwise(found) if len(one) == len(two) == 1 and one > _SPACED < two)
    return [*filter(_tells, found), *pairs]


def _core(words: NDArray[np.float32]) -> Floats:
    """How much prose stands around each block, 1 where the page has most."""
    prose = np.where(words >= _LONG_WORDS, np.minimum(words, _MOST_WORDS), 0)
    sums = np.concatenate([[0.0], np.cumsum(prose, dtype=np.float64)])
    order = np.arange(len(words))
    around: Floats = sums[np.minimum(order + _CORE + 1, len(words))] - sums[np.maximum(order - _CORE, 0)]
    return around / max(float(around.max(initial=0)), 1e-6)


def _best_elsewhere(word: Ints, depth: Floats) -> Floats:
    """For each word of each block, by word, how deep in the core another block says it; `depth` is how deep this one lies."""
    starts = np.flatnonzero(np.diff(word, prepend=-1))
    if not len(starts):
        return depth
    uses = np.diff(starts, append=len(word))
    deepest = np.repeat(np.maximum.reduceat(depth, starts), uses)
    other = np.where(depth < deepest, depth, 0)
    next_deepest = np.repeat(np.maximum.reduceat(other, starts), uses)
    shared = np.repeat(np.add.reduceat(depth == deepest, starts, dtype=np.int64), uses) > 1
    return np.where((depth < deepest) | shared, deepest, next_deepest)


def _said_near(block: Ints, word: Ints) -> NDArray[np.bool_]:
    """Whether a word of a block, by word, is said in a block near by."""
    behind = np.diff(block, append=0) <= _NEAR
    behind &= np.diff(word, append=-1) == 0
    near: NDArray[np.bool_] = behind | np.append(False, behind)[:-1]
    return near


def _address(document: Document) -> Columns:
    """Where a block says what the page's address says: there stands the headline."""
    said = _address_words(document.url)
    size = len(document)
    covered, share = np.zeros(size), np.zeros(size)
    if len(said) >= _ENOUGH:
        for block, text in enumerate(document.folded):
            if len(text) < _TITLE and not said.isdisjoint(document.words[block]):
                own = set(document.words[block])
                shared = len(own & said)
                covered[block], share[block] = shared / len(said), shared / len(own)
    known = size > 0 and covered.max() > _NAMED
    distance = np.arange(size) - (int(np.argmax(covered * (share + 0.2))) if known else 0)
    return {
        "address: words covered": covered,
        "address: share of the words": share,
        "address: distance": np.clip(distance / 40, -1, 1.5) if known else np.zeros(size),
        "address: known": np.full(size, known),
        "address: behind": (distance >= 0) & known,
    }


def _address_words(url: str | None) -> frozenset[str]:
    """The words of an address's path; none where there is no address, or one that cannot be read."""
    try:
        path = urlsplit(url or "").path
    except ValueError:
        return frozenset()
    return frozenset(word for word in _NOT_WORDS.split(fold(unquote(path))) if len(word) > 2)
