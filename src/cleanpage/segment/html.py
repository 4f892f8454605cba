"""HTML: one walk in document order, one block for every run of text between two block-level boundaries.

Boundaries are the starts and ends of block-level elements, and two line breaks in a row. Text that no browser shows as text
(scripts, styles, templates, fallback content) is never a block, but on a page that shows nothing without scripts, where <noscript>
holds the page; text that the page hides is a block, and is marked. Nothing here depends on class names: what they mean is for rules
and the scorer to say.
"""

from collections.abc import Mapping, Sequence, Set
from itertools import repeat

from cleanpage.dom import Node, parse
from cleanpage.hints import HintReader
from cleanpage.model import NAMED, Document, Elements, Kind, Span
from cleanpage.plain_css import Plain, plain
from cleanpage.selectors import select

_NEVER_TEXT = frozenset(
    "script style noscript template iframe object embed applet audio video canvas datalist noembed noframes "
    "desc metadata annotation annotation-xml rp param source track area -comment -document".split()
)
_VOID = frozenset({"br", "meta", "title", "link", "base", "input"})  # hold no text, and mean something here
_BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li listing main menu nav ol optgroup p plaintext "
    "pre search section select summary svg table tbody td textarea tfoot th thead tr ul xmp".split()
)
_APART = frozenset({"a", "span", "time", "text", "tspan"})  # touching neighbours of one such tag are set apart by style, or in a drawing
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
_INVISIBLE = "\t\n\r \u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # a paragraph of these is an editor's empty line
_OF_FORMS = frozenset({"form", "textarea"})
_SPANS = {"a": "link", "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em"}
_SPANS |= dict.fromkeys(("code", "kbd", "samp", "tt"), "code")
_INLINE = _SPANS.keys() | _APART | {"option"}  # the inline elements that mean something here
_KINDS = dict.fromkeys("article aside footer form header main menu nav ol section table ul".split(), Kind.PARAGRAPH) | {
    "h1": Kind.HEADING, "h2": Kind.HEADING, "h3": Kind.HEADING, "h4": Kind.HEADING, "h5": Kind.HEADING, "h6": Kind.HEADING,
    "li": Kind.LIST_ITEM, "dt": Kind.TERM, "dd": Kind.DEFINITION, "td": Kind.TABLE_CELL, "th": Kind.TABLE_CELL,
    "blockquote": Kind.QUOTE, "pre": Kind.CODE, "listing": Kind.CODE, "xmp": Kind.CODE, "plaintext": Kind.CODE,
    "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    "button": Kind.CONTROL, "label": Kind.CONTROL, "legend": Kind.CONTROL, "select": Kind.CONTROL, "optgroup": Kind.CONTROL,
    "textarea": Kind.CONTROL,
}  # fmt: skip
_PARAGRAPH, _TABLE_CELL = Kind.PARAGRAPH, Kind.TABLE_CELL  # an attribute of an enumeration takes ten times as long
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset({"td", "th"})
_WIDEST = 20  # columns of one cell; browsers allow 1000, but formats write the columns that a cell spans
_NOSCRIPT = "<noscript"
# Forums and shops that scripts draw show nothing without them, and hold the whole page in <noscript> for readers without scripts: 19 of
# 104 forums of one corpus. A page that shows anything itself keeps its fallbacks (lazy images, "please enable JavaScript") out of sight.
_NOTHING_SHOWN, _A_PAGE = 300, 1000  # characters
_HIDING = frozenset({"hidden", "aria-hidden", "style", "popover"})  # attributes
_HIDING_STYLE = ("display:none", "visibility:hidden")
_TELLING = _HIDING.union(NAMED)


def segment(page: str, url: str | None, selectors: Sequence[str] = ()) -> Document:
    """The blocks of an HTML page; never raises, an empty page has none. Which CSS selectors an element stands under is recorded."""
    root, wanted = parse(page), plain(tuple(selectors))
    if root is None:
        return _Cutter(wanted, {}).document(url)
    matches = select(root, wanted.others) if wanted.others else {}
    document = _cut(root, _Cutter(wanted, matches), _NEVER_TEXT, url)
    if _shown(document) < _NOTHING_SHOWN and _NOSCRIPT in page:
        without_scripts = _cut(root, _Cutter(wanted, matches), _NEVER_TEXT - {"noscript"}, url)
        if _shown(without_scripts) >= _A_PAGE:
            return without_scripts
    return document


