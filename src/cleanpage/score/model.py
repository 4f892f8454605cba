"""The fitted scorer's forward pass: two small convolutions over the sequence of blocks, in numpy.

Every block is its dense features, the mean embedding of its words and of the heading's above it, and the mean embeddings of the names of
the elements above it. Dilated convolutions with residual sums let a network see 15 blocks each way, the page's mean block what kind of
page it stands on. The keep network says whether a block is article text, the role network which role it has. They are two because the
first has the gold bodies of all kinds of pages to learn from and must not learn their outlets, the second news pages that people labelled
block by block; what the first says of roles beside counts a fifth. The keep network looks twice: a first opinion says where the article
lies (`second_look`), and knowing this it judges again; on one fold of unseen outlets that is worth .006 on Fundus, .012 on WCXB, .03 on
flattened Fundus. On pages that both take for an article the role network has a say in what is article text, too (`_keep`).
Source: Bai, Kolter, Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling", 2018.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from cleanpage.errors import BadData
from cleanpage.model import ARTICLE_TEXT, Document, Role
from cleanpage.resources import binary, toml
from cleanpage.score import second_look
from cleanpage.score.features import Features, Floats, features, names, word_counts

ROLES = tuple(Role)
KEPT = np.array([role in ARTICLE_TEXT for role in ROLES])
_ARTICLE, _CHROME = np.flatnonzero(KEPT), np.flatnonzero(~KEPT)

SECOND_REACHES = (1, 4, 16)  # blocks: the convolutions of the second look

_BESIDE = 0.2  # share of the keep network in what is said of roles: alone it knows them less well, but it has seen all kinds of pages
_SAY = 0.2  # of the role network's log-odds for article text; .15 keeps captions, .3 loses up to .05 on short flattened articles
_TEMPER = 0.6  # of the roles' logits: the role network, fitted on few pages, is surer than it is right
_AGREEMENT = 0.5  # share of the words that the keep network takes for article text; .4 to .7 are alike


@dataclass(frozen=True)
class Scorer:
    """The weights of one syntax: two networks, and what words and element names mean to them."""

    keep: "Network"
    role: "Network"
    words: "Lexicon"
    element_names: "Lexicon"

    def prior(self, document: Document) -> Floats:
        """Log-probability of every role for every block, shape (blocks, roles); the rows of exp(prior) sum to 1."""
        return self.log_probabilities(features(document))

    def log_probabilities(self, seen: Features) -> Floats:
        """The same from features that were computed before."""
        if not len(seen.dense):
            return np.zeros((0, len(ROLES)), np.float32)
        page = self._page(seen)
        with _controller().limit(limits=1, user_api="blas"):  # the products are small: a second thread costs more than it saves
            keep, own = self.keep.logits(page), self.role.logits(page)
        role = own + _BESIDE * (keep[:, 1:] - own)
        return _joint(_keep(keep[:, 0], role, word_counts(seen.dense)), role)

    def _page(self, seen: Features) -> "_Page":
        distinct = {names: row for row, names in enumerate(dict.fromkeys(seen.element_names))}
        rows = np.fromiter(map(distinct.__getitem__, seen.element_names), np.int64, len(seen.element_names))
        return _Page(
            seen.dense,
            self.words.means(seen.words),
            seen.heads,
            seen.chains[:, 1],
            self.element_names.means(tuple(distinct)),
            np.append(rows, -1)[seen.chains],  # the last answers for -1: no element
        )


@dataclass(frozen=True)
class Lexicon:
    """Known words and their vectors, those of the keep network before those of the role network; row 0 is what all others have: zeros."""

    rows: Mapping[str, int]
    vectors: Floats

    def means(self, bags: Sequence[Sequence[str]]) -> Floats:
        """The mean vector of the known words of each bag, zeros where none is known; and a last row of zeros, which row -1 is."""
        means = np.zeros((len(bags) + 1, self.vectors.shape[1]), np.float32)
        sizes = np.fromiter(map(len, bags), np.int64, len(bags))
        rows = np.fromiter(map(self.rows.get, chain.from_iterable(bags), repeat(0)), np.int64, int(sizes.sum()))
        known = np.flatnonzero(rows)
        if len(known):
            known_before = np.searchsorted(known, np.cumsum(np.append(0, sizes)))
            starts, counts = known_before[:-1], np.diff(known_before)
            filled = np.flatnonzero(counts)
            means[filled] = np.add.reduceat(self.vectors[rows[known]], starts[filled], axis=0) / counts[filled, None]
        return means


class _Page(NamedTuple):
    """What both networks read of a page.

    words: mean vectors of each block's words; names: of each distinct bag of element names; both end with a row of zeros, which is row -1
    heads: for each block the row of its heading in `words`; parents: the element above its own
    chains: the rows in `names` of the elements above each block, its own first
    """

    dense: Floats
    words: Floats
    heads: NDArray[np.int64]
    parents: NDArray[np.int64]
    names: Floats
    chains: NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """One network's weights by name, linear ones (inputs, outputs), and which columns of words' and names' vectors are its own."""

    arrays: Mapping[str, Floats]
    words: slice
    names: slice

    def logits(self, page: _Page) -> Floats:
        """One row a block, one column an output."""
        x = self._inputs(page)
        hidden = self._look(x)
        if "first.weight" in self.arrays:
            hidden = self._look_again(hidden, page)
        return self._linear("output", self._activated("mixed", np.hstack([hidden, x])))

    def _linear(self, layer: str, x: Floats) -> Floats:
        out: Floats = x @ self.arrays[f"{layer}.weight"]
        out += self.arrays[f"{layer}.bias"]
        return out

    def _activated(self, layer: str, x: Floats) -> Floats:
        out = self._linear(layer, x)
        return np.maximum(out, 0, out=out)

    def _inputs(self, page: _Page) -> Floats:
        dense = page.dense - self.arrays["mean"]
        dense /= self.arrays["deviation"]
        said = page.words[:, self.words]
        parts = [np.clip(dense, -5, 5, out=dense), said[:-1], said[page.heads]]
        if self.names.stop > self.names.start:
            named = page.names[:, self.names]
            parts += [named[page.chains[:, step]] for step in range(3)]
            parts.append(named[page.chains[:, 3:]].sum(1))
        return np.hstack(parts)

    def _look(self, x: Floats) -> Floats:
        hidden = self._activated("input", x)
        layer = 0
        while f"conv{layer}.weight" in self.arrays:
            hidden += self._activated(f"conv{layer}", _beside(hidden, 2**layer))
            if layer == 1:
                hidden += self._activated("page", hidden.mean(0))
            layer += 1
        return hidden

    def _look_again(self, hidden: Floats, page: _Page) -> Floats:
        """The same blocks, knowing what the first look takes for the article: where it lies, and what its blocks have in common."""
        chance = _sigmoid(self._linear("first", hidden)[:, 0])
        words = word_counts(page.dense)
        held = chance * np.minimum(words, second_look.MOST_WORDS)
        article = held @ hidden / max(float(held.sum()), 1e-3)
        known = np.hstack([hidden, second_look.of_the_page(chance, words, page.parents), np.broadcast_to(article, hidden.shape)])
        hidden += self._activated("second", known)
        for layer, reach in enumerate(SECOND_REACHES):
            hidden += self._activated(f"again{layer}", _beside(hidden, reach))
        return hidden


