"""The title: the page's own headline, without the site's name."""

import re
from collections.abc import Iterator
from html import unescape

from cleanpage.metadata.claims import Claim, Claims
from cleanpage.metadata.site import SHORTEST, key, site_names
from cleanpage.model import Article, Role

_BLOCK = "headline block"
_SEPARATOR = re.compile(r"\s+[|·•»«:–—\-/]+\s+|\s*[|｜]\s*")
_LONGEST = 500  # characters of a headline; what is longer is a text
_MOST_PARTS = 6  # of a browser title
_NEWS = "NewsArticle"


def title(article: Article, claims: Claims) -> Claim | None:
    """The best title there is: the headline block, unless the head gives a fuller or a cleaner form of it.

    The head wins over the block where one is the end of the other: the block then lacks the kicker of the headline, or has taken it in.
    On news pages it also wins where its two headlines are one: then the outlet gives that headline out as the article's.
    """
    block = _headline(article)
    site = site_names(article.document)
    said = [Claim(_without_site(text, site, key(block)), source) for text, source in _stated(claims)]
    browser = _without_site(unescape(article.document.hints.title), site, key(block))
    open_graph = next((claim for claim in said if claim.source.startswith("meta")), None)
    linked = next((claim for claim in said if claim.source.startswith("JSON-LD")), None)
    if block and not (open_graph and _wins(open_graph, linked, block, article)):
        return Claim(block, _BLOCK)
    return open_graph or linked or (Claim(browser, "<title>") if browser else None)


def _wins(open_graph: Claim, linked: Claim | None, block: str, article: Article) -> bool:
    said, shown = key(open_graph.text), key(block)
    if said == shown:
        return False
    if said.endswith(shown) or shown.endswith(said):
        return True
    return linked is not None and key(linked.text) == said and _NEWS in article.document.hints.types


def _headline(article: Article) -> str:
    """The likeliest headline block; "" where there is none."""
    found = [(-verdict.probability, i) for i, verdict in enumerate(article.verdicts) if verdict.role is Role.HEADLINE]
    return " ".join(article.document.text[min(found)[1]].split()) if found else ""


def _stated(claims: Claims) -> Iterator[Claim]:
    for text, source in (*claims.linked("title"), *claims.metas("title")):
        text = " ".join(unescape(text).split())
        if len(text) <= _LONGEST:
            yield Claim(text, source)


def _without_site(text: str, site: frozenset[str], shown: str) -> str:
    """The text without the parts at its end, or the one at its start, that name the site, or that stand behind the shown headline."""
    text = " ".join(text.split())
    marks = list(_SEPARATOR.finditer(text))[-_MOST_PARTS:]
    for mark in reversed(marks):
        if key(text[: mark.start()]) == shown:
            return text[: mark.start()]
        if not _is_site(key(text[mark.end() :]), site):
            break
        text = text[: mark.start()]
    first = _SEPARATOR.search(text)
    return text[first.end() :] if first and key(text[: first.start()]) in site else text


def _is_site(part: str, site: frozenset[str]) -> bool:
    return any(part == name or (min(len(part), len(name)) >= SHORTEST and (part in name or name in part)) for name in site)
