"""Plain CSS, answered by what elements are called, matches what the parser matches."""

from itertools import islice
from pathlib import Path

import pytest

from cleanpage.model import Elements, css
from cleanpage.plain_css import plain
from cleanpage.segment.html import segment

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = [*sorted((FIXTURES / "pages").glob("*.html")), *sorted((FIXTURES / "outlets").rglob("*.html"))]

PLAIN = [
    "p", "P.lead", "div#story", ".lead", "#story", "p.lead.big", "p.big#one.lead", "-x-card", "main > p", "main>p", "main p", "a > b i",
    "[role~='dialog']", '[data-testid~="card-1"]', "div[itemprop~='articleBody']", "[class~='lead'] > p",
]  # fmt: skip
OTHERS = [
    "*", "main > *", "p, div", "p:first-child", "p ~ p", "p + p", "[role]", "[role='dialog']", "[rel~='tag']", r".md\:flex",
    "p[class*='lead']", "/html/body", "(//p)[1]", "p > ", "div >> p",
]  # fmt: skip


def under(page: str, selectors: list[str]) -> dict[int, list[str]]:
    """The blocks under some selector, with all that they stand under."""
    return {block: sorted(found) for block, found in segment(page, None, selectors).selected.items()}


def by_the_parser(page: str, selectors: list[str]) -> dict[int, list[str]]:
    """The same, each selector written so that only the parser can tell."""
    found = under(page, [f"{selector}:not(none)" for selector in selectors])
    return {block: sorted(selector.removesuffix(":not(none)") for selector in matching) for block, matching in found.items()}


@pytest.mark.parametrize("selector", PLAIN)
def test_what_elements_are_called_is_plain(selector: str) -> None:
    assert plain((selector,)).others == ()


@pytest.mark.parametrize("selector", OTHERS)
def test_all_else_is_left_to_the_parser(selector: str) -> None:
    assert plain((selector,)).others == (selector,)


STORY = """<!doctype html><body><div id=Story class="Lead big"><p class="lead big" id=one>One.</p><section class=lead><p>Two.</p></section>
<a class=card><b role="dialog note"><i>Three.</i></b></a><ul><li><p>Four.</p></ul></div><p>Five <b>and</b> six.</p>"""
SELECTED = [
    ("p", {0, 1, 3, 4}),
    ("P", {0, 1, 3, 4}),
    (".lead", {0, 1}),
    (".Lead", {0, 1, 2, 3}),
    ("#one", {0}),
    (".one", set()),
    ("#lead", set()),
    ("p.big.lead", {0}),
    ("#Story > p", {0}),
    ("#Story p", {0, 1, 3}),
    ("div.Lead.big > section p", {1}),
    ("body > p", {4}),
    ("[role~='note']", {2}),
    ("a.card > b", {2}),
    ("a.card > i", set()),
    ("div i", {2}),
    ("b", {2}),
]


@pytest.mark.parametrize(("selector", "blocks"), SELECTED)
def test_blocks_stand_under_what_is_called_so(selector: str, blocks: set[int]) -> None:
    assert under(STORY, [selector]).keys() == by_the_parser(STORY, [selector]).keys() == blocks


def selectors(elements: Elements) -> list[str]:
    """Ways to call the elements of a page: each by all of its names, under its parent, and under one far above."""
    called = [css(tag, names) for tag, names in zip(elements.tag, elements.names, strict=True)]
    found = dict.fromkeys(called)
    for row, parent in enumerate(elements.parent):
        if parent > 0:
            found |= {f"{called[parent]} > {elements.tag[row]}": None, f"{called[parent // 2]} {called[row]}": None}
    return [selector for selector in islice(found, 0, None, max(1, len(found) // 60)) if plain((selector,)).steps]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_parser_matches_the_same(path: Path) -> None:
    page = path.read_bytes().decode("utf-8", "replace")
    wanted = selectors(segment(page, None).elements)
    assert under(page, wanted) == by_the_parser(page, wanted)


def test_ways_up_are_gone_once_on_deep_pages() -> None:
    deep = "<div class=a>" * 3000 + "<p>x" * 3
    assert under(deep, ["div.a p", "p.b div p", "div.a div.a p"]) == by_the_parser(deep, ["div.a p", "p.b div p", "div.a div.a p"])
