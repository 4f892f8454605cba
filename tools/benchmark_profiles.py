#!/usr/bin/env python3
"""What learned profiles are worth: each page cleaned with a profile learned from the other pages of its outlet, unlabelled.

  python tools/benchmark_profiles.py CORPORA WEIGHTS                    fundus-eval, HTML and flattened both ways
  python tools/benchmark_profiles.py CORPORA WEIGHTS --kind article --corpora wcxb-dev fundus magic    other outlets of three pages and more
  python tools/benchmark_profiles.py CORPORA WEIGHTS --wrong            with the profile of another outlet

WEIGHTS is a folder of scorer-SYNTAX-FOLD.npz (tools/fit_scorer.py --fold-weights): a page's judge has not seen its outlet. "packaged"
takes the packaged weights, which have.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import NamedTuple

import folds
import gold
from benchmark import WAYS
from cleanpage import pipeline
from cleanpage.errors import NotLearned
from cleanpage.learn import learn
from cleanpage.profiles import Profile

FEWEST = 3  # pages of an outlet: two to learn from, one to clean


class Cleaned(NamedTuple):
    """A page in one way: its score without and with the profile, how often it spoke, and seconds to learn."""

    page: gold.Page
    way: str
    without: float
    with_profile: float
    spoke: str
    seconds: float


def main() -> None:
    arguments = _arguments()
    pages = [page for page in gold.pages(arguments.shared) if page.corpus in arguments.corpora and arguments.kind in ("any", page.kind)]
    outlets = {site: held[: arguments.most] for site, held in _outlets(pages).items()}
    neighbours = list(outlets)[1:] + list(outlets)[:1]
    tasks = [(outlets[site], outlets[other] if arguments.wrong else []) for site, other in zip(outlets, neighbours, strict=True)]
    with ProcessPoolExecutor(arguments.jobs) as pool:
        found = [row for part in pool.map(partial(_cleaned, arguments.weights, arguments.ways), tasks) for row in part]
    for line in _report(found, arguments.every_page):
        print(line)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--corpora", nargs="+", default=["fundus-eval"])
    parser.add_argument("--kind", default="any", help="kind of the pages: article")
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--wrong", action="store_true", help="take the profile of another outlet")
    parser.add_argument("--most", type=int, default=6, help="pages of an outlet")
    parser.add_argument("--every-page", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def _outlets(pages: Sequence[gold.Page]) -> dict[str, list[gold.Page]]:
    """The pages by outlet, of outlets with enough of them."""
    sites: dict[str, list[gold.Page]] = defaultdict(list)
    for page in pages:
        sites[page.group].append(page)
    return {site: held for site, held in sorted(sites.items()) if len(held) >= FEWEST}


def _cleaned(weights: Path, ways: Sequence[str], task: tuple[list[gold.Page], list[gold.Page]]) -> list[Cleaned]:
    pages, others = task
    if weights.name != "packaged":
        pipeline.load = lambda syntax: folds.without(folds.fold_of(pages[0]), weights, syntax)
    return [row for way in ways for row in _one_way(way, pages, others)]


def _one_way(way: str, pages: list[gold.Page], others: list[gold.Page]) -> Iterator[Cleaned]:
    texts = {page.id: pipeline.read(WAYS[way](page.html)) for page in [*pages, *others]}
    for page in pages:
        start = perf_counter()
        profile = _learned([(other.url, texts[other.id]) for other in (others or pages) if other.id != page.id])
        seconds = perf_counter() - start
        document = pipeline.segment(texts[page.id], url=page.url, syntax="html" if way == "html" else "text")
        without = pipeline.judge(document)
        selected = pipeline.segment(texts[page.id], url=page.url, syntax=document.syntax, selectors=profile.selectors)
        article, outlet = pipeline.judge(selected, profile), profile.outlet(selected, profile.find(selected))
        yield Cleaned(page, way, _score(page, without.text), _score(page, article.text), outlet.spoke if outlet else "", seconds)


def _learned(pages: Sequence[tuple[str, str]]) -> Profile:
    try:
        return learn(pages)
    except NotLearned:
        return Profile("nothing")


def _score(page: gold.Page, text: str) -> float:
    return gold.word_f1(text, page.body) if page.body is not None else gold.snippet_share(page, text)


def _report(found: Sequence[Cleaned], every_page: bool) -> Iterator[str]:
    for way in sorted({row.way for row in found}):
        rows = [row for row in found if row.way == way]
        yield f"{way:10} {_figures(rows)}"
        weak = [row for row in rows if row.without < 0.95]
        if weak:
            yield f"{way:10} under .95 without: {_figures(weak)}"
        by_outlet = defaultdict(list)
        for row in rows:
            by_outlet[row.page.group].append(row)
        changes = sorted((mean(row.with_profile - row.without for row in held), group) for group, held in by_outlet.items())
        yield f"{way:10} outlets: worst {_named(changes[:4])}, best {_named(changes[-4:])}"
        for row in rows if every_page else ():
            if abs(row.with_profile - row.without) > 0.001:
                yield f"    {row.without:.4f} -> {row.with_profile:.4f} {row.spoke:9} {row.page.corpus}/{row.page.id} {row.page.url[:90]}"


def _figures(rows: Sequence[Cleaned]) -> str:
    without, profiled = mean(row.without for row in rows), mean(row.with_profile for row in rows)
    figures = f"pages={len(rows)} without={without:.4f} with={profiled:.4f} change={profiled - without:+.4f}"
    return f"{figures} spoke={sum(bool(row.spoke) for row in rows)} learn={mean(row.seconds for row in rows):.2f}s"


def _named(changes: Sequence[tuple[float, str]]) -> str:
    return ", ".join(f"{group} {change:+.4f}" for change, group in changes)


if __name__ == "__main__":
    main()
