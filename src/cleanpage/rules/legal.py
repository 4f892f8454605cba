"""Legal rows: "Terms", "Privacy" and "Imprint" among themselves are legal; as a few entries of a menu they are that menu.

Speaks of links in a row, built alike (<li><a>Terms</a></li><li><a>Privacy</a></li>), some of which say what data/phrases/legal.toml or
data/phrases/consent.toml knows as a whole: for legal at all of them where every link does, for navigation at the legal ones where fewer
than half do.
Silent on a link by itself, on rows that are legal by half, on such words in a sentence, and on flattened text, where nobody sees which
lines were one row.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from cleanpage import resources
from cleanpage.model import Document, Evidence, Role
from cleanpage.words import fold

_LEGAL, _MENU = 2.5, 2.0  # 98 in 100 links of wholly legal rows are legal, 93 in 100 legal links of mixed rows navigation

_LONGEST = 60  # characters of a link
_HIGH = 6  # elements from a link up to its row
_LABELS = (Role.LEGAL, Role.CONSENT)  # "Cookie settings" is no stranger among the others
_FRAME = " .:;,|·•*-/()[]<>\"'→"


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for the links of each row with a legal one; linear in the page."""
    for links in _neighbours(document):
        legal = [link for link in links if document.folded[link].strip(_FRAME) in _known()]
        if not legal:
            continue
        for row in _rows(document, links):
            yield from _says(row, [link for link in row if link in legal])


def _says(row: Sequence[int], legal: Sequence[int]) -> Iterator[Evidence]:
    if len(legal) == len(row) > 1:
        for link in row:
            yield Evidence(link, Role.LEGAL, _LEGAL, "legal", f"stands in a row of {len(row)} legal links")
    elif len(legal) < len(row) / 2:
        for link in legal:
            yield Evidence(link, Role.NAVIGATION, _MENU, "legal", f"is one of {len(legal)} legal links in a row of {len(row)}")


def _neighbours(document: Document) -> Iterator[Sequence[int]]:
    """Short links that follow each other without anything between them."""
    links: list[int] = []
    for block, (text, spans) in enumerate(zip(document.text, document.spans, strict=True)):
        if spans and len(text) <= _LONGEST and spans[0].kind == "link" and spans[0].end - spans[0].start > len(text) / 2:
            links.append(block)
        elif links:
            yield links
            links = []
    yield links


def _rows(document: Document, links: Sequence[int]) -> Iterator[Sequence[int]]:
    """Neighbours that are built alike in one element."""
    row = [links[0]]
    element = -1
    for before, link in pairwise(links):
        here = _element_of(document, before, link)
        if here < 0 or (len(row) > 1 and here != element):
            yield row
            row = []
        row.append(link)
        element = here
    yield row


def _element_of(document: Document, one: int, two: int) -> int:
    """The element that holds two blocks, if the elements from there down to both are the same in number and tags; else -1."""
    tag, parent = document.elements.tag, document.elements.parent
    row, other = document.element[one], document.element[two]
    for _ in range(_HIGH):
        if row == other:
            return row
        if row < 0 or other < 0 or tag[row] != tag[other]:
            break
        row, other = parent[row], parent[other]
    return -1


@cache
def _known() -> frozenset[str]:
    """What legal links say, in all languages."""
    known: set[str] = set()
    for role in _LABELS:
        file = f"phrases/{role}.toml"
        table = resources.toml(file)["whole"]
        known.update(fold(text).strip(_FRAME) for language in table for text in resources.strings(table, language, f"{file}: whole"))
    return frozenset(known)
