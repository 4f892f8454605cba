"""What kind of page it is: told from what was kept, what was removed, and what the page says of itself."""

from typing import Any

import pytest
from build import document

from cleanpage.metadata.kind import kind
from cleanpage.model import Article, Hints, PageKind, Role, Span, Verdict

PROSE = "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs. " * 3
NOTICE = "This story is for subscribers: take out a subscription today and read on for one coin a week."


def page(*blocks: tuple[Role, str], chance: float = 0.95, url: str | None = None, **columns: Any) -> Article:
    built = document(*[text for _, text in blocks], url=url, **columns)
    return Article(built, tuple(Verdict(role, chance, ()) for role, _ in blocks))


def body(count: int, text: str = PROSE) -> list[tuple[Role, str]]:
    return [(Role.BODY, text)] * count


KINDS = [
    (page(*body(5)), PageKind.ARTICLE),
    (page(*body(5), hints=Hints(types=("LiveBlogPosting",))), PageKind.LIVE_BLOG),
    (page(*[(Role.BODY, f"1{i}:30 {PROSE}") for i in range(6)]), PageKind.LIVE_BLOG),
    (page(*[(Role.BODY, f"1{i}:30 {PROSE}") for i in range(5)]), PageKind.ARTICLE),
    (page(*[(Role.BODY, f"1{i}:30 {PROSE}") for i in range(5)], url="https://example.com/liveblog-bridge"), PageKind.LIVE_BLOG),
    (page(*body(5), url="https://example.com/liveblog-bridge"), PageKind.ARTICLE),
    (page(*body(2), (Role.PAYWALL, NOTICE)), PageKind.PAYWALL_TEASER),
    (page((Role.PAYWALL, NOTICE), *body(2)), PageKind.ARTICLE),
    (page(*body(2), (Role.PAYWALL, "Premium")), PageKind.ARTICLE),
    (page(*body(20), (Role.PAYWALL, NOTICE)), PageKind.ARTICLE),
    (page((Role.PAYWALL, NOTICE)), PageKind.PAYWALL_TEASER),
    (page((Role.CONSENT, NOTICE), (Role.LEGAL, "Privacy")), PageKind.CONSENT_WALL),
    (page(*body(5), (Role.CONSENT, NOTICE * 20)), PageKind.ARTICLE),
    (page(*[(Role.FEED, PROSE)] * 5), PageKind.LIST),
    (page((Role.NAVIGATION, "Home")), PageKind.EMPTY),
    (page((Role.BODY, "Page not found.")), PageKind.EMPTY),
    (page(), PageKind.EMPTY),
]


@pytest.mark.parametrize(("article", "expected"), KINDS)
def test_a_page_is_of_its_kind(article: Article, expected: PageKind) -> None:
    found, chance = kind(article, None)
    assert found is expected
    assert 0.5 <= chance <= 1


def test_a_page_of_links_is_a_list() -> None:
    text = "Old bridge closes for repairs"
    linked = page(*body(30, text), chance=0.6, spans=[(Span(0, len(text), "link", "/a"),)] * 30)
    assert kind(linked, None)[0] is PageKind.LIST
    assert kind(page(*body(30, text), chance=0.6), None)[0] is PageKind.ARTICLE


def test_what_the_page_states_decides_on_a_long_teaser() -> None:
    article = page(*body(20), (Role.PAYWALL, NOTICE))
    assert kind(article, True)[0] is PageKind.PAYWALL_TEASER
    assert kind(article, False)[0] is PageKind.ARTICLE
    short = page(*body(2), (Role.PAYWALL, NOTICE))
    assert kind(short, True)[1] > kind(short, None)[1]
    assert kind(short, False)[0] is PageKind.ARTICLE


def test_a_hidden_notice_walls_nothing() -> None:
    assert kind(page(*body(2), (Role.PAYWALL, NOTICE), hidden=[False, False, True]), None)[0] is PageKind.ARTICLE
