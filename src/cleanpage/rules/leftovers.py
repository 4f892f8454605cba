"""Leftovers: what a template, a gallery or a player leaves in the text is known by its shape, in every language.

Speaks for interface of short blocks that hold a template's placeholder ("%d people like this", "{{ user.name }}"), are the number of a
post ("#12"), of a picture ("3 / 8", "2 von 5") or a player's clock ("0:00 / 3:12").
Silent on numbers alone (a share counter, a table's cell, a score), on a clock without a length (a time), on fractions in a sentence, and
on code in an article: what stands in <pre> or in backticks is shown on purpose.
"""

import re
from collections.abc import Iterator

from cleanpage.model import Document, Evidence, Kind, Role

_LOG_ODDS = 3.0  # of 100 such blocks 88 are interface
_LONGEST, _LONGEST_NUMBER = 150, 20  # characters
_WHOLE = re.compile(
    r"\W?#\d{1,5}"
    r"|\W?\d{1,3}\s?(?:/|of|von|de|di|sur|van|av|af|z|из|з)\s?\d{1,3}\W?"
    r"|\d{1,2}:\d\d(?::\d\d)?\s?/\s?\d{1,2}:\d\d(?::\d\d)?|0?0:00",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"%[ds]\b|%\d\$[ds]|\{[{%*|]|\$\{")


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for interface at every short block of such a shape."""
    for block, text in enumerate(document.text):
        size = len(text)
        if size <= _LONGEST_NUMBER and not text[-2:].isalpha() and _WHOLE.fullmatch(text):
            yield Evidence(block, Role.INTERFACE, _LOG_ODDS, "leftovers", f'is the number of a part ("{text}")')
        elif size <= _LONGEST and ("%" in text or "{" in text) and _PLACEHOLDER.search(text) and not _is_code(document, block):
            yield Evidence(block, Role.INTERFACE, _LOG_ODDS, "leftovers", f'holds a placeholder ("{text}")')


def _is_code(document: Document, block: int) -> bool:
    return document.kind[block] is Kind.CODE or any(span.kind == "code" for span in document.spans[block])
