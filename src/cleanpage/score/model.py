"""The fitted scorer's forward pass: a small convolution over the sequence of blocks, in numpy.

Every block is its dense features, the mean embedding of its words, and the mean embeddings of the names of the elements above it.
Dilated convolutions with residual sums let it see 30 blocks each way, the page's mean block what kind of page it stands on. One head says
whether the block is article text, another which role it has if it is and which if it is not.
Source: Bai, Kolter, Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling", 2018.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpage.errors import BadData
from cleanpage.model import ARTICLE_TEXT, Document, Role
from cleanpage.resources import binary, toml
from cleanpage.score.features import Features, Floats, features, names

ROLES = tuple(Role)
KEPT = np.array([role in ARTICLE_TEXT for role in ROLES])


@dataclass(frozen=True)
class Scorer:
    """The weights of one syntax: `arrays` by name, and the rows of words and element names in their embeddings (row 0 is unknown)."""

    arrays: Mapping[str, Floats]
    words: Mapping[str, int]
    element_names: Mapping[str, int]

    def prior(self, document: Document) -> Floats:
        """Log-probability of every role for every block, shape (blocks, roles); the rows of exp(prior) sum to 1."""
        return self.log_probabilities(features(document))

    def log_probabilities(self, seen: Features) -> Floats:
        """The same from features that were computed before."""
        if not len(seen.dense):
            return np.zeros((0, len(ROLES)), np.float32)
        arrays = self.arrays
        embedded = self._embed(seen)
        hidden = self._convolve(embedded)
        keep = hidden @ arrays["keep.weight"] + arrays["keep.bias"]
        mixed = np.maximum(np.hstack([hidden, embedded]) @ arrays["mixed.weight"] + arrays["mixed.bias"], 0)
        role = mixed @ arrays["role.weight"] + arrays["role.bias"]
        return _joint(keep[:, 0], role)

    def _embed(self, seen: Features) -> Floats:
        arrays = self.arrays
        dense = np.clip((seen.dense - arrays["mean"]) / arrays["deviation"], -5, 5)
        said = _bags(seen.words, self.words, arrays["words"])
        parts = [dense, said, _with_zero(said)[seen.heads]]
        if self.element_names:
            named = _bags(seen.element_names, self.element_names, arrays["names"])
            above = _with_zero(named)[seen.chains]
            parts += [above[:, 0], above[:, 1], above[:, 2], above[:, 3:].sum(1)]
        return np.hstack(parts).astype(np.float32)

    def _convolve(self, x: Floats) -> Floats:
        arrays = self.arrays
        hidden = np.maximum(x @ arrays["input.weight"] + arrays["input.bias"], 0)
        for layer in range(int(arrays["layers"])):
            spread = _dilated(hidden, 2**layer) @ arrays[f"conv{layer}.weight"] + arrays[f"conv{layer}.bias"]
            hidden = hidden + np.maximum(spread, 0)
            if layer == 1:
                hidden = hidden + np.maximum(hidden.mean(0) @ arrays["page.weight"] + arrays["page.bias"], 0)
        out: Floats = hidden
        return out


def _dilated(hidden: Floats, reach: int) -> Floats:
    """Each block beside the one `reach` before and the one `reach` behind; zeros past the page's ends."""
    blocks, channels = hidden.shape
    out = np.zeros((blocks, 3 * channels), np.float32)
    out[:, channels : 2 * channels] = hidden
    if reach < blocks:
        out[reach:, :channels] = hidden[:-reach]
        out[:-reach, 2 * channels :] = hidden[reach:]
    return out


def _with_zero(rows: Floats) -> Floats:
    """The rows and a last one of zeros, which row -1 is."""
    return np.vstack([rows, np.zeros((1, rows.shape[1]), np.float32)])


def _bags(bags: Sequence[Sequence[str]], rows: Mapping[str, int], embedding: Floats) -> Floats:
    """The mean embedding of the known words of each bag, shape (bags, width); zeros where none is known."""
    flat: list[int] = []
    sizes = np.zeros(len(bags), np.int64)
    for i, bag in enumerate(bags):
        known = [row for row in map(rows.get, bag) if row]
        sizes[i] = len(known)
        flat += known
    sums = np.zeros((len(bags), embedding.shape[1]), np.float32)
    filled = sizes > 0
    if flat:
        starts = (np.cumsum(sizes) - sizes)[filled]
        sums[filled] = np.add.reduceat(embedding[np.array(flat)], starts, axis=0) / sizes[filled, None]
    return sums


def _joint(keep: Floats, role: Floats) -> Floats:
    """log P(role) = log P(article text or not) + log P(role | article text or not)."""
    joint = np.empty_like(role)
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
    arrays = {name: array.astype(np.float32) for name, array in stored.items() if array.dtype.kind == "f" or name == "layers"}
    return Scorer(arrays, _rows(stored["word_list"]), _rows(stored["name_list"]))


def _rows(listed: NDArray[Any]) -> Mapping[str, int]:
    text = listed.tobytes().decode("utf-8")
    return {word: row for row, word in enumerate(text.split("\n"), 1)} if text else {}
