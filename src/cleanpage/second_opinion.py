"""A second opinion: what trafilatura takes for the article, heard where the judge is in doubt.

Speaks of blocks of eight words and more: for body where trafilatura kept the text, against it where it did not. Silent on shorter blocks,
which it keeps and drops with what stands around them, on pages that it finds nothing on, and on flattened text.
"""

from collections.abc import Iterator

from cleanpage.model import ARTICLE_TEXT, Article, Document, Evidence, Role
from cleanpage.words import fold, words

_LOG_ODDS = 1.0  # see docs/scoring.md: more than this, and its errors outweigh ours
_SHORTEST = 8  # words
_DOUBT = 0.08  # share of a page's words in blocks that could as well be article text as not


def in_doubt(article: Article) -> bool:
    """Whether much of the page's text could as well be article text as not, or there is none at all."""
    total = unsure = 0
    for text, verdict in zip(article.document.text, article.verdicts, strict=True):
        total += len(text)
        if verdict.probability < 0.7:
            unsure += len(text)
    return unsure > _DOUBT * total or not any(verdict.role in ARTICLE_TEXT for verdict in article.verdicts)


def find(document: Document, page: str) -> Iterator[Evidence]:
    """Evidence on the document's longer blocks from trafilatura's reading of the same HTML."""
    from trafilatura import extract  # half a second to import, and most pages never need it

    if document.syntax != "html":
        return
    kept = f" {' '.join(words(fold(extract(page, include_comments=False) or '')))} "
    if not kept.strip():
        return
    for block, text in enumerate(document.folded):
        found = words(text)
        if len(found) < _SHORTEST:
            continue
        if f" {' '.join(found[:_SHORTEST])} " in kept:
            yield Evidence(block, Role.BODY, _LOG_ODDS, "second opinion", "trafilatura keeps it")
        else:
            yield Evidence(block, Role.BODY, -_LOG_ODDS, "second opinion", "trafilatura leaves it out")
