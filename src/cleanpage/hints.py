"""What a page says of itself out of sight: title, meta tags and JSON-LD, collected while the tree is walked.

The scorer reads `headlines`, `descriptions`, `bodies`, `authors` and `types`, and its weights are fitted on what these hold: repaired JSON,
links and times go to the other hints only.
"""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from cleanpage.dom import Node
from cleanpage.linked import objects, repaired, texts, things
from cleanpage.model import Hints

_HEADLINES = frozenset({"og:title", "twitter:title", "headline", "title", "dc.title", "parsely-title", "sailthru.title"})
_DESCRIPTIONS = frozenset({"og:description", "twitter:description", "description", "sailthru.description", "dc.description"})
_AUTHORS = frozenset({"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"})
_RELATIONS = frozenset({"canonical", "amphtml", "shortlink", "image_src"})
_MOST = 200  # things, meta tags and times: what stands behind so many says nothing of the article
_LONGEST_SCRIPT = 1_000_000  # JSON-LD of real articles stays under 100 KB; a bound keeps the cost linear and small


class HintReader:
    """Collects hints node by node; `hints()` is what was found, each list in page order without repeats."""

    def __init__(self) -> None:
        self._title = ""
        self._base = ""
        self._found: dict[str, dict[str, None]] = {key: {} for key in ("headlines", "descriptions", "bodies", "authors", "types")}
        self._language = ""
        self._metas: list[tuple[str, str]] = []
        self._links: list[tuple[str, str]] = []
        self._times: list[tuple[int, str, str]] = []
        self._objects: list[dict[str, Any]] = []

    def root(self, node: Node) -> None:
        attributes = node.attributes
        self._language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()

    def title(self, node: Node) -> None:
        """A <title> element; only the page's first counts, and not one inside a drawing."""
        parent = node.parent
        if not self._title and parent is not None and parent.tag != "svg":
            self._title = " ".join((node.text() or "").split())

    def base(self, node: Node) -> None:
        """A <base>; only the page's first address counts."""
        self._base = self._base or (node.attributes.get("href") or "").strip()

    def link(self, node: Node) -> None:
        attributes = node.attributes
        relations, href = (attributes.get("rel") or "").lower().split(), (attributes.get("href") or "").strip()
        self._links.extend((relation, href) for relation in relations if relation in _RELATIONS and href)

    def time(self, node: Node, block: int) -> None:
        """A <time>, in or before this block."""
        attributes = node.attributes
        said = (attributes.get("datetime") or attributes.get("content") or "").strip()
        if said and len(self._times) < _MOST:
            self._times.append((block, said, (attributes.get("itemprop") or "").lower()))

    def meta(self, node: Node) -> None:
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = " ".join((attributes.get("content") or "").split())
        if not content or not name:
            return
        if len(self._metas) < _MOST:
            self._metas.append((name, content))
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
        except (ValueError, RecursionError):  # numbers of more than 4,300 digits are a plain ValueError
            self._keep(objects(repaired(source)))
            return
        found = list(objects(data))
        self._keep(found)
        for item in found:
            self._linked_data(item)

    def _keep(self, found: Iterable[dict[str, Any]]) -> None:
        self._objects.extend(islice(found, _MOST - len(self._objects)))

    def _linked_data(self, item: dict[str, Any]) -> None:
        kinds = list(texts(item.get("@type")))
        for kind in kinds:
            self._add("types", kind)
        if not any(kind.endswith(("Article", "Posting", "Report", "Review", "Recipe", "WebPage")) for kind in kinds):
            return
        for key, target in (("headline", "headlines"), ("description", "descriptions"), ("articleBody", "bodies")):
            for value in texts(item.get(key)):
                self._add(target, value)
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            for name in texts(author.get("name") if isinstance(author, dict) else author):
                self._add("authors", name)

    def _add(self, key: str, value: str) -> None:
        value = " ".join(value.split())
        if value:
            self._found[key].setdefault(value)

    def hints(self) -> Hints:
        return Hints(
            title=self._title,
            metas=tuple(self._metas),
            links=tuple(self._links),
            things=things(self._objects),
            times=tuple(self._times),
            language=self._language,
            base=self._base,
            **{key: tuple(found) for key, found in self._found.items()},
        )
