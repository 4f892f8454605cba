"""HTML: one walk in document order, one block for every run of text between two block-level boundaries.

Boundaries are the starts and ends of block-level elements, and two line breaks in a row. Text that no browser shows as text
(scripts, styles, templates, fallback content) is never a block, but on a page that shows nothing without scripts, where <noscript>
holds the page; text that the page hides is a block, and is marked. Nothing here depends on class names: what they mean is for rules
and the scorer to say.
"""

from collections.abc import Mapping, Sequence, Set

from cleanpage.dom import Node, parse
from cleanpage.hints import HintReader
from cleanpage.model import Document, Elements, Kind, Span
from cleanpage.selectors import select

_NEVER_TEXT = frozenset(
    "script style noscript template iframe object embed applet audio video canvas datalist noembed noframes "
    "desc metadata annotation annotation-xml rp param source track area -comment -document".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li listing main menu nav ol optgroup p plaintext "
    "pre search section select summary svg table tbody td textarea tfoot th thead tr ul xmp".split()
)
_APART = frozenset({"a", "span", "time"})  # touching neighbours of one such tag are set apart by style
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
_SPANS = {"a": "link", "strong": "strong", "b": "strong", "em": "em", "i": "em", "cite": "em"}
_SPANS |= dict.fromkeys(("code", "kbd", "samp", "tt"), "code")
_INLINE = _SPANS.keys() | _APART | {"option"}  # the inline elements that mean something here
_KINDS = {
    "h1": Kind.HEADING, "h2": Kind.HEADING, "h3": Kind.HEADING, "h4": Kind.HEADING, "h5": Kind.HEADING, "h6": Kind.HEADING,
    "li": Kind.LIST_ITEM, "dt": Kind.TERM, "dd": Kind.DEFINITION, "td": Kind.TABLE_CELL, "th": Kind.TABLE_CELL,
    "blockquote": Kind.QUOTE, "pre": Kind.CODE, "listing": Kind.CODE, "xmp": Kind.CODE, "plaintext": Kind.CODE,
    "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    "button": Kind.CONTROL, "label": Kind.CONTROL, "legend": Kind.CONTROL, "select": Kind.CONTROL, "optgroup": Kind.CONTROL,
    "textarea": Kind.CONTROL,
}  # fmt: skip
_CELLS = frozenset({"td", "th"})
_WIDEST = 20  # columns of one cell; browsers allow 1000, but formats write the columns that a cell spans
_RESETS_KIND = frozenset("article aside footer form header main menu nav ol section table ul".split())
_NOSCRIPT = "<noscript"
# Forums and shops that scripts draw show nothing without them, and hold the whole page in <noscript> for readers without scripts: 19 of
# 104 forums of one corpus. A page that shows anything itself keeps its fallbacks (lazy images, "please enable JavaScript") out of sight.
_NOTHING_SHOWN, _A_PAGE = 300, 1000  # characters
_HIDING_STYLE = ("display:none", "visibility:hidden")
_NOTHING: frozenset[str] = frozenset()
_NAMED = ("itemprop", "role", "aria-label", "data-testid")


def segment(page: str, url: str | None, selectors: Sequence[str] = ()) -> Document:
    """The blocks of an HTML page; never raises, an empty page has none. Which CSS selectors an element stands under is recorded."""
    root = parse(page)
    if root is None:
        return _Cutter(None).document(url)
    matches = select(root, selectors) if selectors else None
    document = _cut(root, matches, _NEVER_TEXT, url)
    if _NOSCRIPT in page and _shown(document) < _NOTHING_SHOWN:
        without_scripts = _cut(root, matches, _NEVER_TEXT - {"noscript"}, url)
        if _shown(without_scripts) >= _A_PAGE:
            return without_scripts
    return document


def _shown(document: Document) -> int:
    """How many characters of text the page shows."""
    return sum(len(text) for text, hidden in zip(document.text, document.hidden, strict=True) if not hidden)


def _cut(root: Node, matches: Mapping[int, frozenset[str]] | None, never_text: Set[str], url: str | None) -> Document:
    cutter = _Cutter(matches)
    cutter.hints.root(root)
    _walk(root, cutter, never_text)
    return cutter.document(url)


def _walk(root: Node, cutter: "_Cutter", never_text: Set[str]) -> None:
    """Visit every node under `root` in document order, without recursion: pages nest thousands deep."""
    parents = cutter.nodes
    cutter.open(root, root.tag or "")
    node = root.first_child
    while True:
        if node is None:
            node = parents[-1].next
            cutter.close()
            if not parents:
                return
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text:
                if text.isspace():
                    cutter.space(text)
                else:
                    cutter.text(text)
        elif tag in never_text:
            if tag == "script":
                cutter.hints.script(node)
        elif tag == "br":
            cutter.line_break()
        elif tag == "meta":
            cutter.hints.meta(node)
        elif tag == "title":
            cutter.hints.title(node)
        elif tag == "link":
            cutter.hints.link(node)
        elif tag is not None:
            child = node.first_child
            if child is not None:
                cutter.open(node, tag)
                node = child
                continue
            if cutter.pieces and tag in _BLOCK:
                cutter.flush()
        node = node.next


