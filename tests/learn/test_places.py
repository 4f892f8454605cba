"""In which places articles stand."""

import outlet

from cleanpage.learn.matches import Selection, matched
from cleanpage.learn.names import candidates
from cleanpage.learn.pages import judged
from cleanpage.learn.places import body
from cleanpage.model import Role


def found(pages: list[tuple[str, str]]) -> Selection:
    seen = list(judged(pages))
    return body(seen, matched(seen, candidates(seen)))


def places(pages: list[tuple[str, str]]) -> dict[str, Role]:
    return {place.css: place.role for place in found(pages).chosen}


def told(numbers: range, old: str, new: str) -> list[tuple[str, str]]:
    return [(url, page.replace(old, new)) for url, page in outlet.pages(numbers)]


def test_a_place_is_the_way_from_the_nearest_name_that_lasts() -> None:
    assert places(outlet.pages(range(4)))["div.story-text > p"] is Role.BODY
    assert "div#main-story > p" in places(told(range(4), 'class="story-text', 'id="main-story" class="'))
    assert "article > div > p" in places(told(range(4), 'class="story-text', 'class="'))


def test_names_of_one_page_and_of_style_libraries_name_no_place() -> None:
    assert not any("css-" in place for place in places(outlet.pages(range(4))))
    assert not any("night" in place for place in places([*outlet.pages(range(3)), *told(range(3, 4), "story-text", "night-text")]))


def test_most_pages_say_whether_the_body_stands_there_alone() -> None:
    other = told(range(4, 5), "</div></article>", f"</div></article><p>{'</p><p>'.join(outlet.story(7))}</p>")
    assert found(outlet.pages(range(4))).complete == 4
    assert found([*outlet.pages(range(4)), *other]).complete == 4
    assert found(outlet.pages(range(2))).complete == 0


def test_pages_without_an_article_have_no_place() -> None:
    pages = [(f"https://ferrypost.example/{i}", f"<nav class=menu><a href=/>Home {i}</a><a href=/n>News</a></nav>") for i in range(3)]
    assert found(pages) == Selection([])
