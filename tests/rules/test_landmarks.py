"""What HTML's own elements say, and where they say nothing."""

import pytest

from cleanpage.model import Role
from cleanpage.rules.landmarks import find
from cleanpage.segment import html, text

SPEAKS = [
    ("<nav><a href=/>Home</a></nav>", Role.NAVIGATION),
    ("<div role=navigation><a href=/>Home</a></div>", Role.NAVIGATION),
    ("<ul role=menubar><li>Home</ul>", Role.NAVIGATION),
    (f"<nav>{'<a href=/>Home</a><br><br>' * 45}</nav>", Role.NAVIGATION),
    ("<div role=search>Find</div>", Role.NAVIGATION),
    ("<figure><img><figcaption>The bridge at night.</figcaption></figure>", Role.CAPTION),
    ("<figure><figcaption><p>The bridge at night.</p></figcaption></figure>", Role.CAPTION),
    ("<h1>Rain falls</h1><p>It rained.</p>", Role.HEADLINE),
    ('<meta property="og:title" content="Rain Falls"><h1>Rain falls</h1><h1>Brodany</h1>', Role.HEADLINE),
    ("<p><time>2 May</time></p>", Role.DATELINE),
    ("<footer><p>Example Media Ltd</p></footer>", Role.LEGAL),
    ("<address>A. Writer</address>", Role.BYLINE),
]
AGAINST_BODY = [
    "<aside><p>More</p></aside>",
    "<div role=complementary>More</div>",
    "<footer>All rights</footer>",
    "<form><p>Your address</p></form>",
    f"<form>{'<p>Your address</p>' * 40}</form>",
    f"{'<p>It rained.</p>' * 9}<form>{'<p>Your address</p>' * 40}</form>",
    "<button>Send</button>",
    "<label>Name</label>",
    "<p hidden>Later</p>",
    "<div role=dialog>We use cookies</div>",
]
SILENT = [
    "<p>It rained.</p>",
    "<main><p>It rained.</p></main>",
    "<article><section><p>It rained.</p></section></article>",
    "<h1>One</h1><h1>Two</h1>",
    '<meta property="og:title" content="Rain falls"><h1>One</h1><h1>Two</h1><h2>Rain falls</h2>',
    "<h2>Rain falls</h2>",
    "<p>On <time>2 May</time> it rained.</p>",
    "<div class=nav>Home</div>",
    "<div class=footer>Home</div>",
    "<figure><p>A quoted chart</p></figure>",
    "<div role=presentation>Home</div>",
    "<div role=main>It rained.</div>",
    "<details><summary>More</summary>It rained.</details>",
    "<blockquote>It rained.</blockquote>",
    f"<form>{'<p>It rained.</p>' * 41}</form>",
]


@pytest.mark.parametrize(("page", "role"), SPEAKS)
def test_landmarks_speak_for_a_role(page: str, role: Role) -> None:
    assert any(item.role is role and item.block == 0 and item.log_odds > 0 for item in find(html.segment(page, None)))


@pytest.mark.parametrize("page", AGAINST_BODY)
def test_landmarks_speak_against_body(page: str) -> None:
    assert any(item.role is Role.BODY and item.log_odds < 0 for item in find(html.segment(page, None)))


@pytest.mark.parametrize("page", SILENT)
def test_landmarks_stay_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


def test_a_landmark_in_one_of_its_kind_says_nothing_more() -> None:
    said = list(find(html.segment("<nav><div role=navigation><ul role=menu><li>Home</ul></div></nav>", None)))
    assert [(item.block, item.role) for item in said] == [(0, Role.NAVIGATION)]


def test_landmarks_are_silent_on_flattened_text() -> None:
    assert list(find(text.segment("Home\nWorld\n\nIt rained.", None))) == []
