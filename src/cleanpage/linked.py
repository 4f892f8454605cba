"""JSON-LD: the objects of a page's graph as flat values, whatever types stand where they should not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from cleanpage.model import Thing

_BELOW = ("mainEntityOfPage", "mainEntity", "@graph")
_NAMES = ("name", "headline", "legalName")
_ADDRESSES = ("url", "contentUrl", "@id")
_ADDRESSED = frozenset({"image", "thumbnailUrl", "primaryImageOfPage", "mainEntityOfPage", "url", "@id", "isPartOf"})
_SAID = (
    "@id", "url", "mainEntityOfPage", "name", "headline", "alternativeHeadline", "description", "author", "creator", "publisher",
    "datePublished", "dateCreated", "dateModified", "uploadDate", "image", "thumbnailUrl", "primaryImageOfPage", "articleSection",
    "keywords", "isAccessibleForFree", "inLanguage", "isPartOf", "coverageStartTime",
)  # fmt: skip
_DATES = frozenset({"datePublished", "dateCreated", "dateModified", "uploadDate"})
_LISTS = ("@value", "@list", "@set")
_OF_VOCABULARY = re.compile(r"[/#:]")  # stand before a type: "http://schema.org/NewsArticle", "schema:NewsArticle"
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BARE_QUOTE = re.compile(r'([^\s{\[,:\\])(\s*)"(?=\s*[^\s,:}\]])')  # neither opens nor closes a text: it stands between two words
_LATEST = 1e13  # milliseconds: no date is later
_MOST_VALUES = 100  # of one property
_MOST_STEPS = 300  # objects that point at each other would go on for long
_DEPTH = 4  # of objects that stand for a name: Person > name > @value


def objects(data: object) -> Iterator[dict[str, Any]]:
    """Every object at the top, in lists and under @graph, mainEntity or mainEntityOfPage; in order, without recursion."""
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in _BELOW if key in item)


def repaired(source: str) -> object:
    """What broken JSON says, read as a browser would read JavaScript (comments, single quotes, lost commas at ends), bare quotation marks
    within a text escaped; None where that is no help.

    Repair that closes what was never closed is left out: json_repair, which does that, takes 18 s for some 10,000 characters.
    """
    if "{" not in source:
        return None
    import chompjs  # only for the one page in a hundred that needs it

    source = _CDATA.sub("", source)
    for attempt in (source, _BARE_QUOTE.sub(r'\1\2\\"', source)):
        try:
            return chompjs.parse_js_object(attempt, loader_kwargs={"strict": False})
        except (ValueError, RecursionError):
            continue
    return None


def things(found: Iterable[Mapping[str, Any]]) -> tuple[Thing, ...]:
    """The objects with flat values; a value that is only {"@id": ...} is looked up among all of them."""
    found = list(found)
    known = {item["@id"]: item for item in reversed(found) if isinstance(item.get("@id"), str) and len(item) > 1}
    return tuple(Thing(tuple(map(_type, texts(item.get("@type")))), tuple(_said(item, known))) for item in found)


def _type(name: str) -> str:
    """The name of a type without its vocabulary."""
    return _OF_VOCABULARY.split(name.strip())[-1]


def _said(item: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for key in filter(item.__contains__, _SAID):
        wanted = _ADDRESSES if key in _ADDRESSED else _NAMES
        for text in islice(_values(_dated(item[key]) if key in _DATES else item[key], wanted, known), _MOST_VALUES):
            yield key, text


def _dated(value: object) -> object:
    """A date as a text: some pages give the seconds or milliseconds since 1970 as a number."""
    return str(int(value)) if isinstance(value, int | float) and 0 < value < _LATEST else value


def _values(value: object, wanted: tuple[str, ...], known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The texts of a value, lists and objects opened up to _DEPTH; numbers mean nothing here, True and False do."""
    waiting = [(value, 0)]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        item, depth = waiting.pop()
        if isinstance(item, str) and item.strip():
            yield " ".join(item.split())
        elif isinstance(item, bool):
            yield str(item)
        elif depth < _DEPTH and isinstance(item, list):
            waiting.extend((entry, depth + 1) for entry in reversed(item[:_MOST_VALUES]))
        elif depth < _DEPTH and isinstance(item, dict):
            waiting.append((_meant(item, wanted, known), depth + 1))


def _meant(item: Mapping[str, Any], wanted: tuple[str, ...], known: Mapping[str, Mapping[str, Any]]) -> object:
    """What an object stands for: its name or its address, its own or that of the object that it points to."""
    identity = item.get("@id")
    if len(item) == 1 and isinstance(identity, str):
        item = known.get(identity, item)
    if "givenName" in item or "familyName" in item:
        whole = " ".join(part for key in ("givenName", "familyName") for part in texts(item.get(key)))
        return item.get("name") or whole
    return next((item[key] for key in (*wanted, *_LISTS) if item.get(key)), None)


def texts(value: object) -> Iterator[str]:
    """The strings of a JSON value that may be one or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
