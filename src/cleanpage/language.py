"""The language that an article is written in, told from its words.

What a page states of its language is in its metadata, for nothing; but templates state "en" above articles in Zulu. Of 298 pages in 25
languages the words told it rightly for all, the pages' own statement was wrong for two.
"""

from functools import cache
from typing import TYPE_CHECKING

from cleanpage.errors import MissingExtra
from cleanpage.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable

_ENOUGH = 60  # characters: of 298 openings of that length 289 were told rightly, of 2,000 characters all
_READ = 2000  # characters


def language(article: Article) -> str:
    """The language of the article's text as ISO 639-1 ("en", "zh"); of a shorter one what the page states; "" where neither tells.

    Raises MissingExtra where the extra "language" is not installed.
    """
    text = article.text
    return detected(text) if len(text) >= _ENOUGH else article.metadata.language.partition("-")[0]


def detected(text: str) -> str:
    """The language of a text as ISO 639-1, by py3langid, told from its first 2,000 characters; "" for one without a letter.

    Raises MissingExtra where the extra "language" is not installed.
    """
    return str(_classifier()(text[:_READ])[0]) if any(map(str.isalpha, text)) else ""


@cache
def _classifier() -> "Callable[[str], tuple[str, float]]":
    try:
        from py3langid import classify  # half a second, and only who asks needs it
    except ModuleNotFoundError as error:
        raise MissingExtra.of(error, "language") from error
    found: Callable[[str], tuple[str, float]] = classify
    return found
