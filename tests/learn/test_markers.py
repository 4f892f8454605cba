"""Where the articles of flattened text begin and end."""

import outlet
import pytest

from cleanpage.learn.lines import Line
from cleanpage.learn.markers import markers
from cleanpage.learn.pages import judged
from cleanpage.model import Role
from cleanpage.profiles.lines import template

SEEN = list(judged(outlet.texts(range(4))))


def lines(*texts: str, kept: float = 0.0, role: Role = Role.OTHER) -> list[Line]:
    return [Line(template(text), text, role, 4, 0.5, kept) for text in texts]


def test_lines_on_either_side_of_the_article_are_markers_of_that_side() -> None:
    begin, end = markers(SEEN, lines("Skip to the article", "More from the valley"), ())
    assert [marker.text for marker in begin] == ["Skip to the article"]
    assert [marker.text for marker in end] == ["More from the valley"]
    assert end[0].pages == 4


def test_the_closest_to_the_article_is_first() -> None:
    pages = [(url, f"{page}\n\nAll rights reserved") for url, page in outlet.texts(range(4))]
    _, end = markers(list(judged(pages)), lines("All rights reserved", "More from the valley"), ())
    assert [marker.text for marker in end] == ["More from the valley", "All rights reserved"]


def test_lines_in_the_midst_of_articles_are_none() -> None:
    assert markers(SEEN, lines(outlet.APPEAL), ()) == ([], [])


def test_lines_that_may_be_article_text_are_none() -> None:
    assert markers(SEEN, lines("More from the valley", kept=0.2), ()) == ([], [])


@pytest.mark.parametrize("role", [Role.SUBSCRIBE, Role.ADVERTISEMENT])
def test_boxes_that_move_end_nothing(role: Role) -> None:
    assert markers(SEEN, lines("More from the valley", role=role), ())[1] == []


def test_a_single_word_is_none() -> None:
    assert markers(SEEN, lines("Home", "Sport"), ()) == ([], [])


def test_what_stands_in_the_menu_too_ends_nothing() -> None:
    pages = [(url, f"More from the valley\n\n{page}") for url, page in outlet.texts(range(4))]
    assert markers(list(judged(pages)), lines("More from the valley"), ())[1] == []


def test_pages_without_article_text_have_none() -> None:
    empty = list(judged([("https://ferrypost.example/1", "Home\n\nNews"), ("https://ferrypost.example/2", "Home\n\nSport")]))
    assert markers(empty, lines("Our home"), ()) == ([], [])
