"""What a row says of an article, a block or a failure: plain values."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from cleanpage.batch.page import Page
from cleanpage.model import ARTICLE_TEXT, Article, Block, Failure, Verdict

Row = dict[str, Any]


def page_row(id: str, page: Page) -> Row:
    """The row of a page's article; raises what reading and cleaning the page raise."""
    record = page.read()
    return article_row(record.id or id, record.article())


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
        "removed": _removed(article),
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


def _removed(article: Article) -> list[dict[str, Any]]:
    """What `Article.removed` gives, from the verdicts alone: role, number of blocks, and why."""
    runs = groupby(article.verdicts, lambda verdict: (verdict.role, verdict.is_read_as(ARTICLE_TEXT)))
    removed = ((role, list(run)) for (role, read), run in runs if not read)
    return [{"role": role.value, "blocks": len(run), "reason": reason(run)} for role, run in removed]


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
        "is_copy": block.is_copy,
        "text": block.text,
        "path": block.path,
        "lines": block.lines,
        "evidence": [{name: value for name, value in said._asdict().items() if name != "block"} for said in block.evidence],
    }


def reason(judged: Sequence[Block | Verdict]) -> str:
    """The strongest thing that was said for the role of one of the blocks, or else the weakest against it; "" if nothing was said."""
    if any(block.is_copy for block in judged):
        return "repeats a paragraph before it"
    said = [item for block in judged for item in block.evidence if item.role is block.role]
    return max(said, key=attrgetter("log_odds")).reason if said else ""
