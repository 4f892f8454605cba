"""Where the articles of an outlet stand: the same places on every page, whatever the text.

A place is the way to a block from the nearest element above it whose name lasts: "div.story > p", "div.story > ul > li". The judge errs on
single blocks; of a place all pages together tell whether it holds article text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from statistics import mean

from cleanpage.learn.matches import Matches, Selection, Under, chosen, under
from cleanpage.learn.names import SECTIONS, is_tag, selectors
from cleanpage.learn.pages import Seen, most
from cleanpage.model import Elements, Role

_FEWEST = 2  # pages, where there are as many: a place of one of them may be a table of its article
_VOTE, _MAJORITY = 0.6, 0.5  # of a place's characters must be kept, over all pages, and on most of them
_MOST = 12  # places: a paragraph, a subhead, lists; more are odd pages
_STEPS = 3  # below the element with a name

_WHOLE, _ENOUGH = 0.85, 3  # of the body stands in these places, on most of at least so many pages: it stands nowhere else


def body(seen: Sequence[Seen], matches: Matches) -> Selection:
    """The places whose text is article text on most pages, the largest first. `matches` knows which names there are."""
    found = {place: pages for place, pages in _places(seen, matches).items() if _is_kept(pages, len(seen))}
    sizes = {place: sum(page.kept for page in pages.values()) for place, pages in found.items()}
    largest = sorted(found, key=lambda place: (-sizes[place], place))[:_MOST]
    shares = (_share(page, [found[place][i].blocks for place in largest if i in found[place]]) for i, page in enumerate(seen))
    whole = sum(share >= _WHOLE for share in shares)
    complete = whole if len(seen) >= _ENOUGH and whole >= most(seen) else 0
    return Selection([chosen(seen, place, _role(seen, found[place]), found[place]) for place in largest], complete)


def _places(seen: Sequence[Seen], matches: Matches) -> Matches:
    blocks: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, page in enumerate(seen):
        places = _of_elements(page.document.elements, matches)
        for block, row in enumerate(page.document.element):
            if row >= 0 and places[row]:
                blocks[places[row]][number].append(block)
    return {place: {number: under(seen[number], at) for number, at in pages.items()} for place, pages in blocks.items()}


def _of_elements(elements: Elements, matches: Matches) -> list[str]:
    """The place of every element; "" for one that stands too far below a name."""
    places: list[str] = []
    steps: list[int] = []
    named = {key: _name(*key, matches) for key in set(zip(elements.tag, elements.names, strict=True))}
    for tag, names, parent in zip(elements.tag, elements.names, elements.parent, strict=True):
        own = named[tag, names]
        step = steps[parent] + 1 if parent >= 0 and not own else 0
        above = places[parent] if parent >= 0 and step <= _STEPS and is_tag(tag) else ""
        places.append(own or (f"{above} > {tag}" if above else ""))
        steps.append(step)
    return places


def _name(tag: str, names: str, matches: Matches) -> str:
    """The name of an element that is found on most pages; its own before HTML's."""
    known = (css for css in selectors(tag, names) if css in matches)
    return max(known, key=lambda css: (len(matches[css]), css not in SECTIONS), default="")


def _is_kept(pages: Mapping[int, Under], seen: int) -> bool:
    votes = [page.vote for page in pages.values()]
    return len(votes) >= min(_FEWEST, seen) and mean(votes) >= _VOTE and sum(vote > _MAJORITY for vote in votes) >= most(votes)


def _role(seen: Sequence[Seen], pages: Mapping[int, Under]) -> Role:
    first = sum(under(seen[number], page.blocks & _blocks(seen[number], Role.STANDFIRST)).kept for number, page in pages.items())
    return Role.STANDFIRST if first > sum(page.kept for page in pages.values()) / 2 else Role.BODY


def _share(page: Seen, places: Iterable[Set[int]]) -> float:
    """Which share of a page's body stands in these places; its standfirst may stand elsewhere."""
    whole = _blocks(page, Role.BODY)
    size = under(page, whole).kept
    return under(page, whole.intersection(frozenset[int]().union(*places))).kept / size if size else 0.0


def _blocks(page: Seen, role: Role) -> frozenset[int]:
    return frozenset(block for block, verdict in enumerate(page.article.verdicts) if verdict.role is role)
