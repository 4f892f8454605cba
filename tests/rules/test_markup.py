"""What names of elements say, and where they say nothing."""

import pytest

from cleanpage.model import Role
from cleanpage.rules.markup import find
from cleanpage.segment import html, text

SPEAKS = [
    ('<div class="newsletter-signup"><p>Every Monday</p></div>', Role.SUBSCRIBE),
    ('<div id="cookieBanner">We use them</div>', Role.CONSENT),
    ('<p class="article__standfirst">It rained.</p>', Role.STANDFIRST),
    ('<section class="relatedPosts"><h3>Another story</h3></section>', Role.RELATED),
    ('<ul class="breadcrumb"><li>Home</ul>', Role.NAVIGATION),
    ('<p><span class="byline">A. Writer</span></p>', Role.BYLINE),
    ('<div class="most-read"><ol><li>One</ol></div>', Role.FEED),
    ('<div class="share-bar"><div><p>Copy link</p></div></div>', Role.SHARE),
    ('<ul class="menu"><li><a href="/x">How the harbour commission met on Tuesday, and again on Wednesday</a></ul>', Role.NAVIGATION),
    ('<div class="newsletter"><p>Every Monday we send you what was worth reading, and a picture of the harbour.</p></div>', Role.SUBSCRIBE),
]
SILENT = [
    '<div itemprop="articleBody"><p>It rained.</p></div>',
    '<div class="entry-content"><p>Support us.</p></div>',
    "<p>It rained.</p>",
    '<p class="p1 css-1x2y3z">It rained.</p>',
    '<body class="single-post has-newsletter"><p>It rained.</p></body>',
    '<div class="article-share article-related"><p>It rained.</p></div>',
    '<div class="share"><div><div><div><p>Too far up to say</p></div></div></div></div>',
    '<div class="readability"><p>It rained.</p></div>',
    '<div class="badge shadow header"><p>It rained.</p></div>',
    '<div class="navy-blue-theme"><p>It rained.</p></div>',
    '<div class="adapt reading adaptive">It rained.</div>',
    '<div class="commentary">It rained.</div>',
    '<div data-name="newsletter">It rained.</div>',
    '<section id="sql-for-update-share"><p>The rows that are locked are exactly those that the query returns.</p></section>',
    '<div class="premium article"><p>The harbour commission met on Tuesday, and again on Wednesday, to hear the pilots.</p></div>',
    '<div class="navigation"><p>The harbour commission met on Tuesday, and again on Wednesday, to hear <a href="/x">them</a>.</p></div>',
]


@pytest.mark.parametrize(("page", "role"), SPEAKS)
def test_names_speak_for_a_role(page: str, role: Role) -> None:
    assert [(item.block, item.role) for item in find(html.segment(page, None))] == [(0, role)]


@pytest.mark.parametrize("page", SILENT)
def test_names_stay_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


def test_the_nearest_name_speaks_and_the_reason_quotes_it() -> None:
    (item,) = find(html.segment('<div class="related"><p class="byline">A. Writer</p></div>', None))
    assert (item.role, item.reason) == (Role.BYLINE, 'stands in an element named "byline"')


def test_nearer_names_say_more() -> None:
    near, far = find(html.segment('<p class="byline">A</p><div class="byline"><div><p>B</p></div></div>', None))
    assert near.log_odds > far.log_odds


def test_markup_is_silent_on_flattened_text() -> None:
    assert list(find(text.segment("newsletter\n\nIt rained.", None))) == []
