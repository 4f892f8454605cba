"""Names of authors out of what signs an article: "By Anna Beck and Tom Ray, staff writers" -> Anna Beck, Tom Ray.

The words are data (data/names.toml). What is left of a signature without them is a name if it looks like one: few words, no digits.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from cleanpage.metadata.dates import without_dates
from cleanpage.resources import refuse_unknown, strings, toml
from cleanpage.words import EAST_ASIAN, fold

_FILE = "names.toml"
_TABLES = frozenset("by and behind titles dating roles credits place particles small marks accounts agencies newsrooms schools".split())

MOST = 100  # authors of one page
_MOST_SIGNATURES = 500
_LONGEST_SIGNATURE = 1000  # characters
_LONGEST_LINE = 500  # characters of a line of names; a longer one is prose
_LONGEST, _MOST_WORDS = 70, 8  # of one name; "Center for Drug Evaluation and Research" is one
_WHOLE = range(2, 5)  # words of a person's whole name
_TAG = re.compile(r"<[^<>]{0,300}>")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|（[^（）]{0,80}）")
_ADDRESSES = ("@", "://", "www.", ".com/", "mailto:")  # what is in a word that is an address and no name
_PARTS = re.compile(r"\s*[,;|/•●·⋅∙、，；：\n\t]+\s*|\s+[-–—+]+\s+|\s*[–—]\s+")
_EDGES = " \u00a0.:-–—*_\"“”„»«'’‘,;|/&•●·〔〕【】"
_DIGIT = re.compile(r"\s*\d")
_SHORTENED = re.compile(r"\s(?:[^\W\d_]|Jr|Sr)$")
_GENERATION = re.compile(r",\s*(?=(?:Jr|Sr|II|III|IV)\b\.?\s*(?:[,;|&]|and\b|$))")  # "Ann Lee, Sr. Director" is a senior one
_REPORTED = re.compile(r"([記记]者)\s?(\w{2,4}(?:、\w{2,4}){0,9})[／/]\w{2,8}(?:報導|报道|電)")  # 記者王小明／台北報導: from Taipei
_NO_NAME = re.compile(r"(?<!\S)(?:#|\d+[:A-Z])")  # a tag, a time, a footnote
_LETTER = re.compile(r"[^\W\d_]")


def names(signatures: Iterable[str]) -> tuple[str, ...]:
    """The names in these texts, in order, each once, at most MOST."""
    found: dict[str, str] = {}
    for signature in islice(signatures, _MOST_SIGNATURES):
        for name in _names(_readable(signature)):
            found.setdefault(fold(name), name)
            if len(found) == MOST:
                return tuple(found.values())
    return tuple(found.values())


def signed(line: str) -> tuple[str, ...] | None:
    """The names behind the words for "by" in a line of the page, () where the name must stand in the next line; None without such words.

    "Posted on March 18, 2024 by Ann Lee in Weather" gives Ann Lee, "Photo by Ann Lee" None.
    """
    pieces = [_bare(piece) for piece in _PARTS.split(without_dates(_readable(line), " | "))]
    opened = next((i for i, piece in enumerate(pieces) if _without_by(piece) != piece), None)
    if opened is None or any(_opening("credits").match(piece) for piece in pieces[: opened + 1]):
        return None
    if not _without_by(pieces[opened]) and opened == len(pieces) - 1:
        return ()
    found = names([", ".join(map(_before, _without_sections([piece for piece in pieces[opened:] if piece])))])
    return tuple(filter(_is_written_like_a_name, found)) or tuple(name for name in found[:1] if " " not in name) or None


def alone(line: str) -> tuple[str, ...]:
    """The names of a line that holds nothing but whole names and professions; () for any other."""
    if len(line) > _LONGEST_LINE:
        return ()
    parts = (_bare(part) for part in _PARTS.split(without_dates(_readable(line), " | ")))
    pieces = [piece for part in parts if part and fold(part) not in _folded("dating") for piece in _apart(part)]
    if any(len(piece.split()) > _MOST_WORDS or not _may_stand_beside(_before_place(piece) or piece) for piece in pieces):
        return ()
    found = names([", ".join(map(_before_place, pieces))])
    return tuple(name for name in found if is_whole(name) and _is_written_like_a_name(name) and not _NO_NAME.search(name))


def is_person(name: str) -> bool:
    """Whether this is a whole name without digits and none of a news agency or a newsroom."""
    plain = is_whole(name) and _is_written_like_a_name(name) and not any(map(str.isdigit, name))
    return plain and not is_agency(name) and not is_newsroom(name)


def is_agency(name: str) -> bool:
    """Whether this is the name of a news agency."""
    return fold(name) in _folded("agencies")


def is_newsroom(name: str) -> bool:
    """Whether this names a newsroom: "Redacción", "IN-Redaktion", "Post News Desk"."""
    return _naming("newsrooms").search(fold(name)) is not None


def marks() -> frozenset[str]:
    """Words that elements and addresses of authors are called by."""
    return _folded("marks")


def accounts() -> frozenset[str]:
    """What accounts of an editing system are called that belong to nobody."""
    return _folded("accounts")


def _readable(signature: str) -> str:
    """The text without tags, entities and addresses."""
    text = html.unescape(html.unescape(signature[:_LONGEST_SIGNATURE]))
    text = " ".join(word for word in _TAG.sub(" ", text).split(" ") if not any(mark in word for mark in _ADDRESSES))
    return _REPORTED.sub(r"\1 \2", _GENERATION.sub(" ", text))


def _before(piece: str) -> str:
    """The piece up to its first digit, or to a word that leads from a name to a place."""
    return _DIGIT.split(_before_place(piece), maxsplit=1)[0]


def _without_sections(pieces: list[str]) -> list[str]:
    """The pieces without those behind the first that leads to a section, "in Weather, Rain, Hills", but for such as lead somewhere too."""
    placed = [_before_place(piece) != piece for piece in pieces]
    return [piece for i, piece in enumerate(pieces) if placed[i] or not any(placed[:i])]


def _before_place(piece: str) -> str:
    """The piece up to a word that leads from a name to a place or a section: "Ann Lee in Weather", "in Weather"."""
    return _leading().split(piece, maxsplit=1)[0]


def _names(text: str) -> Iterator[str]:
    parts = _signing([bare for part in _PARTS.split(_BRACKETS.sub(" ", text)) if (bare := _bare(part))])
    pieces = [piece for part in parts for whole in _apart(_without_by(part)) for piece in _without_agency(whole)]
    kept = [name for piece in pieces if (name := _cleaned(piece)) and _looks_like_a_name(name)]
    whole = any(is_whole(name) and _is_written_like_a_name(name) for name in kept)
    yield from (name for name in kept if not whole or is_whole(name))


def _signing(parts: list[str]) -> list[str]:
    """The parts without the professions and schools behind the first: "Ann Lee, Rain Expert" has one name, "Ann Lee Reporter, Bo Ek
    Reporter" two, and a school signs that stands alone or first.
    """
    titled = bool(parts) and (_is_role(fold(parts[0])) or _is_school(parts[0]))
    return parts if titled else [*parts[:1], *filter(_signs_too, parts[1:])]


def _signs_too(part: str) -> bool:
    """Whether a part behind a name may be one more name: no credit, profession, school or title, none with what it is for ("Reporter
    Weather").
    """
    if _is_school(part) or _opening("credits").match(part):
        return False
    if part.endswith(_words("behind")):
        return True
    said = fold(_without_titles(part))
    dropped = said in _folded("titles") or said in _folded("dating") or _is_role(said) or said.partition(" ")[0] in _folded("roles")
    return not dropped or _behind_role(part) != part


def _cleaned(piece: str) -> str:
    """The piece without the word for "by" before it, the profession behind it, and quotation marks around it."""
    name = _without_by(_bare(" ".join(piece.split())))
    for word in _words("behind"):
        name = name.removesuffix(word)
    return _behind_role(_without_role(_once(_bare(_without_titles(_bare(name))))))


def _bare(text: str) -> str:
    """The text without the marks around it; the dot of an initial and of "Jr." belongs to the name."""
    bare = text.strip(_EDGES)
    return f"{bare}." if f"{bare}." in text and _SHORTENED.search(bare) else bare


def _without_titles(name: str) -> str:
    """ "Ann Lee MD" -> "Ann Lee"; two words may be a name. "Ann Published" -> "Ann", "Ann Lee publié le" -> "Ann Lee"."""
    words = name.split()
    while len(words) > 1 and (_leads_on(words[-1]) or _falls_off(fold(words[-1].strip(_EDGES)), len(words))):
        words.pop()
    return " ".join(words)


def _falls_off(last: str, words: int) -> bool:
    return last in _folded("dating") or (words > _WHOLE[0] and last in _folded("titles"))


def _leads_on(word: str) -> bool:
    """Whether no name can end with this word: "von", "le"."""
    return word.islower() and word in _folded("small")


def _without_role(name: str) -> str:
    """ "Ann Lee Staff Writer" -> "Ann Lee": the name before the longest profession at the end, if none of its words is part of one or leads
    to it ("Letters to the Editor").
    """
    words = name.split()
    for start in range(_WHOLE[0], len(words)):
        if fold(" ".join(words[start:])) in _folded("roles"):
            before = [fold(word) for word in words[:start]]
            return " ".join(words[:start]) if _role_words().isdisjoint(before) and before[-1] not in _linking() else name
    return name


def _behind_role(name: str) -> str:
    """ "Staff Writer Ann Lee" -> "Ann Lee": the whole name behind the longest profession at the start, not what the profession is for."""
    words = name.split()
    for end in range(len(words) - _WHOLE[0], 0, -1):
        role, rest = fold(" ".join(words[:end])), " ".join(words[end:])
        if not _folded("roles").isdisjoint((role, role.rpartition("-")[2])) and is_whole(rest) and _is_written_like_a_name(rest):
            between = frozenset(map(fold, words[end - 1 : end + 1]))
            return rest if between.isdisjoint(_linking()) and between.isdisjoint(_folded("and")) else name
    return name


def _once(name: str) -> str:
    """ "Ann Lee Ann Lee" -> "Ann Lee"."""
    words = name.split()
    half = words[: len(words) // 2]
    return " ".join(half) if words == half * 2 else name


def _without_by(text: str) -> str:
    """The text behind a word for "by", which a space or a colon must follow; the text itself if there is none."""
    match = _opening("by").match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    if not rest or fold(match[0]) not in _folded("particles"):
        return rest
    return rest if is_whole(rest) or all(map(is_whole, _joining().split(rest))) else text


def _apart(text: str) -> list[str]:
    """The text parted at words for "and" if names stand on both sides; an "and" may belong to a name ("Karl von und zu Lee").

    One may also open the last of several names: "Ann Lee, Bo Ek, and Cy Fox".
    """
    pieces = _joining().split(_last_of_several().sub("", text, count=1))
    return pieces if all(_is_all_of_a_name(piece.strip(_EDGES)) for piece in pieces) else [text]


def _is_all_of_a_name(piece: str) -> bool:
    return is_whole(piece) and not _leads_on(piece.split()[-1])


def _without_agency(name: str) -> tuple[str, ...]:
    """ "Ann Lee Associated Press" -> "Ann Lee", "Associated Press"; an agency of one word is written as agencies write themselves."""
    words = name.split()
    for start in range(_WHOLE[0], len(words)):
        agency = " ".join(words[start:])
        if agency in _words("agencies") or (start + 1 < len(words) and is_agency(agency)):
            return " ".join(words[:start]), agency
    return (name,)


def is_whole(name: str) -> bool:
    """Whether this can be all of a name: two to four words beside small ones ("van", "de la"), an agency, a newsroom, or a word of a
    script without spaces inside names.
    """
    words = name.split()
    if len(words) in _WHOLE or is_agency(name) or (not name.isascii() and name.isalpha() and len(name) <= 4):
        return True
    return sum(fold(word) not in _folded("small") for word in words) in _WHOLE or is_newsroom(name)


def _looks_like_a_name(name: str) -> bool:
    """Few words, each with a letter in it ("BR24" may be part of a newsroom's name, "24" of a date; "Lee & Fox" is one), no profession."""
    words = name.split()
    if not 1 < len(name) <= _LONGEST or len(words) > _MOST_WORDS or ": " in name:
        return False
    bare = [word for word in words if not _LETTER.search(word)]
    return (not bare or (bare == ["&"] and len(words) in _WHOLE)) and not _is_role(fold(name))


def _is_written_like_a_name(name: str) -> bool:
    """Whether every word has a capital, or has none in its script, but for the small words inside names ("van", "bin")."""
    small = (word for word in name.split() if word[:1].islower() and word == word.lower())
    return all(fold(word) in _folded("small") or is_agency(word) for word in small)


def _may_stand_beside(piece: str) -> bool:
    """Whether a piece may stand in a line of names: a name or a place, or a profession with all that belongs to it; no credit."""
    if _opening("credits").match(piece):
        return False
    return _is_written_like_a_name(piece.strip(_EDGES)) or not _role_words().isdisjoint(fold(piece).split())


def _is_role(name: str) -> bool:
    """Whether this folded text is a profession: one of the list or several words that end in one ("print managing editor"), with what it is
    for behind it ("editor of the post", "head of weather").
    """
    words = name.split()
    end = next((i for i, word in enumerate(words) if i and word in _linking()), len(words))
    last = () if len(words) > 1 and words[-2] in _folded("small") else words[-1:]  # "letters to the editor"
    said = (name, *last, *words[end - 1 : end], " ".join(words[: end + 1]))
    return not _folded("roles").isdisjoint(said)


def _is_school(part: str) -> bool:
    """Whether this names a university or an institute."""
    return _naming("schools").search(fold(part)) is not None


@cache
def _words(table: str) -> tuple[str, ...]:
    """The words of a table of all languages, the longest first; raises BadData."""
    data = toml(_FILE)
    refuse_unknown(data, _TABLES, _FILE)
    return tuple(sorted({word for language in data[table] for word in strings(data[table], language, _FILE)}, key=len, reverse=True))


@cache
def _folded(table: str) -> frozenset[str]:
    return frozenset(map(fold, _words(table)))


@cache
def _linking() -> frozenset[str]:
    """Words that lead from a profession to what it is for."""
    return _folded("small") | _folded("place")


@cache
def _role_words() -> frozenset[str]:
    """The words that professions are made of."""
    return frozenset(word for role in _folded("roles") for word in role.split())


@cache
def _opening(table: str) -> re.Pattern[str]:
    """A word of the table at the start of a text, with the colon or the space behind it."""
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, _words(table)))})(?:\s*[:：/／・=＝]\s*|\s+|$)", re.IGNORECASE)


@cache
def _naming(table: str) -> re.Pattern[str]:
    """A word of the table in a folded name; in scripts without spaces at its end."""
    words = sorted(_folded(table), key=len, reverse=True)
    spaced, spaceless = ("|".join(re.escape(word) for word in words if (word < EAST_ASIAN) == spaced) for spaced in (True, False))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|(?:{spaceless})$")


@cache
def _last_of_several() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(map(re.escape, _words('and')))})\s+")


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, _words('and')))})\s+", re.IGNORECASE)


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, _words('place')))})(?:[\s:]|$)", re.IGNORECASE)
