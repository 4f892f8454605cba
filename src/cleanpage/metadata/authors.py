"""The authors: who signs the article, in the head or in its byline."""

from collections.abc import Iterable, Sequence

from cleanpage.metadata.claims import Claim, Claims
from cleanpage.metadata.names import is_signed, names
from cleanpage.model import Article, Role
from cleanpage.words import fold

_FEW = 6  # words: a longer block without a word for "by" is a sentence, not a name


def authors(article: Article, claims: Claims, site: str) -> tuple[tuple[str, ...], str] | None:
    """The names and where they stand: JSON-LD, the byline, meta tags; the byline wins over a head that only names the site."""
    linked, bylined, tagged = _first(claims.linked("authors")), _bylined(article), _first(claims.metas("authors"))
    ranked = [found for found in (linked, bylined, tagged) if found[0]]
    persons = [found for found in ranked if not _is_site(found[0], site)]
    return next(iter((*persons, *ranked)), None)


def _first(claims: Iterable[Claim]) -> tuple[tuple[str, ...], str]:
    """The names of the first source that gives any."""
    said: dict[str, list[str]] = {}
    for text, source in claims:
        said.setdefault(source, []).append(text)
    found = ((names(texts), source) for source, texts in said.items())
    return next((item for item in found if item[0]), ((), ""))


def _bylined(article: Article) -> tuple[tuple[str, ...], str]:
    """The names in the byline blocks: those that say "by", else the first that holds nothing but names."""
    blocks = [i for i, verdict in enumerate(article.verdicts) if verdict.role is Role.BYLINE and not article.document.hidden[i]]
    texts = [article.document.text[i] for i in blocks]
    signed = [text for text in texts if is_signed(text)]
    return _named(signed[:1]) or _named([text for text in texts if len(text.split()) <= _FEW][:1]) or ((), "")


def _named(texts: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    found = names(texts)
    return (found, "byline block") if found else None


def _is_site(found: Sequence[str], site: str) -> bool:
    return all(fold(name) == fold(site) for name in found)
