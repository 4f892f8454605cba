"""The context pass: one more witness, of what only decisions show."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleanpage.assemble.ledger import KEPT, ROLES, Floats, Rows
from cleanpage.model import Document, Evidence, Kind, Role, Roles

_HEADLINE, _FEED, _RELATED = map(ROLES.index, (Role.HEADLINE, Role.FEED, Role.RELATED))

# Where the article ends, by syntax: behind this many blocks that are no article text, text of less than this share of the main run's.
# The scorer's second look has learned most of it: what is left is worth .0003 (HTML) to .001 on articles, .001 to .003 on magic-html.
_END = {"html": (16, 0.1), "text": (8, 0.25)}
_BEHIND = -1.0  # log-odds: the scorer knows better where it is sure; -6 costs forums .001, flattened pages .0007 to .0017, -2 loses a post
_BOX, _MOST_OF_A_BOX = 2.0, 10  # log-odds, blocks: roles +.010 in accuracy, +.026 in macro F1; boxes of 5 or 20 blocks gain hardly less
_FIRM = frozenset({(Role.FEED, Role.RELATED), (Role.NAVIGATION, Role.LEGAL)})  # turned so by box or neighbours, 25 are right, before 68
_YIELDING = {(Role.INTERFACE, Role.CONSENT): 8.0}  # "Settings": a banner's button, whose phrase speaks more loudly than the box
_LONGEST_LIST = 150  # blocks, half of them cards of other articles: roles +.0015 in accuracy
_AMID = 2.0  # roles +.001 in accuracy; lines of flattened text have no box
_HEADS = 3.0  # in flattened text 9 in 10 labels have the role of the paragraph of chrome below them, 7 in 10 that of a caption
_LABEL, _PARAGRAPH = 40, 100  # characters
_STOPS = (".", "!", "?", "…", ",", ";", "。", "！", "？", "؟", "۔", "।")
_OPENS = 4.0  # rare on pages of the corpora, which name their headline elsewhere too; right on texts of a headline and paragraphs alone
_SECOND = 2.0  # log-odds; on 1,363 pages it speaks of three blocks, each a standfirst
_FULL_STOPS = (".", "。", "।", "۔")
_UNHEADED = frozenset({Role.HEADLINE, Role.CAPTION, Role.COMMENTS, Role.NAVIGATION, Role.LEGAL})
_LABELS = frozenset({Kind.HEADING, Kind.LIST_ITEM, Kind.TERM, Kind.TABLE_CELL})
_ASKING = frozenset({Role.DONATION, Role.SUBSCRIBE, Role.PAYWALL, Role.CONSENT})  # on 1,913 pages never in a sentence without link or box
_LABELLED = 20.0  # a stock phrase alone says as much to the contrary: "Comments", "Newsletter", "How to donate"
# Roles of what may stand alone in the midst of article text: its own furniture, labels of what shows no text (a banner), and of no widget.
_ALONE = frozenset(
    {Role.HEADLINE, Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.TOPIC, Role.BIO, Role.ADVERTISEMENT, Role.INTERFACE, Role.OTHER}
)
_LOOK_AHEAD = 3  # blocks: a longer stretch between two body blocks is a widget, not a gap
_ALIKE, _FEWEST_ALIKE, _MOST_OF_ALIKE, _A_SENTENCE = 4.0, 4, 0.7, 40  # log-odds, blocks, share of their characters, characters of one
_APPEALS = frozenset({Role.DONATION, Role.SUBSCRIBE, Role.PAYWALL})  # built like paragraphs on purpose
_TITLED = frozenset({Role.HEADLINE, Role.FEED, Role.NAVIGATION})  # lists and menus hold the page's own article, too
_TITLE_LENGTHS = range(8, 300)  # characters: a shorter text repeats by chance, a longer one is a paragraph


def find(document: Document, ledger: Floats, roles: Rows, sizes: Floats) -> Iterator[Evidence]:
    """What stands side by side, from the ledger so far and the roles that follow from it; `sizes` in characters."""
    first, last, parents = (np.fromiter(column, np.int64, len(column)) for column in _extents(document))
    boxes = _Boxes(first, last, parents)
    yield from _small_boxes(boxes, ledger, roles)
    yield from _lists(boxes, ledger, roles)
    yield from _amid(roles)
    yield from _above(document, roles)
    yield from _opening(document, roles)
    yield from _said_again(document, roles)
    yield from _below_the_headline(document, roles)
    yield from _between(document, roles)
    yield from _amid_article_text(document, roles)
    yield from _built_alike(document, roles)
    yield from _headings(document, roles)
    yield from _behind_the_end(document, roles, sizes)


class _Boxes(NamedTuple):
    """First and last block of each element, and the element above it; of lines, of those between two empty ones."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    parents: NDArray[np.int64]

    def holding(self, blocks: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of these blocks each box holds."""
        before = np.concatenate([[0], np.cumsum(blocks)])
        held: NDArray[np.int64] = before[self.last + 1] - before[self.first]
        return held

    def largest(self, fits: NDArray[np.bool_]) -> Iterator[slice]:
        """Each box of several blocks that fits and stands in none that does."""
        above = np.append(fits, False)[self.parents]  # the last answers for -1
        rows = np.flatnonzero(fits & ~above & (self.first < self.last))
        return map(slice, self.first[rows].tolist(), (self.last[rows] + 1).tolist())


def _small_boxes(boxes: _Boxes, ledger: Floats, roles: Rows) -> Iterator[Evidence]:
    """All blocks of one small box without article text are one thing: a card, a form, a notice with its buttons."""
    chances, decided = np.exp(ledger) * ~KEPT[:, None], roles.tolist()
    for box in boxes.largest((boxes.last - boxes.first < _MOST_OF_A_BOX) & (boxes.holding(KEPT[roles]) == 0)):
        own = decided[box]
        if own.count(own[0]) == len(own):
            continue
        row = int(chances[:, box].sum(1).argmax())
        role = ROLES[row]
        for block, other in enumerate(own, box.start):
            if other != row and (ROLES[other], role) not in _FIRM:
                log_odds = _YIELDING.get((ROLES[other], role), _BOX)
                yield Evidence(block, role, log_odds, "context", f"stands in a box of {len(own)} blocks that are {role} most likely")


def _lists(boxes: _Boxes, ledger: Floats, roles: Rows) -> Iterator[Evidence]:
    """A list of other articles is one thing: what looks picked for this one among a feed's is the feed's."""
    feed, picked = roles == _FEED, roles == _RELATED
    if not feed.any() or not picked.any():
        return
    sizes = boxes.last + 1 - boxes.first
    for box in boxes.largest((2 * boxes.holding(feed | picked) >= sizes) & (sizes <= _LONGEST_LIST)):
        blocks = box.start + np.flatnonzero(picked[box])
        if len(blocks) and np.subtract(*np.exp(ledger[[_FEED, _RELATED], box])).sum() > 0:
            reason = f"stands in a list of {box.stop - box.start} blocks that are feed most likely"
            for block in blocks.tolist():
                yield Evidence(block, Role.FEED, _BOX, "context", reason)


def _extents(document: Document) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """First and last block of each element, and the element above it; of lines, of those between two empty ones."""
    if document.syntax == "html":
        return *document.extents, document.elements.parent
    starts = [block for block, gap in enumerate(document.gap) if gap or not block]
    return starts, [behind - 1 for behind in [*starts, len(document)][1:]], [-1] * len(starts)


def _amid(roles: Rows) -> Iterator[Evidence]:
    """Chrome between two blocks of one role of chrome is likely to be a part of theirs."""
    chrome = ~KEPT[roles]
    here = (roles[:-2] == roles[2:]) & (roles[1:-1] != roles[2:]) & chrome[1:-1] & chrome[2:]
    for block in (1 + np.flatnonzero(here)).tolist():
        own, role = ROLES[roles[block]], ROLES[roles[block - 1]]
        if (own, role) not in _FIRM:
            yield Evidence(block, role, _AMID, "context", f"stands between two blocks of {role}")


def _above(document: Document, roles: Rows) -> Iterator[Evidence]:
    """In flattened text a label above a paragraph of chrome heads it, and one above a caption belongs to the same picture."""
    if document.syntax != "text":
        return
    for block in np.flatnonzero(~KEPT[roles][:-1] & ~KEPT[roles][1:] & (roles[:-1] != roles[1:])).tolist():
        text, role = document.text[block], ROLES[roles[block + 1]]
        if len(text) > _LABEL or text.endswith(_STOPS):
            continue
        if role is Role.CAPTION and not document.gap[block + 1]:
            yield Evidence(block, role, _HEADS / 2, "context", "stands right above a caption")
        elif role not in _UNHEADED and document.gap[block] and len(document.text[block + 1]) >= _PARAGRAPH:
            yield Evidence(block, role, _HEADS, "context", f"heads a paragraph of {role}")


def _opening(document: Document, roles: Rows) -> Iterator[Evidence]:
    """In flattened text without a headline the first line that is kept is it, if it has no stop and stands above a longer one."""
    kept = np.flatnonzero(KEPT[roles])
    if document.syntax != "text" or (roles == _HEADLINE).any() or len(kept) < 2:
        return
    text, below = document.text[kept[0]], document.text[kept[1]]
    if len(text) in _TITLE_LENGTHS and len(text) < len(below) and not text.endswith(_STOPS):
        yield Evidence(int(kept[0]), Role.HEADLINE, _OPENS, "context", "opens an article that has no other headline")


def _said_again(document: Document, roles: Rows) -> Iterator[Evidence]:
    """A block that repeats the headline to the letter is the headline too, not body."""
    said = {document.folded[i] for i in np.flatnonzero(roles == _HEADLINE) if len(document.text[i]) in _TITLE_LENGTHS}
    for block, text in enumerate(document.folded):
        if text in said and ROLES[roles[block]] not in _TITLED:
            yield Evidence(block, Role.HEADLINE, 4.0, "context", "repeats the headline")


def _below_the_headline(document: Document, roles: Rows) -> Iterator[Evidence]:
    """What is taken for another headline behind the first, and is a sentence, is the standfirst."""
    first, *others = np.flatnonzero(roles == _HEADLINE).tolist() or [0]
    for block in others:
        text = document.text[block]
        if document.level[block] != 1 and text.endswith(_FULL_STOPS) and document.folded[block] != document.folded[first]:
            yield Evidence(block, Role.STANDFIRST, _SECOND, "context", "is a sentence behind the headline")


def _between(document: Document, roles: Rows) -> Iterator[Evidence]:
    """A short block without links between two body blocks of its own element most likely belongs to them."""
    kept = KEPT[roles]
    for block in (1 + np.flatnonzero(~kept[1:-1] & kept[:-2] & kept[2:])).tolist():
        alike = _parent(document, block) == _parent(document, block - 1) == _parent(document, block + 1)
        if alike and document.element[block] >= 0 and not document.spans[block] and ROLES[roles[block]] is not Role.CAPTION:
            yield Evidence(block, Role.BODY, 1.0, "context", "stands between two body blocks")


def _amid_article_text(document: Document, roles: Rows) -> Iterator[Evidence]:
    """A heading, entry, term, cell or sentence between article text of its element is no widget's, whatever it says."""
    kept = KEPT[roles]
    first, last = document.extents
    for block in (1 + np.flatnonzero(~kept[1:-1] & kept[:-2] & kept[2:])).tolist():
        kind, around = document.kind[block], _list_around(document, block)
        if around < 0 or not _may_be_quoted(document, block, ROLES[roles[block]]):
            continue
        if first[around] < block < last[around] and 2 * document.linked[block] < len(document.text[block]):
            yield Evidence(block, Role.BODY, _LABELLED, "context", f"is a {kind} in the midst of article text")


def _may_be_quoted(document: Document, block: int, role: Role) -> bool:
    """Whether a label may say of an article what it says of a widget, or a sentence speak of an appeal: one that asks has a link."""
    if document.kind[block] is Kind.PARAGRAPH:
        return role in _ASKING and not document.linked[block] and document.text[block].endswith(_STOPS)
    return document.kind[block] in _LABELS and role not in _ALONE


def _list_around(document: Document, block: int) -> int:
    """The element above that of a block, of a cell the table; -1 if there is none."""
    elements, row = document.elements, _parent(document, block)
    while row >= 0 and document.kind[block] is Kind.TABLE_CELL and elements.tag[row] != "table":
        row = elements.parent[row]
    return row


def _built_alike(document: Document, roles: Rows) -> Iterator[Evidence]:
    """A sentence built like others of which most are kept is kept with them: a page has one way to build its paragraphs."""
    kept = KEPT[roles].tolist()
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for block, text in enumerate(document.text):
        if len(text) >= _A_SENTENCE and document.element[block] >= 0:
            alike.setdefault(_build(document, block), []).append(block)
    for blocks in alike.values():
        sizes = [len(document.text[block]) for block in blocks]
        whole, said = sum(sizes), sum(size for block, size in zip(blocks, sizes, strict=True) if kept[block])
        if len(blocks) < _FEWEST_ALIKE or not said:
            continue
        for block, size in zip(blocks, sizes, strict=True):
            most = said >= _MOST_OF_ALIKE * (whole - size) and document.linked[block] < 0.4 * size
            if most and not kept[block] and ROLES[roles[block]] not in _APPEALS:
                yield Evidence(block, Role.BODY, _ALIKE, "context", f"is built like {len(blocks) - 1} blocks that are mostly body")


def _build(document: Document, block: int) -> tuple[tuple[str, str], ...]:
    """The tags and names of a block's element and the two above it, without ids, which only one of them can have."""
    elements, row = document.elements, document.element[block]
    build: list[tuple[str, str]] = []
    while row >= 0 and len(build) < 3:
        build.append((elements.tag[row], _without_ids(elements.names[row])))
        row = elements.parent[row]
    return tuple(build)


def _without_ids(names: str) -> str:
    return " ".join(name for name in names.split() if name[0] != "#") if "#" in names else names


def _parent(document: Document, block: int) -> int:
    row = document.element[block]
    return document.elements.parent[row] if row >= 0 else -1


def _headings(document: Document, roles: Rows) -> Iterator[Evidence]:
    """A heading taken for body that heads none (only chrome stands behind it) goes with what it heads."""
    kept = KEPT[roles]
    for block in np.flatnonzero(kept).tolist():
        behind = roles[block + 1 : block + 1 + _LOOK_AHEAD]
        if document.kind[block] is not Kind.HEADING or not len(behind) or KEPT[behind].any():
            continue
        role = ROLES[behind[0]]
        yield Evidence(block, role, 2.0, "context", f"heads {role}")
        yield Evidence(block, Role.BODY, -2.0, "context", f"heads {role}, not article text")


def _behind_the_end(document: Document, roles: Rows, sizes: Floats) -> Iterator[Evidence]:
    """The article ends with its main run of text: little text far behind it stands in a feed, a widget or a footer."""
    gap, share = _END[document.syntax]
    kept = np.flatnonzero(KEPT[roles])
    runs = np.split(kept, np.flatnonzero(np.diff(kept) > gap) + 1)
    masses = [float(sizes[run].sum()) for run in runs]
    main = masses.index(max(masses))
    for run, mass in zip(runs[main + 1 :], masses[main + 1 :], strict=True):
        if mass < share * masses[main]:
            for block in run.tolist():
                yield Evidence(block, Roles.ARTICLE_TEXT, _BEHIND, "context", "stands far behind the end of the article")
