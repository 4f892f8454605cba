"""XPath's grammar: what is read, and where broken expressions break."""

import pytest

from cleanpage.errors import BadXPath
from cleanpage.profiles.xpath import (
    ANY_DEPTH,
    Call,
    Expression,
    Filter,
    Literal,
    Number,
    Operation,
    Path,
    Step,
    alternatives,
    literals,
    parse,
)

P = Path("/", (ANY_DEPTH, Step("child", "p")))

READ: list[tuple[str, Expression]] = [
    ("//p", P),
    (" / html/body ", Path("/", (Step("child", "html"), Step("child", "body")))),
    ("p", Path(".", (Step("child", "p"),))),
    ("..", Path(".", (Step("parent", "node()"),))),
    ("./@id", Path(".", (Step("self", "node()"), Step("attribute", "id")))),
    ("following-sibling::*[1]", Path(".", (Step("following-sibling", "*", (Number(1),)),))),
    ("//p/text()", Path("/", (*P.steps, Step("child", "text()")))),
    ("//fb:like", Path("/", (ANY_DEPTH, Step("child", "fb:like")))),
    ("//data-box.wide", Path("/", (ANY_DEPTH, Step("child", "data-box.wide")))),
    ("(//p)[1]", Filter(P, (Number(1),))),
    ("(//p)[1]/b", Path(Filter(P, (Number(1),)), (Step("child", "b"),))),
    ("(//p)", P),
    ("id('a')//b", Path(Filter(Call("id", (Literal("a"),)), ()), (ANY_DEPTH, Step("child", "b")))),
    ("a|b", Operation("|", (parse("a"), parse("b")))),
    ("1 or 2 and 3 = 4", parse("1 or (2 and (3 = 4))")),
    ("1 + 2 * 3 - 4", parse("(1 + (2 * 3)) - 4")),
    ("- - 1", Number(1)),
    ("last()-1", Operation("-", (Call("last", ()), Number(1)))),
    ("* * 2", Operation("*", (parse("*"), Number(2)))),
    ("div div 2", Operation("div", (parse("div"), Number(2)))),
    ("@or or and", Operation("or", (parse("@or"), parse("and")))),
    ('contains(@class, "it\'s")', Call("contains", (parse("@class"), Literal("it's")))),
    (".5", Number(0.5)),
]


@pytest.mark.parametrize(("text", "tree"), READ)
def test_an_expression_becomes_a_tree(text: str, tree: Expression) -> None:
    assert parse(text) == tree


BROKEN = [
    ("", "element expected at character 1, not the end"),
    ("//", "element expected at character 3"),
    ("/", '"a step behind the first"'.strip('"')),
    ("//p[", "expected at character 5, not the end"),
    ("//p[@class='a'", '"]" expected at character 15'),
    ("//p[@class='a]", "the quote is not closed at character 12"),
    ("//p[@class='a']]", 'expected at character 16, not "]"'),
    ("//span[@class='a'],/b", 'not ","'),
    ("//p[contains(@class 'a')]", '"," expected'),
    ("//sideways::p", "axis expected"),
    ("//p # note", "no sign of XPath at character 5"),
    ("//p[$a]", "no sign of XPath"),
    ("(" * 41 + "p" + ")" * 41, "more than 40 brackets"),
    ("//p" * 1400, "longer than 4,000 characters"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_expression_is_an_error_that_says_where(text: str, message: str) -> None:
    with pytest.raises(BadXPath) as error:
        parse(text)
    assert message in str(error.value)


SIDES = [
    ("//a", ["//a"]),
    ("//a | //b[c|d] ", ["//a", "//b[c|d]"]),
    ("(//a | //b)[1]", ["(//a | //b)[1]"]),
    ("a and b", ["a and b"]),
]


@pytest.mark.parametrize(("text", "sides"), SIDES)
def test_the_sides_of_the_outermost_union_are_told_apart(text: str, sides: list[str]) -> None:
    assert [written for written, _ in alternatives(text)] == sides


def test_the_texts_of_an_expression_are_found_wherever_they_stand() -> None:
    tree = parse("(//a['b' = @c])[contains(., 'd')]/e[not(starts-with(@f, 'g') or 'h')]")
    assert list(literals(tree)) == ["b", "d", "g", "h"]
