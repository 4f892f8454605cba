"""The one tokeniser: text made comparable, and cut into words, in every script."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from unicodedata import category, normalize

EAST_ASIAN = "\u3000"
"""From this character on lie Chinese, Japanese and Korean, and so most scripts that are written without spaces."""

_MARKS = "".join(mark for mark in map(chr, range(0x300, 0x2000)) if category(mark).startswith("M"))
_SPACELESS = (
    "\u0e01-\u0e3a\u0e40-\u0e46"  # Thai
    "\u0e81-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f"  # Myanmar
    "\u1780-\u17b3\u17d7\u17dc"  # Khmer
    "\u3005-\u3007\u3041-\u309f"  # iteration marks, Hiragana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
# Python's \w leaves out combining marks: without _MARKS a Hindi or a pointed Hebrew word would fall to pieces at each vowel sign.
_LETTERS = rf"[^\W_{_SPACELESS}]+"
_WORDS = re.compile(rf"{_LETTERS}(?:[{_MARKS}]+(?:{_LETTERS})?|['’]{_LETTERS})*|[{_SPACELESS}][{_MARKS}]*")
_JOINED = re.compile(rf"(?<=[^\W_{_SPACELESS}]|[{_MARKS}])[^\W_{_SPACELESS}]|[{_MARKS}]")
# Most blocks are plain: letters of alphabets without marks, ASCII punctuation. These are cut in half the time or less.
_PLAIN = re.compile(r"[ \n'0-9a-zA-ZÀ-ÖØ-öø-ɏΆΈΉΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯא-תؠ-ي가-힣]*")
_BREAKS = bytes(code if code > 127 or chr(code).isalnum() or chr(code) in "'\n" else 32 for code in range(256))
_SIGNS = "…©®·•°→×€£"  # the commonest that part words beside ASCII's
_LOOSE_APOSTROPHE = re.compile(r"'(?:(?=[ \n']|$)|(?<=^')|(?<=[ \n']'))")

_BETWEEN = "\0"  # which no text holds, and which no letter joins with

_SMALL = bytes(code if chr(code).isascii() and chr(code).islower() else 32 for code in range(256))
_NAME_WORDS = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\W\dA-Z_]*")

_VARIANTS = (
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02b9\u02bb\u02bc\u02bd\u055a\u05f3\u0060\ua78c", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u05f4\u275d\u275e\u300c\u300d\u300e\u300f\u301d\u301e\u301f", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u058a\u05be\u2e3a\u2e3b\u301c", "-")
    | dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e", "")
    | dict.fromkeys("\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff", "")
    # Capitals lose these: I is the capital of ı and of i, Greek sets no accents on capitals, Cyrillic Е often stands for Ё.
    | {"İ": "i", "ı": "i", "\u0307": "", "Ё": "е", "ё": "е"}
    | dict(zip("ΆΈΉΊΌΎΏΪΫάέήίόύώϊϋΐΰ", "αεηιουωιυαεηιουωιυιυ", strict=True))
)
# With these made plain most English text is ASCII, which folds in a third of the time; NFKC would make ´ a space and a mark.
_COMMON = {"\u00a0": " ", "´": "'"} | {variant: _VARIANTS[variant] for variant in "’‘“”–—"}
_VARIANT = re.compile(f"[{re.escape(''.join(_VARIANTS))}]")


def fold(text: str) -> str:
    """Text made comparable: NFKC, without case, one kind of apostrophe, quote and dash, white space squeezed, invisible characters dropped.

    Letters whose capitals lose a sign (ı, ё, Greek vowels with an accent) lose it here too, so that a heading in capitals folds
    like one in small letters.
    """
    if not text.isascii():
        for variant, plain in _COMMON.items():
            text = text.replace(variant, plain)
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    plain = _VARIANT.sub(_plain, normalize("NFKC", text))
    return " ".join((plain.lower() if plain.isascii() else plain.casefold()).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Every text folded: of lists of short ones in two thirds of the time that `fold` takes one by one."""
    parts = fold(_BETWEEN.join(texts)).split(_BETWEEN)
    return [part.strip() for part in parts] if len(parts) == len(texts) else [fold(text) for text in texts]


def words(text: str) -> list[str]:
    """The words of a text, folded or raw, in order; an inner apostrophe belongs to the word, a hyphen parts two.

    Han, Hiragana, Thai, Lao, Khmer and Burmese are written without spaces: taken whole, a paragraph of them would be one word, and
    to cut it rightly takes a dictionary. Each of their characters, with its marks, counts as a word, so that a count still grows
    with the text. A run of Katakana stays whole: it mostly is one (borrowed) word.
    """
    broken = _broken(text)
    return broken.split() if _is_plain(broken) else _WORDS.findall(text)


def words_all(texts: Sequence[str]) -> list[list[str]]:
    """The words of every text: of a page's blocks in two thirds of the time that `words` takes one by one."""
    lines = _broken("\n".join(texts)).split("\n")
    if len(lines) != len(texts):
        return list(map(words, texts))
    return [line.split() if _is_plain(line) else _WORDS.findall(text) for line, text in zip(lines, texts, strict=True)]


def _broken(text: str) -> str:
    """The text with spaces for what parts words, but for line breaks and rarer signs."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    broken = text.encode("utf-8", "surrogatepass").translate(_BREAKS).decode("utf-8", "surrogatepass")
    return _LOOSE_APOSTROPHE.sub(" ", broken) if "'" in broken else broken


def _is_plain(broken: str) -> bool:
    return broken.isascii() or _PLAIN.fullmatch(broken) is not None


def joined(text: str, at: int) -> bool:
    """Whether text[at] goes on with the word of text[at - 1]; between characters of a script without spaces it never does.

    >>> joined("newsletter", 4), joined("news, letter", 4), joined("新聞", 1)
    (True, False, False)
    """
    return at > 0 and _JOINED.match(text, at) is not None


def name_words(written: str) -> tuple[str, ...]:
    """The words of class and id names, without repeats: "articleBody main-text_2 role=main" -> article, body, main, text, role=main.

    Digits part words, and single letters are dropped: both are what build tools make up.
    """
    return tuple(dict.fromkeys(chain.from_iterable(map(_name_words, written.split()))))


def name_words_all(written: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """`name_words` of each; names that stand in several are cut once."""
    cut = cache(_name_words)
    return {names: tuple(dict.fromkeys(chain.from_iterable(map(cut, names.split())))) for names in written}


def _name_words(name: str) -> Sequence[str]:
    if "=" in name:
        return (name.lower(),)
    if name.isascii() and name.islower():
        return [word for word in name.encode().translate(_SMALL).decode().split() if 1 < len(word) <= 24]
    return [word.lower() for word in _NAME_WORDS.findall(name) if 1 < len(word) <= 24]


def _plain(variant: re.Match[str]) -> str:
    return _VARIANTS[variant[0]]
