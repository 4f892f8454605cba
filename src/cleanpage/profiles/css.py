"""XPath said in CSS, where CSS can say the same: //div[@id='a']/p[1] -> div[id='a'] > p:nth-of-type(1).

Every translation selects the elements that the XPath selects, no more and no less, with three exceptions that go with what people mean:
a class among others (contains(concat(' ', @class, ' '), ' lead ')) is [class~='lead'] even where tabs part the classes; names of elements
and attributes are those of HTML, whatever their case; a path from nowhere (div[@id='a']) starts anywhere.
Conditions on text cannot be said in CSS; neither can a position among all elements of a page, as in (//p)[1].

The shape of what is written goes by what the parser takes rightly: "*" stands before a condition that starts with ":", an "or" becomes a
list of selectors, and :nth-child(... of ...) is not used: it counts wrongly.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product

from cleanpage.errors import BadXPath, NotCss
from cleanpage.profiles.xpath import ANY_DEPTH, Call, Expression, Filter, Literal, Number, Operation, Path, Step

_MOST = 64  # selectors for one expression; more than that nobody can review
_SPACE = " \t\r\n"
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_INWARD = {"child": ">", "descendant": " ", "following-sibling": "~"}
_OUTWARD = {"parent": ">", "ancestor": " ", "preceding-sibling": "~"}
_ELEMENT_TESTS = frozenset({"self", "parent", "ancestor", "ancestor-or-self"})  # here node() is an element
_PLAIN = re.compile(r"-?[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: a tag ("" for any) and conditions in CSS."""

    tag: str = ""
    conditions: tuple[str, ...] = ()

    def __str__(self) -> str:
        conditions = "".join(self.conditions)
        return self.tag + conditions if self.tag or conditions.startswith("[") else f"*{conditions}"

    def having(self, *conditions: str) -> "Compound":
        return replace(self, conditions=(*self.conditions, *conditions))

    def met(self, other: "Compound") -> "tuple[Compound, ...]":
        """This and `other` of one element; nothing where the tags differ."""
        if self.tag and other.tag and self.tag != other.tag:
            return ()
        return (Compound(self.tag or other.tag, tuple(dict.fromkeys((*self.conditions, *other.conditions)))),)


ANY = Compound()
Chain = tuple[tuple[str, Compound], ...]
"""Compounds with the combinator before each; the first stands for the document's elements (" "), its root ("/"), or the context (".")."""

_CONTEXT: Chain = ((".", ANY),)


def translate(expression: Expression) -> tuple[str, ...]:
    """The CSS selectors that together select the elements an expression selects.

    Raises NotCss with the reason where CSS cannot say it, BadXPath where the expression is one that nobody can mean.
    """
    chains = _bounded(chain for path in _sides(expression) for chain in _chains(path))
    if not chains:
        raise BadXPath("no element can be all of this")
    return tuple(dict.fromkeys(map(_written, chains)))


def attribute(expression: Expression) -> tuple[Expression, str]:
    """An expression without its last step @name, and that name; "" for one that does not end in an attribute."""
    if isinstance(expression, Path) and expression.steps and expression.steps[-1].axis == "attribute":
        steps = expression.steps[:-1]
        owners = (*steps[:-1], Step("descendant-or-self", "*")) if steps and steps[-1] == ANY_DEPTH else steps
        return Path(expression.start, owners), expression.steps[-1].test
    return expression, ""


def _sides(expression: Expression) -> Iterable[Path]:
    sides = expression.operands if isinstance(expression, Operation) and expression.operator == "|" else (expression,)
    for side in sides:
        if isinstance(side, Operation) and side.operator == "|":
            yield from _sides(side)
        elif isinstance(side, (Path, Filter)):
            yield side if isinstance(side, Path) else Path(side, ())
        elif isinstance(side, Call) and side.name == "id":
            yield Path(Filter(side, ()), ())
        else:
            raise NotCss("it selects no elements")


def _bounded(chains: Iterable[Chain]) -> tuple[Chain, ...]:
    found = []
    for chain in chains:
        found.append(chain)
        if len(found) > _MOST:
            raise NotCss(f"it takes more than {_MOST} selectors")
    return tuple(found)


# --- paths ------------------------------------------------------------------------------------------------------------------------


