"""HTML: one <article> of plain elements, to embed as it is: no script, style or class, and links lead to the web only, by http or https.

Every tag and every attribute's name is written in the code, everything that the page says is escaped. What is known of the article besides
its text stands ahead of it in <meta> elements, which nobody sees, in the terms of schema.org.
"""

from collections.abc import Iterator, Sequence, Set

from cleanpage.inline import Mark, attribute, escaped, marked, web_address
from cleanpage.model import Article, Block, Kind, Role
from cleanpage.structure import Box, heading_level, readable, steps


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks; one that is not body says in `data-role` what it is. Several articles may follow each other."""
    language = attribute("lang", article.metadata.language) if article.metadata.language else ""
    begun = f'<article dir="auto"{language} itemscope itemtype="https://schema.org/Article">'
    known = (f"<meta{attribute('itemprop', name)}{attribute('content', value)}>" for name, value in _known(article) if value)
    return "\n".join([begun, *known, *_lines(readable(article, roles)), "</article>"])


def _known(article: Article) -> Iterator[tuple[str, str]]:
    """What schema.org calls the metadata's fields, with their values; "" where nothing is known."""
    said = article.metadata
    yield "headline", said.title
    yield from (("author", name) for name in said.authors)
    yield "datePublished", said.published.isoformat() if said.published else ""
    yield "dateModified", said.modified.isoformat() if said.modified else ""
    yield "description", said.description
    yield "articleSection", said.section
    yield from (("keywords", topic) for topic in said.topics)
    yield "image", said.image
    yield "url", said.canonical or web_address(article.document.url or "")


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for opened, block, closed, entry in steps(blocks):
        begun = "".join("<td></td>" * box.skipped + f"<{box.tag}{_first(box)}>" for box in opened)
        ended = "".join(f"</{box.tag}>" for box in closed)
        yield f"{begun}{_element(block, entry)}{ended}"


def _first(box: Box) -> str:
    return attribute("start", str(box.first)) if box.first != 1 else ""


def _element(block: Block, entry: bool) -> str:
    role = "" if block.role is Role.BODY else attribute("data-role", block.role)
    content = marked(block, _written, _start)
    if level := heading_level(block):
        return f"<h{level}{role}>{content}</h{level}>"
    if block.kind is Kind.CODE:
        return f"<pre{role}><code>{escaped(block.text)}</code></pre>"
    if block.role is Role.CAPTION or block.kind is Kind.CAPTION:
        return f"<figure{role}><figcaption>{content}</figcaption></figure>"
    return content if entry and not role else f"<p{role}>{content}</p>"


def _written(text: str) -> str:
    return escaped(text).replace("\n", "<br>")


def _start(mark: Mark) -> str:
    return f'a{attribute("href", mark.href)} rel="noopener noreferrer"' if mark.kind == "link" else mark.kind
