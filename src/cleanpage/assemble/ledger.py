"""The ledger of a page: a row a role, a column a block; the scorer's log-probabilities plus what the witnesses said, and what follows."""

from collections.abc import Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from cleanpage.model import ARTICLE_TEXT, Evidence, Role, Roles
from cleanpage.resources import toml

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
"""A row of the ledger for each block."""

ROLES = tuple(Role)
KEPT = np.array([role in ARTICLE_TEXT for role in ROLES])

_ROW: dict[Role | Roles, int] = {role: i for i, role in enumerate(ROLES)} | {Roles.ARTICLE_TEXT: len(ROLES)}
_CUTS = np.arange(0.5, 0.19, -0.05)  # never above even odds, and never what four in five say is not the article


def added(ledger: Floats, evidence: Sequence[Evidence], syntax: str) -> Floats:
    """The ledger with this evidence, as log-probabilities again."""
    if not evidence:
        return ledger
    size, believed = len(evidence), toml("credibility.toml")[syntax]
    blocks, roles, log_odds, witnesses, _ = zip(*evidence, strict=True)
    places = np.fromiter(map(_ROW.__getitem__, roles), np.int64, size) * len(ledger[0]) + np.fromiter(blocks, np.int64, size)
    weights = np.fromiter(log_odds, np.float64, size) * np.fromiter(map(believed.get, witnesses, repeat(1.0)), np.float64, size)
    said = np.bincount(places, weights, ledger.size + len(ledger[0])).reshape(len(_ROW), -1).astype(np.float32)
    total: Floats = ledger + said[:-1]
    total[KEPT] += said[-1]  # of Roles.ARTICLE_TEXT
    total -= total.max(0)
    total -= np.log(np.exp(total).sum(0))
    return total


def chances(ledger: Floats) -> Floats:
    """The chance of every block to be article text, within what a float can say."""
    chances: Floats = np.exp(ledger[KEPT].astype(np.float64)).sum(0).clip(1e-6, 1 - 1e-6)
    return chances


def decided(ledger: Floats, sizes: Floats) -> Rows:
    """The role of each block, as a row of the ledger: the likeliest one on the side that the block falls on."""
    chances = np.exp(ledger[KEPT]).sum(0)
    kept = chances > _cut(chances, sizes)
    side = np.where(kept == KEPT[:, None], ledger, -np.inf)
    rows: Rows = side.argmax(0)
    return rows


def _cut(chances: Floats, sizes: Floats) -> float:
    """The chance of being article text above which a block is kept: of _CUTS the one with the highest expected F1, by characters.

    Source: Ye, Chai, Lee, Chieu, "Optimizing F-measure: A Tale of Two Approaches", ICML 2012 (the decision-theoretic one).
    """
    expected = chances * sizes
    kept = chances[:, None] > _CUTS
    f1 = (expected @ kept) / np.maximum(sizes @ kept + expected.sum(), 1e-9)
    return float(_CUTS[f1.argmax()])
