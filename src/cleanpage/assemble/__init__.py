"""The judge: adds up what the witnesses said of every block, decides, and looks once at the decisions side by side.

1. The ledger of a block is the scorer's prior plus the evidence, each witness by its credibility, in sorted order: who spoke first cannot
   matter. Article text or not is decided first, by all the probability on either side; then the likeliest role of that side. On a page that
   leaves much in doubt (a list, a shop) less than even odds are enough: the cut is where the page's expected F1 is highest.
2. The context pass speaks too, as one more witness, of what only decisions show: what stands in one small box, blocks between two alike,
   headings and what they head, labels amid article text, the headline that opens a text or is said again, blocks built like the body's,
   where the article ends. Then the ledger is added up once more, and that is final; of paragraphs said twice the later ones are marked as
   copies.
"""

from collections.abc import Iterable, Set
from functools import cache
from itertools import chain

import numpy as np

from cleanpage.assemble import context
from cleanpage.assemble.ledger import KEPT, ROLES, Floats, Rows, added, chances, decided
from cleanpage.model import Article, Document, Evidence, Kind, Verdict
from cleanpage.resources import strings, toml

__all__ = ["ROLES", "assemble"]

_LIST = 0.5  # of the text that the scorer keeps
_SAID_TWICE, _OFTEN_SAID = 40, frozenset({Kind.TABLE_CELL, Kind.LIST_ITEM, Kind.CODE})  # characters; kinds that mean it when they repeat


def assemble(document: Document, prior: Floats, evidence: Iterable[Evidence], known: Iterable[Evidence] = ()) -> Article:
    """The article: a verdict for every block. `prior` holds log-probabilities, shape (blocks, roles).

    known: what the outlet's profile says; it does not count where it is told whether the page is a list
    """
    generic, special = sorted(evidence), sorted(known)
    sizes = np.fromiter(map(len, document.text), np.float32, len(document))
    own = np.ascontiguousarray(prior.T)
    ledger = added(_of_the_page(document, own, added(own, generic, document.syntax), sizes), special, document.syntax)
    side_by_side = sorted(context.find(document, ledger, decided(ledger, sizes), sizes))
    final = added(ledger, side_by_side, document.syntax)
    roles = decided(final, sizes)
    verdicts = _verdicts(own, final, roles, chain(generic, special, side_by_side), _copies(document, roles))
    return Article(document, verdicts)


def _of_the_page(document: Document, prior: Floats, ledger: Floats, sizes: Floats) -> Floats:
    """The ledger; on a page that is a list, with the prior's say on what is article text.

    Rules know articles and their chrome. Where they would drop half of what the scorer keeps, the page is a list of teasers or goods, and
    what they call feed and related is what it is about; unless it states that it is an article: then that is short, and its feeds are long.
    """
    before, after = chances(prior), chances(ledger)
    if sizes @ after > _LIST * (sizes @ before) or _states_an_article(document):
        return ledger
    own = np.where(KEPT[:, None], np.log(before / after), np.log((1 - before) / (1 - after)))
    moved: Floats = (ledger + own).astype(np.float32)
    return moved


def _states_an_article(document: Document) -> bool:
    """Whether the page's JSON-LD names one article: that of a list names none or many. OpenGraph calls many a list an article."""
    return sum(not _articles().isdisjoint(thing.types) for thing in document.hints.things) == 1


@cache
def _articles() -> frozenset[str]:
    return frozenset(strings(toml("kinds.toml"), "articles", "kinds.toml"))


def _verdicts(prior: Floats, ledger: Floats, roles: Rows, evidence: Iterable[Evidence], copies: Set[int]) -> tuple[Verdict, ...]:
    said: list[list[Evidence]] = [[] for _ in roles]
    for item in evidence:
        said[item.block].append(item)
    blocks = np.arange(len(roles))
    chances, scored = np.exp(ledger[roles, blocks]).tolist(), prior[roles, blocks].tolist()
    copied = map(copies.__contains__, blocks.tolist())
    return tuple(map(Verdict, map(ROLES.__getitem__, roles.tolist()), chances, map(tuple, said), enumerate(scored), copied))


def _copies(document: Document, roles: Rows) -> Set[int]:
    """The paragraphs that repeat one before them to the letter: for other screens, in a summary or a notice. They are read once."""
    said: set[str] = set()
    copies: set[int] = set()
    for block in np.flatnonzero(KEPT[roles]).tolist():
        text = document.folded[block]
        if text in said and document.kind[block] not in _OFTEN_SAID:
            copies.add(block)
        if len(text) >= _SAID_TWICE:
            said.add(text)
    return copies
