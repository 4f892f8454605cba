"""What an article is besides its text: title, authors, dates, site, language, image, topics, and what kind of page it stands on.

Sources, best first: JSON-LD, meta tags (OpenGraph, microdata, Dublin Core and others), <time>, the blocks that the judge called headline,
byline and dateline, the address. Each field has its own order where measuring showed another one to be better.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleanpage.metadata.authors import authors
from cleanpage.metadata.claims import Claim, Claims, readable
from cleanpage.metadata.kind import kind
from cleanpage.metadata.moments import moments_of
from cleanpage.metadata.near import near_headline
from cleanpage.metadata.site import host, site_names
from cleanpage.metadata.titles import title
from cleanpage.model import Article, Document, Metadata
from cleanpage.words import fold

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![^-_])", re.IGNORECASE)
# What a page says to whether it is free, "http://schema.org/" before True and False left out -> whether it is paywalled.
_TIERS = {"true": False, "yes": False, "free": False, "false": True, "no": True, "locked": True, "metered": True, "paid": True}
_INLINE_MARKUP = re.compile(r"</?(?:a|b|em|i|span|strong|sub|sup|u)\b[^<>]{0,300}>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
_NO_LANGUAGE = frozenset({"und", "mul", "zxx"})  # undetermined, several, none
_SPACE = re.compile(r"[\s<>\"]")
_SITE = "WebSite"
_MOST_TOPICS = 50
_LONGEST_TOPIC = 80  # characters; a longer one is a sentence
_TOPICS = re.compile(r"[,;|、，；،؛]")


class _Page(NamedTuple):
    """A judged page, what its head claims, and the language that it states ("" if none)."""

    article: Article
    claims: Claims
    language: str


def metadata(article: Article) -> Metadata:
    """All that the page says of the article besides its text."""
    claims = Claims(article.document)
    language = _language(article.document, claims)
    page = _Page(article, claims, language.text if language else "")
    found: dict[str, tuple[Any, str]] = {"language": language} if language else {}
    found |= _said(page)
    sort, chance = kind(article, found["paywalled"][0] if "paywalled" in found else None)
    values = {field: value for field, (value, _) in found.items()}
    return Metadata(**values, kind=sort, kind_confidence=chance, sources=tuple((field, source) for field, (_, source) in found.items()))


def _said(page: _Page) -> dict[str, tuple[Any, str]]:
    """Every other field of which the page says something: its value, and where that stands."""
    site, near = site_names(page.article.document), near_headline(page.article)
    found = {
        "title": title(page.article, page.claims, site),
        "authors": authors(page.article, near, page.claims, site),
        **moments_of(page.article, near, page.claims, page.language),
        "site": _site(page),
        "outlet": _outlet(page),
        "description": _description(page),
        "canonical": _canonical(page),
        "image": _address("image", page),
        "section": _text("section", page),
        "topics": _topics(page),
        "paywalled": _paywalled(page),
    }
    return {field: said for field, said in found.items() if said is not None}


def _stated(field: str, page: _Page) -> Iterator[Claim]:
    return chain(page.claims.linked(field), page.claims.metas(field))


def _text(field: str, page: _Page) -> tuple[str, str] | None:
    return next(((readable(text), source) for text, source in _stated(field, page)), None)


def _description(page: _Page) -> tuple[str, str] | None:
    """The description without the tags that editing systems leave in it."""
    text, source = _text("description", page) or ("", "")
    text = " ".join(_MARKUP.sub(" ", _INLINE_MARKUP.sub("", text)).split())
    return (text, source) if text else None


def _site(page: _Page) -> tuple[str, str] | None:
    """The site's name as it names itself, else its publisher's."""
    sites = (thing for thing in page.article.document.hints.things if _SITE in thing.types)
    own = (Claim(text, f"JSON-LD {_SITE}") for thing in sites for name, text in thing.said if name == "name")
    stated = chain(page.claims.metas("site"), own, page.claims.linked("site"))
    return next(((readable(text), source) for text, source in stated), None)


def _address(field: str, page: _Page) -> tuple[str, str] | None:
    """The first claim that is an address of the web, made absolute."""
    base = page.article.document.base
    return next(((found, source) for text, source in _stated(field, page) if (found := _absolute(text, base))), None)


def _canonical(page: _Page) -> tuple[str, str] | None:
    base = page.article.document.base
    links = (href for relation, href in page.article.document.hints.links if relation == "canonical")
    linked = next((found for href in links if (found := _absolute(href, base))), "")
    return (linked, "link canonical") if linked else _address("canonical", page)


def _outlet(page: _Page) -> tuple[str, str] | None:
    """The host that the page comes from, else the one that it says it belongs to."""
    own = host(page.article.document.url or "")
    if own:
        return own, "address"
    address, source = _canonical(page) or ("", "")
    return (host(address), source) if address else None


def _topics(page: _Page) -> tuple[tuple[str, ...], str] | None:
    """The topics of the first source that lists any, each once."""
    for texts, source in page.claims.lists("topics"):
        found: dict[str, str] = {}
        for topic in (part.strip() for text in texts for part in _TOPICS.split(readable(text))):
            if topic and len(topic) <= _LONGEST_TOPIC:
                found.setdefault(fold(topic), topic)
        if found:
            return tuple(found.values())[:_MOST_TOPICS], source
    return None


def _paywalled(page: _Page) -> tuple[bool, str] | None:
    stated = ((_TIERS.get(text.lower().rpartition("/")[2]), source) for text, source in _stated("paywalled", page))
    return next(((paid, source) for paid, source in stated if paid is not None), None)


def _absolute(text: str, base: str) -> str:
    """An address of the web without white space, relative ones joined to the base; "" for what is none (javascript:, data:, #place)."""
    if text.startswith("#"):
        return ""
    try:
        address = urljoin(base, text.replace("&amp;", "&"))
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and not _SPACE.search(address) else ""


def _language(document: Document, claims: Claims) -> Claim | None:
    """The language that the page states, as a BCP 47 tag."""
    root = (Claim(document.hints.language, "html lang"),)
    for text, source in chain(root, claims.linked("language"), claims.metas("language")):
        tag = _tag(text)
        if tag:
            return Claim(tag, source)
    return None


def _tag(text: str) -> str:
    """ "en_us" -> "en-US"; "" for what is no language tag."""
    match = _TAG.match(text.strip())
    if match is None:
        return ""
    language, script, region = match.groups()
    if language.lower() in _NO_LANGUAGE:
        return ""
    return "-".join(part for part in (language.lower(), (script or "").title(), (region or "").upper()) if part)
