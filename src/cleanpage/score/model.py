"""The fitted scorer's forward pass: two small convolutions over the sequence of blocks, in numpy.

Every block is its dense features, the mean embedding of its words and of the heading's above it, and the mean embeddings of the names of
the elements above it; of a long word that is not known its beginning and its end are read (`parts`). Dilated convolutions with residual
sums let a network see 15 blocks each way, the page's mean block what kind of page it stands on. The keep network says whether a block is
article text, the role networks which role it has. The first has the gold bodies of all kinds of pages to learn from and must not learn
their outlets, the others news pages that people labelled block by block; what the first says of roles beside counts a tenth. Of the role
networks only the first reads parts of words, and their mean counts. The keep network looks twice: a first opinion says where the article
lies (`second_look`), and knowing this it judges again; on one fold of unseen outlets that is worth .006 on Fundus, .012 on WCXB, .03 on
flattened Fundus. On pages that both take for an article the role networks have a say in what is article text, too (`_keep`).
Source: Bai, Kolter, Koltun, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling", 2018.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, repeat
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
_MOST_REACH = 16  # of any convolution
_FEW_ROWS = 240  # times 64 times 64 is just under a million, which is few for OpenBLAS

_BESIDE = 0.1  # share of the keep network in what is said of roles: alone it knows them less well, but it has seen all kinds of pages
_SAY = 0.2  # of the role networks' log-odds for article text; .15 keeps captions, .3 loses up to .05 on short flattened articles
_TEMPER = 0.7  # of the roles' logits: the role networks, fitted on few pages, are surer than they are right
_FARTHEST = 5  # deviations from the mean: what lies further off counts as that
_LONG, _PART = 7, 5  # characters of a word, and of its parts
LEAST = 1e-3  # that the words of a block count together; those of a block without any count nothing
_AGREEMENT = 0.5  # share of the words that the keep network takes for article text; .4 to .7 are alike


@dataclass(frozen=True)
class Scorer:
    """The weights of one syntax: its networks, and what words and element names mean to them."""

    networks: "Networks"
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
            logits = np.ascontiguousarray(self.networks.logits(page).T)  # sums run along memory
        keep, role = logits[0], logits[1:]
        return _joint(_keep(keep, role, word_counts(seen.dense)), role).T

    def _page(self, seen: Features) -> "_Page":
        means = self.words.means(seen.words)
        distinct = dict(zip(map(id, seen.element_names), seen.element_names, strict=True))  # equal names are one object
        numbers = dict(zip(distinct, count()))
        rows = np.fromiter(map(numbers.__getitem__, map(id, seen.element_names)), np.int64, len(seen.element_names))
        above = self.element_names.means(list(distinct.values())).take(np.append(rows, -1).take(seen.chains.T), 0)
        for further in above[4:]:
            above[3] += further
        return _Page(seen.dense.T, (means[:-1], means.take(seen.heads, 0)), tuple(above[:4]), seen.chains[:, 1])


def has_parts(word: str) -> bool:
    """Whether a word that is not known is long enough to be read by its parts."""
    return len(word) >= _LONG and word.isalpha()


def parts(word: str) -> tuple[str, str]:
    """What stands for a long word that is not known: how it begins and how it ends.

    Languages that join words into one, or bend their ends, have more words than pages of four outlets can show.
    """
    return f"^{word[:_PART]}", f"${word[-_PART:]}"


@dataclass(frozen=True)
class Lexicon:
    """Known words and parts of words with their vectors, those of the keep network before those of the role networks; row 0 is zeros.

    vectors: each multiplied by how much the word counts; behind all of them how much it counts for each network
    networks: of each column of the vectors, the column with that count
    """

    rows: Mapping[str, int]
    vectors: Floats
    networks: NDArray[np.int64]

    def means(self, bags: Sequence[Sequence[str]]) -> Floats:
        """The mean vector of the known words of each bag, zeros where none is known; and a last row of zeros, which row -1 is."""
        sums = np.zeros((len(bags) + 1, self.vectors.shape[1]), np.float32)
        sizes = np.fromiter(map(len, bags), np.int64, len(bags))
        said = list(chain.from_iterable(bags))
        owners = np.arange(len(bags)).repeat(sizes)
        rows = self._add(sums, said, owners)
        unknown = [place for place in np.flatnonzero(rows == 0).tolist() if has_parts(said[place])]
        self._add(sums, [part for place in unknown for part in parts(said[place])], owners[unknown].repeat(2))
        means, counts = sums[:, : len(self.networks)], sums[:, len(self.networks) :]
        means /= np.maximum(counts, LEAST).take(self.networks, 1)
        return means

    def _add(self, sums: Floats, words: Sequence[str], owners: NDArray[np.int64]) -> NDArray[np.int64]:
        """Adds the vectors of these words to the sums of the bags that they stand in, which come in order; returns the words' rows."""
        rows = np.fromiter(map(self.rows.get, words, repeat(0)), np.int64, len(words))
        known = np.flatnonzero(rows)
        if len(known):
            bags = owners[known]
            starts = np.flatnonzero(np.diff(bags, prepend=-1))
            pairs = self.vectors.view(np.complex64)  # two numbers at once: numpy adds them up in half of the time
            sums[bags[starts]] += np.add.reduceat(pairs.take(rows[known], 0), starts).view(np.float32)
        return rows


