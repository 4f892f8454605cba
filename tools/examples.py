"""Pages of the corpora as training examples: features, labels, and the texts to measure with."""

import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import gold
import readings
from cleanpage.model import Document
from cleanpage.score.features import Features, features, names
from folds import fold_of


@dataclass(frozen=True)
class Example:
    """One page in one syntax. `way` is how it came: "html", or how it was flattened."""

    page: gold.Page
    way: str
    texts: tuple[str, ...]
    features: Features
    labels: gold.Labels
    words: NDArray[np.float32]

    @property
    def fold(self) -> int:
        return fold_of(self.page)


def examples(shared: Path, syntax: str, cache: Path | None, jobs: int = 2) -> list[Example]:
    """Every page of the corpora in this syntax; read from `cache` where it was written before."""
    stored = cache / f"examples-{syntax}.pickle" if cache else None
    if stored and stored.exists():
        with stored.open("rb") as file:
            return pickle.load(file)  # our own file, written below
    with ProcessPoolExecutor(jobs) as pool:
        found = [e for part in pool.map(partial(_of_page, syntax), gold.pages(shared), chunksize=8) for e in part]
    if stored:
        with stored.open("wb") as file:
            pickle.dump(found, file, pickle.HIGHEST_PROTOCOL)
    print(f"{syntax}: {len(found)} examples", file=sys.stderr)
    return found


def _of_page(syntax: str, page: gold.Page) -> list[Example]:
    page = readings.read(page)
    ways = ["html"] if syntax == "html" else gold.FLATTENED
    return [_example(page, way, gold.cut(page, way)) for way in ways]


def _example(page: gold.Page, way: str, document: Document) -> Example:
    texts = document.text
    words = np.array([len(gold.tokens(text)) for text in texts], np.float32)
    labels = gold.labels(page, texts, document.hidden)
    seen = features(document)
    if page.corpus == "wcxb-dev" and way == "html":
        headline = seen.dense[:, names("html").index("is the headline")] > 0
        labels.keep[headline & (labels.keep == 1)] = -1  # this gold holds the headline on some pages, and teaches nothing of it
    return Example(page, way, texts, seen, labels, words)
