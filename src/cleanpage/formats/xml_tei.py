"""XML TEI: a TEI P5 document that trafilatura's schema (`trafilatura.xml.validate_tei`) takes, with its conventions.

That schema has neither tables nor code: a table is a list of rows, each a list of cells (rend="table", "row", "head", "cell"), code is
<ab type="code">. As trafilatura writes them: headings are <ab type="header" rend="h2">, emphasis is <hi rend="#b">, "#i" and "#t".
"""

from collections.abc import Iterator, Sequence, Set

from cleanpage.inline import Mark, attribute, escaped, marked
from cleanpage.model import Article, Block, Kind, Metadata, Role
from cleanpage.structure import Box, heading_level, readable, steps

_BOXES = {
    "ul": ('<list rend="ul">', "</list>"),
    "ol": ('<list rend="ol">', "</list>"),
    "li": ("<item>", "</item>"),
    "dl": ('<list rend="dl">', "</list>"),
    "dt": ('<item rend="dt">', "</item>"),
    "dd": ('<item rend="dd">', "</item>"),
    "blockquote": ("<quote>", "</quote>"),
    "table": ('<list rend="table">', "</list>"),
    "tr": ('<item><list rend="row">', "</list></item>"),
    "th": ('<item rend="head">', "</item>"),
    "td": ('<item rend="cell">', "</item>"),
}
_STYLES = {"strong": "#b", "em": "#i", "code": "#t"}


def render(article: Article, roles: Set[Role]) -> str:
    """The document, without an XML declaration, so that it may stand in a <teiCorpus>; a block that is not body has its role as `rend`."""
    head, foot = '<TEI xmlns="http://www.tei-c.org/ns/1.0">', "</div>\n</body>\n</text>\n</TEI>"
    return "\n".join([head, *_header(article), '<text>\n<body>\n<div type="entry">', *_lines(readable(article, roles)), foot])


def _header(article: Article) -> Iterator[str]:
    said = article.metadata
    title = "".join([_element("title", said.title, ' type="main"'), *(_element("author", name) for name in said.authors)])
    day = said.published.isoformat() if said.published else ""
    sigle = ", ".join(filter(None, [said.site or said.outlet, day[:10]]))
    yield f"<teiHeader>\n<fileDesc>\n<titleStmt>{title}</titleStmt>\n<publicationStmt><p/></publicationStmt>\n<sourceDesc>"
    yield _element("bibl", ", ".join(filter(None, [said.title, sigle])))
    yield _element("bibl", sigle, ' type="sigle"')
    yield f"<biblFull>\n<titleStmt>{title}</titleStmt>\n<publicationStmt>"
    yield _element("publisher", f"{said.site} ({said.outlet})" if said.site and said.outlet else said.site or said.outlet)
    if address := said.canonical or article.document.url:
        yield f'<ptr type="URL"{attribute("target", address)}/>'
    if day:
        yield _element("date", day[:10], attribute("when", day))
    yield "</publicationStmt>\n</biblFull>\n</sourceDesc>\n</fileDesc>\n<profileDesc>"
    yield from _profile(said)
    yield "</profileDesc>\n</teiHeader>"


def _profile(said: Metadata) -> Iterator[str]:
    if said.description:
        yield f"<abstract>{_element('p', said.description)}</abstract>"
    if said.language:
        yield f"<langUsage><language{attribute('ident', said.language)}/></langUsage>"
    terms = [("categories", said.section), *(("tags", topic) for topic in said.topics)]
    written = [_element("term", term, attribute("type", kind)) for kind, term in terms if term]
    if written:
        yield f"<textClass><keywords>{''.join(written)}</keywords></textClass>"


def _element(tag: str, content: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}>{escaped(content)}</{tag}>"


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for opened, block, closed, entry in steps(blocks):
        begun = "".join('<item rend="cell"/>' * box.skipped + _begun(box) for box in opened)
        ended = "".join(_BOXES[box.tag][1] for box in closed)
        yield f"{begun}{_block(block, entry)}{ended}"


def _begun(box: Box) -> str:
    """The start tag of a box; `n` is the number of a list's first entry."""
    begun = _BOXES[box.tag][0]
    return begun if box.first == 1 else f"{begun[:-1]}{attribute('n', str(box.first))}>"


def _block(block: Block, entry: bool) -> str:
    if level := heading_level(block):
        return f'<ab type="header" rend="h{level}">{marked(block, _written, _start)}</ab>'
    if block.kind is Kind.CODE:
        return f'<ab type="code" xml:space="preserve">{escaped(block.text)}</ab>'
    content = marked(block, _written, _start)
    if block.role is not Role.BODY:
        return f"<p{attribute('rend', block.role)}>{content}</p>"
    return content if entry else f"<p>{content}</p>"


def _written(text: str) -> str:
    return escaped(text).replace("\n", "<lb/>")


def _start(mark: Mark) -> str:
    return f"ref{attribute('target', mark.href)}" if mark.kind == "link" else f"hi{attribute('rend', _STYLES[mark.kind])}"
