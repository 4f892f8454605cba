#!/usr/bin/env python3
"""Turns corpora of pages with their gold text, and blocks labelled with their role, into labels for training the scorer.

  python tools/gold.py CORPORA      how well the labels can say what the gold says, for three ways to cut a page
"""

import gzip
import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from pathlib import Path
from statistics import mean
from typing import Any

import html_text
import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser
from tld import Result, get_tld

from alignment import SHORT, Blocks, places, starts_of
from cleanpage.decode import decode
from cleanpage.model import ARTICLE_TEXT, Document, Role
from cleanpage.segment import html as html_syntax
from cleanpage.segment import text as text_syntax
from cleanpage.words import fold, words

ROLES = tuple(Role)
CORPORA = ("wcxb-dev", "fundus", "fundus-eval", "traf", "magic")

LONG = 30  # words; such a block counts from LONG_SHARE on, others from SHARE on
SHARE, LONG_SHARE = 0.5, 0.3
PART = 4  # characters; a shorter text stands in the midst of others by chance
SURE = 0.8  # share of a block's matched words that one role must have to be the block's role

_WORD = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """The words of a text, folded; of scripts without spaces every character."""
    return words(fold(text))


def key(text: str) -> str:
    """Letters and digits only: equal for texts that differ in spaces, case and punctuation."""
    return "".join(tokens(text)).replace("'", "")


def word_f1(predicted: str, gold: str) -> float:
    """F1 over the bags of lower-cased words of one page, as the Web Content eXtraction Benchmark counts it."""
    pred, true = Counter(_WORD.findall(predicted.lower())), Counter(_WORD.findall(gold.lower()))
    shared, total = (pred & true).total(), pred.total() + true.total()
    return 2 * shared / total if total else 1.0


def align(blocks: Sequence[str], gold: str) -> list[bool]:
    """Which blocks are part of the gold text; blocks without a word follow their neighbours."""
    split = [tokens(block) for block in blocks]
    place = places(split, tokens(gold))
    starts = starts_of(split)
    inside: list[bool | None] = []
    for start, block in zip(starts, split, strict=False):
        found = int(np.count_nonzero(place[start : start + len(block)] >= 0))
        inside.append(_counts(found, len(block)) if block else None)
    return _filled(inside)


def _counts(found: int, size: int) -> bool:
    if size < SHORT:
        return found == size
    return found >= size * (LONG_SHARE if size >= LONG else SHARE)


def _filled(inside: Sequence[bool | None]) -> list[bool]:
    """None becomes True between two True."""
    before = _carried(inside)
    after = _carried(inside[::-1])[::-1]
    return [a and b for a, b in zip(before, after, strict=True)]


def _carried(inside: Iterable[bool | None]) -> list[bool]:
    """None becomes what stood before it, False at the start."""
    last, out = False, []
    for value in inside:
        last = last if value is None else value
        out.append(last)
    return out


@dataclass(frozen=True)
class Page:
    """One page of a corpus with what is known of it.

    group: the outlet, one key for all of its hosts and corpora: folds must not split it
    body: gold text; for a page all of whose blocks are labelled, its labelled article text; None where only snippets are known
    must, must_not: snippets that the cleaned text must and must not hold
    roles: labelled blocks as (text, path, role), in document order
    labelled: which blocks those are: "all", "chrome" (all but the gold body), "some", "read" (all of them, by ourselves), or "" for none
    appeals: the same for the blocks that were read because they use the words of appeals for money
    """

    corpus: str
    id: str
    url: str
    group: str
    kind: str
    body: str | None
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    roles: tuple[tuple[str, str, str], ...]
    labelled: str
    file: Path
    appeals: tuple[tuple[str, str, str], ...] = ()

    @property
    def html(self) -> bytes:
        """The page as it was fetched; read anew at every call."""
        return gzip.decompress(self.file.read_bytes())


_Labelled = tuple[tuple[tuple[str, str, str], ...], str]
_APPEALS = "appeals-dev.jsonl"
_LABELS = (("pages-dev.jsonl", "all"), ("dev.jsonl", "chrome"), (_APPEALS, "some"))


