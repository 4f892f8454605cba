"""Lines that most pages of an outlet have, numbers and dates aside: the site's template, with the role that the pages together give it.

Short lines that the judge keeps are left to it: subheads repeat ("What we like", "System requirements"), and of 90 of them that stood on
most pages of their outlet 60 were article text. A sentence that repeats is the site's, or a teaser of the day, however much it reads like
prose: of 480 on two pages and more of 30 outlets 7 were article text, 6 of them of one article that was published twice. So a third of the
pages is enough for a sentence; unless so much of a page repeats that its pages share their articles. A label before a colon ("Filed under:
bridges") is a line of its own here: what stands behind it is another on every page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from cleanpage.learn.pages import Seen, most
from cleanpage.model import ARTICLE_TEXT, Role, Verdict
from cleanpage.profiles.lines import label
from cleanpage.words import words

_FEWEST_LETTERS = 8  # "and" stands on a line of its own wherever a link does
_FEWEST_PAGES = 2
_SENTENCE = 8  # words; subheads are shorter
_KEPT = 0.15  # what is kept more surely of shorter lines is left alone
_SHARED = 0.4  # of a page's article text: more than that is no template
_DOUBT, _FEWEST_WORDS = 0.1, 4  # what is not kept need be said only where its role is in doubt, and of no menu's names
_MOST_LINES = 60  # of a profile: more than anybody reads


class Line(NamedTuple):
    """A line of the template as the first page has it, its role, on how many pages it stands, how unsure of the role the judge is (0..1),
    and how surely the judge keeps it as article text, mean over those pages."""

    template: str
    text: str
    role: Role
    pages: int
    doubt: float
    kept: float

    @property
    def is_sentence(self) -> bool:
        return len(words(self.template)) >= _SENTENCE

    @property
    def tells(self) -> bool:
        """Whether the line says what the judge does not know: a menu's names it does."""
        return self.kept > 0 or (self.doubt >= _DOUBT and len(words(self.template)) >= _FEWEST_WORDS)


def repeated(seen: Sequence[Seen]) -> list[Line]:
    """The lines that stand on enough pages to be the template's, in the order of the pages."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(seen):
        for block, line in enumerate(page.lines):
            for key in (line, label(line)):
                if sum(map(str.isalpha, key)) >= _FEWEST_LETTERS:
                    places[key].append((number, block))
    found = [_line(seen, line, at) for line, at in places.items() if _repeats(seen, line, at)]
    return [line for line in found if line.pages >= (_some(seen) if line.is_sentence else most(seen))]


def telling(seen: Sequence[Seen], template: Iterable[Line]) -> list[Line]:
    """The lines of the template that tell something, the longest doubts first."""
    lines = [line for line in template if line.tells and (line.kept <= _KEPT or line.is_sentence)]
    if _are_shared(seen, frozenset(line.template for line in lines if line.kept > _KEPT)):
        lines = [line for line in lines if line.kept <= _KEPT]
    return sorted(lines, key=lambda line: (-line.doubt * len(line.text), -line.pages, line.template))[:_MOST_LINES]


def told(seen: Iterable[Seen], lines: Iterable[Line]) -> list[Seen]:
    """The pages with the roles of these lines, whatever the judge made of them on one page."""
    roles = {line.template: line.role for line in lines}
    return [replace(page, article=replace(page.article, verdicts=tuple(_told(page, roles)))) for page in seen]


def _told(page: Seen, roles: Mapping[str, Role]) -> Iterator[Verdict]:
    for line, verdict in zip(page.lines, page.article.verdicts, strict=True):
        yield verdict._replace(role=roles[line]) if verdict.role in ARTICLE_TEXT and line in roles else verdict


def _some(pages: Sequence[object]) -> int:
    return max(_FEWEST_PAGES, ceil(len(pages) / 3))


def _repeats(seen: Sequence[Seen], line: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a line stands on several pages; of a label, with other words behind it."""
    varies = not line.endswith(":") or len({seen[number].lines[block] for number, block in places}) > 1
    return varies and len({number for number, _ in places}) >= _FEWEST_PAGES


def _line(seen: Sequence[Seen], template: str, places: Sequence[tuple[int, int]]) -> Line:
    kept: dict[int, float] = defaultdict(float)
    votes: dict[Role, float] = defaultdict(float)
    for number, block in places:
        kept[number] = max(kept[number], seen[number].kept[block])
        verdict = seen[number].article.verdicts[block]
        votes[verdict.role] += verdict.probability
    role = _of_chrome(votes) or _of_chrome(_said(seen, places)) or Role.OTHER
    number, block = places[0]
    text = " ".join(seen[number].document.text[block].split())
    if template.endswith(":"):
        text = text[: text.find(":") + 1] or template
    return Line(template, text, role, len(kept), 1 - votes[role] / len(places), sum(kept.values()) / len(kept))


def _of_chrome(votes: Mapping[Role, float]) -> Role | None:
    return max((role for role in votes if role not in ARTICLE_TEXT), key=lambda role: (votes[role], role), default=None)


def _said(seen: Sequence[Seen], places: Sequence[tuple[int, int]]) -> Mapping[Role, float]:
    """What the rules said for each role at these places: the name of a line that the judge keeps."""
    votes: dict[Role, float] = defaultdict(float)
    for number, block in places:
        for said in seen[number].article.verdicts[block].evidence:
            if isinstance(said.role, Role) and said.log_odds > 0 and said.witness not in ("scorer", "context"):
                votes[said.role] += said.log_odds
    return votes


def _are_shared(seen: Sequence[Seen], lines: frozenset[str]) -> bool:
    """Whether these lines are so much of some page's article text that they are its article."""
    return any(_size(page, lines) > _SHARED * _size(page, None) for page in seen)


def _size(page: Seen, lines: frozenset[str] | None) -> float:
    """Characters of article text in these lines, or in all."""
    rows = zip(page.document.text, page.lines, page.kept, strict=True)
    return sum(len(text) * kept for text, line, kept in rows if lines is None or line in lines)
