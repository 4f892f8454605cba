"""What kind of page an article stands on, and how sure that is.

Little kept text leaves a wall, a list or nothing; with text it is a live blog if it says so or opens many blocks with a time, a paywall's
teaser if a paywall notice ends it, a list as the weights in data/kinds.toml say, and else an article.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from cleanpage.model import ARTICLE_TEXT, Article, PageKind, Role
from cleanpage.resources import refuse_unknown, strings, toml

Kind = tuple[PageKind, float]
"""A kind and its chance, 0..1."""

_FILE = "kinds.toml"
_KEYS = frozenset({"articles", "collections", "live", "live_words", "list"})
_LITTLE = 200  # characters of kept text: less is no article
_NOTICE = 60  # characters of a paywall's notice; a shorter one is a badge
_TEASER = 2000  # characters that a paywall shows at most where the page does not state that it is paywalled
_WALL = 0.3  # of the page's text
_TEASERS = 1000  # characters of a feed on a page that keeps nothing
_TIME = re.compile(r"\d{1,2}\s?[:.h時시]\s?[0-5]\d(?!\d)")
_ENTRY = ARTICLE_TEXT | {Role.DATELINE}
_ENTRIES = 6  # blocks that open with a time: two or three are a timetable
_BEHIND = 8  # blocks between the end of a teaser and its paywall


def kind(article: Article, paywalled: bool | None) -> Kind:
    """The page's kind and its chance; `paywalled` is what the page states of itself."""
    document = article.document
    kept = [i for i, verdict in enumerate(article.verdicts) if verdict.role in ARTICLE_TEXT]
    if sum(len(document.text[i]) for i in kept if not document.hidden[i]) < _LITTLE:
        return _without_text(_sizes(article))
    return _live(article) or _teaser(article, kept[-1], paywalled) or _list_or_article(article, kept)


def _sizes(article: Article) -> Counter[Role]:
    """The visible characters of each role."""
    sizes, document = Counter[Role](), article.document
    for verdict, text, hidden in zip(article.verdicts, document.text, document.hidden, strict=True):
        if not hidden:
            sizes[verdict.role] += len(text)
    return sizes


def _without_text(sizes: Counter[Role]) -> Kind:
    shares = {role: size / sizes.total() for role, size in sizes.items()}
    if shares.get(Role.CONSENT, 0.0) >= _WALL:
        return PageKind.CONSENT_WALL, 0.5 + shares[Role.CONSENT] / 2
    if sizes[Role.PAYWALL] >= _NOTICE:
        return PageKind.PAYWALL_TEASER, 0.7
    feeds = sizes[Role.FEED] + sizes[Role.RELATED]
    if feeds >= _TEASERS:
        return PageKind.LIST, 0.5 + feeds / sizes.total() / 2
    return PageKind.EMPTY, 0.6 if sizes[Role.BODY] else 0.9


def _live(article: Article) -> Kind | None:
    """A live blog: by its type, or by many blocks that open with a time; an address that says so counts as half of them."""
    if _types(article) & _stated("live"):
        return PageKind.LIVE_BLOG, 0.95
    rows = zip(article.verdicts, article.document.text, strict=True)
    entries = sum(_TIME.match(text) is not None for text in [text for verdict, text in rows if verdict.role in _ENTRY])
    says_so = any(word in (article.document.url or "").lower() for word in _stated("live_words"))
    if entries < (_ENTRIES // 2 if says_so else _ENTRIES):
        return None
    return PageKind.LIVE_BLOG, 0.9 if says_so else 0.6


def _teaser(article: Article, last: int, paywalled: bool | None) -> Kind | None:
    """A teaser: a paywall's notice stands right behind the article's `last` block, and what is shown is short or the page says it costs."""
    behind = range(last + 1, min(last + 1 + _BEHIND, len(article.verdicts)))
    if not any(article.verdicts[i].role is Role.PAYWALL and not article.document.hidden[i] for i in behind):
        return None
    sizes = _sizes(article)
    short = sizes[Role.BODY] < _TEASER
    if sizes[Role.PAYWALL] < _NOTICE or paywalled is False or not (paywalled or short):
        return None
    return PageKind.PAYWALL_TEASER, 0.5 + 0.3 * bool(paywalled) + 0.15 * short


def _list_or_article(article: Article, kept: Sequence[int]) -> Kind:
    chance = _chance_of_a_list(article, kept)
    return (PageKind.LIST, chance) if chance > 0.5 else (PageKind.ARTICLE, 1 - chance)


def _chance_of_a_list(article: Article, kept: Sequence[int]) -> float:
    document = article.document
    size = sum(len(document.text[i]) for i in kept)
    linked = sum(document.linked[i] for i in kept)
    sure = sum(article.verdicts[i].probability * len(document.text[i]) for i in kept)
    features = {
        "linked": min(linked / size, 1.0),
        "size": math.log10(size) - 3,
        "sure": sure / size,
        "article": float(bool(_types(article) & _stated("articles"))),
        "collection": float(bool(_types(article) & _stated("collections"))),
    }
    weights = _data()["list"]
    score = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))


def _types(article: Article) -> frozenset[str]:
    hints = article.document.hints
    return frozenset(hints.types).union(*(thing.types for thing in hints.things))


@cache
def _stated(key: str) -> frozenset[str]:
    return frozenset(strings(_data(), key, _FILE))


@cache
def _data() -> Any:
    """The packaged table; raises BadData."""
    data = toml(_FILE)
    refuse_unknown(data, _KEYS, _FILE)
    return data
