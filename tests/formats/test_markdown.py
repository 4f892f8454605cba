"""Markdown of an article: how it looks, and that a CommonMark parser reads the page's own text back."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from build import document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleanpage.formats import text
from cleanpage.formats.markdown import render
from cleanpage.model import ARTICLE_TEXT, EVERYTHING, Article, Document, Elements, Kind, Role, Span, Verdict
from cleanpage.pipeline import segment

from .pages import PAGES

PARSER = MarkdownIt("commonmark").enable("table")


def article(page: Document, *roles: Role) -> Article:
    """The page with these roles; without any, all of it is body."""
    return Article(page, tuple(Verdict(role, 1.0, ()) for role in roles or [Role.BODY] * len(page)))


def markdown(*texts: str, **columns: Any) -> str:
    return render(article(document(*texts, **columns)), ARTICLE_TEXT)


def linked(words: str, *spans: Span, url: str | None = None) -> str:
    return markdown(words, spans=[spans], url=url)


def read_back(source: str) -> str:
    """What a reader of the rendered Markdown sees, white space squeezed."""
    return " ".join(" ".join(_contents(PARSER.parse(source))).split())


def _contents(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())
        else:
            yield token.content


def marks(source: str) -> set[str]:
    """The kinds of block and inline markup that a parser finds, paragraphs and plain text aside."""
    tokens = [child for token in PARSER.parse(source) for child in (token, *(token.children or ()))]
    return {token.type.removesuffix("_open") for token in tokens} - {"inline", "text", "paragraph", "paragraph_close"}


class TestBlocks:
    def test_headline_headings_and_paragraphs(self) -> None:
        page = document(
            "Ferry late", "It was ice.", "What now?", kind=[Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.HEADING], level=[0, 0, 3]
        )
        written = render(article(page, Role.HEADLINE, Role.BODY, Role.BODY), EVERYTHING)
        assert written == "# Ferry late\n\nIt was ice.\n\n### What now?"

    def test_only_kept_roles_are_written(self) -> None:
        page = article(document("Ferry late", "It was ice.", "Home"), Role.HEADLINE, Role.BODY, Role.NAVIGATION)
        assert render(page, ARTICLE_TEXT) == "It was ice."
        assert render(page, frozenset()) == ""

    def test_blocks_without_text_are_not_written(self) -> None:
        assert markdown("", " ", "Ice.") == "Ice."

    @pytest.mark.parametrize(("level", "mark"), [(0, "#"), (1, "#"), (6, "######"), (9, "######")])
    def test_heading_levels_stay_in_range(self, level: int, mark: str) -> None:
        assert markdown("Ice", kind=[Kind.HEADING], level=[level]) == f"{mark} Ice"

    def test_a_heading_is_one_line_and_keeps_its_last_hash(self) -> None:
        assert markdown("The art\nof C #", kind=[Kind.HEADING], level=[2]) == "## The art of C \\#"

    def test_entries_in_a_row_are_one_list(self) -> None:
        written = markdown("Ferry\nat nine", "Gulls", "The end.", kind=[Kind.LIST_ITEM, Kind.LIST_ITEM, Kind.PARAGRAPH])
        assert written == "- Ferry\\\n  at nine\n- Gulls\n\nThe end."
        assert marks(written) >= {"bullet_list", "list_item", "hardbreak"}

    def test_quotes_in_a_row_are_one_quote(self) -> None:
        written = markdown("Ice.\nSo what?", "We waited.", "She left.", kind=[Kind.QUOTE, Kind.QUOTE, Kind.PARAGRAPH])
        assert written == "> Ice.\\\n> So what?\n>\n> We waited.\n\nShe left."

    @pytest.mark.parametrize(("code", "fence"), [("a = `b`\n  *c*", "```"), ("```\nx\n```", "````"), ("`" * 9, "`" * 10)])
    def test_code_is_fenced_by_more_backticks_than_it_has(self, code: str, fence: str) -> None:
        assert markdown(code, kind=[Kind.CODE]) == f"{fence}\n{code}\n{fence}"

    @pytest.mark.parametrize("kind", [Kind.TERM, Kind.DEFINITION, Kind.CAPTION, Kind.CONTROL])
    def test_other_kinds_are_paragraphs(self, kind: Kind) -> None:
        assert markdown("Ice", "Ferry", kind=[kind, kind]) == "Ice\n\nFerry"

    def test_line_breaks_stay(self) -> None:
        assert markdown("Roses are red\nGulls\\\n\n are not") == "Roses are red\\\nGulls\\\\\\\nare not"


ROWS = Elements(
    tag=("table", "tr", "td", "td", "tr", "td", "td", "table", "tr", "td", "b", "tr", "td", "td", "tr", "td", "td"),
    parent=(-1, 0, 1, 1, 0, 4, 4, -1, 7, 8, 9, 7, 11, 11, 7, 14, 14),
    names=("",) * 17,
)


def table(*cells: tuple[str, int]) -> str:
    """A page of table cells, each in this row of ROWS."""
    return markdown(*(cell for cell, _ in cells), kind=[Kind.TABLE_CELL] * len(cells), element=[row for _, row in cells], elements=ROWS)


class TestTables:
    def test_even_rows_are_a_table(self) -> None:
        written = table(("Port", 2), ("Ships", 3), ("Old|mere", 5), ("7\nor 8", 6))
        assert written == "| Port | Ships |\n| --- | --- |\n| Old\\|mere | 7 or 8 |"
        assert "table" in marks(written)

    def test_blocks_of_one_cell_share_it(self) -> None:
        assert table(("Port", 2), ("of call", 2), ("Ships", 3), ("Oldmere", 5), ("7", 6)).startswith("| Port of call | Ships |\n")

    def test_the_first_row_is_as_long_as_the_longest(self) -> None:
        written = table(("Ships in port", 2), ("Oldmere", 5), ("7", 6))
        assert written == "| Ships in port |  |\n| --- | --- |\n| Oldmere | 7 |"
        assert "table" in marks(written)

    def test_rows_may_be_shorter_than_the_first(self) -> None:
        written = table(("Ships", 2), ("Tide", 3), ("Oldmere", 5))
        assert written == "| Ships | Tide |\n| --- | --- |\n| Oldmere |"
        assert "table" in marks(written)

    def test_tables_of_uneven_rows_stay_small(self) -> None:
        wide, long = "<td>a" * 2000, "<tr><td>b<td>c" * 2000
        written = render(article(segment(f"<table><tr>{wide}{long}</table>")), ARTICLE_TEXT)
        assert len(written) < 50_000

    def test_cells_stand_in_their_columns(self) -> None:
        cells = "<tr><th><th>Ships<th>Tide<tr><th>Oldmere<td>7<td> <tr><th>Port<td colspan=1><td>ebb<tr><th colspan=2>Both<td>8"
        written = render(article(segment(f"<table>{cells}</table>")), ARTICLE_TEXT)
        assert written.split("\n") == [
            "|  | Ships | Tide |", "| --- | --- | --- |", "| Oldmere | 7 |", "| Port |  | ebb |", "| Both |  | 8 |"
        ]  # fmt: skip

    def test_cells_have_their_links(self) -> None:
        span = Span(0, 4, "link", "https://x.example/a|b")
        columns = {"kind": [Kind.TABLE_CELL] * 3, "element": [2, 3, 5], "elements": ROWS, "spans": [(span,), (), ()]}
        written = markdown("Port", "Ships", "Tide", **columns)
        assert written == "| [Port](https://x.example/a\\|b) | Ships |\n| --- | --- |\n| Tide |"
        assert PARSER.parse(written)[4].children[0].attrs == {"href": "https://x.example/a%7Cb"}

    def test_one_column_or_one_row_is_no_table(self) -> None:
        assert table(("Port", 2), ("Oldmere", 5)) == "Port\n\nOldmere"
        assert table(("Port", 2), ("Ships", 3)) == "Port\n\nShips"

    def test_neighbouring_tables_stay_two(self) -> None:
        rows = ("Port", 2), ("Ships", 3), ("Oldmere", 5), ("7", 6)
        second = ("a", 12), ("b", 13), ("c", 15), ("d", 16)
        table_of_rows = "| Port | Ships |\n| --- | --- |\n| Oldmere | 7 |"
        assert table(*rows, *second) == f"{table_of_rows}\n\n| a | b |\n| --- | --- |\n| c | d |"

    def test_cells_outside_of_any_table_are_paragraphs(self) -> None:
        assert markdown("Port", "Ships", kind=[Kind.TABLE_CELL] * 2) == "Port\n\nShips"


NESTED = [
    ("<ol><li>One<ul><li>a<li>b</ul><li>Two</ol>", "1. One\n   - a\n   - b\n2. Two"),
    ("<ul><li><p>One<p>more<li>Two</ul>", "- One\n\n  more\n- Two"),
    ("<ul><li>One<br>more<li>Two</ul>", "- One\\\n  more\n- Two"),
    ("<ul><li>One</ul><ul><li>Two</ul><ul><li>Three</ul>", "- One\n\n* Two\n\n- Three"),
    ("<ol><li>One</ol><ol><li>Two</ol>", "1. One\n\n1) Two"),
    ("<ol><li>One</ol><p>so<ol start=2><li>Two<li>Three</ol>", "1. One\n\nso\n\n2. Two\n3. Three"),
    ("<ol start=9><li>One<p>more<li>Two<p>more</ol>", "9. One\n\n   more\n10. Two\n\n    more"),
    ("<ul><li>One<ol start=0><li>a</ol><li>Two</ul>", "- One\n\n  0. a\n- Two"),
    ("<ul><li>One</ul><ol><li>Two</ol>", "- One\n\n1. Two"),
    ("<dl><dt>Port<dd><ul><li>a</ul><dd><ul><li>b</ul></dl>", "Port\n\n- a\n\n* b"),
    ("<ol>" + "".join(f"<li>Entry {i}<p>more" for i in range(9, 11)) + "</ol>", "1. Entry 9\n\n   more\n2. Entry 10\n\n   more"),
    ("<ul><li><ol><li>deep</ol></ul>", "- 1. deep"),
    ("<ul><li>One<ol><li>a</ol>rest<ol><li>b</ol></ul>", "- One\n  1. a\n\n  rest\n  1. b"),
    ("<blockquote><p>So<p>what</blockquote><blockquote>No</blockquote>", "> So\n>\n> what\n\n> No"),
    ("<blockquote>So<blockquote>what</blockquote></blockquote>", "> So\n>\n> > what"),
    ("<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b"),
    ("<ul><li><blockquote>a<br>b</blockquote><li>c</ul>", "- > a\\\n  > b\n- c"),
    ("<ul><li><h3>Ice</h3><p>Thick.</ul>", "- ### Ice\n\n  Thick."),
    ("<ol><li>Run<pre>a\n\n  b</pre><li>Wait</ol>", "1. Run\n\n   ```\n   a\n\n     b\n   ```\n2. Wait"),
    ("<blockquote><pre>a\n\nb</pre></blockquote>", "> ```\n> a\n>\n> b\n> ```"),
    ("<blockquote><pre>a&#13;\n# b&#13;c</pre></blockquote>", "> ```\n> a\n> # b\n> c\n> ```"),
    ("<ul><li><table><tr><td>a<td>b<tr><td>c<td>d</table></ul>", "- | a | b |\n  | --- | --- |\n  | c | d |"),
    ("<table><tr><td>a<td><ul><li>b<li>c</ul><tr><td>d<td>e</table>", "| a | b c |\n| --- | --- |\n| d | e |"),
]


class TestNesting:
    @pytest.mark.parametrize(("page", "expected"), NESTED)
    def test_lists_and_quotes_stand_in_each_other(self, page: str, expected: str) -> None:
        written = render(article(segment(page, syntax="html")), ARTICLE_TEXT)
        assert written == expected

    @pytest.mark.parametrize("page", [page for page, _ in NESTED])
    def test_a_parser_finds_the_same_boxes(self, page: str) -> None:
        """The lists, entries, quotes and tables of the page itself, in their order."""
        written = render(article(segment(page, syntax="html")), ARTICLE_TEXT)
        names = {"ul": "bullet_list", "ol": "ordered_list", "li": "list_item", "blockquote": "blockquote", "table": "table"}
        expected = [names[tag] for tag in re.findall(r"<(\w+)", page) if tag in names]
        if page.startswith("<table"):
            expected = ["table"]
        found = [token.type.removesuffix("_open") for token in PARSER.parse(written)]
        assert [name for name in found if name in names.values()] == expected

    def test_numbers_may_have_many_digits(self) -> None:
        entries = "".join(f"<li><p>Entry<p>more {i}" for i in range(120))
        written = render(article(segment(f"<ol>{entries}</ol>")), ARTICLE_TEXT)
        assert written.splitlines()[-3:] == ["120. Entry", "", "     more 119"]
        assert [token.type for token in PARSER.parse(written)].count("ordered_list_open") == 1


class TestSpans:
    def test_links_and_emphasis(self) -> None:
        spans = Span(4, 18, "link", "https://x.example/t"), Span(8, 12, "em"), Span(23, 29, "strong")
        written = linked("See the tide table and *wait* now", *spans)
        assert written == "See [the _tide_ table](https://x.example/t) and **\\*wait\\*** now"

    def test_links_are_outermost_and_part_what_overlaps_them(self) -> None:
        written = linked("all of it, now", Span(0, 14, "strong"), Span(4, 9, "link", "/a"), Span(7, 14, "em"))
        assert written == "**all** [**of _it_**](/a)**_, now_**"

    def test_of_overlapping_links_the_first_stays(self) -> None:
        assert linked("one two three", Span(0, 7, "link", "/a"), Span(4, 13, "link", "/b")) == "[one two](/a) three"

    def test_a_mark_that_cannot_be_written_parts_no_other(self) -> None:
        written = linked("25a +.@", Span(2, 5, "strong"), Span(4, 7, "em"))
        assert written == "25a _+.@_"
        assert marks(written) == {"em", "em_close"}

    def test_neighbouring_spans_of_one_kind_are_one(self) -> None:
        assert linked("Ice! Ice!", Span(0, 4, "strong"), Span(4, 9, "strong")) == "**Ice! Ice!**"

    def test_marks_do_not_enclose_space(self) -> None:
        assert linked("an icy day", Span(2, 7, "em"), Span(7, 8, "strong"), Span(6, 10, "link", "/a")) == "an _icy_ [day](/a)"

    @pytest.mark.parametrize(
        ("words", "span"),
        [("icebreaker", Span(0, 3, "strong")), ("港口很「大」的", Span(3, 6, "strong")), ("2€x", Span(1, 2, "em"))],
    )
    def test_emphasis_inside_a_word_is_left_out(self, words: str, span: Span) -> None:
        assert marks(linked(words, span)) == set()
        assert read_back(linked(words, span)) == words

    @pytest.mark.parametrize(
        ("words", "written"),
        [("run(x)y", "a`run(x)y`b"), ("a``b", "a```a``b```b"), ("`x`", "a`` `x` ``b"), ("x\ny", "a`x y`b"), ("\\*_[", "a`\\*_[`b")],
    )
    def test_code_is_literal(self, words: str, written: str) -> None:
        assert linked(f"a{words}b", Span(1, 1 + len(words), "code")) == written

    @pytest.mark.parametrize(
        ("href", "target"),
        [
            ("https://x.example/a b", "https://x.example/a%20b"),
            ("/wiki/Ice_(sea)", "/wiki/Ice_%28sea%29"),
            ("//x.example", "//x.example"),
            ("#top", "#top"),
            ("mailto:ann@x.example", "mailto:ann@x.example"),
            ("\n HTTPS://x.example/ü?a=1&amp;b\t", "HTTPS://x.example/ü?a=1&amp;amp;b"),
            ("/a<b>`c`\\", "/a%3Cb%3E%60c%60%5C"),
        ],
    )
    def test_targets_are_written_so_that_markdown_holds_them(self, href: str, target: str) -> None:
        assert linked("ice", Span(0, 3, "link", href)) == f"[ice]({target})"
        assert marks(linked("ice", Span(0, 3, "link", href))) == {"link", "link_close"}

    @pytest.mark.parametrize(
        "href", ["", " ", "javascript:alert(1)", "JAVA\nSCRIPT:alert(1)", " data:text/html,x", "vbscript:x", "file:///etc", "http://[x"]
    )
    def test_what_is_no_address_is_no_link(self, href: str) -> None:
        assert linked("ice", Span(0, 3, "link", href), url="https://x.example/") == "ice"

    def test_targets_are_absolute_if_the_page_s_address_is_known(self) -> None:
        assert linked("ice", Span(0, 3, "link", "../b"), url="https://x.example/n/a/") == "[ice](https://x.example/n/b)"


NASTY = [
    "# no heading", "#", "ice #", "- no entry", "-", "--- ---", "***", "___", "* * *", "+ plus", "12. Oktober", "1) one", "1986\\. x",
    "> no quote", "===", "a\n===", "a\n---", "a | b\n--- | ---", "a | b\n|---|---|", ":-- | --:", "|", "||",
    "```", "~~~", "~~x~~", "`a", "a ` b `` c", "<b>", "<!-- x", "</p>", "<?x", "a <b", "1 < 2 > 0", "<https://x.example>",
    "&amp;", "&#42;", "&", "a&b;", "\\", "a\\\nb", "\\*", "*a*", "**a", "_a_", "a_b_c", "[a](b)", "[a]: /b", "![a](b)", "!", "[ ] todo",
    "[^1]", "    four spaces", "\tx", "a  \nb", "\n\na\n\n\nb", "a\rb", "a\r- b", "\u00a0x", "\u2028x", "\x0b- x", "«a»", "「a」",
    "www.x.example", "https://x.example/a_b_c",
]  # fmt: skip


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("kind", [Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM, Kind.QUOTE])
def test_page_text_is_never_markup(words: str, kind: Kind) -> None:
    written = markdown("before", words, "after", kind=[Kind.PARAGRAPH, kind, Kind.PARAGRAPH])
    assert read_back(written) == " ".join(f"before {words} after".split())
    allowed = {Kind.HEADING: "heading", Kind.QUOTE: "blockquote", Kind.PARAGRAPH: "", Kind.LIST_ITEM: "bullet_list list_item"}[kind]
    found = {name.removesuffix("_close") for name in marks(written)}
    assert found <= {"hardbreak", *allowed.split()}


@pytest.mark.parametrize("words", ["AT&T", "R&B and Q&A", "snake_case", "1_000", "دفتر_یار", "https://x.example/?a=b_c&d=1", "1 & 2"])
def test_what_markdown_takes_for_text_is_written_as_it_is(words: str) -> None:
    assert markdown(words) == words
    assert read_back(words) == words


@pytest.mark.parametrize(("place", "kind"), [(place, kind) for place in range(5) for kind in ("em", "strong", "code", "link")])
def test_a_low_line_beside_a_mark_is_text(place: int, kind: str) -> None:
    assert read_back(linked("a_b_c", Span(place, 5, kind, "/a"), url="https://x.example/")) == "a_b_c"


WORDS = st.one_of(st.sampled_from(NASTY), st.text("ab .,!*_`[]()<>&;#-+=|~\\\n:1\u00e9月\u00a0\"'“”€", max_size=30), st.text(max_size=20))
HREFS = st.sampled_from(["https://x.example/a", "/a b(c)", "javascript:x", "", "?q=`&lt;"])
WRITTEN = [kind for kind in Kind if kind is not Kind.TABLE_CELL]


@st.composite
def pages(draw: st.DrawFn) -> Document:
    texts = draw(st.lists(WORDS, max_size=6))
    spans = [_spans(draw, len(words)) for words in texts]
    kinds = [draw(st.sampled_from(WRITTEN)) for _ in texts]
    return document(*texts, spans=spans, kind=kinds, level=[draw(st.integers(0, 6)) for _ in texts])


def _spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    places = st.tuples(st.integers(0, length), st.integers(0, length), st.sampled_from(["link", "strong", "em", "code"]), HREFS)
    spans = [Span(min(a, b), max(a, b), kind, href) for a, b, kind, href in draw(st.lists(places, max_size=6)) if a != b]
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))


@settings(deadline=None, max_examples=200)
@given(pages())
def test_a_parser_reads_the_page_s_text_back(page: Document) -> None:
    kept = article(page)
    assert read_back(render(kept, EVERYTHING)) == " ".join(text.render(kept, EVERYTHING).replace("\0", "\ufffd").split())


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([2, 3, 5, 6, 10])), max_size=8))
def test_a_parser_reads_the_cells_of_tables_back(cells: list[tuple[str, int]]) -> None:
    assert read_back(table(*cells)).split() == " ".join(words for words, _ in cells).replace("\0", "\ufffd").split()


@settings(max_examples=200)
@given(PAGES)
def test_a_parser_reads_any_page_back(page: Article) -> None:
    assert read_back(render(page, EVERYTHING)).split() == text.render(page, EVERYTHING).replace("\0", "\ufffd").split()
