"""A profile held against pages."""

import outlet
import pytest

from cleanpage.learn.check import check
from cleanpage.model import Role
from cleanpage.profiles import Expectation, Layout, Profile

PAGES = [(f"{number}.html", outlet.html(number)) for number in range(3)]
GOOD = Profile(
    "ferrypost.example",
    (Layout({Role.BODY: ("div.story-text",), Role.DONATION: ("div.told-box",), Role.SHARE: (".gone",)}),),
    tests=(Expectation(contains=(outlet.story(0)[0],), lacks=(outlet.APPEAL,)),),
)
STALE = Profile("ferrypost.example", (Layout({Role.BODY: (".old-text",), Role.DONATION: ("div.told-box",)}),))


def test_a_good_profile_is_told_what_it_does() -> None:
    report = check(GOOD, PAGES)
    assert (report.stale, report.broken) == ("", [])
    assert report.matches == {"div.story-text": 3, "div.told-box": 3, ".gone": 0}
    assert report.spoke == {"layout 1": 3}
    assert report.roles[Role.DONATION] == 3
    assert {(change.page, change.kept) for change in report.changes} == {("0.html", False), ("1.html", False), ("2.html", False)}
    assert list(report.lines())[:2] == ["pages: 3 layout 1", "roles named: 12 body, 3 donation"]
    assert "matches nothing: .gone" in report.lines()


def test_a_site_that_has_changed_is_told() -> None:
    assert next(check(STALE, PAGES).lines()) == "body selector matched 0 of 3 pages: the site has changed"


def test_lines_that_no_text_has_any_more_are_told() -> None:
    texts = [(str(number), outlet.text(number)) for number in range(2)]
    old, new = (Profile("a.example", end=(f"More from the {where}",)) for where in ("hills", "valley"))
    assert check(old, texts).stale == "nothing of it matched any of 2 pages: the site has changed"
    assert check(new, texts).stale == ""


def test_flattened_pages_tell_nothing_of_a_profile_of_selectors() -> None:
    report = check(STALE, [(str(number), outlet.text(number)) for number in range(2)])
    assert report.stale == ""
    assert next(report.lines()) == "pages: 2 flattened, for which it holds nothing"


BROKEN = [
    (Expectation(contains=(outlet.APPEAL,)), f"0.html: removed: {outlet.APPEAL}"),
    (Expectation(lacks=(outlet.story(0)[1],)), f"0.html: kept: {outlet.story(0)[1]}"),
]


@pytest.mark.parametrize(("test", "message"), BROKEN)
def test_a_promise_that_a_page_breaks_is_told(test: Expectation, message: str) -> None:
    promising = Profile(GOOD.host, GOOD.layouts, tests=(test,))
    assert list(check(promising, PAGES).broken)[:1] == [message]


def test_a_sentence_that_a_page_does_not_have_promises_nothing_of_it() -> None:
    assert check(Profile(GOOD.host, tests=(Expectation(contains=("It snowed.",), lacks=("It snowed.",)),)), PAGES).broken == []


def test_without_pages_there_is_nothing_to_say() -> None:
    assert list(check(GOOD, []).lines()) == []
