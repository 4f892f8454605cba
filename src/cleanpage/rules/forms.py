"""Forms: what a form asks for says what it is, and all its parts are one thing.

Speaks of every block in a form: its title, field labels, small print, button and thank-you. A form with a word for comments is a comment
form, and so is one that asks for an author; one that searches or asks for a password alone is navigation, one for a newsletter or just an
address subscribes; where its words do not tell, its name may (<form class="newsletter-signup">). One with room for a text does not
subscribe, unless it says newsletter: it is for a comment, for the editors or a friend. In flattened text three lines that look like field
labels ("Name *", "Email", "* indicates required") are a form, with the short lines between them.
Silent on forms of other kinds, on those that ask for an address and a password (a paywall's, a forum's, a shop's), and on a form around a
whole page. The words are read from data/forms.toml, the names from data/markup.toml.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from cleanpage import resources
from cleanpage.errors import BadData
from cleanpage.model import Document, Evidence, Role
from cleanpage.words import EAST_ASIAN, fold, words

_NAMED = (Role.COMMENTS, Role.SUBSCRIBE, Role.SHARE, Role.CONSENT, Role.DONATION, Role.PAYWALL)
_SURE, _LIKELY, _WEAK = 3.0, 2.0, 1.0  # 97 in 100 forms with such a word, 9 in 10 with such a name, half of those with an address
_KINDS = ("comments", "newsletters", "search", "account", "email", "required")

_MOST_BLOCKS, _MOST_TEXT = 40, 2000  # blocks and characters: some pages stand in a form as a whole
_PART = 200  # characters: a longer block says more than what is to be filled in
_LINE, _LONGEST_LABEL = 80, 40  # characters of a line of flattened text inside a form, and of a field's label
_FEWEST_LABELS = 3
_APART = 3  # lines from one label to the next: too far for one form
_AUTHOR = "name=author"  # what publishing systems call who comments, in every language: on 99 of 99 outlets


class _Form(NamedTuple):
    """The blocks of a form, the words of its names and its parent's, and what is to be filled in, as in `Elements.fields`."""

    blocks: Sequence[int]
    names: Sequence[str] = ()
    fields: Set[str] = frozenset()


class _Purpose(NamedTuple):
    """What a form is for, how surely, and what says so."""

    role: Role
    log_odds: float
    reason: str


def find(document: Document) -> Iterator[Evidence]:
    """The same evidence for every block of a form whose purpose is known."""
    forms = _line_forms(document) if document.syntax == "text" else _forms(document)
    for form in forms:
        purpose = _purpose(document, form)
        if purpose:
            for block in form.blocks:
                yield Evidence(block, purpose.role, purpose.log_odds, "forms", f"is part of a form {purpose.reason}")


def _forms(document: Document) -> Iterator[_Form]:
    elements, fields = document.elements, dict(document.elements.fields)
    if "form" not in elements.tag:
        return
    around = [-1] * (len(elements.tag) + 1)  # the last answers for -1
    for row, (tag, parent) in enumerate(zip(elements.tag, elements.parent, strict=True)):
        around[row] = row if tag == "form" else around[parent]
    forms: dict[int, list[int]] = {}
    for block, row in enumerate(document.element):
        if around[row] >= 0:
            forms.setdefault(around[row], []).append(block)
    for row, blocks in forms.items():
        if len(blocks) <= _MOST_BLOCKS and sum(len(document.text[block]) for block in blocks) <= _MOST_TEXT:
            parent = elements.parent[row]
            names = elements.words[row] + (elements.words[parent] if parent >= 0 else ())
            yield _Form(blocks, names, fields.get(row, frozenset()))


def _purpose(document: Document, form: _Form) -> _Purpose | None:
    said = _said(document, form.blocks)
    for kind, role in (("comments", Role.COMMENTS), ("search", Role.NAVIGATION), ("newsletters", Role.SUBSCRIBE)):
        if kind in said:
            return _Purpose(role, _SURE, f'with the word "{said[kind]}"')
    if _AUTHOR in form.fields:
        return _Purpose(Role.COMMENTS, _SURE, "that asks for an author")
    for name in form.names:
        if name in _names():
            return _Purpose(_names()[name], _LIKELY, f'with the word "{name}"')
    if "textarea" in form.fields:
        return _Purpose(Role.SUBSCRIBE, -_WEAK, "with room for a text")
    if "account" in said and "email" not in said:
        return _Purpose(Role.NAVIGATION, _WEAK, f'with the word "{said["account"]}"')
    if "email" in said and "account" not in said:
        return _Purpose(Role.SUBSCRIBE, _WEAK, f'with the word "{said["email"]}"')
    return None


def _said(document: Document, blocks: Iterable[int]) -> Mapping[str, str]:
    """Which kinds of words stand in a form's short blocks, with the first word of each kind."""
    known, parts = _words()
    said: dict[str, str] = {}
    for block in blocks:
        text = document.folded[block]
        if len(text) > _PART:
            continue
        for word in words(text):
            if word in known:
                said.setdefault(known[word], word)
        if text[-1:] >= EAST_ASIAN:
            said.update((kind, part) for part, kind in parts if part in text)
    return said


# --- flattened text -----------------------------------------------------------------------------------------------------------


def _line_forms(document: Document) -> Iterator[_Form]:
    """The lines from the first to the last of some field labels with at most one other line between two.

    One of them must say that a field is required, by a star or a word: other words alone may stand in a menu.
    """
    run: list[int] = []
    for block in (*_labels(document), len(document) + _APART):
        if run and block - run[-1] >= _APART:
            if len(run) >= _FEWEST_LABELS and any(_is_required(document.folded[label]) for label in run):
                yield _Form([line for line in range(run[0], run[-1] + 1) if len(document.text[line]) <= _LINE])
            run = []
        run.append(block)


def _labels(document: Document) -> Iterator[int]:
    """Short lines that look like a field's label: with the star of what must be filled in, or with a known word."""
    known = _words()[0].keys()
    for block, text in enumerate(document.folded):
        if len(text) <= _LONGEST_LABEL and (_is_starred(text) or not known.isdisjoint(text.split())):
            yield block


def _is_required(text: str) -> bool:
    known = _words()[0]
    return _is_starred(text) or any(known.get(word) == "required" for word in text.split())


def _is_starred(text: str) -> bool:
    return len(text) > 1 and (text[0] == "*") != (text[-1] == "*")


# --- data ---------------------------------------------------------------------------------------------------------------------


@cache
def _words() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Word -> kind, and for scripts without spaces (part, kind); raises BadData for an unknown kind and for what is not one word."""
    file = "forms.toml"
    table = resources.toml(file)
    resources.refuse_unknown(table, frozenset(_KINDS), file)
    known: dict[str, str] = {}
    for kind in reversed(_KINDS):  # of two kinds the first counts
        for language in table.get(kind, {}):
            for text in resources.strings(table[kind], language, f"{file}: {kind}"):
                if " " in text:
                    raise BadData(f"{file}: {kind}: {language}: {text!r} is not one word")
                known[fold(text)] = kind
    spaceless = tuple((word, kind) for word, kind in known.items() if word >= EAST_ASIAN)
    return {word: kind for word, kind in known.items() if word < EAST_ASIAN}, spaceless


@cache
def _names() -> Mapping[str, Role]:
    """Words in the names of elements -> role."""
    table = resources.toml("markup.toml")
    return {token: role for role in _NAMED for token in resources.strings(table[role], "tokens", f"markup.toml: {role}")}