def _beside(hidden: Floats, reach: int) -> Floats:
    """Each block between the one `reach` before it and the one as far behind, as a convolution reads them; zeros past the page's ends."""
    blocks, width = hidden.shape
    rows = np.zeros((blocks, 3 * width), np.float32)
    rows[reach:, :width] = hidden[:-reach]
    rows[:, width : 2 * width] = hidden
    rows[:-reach, 2 * width :] = hidden[reach:]
    return rows


def _sigmoid(x: Floats) -> Floats:
    chances: Floats = (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return chances


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def _keep(keep: Floats, role: Floats, words: Floats) -> Floats:
    """Logits of "article text": the keep network's, moved by the role network's where that takes half of the article for one, too.

    On lists and shops it does not: there it knows nothing, it was shown news pages only.
    """
    article = _log_sum(role[:, _ARTICLE]) - _log_sum(role[:, _CHROME])
    kept = words * (keep > 0)
    agreed = float(kept @ _sigmoid(article)) > _AGREEMENT * float(kept.sum())
    moved: Floats = keep + _SAY * article if agreed else keep
    return moved


def _joint(keep: Floats, role: Floats) -> Floats:
    """log P(role) = log P(article text or not) + log P(role | article text or not)."""
    joint = np.empty_like(role)
    for side, log_odds in ((_ARTICLE, keep), (_CHROME, -keep)):
        logits = _TEMPER * role[:, side]
        joint[:, side] = logits - (_log_sum(logits) + np.logaddexp(0, -log_odds))[:, None]
    return joint


def _log_sum(logits: Floats) -> Floats:
    """log of the sum of exp, of each row."""
    highest = logits.max(1)
    sums: Floats = highest + np.log(np.exp(logits - highest[:, None]).sum(1))
    return sums


@cache
def load(syntax: str) -> Scorer:
    """The packaged scorer of this syntax; raises BadData if its weights were fitted on other features than these."""
    file = f"scorer-{syntax}"
    described = toml(f"{file}.toml")
    check(described, syntax, file)
    with np.load(io.BytesIO(binary(f"{file}.npz")), allow_pickle=False) as stored:
        return scorer({name: stored[name] for name in stored.files})


def check(described: Mapping[str, Any], syntax: str, file: str) -> None:
    """Raises BadData unless the description's features are this version's, in this order."""
    if tuple(described["features"]) != names(syntax):
        raise BadData(f"{file}.toml: features: fitted on other features than this version computes; refit with tools/fit_scorer.py")
    if tuple(described["roles"]) != ROLES:
        raise BadData(f"{file}.toml: roles: fitted on other roles than this version knows; refit with tools/fit_scorer.py")


def scorer(stored: Mapping[str, NDArray[Any]]) -> Scorer:
    """A scorer from the arrays of an .npz file; vocabularies are lines of UTF-8."""
    keep, role = _arrays("keep", stored), _arrays("role", stored)
    words, names = ([arrays.pop(name, np.zeros((1, 0), np.float32)) for arrays in (keep, role)] for name in ("words", "names"))
    lexicons = (Lexicon(_rows(stored[f"{name}_list"]), np.hstack(vectors)) for name, vectors in (("word", words), ("name", names)))
    networks = map(Network, (keep, role), _slices(words), _slices(names))
    return Scorer(next(networks), next(networks), next(lexicons), next(lexicons))


def _slices(vectors: Sequence[Floats]) -> Iterator[slice]:
    """Where the columns of each array lie if they stand side by side."""
    ends = np.cumsum([array.shape[1] for array in vectors]).tolist()
    return map(slice, [0, *ends], ends)


def _arrays(network: str, stored: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
    prefix = f"{network}/"
    own = {key.removeprefix(prefix): array for key, array in stored.items() if key.startswith(prefix)}
    return {key: np.ascontiguousarray(array, np.float32) for key, array in own.items()}


def _rows(listed: NDArray[Any]) -> Mapping[str, int]:
    text = listed.tobytes().decode("utf-8")
    return {word: row for row, word in enumerate(text.split("\n"), 1)} if text else {}
