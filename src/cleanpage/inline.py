"""A block's text as markup: escaped, cut where links and emphasis begin and end, their elements properly nested."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from cleanpage.model import Block, Span

_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DROPPED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile(r"[^\w!#$%&'()*+,\-./:;=?@\[\]~]")
_DEPTHS = {kind: depth for depth, kind in enumerate(("link", "strong", "em", "code"))}


class Mark(NamedTuple):
    """What holds for a piece of text: kind is "link", "strong", "em" or "code"; `href` is a link's web address."""

    kind: str
    href: str = ""


def escaped(text: str) -> str:
    """The text as HTML and XML can hold it; what is no character for them (most controls, half a surrogate pair) becomes U+FFFD."""
    return escape(_NO_CHARACTERS.sub("\ufffd", text), quote=False)


def attribute(name: str, value: str) -> str:
    """An attribute with the space before it."""
    return f' {name}="{escaped(value).replace(chr(34), "&quot;")}"'


def marked(block: Block, written: Callable[[str], str], start: Callable[[Mark], str]) -> str:
    """The block's text with its marks as elements: `start(mark)` is what stands in the start tag, 'a href="..."'."""
    out: list[str] = []
    around: tuple[Mark, ...] = ()
    for text, marks in [*pieces(block), ("", ())]:
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(around, marks, strict=False)))
        out += [f"</{start(mark).split(' ', 1)[0]}>" for mark in reversed(around[same:])]
        out += [f"<{start(mark)}>" for mark in marks[same:]]
        out.append(written(text))
        around = marks
    return "".join(out)


def pieces(block: Block) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """The text cut wherever a mark begins or ends, each piece with its marks, outermost first: the link, then strong, em and code."""
    text = block.text
    found = [*_links(block.spans, block.document.base)]
    found += [(span.start, span.end, Mark(span.kind)) for span in block.spans if span.kind != "link"]
    begun = [(start, 1, mark) for start, _, mark in found]
    ended = [(end, -1, mark) for _, end, mark in found]
    holds: dict[Mark, int] = {}
    at = 0
    for place, step, mark in [*sorted(begun + ended), (len(text), 1, Mark(""))]:
        if place > at:
            yield text[at:place], tuple(sorted(holds, key=lambda held: _DEPTHS[held.kind]))
            at = place
        holds[mark] = holds.get(mark, 0) + step
        if not holds[mark]:
            del holds[mark]


def _links(spans: Iterable[Span], base: str) -> Iterator[tuple[int, int, Mark]]:
    """Start, end and mark of the links to the web; of two that overlap, the first."""
    reached = 0
    for span in spans:
        if span.kind == "link" and span.start >= reached and (href := web_address(span.href, base)):
            reached = span.end
            yield span.start, span.end, Mark("link", href)


def address(href: str, base: str) -> str:
    """Where a link leads from the page at `base`, read as browsers do; as it is if `base` is "", and "" if it is no address at all."""
    href = _DROPPED_BY_BROWSERS.sub("", href).strip()
    try:
        urlsplit(href)  # urljoin looks at nothing if there is no base
        return urljoin(base, href) if href else ""
    except ValueError:  # not even a browser makes an address of "http://[news"
        return ""


def web_address(href: str, base: str = "") -> str:
    """The absolute http or https address that a link leads to, what addresses may not hold in percent codes; "" if it leads elsewhere."""
    found = address(href, base)
    return _NOT_IN_ADDRESSES.sub(lambda odd: quote(odd[0], errors="replace"), found) if _WEB.match(found) else ""