class _Page(NamedTuple):
    """What the networks read of a page; all but the dense features is (blocks, width).

    dense: (features, blocks)
    words: mean vectors of each block's words, and of its heading's
    names: those of the names of its element and of the two above it, and the sum of those further up
    parents: the element above each block's own
    """

    dense: Floats
    words: tuple[Floats, ...]
    names: tuple[Floats, ...]
    parents: NDArray[np.int64]


@dataclass(frozen=True)
class Entry:
    """How one network reads a page.

    weights: of the layers input and mixed side by side, as far as they read the page itself; their biases are the last row
    lowest, highest: of each dense feature, what it counts as beyond
    words, names: which columns of their vectors are its own
    """

    weights: Floats
    lowest: Floats
    highest: Floats
    words: slice
    names: slice

    def seen(self, page: _Page) -> Floats:
        """What the network reads of every block, and a 1 for the biases."""
        dense = np.maximum(page.dense, self.lowest)
        np.minimum(dense, self.highest, out=dense)
        words, names = ([vectors[:, own].T for vectors in found] for found, own in ((page.words, self.words), (page.names, self.names)))
        return np.concatenate([dense, *words, *names, np.ones_like(dense[:1])]).T


@dataclass(frozen=True)
class Networks:
    """The networks of one syntax side by side, the keep network first: a layer of all of them is computed at once.

    layers: by name, (networks, inputs, outputs), a convolution three of them; those of the second look are the keep network's alone.
        `article` is what the layer second reads of the article, `output` is weighted by what a network counts.
    biases: by the same names
    """

    entries: tuple[Entry, ...]
    layers: Mapping[str, Floats]
    biases: Mapping[str, Floats]

    def logits(self, page: _Page) -> Floats:
        """A row a block: the keep network's "article text", then all networks' roles."""
        entered, width = self._entered(page), self.layers["page"].shape[-1]
        mixed = self._hidden(entered[..., :width], page) @ self.layers["mixed"]
        mixed += entered[..., width:]
        logits: Floats = (_rectified(mixed) @ self.layers["output"]).sum(0)
        logits += self.biases["output"]
        return logits

    def _entered(self, page: _Page) -> Floats:
        """What every network makes of each block alone, (networks, blocks, outputs)."""
        entered = np.empty((len(self.entries), page.dense.shape[1], self.entries[0].weights.shape[1]), np.float32)
        for entry, out in zip(self.entries, entered, strict=True):
            np.matmul(entry.seen(page), entry.weights, out=out)
        return entered

    def _hidden(self, entered: Floats, page: _Page) -> Floats:
        """The hidden states of every block after one look or two, (networks, blocks, width)."""
        networks, blocks, width = entered.shape
        padded = np.zeros((networks, blocks + 2 * _MOST_REACH, width), np.float32)
        hidden = padded[:, _MOST_REACH:-_MOST_REACH]
        np.maximum(entered, hidden, out=hidden)
        layer = 0
        while f"conv{layer}" in self.biases:
            hidden += self._convolved(f"conv{layer}", padded, 2**layer)
            if layer == 1:
                hidden += _rectified(self._linear("page", hidden.mean(1, keepdims=True)))
            layer += 1
        if "first" in self.biases:
            keep = hidden[0]
            keep += self._known(keep, page)
            for layer, reach in enumerate(SECOND_REACHES):
                keep += self._convolved(f"again{layer}", padded[0], reach)
        return hidden

    def _known(self, hidden: Floats, page: _Page) -> Floats:
        """What the first look takes for the article tells each block: where it lies, and what its blocks have in common."""
        chance = _sigmoid(self._linear("first", hidden)[:, 0])
        words = word_counts(page.dense.T)
        held = chance * np.minimum(words, second_look.MOST_WORDS)
        article = held @ hidden / max(float(held.sum()), 1e-3)
        places = second_look.of_the_page(chance, words, page.parents)
        known = np.concatenate([hidden, places], 1) @ self.layers["second"]
        known += article @ self.layers["article"] + self.biases["second"]
        return _rectified(known)

    def _convolved(self, layer: str, padded: Floats, reach: int) -> Floats:
        """What a layer makes of each block between the one `reach` before it and the one as far behind."""
        before, here, behind = self.layers[layer]
        first, last = _MOST_REACH, padded.shape[-2] - _MOST_REACH
        out = _product(padded[..., first:last, :], here)
        out += _product(padded[..., first - reach : last - reach, :], before)
        out += _product(padded[..., first + reach : last + reach, :], behind)
        out += self.biases[layer]
        return _rectified(out)

    def _linear(self, layer: str, x: Floats) -> Floats:
        out: Floats = x @ self.layers[layer]
        out += self.biases[layer]
        return out