class _Cutter:
    """Collects text until a boundary, then writes it as one row of the document's columns.

    The stacks hold the open elements; an element gets its row in `Elements` when the first block under it is written, so that
    attributes are read only where there is text.
    """

    def __init__(self, matches: Mapping[int, frozenset[str]] | None) -> None:
        self.hints = HintReader()
        self.nodes: list[Node] = []
        self.tags: list[str] = []
        self.rows: list[int] = []
        self.blocks: list[int] = []  # stack positions of the open block-level elements
        self.kinds: list[Kind] = [Kind.PARAGRAPH]
        self.preformatted = 0
        self.open_spans: list[tuple[int, str, str]] = []
        self._forget_text()
        self.columns = _Columns()
        self.elements = _ElementColumns() if matches is None else _SelectedColumns(matches)

    def _forget_text(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.separator = ""
        self.breaks = 0
        self.closed = ("", -1)  # the inline element that ended last, and where
        self.spans: list[Span] = []
        self.covering: list[Node] = []  # the inline elements that were open at the first piece of text
        self.covered = 0  # how deep the stack was at its shallowest piece of text

    def open(self, node: Node, tag: str) -> None:
        if tag in _BLOCK or ("-" in tag and self.tags and self.tags[self.blocks[-1]] != "p"):
            self._open_block(tag)
        elif tag in _INLINE:
            if tag in _APART and self.closed == (tag, self.length):
                self.separator = self.separator or " "
            if tag in _SPANS:
                self._open_span(node, _SPANS[tag])
            elif tag == "option":
                self.separator = self.separator or " "
            elif tag == "time":
                self.hints.time(node, len(self.columns.text))
        self.nodes.append(node)
        self.tags.append(tag)
        self.rows.append(-1)

    def _open_block(self, tag: str) -> None:
        if self.pieces:
            self.flush()
        else:
            self.separator = ""
            self.breaks = 0
        self.blocks.append(len(self.tags))
        kind = _KINDS.get(tag)
        if kind is None:
            kind = Kind.PARAGRAPH if tag in _RESETS_KIND or (tag == "p" and self.kinds[-1] is Kind.TABLE_CELL) else self.kinds[-1]
        self.kinds.append(kind)
        self.preformatted += tag in _PREFORMATTED

    def _open_span(self, node: Node, kind: str) -> None:
        href = ""
        if kind == "link":
            href = node.attrs.sget("href", "") or ""
        self.open_spans.append((self.length, kind, href))

    def close(self) -> None:
        tag = self.tags[-1]
        if self.blocks[-1] == len(self.tags) - 1:
            if self.pieces:
                self.flush()
            else:
                self.separator = ""
                self.breaks = 0
            self.blocks.pop()
            self.kinds.pop()
            self.preformatted -= tag in _PREFORMATTED
        elif tag in _INLINE:
            if tag in _SPANS:
                self._close_span()
            if tag in _APART:
                self.closed = (tag, self.length)
        self.nodes.pop()
        self.tags.pop()
        self.rows.pop()

    def _close_span(self) -> None:
        start, kind, href = self.open_spans.pop()
        if self.length > start:
            self.spans.append(Span(start, self.length, kind, href))

    def line_break(self) -> None:
        if self.preformatted:
            self.space("\n")
            return
        self.breaks += 1
        if self.breaks == 2 and self.pieces:
            self.flush()
        self.separator = "\n"

    def space(self, text: str) -> None:
        if not self.preformatted:
            self.separator = self.separator or " "
        elif self.pieces:
            self._append(text)

    def text(self, text: str) -> None:
        if self.preformatted:
            self._append(text)
            return
        if text[0].isspace():
            self.separator = self.separator or " "
        self._append(" ".join(text.split()))
        if text[-1].isspace():
            self.separator = " "

    def _append(self, piece: str) -> None:
        if self.pieces:
            if self.separator:
                piece = self.separator + piece
            self.covered = min(self.covered, len(self.tags))
        else:
            self.covering = self.nodes[self.blocks[-1] + 1 :]
            self.covered = len(self.tags)
        self.pieces.append(piece)
        self.length += len(piece)
        self.separator = ""
        self.breaks = 0

    def flush(self) -> None:
        """A boundary behind text: what was collected becomes a block; spans that are still open go on in the next one."""
        for start, kind, href in self.open_spans:
            if self.length > start:
                self.spans.append(Span(start, self.length, kind, href))
        self._write("".join(self.pieces))
        self.open_spans = [(0, kind, href) for _, kind, href in self.open_spans]
        self._forget_text()

    def _write(self, joined: str) -> None:
        text = joined.rstrip() if self.preformatted else joined
        block_position = self.blocks[-1]
        row = self._row(block_position)
        hidden = self.elements.hidden[row]
        inline = self.covering[: self.covered - block_position - 1]
        if inline:
            row = self.elements.add_inline(inline, row)
        tag = self.tags[block_position]
        columns = self.columns
        columns.text.append(text)
        columns.kind.append(self.kinds[-1])
        columns.tag.append(tag)
        columns.level.append(int(tag[1]) if self.kinds[-1] is Kind.HEADING and len(tag) == 2 and tag[1].isdigit() else 0)
        columns.element.append(row)
        columns.hidden.append(hidden or self.elements.hidden[row])
        columns.spans.append(_ordered(self.spans, text) if self.spans else ())

    def _row(self, position: int) -> int:
        """The row of the open element at this place of the stack, made (and those above it) if there is none yet."""
        rows = self.rows
        known = position
        while known >= 0 and rows[known] < 0:
            known -= 1
        row = rows[known] if known >= 0 else -1
        for place in range(known + 1, position + 1):
            row = rows[place] = self.elements.add(self.nodes[place], self.tags[place], row)
        return row

    def document(self, url: str | None) -> Document:
        columns, elements = self.columns, self.elements
        zeros = (0,) * len(columns.text)
        return Document(
            syntax="html",
            url=url,
            text=tuple(columns.text),
            kind=tuple(columns.kind),
            tag=tuple(columns.tag),
            level=tuple(columns.level),
            element=tuple(columns.element),
            hidden=tuple(columns.hidden),
            spans=tuple(columns.spans),
            lines=((0, 0),) * len(columns.text),
            gap=zeros,
            indent=zeros,
            elements=Elements(
                tuple(elements.tag), tuple(elements.parent), tuple(elements.names), tuple(elements.selected), tuple(elements.cells)
            ),
            hints=self.hints.hints(),
        )


def _ordered(spans: list[Span], text: str) -> tuple[Span, ...]:
    """The spans by their start, outer before inner, without the separator that may stand at their start."""
    end = len(text)
    if len(spans) == 1 and spans[0].end <= end and not text[spans[0].start].isspace():
        return (spans[0],)
    trimmed = (Span(s.start + (text[s.start : s.start + 1].isspace()), min(s.end, end), s.kind, s.href) for s in spans)
    return tuple(sorted((s for s in trimmed if s.start < s.end), key=lambda s: (s.start, -s.end)))


class _Columns:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.kind: list[Kind] = []
        self.tag: list[str] = []
        self.level: list[int] = []
        self.element: list[int] = []
        self.hidden: list[bool] = []
        self.spans: list[tuple[Span, ...]] = []


class _ElementColumns:
    def __init__(self) -> None:
        self.tag: list[str] = []
        self.parent: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.selected: list[frozenset[str]] = []
        self.cells: list[tuple[int, int]] = []
        self._ended: dict[int, tuple[int, int]] = {}  # by the row of a tr: its last cell with text, and the column behind that

    def add(self, node: Node, tag: str, parent: int) -> int:
        """A new row for this element; returns its index."""
        attributes = node.attributes
        self.names.append(_names(attributes) if attributes else "")
        self.hidden.append((parent >= 0 and self.hidden[parent]) or _hides(attributes, tag))
        self.tag.append(tag)
        self.parent.append(parent)
        row = len(self.tag) - 1
        if tag in _CELLS:
            self.cells.append((row, self._column(node, parent)))
        return row

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
        """A new row for the innermost of the inline elements that cover a block."""
        return self.add(nodes[-1], nodes[-1].tag or "", parent)


class _SelectedColumns(_ElementColumns):
    """The same with the selectors that an element or one above it matches; `matches` has them by `mem_id`."""

    def __init__(self, matches: Mapping[int, frozenset[str]]) -> None:
        super().__init__()
        self._matches = matches

    def add(self, node: Node, tag: str, parent: int) -> int:
        above = self.selected[parent] if parent >= 0 else _NOTHING
        own = self._matches.get(node.mem_id)
        self.selected.append(above | own if own else above)
        return super().add(node, tag, parent)

    def add_inline(self, nodes: Sequence[Node], parent: int) -> int:
        row = super().add_inline(nodes, parent)
        self.selected[row] = self.selected[row].union(*(self._matches.get(node.mem_id, _NOTHING) for node in nodes))
        return row


def _columns(cell: Node) -> int:
    """How many columns a cell spans, 1 to _WIDEST."""
    spans = (cell.attributes.get("colspan") or "").strip()
    return min(max(int(spans), 1), _WIDEST) if spans.isdecimal() and len(spans) < 9 else 1


def _names(attributes: dict[str, str | None]) -> str:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
    for attribute in _NAMED:
        if attribute in attributes:
            names += [f"{attribute}={word}" for word in (attributes[attribute] or "").split()]
    return " ".join(names)


def _hides(attributes: dict[str, str | None], tag: str) -> bool:
    """Whether the element says itself that it is not shown.

    The page's root is exempt: sites unhide it by script, and then nothing would be visible.
    """
    if tag in ("html", "body"):
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and any(hiding in style.replace(" ", "").lower() for hiding in _HIDING_STYLE):
        return True
    return tag == "dialog" and "open" not in attributes


