"""The grammar of XPath 1.0: an expression as a frozen tree, so that it can be said in CSS where CSS has the words.

Source: W3C Recommendation "XML Path Language (XPath) Version 1.0", 16 November 1999, chapters 2 and 3.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cleanpage.errors import BadXPath


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Operation:
    """`operator` is or, and, =, !=, <, <=, >, >=, +, -, *, div, mod or |; a minus sign alone has one operand."""

    operator: str
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Step:
    """axis::test[predicate]...; `test` is a name, "*", or a node type with its brackets: "text()"."""

    axis: str
    test: str
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from `start`: "/" is the document, "." the context node, anything else a filtered expression: (//p)[1]/b."""

    start: "str | Filter"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    expression: "Expression"
    predicates: "tuple[Expression, ...]"


Expression: TypeAlias = "Literal | Number | Call | Operation | Path | Filter"

ANY_DEPTH = Step("descendant-or-self", "node()")
"""What "//" stands for."""

_LONGEST, _DEEPEST = 4000, 40  # characters; brackets in brackets. What people write has some hundred, and at most five
_NAME = r"[^\W\d][\w.\-]*"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<literal>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d*)?|\.\d+)"""
    rf"""|(?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])|(?P<name>{_NAME}(?::(?:{_NAME}|\*))?))"""
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
_AXES = frozenset(
    "ancestor ancestor-or-self attribute child descendant descendant-or-self following following-sibling namespace parent preceding "
    "preceding-sibling self".split()
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def alternatives(text: str) -> tuple[tuple[str, Expression], ...]:
    """The sides of the outermost unions of an expression, each as it is written and as a tree: "//a | //b" has two.

    Raises BadXPath that says where the expression breaks off its grammar.
    """
    parser = _Parser(text)
    found = [parser.side()]
    while parser.takes("|"):
        found.append(parser.side())
    if parser.token.kind != "end":
        found = [(text.strip(), parse(text))]
    return tuple(found)


def parse(text: str) -> Expression:
    """The tree of an expression; raises BadXPath that says where it breaks off its grammar."""
    parser = _Parser(text)
    found = parser.expression()
    if parser.token.kind != "end":
        raise parser.wrong("an operator or the end")
    return found


def literals(expression: "Expression | Step") -> Iterator[str]:
    """The texts in quotes, in order."""
    match expression:
        case Literal(text):
            yield text
        case Call(_, inner) | Operation(_, inner) | Step(_, _, inner):
            for part in inner:
                yield from literals(part)
        case Path(start, steps):
            if isinstance(start, Filter):
                yield from literals(start)
            for step in steps:
                yield from literals(step)
        case Filter(inside, predicates):
            for part in (inside, *predicates):
                yield from literals(part)


class _Parser:
    """Recursive descent: one method a level of the grammar, one token ahead."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise BadXPath(f"{text[:60]}…: longer than {_LONGEST:,} characters")
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def is_sign(self, sign: str, ahead: int = 0) -> bool:
        token = self.tokens[min(self.at + ahead, len(self.tokens) - 1)]
        return token.kind == "sign" and token.text == sign

    def takes(self, sign: str) -> bool:
        """Whether the next token is that sign; if so, it is passed."""
        if self.is_sign(sign):
            self.at += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise self.wrong(f'"{sign}"')

    def wrong(self, expected: str) -> BadXPath:
        found = f'"{self.token.text}"' if self.token.text else "the end"
        return BadXPath(f"{self.text}: {expected} expected at character {self.token.start + 1}, not {found}")

    def side(self) -> tuple[str, Expression]:
        """One side of a union, as it is written and as a tree."""
        start = self.token.start
        found = self.path()
        return self.text[start : self.token.start].strip(), found

    def expression(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadXPath(f"{self.text[:60]}…: more than {_DEEPEST} brackets in each other")
        found = self.binary(0)
        self.depth -= 1
        return found

    def binary(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self.unary()
        found = self.binary(level + 1)
        while self.token.kind in ("sign", "name") and self.token.text in _LEVELS[level]:
            operator = self.token.text
            self.at += 1
            found = Operation(operator, (found, self.binary(level + 1)))
        return found

    def unary(self) -> Expression:
        signs = 0
        while self.takes("-"):
            signs += 1
        found = self.union()
        return Operation("-", (found,)) if signs % 2 else found

    def union(self) -> Expression:
        sides = [self.path()]
        while self.takes("|"):
            sides.append(self.path())
        return Operation("|", tuple(sides)) if len(sides) > 1 else sides[0]

    def path(self) -> Expression:
        if not self.is_primary():
            return self.location()
        found = self.primary()
        predicates = self.predicates()
        if predicates or self.is_sign("/") or self.is_sign("//"):
            found = Filter(found, predicates)
            steps = self.steps() if self.is_sign("/") or self.is_sign("//") else ()
            return Path(found, steps) if steps else found
        return found

    def is_primary(self) -> bool:
        token = self.token
        if token.kind == "name":
            return self.is_sign("(", ahead=1) and token.text not in _NODE_TYPES
        return token.kind in ("literal", "number") or self.is_sign("(")

    def primary(self) -> Expression:
        token = self.token
        self.at += 1
        if token.kind == "literal":
            return Literal(token.text[1:-1])
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "name":
            self.expect("(")
            return Call(token.text, self.arguments())
        found = self.expression()
        self.expect(")")
        return found

    def arguments(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while not self.takes(")"):
            if found:
                self.expect(",")
            found.append(self.expression())
        return tuple(found)

    def location(self) -> Path:
        if self.is_sign("//"):
            return Path("/", self.steps())
        if not self.is_sign("/"):
            return Path(".", (*self.step(), *self.steps()))
        if self.tokens[self.at + 1].kind != "name" and not any(self.is_sign(sign, ahead=1) for sign in "*@.") and not self.is_sign("..", 1):
            raise self.wrong("a step behind the first")
        return Path("/", self.steps())

    def steps(self) -> tuple[Step, ...]:
        found: list[Step] = []
        while self.is_sign("/") or self.is_sign("//"):
            if self.token.text == "//":
                found.append(ANY_DEPTH)
            self.at += 1
            found += self.step()
        return tuple(found)

    def step(self) -> tuple[Step, ...]:
        if self.takes("."):
            return (Step("self", "node()", self.predicates()),)
        if self.takes(".."):
            return (Step("parent", "node()", self.predicates()),)
        axis = "child"
        if self.takes("@"):
            axis = "attribute"
        elif self.is_sign("::", ahead=1):
            axis = self.token.text
            if axis not in _AXES:
                raise self.wrong("an axis")
            self.at += 2
        return (Step(axis, self.test(), self.predicates()),)

    def test(self) -> str:
        token = self.token
        if self.takes("*"):
            return "*"
        if token.kind != "name":
            raise self.wrong("the name of an element")
        self.at += 1
        if token.text not in _NODE_TYPES or not self.takes("("):
            return token.text
        if self.token.kind == "literal":
            self.at += 1
        self.expect(")")
        return f"{token.text}()"

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.takes("["):
            found.append(self.expression())
            self.expect("]")
        return tuple(found)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            reason = "the quote is not closed" if text[at] in "\"'" else "no sign of XPath"
            raise BadXPath(f"{text}: {reason} at character {at + 1} ({text[at : at + 10]})")
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, _Token("end", "", end)]
