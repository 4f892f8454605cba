"""The lines around an article's headline, in which it says who wrote it and when."""

from cleanpage.model import ARTICLE_TEXT, Article, Role

_BEFORE, _BEHIND = 4, 25  # blocks around the headline in which an article is signed
_CLOSING = 3  # blocks at the end of an article in which it is signed
_PROSE = 120  # characters
LONGEST = 200  # characters of a line that signs
_NEVER = ARTICLE_TEXT | {Role.HEADLINE, Role.NAVIGATION, Role.FEED, Role.COMMENTS, Role.LEGAL, Role.CONSENT, Role.CAPTION}


def near_headline(article: Article) -> list[int]:
    """The blocks that may sign and date the article, from shortly before its headline to its first prose."""
    return [block for block in _around_headline(article) if _may_sign(article, block)]


def bold_openings(article: Article) -> list[int]:
    """The bold lines that open the article's text: where an editing system has no byline, they may sign."""
    document = article.document
    opening = (block for block in _around_headline(article) if article.verdicts[block].role in ARTICLE_TEXT)
    bold = {i: sum(span.end - span.start for span in document.spans[i] if span.kind == "strong") for i in opening}
    return [block for block, size in bold.items() if 2 * size > len(document.text[block])]


def closing(article: Article) -> range:
    """The last block of the article's text and what stands right behind it."""
    texts = (i for i, verdict in enumerate(article.verdicts) if verdict.role in ARTICLE_TEXT)
    last = max(texts, default=len(article.verdicts))
    return range(last, min(len(article.verdicts), last + _CLOSING))


def _around_headline(article: Article) -> range:
    document, verdicts = article.document, article.verdicts
    headlines = (i for i, verdict in enumerate(verdicts) if verdict.role is Role.HEADLINE)
    headline = max(headlines, key=lambda i: verdicts[i].probability, default=-1)
    first = max(0, headline - _BEFORE)
    last = min(len(document), max(headline, 0) + _BEHIND)
    prose = next((i for i in range(headline + 1, last) if verdicts[i].role is Role.BODY and len(document.text[i]) >= _PROSE), last)
    return range(first, prose)


def _may_sign(article: Article, block: int) -> bool:
    document = article.document
    return article.verdicts[block].role not in _NEVER and not document.hidden[block] and len(document.text[block]) <= LONGEST
