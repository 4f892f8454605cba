"""Lines of a site's template, made comparable: what changes from page to page (numbers, dates) is the same sign everywhere."""

import re
from collections.abc import Sequence
from functools import cache
from zlib import crc32

from cleanpage import resources
from cleanpage.words import fold, words

_FRAME = " .:;,!?…•·|-/\\()[]{}<>+=~^&@→←↑↓↗►▶▸▾▼▲◀◄❯❮➤★☆●○■□▪\"'"  # stands before and after a label and changes nothing
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile("00*(?:[.,:/]00*)*")  # what begins with a letter, and not with 0+, is searched for in a fifth of the time
_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_OTHER_DIGITS = [lead.to_bytes() for lead in (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xF0)]  # what digits of other scripts begin with in UTF-8
_LONGEST = 1000  # characters; appeals are the longest lines of templates
_LONGEST_DATED = 300  # characters; of 302 lines that packaged profiles know, none with a name of a day or month has more than 230
_LONGEST_LABEL = 60
_PART = 40  # characters that are searched for; to look for a hundred takes Python five times as long
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def template(text: str) -> str:
    """A line as its template: folded, numbers and names of months and days beside them as "#", without the frame of a label.

    >>> template("Comments (1,204):"), template("Published 2 May 2026")
    ('comments (#', 'published # # #')
    """
    return _dateless(_numberless(fold(text)).strip(_FRAME))


def templates(folded: Sequence[str]) -> list[str]:
    """The template of each of these texts, which are folded; "" for one that is longer than any line of a template."""
    lines = _numberless("\n".join([text if len(text) <= _LONGEST else "" for text in folded])).split("\n")[: len(folded)]
    return [_dateless(line.strip(_FRAME)) for line in lines]


def label(line: str) -> str:
    """What a template line begins with up to its colon, the colon included; "" for a line without.

    >>> label("published under : bridges, rivers"), label("published under")
    ('published under:', '')
    """
    at = line.find(":", 0, _LONGEST_LABEL)
    return f"{line[:at].rstrip(_FRAME)}:" if at >= 0 else ""


def keys(phrase: str) -> tuple[str, ...]:
    """What a phrase is looked up by: its template, and if it ends with a colon, that as the label of longer lines, too."""
    line = template(phrase)
    return (line, f"{line}:") if fold(phrase).endswith(":") else (line,)


def _numberless(text: str) -> str:
    """A text with "#" for every number: digits are made 0 first, as bytes, which takes a tenth of the time of a search for them.

    What UTF-8 cannot say (half of a pair) is "?".
    """
    written = text.encode("utf-8", "replace")
    if any(lead in written for lead in _OTHER_DIGITS):
        return _NUMBER.sub("#", _DIGIT.sub("0", written.decode()))
    return _NUMBER.sub("#", written.translate(_TO_ZERO).decode())


def _dateless(line: str) -> str:
    """A line with "#" for names of months and days, if it has a number, too."""
    if "#" not in line or len(line) > _LONGEST_DATED:
        return line
    dates = _dates()
    return " ".join(["#" if word.strip(_FRAME) in dates else word for word in line.split()])


def opening(line: str) -> str:
    """The word that a template line begins with; "" where that may be a number or a date, or is not of letters alone.

    >>> opening("read # comments"), opening("# comments"), opening("may i help?")
    ('read', '', '')
    """
    first = "".join(words(line.replace("#", "0"))[:1])
    return first if first.isalpha() and first not in openings_of_dates() else ""


def fingerprint(line: str) -> str:
    """16 digits that tell a template line from others without saying what it says: the checksum of its opening, and that of all of it."""
    return f"{crc32(opening(line).encode()):08x}{crc32(line.encode('utf-8', 'replace')):08x}"


def part(line: str) -> str:
    """A part of a template line that every line like it holds as it is: the longest one without a number, or the start of that.

    >>> part("read # comments on this"), part("#")
    ('comments on this', '')
    """
    return max((piece.strip(_FRAME) for piece in line.split("#")), key=len)[:_PART]


def is_fingerprint(text: str) -> bool:
    """Whether a text is what `fingerprint` makes of a line."""
    return _FINGERPRINT.fullmatch(text) is not None


@cache
def _dates() -> frozenset[str]:
    table = resources.toml("months.toml")
    return frozenset(fold(name) for part in table.values() for key in part for name in resources.strings(part, key, "months.toml"))


@cache
def openings_of_dates() -> frozenset[str]:
    """The words that names of days and months begin with."""
    return frozenset(words(name)[0] for name in _dates())
