"""The pages to learn from: judged as any page is, each article once, all of one outlet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from math import ceil

from cleanpage.errors import NotLearned
from cleanpage.model import ARTICLE_TEXT, Article, Document
from cleanpage.pipeline import judge, read, segment
from cleanpage.profiles.lines import templates
from cleanpage.profiles.values import host_of

_MOST = 0.6  # of the pages: a widget may rotate, a page may be of another kind
_PROSE = 60  # characters of a line that tells one article from another
_ALIKE = 0.8  # of such lines: the same article saved twice, or a live blog an hour later


@dataclass(frozen=True)
class Seen:
    """One page with its verdicts."""

    url: str
    text: str
    article: Article

    @property
    def document(self) -> Document:
        return self.article.document

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The template of each block; "" for a block that is longer than any line of a template."""
        return tuple(templates(self.document.folded))

    @cached_property
    def kept(self) -> tuple[float, ...]:
        """How sure the judge is that each block is article text; 0 for what it removes."""
        return tuple(verdict.probability if verdict.role in ARTICLE_TEXT else 0.0 for verdict in self.article.verdicts)


def judged(pages: Iterable[tuple[str, bytes | str]]) -> Iterator[Seen]:
    """Each page cleaned without any profile; raises DecodeError and PageTooLarge."""
    for url, page in pages:
        text = read(page)
        yield Seen(url, text, judge(segment(text, url=url)))


def distinct(pages: Iterable[Seen]) -> list[Seen]:
    """The pages without those whose article is that of an earlier one of their syntax."""
    found: list[Seen] = []
    articles: dict[str, list[frozenset[str]]] = defaultdict(list)
    for page in pages:
        said = frozenset(text for text, kept in zip(page.document.folded, page.kept, strict=True) if kept and len(text) >= _PROSE)
        others = articles[page.document.syntax]
        if not any(len(said & other) > _ALIKE * max(1, len(said | other)) for other in others):
            found.append(page)
            others.append(said)
    return found


def most(pages: Sequence[object]) -> int:
    """On how many of these pages something must stand to be the site's: two at least, if there are two."""
    return max(min(2, len(pages)), ceil(_MOST * len(pages)))


def outlet(urls: Iterable[str]) -> str:
    """The longest suffix that all hosts share, without www; raises NotLearned where the pages are of several outlets."""
    hosts = sorted({host_of(url).removeprefix("www.") for url in urls})
    if not hosts or not all(hosts):
        raise NotLearned("a page has no address; say which outlet it is from (--host)")
    if len({site(f"//{host}") for host in hosts}) > 1:
        raise NotLearned(f"pages of several outlets: {', '.join(hosts)}; learn each on its own")
    labels = zip(*(reversed(host.split(".")) for host in hosts), strict=False)
    shared = takewhile(lambda row: len(set(row)) == 1, labels)
    return ".".join(reversed([row[0] for row in shared]))


def site(url: str) -> str:
    """The registrable host of an address ("news.example.co.uk" -> "example.co.uk"); "" where there is none."""
    from tld import get_fld

    host = host_of(url)
    return get_fld(f"https://{host}/", fail_silently=True) or ".".join(host.split(".")[-2:])