def pages(shared: Path) -> list[Page]:
    """Every page of every corpus, with the labelled blocks of the chrome files."""
    rows = [(corpus, row) for corpus in CORPORA for row in _jsonl(shared / "corpora" / corpus / "gold.jsonl")]
    groups = _groups(row for _, row in rows)
    labelled, appeals = _labelled(shared / "chrome"), _by_page(shared / "chrome" / _APPEALS)
    out = []
    for (corpus, row), group in zip(rows, groups, strict=True):
        page = _page(shared, corpus, row, group, labelled.get((corpus, row["id"]), ((), "")))
        out.append(replace(page, appeals=appeals.get((corpus, row["id"]), ())))
    return out


def _page(shared: Path, corpus: str, row: dict[str, Any], group: str, blocks: _Labelled) -> Page:
    roles, labelled = blocks
    body = row.get("body")
    if body is None and labelled == "all":
        body = "\n".join(text for text, _, role in roles if role in ARTICLE_TEXT)
    return Page(
        corpus=corpus,
        id=row["id"],
        url=row["url"],
        group=group,
        kind=row["kind"],
        body=body,
        must=tuple(row.get("with", ())),
        must_not=tuple(row.get("without", ())),
        roles=roles,
        labelled=labelled,
        file=shared / "corpora" / corpus / "pages" / f"{row['id']}.html.gz",
    )


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf8") as lines:
        yield from map(json.loads, lines)


def _labelled(chrome: Path) -> dict[tuple[str, str], _Labelled]:
    """(corpus, page) -> labelled blocks in document order and which those are; the fuller file wins."""
    out: dict[tuple[str, str], _Labelled] = {}
    for name, which in _LABELS:
        for page, rows in _by_page(chrome / name).items():
            out.setdefault(page, (rows, which))
    return out


def _by_page(file: Path) -> dict[tuple[str, str], tuple[tuple[str, str, str], ...]]:
    """(corpus, page) -> its labelled blocks as (text, path, role), in document order."""
    by_page = defaultdict(list)
    for row in sorted(_jsonl(file), key=lambda row: int(row["block"])):
        by_page[row["corpus"], row["page"]].append((row["text"], row["path"], row["role"]))
    return {page: tuple(rows) for page, rows in by_page.items()}


def _groups(rows: Iterable[dict[str, Any]]) -> list[str]:
    """One key an outlet: its registered name without suffix; hosts that one outlet name stands beside share the first host's key."""
    first: dict[str, str] = {}
    hosts, out = [], []
    for row in rows:
        host = site(row["url"]) or site(row["outlet"]) or row["outlet"] or f"page {row['id']}"
        hosts.append(host)
        out.append(row["outlet"] if row["outlet"] and not site(row["outlet"]) else "")
    for host, outlet in zip(hosts, out, strict=True):
        if outlet:
            first[host] = first.setdefault(outlet, first.get(host, host))
    return [first.get(host, host) for host in hosts]


def site(url: str) -> str:
    """The registered name of an address's host without its suffix ("news.example.co.uk" -> "example"), "" if there is none.

    Of "hard::host-slug" and "hard::host.slug" the longest beginning that is a host counts.
    """
    address = url.removeprefix("hard::")
    ends = [len(address)] if address == url else [match.start() for match in re.finditer(r"[.-]", address)][::-1]
    for end in ends:
        found = get_tld(address[:end], fix_protocol=True, fail_silently=True, as_object=True)
        if isinstance(found, Result):
            return found.domain
    return ""


@dataclass(frozen=True)
class Labels:
    """What is known of each block of a page.

    keep: 1 article text, 0 not, -1 unknown
    role: index in the order of Role, -1 unknown
    ceiling: word F1 of the blocks with keep 1 against the gold; of a page with snippets only, the share of snippets these blocks honour
    """

    keep: NDArray[np.int8]
    role: NDArray[np.int8]
    ceiling: float


def labels(page: Page, texts: Sequence[str], hidden: Sequence[bool] = ()) -> Labels:
    """Labels for the blocks of a page, however it was cut: HTML blocks or lines of flattened text, in document order.

    A hidden block counts as article text only where the page shows no copy of it.
    """
    role = _roles(page, texts)
    keep = _keep(page, texts, hidden, role)
    return Labels(keep, role, _ceiling(page, texts, keep))


