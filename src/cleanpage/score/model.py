"""The fitted scorer's forward pass: two small convolutions over the sequence of blocks, in numpy.

Every block is its dense features, the mean embedding of its words and of the heading's above it, and the mean embeddings of the names of
the elements above it. Dilated convolutions with residual sums let a network see 15 blocks each way, the page's mean block what kind of
page it stands on. A first opinion drawn from that says where the article lies (`second_look`), and knowing this the network looks again:
on one fold of unseen outlets +.006 on Fundus, +.012 on WCXB, +.03 on flattened Fundus. The keep network says whether a block is article
text, the role network which role it has. They are two because the first has the gold bodies of all kinds of pages to learn from and must
not learn their outlets, the second news pages that people labelled block by block. On pages that both take for an article the role network
has a say in what is article text, too (`_keep`).
Source: Bai, Kolter, Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling", 2018.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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

SECOND_REACHES = (1, 4, 16)  # blocks: the convolutions of the second look

_SAY = 0.3  # of the role network's log-odds for article text; .5 gains no more on articles and loses on other pages
_TEMPER = 0.6  # of the roles' logits: the role network, fitted on few pages, is surer than it is right
_AGREEMENT = 0.5  # share of the words that the keep network takes for article text; .4 to .7 are alike


@dataclass(frozen=True)
class Scorer:
    """The weights of one syntax, and the rows of words and element names in their embeddings (row 0 is unknown)."""

    keep: "Network"
    role: "Network"
    words: Mapping[str, int]
    element_names: Mapping[str, int]

    def prior(self, document: Document) -> Floats:
        """Log-probability of every role for every block, shape (blocks, roles); the rows of exp(prior) sum to 1."""
        return self.log_probabilities(features(document))

    def log_probabilities(self, seen: Features) -> Floats:
        """The same from features that were computed before."""
        if not len(seen.dense):
            return np.zeros((0, len(ROLES)), np.float32)
        rows = self._rows(seen)
        with _controller().limit(limits=1, user_api="blas"):  # the products are small: a second thread costs more than it saves
            keep, role = self.keep.logits(rows), self.role.logits(rows)
        return _joint(_keep(keep[:, 0], role, word_counts(seen.dense)), role)

    def _rows(self, seen: Features) -> "_Rows":
        distinct = {names: row for row, names in enumerate(dict.fromkeys(seen.element_names))}
        named = np.array([distinct[names] for names in seen.element_names] + [-1], np.int64)  # the last answers for -1: no element
        return _Rows(seen, _bags(seen.words, self.words), _bags(tuple(distinct), self.element_names), named[seen.chains])


class _Bags(NamedTuple):
    """Known words by bag: their rows one behind the other, and how many each bag has."""

    rows: NDArray[np.int64]
    sizes: NDArray[np.int64]


class _Rows(NamedTuple):
    """What a network reads: the features, their words as rows; names but once, and for each block which of them stand above it."""

    seen: Features
    words: _Bags
    names: _Bags
    chains: NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """One network's weights by name: linear ones (inputs, outputs), embeddings (rows, width)."""

    arrays: Mapping[str, Floats]

    def logits(self, rows: _Rows) -> Floats:
        """One row a block, one column an output."""
        embedded = self._embed(rows)
        hidden = self._look(embedded)
        if "first.weight" in self.arrays:
            hidden = self._look_again(hidden, rows.seen)
        mixed = np.maximum(self._linear("mixed", np.hstack([hidden, embedded])), 0)
        return self._linear("output", mixed)

    def _linear(self, layer: str, x: Floats) -> Floats:
        out: Floats = x @ self.arrays[f"{layer}.weight"] + self.arrays[f"{layer}.bias"]
        return out

    def _embed(self, rows: _Rows) -> Floats:
        arrays, seen = self.arrays, rows.seen
        dense = np.clip((seen.dense - arrays["mean"]) / arrays["deviation"], -5, 5)
        said = _means(rows.words, arrays["words"])
        parts = [dense, said, _with_zero(said)[seen.heads]]
        if "names" in arrays:
            above = _with_zero(_means(rows.names, arrays["names"]))[rows.chains]
            parts += [above[:, 0], above[:, 1], above[:, 2], above[:, 3:].sum(1)]
        return np.hstack(parts).astype(np.float32)

    def _look(self, x: Floats) -> Floats:
        hidden = np.maximum(self._linear("input", x), 0)
        layer = 0
        while f"conv{layer}.weight" in self.arrays:
            hidden += np.maximum(self._dilated(f"conv{layer}", 2**layer, hidden), 0)
            if layer == 1:
                hidden += np.maximum(self._linear("page", hidden.mean(0)), 0)
            layer += 1
        return hidden

    def _look_again(self, hidden: Floats, seen: Features) -> Floats:
        """The same blocks, knowing what the first look takes for the article: where it lies, and what its blocks have in common."""
        chance = _sigmoid(self._linear("first", hidden)[:, 0])
        words = word_counts(seen.dense)
        held = chance * np.minimum(words, second_look.MOST_WORDS)
        article = held @ hidden / max(float(held.sum()), 1e-3)
        known = np.hstack([hidden, second_look.of_the_page(chance, words, seen.chains[:, 1]), np.broadcast_to(article, hidden.shape)])
        hidden = hidden + np.maximum(self._linear("second", known), 0)
        for layer, reach in enumerate(SECOND_REACHES):
            hidden += np.maximum(self._dilated(f"again{layer}", reach, hidden), 0)
        return hidden

    def _dilated(self, layer: str, reach: int, hidden: Floats) -> Floats:
        """A convolution over each block, the one `reach` before it and the one as far behind; zeros past the page's ends."""
        before, here, behind = np.split(self.arrays[f"{layer}.weight"], 3)
        spread: Floats = hidden @ here + self.arrays[f"{layer}.bias"]
        if reach < len(hidden):
            spread[reach:] += hidden[:-reach] @ before
            spread[:-reach] += hidden[reach:] @ behind
        return spread


