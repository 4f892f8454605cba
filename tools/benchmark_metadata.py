#!/usr/bin/env python3
"""Measures titles, authors, days and headings against the gold of two corpora, beside trafilatura on the same pages.

  python tools/benchmark_metadata.py CORPORA                      the figures of docs/benchmark.md
  python tools/benchmark_metadata.py CORPORA --weights DIR        with scorer weights that have not seen the page's outlet
  python tools/benchmark_metadata.py CORPORA --every 3            every page of Fundus, every third of WCXB
  python tools/benchmark_metadata.py CORPORA --wrong title        names the pages on which a field is wrong
  python tools/benchmark_metadata.py CORPORA --way separator      pages flattened by their text nodes; html_text: as html_text flattens
  python tools/benchmark_metadata.py CORPORA --way headless       pages whose heads name no author

A title is right if it is the gold's after folding (case, spaces, kinds of quotes); authors if both name the same set; a day if the dates
are equal. Each figure is the mean over outlets of the mean over an outlet's pages. Outlets fall into two halves by the checksum of their
name; rules were written looking at the first half only.
"""

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from zlib import crc32

import trafilatura

from cleanpage import pipeline
from cleanpage.assemble import assemble
from cleanpage.metadata import metadata
from cleanpage.model import Article, Hints, Thing
from cleanpage.resources import toml
from cleanpage.score.model import load
from cleanpage.structure import sections
from cleanpage.words import fold
from folds import fold_of, without
from gold import FLATTENED, Page, pages

CORPORA = {"fundus": ("article",), "wcxb-dev": ("article",)}
WAYS = ("html", "headless", *FLATTENED)
FIELDS = ("title", "authors", "day", "headings")
_BETWEEN_AUTHORS = re.compile(r",\s*(?:and\s+)?|;\s*|\s+and\s+|\s*&\s*")

Said = dict[str, Any]
"""What somebody says of a page, field by field, comparable; None where the gold does not say."""


class Judged(NamedTuple):
    """One page: what is right and what was said, by extractor."""

    page: Page
    outlet: str
    true: Said
    said: dict[str, Said]
    metadata_s: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpora/")
    parser.add_argument("--weights", type=Path, help="a folder of scorer-SYNTAX-FOLD.npz; the packaged weights if not given")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read every Nth page of WCXB only")
    parser.add_argument("--way", choices=WAYS, default="html", help="how our pages come")
    parser.add_argument("--wrong", choices=FIELDS, help="name the pages on which this field is wrong")
    arguments = parser.parse_args()
    found = list(_judged(arguments.shared, arguments.weights, arguments.every, arguments.way))
    for corpus in CORPORA:
        chosen = [judged for judged in found if judged.page.corpus == corpus]
        for line in (*_figures(corpus, chosen), *_wrong(chosen, arguments.wrong)):
            print(line)
    print(f"metadata: {1000 * mean(judged.metadata_s for judged in found):.2f} ms of processor time a page")


def _judged(shared: Path, weights: Path | None, every: int, way: str) -> Iterator[Judged]:
    rows = {(corpus, row["id"]): row for corpus in CORPORA for row in _rows(shared / "corpora" / corpus / "gold.jsonl")}
    read: Counter[str] = Counter()
    for page in pages(shared):
        row = rows.get((page.corpus, page.id))
        if row is None or page.kind not in CORPORA[page.corpus]:
            continue
        read[page.corpus] += 1
        if page.corpus != "fundus" and read[page.corpus] % every:
            continue
        article, seconds = _article(page, weights, way)
        said = {"cleanpage": _ours(article), "trafilatura": _theirs(page.html, page.url)}
        yield Judged(page, row["outlet"], _true(row), said, seconds)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(page: Page, weights: Path | None, way: str) -> tuple[Article, float]:
    """The page judged without its outlet's profile, with metadata; and the seconds of processor time that metadata took."""
    syntax = "text" if way in FLATTENED else "html"
    document = pipeline.segment(FLATTENED.get(way, pipeline.read)(page.html), url=page.url, syntax=syntax)
    if way == "headless":
        document = replace(document, hints=_without_authors(document.hints))
    judge = without(fold_of(page), weights, syntax) if weights else load(syntax)
    article = assemble(document, judge.prior(document), pipeline.witnesses(document))
    start = time.process_time()
    found = metadata(article)
    return replace(article, reader=lambda _: found), time.process_time() - start


