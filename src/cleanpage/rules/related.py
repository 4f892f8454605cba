"""Related articles in the text: a paragraph that is nothing but a link as long as a headline, between two paragraphs of prose.

Speaks of such a link (<p>…</p><p><a>Harbour crane falls into the bay</a></p><p>…</p>), also behind "Read more:", for related and against
article text. In flattened text, where no link is left, the shape of the card gives it away: a line like a headline, right under it a
teaser that breaks off ("… went offline for what it called the main"), and an empty line before and behind the two.
Silent on links inside a sentence, on lists of links (a feed's, a source list's), on links of a word or two, on subheads over paragraphs
that end, and on paragraphs that a flattener cut at a link: those go on in the next line.
"""

from collections.abc import Iterator

from cleanpage.model import Document, Evidence, Role, Roles
from cleanpage.words import EAST_ASIAN

_LINK = ((Role.RELATED, 2.0), (Roles.ARTICLE_TEXT, -1.5))  # 6 in 10 are related, 2 a feed's
_CARD = ((Role.RELATED, 3.0), (Roles.ARTICLE_TEXT, -3.0))  # on 500 flattened pages no article text had the shape

_PROSE, _TEASER = 120, 150  # characters
_SHORTEST, _LONGEST, _FEWEST_SPACES = 20, 200, 3  # characters and spaces of a linked headline
_LONGEST_LINE = 120  # characters of a headline of flattened text
_DENSE = 2  # one character of East Asian scripts says what two others do
_DOTS = ("…", "...", "[…]", "[...]")
_STOPS = (".", "!", "?", "。", "！", "？", "؟", "۔", "।", '"', "”", "“", "»", "’", ")")


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for each link between paragraphs, and for both lines of each card of flattened text."""
    sizes = [len(text) for text in document.text]
    if document.syntax == "text":
        for block in range(1, len(sizes) - 1):
            if sizes[block - 1] >= _PROSE and sizes[block + 1] >= _TEASER and _is_card(document, block):
                reason = f'is a headline with a teaser that breaks off ("{document.text[block + 1][-30:]}")'
                yield from _says(block, _CARD, reason)
                yield from _says(block + 1, _CARD, reason)
        return
    for block in range(1, len(sizes) - 1):
        if sizes[block - 1] >= _PROSE <= sizes[block + 1] and _stands_between(document, block):
            yield from _says(block, _LINK, f'is only a link between two paragraphs ("{document.text[block]}")')


def _says(block: int, said: tuple[tuple[Role | Roles, float], ...], reason: str) -> Iterator[Evidence]:
    return (Evidence(block, role, log_odds, "related", reason) for role, log_odds in said)


def _stands_between(document: Document, block: int) -> bool:
    """Whether a block is a headline's link and its neighbours are none."""
    return _is_headline(document, block) and all(
        document.linked[beside] < 0.4 * len(document.text[beside]) for beside in (block - 1, block + 1)
    )


def _is_headline(document: Document, block: int) -> bool:
    """Whether a block is a link, as long as a headline."""
    text = document.text[block]
    dense = text[-1] >= EAST_ASIAN
    if not _SHORTEST <= len(text) * (_DENSE if dense else 1) <= _LONGEST or (text.count(" ") < _FEWEST_SPACES and not dense):
        return False
    return document.linked[block] >= 0.7 * len(text)


def _is_card(document: Document, block: int) -> bool:
    """Whether a line and the next are a headline and its teaser, and stand by themselves."""
    before, text, teaser = document.text[block - 1 : block + 2]
    together = document.gap[block] and not document.gap[block + 1] and (block + 2 == len(document) or document.gap[block + 2])
    if not together or not _SHORTEST <= len(text) <= _LONGEST_LINE:
        return False
    return before.endswith(_STOPS) and not text.endswith(_STOPS) and (teaser.endswith(_DOTS) or teaser[-1].isalpha())