def _sigmoid(x: Floats) -> Floats:
    chances: Floats = (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return chances


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def _with_zero(rows: Floats) -> Floats:
    """The rows and a last one of zeros, which row -1 is."""
    return np.vstack([rows, np.zeros((1, rows.shape[1]), np.float32)])


def _bags(bags: Sequence[Sequence[str]], rows: Mapping[str, int]) -> _Bags:
    flat: list[int] = []
    sizes = np.zeros(len(bags), np.int64)
    for i, bag in enumerate(bags):
        known = [row for row in map(rows.get, bag) if row]
        sizes[i] = len(known)
        flat += known
    return _Bags(np.array(flat, np.int64), sizes)


def _means(bags: _Bags, embedding: Floats) -> Floats:
    """The mean embedding of each bag, shape (bags, width); zeros for an empty one."""
    means = np.zeros((len(bags.sizes), embedding.shape[1]), np.float32)
    filled = bags.sizes > 0
    if len(bags.rows):
        starts = (np.cumsum(bags.sizes) - bags.sizes)[filled]
        means[filled] = np.add.reduceat(embedding[bags.rows], starts, axis=0) / bags.sizes[filled, None]
    return means


def _keep(keep: Floats, role: Floats, words: Floats) -> Floats:
    """Logits of "article text": the keep network's, moved by the role network's where that takes half of the article for one, too.

    On lists and shops it does not: there it knows nothing, it was shown news pages only.
    """
    article = np.logaddexp.reduce(role[:, KEPT], axis=1) - np.logaddexp.reduce(role[:, ~KEPT], axis=1)
    kept = words * (keep > 0)
    agreed = float(kept @ _sigmoid(article)) > _AGREEMENT * float(kept.sum())
    moved: Floats = keep + _SAY * article if agreed else keep
    return moved


def _joint(keep: Floats, role: Floats) -> Floats:
    """log P(role) = log P(article text or not) + log P(role | article text or not)."""
    joint = np.empty_like(role)
    role = _TEMPER * role
    joint[:, KEPT] = _log_softmax(role[:, KEPT]) - np.logaddexp(0, -keep)[:, None]
    joint[:, ~KEPT] = _log_softmax(role[:, ~KEPT]) - np.logaddexp(0, keep)[:, None]
    return joint


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(1, keepdims=True)
    normal: Floats = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return normal


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
    return Scorer(_network("keep", stored), _network("role", stored), _rows(stored["word_list"]), _rows(stored["name_list"]))


def _network(name: str, stored: Mapping[str, NDArray[Any]]) -> Network:
    prefix = f"{name}/"
    own = {key.removeprefix(prefix): array for key, array in stored.items() if key.startswith(prefix)}
    return Network({key: np.ascontiguousarray(array, np.float32) for key, array in own.items()})


def _rows(listed: NDArray[Any]) -> Mapping[str, int]:
    text = listed.tobytes().decode("utf-8")
    return {word: row for row, word in enumerate(text.split("\n"), 1)} if text else {}