def _chains(path: Path) -> tuple[Chain, ...]:
    """A path that starts at the document, as chains."""
    steps = path.steps
    if isinstance(path.start, Filter):
        match path.start:
            case Filter(Path() | Operation("|", _) as inner, ()):
                return _walk(_bounded(chain for side in _sides(inner) for chain in _chains(side)), steps)
        return _walk((((" ", _identified(path.start)),),), steps)
    if path.start == ".":  # from nowhere: anywhere
        steps = (ANY_DEPTH, *steps) if steps[0] != ANY_DEPTH and steps[0].axis != "self" else steps
        steps = steps[1:] if steps[0].axis == "self" and steps[0].test == "node()" and len(steps) > 1 else steps
    return _walk(((),), steps)


def _identified(start: Filter) -> Compound:
    """id('story') as a compound."""
    match start:
        case Filter(Call("id", (Literal(name),)), ()) if name and not set(name) & set(_SPACE):
            return ANY.having(matching("id", "=", name))
    raise NotCss("it counts among all elements of the page, or starts with a function")


def _walk(chains: tuple[Chain, ...], steps: Iterable[Step]) -> tuple[Chain, ...]:
    """The chains with all steps gone."""
    deep = False
    for step in steps:
        if step == ANY_DEPTH:
            deep = True
            continue
        chains = _bounded(further for chain in chains for further in _gone(chain, step, deep))
        deep = False
    if deep:
        raise NotCss("it selects nodes of every kind")
    return chains


def _gone(chain: Chain, step: Step, deep: bool) -> Iterable[Chain]:
    """The chains that one step makes of one; `deep` where "//" stands before the step."""
    if deep and step.axis == "child":
        return _inward(chain, step, " ")
    if deep and step.axis == "self":
        return [further for start in ([chain] if chain else []) + [(*chain, (" ", ANY))] for further in _on_itself(start, step)]
    if deep and step.axis not in ("descendant", "descendant-or-self"):
        raise NotCss("it looks around text")
    if step.axis in _INWARD:
        return _inward(chain, step, _INWARD[step.axis])
    if step.axis == "descendant-or-self":
        return [*(_on_itself(chain, step) if chain else ()), *_inward(chain, step, " ")]
    if step.axis == "self":
        return _on_itself(chain, step)
    if step.axis in _OUTWARD:
        return _outward(chain, step)
    if step.axis == "ancestor-or-self":
        return [*_on_itself(chain, step), *_outward(chain, replace(step, axis="ancestor"))]
    raise NotCss("it selects attributes" if step.axis == "attribute" else f"CSS has no axis {step.axis}")


def _inward(chain: Chain, step: Step, combinator: str) -> Iterable[Chain]:
    if not chain:
        combinator = {">": "/", " ": " "}.get(combinator, "")
        if not combinator:
            raise BadXPath("the document has no siblings")
    neighbour = step.axis == "following-sibling" and _next_of_all(step)
    if neighbour:
        combinator, step = "+", neighbour
    place = _Place.CHILD if step.axis == "child" else _Place.ELSEWHERE
    return [(*chain, (combinator, compound)) for compound in _compounds(step, place)]


def _next_of_all(step: Step) -> Step | None:
    """following-sibling::*[1][...] as following-sibling::*[...] of the next sibling only; None for any other step."""
    if step.test == "*" and step.predicates and step.predicates[0] == Number(1):
        return replace(step, predicates=step.predicates[1:])
    return None


def _on_itself(chain: Chain, step: Step) -> Iterable[Chain]:
    if not chain:
        raise NotCss("it selects the document")
    combinator, last = chain[-1]
    compounds = _compounds(step, _Place.ALONE)
    return [(*chain[:-1], (combinator, both)) for compound in compounds for both in last.met(compound)]


def _outward(chain: Chain, step: Step) -> Iterable[Chain]:
    """The parent, the ancestors or the preceding siblings of what a chain selects."""
    if not chain:
        raise BadXPath("nothing is above the document")
    group = max(i for i, (combinator, _) in enumerate(chain) if combinator not in "~+")  # from there on, siblings
    combinator, first = chain[group]
    if step.axis == "preceding-sibling":
        return _before(chain, step, group)
    compounds = _compounds(step, _Place.ALONE if step.axis == "parent" else _Place.ELSEWHERE)
    siblings = "".join(f" {sign} {compound}" for sign, compound in chain[group + 1 :])
    if combinator in "./":
        raise NotCss("it looks around outside of what it selects")
    above = chain[:group]
    inside = f"{first}{siblings}"
    if step.axis == "parent":
        return _parents(above, combinator, inside, compounds)
    return _ancestors(above, combinator, inside, compounds)


