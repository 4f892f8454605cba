"""Stock phrases: what sites say in a role, in many languages, from data/phrases/ROLE.toml.

Speaks for the role of a block that is such a phrase ("Most read"), begins with one ("Read more: ...") or holds one ("for as little
as the cost of a cup of coffee"); a long block must hold several for the same weight. Silent on an entry of a menu, whatever it says: there
"Newsletter" and "Imprint" lead to other pages; only menus' own words, share buttons and appeals count there. Silent on everything else.
What speaks for a role speaks as much against article text (of 4,500 blocks with a phrase 15 were that), an appeal for money less: most of
what it says is which chrome. The evidence quotes the phrase, so that a bad one is known by its quotes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cleanpage.model import Document, Evidence, Role, Roles
from cleanpage.packs import BULLETS, FRAME, NUMBER, Packs, is_hangul, labels_of, opening, packaged
from cleanpage.words import fold, joined

_WHOLE = 3.0  # nobody writes a paragraph that is just "Most read"; but a subhead may be "Comments"
_PART = 2.0  # part of a short block
_LONG_PART = 0.5  # part of a long one: there it may be quoted, or be what the article is about
_FURNITURE_WHOLE, _FURNITURE_PART = 2.0, 1.5  # lists of other articles have bylines and times too; "By ..." opens headings
_TOLD_BY_WORDS = frozenset({Role.DONATION, Role.FEEDBACK})  # nothing else tells appeals from the text that they stand in
_STRESS = 1.6  # so their phrases weigh that much more
_AMONG_CHROME = 4.0  # ... and of appeals this much more among chrome: they stand in footers, sign-up boxes and beside comments, too
_APPEAL, _FEW = 9.0, 8  # an appeal of few words says nothing else: "Donate" in a menu is one, too (8 in 10)
_ANOTHER, _MOST_OTHERS = 1.0, 3  # each other phrase of the role in the block: one is quoted, three are hardly chance
_COLONS = frozenset(":：")  # behind an opening phrase: a heading and what it heads in one block
_SHORT, _LONG = 25, 60  # words a phrase: a line of an appeal, a paragraph of an article
_LONGEST_FURNITURE = 12  # words: a byline or dateline is rarely longer

_MENU, _LONGEST_ENTRY = 4, 30  # links in a row, characters: of phrases in such a row 1 in 10 is right
_IN_MENUS = frozenset({Role.NAVIGATION, Role.SHARE, Role.DONATION})
_LONGEST_LABEL = 100  # characters: the longest whole phrase has 64, and a line may hold several

_BAR = re.compile(r"[|•·\[\]/]")  # stands between the labels of a line
_SIGN = re.compile(r"[\d|•·\[/]")  # a label without one is looked up as it stands
_DIGIT = re.compile(r"\d")


class _Reading(NamedTuple):
    """A block's text; the same folded, of a long one its ends; the words of that."""

    text: str
    folded: str
    words: tuple[str, ...]


class _Place(NamedTuple):
    """Where a phrase of a role stands in the folded text; sorts by role, then the longest of the first."""

    role: Role
    start: int
    minus_end: int


def find(document: Document) -> Iterator[Evidence]:
    """At most one piece of evidence a block and role, the strongest, and one against article text; linear in the page."""
    packs, entries = packaged(), _entries(document)
    labels = {text: _role_of_label(text, packs.whole) for text in set(document.ends) if len(text) <= _LONGEST_LABEL}
    for block, (folded, tokens) in enumerate(zip(document.ends, document.words, strict=True)):
        label = labels.get(folded)
        if not label and packs.keys.isdisjoint(tokens) and "©" not in folded and not (tokens and tokens[0] in packs.start):
            continue  # two in three: the rest is asked of few
        found = list(_said(block, _Reading(document.text[block], folded, tokens), packs, label, block in entries))
        if found:
            yield from found
            log_odds, reason = max((item.log_odds - _among_chrome(item.role), item.reason) for item in found)
            yield Evidence(block, Roles.ARTICLE_TEXT, -log_odds, "phrases", reason)


def _said(block: int, reading: _Reading, packs: Packs, label: Role | None, in_menu: bool) -> Iterator[Evidence]:
    """What a block says whole, and what its parts say."""
    if label and (label in _IN_MENUS or not in_menu):
        yield Evidence(block, label, _label_weight(label), "phrases", f'{packs.says[label]} ("{" ".join(reading.text.split())}")')
    places = _places(reading, packs)
    for role, group in groupby(places, key=attrgetter("role")) if places else ():
        if role is not label and (role in _IN_MENUS or not in_menu):
            yield _part(block, reading, role, list(group), packs.says[role])


def _role_of_label(folded: str, whole: Mapping[str, Role]) -> Role | None:
    """The role of a label, or of a line of labels that all have one role: "Share | Print | E-mail"."""
    bare = folded.strip(FRAME)
    role = whole.get(bare)
    if role or not _SIGN.search(bare):
        return role
    role = whole.get(NUMBER.sub("#", bare))
    if role or not _BAR.search(bare):
        return role
    roles = {whole.get(label) for label in labels_of(_BAR.split(bare)) if label}
    return roles.pop() if len(roles) == 1 else None