def _shown(document: Document) -> int:
    """How many characters of text the page shows."""
    return sum(len(text) for text, hidden in zip(document.text, document.hidden, strict=True) if not hidden)


def _cut(root: Node, cutter: "_Cutter", never_text: Set[str], url: str | None) -> Document:
    cutter.hints.root(root)
    _walk(root, cutter, never_text)
    return cutter.document(url)


def _walk(root: Node, cutter: "_Cutter", never_text: Set[str]) -> None:
    """Visit every node under `root` in document order, without recursion: pages nest thousands deep.

    What every node needs is done here, without a call: half of all nodes are white space and inline elements without a meaning.
    """
    nodes, tags, rows, blocks, kinds, pieces = cutter.nodes, cutter.tags, cutter.rows, cutter.blocks, cutter.kinds, cutter.pieces
    node: Node | None = root
    while True:
        if node is None:
            tag = tags[-1]
            if blocks[-1] == len(tags) - 1:
                if pieces:
                    cutter.flush()
                blocks.pop()
                kinds.pop()
                if cutter.preformatted and tag in _PREFORMATTED:
                    cutter.preformatted -= 1
            elif tag in _INLINE:
                cutter.close_inline(tag)
            node = nodes.pop().next
            tags.pop()
            rows.pop()
            if not nodes:
                return
            continue
        if node.is_text_node:
            if cutter.preformatted or not node.is_empty_text_node:
                cutter.text(node.text_content or "")
            elif pieces and not cutter.separator:
                cutter.separator = " "
            node = node.next
            continue
        tag = node.tag or ""
        if tag in never_text:
            if tag == "script":
                cutter.hints.script(node)
        elif tag in _VOID:
            cutter.void(node, tag)
        else:
            child = node.first_child
            if child is not None or not nodes:
                if tag in _BLOCK or ("-" in tag and tags and tags[blocks[-1]] != "p"):
                    if pieces:
                        cutter.flush()
                    blocks.append(len(tags))
                    kinds.append(_KINDS.get(tag) or (_PARAGRAPH if tag == "p" and kinds[-1] is _TABLE_CELL else kinds[-1]))
                    if tag in _PREFORMATTED:
                        cutter.preformatted += 1
                    if tag in _OF_FORMS:
                        cutter.of_a_form(node, tag)
                elif tag in _INLINE:
                    cutter.open_inline(node, tag)
                nodes.append(node)
                tags.append(tag)
                rows.append(-1)
                node = child
                continue
            if tag in _BLOCK:
                if pieces:
                    cutter.flush()
                if tag in _OF_FORMS:
                    cutter.of_a_form(node, tag)
            elif tag == "time":  # that a script fills
                cutter.hints.time(node, len(cutter.written))
        node = node.next


_Row = tuple[str, Kind, str, int, tuple[Span, ...]]
"""A block: its text, kind, tag, element, spans."""