def _parents(above: Chain, combinator: str, inside: str, compounds: Iterable[Compound]) -> Iterable[Chain]:
    holding = [compound.having(f":has(> {inside})") for compound in compounds]
    if above:
        sign, last = above[-1]
        yield from ((*above[:-1], (sign, both)) for compound in holding for both in last.met(compound))
    if combinator == " ":
        yield from ((*above, (" ", compound)) for compound in holding)


def _ancestors(above: Chain, combinator: str, inside: str, compounds: Iterable[Compound]) -> Iterable[Chain]:
    """Those between what stands above and the inside, what stands above itself, and those further up."""
    if len(above) > 1 or any(sign == "/" for sign, _ in above):
        raise NotCss("ancestors of what stands in several elements")
    holding = [compound.having(f":has({inside})") for compound in compounds]
    if not above:
        return [((" ", compound),) for compound in holding]
    sign, last = above[0]
    if sign == ".":
        raise NotCss("it looks around outside of what it selects")
    link = "> " if combinator == ">" else ""
    found: list[Chain] = [((" ", both),) for compound in compounds for both in last.met(compound.having(f":has({link}{inside})"))]
    found += [((" ", compound.having(f":has({last} {link}{inside})")),) for compound in compounds]
    if combinator == " ":
        found += [(*above, (" ", compound)) for compound in holding]
    return found


def _before(chain: Chain, step: Step, group: int) -> Iterable[Chain]:
    if group != len(chain) - 1 or chain[-1][0] in "./":
        raise NotCss("siblings before siblings")
    combinator, last = chain[-1]
    neighbour = _next_of_all(step)
    sign = "+" if neighbour else "~"
    compounds = _compounds(neighbour or step, _Place.ELSEWHERE)
    return [(*chain[:-1], (combinator, compound.having(f":has({sign} {last})"))) for compound in compounds]


def _written(chain: Chain) -> str:
    """A chain as a selector."""
    (sign, first), *rest = chain
    start = str(first.having(":root") if sign == "/" else first)
    return start + "".join(f" {compound}" if sign == " " else f" {sign} {compound}" for sign, compound in rest)


# --- what one element must be -------------------------------------------------------------------------------------------------------


class _Place:
    """How a position counts: among the children of one parent, of one element only, or not in a way that CSS knows."""

    CHILD, ALONE, ELSEWHERE = "child", "alone", "elsewhere"


@dataclass(frozen=True, slots=True)
class _Before:
    """What a position is counted in: the place, and what the element must be by the test and the predicates before."""

    place: str
    compounds: tuple[Compound, ...]


def _compounds(step: Step, place: str) -> tuple[Compound, ...]:
    """The alternatives of what an element of this step may be."""
    found: tuple[Compound, ...] = (_test(step),)
    for predicate in step.predicates:
        before = _Before(place, found)
        found = _crossed(found, _predicate(predicate, before))
    return found


def _test(step: Step) -> Compound:
    if step.test == "node()" and step.axis in _ELEMENT_TESTS:
        return ANY
    if step.test.endswith(")"):
        raise NotCss("it selects text" if step.test == "text()" else f"it selects {step.test}")
    return ANY if step.test == "*" else Compound(_name(step.test))


def _crossed(some: tuple[Compound, ...], others: Iterable[Compound]) -> tuple[Compound, ...]:
    """Both at once, of every alternative of the one with every alternative of the other."""
    found = tuple(dict.fromkeys(both for one, other in product(some, tuple(others)) for both in one.met(other)))
    if len(found) > _MOST:
        raise NotCss(f"it takes more than {_MOST} selectors")
    return found


def _predicate(expression: Expression, before: _Before) -> tuple[Compound, ...]:
    """A predicate as alternatives of what the element must be; a number alone is a position."""
    match expression:
        case Number(value):
            return _position("=", value, before)
        case Call("last", ()):
            return _from_end("=", 0, before)
        case Operation("-", (Call("last", ()), Number(back))):
            return _from_end("=", back, before)
    return _condition(expression, before)


