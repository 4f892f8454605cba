"""Text as markup: what is escaped, how marks nest, what a link may lead to."""

import re
from typing import Any

import pytest
from build import document
from hostile import article
from hypothesis import given
from hypothesis import strategies as st

from cleanpage.inline import Mark, address, attribute, escaped, marked, pieces, web_address
from cleanpage.model import Block, Role, Span


def block(text: str, *spans: Span, **columns: Any) -> Block:
    return article(document(text, spans=[spans], **columns), Role.BODY).blocks[0]


def written(block: Block) -> str:
    return marked(block, escaped, lambda mark: f"a{attribute('href', mark.href)}" if mark.href else mark.kind)


def test_nothing_that_is_escaped_is_markup() -> None:
    assert escaped("<b>&amp; \"it's\"") == "&lt;b&gt;&amp;amp; \"it's\""
    assert attribute("href", "a\"><b x='&") == ' href="a&quot;&gt;&lt;b x=\'&amp;"'


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\x1b", "\x85", "\ud83d", "\ufffe"])
def test_what_markup_cannot_hold_is_replaced(odd: str) -> None:
    assert escaped(f"a{odd}b") == "a\ufffdb"


def test_white_space_and_all_other_characters_stay() -> None:
    assert escaped("a\tb\nc\u00a0\u200dü😀") == "a\tb\nc\u00a0\u200dü😀"


A, B = "https://a.example/", "http://b.example/x"
MARKED = [
    ("one two three", [Span(4, 7, "strong")], "one <strong>two</strong> three"),
    ("one two three", [Span(0, 7, "strong"), Span(4, 13, "em")], "<strong>one <em>two</em></strong><em> three</em>"),
    ("one two", [Span(0, 7, "em"), Span(0, 7, "link", A)], f'<a href="{A}"><em>one two</em></a>'),
    ("one two three", [Span(0, 13, "em"), Span(4, 7, "link", A)], f'<em>one </em><a href="{A}"><em>two</em></a><em> three</em>'),
    ("one two three", [Span(0, 7, "link", A), Span(4, 13, "link", B)], f'<a href="{A}">one two</a> three'),
    ("one two", [Span(0, 3, "link", A), Span(4, 7, "link", B)], f'<a href="{A}">one</a> <a href="{B}">two</a>'),
    ("run(x)", [Span(0, 6, "code"), Span(4, 5, "em")], "<code>run(</code><em><code>x</code></em><code>)</code>"),
    ("one two", [Span(0, 3, "strong"), Span(3, 7, "strong")], "<strong>one two</strong>"),
    ("one two", [Span(0, 7, "strong"), Span(0, 3, "strong")], "<strong>one two</strong>"),
    ("a<b", [Span(1, 2, "em")], "a<em>&lt;</em>b"),
    ("one", [Span(0, 3, "link", "javascript:x")], "one"),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "spans", "expected"), MARKED)
def test_marks_are_elements_that_nest(text: str, spans: list[Span], expected: str) -> None:
    assert written(block(text, *spans)) == expected


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.sampled_from(["link", "strong", "em", "code"])), max_size=8)


@given(SPANS)
def test_pieces_are_the_text_whatever_the_spans(found: list[tuple[int, int, str]]) -> None:
    spans = sorted(Span(start, min(start + size, 10), kind, A if size % 2 else B) for start, size, kind in found)
    cut = block("0123456789", *spans)
    assert "".join(text for text, _ in pieces(cut)) == cut.text
    for text, marks in pieces(cut):
        held = {span.kind for span in spans if span.start <= int(text[0]) < span.end}
        assert {mark.kind for mark in marks} - {"link"} == held - {"link"}
        assert sum(mark.kind == "link" for mark in marks) <= 1
        assert marks == tuple(sorted(marks, key=lambda mark: ["link", "strong", "em", "code"].index(mark.kind)))
    assert re.sub("<[^>]*>", "", written(cut)) == cut.text


def test_a_link_is_absolute_by_the_page_s_address() -> None:
    assert list(pieces(block("x", Span(0, 1, "link", "../b"), url="https://x.example/n/a/"))) == [("x", (Mark("link", "https://x.example/n/b"),))]


WEB = [
    ("https://x.example/a?b=c&d#e", "https://x.example/a?b=c&d#e"),
    ("/a", "https://x.example/a"),
    ("//y.example/a", "https://y.example/a"),
    (" HTTP://x.example/a\nb ", "HTTP://x.example/ab"),
    ("https://x.example/ü(1)/月?q=a%20b", "https://x.example/ü(1)/月?q=a%20b"),
    ('https://x.example/a "b"<c>\\`{|}^', "https://x.example/a%20%22b%22%3Cc%3E%5C%60%7B%7C%7D%5E"),
    ("https://x.example/\x1b\u202e\ud83d", "https://x.example/%1B%E2%80%AE%3F"),
]
NOT_WEB = [
    "", " ", "javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc",
    "mailto:ann@x.example", "tel:1", "https:", "https://", "http://[x", "https:///x", "blob:https://x.example/1", "view-source:https://x.example",
]  # fmt: skip


@pytest.mark.parametrize(("href", "expected"), WEB)
def test_addresses_of_the_web(href: str, expected: str) -> None:
    assert web_address(href, "https://x.example/n") == expected


@pytest.mark.parametrize("href", NOT_WEB)
def test_all_other_addresses_are_none(href: str) -> None:
    assert web_address(href) == ""


@pytest.mark.parametrize("base", ["", "javascript:alert(1)//", "nonsense", "file:///home/"])
def test_a_relative_link_on_a_page_without_a_web_address_leads_nowhere(base: str) -> None:
    assert web_address("/a", base) == ""
    assert address("/a", base).startswith(("/a", "file:///a"))
