"""Which elements of a page a selector matches: CSS, or XPath where a selector begins with "/" or "(".

CSS is the parser's own. For XPath its tree is copied into lxml, which is imported only then: lxml's own parser would build another tree,
and what it selects there could not be found again in ours.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cleanpage import dom
from cleanpage.dom import Node
from cleanpage.errors import BadXPath

if TYPE_CHECKING:
    from lxml import etree

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML may hold them


def select(root: Node, selectors: Iterable[str]) -> Mapping[int, frozenset[str]]:
    """The elements at or below `root` that a selector matches, by `mem_id`, with the selectors that match; all must be valid."""
    wanted = tuple(selectors)
    found = dom.select(root, (selector for selector in wanted if not is_xpath(selector)))
    expressions = [selector for selector in wanted if is_xpath(selector)]
    return _joined(found, _select(root, expressions)) if expressions else found


def is_xpath(selector: str) -> bool:
    """Whether a selector is XPath: CSS begins neither with "/" nor with "("."""
    return selector.startswith(("/", "("))


def refusal(selector: str) -> str:
    """Why a selector cannot be run; "" if it can."""
    if not is_xpath(selector):
        return "" if dom.is_selector(selector) else "is no CSS selector"
    from lxml import etree

    try:
        selects_nodes = isinstance(_evaluated(selector, etree.fromstring("<html><body class='a'><p>a</p></body></html>")), list)
    except BadXPath as error:
        return f"is no XPath that can be run: {error}"
    return "" if selects_nodes else "is XPath that gives a text or a number, not elements"


def _joined(one: Mapping[int, frozenset[str]], other: Mapping[int, frozenset[str]]) -> Mapping[int, frozenset[str]]:
    return {node: one.get(node, frozenset()) | other.get(node, frozenset()) for node in one.keys() | other.keys()}


def _select(root: Node, expressions: Iterable[str]) -> Mapping[int, frozenset[str]]:
    """The same for XPath; the tree is copied once. Text nodes and attributes that an expression selects are no elements."""
    copy, nodes = _copied(root)
    found: dict[int, set[str]] = {}
    for expression in expressions:
        for element in _evaluated(expression, copy):
            node = nodes.get(element) if hasattr(element, "tag") else None
            if node is not None:
                found.setdefault(node, set()).add(expression)
    return {node: frozenset(names) for node, names in found.items()}


def _evaluated(expression: str, root: "etree._Element") -> "list[etree._Element]":
    from lxml import etree

    try:
        found: list[etree._Element] = etree.XPath(expression)(root.getroottree())
    except etree.XPathError as error:
        raise BadXPath(f"{expression}: {error}") from error
    return found


def _copied(root: Node) -> "tuple[etree._Element, dict[etree._Element, int]]":
    """The tree below a node in lxml, and the `mem_id` of the node that each element is a copy of."""
    from lxml import etree

    copy = etree.Element("html")
    nodes = {copy: root.mem_id}
    _set(copy, root)
    above, node = copy, root.first_child
    parents = [root]
    while True:
        if node is None:
            node = parents.pop().next
            if not parents:
                return copy, nodes
            above = above.getparent()
            continue
        tag = node.tag
        if tag == "-text":
            _add_text(above, node.text_content or "")
        elif tag == "-comment":
            above.append(etree.Comment())
        elif tag and tag[0] != "-":
            element = etree.SubElement(above, tag if _NAME.fullmatch(tag) else "unnamed")
            nodes[element] = node.mem_id
            _set(element, node)
            child = node.first_child
            if child is not None:
                parents.append(node)
                above, node = element, child
                continue
        node = node.next


def _set(element: "etree._Element", node: Node) -> None:
    for name, value in node.attributes.items():
        if _NAME.fullmatch(name):
            element.set(name, _CONTROLS.sub("", value or ""))


def _add_text(above: "etree._Element", text: str) -> None:
    text = _CONTROLS.sub("", text)
    if not len(above):
        above.text = (above.text or "") + text
    else:
        above[-1].tail = (above[-1].tail or "") + text
