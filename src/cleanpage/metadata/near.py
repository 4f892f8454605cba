"""The lines around an article's headline, in which it says who wrote it and when."""

from typing import NamedTuple

from cleanpage.metadata.site import key
from cleanpage.model import ARTICLE_TEXT, Article, Role

_BEFORE, _BEHIND = 4, 25  # blocks around the headline in which an article is signed
_CLOSING = 3  # blocks at the end of an article in which it is signed
_PROSE = 120  # characters
LONGEST = 200  # characters of a line that signs
_HEADLINE = Role.HEADLINE  # looking a member up takes longer than comparing it
_ELSEWHERE = frozenset({Role.NAVIGATION, Role.FEED, Role.RELATED, Role.COMMENTS, Role.LEGAL, Role.CONSENT, Role.CAPTION})
_NEVER = ARTICLE_TEXT | _ELSEWHERE | {_HEADLINE}


class Near(NamedTuple):
    """The blocks that may sign and date the article, from shortly before its headline to its first prose; and the bold lines that open its
    text: where an editing system has no byline, they may sign. Those before the headline stand last: there another article may end.
    """

    lines: tuple[int, ...]
    bold: tuple[int, ...]


def near_headline(article: Article) -> Near:
    headline = max(headlines(article), key=lambda i: article.verdicts[i].probability, default=-1)
    around = sorted(_around(article, headline), key=lambda block: block < headline)
    return Near(
        tuple(block for block in around if _may_sign(article, block)),
        tuple(block for block in around if article.verdicts[block].role in ARTICLE_TEXT and _is_bold(article, block)),
    )


def closing(article: Article) -> range:
    """The last block of the article's text and what stands right behind it."""
    end = len(article.verdicts)
    last = next((block for block in reversed(range(end)) if article.verdicts[block].role in ARTICLE_TEXT), end)
    return range(last, min(end, last + _CLOSING))


def headlines(article: Article) -> list[int]:
    """The blocks that the judge called headline. The first line of a flattened page is its browser's title if there is another headline:
    those that open it count, "Rain falls" before "Rain falls | The Post", else all others.
    """
    document = article.document
    found = [i for i, verdict in enumerate(article.verdicts) if verdict.role is _HEADLINE]
    if document.syntax != "text" or found[:1] != [0]:
        return found
    browser = key(document.text[0])
    return [i for i in found[1:] if browser.startswith(key(document.text[i]))] or found[1:] or found


def _around(article: Article, headline: int) -> range:
    document, verdicts = article.document, article.verdicts
    first = max(0, headline - _BEFORE)
    last = min(len(document), max(headline, 0) + _BEHIND)
    prose = next((i for i in range(headline + 1, last) if verdicts[i].role is Role.BODY and len(document.text[i]) >= _PROSE), last)
    return range(first, prose)


def behind(article: Article, block: int, lines: int) -> tuple[int, ...]:
    """The lines right behind this block, so many at most, that may belong to it."""
    document = article.document
    around = range(block + 1, min(block + 1 + lines, len(document)))
    return tuple(line for line in around if article.verdicts[line].role not in _ELSEWHERE and not document.hidden[line])


def _may_sign(article: Article, block: int) -> bool:
    document = article.document
    return article.verdicts[block].role not in _NEVER and not document.hidden[block] and len(document.text[block]) <= LONGEST


def _is_bold(article: Article, block: int) -> bool:
    """Whether more than half of the block is bold; not where a colon says that the bold words are a label."""
    bold = sum(span.end - span.start for span in article.document.spans[block] if span.kind == "strong")
    return 2 * bold > len(article.document.text[block]) and ":" not in article.document.text[block]