def _without_authors(hints: Hints) -> Hints:
    data = toml("metadata.toml")
    things = (Thing(thing.types, tuple(said for said in thing.said if said[0] not in data["linked"]["authors"])) for thing in hints.things)
    return replace(hints, things=tuple(things), metas=tuple(meta for meta in hints.metas if meta[0] not in data["meta"]["authors"]))


# --- what is said -----------------------------------------------------------------------------------------------------------------


def _true(row: dict[str, Any]) -> Said:
    gold = row["meta"]
    authors, day, sections = gold.get("author"), gold.get("publish_date"), gold.get("sections")
    return {
        "title": fold(gold["title"]) if gold.get("title") else None,
        "authors": _names(authors if isinstance(authors, list) else _BETWEEN_AUTHORS.split(authors)) if authors else None,
        "day": day[:10] if day else None,
        "headings": {fold(text) for section in sections["sections"] for text in section["headline"]} if sections else None,
    }


def _ours(article: Article) -> Said:
    return {
        "title": fold(article.title),
        "authors": _names(article.authors),
        "day": article.published.isoformat()[:10] if article.published else "",
        "headings": {fold(section.heading.text) for section in sections(article) if section.heading},
    }


def _theirs(html: bytes, url: str) -> Said:
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {"title": "", "authors": set(), "day": "", "headings": set()}
    heads = found.body.iter("head") if found.body is not None else ()
    return {
        "title": fold(found.title or ""),
        "authors": _names((found.author or "").split(";")),
        "day": found.date or "",
        "headings": {fold("".join(head.itertext())) for head in heads},
    }


def _names(authors: Iterable[str]) -> set[str]:
    return {fold(name) for name in authors if name.strip()}


# --- figures ----------------------------------------------------------------------------------------------------------------------


def _figures(corpus: str, found: list[Judged]) -> Iterator[str]:
    yield f"{corpus}: {len(found)} pages of {len({judged.outlet for judged in found})} outlets"
    halves: dict[str, Callable[[str], bool]] = {
        "all outlets": lambda outlet: True,
        "looked at": lambda outlet: _half(outlet) == 0,
        "held out": lambda outlet: _half(outlet) == 1,
    }
    for name, chosen in halves.items():
        part = [judged for judged in found if chosen(judged.outlet)]
        for extractor in ("cleanpage", "trafilatura"):
            scores = [f"{field} {_score(part, field, extractor)}" for field in FIELDS if any(judged.true[field] for judged in part)]
            yield f"  {name:12} {extractor:12} {'  '.join(scores)}"


def _half(outlet: str) -> int:
    return crc32(outlet.encode()) % 2


def _score(found: list[Judged], field: str, extractor: str) -> str:
    """The mean over outlets, and over pages; for headings F1 of all of them."""
    stated = [judged for judged in found if judged.true[field] is not None]
    if field == "headings":
        return f"{_f1(stated, extractor):.3f}"
    outlets = defaultdict(list)
    for judged in stated:
        outlets[judged.outlet].append(judged.said[extractor][field] == judged.true[field])
    pages_right = [right for rights in outlets.values() for right in rights]
    return f"{mean(map(mean, outlets.values())):.3f} ({sum(pages_right)}/{len(pages_right)})"


def _f1(found: list[Judged], extractor: str) -> float:
    pairs = [(judged.said[extractor]["headings"], judged.true["headings"]) for judged in found]
    hit = sum(len(said & true) for said, true in pairs)
    return 2 * hit / max(1, sum(len(said) + len(true) for said, true in pairs))


def _wrong(found: list[Judged], field: str | None) -> Iterator[str]:
    for judged in found if field else ():
        true, said = judged.true[field], judged.said["cleanpage"][field]
        if true is not None and said != true:
            yield f"    {judged.outlet} {judged.page.id} half {_half(judged.outlet)}: {true!r}, not {said!r}"


if __name__ == "__main__":
    main()
