"""The selectors of an outlet's layout: of all names that last, those whose blocks are article text, or one role of chrome, on most pages.

Candidates are an element's class, id and test names and HTML's own sectioning tags, tried as CSS on the pages themselves. The body is the
selector, or the few, whose blocks come closest to what the judge keeps over all pages; a role of chrome the largest selector whose blocks
most pages agree on, inside the body too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from statistics import mean, median
from typing import NamedTuple

from cleanpage import resources
from cleanpage.learn.pages import Seen, most
from cleanpage.model import ARTICLE_TEXT, Elements, Role
from cleanpage.pipeline import segment
from cleanpage.profiles.reader import volatile

_NAME = re.compile(r"[A-Za-z][\w-]+", re.ASCII)
_TAG = re.compile(r"[a-z][a-z0-9-]*")  # Word writes <o:p>, which CSS would take for a pseudo-class
_MADE_UP = re.compile(r"[A-Za-z]{5,7}")  # beside a name of a style library
_NUMBERED = re.compile(r"\d{4}")  # post-12345: of one page
_TAGS = frozenset("article main aside nav footer figcaption form".split())  # not header and section: they may hold anything
_MOST_CANDIDATES = 400  # 10 to 30 us each on a page

_RECALL, _TYPICAL_RECALL = 0.85, 0.95  # of what is kept, over all pages and on the median one, a body must hold
_FITS = 0.85  # F1 against what is kept: a body that holds much else settles no doubt
_MOST_BODIES, _MOST_TRIED = 3, 30
_BETTER = 0.01  # F1 that a second selector of the body must bring

_VOTE = 0.25  # of a selector's characters may be kept, over all pages, for it to be chrome
_AGAINST = 0.1  # and on most of the pages
_ENOUGH, _NONE = 4, 0.02  # pages that can outvote one; of fewer every one must agree
_PURE = 0.7  # of the characters must be of one role
_MOST_CHROME = 10
_HEAD = frozenset({Role.HEADLINE, Role.TOPIC})  # the judge knows them; what holds them on some pages holds a standfirst on others
_EXAMPLE = 60  # characters


class Chosen(NamedTuple):
    """A selector with its role, the number of pages that it matches, and the start of the first text under it."""

    css: str
    role: Role
    pages: int
    example: str


class _Under(NamedTuple):
    """What stands under a selector on one page: its blocks, their characters, those of them that are kept."""

    blocks: frozenset[int]
    size: float
    kept: float

    @property
    def vote(self) -> float:
        return self.kept / self.size


def _under_blocks(page: Seen, blocks: Iterable[int]) -> _Under:
    text, kept, at = page.document.text, page.kept, frozenset(blocks)
    return _Under(at, float(sum(len(text[block]) for block in at)), sum(len(text[block]) * kept[block] for block in at))


class _Fit(NamedTuple):
    """F1 of selectors against what is kept, by characters, mean over pages; and whether they hold nearly all of it."""

    f1: float
    is_whole: bool


def layout(seen: Sequence[Seen]) -> list[Chosen]:
    """The selectors of one layout, those of the body first; none where no name lasts."""
    under = _under(seen, _candidates(seen))
    bodies = _bodies(seen, under)
    return [*(_chosen(seen, css, Role.BODY, under[css]) for css in bodies), *_chrome(seen, under, bodies)]


# --- candidates -------------------------------------------------------------------------------------------------------------------


def _candidates(seen: Sequence[Seen]) -> list[str]:
    """Selectors that may match on enough pages, the most frequent first, tags without a name behind those with one."""
    pages: Counter[str] = Counter()
    for page in seen:
        pages.update(sorted(_names(page.document.elements)))
    found = [(css, times) for css, times in pages.items() if times >= most(seen) or times >= 3]
    return [css for css, _ in sorted(found, key=lambda item: (-item[1], item[0] in _TAGS, item[0]))][:_MOST_CANDIDATES]


def _names(elements: Elements) -> set[str]:
    found: set[str] = set()
    for tag, names in set(zip(elements.tag, elements.names, strict=True)):
        if tag in ("html", "body") or not _TAG.fullmatch(tag):
            continue
        if tag in _TAGS:
            found.add(tag)
        styled = bool(volatile(names))
        for name in names.split():
            if not (styled and _MADE_UP.fullmatch(name)):
                found.update(_selectors(tag, name))
    return found


def _selectors(tag: str, name: str) -> Iterator[str]:
    key, equals, value = name.partition("=")
    if not _NAME.fullmatch(value if equals else name) or _NUMBERED.search(name) or volatile(name) or _is_style(name):
        return
    if not equals:
        yield f"{tag}.{name}"
        yield f"{tag}#{name}"
    elif key in ("itemprop", "data-testid", "role"):
        yield f'[{key}~="{value}"]'


def _is_style(name: str) -> bool:
    """Whether a name says how an element looks, as far as data/utilities.toml knows."""
    names, starts = _utilities()
    return name in names or name.startswith(starts)


@cache
def _utilities() -> tuple[frozenset[str], tuple[str, ...]]:
    file = "utilities.toml"
    table = resources.toml(file)
    resources.refuse_unknown(table, frozenset({"names", "starts"}), file)
    return frozenset(resources.strings(table, "names", file)), tuple(f"{start}-" for start in resources.strings(table, "starts", file))


def _under(seen: Sequence[Seen], candidates: Sequence[str]) -> Mapping[str, Mapping[int, _Under]]:
    """For each selector that matches on enough pages: page -> what stands under it there; of those that match alike the first."""
    found: dict[str, dict[int, _Under]] = defaultdict(dict)
    for number, page in enumerate(seen):
        blocks: dict[str, list[int]] = defaultdict(list)
        for block, selectors in enumerate(segment(page.text, url=page.url, selectors=candidates).selected):
            for css in selectors:
                blocks[css].append(block)
        for css, at in blocks.items():
            found[css][number] = _under_blocks(page, at)
    alike: dict[object, str] = {}
    for css in candidates:
        if len(found[css]) >= min(2, len(seen)):
            alike.setdefault(tuple((number, under.blocks) for number, under in sorted(found[css].items())), css)
    return {css: found[css] for css in alike.values()}


# --- the body ---------------------------------------------------------------------------------------------------------------------


def _bodies(seen: Sequence[Seen], under: Mapping[str, Mapping[int, _Under]]) -> list[str]:
    """The selectors that together come closest to what is kept, the best first; none where even those miss much of it."""
    everything = {number: _whole(page) for number, page in enumerate(seen) if any(page.kept)}
    if not everything:
        return []
    fits = {css: _fit([under[css]], seen, everything) for css in under}
    likely = sorted(fits, key=lambda css: (-fits[css].f1, css))[:_MOST_TRIED]
    chosen, best = likely[:1], fits[likely[0]] if likely else _Fit(0.0, False)
    while len(chosen) < _MOST_BODIES:
        more = {css: _fit([*(under[other] for other in chosen), under[css]], seen, everything) for css in likely if css not in chosen}
        css = max(more, key=lambda css: (more[css].f1, css), default="")
        if not css or more[css].f1 < best.f1 + _BETTER:
            break
        chosen, best = [*chosen, css], more[css]
    return chosen if best.is_whole and best.f1 >= _FITS else []


def _whole(page: Seen) -> _Under:
    return _under_blocks(page, range(len(page.kept)))


def _fit(selectors: Sequence[Mapping[int, _Under]], seen: Sequence[Seen], everything: Mapping[int, _Under]) -> _Fit:
    """How well the blocks under any of these selectors are what is kept, over the pages that have article text."""
    scores, recalls = [], []
    for number, whole in everything.items():
        found = [pages[number] for pages in selectors if number in pages]
        united = found[0] if len(found) == 1 else _under_blocks(seen[number], frozenset[int]().union(*(one.blocks for one in found)))
        scores.append(2 * united.kept / (united.size + whole.kept))
        recalls.append(united.kept / whole.kept)
    return _Fit(mean(scores), mean(recalls) >= _RECALL and median(recalls) >= _TYPICAL_RECALL)


# --- chrome -----------------------------------------------------------------------------------------------------------------------


def _chrome(seen: Sequence[Seen], under: Mapping[str, Mapping[int, _Under]], bodies: Sequence[str]) -> list[Chosen]:
    """The largest selectors of chrome, of those that name their role; each brings blocks that none before it has."""
    sizes = {css: sum(page.size for page in pages.values()) for css, pages in under.items()}
    covered: dict[int, frozenset[int]] = defaultdict(frozenset)
    chosen: list[Chosen] = []
    for css in sorted(under, key=lambda css: (-sizes[css], css)):
        pages = under[css]
        if len(chosen) == _MOST_CHROME:
            break
        if css in bodies or not _is_chrome(pages.values()) or all(page.blocks <= covered[number] for number, page in pages.items()):
            continue
        role = _role(seen, pages)
        if role and not (role is Role.NAVIGATION and not any(page.kept for page in pages.values())):  # menus need no telling
            chosen.append(_chosen(seen, css, role, pages))
            for number, page in pages.items():
                covered[number] |= page.blocks
    return chosen


def _is_chrome(pages: Iterable[_Under]) -> bool:
    votes = [page.vote for page in pages]
    if len(votes) < _ENOUGH:
        return max(votes) <= _NONE
    return mean(votes) <= _VOTE and sum(vote <= _AGAINST for vote in votes) >= most(votes)


def _role(seen: Sequence[Seen], pages: Mapping[int, _Under]) -> Role | None:
    """The role of most of the characters that are not kept; None where the pages do not agree on one."""
    votes: dict[Role, float] = defaultdict(float)
    for number, page in pages.items():
        for block in page.blocks:
            verdict = seen[number].article.verdicts[block]
            if verdict.role not in ARTICLE_TEXT:
                votes[verdict.role] += len(seen[number].document.text[block]) * verdict.probability
    role = max(votes, key=lambda role: (votes[role], role), default=None)
    return role if role not in _HEAD and role and votes[role] >= _PURE * sum(votes.values()) else None


def _chosen(seen: Sequence[Seen], css: str, role: Role, pages: Mapping[int, _Under]) -> Chosen:
    number = min(pages)
    text = seen[number].document.text[min(pages[number].blocks)]
    return Chosen(css, role, len(pages), " ".join(text[:_EXAMPLE].split()))
