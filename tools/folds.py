"""The five folds of the corpora, grouped by outlet, and the scorers that were fitted without one of them."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

import gold
from cleanpage.score.model import Scorer, scorer


def fold_of(page: gold.Page) -> int:
    """Which of the five folds a page belongs to, 0..4; the same for all pages of an outlet."""
    return blake2b(page.group.encode(), digest_size=4).digest()[0] % 5


@cache
def without(fold: int, weights: Path, syntax: str) -> Scorer:
    """The scorer whose fit has not seen this fold, from a folder of scorer-SYNTAX-FOLD.npz (tools/fit_scorer.py --fold-weights)."""
    with np.load(weights / f"scorer-{syntax}-{fold}.npz") as stored:
        return scorer({name: stored[name] for name in stored.files})
