"""Where the posts of a live blog begin."""

import outlet
import pytest

from cleanpage.learn.pages import Seen
from cleanpage.learn.posts import heads
from cleanpage.model import Article, Role, Verdict
from cleanpage.segment.text import segment

TIMES = ["22:17", "22:03", "21:48", "21:21", "20:58", "20:40"]


def live(stamps: list[str], label: str = "Show the latest post") -> str:
    """A page whose article is followed by that label, and by a post below each stamp."""
    posts = [line for number, stamp in enumerate(stamps, 4) for line in (stamp, *outlet.story(number)[:2])]
    return "\n\n".join([outlet.headline(9), *outlet.story(9), label, *posts, "More from the valley"])


def seen(page: str, others: int = 3) -> list[Seen]:
    """That page and others, judged by the length of their lines."""
    return [_judged(text) for text in (page, *(outlet.text(number) for number in range(others)))]


def _judged(page: str, shortest: int = 80) -> Seen:
    document = segment(page, None)
    verdicts = tuple(Verdict(Role.BODY if len(text) > shortest else Role.OTHER, 1.0, ()) for text in document.text)
    return Seen("https://www.ferrypost.example/", page, Article(document, verdicts))


@pytest.mark.parametrize("stamp", ["2 May 2026 {}", "{}", "Updated at {} by our desk"])
def test_the_label_above_the_first_stamp_heads_the_posts(stamp: str) -> None:
    found = heads(seen(live([stamp.format(time) for time in TIMES])))
    assert [(head.text, head.pages) for head in found] == [("Show the latest post", 1)]


def test_a_judge_that_keeps_the_stamps_and_the_label_changes_nothing() -> None:
    pages = [_judged(live(TIMES), shortest=0), *seen(outlet.text(5), others=2)]
    assert [head.text for head in heads(pages)] == ["Show the latest post"]


def test_oldest_first_is_a_direction_too() -> None:
    assert len(heads(seen(live(TIMES[::-1])))) == 1


def test_the_time_of_the_page_is_no_stamp() -> None:
    assert [head.text for head in heads(seen(f"23:59\n\n{live(TIMES)}"))] == ["Show the latest post"]


SILENT = [
    live(TIMES[:4]),
    live(["22:17", "20:58", "22:03", "21:48", "23:01", "20:40"]),
    live(["22:17"] * 6),
    live(["By our desk"] * 6),
    live([f"{number}." for number in range(1, 7)]),
    live([f"Reason {number}" for number in range(1, 7)]),
    live(TIMES, label="22 readers have asked us this"),
    live(TIMES, label="The council of Lindenquay met in the morning, long before anybody there had heard of a bridge."),
    live([f"{time} was the time when the council of Lindenquay, once more, met to vote on the bridge" for time in TIMES]),
    live(TIMES, label="Posts"),
]


@pytest.mark.parametrize("page", SILENT)
def test_other_pages_have_no_posts_or_no_label_above_them(page: str) -> None:
    assert heads(seen(page)) == []


def test_of_an_outlet_that_writes_many_posts_these_are_the_articles() -> None:
    assert heads(seen(live(TIMES), others=2)) == []