def _product(x: Floats, weights: Floats) -> Floats:
    """x @ weights, few rows at a time: what is that small, OpenBLAS multiplies without packing it first, in three quarters of the time."""
    out = np.empty((*x.shape[:-1], weights.shape[-1]), np.float32)
    for first in range(0, x.shape[-2], _FEW_ROWS):
        rows = slice(first, first + _FEW_ROWS)
        np.matmul(x[..., rows, :], weights, out=out[..., rows, :])
    return out


def _rectified(x: Floats) -> Floats:
    """x itself without what is negative; against as many zeros numpy takes half of the time that it takes against a single one."""
    return np.maximum(x, np.zeros_like(x), out=x)


def _sigmoid(x: Floats) -> Floats:
    chances: Floats = 0.5 + 0.5 * np.tanh(0.5 * x)  # which no number is too large for
    return chances


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def _keep(keep: Floats, role: Floats, words: Floats) -> Floats:
    """Logits of "article text": the keep network's, moved by the role networks' where these take half of the article for one, too.

    On lists and shops they do not: there they know nothing, they were shown news pages only.
    """
    article = _log_sum(role[_ARTICLE]) - _log_sum(role[_CHROME])
    kept = words * (keep > 0)
    agreed = float(kept @ _sigmoid(article)) > _AGREEMENT * float(kept.sum())
    moved: Floats = keep + _SAY * article if agreed else keep
    return moved


def _joint(keep: Floats, role: Floats) -> Floats:
    """log P(role) = log P(article text or not) + log P(role | article text or not)."""
    joint = np.empty_like(role)
    for side, log_odds in ((_ARTICLE, keep), (_CHROME, -keep)):
        logits = _TEMPER * role[side]
        joint[side] = logits - (_log_sum(logits) + np.logaddexp(0, -log_odds))
    return joint


def _log_sum(logits: Floats) -> Floats:
    """log of the sum of exp, of each column."""
    highest = logits.max(0)
    sums: Floats = highest + np.log(np.exp(logits - highest).sum(0))
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
    networks = [_arrays(network, stored) for network in sorted({key.partition("/")[0] for key in stored if "/" in key})]  # keep, role1, ...
    words, names = ([arrays.pop(name, np.zeros((1, 1), np.float32)) for arrays in networks] for name in ("words", "names"))
    lexicons = (_lexicon(_rows(stored[f"{name}_list"]), tables) for name, tables in (("word", words), ("name", names)))
    return Scorer(_side_by_side(tuple(map(_entry, networks, _slices(words), _slices(names))), networks), *lexicons)


