"""A report: one HTML page that shows the whole page block by block, what is not kept folded away, and says of every block why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import groupby
from typing import NamedTuple

from cleanpage.model import Article, Block, Role, css
from cleanpage.templates import filled

_ORDER = {role: place for place, role in enumerate(Role)}
_ANCESTORS = 4  # named of a block's path: a page may nest thousands, and may write a megabyte into a class
_NAME = 60  # characters of an element's classes
_START = 160  # characters shown of a folded part


class Share(NamedTuple):
    """How much of a page has a role; a size in blocks or in characters."""

    role: Role
    kept: bool
    size: int


class Stripe(NamedTuple):
    """A stripe of a bar, its place and width in thousandths of the bar."""

    role: Role
    kept: bool
    x: float
    width: float


class _Part(NamedTuple):
    """A kept block, or neighbours of one role that are not kept."""

    role: Role
    kept: bool
    blocks: tuple[Block, ...]

    @property
    def characters(self) -> int:
        return sum(len(block.text) for block in self.blocks)

    @property
    def start(self) -> str:
        """What its first blocks begin with, enough to know it by."""
        return " · ".join(block.text[:_START] for block in self.blocks[:5])[:_START]

    @property
    def surest(self) -> Block:
        """The block with the strongest evidence for the part's role."""
        return max(self.blocks, key=_strongest)


def render(article: Article, roles: Set[Role]) -> str:
    """The whole page: blocks of these roles set as an article, all others folded; every block with its role and all evidence."""
    parts = tuple(_parts(article.blocks, roles))
    kept = sum(part.kept for part in parts)
    return filled(
        "article.html",
        title=article.title,
        url=article.document.url or "",
        kept=kept,
        removed=len(article.blocks) - kept,
        parts=parts,
        shares=shares(Counter(block.role for block in article.blocks), roles),
        bar=bar(Share(part.role, part.kept, part.characters) for part in parts),
        pieces=_pieces,
        place=_place,
    )


def shares(sizes: Mapping[Role, int], roles: Set[Role]) -> list[Share]:
    """The sizes by role with whether the role is one to keep; those come first."""
    found = [Share(role, role in roles, size) for role, size in sizes.items()]
    return sorted(found, key=lambda share: (not share.kept, _ORDER[share.role]))


def bar(shares: Iterable[Share]) -> list[Stripe]:
    """The shares side by side in their order; neighbours of one role are one stripe."""
    runs = [(role, kept, sum(share.size for share in run)) for (role, kept), run in groupby(shares, key=lambda share: share[:2])]
    unit = 1000 / max(sum(size for *_, size in runs), 1)
    stripes, before = [], 0
    for role, kept, size in runs:
        stripes.append(Stripe(role, kept, round(before * unit, 2), round(size * unit, 2)))
        before += size
    return stripes


def _parts(blocks: Iterable[Block], roles: Set[Role]) -> Iterator[_Part]:
    for (role, read), run in groupby(blocks, key=lambda block: (block.role, block.verdict.is_read_as(roles))):
        if read:
            yield from (_Part(role, True, (block,)) for block in run)
        else:
            yield _Part(role, False, tuple(run))


def _strongest(block: Block) -> float:
    return max((said.log_odds for said in block.evidence if said.role == block.role), default=0.0)


def _pieces(block: Block) -> Iterator[tuple[str, str]]:
    """The text cut wherever a link or emphasis begins or ends, each piece with what holds there: ("Sign up", "link strong")."""
    begun = [(span.start, 1, span.kind) for span in block.spans]
    ended = [(span.end, -1, span.kind) for span in block.spans]
    holds: Counter[str] = Counter()
    at = 0
    for place, step, kind in [*sorted(begun + ended), (len(block.text), 0, "")]:
        if place > at:
            yield block.text[at:place], " ".join(sorted(+holds))
            at = place
        holds[kind] += step


def _place(block: Block) -> str:
    """Where the block stands: its source lines in flattened text, its innermost elements in HTML."""
    first, last = block.lines
    if first:
        return f"line {first}" if first == last else f"lines {first} to {last}"
    elements, row = block.document.elements, block.document.element[block.index]
    steps: list[str] = []
    while row >= 0 and len(steps) < _ANCESTORS:
        steps.append(css(elements.tag[row], elements.names[row][:_NAME]))
        row = elements.parent[row]
    return " › ".join(reversed(steps))
