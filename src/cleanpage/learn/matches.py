"""What stands under selectors on the pages, and how much of it the judge keeps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleanpage.learn.pages import Seen
from cleanpage.model import Role
from cleanpage.pipeline import segment

_EXAMPLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Under:
    """What stands under a selector on one page: its blocks, their characters, those of them that are kept."""

    blocks: frozenset[int]
    size: float
    kept: float

    @property
    def vote(self) -> float:
        return self.kept / self.size


Matches = Mapping[str, Mapping[int, Under]]
"""selector -> page -> what stands under it there."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selector with its role, the number of pages that it matches, and the start of the first text under it."""

    css: str
    role: Role
    pages: int
    example: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Selectors, those of the body first.

    complete: on how many pages the body stands under these alone, if on enough to say so of all, else 0
    """

    chosen: list[Chosen]
    complete: int = 0


def under(page: Seen, blocks: Iterable[int]) -> Under:
    """These blocks of a page as what stands under a selector."""
    text, kept, at = page.document.text, page.kept, frozenset(blocks)
    return Under(at, float(sum(len(text[block]) for block in at)), sum(len(text[block]) * kept[block] for block in at))


def matched(seen: Sequence[Seen], candidates: Sequence[str]) -> Matches:
    """What the candidates match; those that match nothing are left out."""
    found: dict[str, dict[int, Under]] = defaultdict(dict)
    for number, page in enumerate(seen):
        blocks: dict[str, list[int]] = defaultdict(list)
        for block, selectors in segment(page.text, url=page.url, selectors=candidates).selected.items():
            for css in selectors:
                blocks[css].append(block)
        for css, at in blocks.items():
            found[css][number] = under(page, at)
    return {css: found[css] for css in candidates if css in found}


def distinct(matches: Matches, fewest: int) -> Matches:
    """The selectors that match on enough pages; of those that match alike the first."""
    alike: dict[object, str] = {}
    for css, pages in matches.items():
        if len(pages) >= fewest:
            alike.setdefault(tuple((number, found.blocks) for number, found in sorted(pages.items())), css)
    return {css: matches[css] for css in alike.values()}


def chosen(seen: Sequence[Seen], css: str, role: Role, pages: Mapping[int, Under]) -> Chosen:
    """A selector that was chosen for a role."""
    number = min(pages)
    text = seen[number].document.text[min(pages[number].blocks)]
    return Chosen(css, role, len(pages), " ".join(text[:_EXAMPLE].split()))
