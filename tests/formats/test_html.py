"""HTML of an article: clean elements in their order, and nothing that a page says can become more than text and a link to the web."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from build import document
from hostile import HOSTILE, METADATA, article, everywhere
from hypothesis import given, settings

from cleanpage.formats.html import render
from cleanpage.inline import escaped
from cleanpage.model import ARTICLE_FULL, ARTICLE_TEXT, EVERYTHING, Article, Kind, Role, Span
from cleanpage.pipeline import segment
from cleanpage.words import fold

from .pages import PAGES

ALLOWED = {
    "article": {"dir", "lang", "itemscope", "itemtype"}, "meta": {"itemprop", "content"},
    "a": {"href", "rel"}, "br": set(), "strong": set(), "em": set(), "code": set(), "pre": {"data-role"},
    "p": {"data-role"}, "figure": {"data-role"}, "figcaption": set(), **{f"h{level}": {"data-role"} for level in range(1, 7)},
    "ol": {"start"}, **{tag: set() for tag in ("ul", "li", "dl", "dt", "dd", "blockquote", "table", "tr", "th", "td")},
}  # fmt: skip


BEGUN = '<article dir="auto" itemscope itemtype="https://schema.org/Article">'


class Reader(HTMLParser):
    """The tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag == "br":
            self.texts.append("\n")
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def check_safe(page: Article, roles: Any = EVERYTHING) -> Reader:
    """Reads the page's HTML; all of it is on the list, and all its words are there."""
    read = Reader(render(page, roles))
    for tag, attributes in read.tags:
        assert attributes.keys() <= ALLOWED[tag], (tag, attributes)
        assert attributes.get("data-role", "feed") in EVERYTHING
        assert attributes.get("href", "https://").lower().startswith(("http://", "https://"))
    return read


def inside(html: str) -> list[str]:
    """The lines between the article's tags."""
    lines = html.split("\n")
    assert (lines[0], lines[-1]) == (BEGUN, "</article>")
    return [line for line in lines[1:-1] if not line.startswith("<meta")]


def lines(*texts: str, **columns: Any) -> list[str]:
    return inside(render(article(document(*texts, **columns), *[Role.BODY] * len(texts)), ARTICLE_TEXT))


def test_headline_headings_paragraphs_and_roles() -> None:
    kinds = [Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]
    page = document("Ferry late", "It was ice.", "By Ann", "What now?", "It left.", "Ann at sea", kind=kinds, level=[0, 2, 0, 3, 0, 0])
    roles = Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.BODY, Role.BODY, Role.CAPTION
    assert inside(render(article(page, *roles), ARTICLE_FULL)) == [
        '<h1 data-role="headline">Ferry late</h1>',
        '<p data-role="standfirst">It was ice.</p>',
        '<p data-role="byline">By Ann</p>',
        "<h3>What now?</h3>",
        "<p>It left.</p>",
        '<figure data-role="caption"><figcaption>Ann at sea</figcaption></figure>',
    ]


PARTS = [
    ("<ul><li>One<li>Two</ul>", "<ul><li>One</li><li>Two</li></ul>"),
    ("<ol><li>One<ul><li>a</ul><li><p>b<p>c</ol>", "<ol><li>One<ul><li>a</li></ul></li><li><p>b</p><p>c</p></li></ol>"),
    ("<ol start=2><li>One<li>Two</ol>", '<ol start="2"><li>One</li><li>Two</li></ol>'),
    ("<blockquote>So<p>what</blockquote>", "<blockquote><p>So</p><p>what</p></blockquote>"),
    ("<dl><dt>Port<dd>A wine</dl>", "<dl><dt>Port</dt><dd>A wine</dd></dl>"),
    ("<table><tr><th>a<th>b<tr><td>c<td><p>d<p>e</table>",
     "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td><p>d</p><p>e</p></td></tr></table>"),
    ("<table><tr><th>a<tr><td>c<td>d</table>", "<table><tr><th>a</th></tr><tr><td>c</td><td>d</td></tr></table>"),
    ("<table><tr><th><th>a<tr><th colspan=2>b<td>c</table>",
     "<table><tr><td></td><th>a</th></tr><tr><th>b</th><td></td><td>c</td></tr></table>"),
    ("<pre>if a < b:\n    <b>c</b></pre>", "<pre><code>if a &lt; b:\n    c</code></pre>"),
    ("<p>Roses<br>red", "<p>Roses<br>red</p>"),
    ("<ul><li><h3>Ice</h3></ul>", "<ul><li><h3>Ice</h3></li></ul>"),
    ("<p>1 &lt; <b>2</b> &amp; <a href='https://x.example/?a&amp;b=\"c\"'>so</a>",
     '<p>1 &lt; <strong>2</strong> &amp; <a href="https://x.example/?a&amp;b=%22c%22" rel="noopener noreferrer">so</a></p>'),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), PARTS)
