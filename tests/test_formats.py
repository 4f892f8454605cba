"""One article in any format carries the same words; Markdown, read back, is the text."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from trafilatura.xml import validate_tei

from cleanpage import clean, render
from cleanpage.errors import DecodeError
from cleanpage.model import ARTICLE_FULL, ARTICLE_TEXT, EVERYTHING, SPANS, Article, Role
from cleanpage.words import fold, words

ROOT = Path(__file__).parents[1]
FIXTURES = sorted(path for path in (ROOT / "fixtures").glob("*/*") if path.suffix in (".html", ".txt"))
CORPORA = Path(os.environ.get("CLEANPAGE_CORPORA", ROOT.parent / "shared" / "corpora"))
SAMPLE = {"wcxb-dev": 120, "traf": 80, "fundus": 60, "magic": 40}  # pages of each corpus, three hundred in all

MARKDOWN = MarkdownIt("commonmark").enable("table")


def of_markdown(source: str) -> str:
    return "\n".join(_contents(source))


def _contents(source: str) -> Iterator[str]:
    for token in MARKDOWN.parse(source):
        if token.type == "inline":
            yield "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())
        elif token.content:
            yield token.content


def of_html(source: str) -> str:
    root = LexborHTMLParser(source.replace("<br>", "\n")).css_first("article")
    assert root is not None
    return root.text(separator="")


def of_json(source: str) -> str:
    row = json.loads(source)
    text: str = row["text"]
    assert text == "\n".join(block["text"] for block in row["blocks"])
    return text


def of_tei(source: str) -> str:
    tree = etree.fromstring(source)
    assert validate_tei(tree)
    for line_break in tree.iter("{*}lb"):
        line_break.text = "\n"
    return "".join(tree.find("{*}text").itertext())


READ: dict[str, Callable[[str], str]] = {"text": str, "markdown": of_markdown, "html": of_html, "json": of_json, "xml-tei": of_tei}
ROLES = {"article": ARTICLE_TEXT, "full": ARTICLE_FULL, "everything": EVERYTHING}


def said(text: str) -> list[str]:
    return words(fold(text))


def check(article: Article, roles: frozenset[Role]) -> None:
    """Every format has the words of the kept blocks, in their order, and Markdown and JSON their very characters."""
    text = "\n".join(block.text for block in article.blocks if block.role in roles and not block.is_copy)
    for name, read in READ.items():
        assert said(read(render(article, name, roles))) == said(text), name
    assert of_markdown(render(article, "markdown", roles)).split() == text.split()
    assert of_json(render(article, "json", roles)).split() == text.split()


@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_format_of_a_fixture_has_the_same_words(path: Path, roles: str) -> None:
    check(clean(path.read_bytes(), url="https://example.com/news/a"), ROLES[roles])


@pytest.mark.parametrize("name", [name for name in READ if name != "json"])
def test_spans_change_no_word(name: str) -> None:
    for path in FIXTURES:
        article = clean(path.read_bytes(), url="https://example.com/news/a")
        marked, plain = (READ[name](render(article, name, EVERYTHING, spans)) for spans in (SPANS, frozenset[str]()))
        assert said(plain) == said(marked)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="no corpora here; CLEANPAGE_CORPORA names their folder")
@pytest.mark.parametrize("corpus", SAMPLE)
def test_every_format_of_real_pages_has_the_same_words(corpus: str) -> None:
    files = sorted((CORPORA / corpus / "pages").glob("*.html.gz"))
    checked = 0
    for path in files[:: len(files) // SAMPLE[corpus]]:
        try:
            article = clean(gzip.decompress(path.read_bytes()), url="https://example.com/news/a")
        except DecodeError:
            continue
        check(article, ARTICLE_FULL)
        checked += 1
    assert checked >= SAMPLE[corpus] - 2
