"""The selectors of an outlet's layout: of all names that last, those whose blocks are article text, or one role of chrome, on most pages.

Candidates are an element's class, id and test names and HTML's own sectioning tags, tried as CSS on the pages themselves. The body is the
places whose blocks most pages keep (`places`); a role of chrome the largest selector whose blocks most pages agree on, inside the body too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from statistics import mean

from cleanpage.learn.matches import Chosen, Matches, Selection, Under, chosen, distinct, matched
from cleanpage.learn.names import candidates
from cleanpage.learn.pages import Seen, most
from cleanpage.learn.places import body
from cleanpage.model import ARTICLE_TEXT, Role

_VOTE = 0.25  # of a selector's characters may be kept, over all pages, for it to be chrome
_AGAINST = 0.1  # and on most of the pages
_FEWEST = 3  # pages, if there are more: what two pages remove was the whole article of a third
_ENOUGH, _NONE = 4, 0.02  # pages that can outvote one; of fewer every one must agree
_PURE = 0.7  # of the characters must be of one role
_SURE = 0.9  # of all blocks under one selector in six, which is left out; told by the mean over its blocks, roles were lost
_MOST_CHROME = 10
_HEAD = frozenset({Role.HEADLINE, Role.TOPIC})  # the judge knows them; what holds them on some pages holds a standfirst on others


def layout(seen: Sequence[Seen]) -> Selection:
    """The selectors of one layout; none where no name lasts."""
    matches = matched(seen, candidates(seen))
    places = body(seen, matches)
    chrome = _chrome(seen, distinct(matches, min(_FEWEST, len(seen))), {place.css for place in places.chosen})
    return Selection([*places.chosen, *chrome], places.complete)


def _chrome(seen: Sequence[Seen], under: Matches, bodies: Set[str]) -> list[Chosen]:
    """The largest selectors of chrome, of those that name their role; each brings blocks that none before it has."""
    sizes = {css: sum(page.size for page in pages.values()) for css, pages in under.items()}
    covered: dict[int, frozenset[int]] = defaultdict(frozenset)
    found: list[Chosen] = []
    for css in sorted(under, key=lambda css: (-sizes[css], css)):
        pages = under[css]
        if len(found) == _MOST_CHROME:
            break
        if css in bodies or not _is_chrome(pages.values()) or all(page.blocks <= covered[number] for number, page in pages.items()):
            continue
        role = _role(seen, pages)
        if role and _tells(seen, pages, role):
            found.append(chosen(seen, css, role, pages))
            for number, page in pages.items():
                covered[number] |= page.blocks
    return found


def _is_chrome(pages: Iterable[Under]) -> bool:
    votes = [page.vote for page in pages]
    if len(votes) < _ENOUGH:
        return max(votes) <= _NONE
    return mean(votes) <= _VOTE and sum(vote <= _AGAINST for vote in votes) >= most(votes)


def _tells(seen: Sequence[Seen], pages: Mapping[int, Under], role: Role) -> bool:
    """Whether a selector says what the judge does not know of some block; of a menu it does where the judge keeps some of it."""
    if role is Role.NAVIGATION:
        return any(page.kept for page in pages.values())
    verdicts = (seen[number].article.verdicts[block] for number, page in pages.items() for block in page.blocks)
    return any(verdict.role is not role or verdict.probability < _SURE for verdict in verdicts)


def _role(seen: Sequence[Seen], pages: Mapping[int, Under]) -> Role | None:
    """The role of most of the characters that are not kept; None where the pages do not agree on one."""
    votes: dict[Role, float] = defaultdict(float)
    for number, page in pages.items():
        for block in page.blocks:
            verdict = seen[number].article.verdicts[block]
            if verdict.role not in ARTICLE_TEXT:
                votes[verdict.role] += len(seen[number].document.text[block]) * verdict.probability
    role = max(votes, key=lambda role: (votes[role], role), default=None)
    return role if role not in _HEAD and role and votes[role] >= _PURE * sum(votes.values()) else None