def _condition(expression: Expression, before: _Before) -> tuple[Compound, ...]:
    """What is true or false of an element, as alternatives of what it must be."""
    match expression:
        case Operation("or" | "|", operands):
            return tuple(compound for operand in operands for compound in _condition(operand, before))
        case Operation("and", (left, right)):
            return _crossed(_condition(left, before), _condition(right, before))
        case Operation(("=" | "!=" | "<" | "<=" | ">" | ">=") as operator, (left, right)):
            return _comparison(operator, left, right, before)
        case Path():
            return _existence(expression)
        case Call(name, arguments):
            return _call(name, arguments, before)
    raise NotCss("a condition that CSS does not know")


def _call(name: str, arguments: tuple[Expression, ...], before: _Before) -> tuple[Compound, ...]:
    match name, arguments:
        case "not", (inner,):
            return _negated(_condition(inner, before))
        case "boolean", (inner,):
            return _condition(inner, before)
        case "true", ():
            return (ANY,)
        case "false", ():
            return ()
        case (("contains" | "starts-with" | "ends-with"), (text, part)):
            return _part(name, text, part)
        case "count", (Path() as path,):
            return _existence(path)
        case (("string" | "normalize-space" | "string-length" | "text"), _):
            raise NotCss("a condition on text")
    raise NotCss(f"a condition with {name}()")


def _negated(compounds: Iterable[Compound]) -> tuple[Compound, ...]:
    """The element must be none of these."""
    found = ANY
    for compound in compounds:
        if compound == ANY:
            return ()
        found = found.having(f":not({compound})")
    return (found,)


# --- paths as conditions --------------------------------------------------------------------------------------------------------------


def _existence(path: Path, ending: Compound = ANY) -> tuple[Compound, ...]:
    """Something at the end of this path exists (and is what `ending` says); the path starts at the element itself."""
    if path.start != ".":
        raise NotCss("a condition on another part of the page")
    path, name = _without_attribute(path)
    if name:
        ending = ending if ending.conditions else ending.having(f"[{_name(name)}]")
    outward = next((i for i, step in enumerate(path.steps) if step.axis != "self"), len(path.steps))
    if outward < len(path.steps) and path.steps[outward].axis in _OUTWARD:
        itself = _existence(Path(".", path.steps[:outward])) if outward else (ANY,)
        return _crossed(itself, _around(path.steps[outward], path.steps[outward + 1 :], ending))
    found: list[Compound] = []
    for chain in _walk((_CONTEXT,), path.steps):
        sign, last = chain[-1]
        found += [_as_condition((*chain[:-1], (sign, both))) for both in last.met(ending)]
    return tuple(found)


def _without_attribute(path: Path) -> tuple[Path, str]:
    inner, name = attribute(path)
    if name in ("*", "node()") or (name and path.steps[-1].predicates):
        raise NotCss("a condition on any attribute, or inside of one")
    return (inner, name) if isinstance(inner, Path) else (path, "")


def _as_condition(chain: Chain) -> Compound:
    """A chain from the context as a condition on it."""
    (_, own), *rest = chain
    if not rest:
        return own
    inner = "".join(f" {compound}" if sign == " " else f" {sign} {compound}" for sign, compound in rest)
    return own.having(f":has({inner.strip()})")


def _around(step: Step, rest: tuple[Step, ...], ending: Compound) -> tuple[Compound, ...]:
    """A condition on the parent, an ancestor or a sibling before: ../@class, ancestor::nav, preceding-sibling::h2."""
    sign = _OUTWARD[step.axis]
    neighbour = _next_of_all(step) if step.axis == "preceding-sibling" else None
    if neighbour:
        sign, step = "+", neighbour
    compounds = _compounds(step, _Place.ALONE if step.axis == "parent" else _Place.ELSEWHERE)
    if rest or ending != ANY:
        compounds = _crossed(compounds, _existence(Path(".", rest), ending) if rest else (ending,))
    link = "" if sign == " " else f" {sign}"
    return tuple(ANY.having(f":is({compound}{link} *)") for compound in compounds)


# --- comparisons ----------------------------------------------------------------------------------------------------------------------


