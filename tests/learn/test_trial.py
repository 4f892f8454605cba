"""A profile that would remove prose on the pages that it was learned from is put right before it is handed out."""

import outlet

from cleanpage.learn.pages import judged
from cleanpage.learn.trial import tried
from cleanpage.model import Role
from cleanpage.profiles import Layout, Profile

SEEN = list(judged(outlet.pages(range(3))))
NO_LINES: frozenset[str] = frozenset()


def test_a_selector_of_chrome_over_prose_is_left_out() -> None:
    layout = Layout({Role.BODY: ("div.story-text",), Role.RELATED: ("div.story-text > p", "section.more-stories")})
    found = tried(Profile("ferrypost.example", (layout,)), SEEN, NO_LINES)
    assert found.layouts[0].select == {Role.BODY: ("div.story-text",), Role.RELATED: ("section.more-stories",)}


def test_markers_in_the_midst_of_articles_are_left_out() -> None:
    texts = list(judged(outlet.texts(range(3))))
    marked = Profile("ferrypost.example", end=(outlet.APPEAL,), phrases={Role.LEGAL: ("Imprint",)})
    assert tried(marked, texts, NO_LINES) == Profile("ferrypost.example", phrases={Role.LEGAL: ("Imprint",)})


def test_lines_that_may_go_are_no_prose() -> None:
    profile = Profile("ferrypost.example", phrases={Role.DONATION: (outlet.APPEAL,)})
    assert tried(profile, SEEN, frozenset({SEEN[0].lines[SEEN[0].document.text.index(outlet.APPEAL)]})) == profile
    assert tried(profile, SEEN, NO_LINES) == Profile("ferrypost.example")


def test_one_page_in_four_may_be_put_right() -> None:
    odd = next(judged([(outlet.address(3), outlet.html(3).replace("more-stories", "told-box"))]))
    layout = Layout({Role.DONATION: (".told-box",)})
    profile = Profile("ferrypost.example", (layout,))
    assert tried(profile, [*SEEN, odd], frozenset(line for page in [*SEEN, odd] for line in page.lines if "reporters" in line)) == profile
