#!/usr/bin/env python3
"""Cross-validates the whole judge: every page cleaned with scorer weights that have not seen its outlet.

  python tools/fit_scorer.py CORPORA --folds-only --folds 5 --fold-weights DIR      writes the weights of the five folds
  python tools/benchmark.py CORPORA DIR                                             the figures of README and docs/benchmark.md
  python tools/benchmark.py CORPORA DIR --syntax text --without phrases             what a witness is worth
"""

import argparse
import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import folds
import gold
from cleanpage import pipeline, plugins, second_opinion
from cleanpage.assemble import assemble
from cleanpage.model import ARTICLE_TEXT, Article, Document
from cleanpage.score.model import Scorer

WAYS: dict[str, Callable[[bytes], bytes | str]] = {"html": lambda html: html, **gold.FLATTENED}


class Judged(NamedTuple):
    """One page in one way, cleaned by a judge that has not seen its outlet; the roles (said, true) of its labelled blocks and appeals."""

    page: gold.Page
    way: str
    text: str
    roles: tuple[tuple[str, str], ...]
    appeals: tuple[tuple[str, str], ...]


def main() -> None:
    arguments = _arguments()
    metrics = _metrics(arguments.shared)
    ways = ["html"] if arguments.syntax == "html" else list(gold.FLATTENED)
    pages = [page for page in gold.pages(arguments.shared) if folds.fold_of(page) in arguments.folds][:: arguments.every]
    without = frozenset(filter(None, arguments.without.split(",")))
    work = partial(_judged, arguments.weights, arguments.syntax, ways, without)
    with ProcessPoolExecutor(2) as pool:
        found = [judged for part in pool.map(work, pages, chunksize=8) for judged in part]
    for line in _report(found, metrics, arguments.worst):
        print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpora/, chrome/ and tools/metrics.py")
    parser.add_argument("weights", type=Path, help="a folder of scorer-SYNTAX-FOLD.npz")
    parser.add_argument("--syntax", default="html", choices=["html", "text"])
    parser.add_argument("--folds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--every", type=int, default=1, help="judge every n-th page only")
    parser.add_argument("--without", default="", help='witnesses to leave out, by commas; "+second opinion" hears trafilatura too')
    parser.add_argument("--worst", type=int, default=0, help="name the pages with the lowest figures")
    return parser.parse_args()


