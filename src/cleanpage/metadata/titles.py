"""The title: the page's own headline, without the site's name."""

import re
from collections.abc import Iterable
from html import unescape

from cleanpage.metadata.claims import Claim, Claims
from cleanpage.metadata.site import SHORTEST, key
from cleanpage.model import Article, Role
from cleanpage.words import fold

_BLOCK = "headline block"
_SEPARATOR = re.compile(r"\s+[|·•»«›‹:~–—\-/]+\s+|\s*[|｜_]\s*|\s*：\s*")
_ORNAMENTS = " |｜·•⋆★›–—"  # behind a title they part it from a name that is not there
_LONGEST = 500  # characters of a headline; what is longer is a text
_MOST_PARTS = 6  # of a browser title
_LONGER = 3  # times
_NEWS = "NewsArticle"


def title(article: Article, claims: Claims, site: frozenset[str]) -> Claim | None:
    """The best title there is: the headline block, unless the head gives a fuller or a cleaner form of it; `site` are the site's names.

    The head wins over the block where one is the end of the other: the block then lacks the kicker of the headline, or has taken it in.
    Where both have the same letters the head tells how they are spaced: the block's parts may stand in elements of their own. On news pages
    the head also wins where its two headlines are one: then the outlet gives that headline out as the article's.
    """
    block = _headline(article, site)
    open_graph, linked = (_stated(said, site, block) for said in (claims.metas("title"), claims.linked("title")))
    if not block:
        return open_graph or linked or _stated([Claim(article.document.hints.title, "<title>")], site, block)
    if open_graph and _wins(open_graph, linked, block, article):
        return open_graph
    return next((claim for claim in (open_graph, linked) if claim and _spells_better(claim.text, block)), Claim(block, _BLOCK))


def _spells_better(said: str, block: str) -> bool:
    """Whether the head has the block's letters with other spaces or with marks that got lost in the block."""
    return key(said) == key(block) and fold(said) != fold(block) and _marks(said) >= _marks(block)


def _marks(text: str) -> int:
    return sum(not char.isalnum() and not char.isspace() for char in text)


def _wins(open_graph: Claim, linked: Claim | None, block: str, article: Article) -> bool:
    said, shown = key(open_graph.text), key(block)
    if said == shown:
        return False
    if said.endswith(shown) or shown.endswith(said):
        return True
    return linked is not None and key(linked.text) == said and _NEWS in article.document.hints.types


def _headline(article: Article, site: frozenset[str]) -> str:
    """The likeliest headline block that does not only name the site; "" where there is none."""
    text = article.document.text
    found = [(-verdict.probability, i) for i, verdict in enumerate(article.verdicts) if verdict.role is Role.HEADLINE]
    return next((" ".join(text[i].split()) for _, i in sorted(found) if key(text[i]) not in site), "")


def _stated(claims: Iterable[Claim], site: frozenset[str], block: str) -> Claim | None:
    """The first of these claims that is a title, without the site's name."""
    for text, source in claims:
        text = " ".join(unescape(text).split())
        if text and len(text) <= _LONGEST:
            return Claim(_without_site(text, site, key(block)), source)
    return None


def _without_site(text: str, site: frozenset[str], shown: str) -> str:
    """The text without the parts at its end, or the one at its start, that name the site, or that stand behind the shown headline."""
    marks = list(_SEPARATOR.finditer(text))[-_MOST_PARTS:]
    for mark in reversed(marks):
        if key(text[: mark.start()]) == shown:
            return text[: mark.start()]
        if not _is_site(key(text[mark.end() :]), site):
            break
        text = text[: mark.start()]
    first = _SEPARATOR.search(text)
    return (text[first.end() :] if first and key(text[: first.start()]) in site else text).rstrip(_ORNAMENTS)


def _is_site(part: str, site: frozenset[str]) -> bool:
    return any(part == name or (min(len(part), len(name)) >= SHORTEST and (part in name or _names(part, name))) for name in site)


def _names(part: str, name: str) -> bool:
    """Whether a part of a title is a longer form of a site's name: "The Post Online", not "Postcards from the edge of the sea"."""
    return len(part) <= _LONGER * len(name) and name in part
