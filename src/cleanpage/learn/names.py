"""The names of elements that last, as CSS: an element's class, id and test names, and HTML's own sectioning tags."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from cleanpage import resources
from cleanpage.learn.pages import Seen, most
from cleanpage.model import Elements, css
from cleanpage.profiles.reader import volatile

SECTIONS = frozenset("article main aside nav footer figcaption form".split())  # not header and section: they may hold anything

_NAME = re.compile(r"[A-Za-z][\w-]+", re.ASCII)
_TAG = re.compile(r"[a-z][a-z0-9-]*")  # Word writes <o:p>, which CSS would take for a pseudo-class
_MADE_UP = re.compile(r"[A-Za-z]{5,7}")  # beside a name of a style library
_NUMBERED = re.compile(r"\d{4}")  # post-12345: of one page
_MOST_CANDIDATES = 400  # 10 to 30 us each on a page


def candidates(seen: Sequence[Seen]) -> list[str]:
    """Selectors that may match on enough pages, the most frequent first, tags without a name behind those with one."""
    pages: Counter[str] = Counter()
    for page in seen:
        pages.update(sorted(_of_page(page.document.elements)))
    found = [(css, times) for css, times in pages.items() if times >= most(seen) or times >= 3]
    return [css for css, _ in sorted(found, key=lambda item: (-item[1], item[0] in SECTIONS, item[0]))][:_MOST_CANDIDATES]


def _of_page(elements: Elements) -> set[str]:
    return {css for tag, names in set(zip(elements.tag, elements.names, strict=True)) for css in selectors(tag, names)}


def selectors(tag: str, names: str) -> Iterator[str]:
    """What CSS calls an element by."""
    if tag in ("html", "body") or not is_tag(tag):
        return
    if tag in SECTIONS:
        yield tag
    styled = bool(volatile(names))
    for name in names.split():
        if not (styled and _MADE_UP.fullmatch(name.removeprefix("#"))):
            yield from _selectors(tag, name)


def is_tag(tag: str) -> bool:
    """Whether CSS can say a tag."""
    return _TAG.fullmatch(tag) is not None


def _selectors(tag: str, name: str) -> Iterator[str]:
    key, equals, value = name.removeprefix("#").partition("=")
    if not _NAME.fullmatch(value if equals else key) or _NUMBERED.search(name) or volatile(name) or _is_style(key):
        return
    if not equals:
        yield css(tag, name)
    elif key in ("itemprop", "data-testid", "role"):
        yield f'[{key}~="{value}"]'


def _is_style(name: str) -> bool:
    """Whether a name says how an element looks, as far as data/utilities.toml knows."""
    names, starts = _utilities()
    return name in names or name.startswith(starts)


@cache
def _utilities() -> tuple[frozenset[str], tuple[str, ...]]:
    file = "utilities.toml"
    table = resources.toml(file)
    resources.refuse_unknown(table, frozenset({"names", "starts"}), file)
    return frozenset(resources.strings(table, "names", file)), tuple(f"{start}-" for start in resources.strings(table, "starts", file))