def _metrics(shared: Path) -> ModuleType:
    """The figures as the scoreboard defines them."""
    spec = importlib.util.spec_from_file_location("metrics", shared / "tools" / "metrics.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{shared}: no tools/metrics.py there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judged(weights: Path, syntax: str, ways: list[str], without: frozenset[str], page: gold.Page) -> list[Judged]:
    judge = folds.without(folds.fold_of(page), weights, syntax)
    html = page.html
    found = []
    for way in ways:
        text = pipeline.read(WAYS[way](html))
        document = pipeline.segment(text, url=page.url, syntax=syntax)
        article = _article(document, text, judge, without)
        asked = replace(page, roles=page.appeals, labelled="some")
        found.append(Judged(page, way, article.text, _said_and_true(page, article), _said_and_true(asked, article)))
    return found


def _said_and_true(page: gold.Page, article: Article) -> tuple[tuple[str, str], ...]:
    document = article.document
    labelled = gold.labels(page, document.text, document.hidden).role if page.roles else ()
    return tuple((article.verdicts[i].role.value, gold.ROLES[r].value) for i, r in enumerate(labelled) if r >= 0)


def _article(document: Document, text: str, judge: Scorer, without: frozenset[str]) -> Article:
    """As `pipeline.clean`, but with this judge and without these witnesses; "+second opinion" among them asks for that."""
    rules = (plugins.load("cleanpage.rules", name) for name in plugins.names("cleanpage.rules") if name not in without)
    prior, evidence = judge.prior(document), [item for rule in rules for item in rule.find(document)]
    article = assemble(document, prior, evidence)
    if "+second opinion" in without and second_opinion.in_doubt(article):
        return assemble(document, prior, [*evidence, *second_opinion.find(document, text)])
    return article


# --- figures ----------------------------------------------------------------------------------------------------------------------


def _report(found: list[Judged], metrics: ModuleType, worst: int) -> Iterator[str]:
    for way in sorted({j.way for j in found}):
        for corpus in gold.CORPORA:
            chosen = [j for j in found if j.way == way and j.page.corpus == corpus]
            if chosen:
                yield f"{corpus:12} {way:10} {_figures(chosen, metrics)}"
                yield from _worst(chosen, metrics, worst)
        yield from _roles([pair for j in found if j.way == way for pair in j.roles], way, metrics)
        yield _appeals([pair for j in found if j.way == way for pair in j.appeals])


def _figures(chosen: list[Judged], metrics: ModuleType) -> str:
    if chosen[0].page.corpus == "traf":
        figures = metrics.snippets_f1((j.text, j.page.must, j.page.must_not) for j in chosen)
    else:
        figures = metrics.words_corpus((j.text, j.page.body) for j in chosen)
        figures["shingles"] = metrics.shingles_f1((j.text, j.page.body) for j in chosen)["F1"]
        for kind in sorted({j.page.kind for j in chosen}) if chosen[0].page.corpus == "wcxb-dev" else ():
            figures[kind] = metrics.words_corpus((j.text, j.page.body) for j in chosen if j.page.kind == kind)["F1"]
    return _line(figures)


def _line(figures: dict[str, Any]) -> str:
    return " ".join(f"{name}={value:.4f}" if isinstance(value, float) else f"{name}={value}" for name, value in figures.items())


def _worst(chosen: list[Judged], metrics: ModuleType, count: int) -> Iterator[str]:
    def score_of(j: Judged) -> float:
        score: float = gold.snippet_share(j.page, j.text) if j.page.corpus == "traf" else metrics.words_prf(j.text, j.page.body)[2]
        return score

    for score, judged in sorted(((score_of(j), j) for j in chosen), key=lambda pair: pair[0])[:count]:
        yield f"    {score:.3f} {judged.page.corpus}/{judged.page.id} {judged.page.kind} {judged.page.url[:90]}"


def _roles(pairs: Iterable[tuple[str, str]], way: str, metrics: ModuleType) -> Iterator[str]:
    pairs = list(pairs)
    report = metrics.roles_report(pairs)
    chrome = [said in ARTICLE_TEXT for said, true in pairs if true not in ARTICLE_TEXT]
    yield f"roles {way}: accuracy={report['accuracy']:.4f} macro={report['macro']:.4f} n={report['n']}"
    yield "  " + " ".join(f"{role}={f1:.3f}({n})" for role, (f1, n) in report["roles"].items())
    yield f"  chrome removed={1 - sum(chrome) / max(1, len(chrome)):.4f}"
    for name, together in _TOGETHER.items():
        yield f"  {name}={_f1([(s in together, t in together) for s, t in pairs]):.4f}"


_TOGETHER = {"feed+related": {"feed", "related"}, "subscribe+donation+paywall+promotion": {"subscribe", "donation", "paywall", "promotion"}}


def _appeals(pairs: list[tuple[str, str]]) -> str:
    """How well appeals for money are told from what uses the same words, and how much article text of those is kept."""
    hit = sum(said == true == "donation" for said, true in pairs)
    kept = [said in ARTICLE_TEXT for said, true in pairs if true in ARTICLE_TEXT]
    return "  " + _line(
        {
            "appeals": len(pairs),
            "donation precision": hit / max(1, sum(said == "donation" for said, _ in pairs)),
            "recall": hit / max(1, sum(true == "donation" for _, true in pairs)),
            "article text kept": sum(kept) / max(1, len(kept)),
        }
    )


def _f1(pairs: list[tuple[bool, bool]]) -> float:
    hit = sum(s and t for s, t in pairs)
    return 2 * hit / max(1, sum(s for s, _ in pairs) + sum(t for _, t in pairs))


if __name__ == "__main__":
    main()
