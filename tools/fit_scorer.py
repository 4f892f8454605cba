#!/usr/bin/env python3
"""Fits the generic scorer from nothing, seeded, and writes its weights with their provenance.

  python tools/fit_scorer.py CORPORA                      both syntaxes: all pages for the weights, two folds by outlet for the scores
  python tools/fit_scorer.py CORPORA --folds 5            the scores of all five folds; takes over an hour
  python tools/fit_scorer.py CORPORA --syntax text        one of them
  python tools/fit_scorer.py CORPORA --folds-only         cross-validation alone; --fold-weights DIR keeps each fold's weights
"""

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import tomlkit
from numpy.typing import NDArray

import gold
from cleanpage.model import ARTICLE_TEXT
from cleanpage.score.features import names
from cleanpage.score.model import KEPT, ROLES, Scorer, scorer
from examples import Example, examples
from network import fit

DATA = Path(__file__).resolve().parent.parent / "src" / "cleanpage" / "data"
CEILING = 0.8  # pages whose labels cannot say what their gold says teach nothing

Arrays = dict[str, NDArray[np.generic]]


def main() -> None:
    arguments = _arguments()
    for syntax in arguments.syntax:
        start = time.perf_counter()
        found = examples(arguments.shared, syntax, arguments.cache)
        with ProcessPoolExecutor(2) as pool:
            whole = None if arguments.folds_only else pool.submit(_fitted, found, syntax, arguments.seed)
            scores = _cross_validate(found, syntax, arguments, pool)
            if whole:
                _write(syntax, whole.result(), scores, found, arguments)
        print(f"{syntax}: {time.perf_counter() - start:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpora/ and chrome/")
    parser.add_argument("--syntax", nargs="+", default=["html", "text"], choices=["html", "text"])
    parser.add_argument("--cache", type=Path, help="a folder to keep the examples in between runs")
    parser.add_argument("--folds-only", action="store_true")
    parser.add_argument("--fold-weights", type=Path)
    parser.add_argument("--folds", type=int, default=2, help="how many of the five folds to judge")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _fitted(found: Sequence[Example], syntax: str, seed: int) -> Arrays:
    teaching = _teaching(found)

    def say(line: str) -> None:
        print(f"{syntax}, {len(teaching)}:{line}", file=sys.stderr, flush=True)

    return fit(teaching, names(syntax), seed, say)


def _teaching(found: Sequence[Example]) -> list[Example]:
    return [e for e in found if e.labels.ceiling >= CEILING or e.page.body is None]


# --- judging on outlets that the fit has not seen --------------------------------------------------------------------------------


def _cross_validate(found: Sequence[Example], syntax: str, arguments: argparse.Namespace, pool: Executor) -> dict[str, float]:
    """Fits without one fold of outlets, for each fold that is asked for, and scores each page by the fit that has not seen its outlet."""
    judged = list(pool.map(partial(_fold, found, syntax, arguments.seed, arguments.fold_weights), range(arguments.folds)))
    scores = figures([row for rows, _ in judged for row in rows], [pair for _, pairs in judged for pair in pairs])
    for name, value in scores.items():
        print(f"{syntax} {name} {value:.4f}")
    return scores


def _fold(
    found: Sequence[Example], syntax: str, seed: int, keep: Path | None, fold: int
) -> tuple[list[tuple[str, float]], list[tuple[str, str]]]:
    arrays = _fitted([e for e in found if e.fold != fold], syntax, seed)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(keep / f"scorer-{syntax}-{fold}.npz", **arrays)  # type: ignore[arg-type]
    judge = scorer(arrays)
    rows, pairs = [], []
    for example in found:
        if example.fold == fold:
            score, said = judged(judge, example)
            rows.append((f"{example.page.corpus} {example.way}" + _kind(example), score))
            pairs += said
    return rows, pairs


def _kind(example: Example) -> str:
    return f" {example.page.kind}" if example.page.corpus == "wcxb-dev" else ""


def judged(judge: Scorer, example: Example) -> tuple[float, list[tuple[str, str]]]:
    """The page's own figure, and its labelled roles as (said, true); what we read ourselves only teaches."""
    prior = judge.log_probabilities(example.features)
    kept = np.exp(prior[:, KEPT]).sum(1) > 0.5
    text = "\n".join(t for t, k in zip(example.texts, kept, strict=True) if k)
    page = example.page
    score = gold.word_f1(text, page.body) if page.body is not None and page.corpus != "traf" else gold.snippet_share(page, text)
    best = prior.argmax(1)
    labelled = np.flatnonzero(example.labels.role >= 0) if page.labelled != "read" else ()
    said = [(ROLES[best[i]].value, ROLES[example.labels.role[i]].value) for i in labelled]
    return score, said


def figures(rows: Sequence[tuple[str, float]], pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Mean page figure by corpus and way, and the roles' accuracy and macro F1."""
    by_name: dict[str, list[float]] = {}
    for name, score in rows:
        corpus, way, *kind = name.split()
        by_name.setdefault(f"{corpus} {way}", []).append(score)
        if kind:
            by_name.setdefault(f"{corpus} {way} {kind[0]}", []).append(score)
    scores = {name: mean(found) for name, found in sorted(by_name.items())}
    if pairs:
        scores["roles accuracy"] = mean(said == true for said, true in pairs)
        per_role = {}
        for role in sorted({true for _, true in pairs}):
            hit = sum(said == true == role for said, true in pairs)
            size = sum(said == role for said, _ in pairs) + sum(true == role for _, true in pairs)
            per_role[role] = 2 * hit / size
            scores[f"role {role}"] = per_role[role]
        scores["roles macro F1"] = mean(f1 for role, f1 in per_role.items() if role != "other")
        chrome = [said in ARTICLE_TEXT for said, true in pairs if true not in ARTICLE_TEXT]
        scores["chrome removed"] = 1 - mean(chrome)
    return scores


# --- writing ----------------------------------------------------------------------------------------------------------------------


def _write(syntax: str, arrays: Arrays, scores: dict[str, float], found: Sequence[Example], arguments: argparse.Namespace) -> None:
    np.savez_compressed(DATA / f"scorer-{syntax}.npz", **arrays)  # type: ignore[arg-type]
    (DATA / f"scorer-{syntax}.toml").write_text(_provenance(syntax, scores, found, arguments), "utf-8")


def _provenance(syntax: str, scores: dict[str, float], found: Sequence[Example], arguments: argparse.Namespace) -> str:
    table: dict[str, Any] = {
        "syntax": syntax,
        "date": datetime.now(UTC).date(),
        "seed": arguments.seed,
        "pages": len({(e.page.corpus, e.page.id) for e in found}),
        "outlets": len({e.page.group for e in found}),
        "read": len({(e.page.corpus, e.page.id) for e in found if e.page.labelled == "read"}),
        "corpora": sorted({e.page.corpus for e in found}),
        "roles": [role.value for role in ROLES],
        "features": tomlkit.item(list(names(syntax))).multiline(True),
        "scores": {name: round(value, 4) for name, value in scores.items()},
    }
    return f"# source: tools/fit_scorer.py; scores are of {arguments.folds} folds grouped by outlet\n" + tomlkit.dumps(table)


if __name__ == "__main__":
    main()
