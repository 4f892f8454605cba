"""A profile held against pages: what matches, what it changes, what it promises, and whether the site has changed since it was written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleanpage.model import ARTICLE_TEXT, Article, Role
from cleanpage.pipeline import judge, read, segment
from cleanpage.profiles import Profile
from cleanpage.words import fold

_EXAMPLE = 60  # characters
_NOT_ASKED = {"html": "HTML, for which it holds nothing", "text": "flattened, for which it holds nothing"}


@dataclass(frozen=True)
class Change:
    """A block on which the profile and the judge without it do not agree whether it is article text."""

    page: str
    text: str
    kept: bool


@dataclass(frozen=True)
class Report:
    """What a profile does to some pages.

    matches: selector -> on how many HTML pages it matches
    spoke: what of the profile spoke ("layout 1", "lines", "" for nothing; _NOT_ASKED where it could not) -> pages
    roles: role -> blocks that the profile named
    changes: what it keeps or removes against the judge
    broken: sentences of its [[test]] tables that a page has and that are not where they should be, each with its page
    """

    pages: int
    html_pages: int
    matches: Mapping[str, int]
    spoke: Mapping[str, int]
    roles: Mapping[Role, int]
    changes: Sequence[Change] = ()
    broken: Sequence[str] = ()
    bodies: Sequence[str] = field(default=())

    @property
    def stale(self) -> str:
        """In words, that no page looks any more as the profile says; "" if one does, or nothing tells."""
        if self.bodies and self.html_pages and not any(self.matches[css] for css in self.bodies):
            return f"body selector matched 0 of {self.html_pages} pages: the site has changed"
        if self.pages and not any(spoke for spoke in self.spoke):
            return f"nothing of it matched any of {self.pages} pages: the site has changed"
        return ""

    def lines(self) -> Iterator[str]:
        """The report in words, what needs a reader first."""
        if self.stale:
            yield self.stale
        yield from (f"test broken: {sentence}" for sentence in self.broken)
        if self.pages:
            silent = "no layout matched" if self.bodies else "nothing matched"
            yield "pages: " + ", ".join(f"{count} {name or silent}" for name, count in sorted(self.spoke.items()))
            yield "roles named: " + (", ".join(f"{self.roles[role]} {role}" for role in Role if role in self.roles) or "none")
        if self.html_pages:
            yield from (f"matches nothing: {css}" for css, pages in self.matches.items() if not pages)
        for change in self.changes:
            yield f'{change.page}: {"keeps" if change.kept else "removes"} against the judge: "{change.text}"'


def check(profile: Profile, pages: Iterable[tuple[str, bytes | str]]) -> Report:
    """The profile tried on pages, (name, page) each; raises DecodeError and PageTooLarge for what is no page."""
    matches, spoke, roles = Counter[str](), Counter[str](), Counter[Role]()
    changes: list[Change] = []
    broken: list[str] = []
    total = html = 0
    for name, page in pages:
        text = read(page)
        document = segment(text, selectors=profile.selectors)
        article, without = judge(document, profile), judge(document)
        total, html = total + 1, html + (document.syntax == "html")
        matches.update(frozenset[str]().union(*document.selected.values()))
        outlet = profile.outlet(document, profile.find(document))
        spoke[outlet.spoke if outlet else _NOT_ASKED[document.syntax]] += 1
        roles.update(_named(article))
        changes += _changes(name, article, without)
        broken += _broken(name, profile, article)
    found = {css: matches[css] for css in profile.selectors}
    bodies = [css for layout in profile.layouts for css in layout.select.get(Role.BODY, ())]
    return Report(total, html, found, dict(spoke), dict(roles), changes, broken, bodies)


def _named(article: Article) -> Iterator[Role]:
    """The role of each block of which the profile spoke for that role."""
    for verdict in article.verdicts:
        if any(said.witness == "profile" and said.role is verdict.role and said.log_odds > 0 for said in verdict.evidence):
            yield verdict.role


def _changes(name: str, article: Article, without: Article) -> Iterator[Change]:
    for text, verdict, before in zip(article.document.text, article.verdicts, without.verdicts, strict=True):
        kept = verdict.role in ARTICLE_TEXT
        if kept != (before.role in ARTICLE_TEXT):
            yield Change(name, " ".join(text[:_EXAMPLE].split()), kept)


def _broken(name: str, profile: Profile, article: Article) -> Iterator[str]:
    """The promises of the profile's tests that this page breaks; a sentence that the page does not have promises nothing of it."""
    page, text = fold(" ".join(article.document.text)), fold(article.text)
    for test in profile.tests:
        yield from (f"{name}: removed: {sentence}" for sentence in test.contains if fold(sentence) in page and fold(sentence) not in text)
        yield from (f"{name}: kept: {sentence}" for sentence in test.lacks if fold(sentence) in text)