class _Cutter:
    """Collects text until a boundary, then writes it as one row of the document's columns.

    The stacks hold the open elements; an element gets its row in `Elements` when the first block under it is written, so that
    attributes are read only where there is text.
    """

    def __init__(self, wanted: Plain, matches: Mapping[int, frozenset[str]]) -> None:
        self.hints = HintReader()
        self.nodes: list[Node] = []
        self.tags: list[str] = []
        self.rows: list[int] = []
        self.blocks: list[int] = []  # stack positions of the open block-level elements
        self.kinds: list[Kind] = [Kind.PARAGRAPH]
        self.form: tuple[int, Node | None] = (0, None)  # that opened last, and its place in the stack
        self.preformatted = 0
        self.open_spans: list[tuple[int, str, str]] = []
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self.covering: list[Node] = []  # the inline elements that were open at the first piece of text
        self.covered = 0  # how deep the stack was at its shallowest piece of text
        self._forget_text()
        self.written: list[_Row] = []
        self.elements = _ElementRows(wanted, matches)

    def _forget_text(self) -> None:
        self.pieces.clear()
        self.spans.clear()
        self.length = 0
        self.separator = ""
        self.breaks = 0
        self.closed, self.closed_at = "", -1  # the inline element that ended last, and where

    def open_inline(self, node: Node, tag: str) -> None:
        if self.closed_at == self.length and self.closed == tag and not self.separator and not self._in_code():
            self.separator = " "
        kind = _SPANS.get(tag)
        if kind:
            href = node.attrs.sget("href", "") if kind == "link" else ""
            self.open_spans.append((self.length, kind, href or ""))
        elif tag == "option":
            self.separator = self.separator or " "
        elif tag == "time":
            self.hints.time(node, len(self.written))

    def _in_code(self) -> bool:
        """Whether each space counts: in code, spans colour what they hold."""
        return self.preformatted > 0 or any(kind == "code" for _, kind, _ in self.open_spans)

    def close_inline(self, tag: str) -> None:
        if tag in _SPANS:
            start, kind, href = self.open_spans.pop()
            if self.length > start:
                self.spans.append(Span(start, self.length, kind, href))
        if tag in _APART:
            self.closed, self.closed_at = tag, self.length

    def void(self, node: Node, tag: str) -> None:
        """An element of _VOID: a line break, or a hint."""
        if tag == "br":
            self.line_break()
        elif tag == "meta":
            self.hints.meta(node)
        elif tag == "title":
            self.hints.title(node)
        elif tag == "input":
            self.field(node, tag)
        elif tag == "base":
            self.hints.base(node)
        else:
            self.hints.link(node)

    def of_a_form(self, node: Node, tag: str) -> None:
        """A form opens, or a field that holds text."""
        if tag == "form":
            self.form = len(self.nodes), node
        else:
            self.field(node, tag)

    def field(self, node: Node, tag: str) -> None:
        """A field of the form that opened last, if that is still open."""
        place, form = self.form
        if place < len(self.nodes) and self.nodes[place] is form:
            names = (f"name={name}" for name in (node.attributes.get("name") or "").lower().split())
            self.elements.fields.setdefault(form.mem_id, set()).update((tag, *names))

    def line_break(self) -> None:
        if self.preformatted:
            self.text("\n")
            return
        self.breaks += 1
        if self.breaks == 2 and self.pieces:
            self.flush()
        self.separator = "\n"

    def text(self, text: str) -> None:
        piece = text if self.preformatted else " ".join(text.split())
        if not piece or (not self.pieces and not piece.strip(_INVISIBLE)):
            self.separator = self.separator or " "
            return
        squeezed = len(piece) < len(text)
        if not self.pieces:
            self.covering = self.nodes[self.blocks[-1] + 1 :]
            self.covered = len(self.tags)
        else:
            if self.separator or (squeezed and text[0].isspace()):
                piece = (self.separator or " ") + piece
            if self.covered > len(self.tags):
                self.covered = len(self.tags)
        self.pieces.append(piece)
        self.length += len(piece)
        self.separator = " " if squeezed and text[-1].isspace() else ""
        self.breaks = 0

    def flush(self) -> None:
        """A boundary behind text: what was collected becomes a block; spans that are still open go on in the next one."""
        text, position = "".join(self.pieces), self.blocks[-1]
        if self.preformatted:
            text = text.rstrip()
        spans: tuple[Span, ...] = ()
        if self.open_spans:
            self.spans += [Span(start, self.length, kind, href) for start, kind, href in self.open_spans if self.length > start]
            self.open_spans = [(0, kind, href) for _, kind, href in self.open_spans]
        if self.spans:
            spans = _ordered(self.spans, text)
        row = self._row(position)
        inline = self.covering[: self.covered - position - 1]
        if inline:
            row = self.elements.add_inline(inline, row)
        self.written.append((text, self.kinds[-1], self.tags[position], row, spans))
        self._forget_text()

    def _row(self, position: int) -> int:
        """The row of the open element at this place of the stack, made (and those above it) if there is none yet."""
        rows, known = self.rows, position
        while known >= 0 and rows[known] < 0:
            known -= 1
        row = rows[known] if known >= 0 else -1
        for place in range(known + 1, position + 1):
            row = rows[place] = self.elements.add(self.nodes[place], self.tags[place], row)
        return row

    def document(self, url: str | None) -> Document:
        texts, kinds, tags, rows, spans = zip(*self.written, strict=True) if self.written else [()] * 5
        zeros = (0,) * len(texts)
        return Document(
            syntax="html",
            url=url,
            text=texts,
            kind=kinds,
            tag=tags,
            level=tuple(map(_LEVELS.get, tags, repeat(0))),
            element=rows,
            hidden=tuple(map(self.elements.hidden.__getitem__, rows)),
            spans=spans,
            lines=((0, 0),) * len(texts),
            gap=zeros,
            indent=zeros,
            elements=self.elements.elements(),
            hints=self.hints.hints(),
        )


