"""What blocks stand in: lists, quotes and tables, whatever a page makes of them."""

import time
from typing import Any

import hostile
import pytest
from build import document

from cleanpage.model import EVERYTHING, Article, Kind, Role, Span
from cleanpage.pipeline import segment
from cleanpage.structure import Box, heading_level, paths, readable, sections, steps


def article(page: Any, *roles: Role) -> Article:
    return hostile.article(page, *(roles or [Role.BODY] * len(page)))


def nested(page: str, *roles: Role, syntax: str = "html") -> str:
    """The page's blocks in the boxes that begin and end at each: "ul(li(One) li(Two))"."""
    blocks = readable(article(segment(page, syntax=syntax), *roles), EVERYTHING)
    written = []
    for opened, block, closed, _ in steps(blocks):
        written.append("".join(f"{box.tag}(" for box in opened) + block.text + ")" * len(closed))
    return " ".join(written)


BOXES = [
    ("<ul><li>One<li>Two</ul><p>End", "ul(li(One) li(Two)) End"),
    ("<ol><li>One<ul><li>a<li>b</ul><li>Two</ol>", "ol(li(One ul(li(a) li(b))) li(Two))"),
    ("<ul><li><p>One</p><p>more</p></li><li>Two</li></ul>", "ul(li(One more) li(Two))"),
    ("<menu><li>One</menu><dir><li>Two</dir>", "ul(li(One)) ul(li(Two))"),
    ("<ul><li>One</ul><ul><li>Two</ul>", "ul(li(One)) ul(li(Two))"),
    ("<li>One<li>Two", "ul(li(One) li(Two))"),
    ("<dl><dt>Port<dd>A harbour<dd>A wine</dl>", "dl(dt(Port) dd(A harbour) dd(A wine))"),
    ("<dl><div><dt>Port</dt><dd>A harbour</dd></div></dl>", "dl(dt(Port) dd(A harbour))"),
    ("<blockquote>So<p>what</blockquote>", "blockquote(So what)"),
    ("<blockquote>a<blockquote>b</blockquote></blockquote>", "blockquote(a blockquote(b))"),
    ("<blockquote><ul><li>a</ul><footer>Ann</footer></blockquote>", "blockquote(ul(li(a)) Ann)"),
    ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "table(tr(th(a) th(b)) tr(td(c) td(d)))"),
    ("<table><caption>T</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "T table(tr(td(a) td(b)) tr(td(c) td(d)))"),
    ("<table><tr><td>a<td><ul><li>b</ul><tr><td>c<td>d</table>", "table(tr(td(a) td(ul(li(b)))) tr(td(c) td(d)))"),
    ("<ul><li><pre>x = 1</pre></ul>", "ul(li(x = 1))"),
]

NO_BOXES = [
    ("<ul><p>no entry</p><li>One</ul>", "no entry ul(li(One))"),
    ("<ul><li><article><p>a story</p></article></ul>", "a story"),
    ("<table><tr><td>one<td>row</table>", "one row"),
    ("<table><tr><td>one<tr><td>column</table>", "one column"),
    ("<table><tr><td><h2>a</h2><td>b<tr><td>c<td>d</table>", "a b c d"),
    ("<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
     "a b c table(tr(td(1) td(2)) tr(td(3) td(4)))"),
    ("<blockquote><section>a</section></blockquote>", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), BOXES + NO_BOXES)
def test_boxes_are_the_page_s_lists_quotes_and_tables(page: str, expected: str) -> None:
    assert nested(page) == expected


def test_the_headline_stands_in_no_box() -> None:
    page = "<ul><li>Home<li><h1>Ferry late</h1><li>Sport</ul>"
    assert nested(page, Role.NAVIGATION, Role.HEADLINE, Role.NAVIGATION) == "ul(li(Home)) Ferry late ul(li(Sport))"


def test_only_blocks_that_are_kept_and_readable_have_boxes() -> None:
    page = article(segment("<ul><li>One<li>Two<li>Three</ul>"), Role.BODY, Role.SHARE, Role.BODY)
    assert [block.text for block in readable(page, {Role.BODY})] == ["One", "Three"]
    assert len({path[0] for path in paths(readable(page, {Role.BODY}))}) == 1
    assert readable(article(document("", " \n", "x")), EVERYTHING)[0].text == "x"


TEXTS = [
    ("Before\n• One\n• Two\nAfter\n• Three", "Before ul(li(One) li(Two)) After ul(li(Three))"),
    ("• One\n  • a\n  • b\n• Two", "ul(li(One ul(li(a) li(b))) li(Two))"),
    ("  • One\n• Two\n  • a", "ul(li(One) li(Two) li(a))"),
    ("• a\n    • b\n  • c", "ul(li(a ul(li(b)) ul(li(c))))"),
]


@pytest.mark.parametrize(("page", "expected"), TEXTS)
def test_flattened_lists_nest_by_their_indent(page: str, expected: str) -> None:
    assert nested(page, syntax="text") == expected


def test_without_elements_quotes_in_a_row_are_one() -> None:
    page = article(document("a", "b", "c", "d", kind=[Kind.QUOTE, Kind.QUOTE, Kind.PARAGRAPH, Kind.QUOTE]))
    first, second, none, other = paths(readable(page, EVERYTHING))
    assert first == second == (Box("blockquote", 0),)
    assert (none, other) == ((), (Box("blockquote", 3),))


ENTRIES = [
    ("<ul><li>a<li><p>b</p><p>c</p><li>d<ul><li>e</ul></ul>f", [True, False, False, True, True, False]),
    ("<blockquote>a</blockquote>", [False]),
]


