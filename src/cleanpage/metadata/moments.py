"""When an article was published and changed: the head, else <time> and the lines near the headline, else the address, else its video."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, repeat

from cleanpage.metadata.claims import Claims, readable
from cleanpage.metadata.dates import changes, in_address, moments, says_modified, stated
from cleanpage.metadata.near import Near
from cleanpage.model import Article, Role

_DATING = frozenset({Role.DATELINE, Role.BYLINE})
_PUBLISHED, _MODIFIED = "datepublished", "datemodified"

Dated = tuple[date, str]
"""A day or a time, and where it stands."""


def moments_of(article: Article, near: Near, claims: Claims, language: str) -> dict[str, Dated | None]:
    """The fields published and modified, as far as the page says them."""
    published, modified = _stated("published", claims, language), _stated("modified", claims, language)
    if published is None:
        published, modified = _shown(article, near, language, modified)
    return {"published": published or _in_address(article) or _stated("uploaded", claims, language), "modified": modified}


def _stated(field: str, claims: Claims, language: str) -> Dated | None:
    said = chain(claims.linked(field), claims.metas(field))
    return next(((found, source) for text, source in said if (found := stated(readable(text), language))), None)


def _shown(article: Article, near: Near, language: str, modified: Dated | None) -> tuple[Dated | None, Dated | None]:
    """What the lines near the headline say, then datelines and bylines elsewhere; what can add nothing is not read: a line takes 1.5 ms."""
    published: Dated | None = None
    elsewhere = (block for block, verdict in enumerate(article.verdicts) if verdict.role in _DATING)
    for block in dict.fromkeys(chain(near.lines, elsewhere)):
        if published and (modified or not _tells_of_a_change(article, block)):
            continue
        said = list(_in_block(article, block, language))
        published = published or next((dated for dated, changed in said if not changed), None)
        modified = modified or next((dated for dated, changed in said if changed), None)
    return published, modified


def _tells_of_a_change(article: Article, block: int) -> bool:
    marked = ((place, itemprop) == (block, _MODIFIED) for place, _, itemprop in article.document.hints.times)
    return says_modified(article.document.text[block]) or any(marked)


def _in_block(article: Article, block: int, language: str) -> Iterator[tuple[Dated, bool]]:
    """The dates of a block: as its <time> gives them, for these are exact, else as its text does.

    What a <time> tells of is in its microdata, or in the words before the date.
    """
    text = article.document.text[block]
    inside = [(said, itemprop) for place, said, itemprop in article.document.hints.times if place == block]
    times = [(found, itemprop) for said, itemprop in inside if (found := stated(said, language))]
    if not times:
        yield from (((found, "dateline block"), changed) for found, changed in moments(text, language))
    for (found, itemprop), changed in zip(times, chain(changes(text), repeat(says_modified(text))), strict=False):
        yield (found, "<time>"), itemprop == _MODIFIED if itemprop in (_PUBLISHED, _MODIFIED) else changed


def _in_address(article: Article) -> Dated | None:
    found = in_address(article.document.url or "")
    return (found, "address") if found else None
