"""Where the articles of flattened text begin and end."""

import outlet

from cleanpage.learn.lines import Line
from cleanpage.learn.markers import markers
from cleanpage.learn.pages import judged
from cleanpage.model import Role
from cleanpage.profiles.lines import template

SEEN = list(judged(outlet.texts(range(4))))


def known(*texts: str, kept: float = 0.0) -> list[Line]:
    return [Line(template(text), text, Role.OTHER, 4, 0.5, kept) for text in texts]


def test_lines_on_either_side_of_the_article_are_markers_of_that_side() -> None:
    begin, end = markers(SEEN, known("Skip to the article", "More from the valley", "Home"))
    assert [marker.text for marker in begin] == ["Skip to the article", "Home"]
    assert [marker.text for marker in end] == ["More from the valley"]
    assert end[0].pages == 4


def test_lines_in_the_midst_of_articles_are_none() -> None:
    assert markers(SEEN, known(outlet.APPEAL)) == ([], [])


def test_lines_that_may_be_article_text_are_none() -> None:
    assert markers(SEEN, known("More from the valley", kept=0.2)) == ([], [])


def test_pages_without_article_text_have_none() -> None:
    empty = list(judged([("https://ferrypost.example/1", "Home\n\nNews"), ("https://ferrypost.example/2", "Home\n\nSport")]))
    assert markers(empty, known("Home")) == ([], [])
