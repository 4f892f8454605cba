"""Lines of a site's template, made comparable: what changes from page to page (numbers, dates) is the same sign everywhere."""

import re
from functools import cache
from hashlib import blake2b
from zlib import crc32

from cleanpage import resources
from cleanpage.words import fold

_FRAME = " .:;,!?…•·|-/\\()[]{}<>+=~^&@→←↑↓↗►▶▸▾▼▲◀◄❯❮➤★☆●○■□▪\"'"  # stands before and after a label and changes nothing
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_DIGIT = re.compile(r"\d")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def template(text: str) -> str:
    """A line as its template: folded, numbers and names of months and days beside them as "#", without the frame of a label.

    >>> template("Comments (1,204):"), template("Published 2 May 2026")
    ('comments (#', 'published # # #')
    """
    return of_folded(fold(text))


def of_folded(text: str) -> str:
    """`template` of a text that is folded already."""
    bare = text.strip(_FRAME)
    if not _DIGIT.search(bare) and "#" not in bare:
        return bare
    dates = _dates()
    return " ".join("#" if word.strip(_FRAME) in dates else word for word in _NUMBER.sub("#", bare).split())


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
