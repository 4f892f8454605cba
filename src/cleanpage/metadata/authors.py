"""The authors: who signs the article, in the head or in its byline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, takewhile

from cleanpage.metadata.claims import Claims, readable
from cleanpage.metadata.names import MOST, accounts, alone, is_agency, is_newsroom, is_person, is_whole, marks, names, signed
from cleanpage.metadata.near import LONGEST, Near, behind, closing
from cleanpage.metadata.site import key
from cleanpage.model import Article, Role, Span
from cleanpage.words import fold, name_words

_PATH = re.compile(r"[/?&=]")
_LABEL = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")  # a colon that stands in no time
_BEHIND = 2  # lines: a section may stand between "by" and the name, a profession between a name and what is told of its person
_SHORT = 2  # words
_SIGNERS = 20  # lines below each other in which several authors sign
_SURE = 0.35  # chance of a byline
_SIGNING = frozenset({Role.BYLINE, Role.DATELINE, Role.BIO})
_AROUND = 3  # elements: what stands further out is the whole header

Signed = tuple[tuple[str, ...], str]
"""Names, and where they stand."""


def authors(article: Article, near: Near, claims: Claims, site: frozenset[str]) -> Signed | None:
    """The names and where they stand: the first source in the head that names more than the site or an agency, the byline, the site itself.

    A person in the byline wins over a head without whole names (these are of the site, or of its editing system's users), an agency and a
    newsroom.
    """
    site |= _accounts(article, near)
    stated = [(found, source) for texts, source in claims.lists("authors") if (found := _stated(texts, site))]
    named = next(((found, source) for found, source in stated if not all(map(is_agency, _others(found, site)))), None)
    if named and any(is_whole(name) and not is_newsroom(name) for name in _others(named[0], site)):
        return named
    bylined = _bylined(article, near, site, frozenset(key(name) for found, _ in stated for name in found))
    if bylined and (not stated or any(map(is_person, bylined[0]))):
        return bylined
    return named or next(iter(stated), None)


def _stated(texts: Iterable[str], site: frozenset[str]) -> tuple[str, ...]:
    """The names in these texts; in one that names a person ("Ann Lee, The Post") the site's is no author, in one of its own it is."""
    found = islice(chain.from_iterable(_named(text, site) for text in texts), MOST)
    return tuple({fold(name): name for name in reversed(list(found))}.values())[::-1]


def _named(text: str, site: frozenset[str]) -> tuple[str, ...]:
    """The names in a text; the site's stays as it stands ("News 24" is one)."""
    whole = readable(text)
    return (whole,) if key(whole) in site else _persons(names([text]), site)


def _persons(found: tuple[str, ...], site: frozenset[str]) -> tuple[str, ...]:
    """The names without the site's where a person signs with it; beside an agency the site stays."""
    others = _others(found, site)
    return others if any(map(is_person, others)) else found


def _accounts(article: Article, near: Near) -> frozenset[str]:
    """Names that lead to an account of the editing system that is nobody's ("/author/admin/"), as keys."""
    document = article.document
    linked = ((block, span) for block in near.lines for span in document.spans[block] if _leads_to_author(span))
    nobodies = ((block, span) for block, span in linked if not accounts().isdisjoint(_PATH.split(span.href.lower())))
    return frozenset(key(document.text[block][span.start : span.end]) for block, span in nobodies)


def _others(found: Sequence[str], site: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in found if key(name) not in site)


def _bylined(article: Article, near: Near, site: frozenset[str], stated: frozenset[str]) -> Signed | None:
    """The names that sign the article in its lines, by the first way to read these that finds somebody.

    A newsroom may sign below the text. Of several names those that are `stated` in the head count. If these are the site's, only a name
    that opens the text goes before them; other names of the site count where nobody else signs.
    """
    opening = _others(_alone(article, near.bold), site) if stated and stated <= site else ()
    own: tuple[str, ...] = ()
    for found in _signatures(article, near):
        known = tuple(name for name in found if key(name) in stated)
        if signs := _others(known, site) or (known and opening) or known or _others(found, site):
            return signs, "byline block"
        own = own or found
    signs = opening or own or _short(article, near.lines) or tuple(filter(is_newsroom, _alone(article, closing(article))))
    return (signs, "byline block") if signs else None


def _signatures(article: Article, near: Near) -> Iterator[tuple[str, ...]]:
    """The names in the lines, by every way to read them, best first: near the headline those that say "by", those that are names, those of
    links, those beside a date; elsewhere what says "by", sure bylines and what introduces a person.
    """
    verdicts = article.verdicts
    yield _signed(article, near.lines)
    bylines = [block for block in near.lines if verdicts[block].role is Role.BYLINE or _is_marked(article, block)]
    yield _alone(article, bylines)
    yield _linked(article, bylines)
    datelines = [block for block in near.lines if verdicts[block].role is Role.DATELINE]
    yield _dated(article, datelines)
    later = [block for block, verdict in enumerate(verdicts) if verdict.role in _SIGNING]
    yield _signed(article, later)
    yield next(filter(None, (_alone(article, [block]) for block in later if _is_sure(article, block))), ())
    yield _introduced(article, later)


def _is_sure(article: Article, block: int) -> bool:
    return article.verdicts[block].role is Role.BYLINE and article.verdicts[block].probability >= _SURE


def _is_marked(article: Article, block: int) -> bool:
    """Whether the markup says that this line names an author: the names of its element or of those around it, or where a link leads."""
    document = article.document
    if any(map(_leads_to_author, document.spans[block])):
        return True
    rows = islice(_upwards(document.elements.parent, document.element[block]), _AROUND)
    words = (word.rpartition("=")[2] for row in rows for word in name_words(document.elements.names[row]))  # itemprop=author is one
    return any(word in marks() for word in words)


def _leads_to_author(span: Span) -> bool:
    return span.kind == "link" and not marks().isdisjoint(_PATH.split(span.href.lower()))


def _upwards(parent: Sequence[int], row: int) -> Iterator[int]:
    while row >= 0:
        yield row
        row = parent[row]


def _signed(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The names of the first of these lines that says "by", or of the line behind it."""
    text = article.document.text
    for block in blocks:
        found = signed(text[block])
        if found:
            return _as_linked(article, block, found)
        if found == ():
            return _behind_by(article, block)
    return ()


def _behind_by(article: Article, block: int) -> tuple[str, ...]:
    """The names of the first line behind this one that is nothing but names, and of those like it below; else of the line behind it."""
    text = article.document.text
    lines = [line for line in behind(article, block, _BEHIND) if len(text[line]) <= LONGEST]
    first = next((line for line in (block + 1, *lines) if line < len(text) and alone(text[line])), None)
    if first is None:
        return names(text[line] for line in lines[:1])
    below = range(first + 1, min(first + _SIGNERS, len(text)))
    return _alone(article, [first, *takewhile(lambda line: _goes_on(article, line, first), below)])


def _goes_on(article: Article, line: int, first: int) -> bool:
    """Whether a line goes on with the list of names that the first one opens: it is a comma or stands behind one, or its element is called
    the same.
    """
    if article.verdicts[line].role is not Role.BYLINE:
        return False
    pair = article.document.text[line - 1 : line + 1]
    return not all(any(map(str.isalnum, text)) for text in pair) or _called(article, line) == _called(article, first) != ""


def _called(article: Article, block: int) -> str:
    row = article.document.element[block]
    return article.document.elements.names[row] if row >= 0 else ""


def _linked(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The names in these lines that lead to the author's page."""
    document = article.document
    links = ((block, span) for block in blocks for span in document.spans[block] if _leads_to_author(span))
    return tuple(dict.fromkeys(name for block, span in links for name in alone(document.text[block][span.start : span.end])))


def _dated(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The persons of the first of these lines that names any beside a date; what leads elsewhere than to an author is no person."""
    for block in blocks:
        text = article.document.text[block]
        elsewhere = [text[span.start : span.end] for span in article.document.spans[block] if span.href and not _leads_to_author(span)]
        found = () if _LABEL.search(text) else filter(_is_plain, alone(text))
        if persons := tuple(name for name in found if not any(link in name for link in elsewhere)):
            return persons
    return ()


def _is_plain(name: str) -> bool:
    """Whether this is a person's name without small words: "Thema des Tages" looks like "Vincent van Gogh"."""
    return is_person(name) and not any(map(str.islower, name.split()))


def _introduced(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The first person that is one of these lines and opens the prose behind it: "Ann Lee", "Ann has been living in the hills since"."""
    text = article.document.text
    for block in blocks:
        prose = [text[line] for line in behind(article, block, _BEHIND) if len(text[line]) > LONGEST]
        persons = filter(is_person, alone(text[block]) if prose else ())
        if found := tuple(name for name in persons if any(line.startswith(name.split()[0]) for line in prose)):
            return found
    return ()


def _short(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The first sure byline of these lines that stands beside a date and is a name of a word or two: "Ann", "ann lee"."""
    dated = {block for block in blocks if article.verdicts[block].role is Role.DATELINE}
    lines = (article.document.text[block] for block in blocks if _is_sure(article, block) and {block - 1, block + 1} & dated)
    return next(filter(None, (names([line]) for line in lines if len(line.split()) <= _SHORT)), ())


def _alone(article: Article, blocks: Sequence[int]) -> tuple[str, ...]:
    """The names of these lines that hold nothing else."""
    found = (_as_linked(article, block, alone(article.document.text[block])) for block in blocks)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _as_linked(article: Article, block: int, found: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a line as its links to their authors give them: "Ann LeeUpdated" is one that ends where the link does."""
    linked = [article.document.text[block][span.start : span.end] for span in article.document.spans[block] if _leads_to_author(span)]
    precise = ([text for text in linked if text in name and is_whole(text)] or [name] for name in found)
    return tuple(dict.fromkeys(chain.from_iterable(precise)))
