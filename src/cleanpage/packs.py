"""Stock phrases of all roles in many languages, from data/phrases/ROLE.toml, folded and ready to be looked up.

A process waits for them before its first page, and there are over 80,000. So an index of them is written when cleanpage is built
(hatch_build.py), and read if it is of just these files and this code: whoever adds a phrase need not know of it. Without it they are read
as they stand, and what is asked of each is asked of all at once.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import chain
from typing import Any

from cleanpage import resources
from cleanpage.errors import BadData
from cleanpage.model import Role
from cleanpage.words import fold_all, words, words_all

BULLETS = " .:;,!?…•·|-/\\()[]{}<>+=~^&@→←↑↓↗⟶⟵►▶▸▾▼▲◀◄❯❮➤➔➜✕✖×✓✔★☆●○■□▪◦♥❤👉✨☕🙏📩🔔\ufe0f"
"""Round a phrase these change nothing."""

FRAME = BULLETS + "\"'"
"""Nor these round a label; a paragraph that opens with a quote is speech."""

INDEX = "phrases.json"
"""The file in data/ that holds the index of the phrases, where cleanpage was built."""

NUMBER = re.compile(r"[(\[]?\d+(?:[.,:/]\d+)*[)\]]?")
"""What a label has "#" for."""

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]")
_LANGUAGE = re.compile(r"[a-z]{2}")
_TABLES = ("whole", "start", "inside")  # of a pack: phrases that are a block, begin it, stand anywhere in it


@dataclass(frozen=True, slots=True)
class Packs:
    """All phrases of all roles, folded, ready to look up.

    says: what a block of the role does, a clause
    whole: label -> role
    start: first word -> phrase -> role
    inside: one word of the phrase, a telling one -> phrase -> role; `keys` are those words
    """

    says: Mapping[Role, str]
    whole: Mapping[str, Role]
    start: Mapping[str, Mapping[str, Role]]
    inside: Mapping[str, Mapping[str, Role]]
    keys: frozenset[str]


@cache
def packaged() -> Packs:
    """The packaged phrases of all roles: from their index if there is one of just these files, else from the files; raises BadData."""
    stored = resources.optional(INDEX)
    return (from_index(stored, _digest()) if stored else None) or _from_files()


def packaged_index() -> bytes:
    """The index of the packaged phrases, for data/INDEX."""
    return index(_from_files(), _digest())


def index(packs: Packs, digest: str) -> bytes:
    """Packs as JSON, which is read in a fifth of the time that the files take; `digest` says of which files they are."""
    whole: dict[str, list[str]] = {}
    for label, role in packs.whole.items():
        whole.setdefault(role, []).append(label)
    keyed = {"start": _by_role(packs.start), "inside": _by_role(packs.inside)}
    return json.dumps({"of": digest, "says": packs.says, "whole": whole, **keyed}, ensure_ascii=False).encode()


def from_index(stored: bytes, digest: str) -> Packs | None:
    """The packs of an index; None if it is of other files than these."""
    table = json.loads(stored)
    if table["of"] != digest:
        return None
    whole: dict[str, Role] = {}
    for role, labels in table["whole"].items():
        whole.update(dict.fromkeys(labels, Role(role)))
    inside = _by_key(table["inside"])
    return Packs({Role(role): says for role, says in table["says"].items()}, whole, _by_key(table["start"]), inside, frozenset(inside))


def _files() -> Sequence[str]:
    return [f"phrases/{name}.toml" for name in resources.listing("phrases", ".toml")]


def _from_files() -> Packs:
    return pack({file: resources.toml(file) for file in _files()})


def _digest() -> str:
    """What tells the packaged files, and what makes packs of them, from any others."""
    files = _files()
    read = ["\n".join(files).encode(), *map(resources.binary, files), *map(resources.source, ("packs.py", "words.py"))]
    return blake2b(b"\0".join(read), digest_size=16).hexdigest()


def _by_role(keyed: Mapping[str, Mapping[str, Role]]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Role -> key -> phrases."""
    found: dict[str, dict[str, list[str]]] = {}
    for key, phrases in keyed.items():
        for phrase, role in phrases.items():
            found.setdefault(role, {}).setdefault(key, []).append(phrase)
    return found


def _by_key(table: Mapping[str, Mapping[str, Sequence[str]]]) -> Mapping[str, Mapping[str, Role]]:
    keyed: dict[str, dict[str, Role]] = {}
    for name, groups in table.items():
        role = Role(name)
        for key, phrases in groups.items():
            keyed.setdefault(key, {}).update(dict.fromkeys(phrases, role))
    return keyed


