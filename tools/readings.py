"""Our own readings: the roles of every block of further pages of the corpora, kept without a word of them.

`readings.jsonl` has a row a page: its corpus, its id, and runs of (role, fingerprints of the blocks' texts) in document order; the role
is "" where the reader could not tell. A text is found again by its fingerprint in the page as it is cut today; one that is cut otherwise
now is simply not labelled. `annotate.py` writes the file.
"""

import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

import gold
from cleanpage.model import Document

FILE = Path(__file__).with_name("readings.jsonl")
WIDTH = 4  # characters of a fingerprint: 24 bits tell the texts of one page apart

Runs = tuple[tuple[str, str], ...]
"""(role, fingerprints without anything between them)."""


def read(page: gold.Page) -> gold.Page:
    """The page with the roles of our reading, where we have read it; the page as it is where it was labelled by others or not at all."""
    runs = _stored().get((page.corpus, page.id))
    if runs is None or page.labelled in ("all", "chrome"):
        return page
    return replace(page, roles=_found(gold.cut(page, "html"), runs), labelled="read")


def runs_of(texts: Sequence[str], roles: Sequence[str]) -> Runs:
    """What is kept of a reading of these blocks."""
    pairs = zip(roles, map(fingerprint, texts), strict=True)
    return tuple((role, "".join(print_ for _, print_ in run)) for role, run in groupby(pairs, key=lambda pair: pair[0]))


def fingerprint(text: str) -> str:
    """WIDTH characters for a text, equal for texts that differ in spaces, case and punctuation."""
    return urlsafe_b64encode(blake2b(gold.key(text).encode(), digest_size=WIDTH * 6 // 8).digest()).decode()


def write(rows: Mapping[tuple[str, str], Runs]) -> None:
    """Adds these readings to the file, a page's new one in place of its old one."""
    held = dict(sorted((_stored() | rows).items()))
    lines = (json.dumps({"corpus": corpus, "page": page, "runs": runs}) for (corpus, page), runs in held.items())
    FILE.write_text("\n".join(lines) + "\n", "utf-8")
    _stored.cache_clear()


@cache
def _stored() -> dict[tuple[str, str], Runs]:
    lines = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    rows = map(json.loads, lines)
    return {(row["corpus"], row["page"]): tuple((role, prints) for role, prints in row["runs"]) for row in rows}


def _found(document: Document, runs: Runs) -> tuple[tuple[str, str, str], ...]:
    """(text, path, role) of the blocks that the reading knows: of a text that stands in both equally often, the k-th has the k-th role."""
    read_as, stands = defaultdict(list), defaultdict(list)
    for role, prints in runs:
        for print_ in _cut(prints):
            read_as[print_].append(role)
    for row, text in enumerate(document.text):
        stands[fingerprint(text)].append(row)
    roles = {
        row: role
        for print_, rows in stands.items()
        if len(rows) == len(read_as[print_])
        for row, role in zip(rows, read_as[print_], strict=True)
        if role
    }
    return tuple((document.text[row], document.elements.path(document.element[row]), role) for row, role in sorted(roles.items()))


def _cut(prints: str) -> Iterable[str]:
    return (prints[start : start + WIDTH] for start in range(0, len(prints), WIDTH))
