"""What CSS and XPath select on one tree, and which of them cannot be run."""

import pickle
import subprocess
import sys

import pytest

from cleanpage.dom import parse
from cleanpage.pipeline import segment
from cleanpage.selectors import refusal, select

PAGE = """<!doctype html><html><head><title>Harbour</title></head><body>
<main><p id=one>Rain fell.</p><p id=two class="more link">Read <b id=bold>more</b> here</p><!-- x -->
<p id=three x:y="1" @click="go">End</p></main>
<svg id=drawing><circle id=dot /></svg><table id=table><tr id=row><td id=cell>1921</table><fb:like id=like></fb:like></body></html>"""


def selected(*selectors: str, page: str = PAGE) -> list[str]:
    root = parse(page)
    assert root is not None
    found = select(root, selectors)
    return [node.attributes["id"] or "" for node in root.css("[id]") if node.mem_id in found]


SELECTED = [
    ("p", ["one", "two", "three"]),
    ("//p", ["one", "two", "three"]),
    ("//p[contains(., 'more')]", ["two"]),
    ("//p[contains(text(), 'here')]", []),
    ("//p[text()[contains(., 'here')]]", ["two"]),
    ("//b[. = 'more']/..", ["two"]),
    ("(//p)[last()]", ["three"]),
    ("//p[normalize-space(@class) = 'more link']", ["two"]),
    ("/html/body/main/p[1]", ["one"]),
    ("//table/tbody/tr/td", ["cell"]),
    ("//circle | //b", ["bold", "dot"]),
    ("//main/text()", []),
    ("//p/@id", []),
    ("//p[@class]", ["two"]),
    ("//p[@*[. = 'two']]", ["two"]),
    ("//p[attribute::class]", ["two"]),
    ("//p[@ class = 'more link']", ["two"]),
    ("//comment()", []),
]


@pytest.mark.parametrize(("selector", "ids"), SELECTED)
def test_css_and_xpath_select_in_the_tree_of_the_parser(selector: str, ids: list[str]) -> None:
    assert selected(selector) == ids


def test_an_element_knows_every_selector_that_matches() -> None:
    root = parse(PAGE)
    assert root is not None
    assert set(select(root, ["p.link", "//p[b]", "i"]).values()) == {frozenset({"p.link", "//p[b]"})}


@pytest.mark.parametrize("page", ["", "x", "<p>" * 3000 + "<b id=b>x", "<p title='\x01\ud800'>\x0b<b id=b>x", "<b id=b>x<!-- a -- b ---->"])
def test_no_page_is_too_odd_for_xpath(page: str) -> None:
    assert selected("//b[. = 'x']", page=page) == (["b"] if "id=b" in page else [])


def test_blocks_stand_under_what_xpath_selects() -> None:
    document = segment(PAGE, syntax="html", selectors=["//p[contains(., 'more')]"])
    assert [document.text[block] for block in document.selected] == ["Read more here"]
    assert pickle.loads(pickle.dumps(document)) == document


RUN = ["p", "p > b, h1", "//p", "(//p)[1]", "//p[contains(., 'f(x) $1')]", "//p[self::node() and (a or (b))]", "//p/text()"]
REFUSED = [
    ("p >", "is no CSS selector"),
    ("", "is no CSS selector"),
    ("//p[", "is no XPath that can be run"),
    ("//table[matches(., 'a')]", "needs matches(), which XPath 1.0 does not have"),
    ("//table[re:test(., 'a')]", "needs re:test(), which XPath 1.0 does not have"),
    ("//table[. = $a]", "needs $a, which XPath 1.0 does not have"),
    ("//fb:like", "is no XPath that can be run"),
    ("(1 + 2)", "gives a text or a number"),
]


@pytest.mark.parametrize("selector", RUN)
def test_what_can_be_run_is_not_refused(selector: str) -> None:
    assert refusal(selector) == ""


@pytest.mark.parametrize(("selector", "reason"), REFUSED)
def test_what_cannot_be_run_is_refused_with_the_reason(selector: str, reason: str) -> None:
    assert reason in refusal(selector)


def test_css_needs_no_lxml() -> None:
    code = "import sys; from cleanpage import dom, selectors; selectors.select(dom.parse('<p>'), ['p']); print('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
