"""TEI of an article: valid for trafilatura's users, whatever the page holds, and structured as they know it."""

import re
from collections.abc import Set
from dataclasses import replace

import pytest
from build import document
from hostile import HOSTILE, METADATA, article, everywhere
from hypothesis import given, settings
from lxml import etree
from trafilatura.xml import validate_tei

from cleanpage.formats.xml_tei import render
from cleanpage.inline import escaped
from cleanpage.model import ARTICLE_FULL, ARTICLE_TEXT, EVERYTHING, Article, Kind, Role
from cleanpage.pipeline import segment

from .pages import PAGES

TEI = "{http://www.tei-c.org/ns/1.0}"


def read(page: Article, roles: Set[Role] = EVERYTHING) -> etree._Element:
    tree = etree.fromstring(render(page, roles))
    assert validate_tei(tree)
    return tree


def body(page: Article, roles: Set[Role] = EVERYTHING) -> str:
    """What stands in the text's <div>, without the line ends that part elements."""
    read(page, roles)
    return re.sub(r"\n(?=<|$)", "", render(page, roles).split('<div type="entry">')[1].split("</div>")[0])


def test_headline_headings_paragraphs_and_roles() -> None:
    kinds = [Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH, Kind.CODE]
    page = document("Ferry late", "It was ice.", "By Ann", "What now?", "It\nleft.", "if x:\n    y", kind=kinds, level=[0, 2, 0, 3, 0, 0])
    assert body(article(page, Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.BODY, Role.BODY, Role.BODY), ARTICLE_FULL) == (
        '<ab type="header" rend="h1">Ferry late</ab><p rend="standfirst">It was ice.</p><p rend="byline">By Ann</p>'
        '<ab type="header" rend="h3">What now?</ab><p>It<lb/>left.</p><ab type="code" xml:space="preserve">if x:\n    y</ab>'
    )


PARTS = [
    ("<ul><li>One<li><p>a<p>b</ul>", '<list rend="ul"><item>One</item><item><p>a</p><p>b</p></item></list>'),
    ("<ol><li>One<ul><li>a</ul></ol>", '<list rend="ol"><item>One<list rend="ul"><item>a</item></list></item></list>'),
    ("<ol start=0><li>One</ol>", '<list rend="ol" n="0"><item>One</item></list>'),
    ("<blockquote>So<ul><li>a</ul></blockquote>", '<quote><p>So</p><list rend="ul"><item>a</item></list></quote>'),
    ("<dl><dt>Port<dd>A wine</dl>", '<list rend="dl"><item rend="dt">Port</item><item rend="dd">A wine</item></list>'),
    (
        "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
        '<list rend="table"><item><list rend="row"><item rend="head">a</item><item rend="head">b</item></list></item>'
        '<item><list rend="row"><item rend="cell">c</item><item rend="cell">d</item></list></item></list>',
    ),
    (
        "<table><tr><th><th>a<tr><th>b<td>c</table>",
        '<list rend="table"><item><list rend="row"><item rend="cell"/><item rend="head">a</item></list></item>'
        '<item><list rend="row"><item rend="head">b</item><item rend="cell">c</item></list></item></list>',
    ),
    (
        "<p>1 &lt; <b>2</b> <i>3</i> <code>4</code> <a href='https://x.example/?a&amp;b'>so</a> <a href=/b>no</a>",
        '<p>1 &lt; <hi rend="#b">2</hi> <hi rend="#i">3</hi> <hi rend="#t">4</hi> <ref target="https://x.example/?a&amp;b">so</ref> no</p>',
    ),
]


@pytest.mark.parametrize(("page", "expected"), PARTS)
def test_a_page_s_parts_as_tei(page: str, expected: str) -> None:
    cut = segment(page, syntax="html")
    assert body(article(cut, *[Role.BODY] * len(cut))) == expected


def test_the_header_says_where_the_text_is_from() -> None:
    page = article(document("x", url="https://x.example/a?b&c"), Role.BODY)
    header = read(replace(page, reader=lambda _: METADATA)).find(f"{TEI}teiHeader")
    assert header.findtext(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}title") == "Ferry late"
    assert [author.text for author in header.iterfind(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}author")] == ["Ann Low", "Bo Üz"]
    assert [bibl.text for bibl in header.iter(f"{TEI}bibl")] == ["Ferry late, The Ferry Post, 2024-03-18", "The Ferry Post, 2024-03-18"]
    assert header.findtext(f".//{TEI}biblFull/{TEI}titleStmt/{TEI}title") == "Ferry late"
    assert header.findtext(f".//{TEI}publisher") == "The Ferry Post (post.example)"
    assert header.find(f".//{TEI}ptr").get("target") == "https://post.example/a"
    assert (header.findtext(f".//{TEI}date"), header.find(f".//{TEI}date").get("when")) == ("2024-03-18", "2024-03-18T14:04:00+01:00")
    assert header.findtext(f".//{TEI}abstract/{TEI}p") == "It was ice."
    assert header.find(f".//{TEI}language").get("ident") == "en-GB"
    assert [(term.get("type"), term.text) for term in header.iter(f"{TEI}term")] == [
        ("categories", "Harbour"), ("tags", "ice"), ("tags", "ferries")
    ]  # fmt: skip


def test_the_address_of_a_page_that_names_none_is_the_one_it_came_from() -> None:
    tree = read(article(document("x", url="https://x.example/a?b&c"), Role.BODY))
    assert tree.find(f".//{TEI}ptr").get("target") == "https://x.example/a?b&c"


def test_a_page_without_title_or_text_is_valid_too() -> None:
    tree = read(article(document("Home"), Role.NAVIGATION, title=""), ARTICLE_TEXT)
    assert tree.find(f".//{TEI}ptr") is None
    assert "".join(tree.find(f"{TEI}text").itertext()).strip() == ""


def test_articles_make_a_corpus() -> None:
    pages = [article(document("One"), Role.BODY), article(document("Two"), Role.BODY)]
    header = render(pages[0], ARTICLE_TEXT).split("<text>")[0].split("\n", 1)[1]
    corpus = "".join(render(page, ARTICLE_TEXT) for page in pages)
    tree = etree.fromstring(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{corpus}</teiCorpus>')
    assert validate_tei(tree)
    assert ["".join(text.itertext()).strip() for text in tree.iter(f"{TEI}text")] == ["One", "Two"]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_page_says_stays_text(words: str) -> None:
    assert "".join(read(everywhere(words)).find(f"{TEI}text").itertext()).count(words[:1]) >= 3 or not words[:1].isprintable()


@settings(max_examples=200)
@given(PAGES)
def test_any_page_is_valid_and_keeps_its_text(page: Article) -> None:
    text = " ".join(" ".join(read(page).find(f"{TEI}text").itertext()).split())
    letters = etree.fromstring(f"<p>{escaped(' '.join(block.text for block in page.blocks))}</p>").text or ""
    assert "".join(text.split()) == "".join(letters.split())
