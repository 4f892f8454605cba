"""What a row says of an article, a block or a failure: plain values, and their JSON line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from cleanpage.batch.page import Page
from cleanpage.model import Article, Block, Failure, Widget
from cleanpage.pipeline import clean

Row = dict[str, Any]


def line(row: Mapping[str, Any]) -> bytes:
    """The row as one line of JSON in UTF-8, without its line end; half a surrogate pair, which is no character, becomes "?"."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def page_row(id: str, page: Page) -> Row:
    """The row of a page's article; raises what reading and cleaning the page raise."""
    return article_row(id, clean(page.read(), url=page.url, syntax=page.syntax))


def article_row(id: str, article: Article, seconds: float | None = None) -> dict[str, Any]:
    """The article and, widget by widget, what was removed and why; `seconds` is what it took, None if nobody looked."""
    known = article.metadata
    return {
        "id": id,
        "url": article.document.url,
        "outlet": known.outlet or None,
        "title": known.title,
        "authors": list(known.authors),
        "published": known.published.isoformat() if known.published else None,
        "language": known.language or None,
        "text": article.text,
        "removed": [widget_row(widget) for widget in article.removed],
        "probability": _probability(article),
        "profile": article.profile.host if article.profile else None,
        "seconds": seconds,
    }


def _probability(article: Article) -> float | None:
    """How sure the judge is of the page, 0..1: the mean over its characters, each as sure as its block; None without any."""
    sizes = [len(text) for text in article.document.text]
    if not sum(sizes):
        return None
    weighed = (size * verdict.probability for size, verdict in zip(sizes, article.verdicts, strict=True))
    return round(sum(weighed) / sum(sizes), 4)


def widget_row(widget: Widget) -> dict[str, Any]:
    """Its role, how many blocks it has, and why."""
    return {"role": widget.role, "blocks": len(widget.blocks), "reason": reason(widget.blocks)}


def failure_row(failure: Failure) -> dict[str, Any]:
    """Which page failed, at what stage, and why."""
    return asdict(failure)


class Twin(NamedTuple):
    """The earlier article that says the same, and how much of what either has they share, 0..1; `exact` if the texts are equal."""

    of: str
    similarity: float
    exact: bool


def duplicate_row(id: str, twin: Twin) -> dict[str, Any]:
    """Which page says what an earlier one has said."""
    return {"id": id, **twin._asdict()}


def other_language_row(id: str, language: str) -> dict[str, Any]:
    """Which page is in a language that was not asked for; the language is null where it cannot be told."""
    return {"id": id, "language": language or None}


def block_row(block: Block) -> dict[str, Any]:
    """All that is known of a block, its evidence strongest first."""
    return {
        "index": block.index,
        "role": block.role,
        "probability": round(block.probability, 4),
        "text": block.text,
        "path": block.path,
        "lines": block.lines,
        "evidence": [{name: value for name, value in said._asdict().items() if name != "block"} for said in block.evidence],
    }


def reason(blocks: Iterable[Block]) -> str:
    """The strongest thing that was said for the role of one of the blocks, or else the weakest against it; "" if nothing was said."""
    said = [item for block in blocks for item in block.evidence if item.role == block.role]
    return max(said, key=lambda item: item.log_odds).reason if said else ""
