"""The title: the page's own headline, without the site's name."""

import re
from collections.abc import Iterable
from itertools import chain
from operator import itemgetter

from cleanpage.metadata.claims import Claim, Claims, readable
from cleanpage.metadata.near import headlines
from cleanpage.metadata.site import SHORTEST, key
from cleanpage.model import Article, Role
from cleanpage.words import fold

_BLOCK = "headline block"
_SEPARATOR = re.compile(r"\s+[|·•»«›‹:~–—\-/]+\s+|\s*[|｜_]\s*|\s*：\s*")
_COLON = re.compile(r"\s*:\s+")
_BARS = frozenset("|｜")
_MARK = re.compile(r"[^\w\s]")
_MARKDOWN = frozenset("*#_`")
_ORNAMENTS = " |｜·•⋆★›–—"  # behind a title they part it from a name that is not there
_LONGEST = 500  # characters of a headline; what is longer is a text
_MOST_PARTS = 6  # of a browser title
_LONGER = 3  # times
_SURE = 0.5  # chance of a headline
_AROUND = 15  # blocks: what stands further down heads another article
_NEWS = "NewsArticle"


def title(article: Article, claims: Claims, site: frozenset[str]) -> Claim | None:
    """The best title there is: the headline block, unless the head gives a fuller or a cleaner form of it; `site` are the site's names.

    The head wins over the block where one is the end of the other: the block then lacks the kicker of the headline, or has taken it in.
    Where both have the same letters the head tells how they are spaced: the block's parts may stand in elements of their own. On news pages
    the head also wins where its two headlines are one: then the outlet gives that headline out as the article's. A block that is hardly a
    headline counts where the head says none.
    """
    block, sure = _headline(article, claims, site)
    open_graph, linked = (_stated(said, site, block) for said in (claims.metas("title"), claims.linked("title")))
    if not sure and (open_graph or linked):
        return open_graph or linked
    if not block:
        return _stated([Claim(article.document.hints.title, "<title>")], site, block)
    if open_graph and _wins(open_graph, linked, block, article):
        return open_graph
    same = next((claim for claim in (open_graph, linked) if claim and key(claim.text) == key(block)), None)
    return same if same and _spells_better(same.text, block) else Claim(block, _BLOCK)


def _spells_better(said: str, block: str) -> bool:
    """Whether the head has the block's marks with other spaces, or marks that got lost in the block; those of Markdown were never there.

    A block in capitals may be so for its looks only.
    """
    if fold(said) == fold(block):
        return block.isupper() and not said.isupper()
    stated, shown = _marks(said), _marks(block)
    return (stated == shown or len(stated) > len(shown)) and _MARKDOWN.isdisjoint({*stated} - {*shown})


def _marks(text: str) -> str:
    return "".join(char for char in fold(text) if not char.isalnum() and not char.isspace())


def _wins(open_graph: Claim, linked: Claim | None, block: str, article: Article) -> bool:
    said, shown = key(open_graph.text), key(block)
    if said == shown:
        return False
    if shown.endswith(said) or (said.endswith(shown) and _has_kicker(open_graph.text, shown)):
        return True
    return linked is not None and key(linked.text) == said and _NEWS in article.document.hints.types


def _has_kicker(said: str, shown: str) -> bool:
    """Whether a mark parts the shown headline from what stands before it: "Weather: Rain falls", not "Why rain falls"."""
    return any(key(said[mark.end() :]) == shown for mark in _MARK.finditer(said))


def _headline(article: Article, claims: Claims, site: frozenset[str]) -> tuple[str, bool]:
    """The last sure block around the likeliest headline that the head gives out too, else the likeliest, and whether that is sure.

    "" if all only name the site.

    A page with two headlines, both given out, shows its readers the lower one: the upper one stands in a breadcrumb, for search engines.
    """
    rows = ((i, article.verdicts[i].probability) for i in headlines(article))
    found = [(i, sure) for i, sure in rows if key(article.document.text[i]) not in site]
    if not found:
        return "", False
    likeliest, chance = max(found, key=itemgetter(1))
    around = [i for i, sure in found if sure >= _SURE and abs(i - likeliest) <= _AROUND]
    shown = {i: _without_site(_whole(article, i), site, "") for i in (likeliest, *around)}
    given_out = _given_out(claims, site) if len(around) > 1 else frozenset()
    return next((shown[i] for i in reversed(around) if key(shown[i]) in given_out), shown[likeliest]), chance >= _SURE


def _whole(article: Article, block: int) -> str:
    """A headline with those that a colon joins to it: "Weather", ":" and "Rain falls" are three lines where a page was flattened."""
    first = last = block
    while _joins(article, first - 1):
        first -= 1
    while _joins(article, last):
        last += 1
    whole = " ".join(" ".join(article.document.text[first : last + 1]).split())
    return whole.replace(" : ", ": ") if first < last else whole


def _joins(article: Article, line: int) -> bool:
    """Whether a colon at the end of this headline of a flattened page, or alone in the next one, joins the two."""
    pair = article.verdicts[max(0, line) : line + 2]
    if article.document.syntax != "text" or len(pair) < 2 or any(verdict.role is not Role.HEADLINE for verdict in pair):
        return False
    before, behind = article.document.text[line : line + 2]
    return before.rstrip().endswith(":") or behind.strip() == ":"


def _given_out(claims: Claims, site: frozenset[str]) -> frozenset[str]:
    """The titles that the head gives out, as keys."""
    stated = (_stated([claim], site, "") for claim in chain(claims.metas("title"), claims.linked("title")))
    return frozenset(key(claim.text) for claim in stated if claim)


def _stated(claims: Iterable[Claim], site: frozenset[str], block: str) -> Claim | None:
    """The first of these claims that is a title, without the site's name."""
    for text, source in claims:
        text = readable(text)
        own = _without_site(text, site, key(block)) if len(text) <= _LONGEST else ""
        if own:
            return Claim(own, source)
    return None


def _without_site(text: str, site: frozenset[str], shown: str) -> str:
    """The text without the parts at its end, or the one at its start, that name the site; without what stands behind the shown headline,
    or before it and a bar: a section.
    """
    marks = list(_SEPARATOR.finditer(text))[-_MOST_PARTS:]
    for mark in reversed(marks):
        if key(text[: mark.start()]) == shown:
            return text[: mark.start()]
        if not _is_site(key(text[mark.end() :]), site):
            break
        text = text[: mark.start()]
    opening = (_SEPARATOR.search(text), _COLON.search(text))
    first = next((mark for mark in opening if mark and _falls_off(text, mark, site, shown)), None)
    return (text[first.end() :] if first else text).rstrip(_ORNAMENTS)


def _falls_off(text: str, mark: re.Match[str], site: frozenset[str], shown: str) -> bool:
    """Whether what stands before this mark is the site's name, or a section before the shown headline."""
    is_section = bool(shown) and not _BARS.isdisjoint(mark[0]) and key(text[mark.end() :]) == shown
    return is_section or key(text[: mark.start()]) in site


def _is_site(part: str, site: frozenset[str]) -> bool:
    return any(part == name or (min(len(part), len(name)) >= SHORTEST and (part in name or _names(part, name))) for name in site)


def _names(part: str, name: str) -> bool:
    """Whether a part of a title is a longer form of a site's name: "The Post Online", not "Postcards from the edge of the sea"."""
    return len(part) <= _LONGER * len(name) and name in part
