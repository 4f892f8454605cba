"""What a page says of itself out of sight: title, meta tags and JSON-LD, collected while the tree is walked."""

import json
from collections.abc import Iterator
from typing import Any

from cleanpage.dom import Node
from cleanpage.model import Hints

_HEADLINES = frozenset({"og:title", "twitter:title", "headline", "title", "dc.title", "parsely-title", "sailthru.title"})
_DESCRIPTIONS = frozenset({"og:description", "twitter:description", "description", "sailthru.description", "dc.description"})
_AUTHORS = frozenset({"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"})
_LONGEST_SCRIPT = 1_000_000  # JSON-LD of real articles stays under 100 KB; a bound keeps the cost linear and small


class HintReader:
    """Collects hints node by node; `hints()` is what was found, each list in page order without repeats."""

    def __init__(self) -> None:
        self._title = ""
        self._found: dict[str, dict[str, None]] = {key: {} for key in ("headlines", "descriptions", "bodies", "authors", "types")}

    def title(self, node: Node) -> None:
        """A <title> element; only the page's first counts, and not one inside a drawing."""
        parent = node.parent
        if not self._title and parent is not None and parent.tag != "svg":
            self._title = " ".join((node.text() or "").split())

    def meta(self, node: Node) -> None:
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = " ".join((attributes.get("content") or "").split())
        if not content or not name:
            return
        if name in _HEADLINES:
            self._add("headlines", content)
        elif name in _DESCRIPTIONS:
            self._add("descriptions", content)
        elif name in _AUTHORS:
            self._add("authors", content)
        elif name == "og:type":
            self._add("types", content)

    def script(self, node: Node) -> None:
        """A <script>; only JSON-LD says anything, and broken JSON says nothing."""
        attributes = node.attributes
        if "ld+json" not in (attributes.get("type") or ""):
            return
        source = node.text() or ""
        if len(source) > _LONGEST_SCRIPT:
            return
        try:
            data = json.loads(source, strict=False)
        except (json.JSONDecodeError, RecursionError):
            return
        for item in _objects(data):
            self._linked_data(item)

    def _linked_data(self, item: dict[str, Any]) -> None:
        kinds = list(_strings(item.get("@type")))
        for kind in kinds:
            self._add("types", kind)
        if not any(kind.endswith(("Article", "Posting", "Report", "Review", "Recipe", "WebPage")) for kind in kinds):
            return
        for key, target in (("headline", "headlines"), ("description", "descriptions"), ("articleBody", "bodies")):
            for value in _strings(item.get(key)):
                self._add(target, value)
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            for name in _strings(author.get("name") if isinstance(author, dict) else author):
                self._add("authors", name)

    def _add(self, key: str, value: str) -> None:
        value = " ".join(value.split())
        if value:
            self._found[key].setdefault(value)

    def hints(self) -> Hints:
        return Hints(title=self._title, **{key: tuple(found) for key, found in self._found.items()})


def _strings(value: object) -> Iterator[str]:
    """The strings of a JSON value that may be one or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _objects(data: object) -> Iterator[dict[str, Any]]:
    """Every object at the top, in lists and under @graph, mainEntity or mainEntityOfPage; in order, without recursion."""
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in item)
