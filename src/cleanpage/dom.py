"""The only door to the HTML parser: a page's tree as nodes with tag, attributes, first_child and next."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node = LexborNode
"""One node of the tree. `tag` of a text node is "-text", of a comment "-comment"; `text_content` has entities resolved."""


def parse(page: str) -> Node | None:
    """The root element of the page as a browser would build it; None only for a page without any element.

    Lone surrogates and NUL characters, which no encoding of a page can mean, are dropped by the parser.
    """
    return LexborHTMLParser(page).root