def _keep(page: Page, texts: Sequence[str], hidden: Sequence[bool], role: NDArray[np.int8]) -> NDArray[np.int8]:
    """Where a reader's role and the gold disagree the block stays unknown.

    Both err: gold drafted page by page leaves out standfirsts and takes in appeals and notes, a reader of single blocks does not see
    what the rest of the page repeats. The headline is no exception: where a gold body opens with it, that is one page's habit.
    """
    article = np.where(role < 0, -1, np.isin(role, [ROLES.index(name) for name in ARTICLE_TEXT])).astype(np.int8)
    if page.body is None:
        return np.where(role < 0, _snippets(page, texts), article)
    gold = np.array(_shown(texts, hidden, page.body), dtype=np.int8)
    if page.labelled == "all":
        return np.where((role < 0) & (gold == 1), -1, np.maximum(article, 0))
    return np.where((role < 0) | (gold == article), gold, -1).astype(np.int8)


def _shown(texts: Sequence[str], hidden: Sequence[bool], gold: str) -> list[bool]:
    """align() to the visible blocks, or to all where that says clearly more."""
    everything = align(texts, gold)
    if not any(hidden):
        return everything
    shown = align(["" if hide else text for text, hide in zip(texts, hidden, strict=True)], gold)
    shown = [yes and not hide for yes, hide in zip(shown, hidden, strict=True)]
    return everything if word_f1(_joined(texts, everything), gold) > word_f1(_joined(texts, shown), gold) + 0.02 else shown


def _joined(texts: Iterable[str], keep: Iterable[bool]) -> str:
    return "\n".join(text for text, yes in zip(texts, keep, strict=True) if yes)


def _roles(page: Page, texts: Sequence[str]) -> NDArray[np.int8]:
    """The labelled role of each block, -1 where none or more than one claims it."""
    ours = [tokens(text) for text in texts]
    theirs = [(tokens(text), ROLES.index(Role(role))) for text, _, role in page.roles]
    out = _roles_by_turn(ours, theirs)
    if page.labelled == "some":  # without their neighbours, short texts have no place of their own
        theirs = [(block, role) for block, role in theirs if len(block) >= SHORT]
    out = np.where(out >= 0, out, _roles_by_place(ours, theirs))
    return _roles_inside(out, ours, theirs) if page.labelled in ("all", "read") else out


def _roles_by_turn(ours: Blocks, theirs: Sequence[tuple[Sequence[str], int]]) -> NDArray[np.int8]:
    """Roles of blocks that were cut alike: of a text that stands on both sides equally often, the k-th takes the k-th label."""
    rows, roles = defaultdict(list), defaultdict(list)
    for row, block in enumerate(ours):
        rows["".join(block)].append(row)
    for block, role in theirs:
        roles["".join(block)].append(role)
    out = np.full(len(ours), -1, dtype=np.int8)
    for text, held in roles.items():
        if text and len(rows[text]) == len(held):
            out[rows[text]] = held
    return out


def _roles_by_place(ours: Blocks, theirs: Sequence[tuple[Sequence[str], int]]) -> NDArray[np.int8]:
    """Roles of blocks however they were cut: most words of the block have their place in labelled blocks of one role."""
    of_word = np.repeat([role for _, role in theirs], [len(block) for block, _ in theirs]).astype(np.int8)
    place = places(ours, [word for block, _ in theirs for word in block])
    out = np.full(len(ours), -1, dtype=np.int8)
    for row, (start, block) in enumerate(zip(starts_of(ours), ours, strict=False)):
        found = place[start : start + len(block)]
        found = found[found >= 0]
        if block and _counts(len(found), len(block)):
            (role, votes), *_ = Counter(of_word[found].tolist()).most_common(1)
            out[row] = role if votes >= SURE * len(found) else -1
    return out


def _roles_inside(roles: NDArray[np.int8], ours: Blocks, theirs: Sequence[tuple[Sequence[str], int]]) -> NDArray[np.int8]:
    """Also roles of blocks that stand in the midst of labelled ones of one role only: links that were labelled glued together."""
    keys = ["".join(block) for block, _ in theirs]
    starts, whole = list(accumulate((len(key) + 1 for key in keys), initial=0)), "|".join(keys)
    out = roles.copy()
    for row in np.flatnonzero(roles < 0).tolist():
        part = "".join(ours[row])
        if len(part) >= PART:
            claims = {theirs[bisect_right(starts, at) - 1][1] for at in _occurrences(whole, part)}
            out[row] = claims.pop() if len(claims) == 1 else -1
    return out