def test_a_page_s_parts_as_clean_elements(page: str, expected: str) -> None:
    cut = segment(page, syntax="html")
    written = render(article(cut, *[Role.BODY] * len(cut)), ARTICLE_TEXT)
    assert "".join(re.split("\n(?=<)", written)[2:-1]) == expected


def test_an_entry_that_is_not_body_keeps_its_role() -> None:
    page = article(segment("<ul><li>One</ul>"), Role.RELATED)
    assert inside(render(page, EVERYTHING)) == ['<ul><li><p data-role="related">One</p></li></ul>']


def test_links_are_absolute_or_gone() -> None:
    spans = [(Span(0, 3, "link", "/a"),)]
    assert lines("Ice", spans=spans, url="https://x.example/") == ['<p><a href="https://x.example/a" rel="noopener noreferrer">Ice</a></p>']
    assert lines("Ice", spans=spans) == ["<p>Ice</p>"]


def test_metadata_stands_out_of_sight() -> None:
    page = replace(article(document("Ice"), Role.BODY), reader=lambda _: METADATA)
    begun, *said = check_safe(page).tags
    assert begun == ("article", {"dir": "auto", "lang": "en-GB", "itemscope": None, "itemtype": "https://schema.org/Article"})
    assert [tuple(attributes.values()) for tag, attributes in said if tag == "meta"] == [
        ("headline", "Ferry late"), ("author", "Ann Low"), ("author", "Bo Üz"), ("datePublished", "2024-03-18T14:04:00+01:00"),
        ("dateModified", "2024-03-19"), ("description", "It was ice."), ("articleSection", "Harbour"), ("keywords", "ice"),
        ("keywords", "ferries"), ("image", "https://post.example/a.jpg"), ("url", "https://post.example/a"),
    ]  # fmt: skip


def test_what_is_not_known_is_not_said() -> None:
    written = render(article(document("Ice"), Role.BODY, title=""), ARTICLE_TEXT)
    assert written == f"{BEGUN}\n<p>Ice</p>\n</article>"


def test_nothing_kept_is_an_empty_article() -> None:
    assert inside(render(article(document("Home"), Role.NAVIGATION), ARTICLE_TEXT)) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_page_says_stays_text(words: str) -> None:
    read = check_safe(everywhere(words))
    assert fold(words.translate({0: 0xFFFD})) in fold("".join(read.texts)) or not words.isprintable()
    assert {tag for tag, _ in read.tags} <= {"article", "meta", "p", "pre", "code", "h1", "br"}
    assert all(attributes["content"] for tag, attributes in read.tags if tag == "meta")


@settings(max_examples=100)
@given(PAGES)
def test_any_page_becomes_only_tags_of_the_list_properly_nested(page: Article) -> None:
    check_safe(page)


@settings(max_examples=100)
@given(PAGES)
def test_our_own_parser_reads_the_same_blocks_back(page: Article) -> None:
    written = render(page, EVERYTHING)
    expected = [" ".join(unescape(escaped(block.text)).split()) for block in page.blocks]
    assert [" ".join(text.split()) for text in segment(written, syntax="html").text] == expected