def _entries(document: Document) -> frozenset[int]:
    """The blocks that are short links in a row of at least _MENU."""
    entries: list[int] = []
    row: list[int] = []
    for block, (text, linked) in enumerate(zip((*document.text, ""), (*document.opening_links, 0), strict=True)):
        if linked and len(text) / 2 < linked and len(text) <= _LONGEST_ENTRY:
            row.append(block)
        elif row:
            entries += row if len(row) >= _MENU else ()
            row = []
    return frozenset(entries)


def _label_weight(label: Role) -> float:
    if label is Role.DONATION:
        return _APPEAL
    return _FURNITURE_WHOLE if label in _GUARDS else _WHOLE * _stress(label)


def _part(block: int, reading: _Reading, role: Role, places: list[_Place], says: str) -> Evidence:
    phrases, size = _apart(places), _size(reading.words)
    if role is Role.DONATION and size <= _FEW:
        weight = _APPEAL
    elif role not in _GUARDS and size <= _SHORT and _is_heading(reading, places[0]):
        weight = _WHOLE * _stress(role)
    else:
        weight = (_part_weight(role, size / phrases) + _ANOTHER * min(phrases - 1, _MOST_OTHERS)) * _stress(role)
    return Evidence(block, role, weight + _among_chrome(role), "phrases", f'{says} ("{_quote(reading, places[0])}")')


def _is_heading(reading: _Reading, place: _Place) -> bool:
    """Whether a phrase opens the block, and a colon is its end or follows: "Read more: Rain falls on the harbour"."""
    start, end = place.start, -place.minus_end
    marks = (reading.folded[end - 1], reading.folded[end:].lstrip()[:1])
    return not reading.folded[:start].strip(BULLETS) and not _COLONS.isdisjoint(marks)


def _places(reading: _Reading, packs: Packs) -> list[_Place]:
    """The first place of each phrase that opens the block (bullets aside) or stands in it, sorted."""
    places = []
    bare = reading.folded.lstrip(BULLETS)
    lead = len(reading.folded) - len(bare)
    openers = packs.start.get(opening(bare, reading.words), {})
    if bare.startswith(tuple(openers)):
        for phrase, role in openers.items():
            if bare.startswith(phrase) and _ends(bare, len(phrase)) and _may_follow(reading, lead + len(phrase), role):
                places.append(_Place(role, lead, -lead - len(phrase)))
    for key in () if bare.startswith('"') else packs.keys.intersection(reading.words):  # what opens with a quote is speech
        for phrase, role in packs.inside[key].items():
            start = _standing(reading.folded, phrase) if phrase in reading.folded else -1
            if start >= 0 and reading.folded.count('"', 0, start) % 2 == 0:  # between quotation marks it is speech, too
                places.append(_Place(role, start, -start - len(phrase)))
    return sorted(places)


def _standing(folded: str, phrase: str) -> int:
    """Where the phrase first stands between ends of words; -1 if nowhere."""
    start = folded.find(phrase)
    while start >= 0 and (joined(folded, start) or not _ends(folded, start + len(phrase))):
        start = folded.find(phrase, start + 1)
    return start


def _ends(folded: str, at: int) -> bool:
    """Whether a phrase may end here: where a word ends, or in Korean, which writes particles and endings onto the word."""
    return not joined(folded, at) or is_hangul(folded[at - 1])


def _may_follow(reading: _Reading, at: int, role: Role) -> bool:
    """Whether what follows an opening phrase is what the role's guard, if it has one, asks for."""
    guard = _GUARDS.get(role)
    return guard is None or (len(reading.words) <= _LONGEST_FURNITURE and guard(reading.text[at:]))


def _names_someone(rest: str) -> bool:
    """Whether the text up to a comma may be names: no long word in small letters, no end of a sentence."""
    names = rest.partition(",")[0].split()
    if not names or names[0][0].islower() or rest.endswith((".", "!", "?", "。")):
        return False
    return not any(name[0].islower() and len(name) > 4 for name in names)


def _holds_a_number(rest: str) -> bool:
    return _DIGIT.search(rest) is not None


_GUARDS: Mapping[Role, Callable[[str], bool]] = {Role.BYLINE: _names_someone, Role.DATELINE: _holds_a_number}


def _apart(places: Iterable[_Place]) -> int:
    """How many of the places (sorted) do not overlap an earlier one."""
    count = free = 0
    for place in places:
        if place.start >= free:
            count, free = count + 1, -place.minus_end
    return count


def _size(tokens: Sequence[str]) -> float:
    """How many words: of a script without spaces two characters count as one."""
    return len(tokens) - sum(len(token) == 1 and token > "\u0e00" for token in tokens) / 2


def _part_weight(role: Role, words_per_phrase: float) -> float:
    """Log-odds of a part of a block, fading from short blocks to long ones."""
    share = min(1.0, max(0.0, (words_per_phrase - _SHORT) / (_LONG - _SHORT)))
    part = _FURNITURE_PART if role in _GUARDS else _PART
    return part + (_LONG_PART - part) * share


def _stress(role: Role) -> float:
    return _STRESS if role in _TOLD_BY_WORDS else 1.0


def _among_chrome(role: Role | Roles) -> float:
    """What a phrase weighs more for its role than against article text."""
    return _AMONG_CHROME if role is Role.DONATION else 0.0


def _quote(reading: _Reading, place: _Place) -> str:
    """The phrase as it stands in the text; folded where folding moved it."""
    here = slice(place.start, -place.minus_end)
    return reading.text[here] if fold(reading.text[here]) == reading.folded[here] else reading.folded[here]