def _ordered(spans: list[Span], text: str) -> tuple[Span, ...]:
    """The spans by their start, outer before inner, a link before the emphasis of just its text, whichever holds the other.

    They are without the separator that may stand at their start.
    """
    end = len(text)
    if len(spans) == 1 and spans[0].end <= end and not text[spans[0].start].isspace():
        return (spans[0],)
    trimmed = (Span(s.start + (text[s.start : s.start + 1].isspace()), min(s.end, end), s.kind, s.href) for s in spans)
    return tuple(sorted((s for s in trimmed if s.start < s.end), key=lambda s: (s.start, -s.end, s.kind != "link")))


class _ElementRows:
    """The rows of `Elements`; `matches` has the selectors beside the plain ones that an element matches itself, by `mem_id`."""

    def __init__(self, wanted: Plain, matches: Mapping[int, frozenset[str]]) -> None:
        self.tag: list[str] = []
        self.parent: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self._wanted = wanted
        self._asked = wanted.asked
        self._candidates: set[str] = set()  # what elements are called that selectors may match
        self._outer: list[tuple[int, Sequence[Node]]] = []  # the row of an inline element, and those around it
        self._matches = matches
        self._matched: dict[int, set[str]] = {}  # by row
        self.cells: list[tuple[int, int]] = []
        self.starts: list[tuple[int, int]] = []
        self.fields: dict[int, set[str]] = {}  # of each form, by its `mem_id`
        self._forms: list[tuple[int, int]] = []  # row and `mem_id`
        self._known_names: dict[tuple[str | None, str | None], str] = {}
        self._ended: dict[int, tuple[int, int]] = {}  # by the row of a tr: its last cell with text, and the column behind that

    def add(self, node: Node, tag: str, parent: int) -> int:
        """A new row for this element; returns its index."""
        row, attributes = len(self.tag), node.attributes
        telling = not _TELLING.isdisjoint(attributes)
        self.tag.append(tag)
        self.parent.append(parent)
        self.names.append(self._all_names(attributes) if telling else self._names(attributes))
        self.hidden.append((parent >= 0 and self.hidden[parent]) or ((telling or tag == "dialog") and _hides(attributes, tag)))
        if tag in _CELLS:
            self.cells.append((row, self._column(node, parent)))
        elif tag == "ol" and (start := _start(attributes.get("start") or "")) != 1:
            self.starts.append((row, start))
        elif tag == "form":
            self._forms.append((row, node.mem_id))
        if self._matches and (own := self._matches.get(node.mem_id)):
            self._matched[row] = set(own)
        return row

    def elements(self) -> Elements:
        tags, parents, names = tuple(self.tag), tuple(self.parent), tuple(self.names)
        if self._wanted.steps:
            self._select()
        selected = tuple((row, frozenset(found)) for row, found in sorted(self._matched.items()))
        fields = tuple((row, frozenset(self.fields[form])) for row, form in self._forms if form in self.fields)
        return Elements(tags, parents, names, selected, tuple(self.cells), tuple(self.starts), fields)

    def _select(self) -> None:
        """Match the plain selectors; the elements around an inline one get rows here, behind all others, and it stands under theirs."""
        tags, parents, names, size, asked = self.tag, self.parent, self.names, len(self.tag), self._wanted.tags
        covered: list[int] = []  # the row of the inline one that each of the others stands around
        for row, outer in () if asked <= _BLOCK else self._outer:
            for node in outer:
                tags.append(tag := node.tag or "")
                names.append(self._called(node.attributes) if tag in asked or "" in asked else "")
                parents.append(parents[row])
                parents[row] = size + len(covered)
                covered.append(row)
        for row, found in self._wanted.select(tags, parents, names, self._candidates).items():
            self._matched.setdefault(row if row < size else covered[row - size], set()).update(found)

    def _called(self, attributes: Mapping[str, str | None]) -> str:
        return self._names(attributes) if _TELLING.isdisjoint(attributes) else self._all_names(attributes)

    def _names(self, attributes: Mapping[str, str | None]) -> str:
        """The class and id of an element; one string for all that have the same, which makes looking it up cheap."""
        called = attributes.get("class"), attributes.get("id")
        names = self._known_names.get(called)
        if names is None:
            classes, name = called
            words = [*(classes or "").split(), *(f"#{name}".split() if name else ())]
            names = self._known_names[called] = " ".join(words)
            if not self._asked.isdisjoint(words):
                self._candidates.add(names)
        return names

    def _all_names(self, attributes: Mapping[str, str | None]) -> str:
        """What the author calls an element."""
        told = ((attribute, attributes[attribute] or "") for attribute in NAMED if attribute in attributes)
        words = [f"{attribute}={word}" for attribute, said in told for word in said.split()]
        own = self._names(attributes)
        names = " ".join(filter(None, (own, *words)))
        if own in self._candidates or not self._asked.isdisjoint(words):
            self._candidates.add(names)
        return names

    def _column(self, cell: Node, parent: int) -> int:
        """The column of a cell: what stands before it in its row, back to the last cell with text, whose own column is known."""
        known, end = self._ended.get(parent, (0, 0))
        column, before = 0, cell.prev
        while before is not None and before.mem_id != known:
            column += _columns(before) if before.tag in _CELLS else 0
            before = before.prev
        column += end if before is not None else 0
        self._ended[parent] = cell.mem_id, column + _columns(cell)
        return column

    def add_inline(self, nodes: Sequence[Node], parent: int) -> int:
        """A new row for the innermost of the inline elements that cover a block; it stands under what the others match, too."""
        row = self.add(nodes[-1], nodes[-1].tag or "", parent)
        if len(nodes) > 1:
            self._outer.append((row, nodes[:-1]))
            for node in nodes[:-1] if self._matches else ():
                if own := self._matches.get(node.mem_id):
                    self._matched.setdefault(row, set()).update(own)
        return row


def _start(said: str) -> int:
    """The number that a list begins with; 1 if none is said, or one that no format could count on from (Markdown's have nine digits)."""
    number = said.strip()
    return int(number) if number.isdecimal() and len(number) < 9 else 1


def _columns(cell: Node) -> int:
    """How many columns a cell spans, 1 to _WIDEST."""
    spans = (cell.attributes.get("colspan") or "").strip()
    return min(max(int(spans), 1), _WIDEST) if spans.isdecimal() and len(spans) < 9 else 1


def _hides(attributes: Mapping[str, str | None], tag: str) -> bool:
    """Whether the element says itself that it is not shown.

    The page's root is exempt: sites unhide it by script, and then nothing would be visible.
    """
    if tag == "dialog" and "open" not in attributes:
        return True
    if _HIDING.isdisjoint(attributes) or tag in ("html", "body"):
        return False
    if "hidden" in attributes or "popover" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and any(hiding in "".join(style.split()).lower() for hiding in _HIDING_STYLE)
