"""Which elements of a page a selector matches: CSS, or XPath where a selector begins with "/" or "(".

CSS is the parser's own. For XPath its tree is copied into lxml, which is imported only then: lxml's own parser would build another tree,
and what it selects there could not be found again in ours.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from cleanpage import dom
from cleanpage.dom import Node
from cleanpage.errors import BadXPath

if TYPE_CHECKING:
    from lxml import etree

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_QUOTED = re.compile("""'[^']*'|"[^"]*\"""")
_CALLED = re.compile(r"((?:[\w.-]+:)?[\w.-]+)\s*\(")
_VARIABLE = re.compile(r"\$[\w.:-]*")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after substring "
    "string-length normalize-space translate boolean not true false lang number sum floor ceiling round "
    "node text comment processing-instruction and or div mod".split()
)  # and what else may stand before a bracket
_ATTRIBUTE = re.compile(r"@\s*([\w.-]+|\*)")
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
    if unknown := _unknown(selector):
        return f"is XPath that needs {unknown}, which XPath 1.0 does not have"
    from lxml import etree

    try:
        selects_nodes = isinstance(_evaluated(selector, etree.fromstring("<html><body class='a'><p>a</p></body></html>")), list)
    except BadXPath as error:
        return f"is no XPath that can be run: {error}"
    return "" if selects_nodes else "is XPath that gives a text or a number, not elements"


def _unknown(expression: str) -> str:
    """The first function or variable that does not exist: lxml says so only on a page that has the elements it is asked of."""
    bare = _QUOTED.sub("''", expression)
    called = (name for name in _CALLED.findall(bare) if name not in _FUNCTIONS)
    return next((f"{name}()" for name in called), "") or next(iter(_VARIABLE.findall(bare)), "")


def _joined(one: Mapping[int, frozenset[str]], other: Mapping[int, frozenset[str]]) -> Mapping[int, frozenset[str]]:
    return {node: one.get(node, frozenset()) | other.get(node, frozenset()) for node in one.keys() | other.keys()}


def _select(root: Node, expressions: Sequence[str]) -> Mapping[int, frozenset[str]]:
    """The same for XPath; the tree is copied once. Text nodes and attributes that an expression selects are no elements."""
    copy, nodes = _copied(root, _named(expressions))
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


def _named(expressions: Iterable[str]) -> frozenset[str]:
    """The attributes that the expressions may speak of; "*" among them for any. Copying all takes twice the time."""
    written = " ".join(expressions)
    return frozenset({"*"} if "attribute" in written else _ATTRIBUTE.findall(written))


def _copied(root: Node, named: Set[str]) -> "tuple[etree._Element, dict[etree._Element, int]]":
    """The tree below a node in lxml with the attributes that are named, and the `mem_id` of the node that each element is a copy of."""
    from lxml import etree

    builder = etree.TreeBuilder()
    nodes = {builder.start("html", _attributes(root, named)): root.mem_id}
    open_tags = ["html"]
    parents = [root]
    node = root.first_child
    while True:
        if node is None:
            builder.end(open_tags.pop())
            node = parents.pop().next
            if not parents:
                return builder.close(), nodes
            continue
        tag = node.tag or "-"
        if tag == "-text":
            builder.data(_plain(node.text_content or ""))
        elif tag == "-comment":
            builder.comment("")
        elif tag[0] != "-":
            name = tag if _NAME.fullmatch(tag) else "unnamed"
            nodes[builder.start(name, _attributes(node, named))] = node.mem_id
            child = node.first_child
            if child is not None:
                parents.append(node)
                open_tags.append(name)
                node = child
                continue
            builder.end(name)
        node = node.next


def _attributes(node: Node, named: Set[str]) -> dict[str, str]:
    found = node.attributes if named else {}
    names = filter(_NAME.fullmatch, found) if "*" in named else [name for name in found if name in named]
    return {name: _plain(found[name] or "") for name in names}


def _plain(text: str) -> str:
    return text if text.isprintable() else _CONTROLS.sub("", text)
