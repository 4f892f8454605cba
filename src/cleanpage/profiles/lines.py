"""Lines of a site's template, made comparable: what changes from page to page (numbers, dates) is the same sign everywhere."""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from zlib import crc32

from cleanpage import resources
from cleanpage.words import fold

_FRAME = " .:;,!?…•·|-/\\()[]{}<>+=~^&@→←↑↓↗►▶▸▾▼▲◀◄❯❮➤★☆●○■□▪\"'"  # stands before and after a label and changes nothing
_DIGIT, _NUMBER = re.compile(r"\d"), re.compile(r"0+(?:[.,:/]0+)*")
_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_OTHER_DIGITS = [lead.to_bytes() for lead in (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xF0)]  # what digits of other scripts begin with in UTF-8
_LONGEST = 1000  # characters; appeals are the longest lines of templates
_LONGEST_LABEL = 60
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def template(text: str) -> str:
    """A line as its template: folded, numbers and names of months and days beside them as "#", without the frame of a label.

    >>> template("Comments (1,204):"), template("Published 2 May 2026")
    ('comments (#', 'published # # #')
    """
    return _template(_zeros(fold(text)))


def templates(folded: Sequence[str]) -> list[str]:
    """The template of each text, folded already; "" for one that is longer than any line of a template."""
    lines = "\n".join([text if len(text) <= _LONGEST else "" for text in folded])
    return [_template(line) for line in _zeros(lines).split("\n")][: len(folded)]


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


def _zeros(text: str) -> str:
    """A text with 0 for every digit: what has no 0 then has no number. Bytes are translated in a tenth of the time of a search."""
    written = text.encode("utf-8", "surrogatepass")
    if any(lead in written for lead in _OTHER_DIGITS):
        return _DIGIT.sub("0", text)
    return written.translate(_TO_ZERO).decode("utf-8", "surrogatepass")


def _template(zeros: str) -> str:
    bare = zeros.strip(_FRAME)
    if "0" not in bare and "#" not in bare:
        return bare
    dates = _dates()
    return " ".join(["#" if word.strip(_FRAME) in dates else word for word in _NUMBER.sub("#", bare).split()])


def fingerprint(line: str) -> str:
    """16 digits that tell a template line from others without saying what it says; the first 8 are its `checksum`."""
    return f"{checksum(line):08x}{blake2b(line.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def checksum(line: str) -> int:
    """What the fingerprint of a line begins with: a tenth of the work where most lines have none."""
    return crc32(line.encode("utf-8", "replace"))


def is_fingerprint(text: str) -> bool:
    """Whether a text is what `fingerprint` makes of a line."""
    return _FINGERPRINT.fullmatch(text) is not None


@cache
def _dates() -> frozenset[str]:
    table = resources.toml("months.toml")
    return frozenset(fold(name) for part in table.values() for key in part for name in resources.strings(part, key, "months.toml"))