def _comparison(operator: str, left: Expression, right: Expression, before: _Before) -> tuple[Compound, ...]:
    if isinstance(left, (Literal, Number)) or left == Call("last", ()):
        left, right, operator = right, left, _MIRRORED.get(operator, operator)
    match left, right:
        case Call("position", ()), Number(value):
            return _position(operator, value, before)
        case Call("position", ()), Call("last", ()):
            return _from_end(operator, 0, before)
        case Call("position", ()), Operation("-", (Call("last", ()), Number(back))):
            return _from_end(operator, back, before)
        case Operation("mod", (Call("position", ()), Number(2))), Number((0 | 1) as value) if operator == "=":
            return _counted("even" if value == 0 else "odd", before, "")
        case Call("count", (Path() as path,)), Number(value):
            return _count(operator, value, path)
        case Call("name" | "local-name", () | (Path(".", (Step("self", "node()", ()),)),)), Literal(name) if operator in ("=", "!="):
            return (Compound(_name(name)),) if operator == "=" else _negated((Compound(_name(name)),))
        case Call("string", (Path() as path,)), Literal(value) if operator == "=" and value and _is_own_attribute(path):
            return _equal(path, "=", value)
        case Path() as path, Literal(value) if operator in ("=", "!="):
            return _equal(path, operator, value)
        case Path() as path, Path(".", (Step("child", name, ()),)) if attribute(path)[1]:
            raise BadXPath(f"it compares with the text of an element <{name}>: are quotes missing?")
    raise NotCss("a comparison that CSS does not know")


def _equal(path: Path, operator: str, value: str) -> tuple[Compound, ...]:
    name = attribute(path)[1]
    if not name:
        raise NotCss("a condition on text")
    if name in ("*", "node()"):
        raise NotCss("a condition on any attribute")
    condition = matching(_name(name), "=", value)
    return _existence(path, ANY.having(condition) if operator == "=" else ANY.having(f"[{_name(name)}]", f":not({condition})"))


def _count(operator: str, value: float, path: Path) -> tuple[Compound, ...]:
    if (operator, value) in ((">", 0), (">=", 1), ("!=", 0)):
        return _existence(path)
    if (operator, value) in (("=", 0), ("<", 1), ("<=", 0)):
        return _negated(_existence(path))
    raise NotCss("it counts elements")


def _is_own_attribute(path: Expression) -> bool:
    return isinstance(path, Path) and path.start == "." and len(path.steps) == 1 and path.steps[0].axis == "attribute"


def _part(name: str, text: Expression, part: Expression) -> tuple[Compound, ...]:
    """contains(), starts-with() and (of XPath 2, which people write all the same) ends-with() of an attribute."""
    if isinstance(part, Path) and part.start == "." and part.steps[0].axis == "child":
        raise BadXPath(f"it looks for the text of an element <{part.steps[0].test}>: are quotes missing?")
    if not isinstance(part, Literal):
        raise NotCss("a comparison that CSS does not know")
    if not part.text:
        raise BadXPath("it looks for an empty text, which everything holds")
    path, before, behind, squeezed = _spaced(text)
    if not _is_own_attribute(path) or path.steps[0].predicates or path.steps[0].test in ("*", "node()"):
        raise NotCss("a condition on text")
    attribute = _name(path.steps[0].test)
    if before or behind or squeezed:
        if name != "contains":
            raise NotCss("a comparison that CSS does not know")
        return _word(attribute, part.text, before, behind)
    sign = {"contains": "*=", "starts-with": "^=", "ends-with": "$="}[name]
    return (ANY.having(matching(attribute, sign, part.text)),)


def _spaced(text: Expression) -> tuple[Path, bool, bool, bool]:
    """The attribute in concat(' ', normalize-space(@class), ' '), whether a space stands before and behind, and whether it is squeezed."""
    match text:
        case Call("concat", (Literal(" "), inner, Literal(" "))):
            path, _, _, squeezed = _spaced(inner)
            return path, True, True, squeezed
        case Call("concat", (Literal(" "), inner)):
            path, _, _, squeezed = _spaced(inner)
            return path, True, False, squeezed
        case Call("concat", (inner, Literal(" "))):
            path, _, _, squeezed = _spaced(inner)
            return path, False, True, squeezed
        case Call("normalize-space", (Path() as inner,)):
            return inner, False, False, True
        case Call("string", (Path() as inner,)):
            return inner, False, False, False
        case Path():
            return text, False, False, False
    raise NotCss("a condition on text that is put together")


def _word(attribute: str, part: str, before: bool, behind: bool) -> tuple[Compound, ...]:
    """A part of an attribute with spaces put around it: a word, a start or an end of one, or a part."""
    word = part.strip(" ")
    first, last = before and part.startswith(" "), behind and part.endswith(" ")
    if not word or set(word) & set(_SPACE) or part != f"{' ' * first}{word}{' ' * last}":
        raise NotCss("a comparison of several words")
    if first and last:
        return (ANY.having(matching(attribute, "~=", word)),)
    if first:
        return ANY.having(matching(attribute, "^=", word)), ANY.having(matching(attribute, "*=", f" {word}"))
    if last:
        return ANY.having(matching(attribute, "$=", word)), ANY.having(matching(attribute, "*=", f"{word} "))
    return (ANY.having(matching(attribute, "*=", word)),)