@pytest.mark.parametrize(("page", "entries"), ENTRIES)
def test_an_entry_is_all_the_text_of_its_box(page: str, entries: list[bool]) -> None:
    assert [step.entry for step in steps(readable(article(segment(page)), EVERYTHING))] == entries


@pytest.mark.parametrize(
    ("kind", "level", "role", "expected"),
    [
        (Kind.HEADING, 3, Role.BODY, 3), (Kind.HEADING, 0, Role.BODY, 1), (Kind.HEADING, 9, Role.BODY, 6), (Kind.HEADING, 2, Role.FEED, 2),
        (Kind.PARAGRAPH, 0, Role.BODY, 0), (Kind.PARAGRAPH, 0, Role.HEADLINE, 1), (Kind.HEADING, 4, Role.HEADLINE, 1),
        (Kind.HEADING, 2, Role.STANDFIRST, 0),
    ],
)  # fmt: skip
def test_heading_levels(kind: Kind, level: int, role: Role, expected: int) -> None:
    block = article(document("Ice", kind=[kind], level=[level]), role).blocks[0]
    assert heading_level(block) == expected


@pytest.mark.parametrize("opened", ["<ul><li>", "<blockquote>", "<table><tr><td>a<td>", "<dl><dd>", "<ol><li>a<table><tr><td>"])
def test_pages_that_nest_without_end_cost_little_and_keep_all_text(opened: str) -> None:
    page = segment("".join(f"{opened}{i}" for i in range(3000)))
    blocks = readable(article(page), EVERYTHING)
    start = time.process_time()
    found = list(steps(blocks))
    assert time.process_time() - start < 2
    assert [step.block.index for step in found] == list(range(len(page)))
    assert max(len(path) for path in paths(blocks)) <= 12


def test_no_blocks_have_no_boxes() -> None:
    assert list(steps([])) == []


PROSE = "The council met on Tuesday and voted to close the old bridge for repairs."
# a paragraph, where it is bold, what stands behind it -> is it a heading?
BOLD = [
    ("What it costs", [(0, 13)], PROSE, True),
    ("“Water” (woes)", [(0, 7), (9, 14)], PROSE, True),
    ("费用", [(0, 2)], "市议会星期二开会，经过两个小时的辩论，投票决定关闭旧桥进行维修。", True),
    ("What it costs", [], PROSE, False),
    ("What it costs", [(0, 4)], PROSE, False),
    ("What does it cost?", [(0, 18)], PROSE, False),
    ("It costs a lot.", [(0, 15)], PROSE, False),
    ("In short:", [(0, 9)], PROSE, False),
    ("What it costs\nand when", [(0, 22)], PROSE, False),
    ("9:05 Road closes", [(0, 16)], PROSE, False),
    ("What it costs", [(0, 13)], "A lot", False),
    (PROSE[:-1] * 2, [(0, 144)], PROSE * 4, False),
]


@pytest.mark.parametrize(("text", "bold", "behind", "heading"), BOLD)
def test_a_bold_line_above_prose_is_a_heading(text: str, bold: list[tuple[int, int]], behind: str, heading: bool) -> None:
    page = document(PROSE, text, behind, spans=[(), tuple(Span(start, end, "strong") for start, end in bold), ()])
    assert heading_level(article(page).blocks[1]) == (3 if heading else 0)


BOLD_SPAN = Span(0, 13, "strong")
# the three blocks' texts, the spans and kind of the one in the middle, its role
NO_HEADINGS = [
    (("Ann Lee", "What it costs", PROSE), (BOLD_SPAN,), Kind.PARAGRAPH, Role.BODY),
    ((PROSE, "What it costs", ""), (BOLD_SPAN,), Kind.PARAGRAPH, Role.BODY),
    ((PROSE, "What it costs", PROSE), (BOLD_SPAN, Span(0, 13, "link", "/cost")), Kind.PARAGRAPH, Role.BODY),
    ((PROSE, "What it costs", PROSE), (BOLD_SPAN,), Kind.LIST_ITEM, Role.BODY),
    ((PROSE, "What it costs", PROSE), (BOLD_SPAN,), Kind.PARAGRAPH, Role.STANDFIRST),
]


@pytest.mark.parametrize(("texts", "spans", "kind", "role"), NO_HEADINGS)
def test_a_bold_line_that_heads_nothing_is_no_heading(texts: tuple[str, ...], spans: tuple[Span, ...], kind: Kind, role: Role) -> None:
    page = document(*texts, spans=[(), spans, ()], kind=[Kind.PARAGRAPH, kind, Kind.PARAGRAPH])
    assert heading_level(article(page, Role.BODY, role, Role.BODY).blocks[1]) == 0


def test_of_bold_lines_above_each_other_the_first_is_no_heading() -> None:
    page = document(PROSE, "What it costs", "What it brings us", spans=[(), (BOLD_SPAN,), (Span(0, 17, "strong"),)])
    assert heading_level(article(page).blocks[1]) == 0


def test_sections_are_what_stands_under_each_heading() -> None:
    page = document(
        "Rain", "It rained.", "Why", "How", PROSE, "Home", "It stopped.",
        kind=[Kind.HEADING, *[Kind.PARAGRAPH], *[Kind.HEADING] * 2, *[Kind.PARAGRAPH] * 3],
        level=[1, 0, 2, 3, 0, 0, 0],
    )  # fmt: skip
    found = sections(article(page, Role.HEADLINE, Role.STANDFIRST, Role.BODY, Role.BODY, Role.BODY, Role.NAVIGATION, Role.BODY))
    assert [(heading and heading.text, [block.text for block in blocks]) for heading, blocks in found] == [
        (None, ["It rained."]),
        ("Why", []),
        ("How", [PROSE, "It stopped."]),
    ]
    assert sections(article(page), {Role.HEADLINE}) == ()
