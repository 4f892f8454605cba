"""What the page's sources claim of one field: JSON-LD, meta tags, links; best first, each with where it stands."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from cleanpage.model import Document, Hints, Thing
from cleanpage.resources import refuse_unknown, strings, toml
from cleanpage.words import fold

_FILE = "metadata.toml"
_ARTICLES = ("Article", "Posting", "Report", "Review", "Recipe", "NewsStory", "LiveBlog", "CreativeWork")
_PAGES = ("WebPage", "ItemPage", "AboutPage", "VideoObject")


def readable(text: str) -> str:
    """A value as it is meant: editing systems escape twice what they hand from one to the other ("Lee &amp;amp; Fox")."""
    return " ".join(unescape(unescape(text)).split())


class Claim(NamedTuple):
    """What one source says of a field: "JSON-LD headline", "meta og:title"."""

    text: str
    source: str


class Claims:
    """What the head of one page says, field by field."""

    def __init__(self, document: Document) -> None:
        self._things = _chosen(document)
        self._metas: dict[str, list[str]] = {}
        for name, content in document.hints.metas:
            self._metas.setdefault(name, []).append(content)

    def linked(self, field: str) -> Iterator[Claim]:
        """What the JSON-LD says of a field, the article before the page."""
        for key in _names("linked", field):
            for thing in self._things:
                yield from (Claim(text, f"JSON-LD {key}") for name, text in thing.said if name == key)

    def lists(self, field: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """What each source says of a field that may have several values: all its values, and where they stand."""
        for key in _names("linked", field):
            lists = (tuple(text for name, text in thing.said if name == key) for thing in self._things)
            yield from ((texts, f"JSON-LD {key}") for texts in lists if texts)
        for name in _names("meta", field):
            if name in self._metas:
                yield tuple(self._metas[name]), f"meta {name}"

    def metas(self, field: str) -> Iterator[Claim]:
        """What the meta tags say of a field."""
        for name in _names("meta", field):
            yield from (Claim(text, f"meta {name}") for text in self._metas.get(name, ()))


def _chosen(document: Document) -> tuple[Thing, ...]:
    """The objects that speak of this page's article, then the page: of several articles those with its address, else one with its headline,
    else the first.
    """
    hints = document.hints
    articles = [thing for thing in hints.things if _is(thing, _ARTICLES)]
    pages = [thing for thing in hints.things if thing not in articles and _is(thing, _PAGES)]
    if len(articles) > 1:
        own = _addresses(document)
        here, titles = [thing for thing in articles if _is_at(thing, own)], _titles(hints)
        articles = here or [next((thing for thing in articles if _is_headed(thing, titles)), articles[0])]
    return (*articles, *pages)


def _is(thing: Thing, endings: tuple[str, ...]) -> bool:
    return any(kind.endswith(endings) for kind in thing.types)


def _is_at(thing: Thing, addresses: frozenset[str]) -> bool:
    return any(_plain(text) in addresses for key, text in thing.said if key in ("url", "@id", "mainEntityOfPage"))


def _is_headed(thing: Thing, titles: tuple[str, ...]) -> bool:
    """Whether one of these titles begins with this article's headline."""
    return any(title.startswith(fold(text)) for key, text in thing.said if key == "headline" for title in titles)


def _titles(hints: Hints) -> tuple[str, ...]:
    """What the head calls the page, folded."""
    return fold(hints.title), *(fold(content) for name, content in hints.metas if name in _names("meta", "title"))


def _addresses(document: Document) -> frozenset[str]:
    found = [href for relation, href in document.hints.links if relation == "canonical"]
    found += [content for name, content in document.hints.metas if name == "og:url"]
    return frozenset(_plain(address) for address in (*found, document.url or "") if address)


def _plain(address: str) -> str:
    """An address without scheme, "www.", query, fragment and closing slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


@cache
def _names(table: str, field: str) -> Sequence[str]:
    """The names that say a field, from data/metadata.toml; raises BadData."""
    data = toml(_FILE)
    refuse_unknown(data, frozenset({"meta", "linked"}), _FILE)
    return strings(data[table], field, _FILE) if field in data[table] else ()
