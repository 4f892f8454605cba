"""CSS that tells an element by what it is called: tags, classes, ids and words of the attributes in NAMED, joined by ">" and " ".

The parser goes through its tree once a selector, and what it finds is then looked for among the elements. Their rows say what each is
called anyway: for the six selectors of a profile, to look there takes half the time. Unlike the parser's, a class is written in one way
on pages without a doctype, too.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, compress, count
from typing import NamedTuple

from cleanpage.model import NAMED

_HELD = 256  # profiles
_NAME = r"-?[A-Za-z_][\w-]*"
_CONDITION = rf"""[.#]{_NAME}|\[(?:class|{"|".join(NAMED)})~=(?:'[^'"\\\s>]+'|"[^'"\\\s>]+")\]"""
_COMPOUND = rf"(?:{_NAME}(?:{_CONDITION})*|(?:{_CONDITION})+)"
_SELECTOR = re.compile(rf"{_COMPOUND}(?:(?:\s*>\s*|\s+){_COMPOUND})*", re.ASCII)
_STEP = re.compile(rf"(>?)\s*({_COMPOUND})", re.ASCII)
_CONDITIONS = re.compile(_CONDITION, re.ASCII)


class Compound(NamedTuple):
    """What one element must be: its tag, "" for any, and what it is called, as in `Elements.names`."""

    tag: str
    names: frozenset[str]


class Step(NamedTuple):
    """A place in `Plain.compounds`, and whether the step before it is of the parent itself or of any element around."""

    place: int
    is_child: bool


@dataclass(frozen=True)
class Plain:
    """Selectors, taken apart; `others` are those that say more.

    by_name: one name of each compound that has any -> the places of those compounds; by_tag: the places of the others
    """

    compounds: tuple[Compound, ...]
    by_name: Mapping[str, list[int]]
    by_tag: Mapping[str, int]
    steps: Mapping[str, tuple[Step, ...]]
    others: tuple[str, ...]

    def select(self, tags: Sequence[str], parents: Sequence[int], names: Sequence[str], called: Iterable[str]) -> dict[int, set[str]]:
        """The elements that a selector matches, with the selectors that match; `called` are those of the names with one that is `asked`."""
        rows, found = self._rows(tags, names, self._places(called)), dict[int, set[str]]()
        for css, (first, *steps) in self.steps.items():
            matched: Collection[int] = rows[first.place]
            for place, is_child in steps:
                above = set(matched)
                matched = [row for row in rows[place] if parents[row] in above] if is_child else _below(above, rows[place], parents)
            for row in matched:
                found.setdefault(row, set()).add(css)
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names that tell which elements are called as some compound says."""
        return frozenset(self.by_name)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags that selectors name, with "" if one names none."""
        return frozenset(tag for tag, _ in self.compounds)

    def _rows(self, tags: Sequence[str], names: Sequence[str], known: Mapping[str, Sequence[int]]) -> list[list[int]]:
        """The elements that each compound is."""
        rows: list[list[int]] = [[] for _ in self.compounds]
        for row in _rows_of(known, names):
            for place in known[names[row]]:
                if self.compounds[place].tag in ("", tags[row]):
                    rows[place].append(row)
        for row in _rows_of(self.by_tag, tags):
            rows[self.by_tag[tags[row]]].append(row)
        return rows

    def _places(self, called: Iterable[str]) -> Mapping[str, Sequence[int]]:
        """What elements are called -> the places of the compounds that they are, but for their tags."""
        found: dict[str, list[int]] = {}
        for names in called:
            words = frozenset(names.split())
            compounds = chain.from_iterable(self.by_name[name] for name in words & self.asked)
            found[names] = [place for place in compounds if self.compounds[place].names <= words]
        return found


def _rows_of(wanted: Collection[str], column: Iterable[str]) -> Iterator[int]:
    """Where in a column one of these stands; without a loop in Python, which takes longer by half."""
    return compress(count(), map(frozenset(wanted).__contains__, column)) if wanted else iter(())


def _below(above: Set[int], rows: Iterable[int], parents: Sequence[int]) -> list[int]:
    """Those of the rows that stand under one of `above`; no way up is gone twice."""
    inside, outside, found = set(above), {-1}, []
    for row in rows:
        way, at = [], parents[row]
        while at not in inside and at not in outside:
            way.append(at)
            at = parents[at]
        (inside if at in inside else outside).update(way)
        if at in inside:
            found.append(row)
    return found


@lru_cache(_HELD)
def plain(selectors: tuple[str, ...]) -> Plain:
    """The selectors of a profile, which must be valid."""
    compounds: dict[Compound, int] = {}
    steps = {
        css: tuple(Step(compounds.setdefault(_compound(text), len(compounds)), bool(sign)) for sign, text in _STEP.findall(css))
        for css in selectors
        if _SELECTOR.fullmatch(css)
    }
    by_name: dict[str, list[int]] = {}
    for place, compound in enumerate(compounds):
        if compound.names:
            by_name.setdefault(max(compound.names), []).append(place)
    by_tag = {tag: place for (tag, names), place in compounds.items() if not names}
    return Plain(tuple(compounds), by_name, by_tag, steps, tuple(css for css in selectors if css not in steps))


def _compound(text: str) -> Compound:
    tag, *_ = _CONDITIONS.split(text, 1)
    return Compound(tag.lower(), frozenset(map(_name, _CONDITIONS.findall(text))))


def _name(condition: str) -> str:
    """A condition as a word of `Elements.names`: .lead -> lead, #top -> #top, [role~="menu"] -> role=menu."""
    if condition[0] != "[":
        return condition.removeprefix(".")
    attribute, _, value = condition[1:-2].partition("~=")
    return value[1:] if attribute == "class" else f"{attribute}={value[1:]}"
