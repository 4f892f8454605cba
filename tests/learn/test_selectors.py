"""Which selectors are learned from pages' verdicts."""

from collections.abc import Sequence
from dataclasses import replace

import outlet
import pytest

from cleanpage.learn.pages import Seen, judged
from cleanpage.learn.selectors import layout
from cleanpage.model import ARTICLE_TEXT, Role


def learned(seen: Sequence[Seen]) -> dict[str, Role]:
    return {found.css: found.role for found in layout(seen).chosen}


def chosen(pages: list[tuple[str, str]]) -> dict[str, Role]:
    return learned(list(judged(pages)))


def doubted(page: Seen, chance: float) -> Seen:
    """The page as one whose chrome the judge is that sure of."""
    verdicts = (v if v.role in ARTICLE_TEXT else v._replace(probability=chance) for v in page.article.verdicts)
    return replace(page, article=replace(page.article, verdicts=tuple(verdicts)))


def test_bodies_come_first_and_chrome_has_its_role() -> None:
    found = learned([doubted(page, 0.8) for page in judged(outlet.pages(range(4)))])
    assert next(iter(found)) == "div.story-text > p"
    assert found["section.more-stories"] in (Role.RELATED, Role.FEED)
    assert "h1" not in found


@pytest.mark.parametrize(("chance", "is_said"), [(0.95, False), (0.9, False), (0.89, True)])
def test_chrome_that_the_judge_is_sure_of_need_not_be_said(chance: float, is_said: bool) -> None:
    first, *others = judged(outlet.pages(range(4)))
    found = learned([doubted(first, chance), *(doubted(page, 0.95) for page in others)])
    assert ("section.more-stories" in found) == is_said
    assert "div.story-text > p" in found


def test_names_of_one_page_are_not_learned() -> None:
    ids = [f'id="post-{number}" class="story-text' for number in (12345, 12345, 12345, 12346)]
    pages = [(url, page.replace('class="story-text', ids[i])) for i, (url, page) in enumerate(outlet.pages(range(4)))]
    assert not any("post-" in css for css in chosen(pages))


def test_pages_without_names_teach_no_selector_of_theirs() -> None:
    pages = [(url, page.replace("class=", "data-x=").replace("article>", "div>")) for url, page in outlet.pages(range(3))]
    assert {css.partition(" ")[0] for css in chosen(pages)} <= {"nav", "footer", "main"}


def test_pages_without_an_article_have_no_body() -> None:
    pages = [(f"https://ferrypost.example/{i}", f"<nav class=menu><a href=/>Home {i}</a><a href=/n>News</a></nav>") for i in range(3)]
    assert Role.BODY not in chosen(pages).values()


def test_names_that_say_how_a_thing_looks_are_not_learned() -> None:
    styled = [(url, page.replace('class="told-box"', 'class="mt-4 border w-full flex"')) for url, page in outlet.pages(range(4))]
    assert not any(name in css for css in chosen(styled) for name in ("mt-4", "border", "w-full", "flex"))


def test_tags_and_names_that_no_css_can_say_are_passed_over() -> None:
    odd = '<div class="a:b 1c d[e] f&quot;g" data-testid="x&quot;]y" itemprop="é"><o:p class="odd-one">One more of these.</o:p></div>'
    pages = [(url, page.replace("</article>", f"{odd}</article>")) for url, page in outlet.pages(range(3))]
    assert "div.story-text > p" in chosen(pages)
