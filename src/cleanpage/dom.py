"""The only door to the HTML parser: a page's tree as nodes with tag, attributes, first_child and next."""

from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

Node = LexborNode
"""One node of the tree. `tag` of a text node is "-text", of a comment "-comment"; `text_content` has entities resolved."""


def parse(page: str) -> Node | None:
    """The root element of the page as a browser would build it; None only for a page without any element.

    Lone surrogates and NUL characters, which no encoding of a page can mean, are dropped by the parser.
    """
    return LexborHTMLParser(page).root


def select(root: Node, selectors: Iterable[str]) -> Mapping[int, frozenset[str]]:
    """The elements at or below `root` that a CSS selector matches, by `mem_id`, with the selectors that match; all must be valid."""
    found: dict[int, set[str]] = {}
    for selector in selectors:
        for node in root.css(selector):
            found.setdefault(node.mem_id, set()).add(selector)
    return {node: frozenset(names) for node, names in found.items()}


def is_selector(css: str) -> bool:
    """Whether the parser understands a CSS selector."""
    try:
        LexborHTMLParser("<p>").css(css)
    except SelectolaxError:
        return False
    return True