def _entry(arrays: Mapping[str, Floats], words: slice, names: slice) -> Entry:
    """The weights as they are multiplied: those of the dense features are scaled and moved, instead of each page's features."""
    mean, deviation, width = arrays["mean"], arrays["deviation"], len(arrays["page.weight"])
    weights = np.hstack([arrays["input.weight"], arrays["mixed.weight"][width:]])
    weights[: len(mean)] /= deviation[:, None]
    biases = np.append(arrays["input.bias"], arrays["mixed.bias"]) - mean @ weights[: len(mean)]
    lowest, highest = ((mean + bound * deviation)[:, None] for bound in (-_FARTHEST, _FARTHEST))
    return Entry(np.vstack([weights, biases]), lowest, highest, words, names)


def _side_by_side(entries: tuple[Entry, ...], networks: Sequence[Mapping[str, Floats]]) -> Networks:
    """The layers behind the entries, as they are multiplied."""
    keep, width = networks[0], len(networks[0]["page.weight"])
    layers, biases = (_with_suffix(suffix, keep) for suffix in (".weight", ".bias"))
    del layers["input"], biases["input"], biases["mixed"]
    for name in (name for name in biases if name.startswith(("conv", "page"))):
        layers[name] = np.stack([arrays[f"{name}.weight"] for arrays in networks])
        biases[name] = np.stack([arrays[f"{name}.bias"] for arrays in networks])[:, None]
    layers |= {name: _taps(layer) for name, layer in layers.items() if name.startswith(("conv", "again"))}
    layers["mixed"] = np.stack([arrays["mixed.weight"][:width] for arrays in networks])
    if "second" in layers:
        layers["second"], layers["article"] = np.split(layers["second"], [-width])
    outputs = np.stack([_output(arrays) for arrays in networks])
    outputs[0, :, 1:] *= _BESIDE
    outputs[1:] *= (1 - _BESIDE) / (len(networks) - 1)
    layers["output"], biases["output"] = outputs[:, :-1], outputs[:, -1].sum(0)
    return Networks(entries, layers, biases)


def _taps(layer: Floats) -> Floats:
    """What a convolution reads of the block before, of the block itself and of the one behind."""
    return np.stack(np.split(layer, 3, axis=-2))


def _output(arrays: Mapping[str, Floats]) -> Floats:
    """The last layer, its biases as the last row; a role network says nothing in the first column, "article text"."""
    output = np.vstack([arrays["output.weight"], arrays["output.bias"]])
    return np.pad(output, ((0, 0), (1 + len(ROLES) - output.shape[1], 0)))


def _with_suffix(suffix: str, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    return {key.removesuffix(suffix): array for key, array in arrays.items() if key.endswith(suffix)}


def _lexicon(rows: Mapping[str, int], tables: Sequence[Floats]) -> Lexicon:
    """The networks' tables side by side; the last column of each is how much a word counts."""
    vectors, counts = np.hstack([table[:, :-1] for table in tables]), np.hstack([table[:, -1:] for table in tables])
    odd = np.zeros((len(counts), (vectors.shape[1] + counts.shape[1]) % 2), np.float32)
    return Lexicon(rows, np.hstack([vectors, counts, odd]), np.arange(len(tables)).repeat([table.shape[1] - 1 for table in tables]))


def _slices(tables: Sequence[Floats]) -> Iterator[slice]:
    """Where the vectors of each table lie if they stand side by side."""
    ends = np.cumsum([table.shape[1] - 1 for table in tables]).tolist()
    return map(slice, [0, *ends], ends)


def _arrays(network: str, stored: Mapping[str, NDArray[Any]]) -> dict[str, Floats]:
    prefix = f"{network}/"
    own = {key.removeprefix(prefix): array for key, array in stored.items() if key.startswith(prefix)}
    return {key: np.ascontiguousarray(array, np.float32) for key, array in own.items()}


def _rows(listed: NDArray[Any]) -> Mapping[str, int]:
    text = listed.tobytes().decode("utf-8")
    return {word: row for row, word in enumerate(text.split("\n"), 1)} if text else {}
