"""What becomes a block of an HTML page, of what kind, and that no visible text is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpage.model import Document, Kind, Span
from cleanpage.segment.html import segment


def cut(page: str) -> Document:
    return segment(page, None)


BLOCKS = [
    ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
    ("<div>Loose <p>inner</p> tail</div>", ["Loose", "inner", "tail"]),
    ("<div>One.<br><br>Two.<br> <br/>Three.</div>", ["One.", "Two.", "Three."]),
    ("<p>Roses are red,<br>violets are blue.</p>", ["Roses are red,\nviolets are blue."]),
    ("<p>A <b>bold</b>er word &amp; an <i>inclined</i> one</p>", ["A bolder word & an inclined one"]),
    ("<p>  much \n\t white&nbsp;space </p>", ["much white space"]),
    ("<nav><a href=/>Home</a><a href=/w>World</a></nav>", ["Home World"]),
    ("<p>See <a href=/a>here</a>, <a href=/b>there</a>.</p>", ["See here, there."]),
    ("<ul><li>One<li>Two<ul><li>Two a</ul></ul>", ["One", "Two", "Two a"]),
    ("<table><tr><th>Year<td>1921<tr><td colspan=2>Sum</table>", ["Year", "1921", "Sum"]),
    ("<pre>  a\n    b</pre>", ["  a\n    b"]),
    ("<pre><br>a<br>b<br></pre><pre><br></pre>", ["a\nb"]),
    ("<p><span>34m</span><span>PG-13</span><b>x</b><b>y</b></p>", ["34m PG-13xy"]),
    ("<pre><span>print</span><span>(</span>1)</pre>", ["print(1)"]),
    ("<p>Run <code><span>go</span><span>()</span></code>", ["Run go()"]),
    ("<a href=/x><h3>Card</h3><p>Teaser</p></a>", ["Card", "Teaser"]),
    ("<select><option>One<option>Two</select>", ["One Two"]),
    ("<p>x<custom-tip>tip</custom-tip>y</p>", ["xtipy"]),
    ("<custom-card>One</custom-card><custom-card>Two</custom-card>", ["One", "Two"]),
    ("<svg><title>no</title><text>shown</text></svg>", ["shown"]),
    ("<svg><text><tspan>Ice</tspan><tspan>late</tspan></text><text>Snow</text></svg>", ["Ice late Snow"]),
    ("text before any tag", ["text before any tag"]),
    ("<p>One</p><p>&#8203;</p><p>&zwj; &#65279;</p><pre> &shy;\n</pre><p>&#8203;Two&#8203;<br><br>&#8203;</p>", ["One", "\u200bTwo\u200b"]),
    ("", []),
]


@pytest.mark.parametrize(("page", "texts"), BLOCKS)
def test_text_between_two_boundaries_is_a_block(page: str, texts: list[str]) -> None:
    assert list(cut(page).text) == texts


@pytest.mark.parametrize(
    "page",
    [
        "<script>x</script>",
        '<script type="application/ld+json">{"headline": "x"}</script>',
        "<style>x</style>",
        "<noscript><p>x</p></noscript>",
        "<template><p>x</p></template>",
        "<!-- x -->",
        "<iframe>x</iframe>",
        "<title>x</title>",
        "<video>x</video>",
    ],
)
def test_what_no_browser_shows_is_never_a_block(page: str) -> None:
    assert cut(f"<p>a</p>{page}<p>b</p>").text == ("a", "b")


_FALLBACK = f"<noscript>{'<p>Every reader without scripts can read this post.</p>' * 25}</noscript>"


def test_a_page_that_scripts_draw_is_read_as_without_scripts() -> None:
    assert len(cut(f"<p>Forum</p>{_FALLBACK}").text) == 26


@pytest.mark.parametrize("page", [f"<p>{'shown ' * 60}</p>{_FALLBACK}", f"<p>a</p>{_FALLBACK[:900]}"])
def test_fallbacks_of_pages_that_show_something_or_of_few_words_stay_out(page: str) -> None:
    assert len(cut(page).text) == 1


KINDS = [
    ("<p>x", Kind.PARAGRAPH),
    ("<div>x", Kind.PARAGRAPH),
    ("<h2>x", Kind.HEADING),
    ("<ul><li>x", Kind.LIST_ITEM),
    ("<ul><li><p>x", Kind.LIST_ITEM),
    ("<dl><dt>x", Kind.TERM),
    ("<dl><dd>x", Kind.DEFINITION),
    ("<table><td>x", Kind.TABLE_CELL),
    ("<table><td><p>x", Kind.PARAGRAPH),
    ("<blockquote>x", Kind.QUOTE),
    ("<blockquote><p>x", Kind.QUOTE),
    ("<pre>x", Kind.CODE),
    ("<figure><figcaption>x", Kind.CAPTION),
    ("<figure><figcaption><p>x", Kind.CAPTION),
    ("<button>x", Kind.CONTROL),
    ("<ul><li><section>x", Kind.PARAGRAPH),
]


@pytest.mark.parametrize(("page", "kind"), KINDS)
def test_kinds_are_told_apart(page: str, kind: Kind) -> None:
    assert cut(page).kind == (kind,)


def test_headings_have_levels() -> None:
    assert cut("<h1>a</h1><h3>b</h3><p>c").level == (1, 3, 0)


HIDDEN = [
    ("<p hidden>x", True),
    ('<div aria-hidden="true"><p>x', True),
    ('<div style="display : none"><p>x', True),
    ('<div style="visibility:hidden">x', True),
    ('<div style="color:red;\n\tDisplay:\tnone">x', True),
    ("<div popover>x</div>", True),
    ("<dialog>x</dialog>", True),
    ("<dialog open>x</dialog>", False),
    ('<p aria-hidden="false">x', False),
    ('<body style="display:none"><p>x', False),
    ("<p><span hidden>x</span>", True),
    ("<p>seen <span hidden>x</span>", False),
]


@pytest.mark.parametrize(("page", "hidden"), HIDDEN)
def test_hidden_text_is_marked_and_kept(page: str, hidden: bool) -> None:
    assert cut(page).hidden == (hidden,)


def test_spans_are_offsets_into_the_text() -> None:
    document = cut("<p>Go <a href=/x>to <b>the</b> page</a>, <code>now</code>.</p>")
    (text,), (spans,) = document.text, document.spans
    assert [(text[s.start : s.end], s.kind, s.href) for s in spans] == [
        ("to the page", "link", "/x"),
        ("the", "strong", ""),
        ("now", "code", ""),
    ]


def test_a_link_around_blocks_is_a_span_of_each() -> None:
    document = cut("<a href=/x><h3>Card</h3><p>Teaser</p></a>")
    assert document.spans == ((Span(0, 4, "link", "/x"),), (Span(0, 6, "link", "/x"),))


@pytest.mark.parametrize("page", ["<p><a href=/x><b>Menu</b></a></p>", "<p><b><a href=/x>Menu</a></b></p>"])
def test_a_link_stands_before_the_emphasis_of_just_its_text(page: str) -> None:
    document = cut(page)
    assert document.spans == ((Span(0, 4, "link", "/x"), Span(0, 4, "strong", "")),)
    assert document.opening_links == (4,)


def test_the_path_names_the_elements_above() -> None:
    document = cut('<main id=story><p class="lead big"><span class=byline>By A</span></p></main>')
    assert document.elements.path(document.element[0]) == "html>body>main#story>p.lead.big>span.byline"


def test_hints_are_what_the_head_says() -> None:
    hints = cut(
        "<title>Rain | Outlet</title><meta property=og:title content='Rain falls'><meta name=description content='It rained.'>"
        """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Rain  falls",
        "articleBody": "It rained.", "author": [{"name": "A. Writer"}], "datePublished": "2026-01-02"}]}</script>"""
    ).hints
    assert (hints.title, hints.headlines, hints.descriptions) == ("Rain | Outlet", ("Rain falls",), ("It rained.",))
    assert (hints.bodies, hints.authors, hints.types) == (("It rained.",), ("A. Writer",), ("NewsArticle",))


@pytest.mark.parametrize("broken", ["{", "[1, 2", '{"@type": 5}', '{"@graph": {"@graph": 1}}', "null", "[" * 3000, ""])
def test_broken_linked_data_says_nothing(broken: str) -> None:
    assert cut(f'<script type="application/ld+json">{broken}</script><p>x').hints.headlines == ()


def test_5000_nested_elements_lose_nothing() -> None:
    page = "".join(f"<div>{i} " for i in range(5000)) + "deep" + "</div>" * 5000 + "after"
    words = " ".join(cut(page).text).split()
    assert words == [*map(str, range(5000)), "deep", "after"]


_TAGS = st.sampled_from(
    ["p", "div", "b", "a href=/x", "li", "td", "pre", "br", "span hidden", "h2", "button", "x-y", "ul", "table", "tr", "form", "input"]
)
_PIECES = st.one_of(_TAGS.map("<{}>".format), _TAGS.map(lambda tag: f"</{tag.split()[0]}>"), st.text("ab \n\u00a0é漢", max_size=6))


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_visible_text_is_lost_or_doubled(page: str) -> None:
    # A parser may move text out of a table, so the letters are compared as a bag.
    shown = re.sub(r"<[^>]*>|\s", "", page)
    assert sorted("".join("".join(cut(page).text).split())) == sorted(shown)


@given(st.text())
def test_any_string_is_cut_without_an_error(page: str) -> None:
    document = cut(page)
    assert all(text.strip() for text in document.text)
    assert all(0 <= s.start < s.end <= len(text) for text, spans in zip(document.text, document.spans, strict=True) for s in spans)


@given(st.text("<>/ab p=\"'div&;\n", max_size=80))
def test_any_tag_soup_is_cut_the_same_twice(page: str) -> None:
    assert cut(page) == cut(page)


SELECTED = """<body><main class=story><p>One.</p><div class=more><b>Two.</b></div><p><i class=by><b>Ada</b></i></p>
<p>x <i class=by>y</i></p></main><p>Three.</p></body>"""


def test_a_block_knows_the_selectors_that_it_stands_under() -> None:
    document = segment(SELECTED, None, ["main.story > *", ".more", ".by", ".none", "body"])
    under = [sorted(document.selected[block] - {"body"}) for block in range(len(document))]
    assert document.text == ("One.", "Two.", "Ada", "x y", "Three.")
    assert under == [["main.story > *"], [".more", "main.story > *"], [".by", "main.story > *"], ["main.story > *"], []]
    assert all("body" in found for found in document.selected.values())


def test_selectors_change_nothing_else() -> None:
    plain, selected = cut(SELECTED), segment(SELECTED, None, [".more"])
    assert plain.selected == {}
    assert (plain.text, plain.elements.names, plain.element) == (selected.text, selected.elements.names, selected.element)
    assert segment("", None, [".more"]).selected == {}


COLUMNS = [
    ("<tr><th>a<th>b<tr><td>c<td>d", [0, 1, 0, 1]),
    ("<tr><td><td>a<td> <td><br><td>b", [1, 4]),
    ("<tr><td colspan=3>a<td>b<td colspan=' 2 '><td>c", [0, 3, 6]),
    ("<tr><td colspan=0>a<td colspan=-1>b<td colspan=x>c<td colspan=99999999999>d<td>e", [0, 1, 2, 3, 4]),
    ("<tr><td colspan=1000>a<td>b", [0, 20]),
    ("<tr><td>a<td><table><tr><td><td>1<td>2</table><td>b", [0, 1, 1, 2, 2]),
    ("<tr><td><p>a<p>b<td>c", [0, 1]),
]


def test_forms_know_their_fields() -> None:
    page = """<input name=out><form><p>A<input name="E-Mail"><textarea></textarea></form><input name=out>
        <form><p>B<textarea name="your Text">C</textarea></form><form><p>D</form><form><input name=q></form>"""
    elements = cut(page).elements
    assert [(elements.tag[row], fields) for row, fields in elements.fields] == [
        ("form", {"input", "name=e-mail", "textarea"}),
        ("form", {"textarea", "name=your", "name=text"}),
    ]


@pytest.mark.parametrize(("rows", "columns"), COLUMNS)
def test_cells_know_their_columns(rows: str, columns: list[int]) -> None:
    assert [column for _, column in cut(f"<table>{rows}</table>").elements.cells] == columns


@pytest.mark.parametrize(
    ("said", "starts"),
    [("start=7", [7]), ("start=' 0 '", [0]), ("start=1", []), ("", []), ("start=-1", []), ("start=b", []), ("start=123456789", [])],
)
def test_a_list_knows_where_its_numbers_begin(said: str, starts: list[int]) -> None:
    assert [number for _, number in cut(f"<ol {said}><li>One</ol>").elements.starts] == starts


def test_what_is_no_cell_has_no_column() -> None:
    elements = cut("<p>a<table><caption>b<tr><td>c</table>").elements
    ((row, column),) = elements.cells
    assert (elements.tag[row], column) == ("td", 0)