# --- positions ------------------------------------------------------------------------------------------------------------------------

_FARTHEST = 9  # of a position among elements that meet a condition: each one more makes the selector longer
_FORMULAS: dict[str, Callable[[int], str]] = {
    "=": lambda n: f"{n}",
    "!=": lambda n: f"{n}",
    "<": lambda n: f"-n+{n - 1}",
    "<=": lambda n: f"-n+{n}",
    ">": lambda n: f"n+{n + 1}",
    ">=": lambda n: f"n+{n}",
}


def _position(operator: str, value: float, before: _Before) -> tuple[Compound, ...]:
    """position() compared with a number, counted from the first."""
    if value != int(value) or value < 1:
        raise NotCss("a position that is no whole number from 1 on")
    return _at(operator, int(value), before, "")


def _from_end(operator: str, back: float, before: _Before) -> tuple[Compound, ...]:
    """position() compared with last() - back: what is later in the order is nearer to the end."""
    if back != int(back) or back < 0:
        raise NotCss("a position that is no whole number")
    return _at(_MIRRORED.get(operator, operator), int(back) + 1, before, "last-")


def _at(operator: str, number: int, before: _Before, end: str) -> tuple[Compound, ...]:
    if operator == "!=":
        return _negated(_at("=", number, before, end))
    if operator == "<" and number == 1:
        return ()
    if before.place == _Place.ALONE:
        return (ANY,) if {"=": number == 1, ">": False, ">=": number == 1}.get(operator, True) else ()
    if before.place != _Place.CHILD:
        raise NotCss("a position among more than the children of one element")
    if any(compound.conditions for compound in before.compounds):
        return _after_others(operator, number, before, end)
    return _counted(_FORMULAS[operator](number), before, end)


def _counted(formula: str, before: _Before, end: str) -> tuple[Compound, ...]:
    """A position among the children of one tag, or among all."""
    if before.place != _Place.CHILD or len(before.compounds) != 1 or before.compounds[0].conditions:
        raise NotCss("a position among elements that meet a condition")
    return (ANY.having(f":nth-{end}{'of-type' if before.compounds[0].tag else 'child'}({formula})"),)


def _after_others(operator: str, number: int, before: _Before, end: str) -> tuple[Compound, ...]:
    """A position among the children that meet a condition: so many of these stand before it (or behind it), and not one more."""
    fewest = {"=": number - 1, ">": number, ">=": number - 1}.get(operator, 0)
    too_many = {"=": number, "<=": number, "<": number - 1}.get(operator, 0)
    if max(fewest, too_many) > _FARTHEST or (len(before.compounds) > 1 and max(fewest, too_many) > 1):
        raise NotCss("a position far down among elements that meet a condition")
    wanted = tuple(ANY.having(f":is({_row(compound, fewest, end)})") for compound in before.compounds) if fewest else (ANY,)
    excluded = tuple(ANY.having(f":is({_row(compound, too_many, end)})") for compound in before.compounds) if too_many else ()
    return _crossed(wanted, _negated(excluded))


def _row(compound: Compound, size: int, end: str) -> str:
    """What stands behind (or, counted from the end, before) so many siblings that are `compound`."""
    siblings = " ~ ".join([str(compound)] * size)
    return f"*:has(~ {siblings})" if end else f"{siblings} ~ *"


# --- writing --------------------------------------------------------------------------------------------------------------------------


def _name(name: str) -> str:
    """The name of an element or attribute in CSS, in small letters as in HTML."""
    if _PLAIN.fullmatch(name):
        return name.lower()
    return "".join(sign if sign.isalnum() or sign in "-_" else f"\\{sign}" for sign in name.lower())


def matching(attribute: str, sign: str, value: str) -> str:
    r"""A condition on an attribute: class, "~=", lead -> [class~='lead']; a quote in the value is \', a line break \a."""
    escaped = "".join(f"\\{letter}" if letter in "'\\" else f"\\{ord(letter):x} " if letter < " " else letter for letter in value)
    return f"[{attribute}{sign}'{escaped}']"
