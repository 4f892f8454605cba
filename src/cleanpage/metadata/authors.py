"""The authors: who signs the article, in the head or in its byline."""

from collections.abc import Iterable, Sequence
from itertools import chain

from cleanpage.metadata.claims import Claim, Claims
from cleanpage.metadata.names import alone, is_person, names, signed
from cleanpage.metadata.near import LONGEST, near_headline
from cleanpage.metadata.site import key
from cleanpage.model import Article, Role

Signed = tuple[tuple[str, ...], str]
"""Names, and where they stand."""


def authors(article: Article, claims: Claims, site: frozenset[str]) -> Signed | None:
    """The names and where they stand: JSON-LD, meta tags, the byline; a person in the byline wins over a head that only names the site."""
    stated = _first(claims.linked("authors")) or _first(claims.metas("authors"))
    persons = tuple(name for name in stated[0] if key(name) not in site) if stated else ()
    if stated and persons:
        return (persons if any(map(is_person, persons)) else stated[0]), stated[1]
    bylined = _bylined(article)
    return bylined if bylined and (stated is None or any(is_person(name) for name in bylined[0])) else stated


def _first(claims: Iterable[Claim]) -> Signed | None:
    """The names of the first source that gives any."""
    said: dict[str, list[str]] = {}
    for text, source in claims:
        said.setdefault(source, []).append(text)
    found = ((names(texts), source) for source, texts in said.items())
    return next((item for item in found if item[0]), None)


def _bylined(article: Article) -> Signed | None:
    """The names in the lines that sign the article: near its headline those that say "by", then those that are names, then others."""
    near, all_lines = near_headline(article), range(len(article.document))
    bylines = [block for block in near if article.verdicts[block].role is Role.BYLINE]
    later = [block for block in all_lines if article.verdicts[block].role in (Role.BYLINE, Role.BIO)]
    for found in (_signed(article, near), _alone(article, bylines), _signed(article, later)):
        if found:
            return found, "byline block"
    return None


def _signed(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The names of the first of these lines that says "by", or of the line behind it."""
    text = article.document.text
    for block in blocks:
        found = signed(text[block])
        if found:
            return found
        if found == () and block + 1 < len(text) and len(text[block + 1]) <= LONGEST:
            return names([text[block + 1]])
    return ()


def _alone(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The names of these lines that hold nothing else."""
    return tuple(dict.fromkeys(chain.from_iterable(alone(article.document.text[block]) for block in blocks)))