def pack(files: Mapping[str, Mapping[str, Any]]) -> Packs:
    """The phrases of some files (name -> table), one file a role; raises BadData that names file and key.

    Refused: unknown roles, tables and languages, what is no list of strings, phrases without a word, a phrase of two roles in one table.
    """
    says: dict[Role, str] = {}
    owners: dict[str, dict[str, Role]] = {kind: {} for kind in _TABLES}
    for file, table in files.items():
        role = _role(file)
        resources.refuse_unknown(table, frozenset({"says", *_TABLES}), file)
        says[role] = _clause(table, file)
        for kind, owned in owners.items():
            phrases = dict.fromkeys(chain.from_iterable(_phrases(table, kind, file)), role)
            if twice := sorted(owned.keys() & phrases.keys()):
                raise BadData(f"{file}: {kind}: {twice[0]!r} is a phrase of {owned[twice[0]]} already")
            owned |= phrases
    return _index(says, **owners)


def labels_of(folded: Sequence[str]) -> list[str]:
    """Labels without what stands around them, every number a #: "Comments (1,204):" -> "comments #"."""
    bare = [text.strip(FRAME) for text in folded]
    if not _DIGIT.search("".join(bare)):
        return bare
    return [NUMBER.sub("#", text) if _DIGIT.search(text) else text for text in bare]


def opening(folded: str, tokens: Sequence[str]) -> str:
    """The first word of a text; © counts as one, since notices begin with it."""
    return "©" if folded.startswith("©") else tokens[0] if tokens else ""


def is_hangul(letter: str) -> bool:
    """Whether a letter is of Korean, which writes particles and endings onto the word."""
    return "가" <= letter <= "힣"


def _index(says: Mapping[Role, str], whole: Mapping[str, Role], start: Mapping[str, Role], inside: Mapping[str, Role]) -> Packs:
    telling = _telling_words(tuple(inside))
    opened = words_all([phrase.partition(" ")[0] for phrase in start])  # in a third of the time that their rest takes, too
    openings = (opening(phrase, tokens or words(phrase)) for phrase, tokens in zip(start, opened, strict=True))
    return Packs(says, whole, _keyed(start, openings), _keyed(inside, telling), frozenset(telling))


def _role(file: str) -> Role:
    name = file.rpartition("/")[2].removesuffix(".toml")
    if name not in set(Role):
        raise BadData(f"{file}: no role is called {name!r}; known: {', '.join(Role)}")
    return Role(name)


def _clause(table: Mapping[str, Any], file: str) -> str:
    says = table.get("says")
    if not isinstance(says, str) or not says:
        raise BadData(f"{file}: says: must say in a clause what a block of the role does")
    return says


def _phrases(table: Mapping[str, Any], kind: str, file: str) -> Iterator[Sequence[str]]:
    """The phrases of one table of a file, language by language, in the form in which they are looked up."""
    listed = table.get(kind, {})
    if not isinstance(listed, Mapping):
        raise BadData(f"{file}: {kind}: must be a table with a list for each language")
    for language in listed:
        if not _LANGUAGE.fullmatch(language):
            raise BadData(f"{file}: {kind}: {language!r} is no language of two letters")
        texts = resources.strings(listed, language, f"{file}: {kind}")
        phrases = _looked_up(kind, fold_all(texts))
        _refuse(texts, phrases, kind, f"{file}: {kind}: {language}")
        yield phrases


def _refuse(texts: Sequence[str], phrases: Sequence[str], kind: str, where: str) -> None:
    """Raises BadData for a phrase that no text could be found to hold."""
    if not all(map(_WORD.search, phrases)):
        for text, phrase in zip(texts, phrases, strict=True):
            if not _WORD.search(phrase) and (kind, phrase) != ("start", "©"):
                raise BadData(f"{where}: {text!r} holds no word")
    if kind != "whole" and "#" in "".join(phrases):
        text = next(text for text, phrase in zip(texts, phrases, strict=True) if "#" in phrase)
        raise BadData(f"{where}: {text!r}: # stands for a number in [whole] only")


def _looked_up(kind: str, folded: Sequence[str]) -> Sequence[str]:
    """Folded phrases without what is taken off a text before it is looked up there."""
    if kind == "whole":
        return labels_of(folded)
    return [phrase.lstrip(BULLETS) for phrase in folded] if kind == "start" else folded


def _keyed(phrases: Mapping[str, Role], keys: Iterable[str]) -> dict[str, dict[str, Role]]:
    keyed: dict[str, dict[str, Role]] = {}
    for key, (phrase, role) in zip(keys, phrases.items(), strict=True):
        keyed.setdefault(key, {})[phrase] = role
    return keyed


def _telling_words(phrases: Sequence[str]) -> list[str]:
    """A word of each phrase that few texts have: long, and rare among the phrases."""
    cut = list(map(_full_words, phrases, words_all(phrases)))
    counts = Counter(chain.from_iterable(cut))
    rank = {word: (count / len(word) ** 2, word) for word, count in counts.items()}
    return [min(tokens, key=rank.__getitem__) for tokens in cut]


def _full_words(phrase: str, tokens: Sequence[str]) -> Sequence[str]:
    """The words of a phrase that a text with the phrase has too; the last one of Korean may go on there."""
    return tokens[:-1] if len(tokens) > 1 and is_hangul(phrase[-1]) else tokens