def _snippets(page: Page, texts: Sequence[str]) -> NDArray[np.int8]:
    """1 for blocks that hold (a part of) a snippet that must be there, 0 for one that must not, -1 else or both."""
    keys = [key(text) for text in texts]
    starts = list(accumulate(map(len, keys), initial=0))
    whole = "".join(keys)
    must, must_not = (np.zeros(len(texts), dtype=bool) for _ in range(2))
    for snippets, marks in ((page.must, must), (page.must_not, must_not)):
        for snippet in filter(None, map(key, snippets)):
            for at in _occurrences(whole, snippet):
                marks[bisect_right(starts, at) - 1 : bisect_right(starts, at + len(snippet) - 1)] = True
    return np.where(must == must_not, -1, must).astype(np.int8)


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _ceiling(page: Page, texts: Sequence[str], keep: NDArray[np.int8]) -> float:
    kept = _joined(texts, keep == 1)
    if page.body is not None:
        return word_f1(kept, page.body)
    return snippet_share(page, kept)


def snippet_share(page: Page, text: str) -> float:
    """The share of a page's snippets that a text honours: holds those it must, holds none that it must not."""
    whole = key(text)
    honoured = [key(s) in whole for s in page.must] + [key(s) not in whole for s in page.must_not]
    return mean(honoured) if honoured else 1.0


def flatten_html_text(page: bytes) -> str:
    """The page as html_text flattens it."""
    return html_text.extract_text(LexborHTMLParser(page).html or "")


def flatten_separator(page: bytes) -> str:
    """The page as most people flatten it: every text node a line, invisible elements dropped."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "noscript", "template"])
    return tree.body.text(separator="\n") if tree.body else ""


FLATTENED: dict[str, Callable[[bytes], str]] = {"html_text": flatten_html_text, "separator": flatten_separator}
"""How a page is flattened, by the name of the way."""

WAYS = ("html", *FLATTENED)


def cut(page: Page, way: str) -> Document:
    """A page that comes in one of WAYS, cut into blocks."""
    if way == "html":
        return html_syntax.segment(decode(page.html), page.url)
    return text_syntax.segment(FLATTENED[way](page.html), page.url)


def report(shared: Path) -> None:
    """Prints, per corpus and way of cutting, the mean ceiling and the share of pages under .9; then how well roles found their blocks."""
    for corpus, of_corpus in groupby(pages(shared), key=lambda page: page.corpus):
        held = list(of_corpus)
        for way in WAYS:
            print(f"{corpus:12} {way:10} {_summary(held, way)}", flush=True)
    print("snippets in the labelled bodies of whole pages:", _snippets_of_labelled(pages(shared)))


def _summary(held: Sequence[Page], way: str) -> str:
    ceilings, labelled, blocks = [], 0, 0
    for page in held:
        document = cut(page, way)
        found = labels(page, document.text, document.hidden)
        ceilings.append(found.ceiling)
        if page.labelled == "all":
            blocks += sum(1 for text in document.text if key(text))
            labelled += int(np.count_nonzero(found.role >= 0))
    roles = f" roles of whole pages found={labelled / blocks:.4f}" if blocks else ""
    return f"pages={len(held)} ceiling={mean(ceilings):.4f} under .9={mean(c < 0.9 for c in ceilings):.3f}{roles}"


def _snippets_of_labelled(held: Iterable[Page]) -> str:
    """How far the labelled bodies agree with the snippets of the same pages."""
    there, wrong, must, must_not = 0, 0, 0, 0
    for page in held:
        if page.labelled == "all" and page.body is not None:
            body = key(page.body)
            there, must = there + sum(key(s) in body for s in page.must), must + len(page.must)
            wrong, must_not = wrong + sum(key(s) in body for s in page.must_not), must_not + len(page.must_not)
    return f"must {there / max(1, must):.3f} of {must}, must not {wrong / max(1, must_not):.3f} of {must_not}"


if __name__ == "__main__":
    report(Path(sys.argv[1]))
