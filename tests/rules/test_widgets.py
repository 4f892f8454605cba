"""Which blocks a known heading speaks for, and where it speaks for none."""

import pytest

from cleanpage import resources
from cleanpage.model import Role
from cleanpage.rules.widgets import find
from cleanpage.segment import html, text

ONE, TWO, THREE = "Harbour crane falls into the bay", "Council votes on tram fares again", "Lighthouse keeper retires after 40 years"
LIST = f"<ul><li><a href=/1>{ONE}</a><li><a href=/2>{TWO}</a></ul>"
CARDS = f"<div><div><a href=/1>{ONE}</a><p>2 May</p></div><div><a href=/2>{TWO}</a><p>1 May</p></div></div>"
PROSE = "<p>" + "The strike went on for another day, and nobody could say when the trains would run again. " * 5 + "</p>"

SPEAKS = [  # page, role, its blocks
    (f"<h3>Most read</h3>{LIST}", Role.FEED, [1, 2]),
    (f"<section><h3>Most read:</h3>{LIST}</section>{PROSE}", Role.FEED, [1, 2]),
    (f"<aside><div><h2>Meistgelesen</h2></div><div>{LIST}</div></aside>", Role.FEED, [1, 2]),
    (f"<div><h4>Lo más leído</h4>{CARDS}</div>", Role.FEED, [1, 2, 3, 4]),
    (f"<div><h4>Nejčtenější za 48 hodin</h4>{LIST}</div>", Role.FEED, [1, 2]),
    (f"<div><h4>Самое читаемое</h4>{LIST}</div>", Role.FEED, [1, 2]),
    (f"<div><h4>More from the harbour desk</h4>{LIST}</div>", Role.FEED, [1, 2]),
    (f"<div><h3>最新ニュース</h3>{LIST}</div>", Role.FEED, [1, 2]),
    (f"<div><span>Latest news</span>{LIST}</div>", Role.FEED, [1, 2]),
    (f"{PROSE}<h3>You may also like</h3>{LIST}{PROSE}", Role.RELATED, [2, 3]),
    (f"<div><h3>Related stories</h3>{CARDS}</div>", Role.RELATED, [1, 2, 3, 4]),
    (f"<div><h3>Das könnte Sie auch interessieren</h3>{LIST}</div>", Role.RELATED, [1, 2]),
    ("<div><h3>12 Comments</h3><div>Mira<p>I saw the crane fall.</p></div></div>", Role.COMMENTS, [1, 2]),
    (f"<div><h3>Comments</h3>{PROSE}</div>", Role.COMMENTS, [1]),
    ("<div><h3>Newsletter</h3><p>The harbour in your inbox</p><button>Go</button></div>", Role.SUBSCRIBE, [1, 2]),
]
BY_WORD = [  # the heading itself, too
    (f"<div><h4>Neueste Hafenberichte</h4>{LIST}</div>", Role.FEED, [0, 1, 2]),
    (f"<div><h4>Podobne kutry</h4>{LIST}</div>", Role.RELATED, [0, 1, 2]),
    (f"<div><h4>Похожие корабли</h4>{LIST}</div>", Role.RELATED, [0, 1, 2]),
    (f"<div><h4>港の最新</h4>{LIST}</div>", Role.FEED, [0, 1, 2]),
    ("<div><h4>Harbour-Newsletter</h4><p>Every Monday</p></div>", Role.SUBSCRIBE, [0, 1]),
    ("<div><h4>Latest comments</h4><p>I saw it</p></div>", Role.COMMENTS, [1]),
]
ENDS = [  # where a widget ends
    (f"<div><h3>Most read</h3>{LIST}<h3>Harbour</h3><p>Ships today</p></div>", [1, 2]),
    (f"<div><section><h3>Most read</h3>{LIST}</section><section><h3>Tides</h3><p>High at noon</p></section></div>", [1, 2]),
    (f"<div><h3>Most read</h3><h4><a href=/1>{ONE}</a></h4><h4><a href=/2>{TWO}</a></h4></div>", [1, 2]),
    (f"<div><h3>Most read</h3>{LIST}{PROSE}</div>", [1, 2]),
    (f"<div><h3>Most read</h3>{LIST}</div><p>Ships today</p>", [1, 2]),
    (f"<div><h3>Most read</h3>{LIST}<h1>{THREE}</h1></div>", [1, 2]),
    (f"<div><p>Ahead</p><h3>Most read</h3>{LIST}</div><p><a href=/3>{THREE}</a></p>", [2, 3]),
]
SILENT = [
    f"<h2>The latest on the strike</h2>{PROSE}",
    f"<article>{PROSE}<h2>Related work</h2>{PROSE}</article>",
    f"<h2>Newsletter</h2>{PROSE}",
    f"<article>{PROSE}<h2>Comments from the mayor</h2></article>",
    f"<p>Most read</p>{PROSE}",
    f"<p>Comments</p>{LIST}",
    f"<p>Newsletter</p>{LIST}",
    f"<p>The most read book of the year</p>{LIST}",
    f"<p>Most read, she said, does not mean best.</p>{LIST}",
    f"<h2>A popular mayor leaves the city for good</h2>{LIST}",
    f"<h2>Harbour</h2>{LIST}",
    f"<h2>Latesta</h2>{LIST}",
    "<h3>Popular</h3><ul><li><a href=/a>Sport</a><li><a href=/b>Culture</a></ul>",
    "<div><span>Trending</span><ul><li><a href=/a>Tides</a><li><a href=/b>Cranes</a><li><a href=/b>Trams</a></ul></div>",
    f"<ul><li>Most read<li><a href=/1>{ONE}</a></ul>",
    f"<a href=/most>Most read</a>{LIST}",
    f"<button>Most read</button>{LIST}",
    f"<h3>Read more: {ONE}</h3>{LIST}",
    "<h3>Most read</h3>",
    "",
]
TEXT = [
    (f"Most read\n{ONE}\n{TWO}", Role.FEED, [1, 2]),
    (f"{ONE}.\n\nLatest news\n\n{TWO}\n14:02\n{THREE}", Role.FEED, [2, 3, 4]),
    (f"Related articles\n{ONE}\nHow the tram came\n{'It rained on the quay all day. ' * 6}", Role.RELATED, [1]),
    (f"Read next\n{ONE}\n{'It rained on the quay all day. ' * 6}", Role.RELATED, [1]),
    (f"Most read\n{ONE}\nRelated articles\n{TWO}", Role.FEED, [1]),
]
TEXT_SILENT = [
    "Most read\nThe crane fell into the bay on Monday.",
    "Latest news\nSport\nCulture\nPolitics",
    f"The most read book\n{ONE}",
    f"Comments\n{ONE}",
    f"Newsletter\n{ONE}",
    f"{ONE}\n{TWO}",
    "Most read",
    "Most read\nNo.",
]


@pytest.mark.parametrize(("page", "role", "blocks"), SPEAKS)
def test_a_known_heading_gives_its_role_to_what_it_heads(page: str, role: Role, blocks: list[int]) -> None:
    assert [(item.block, item.role) for item in find(html.segment(page, None)) if item.role is role] == [(b, role) for b in blocks]


@pytest.mark.parametrize(("page", "role", "blocks"), BY_WORD)
def test_one_word_of_a_heading_speaks_for_the_heading_too(page: str, role: Role, blocks: list[int]) -> None:
    assert [(item.block, item.role) for item in find(html.segment(page, None))] == [(b, role) for b in blocks]


@pytest.mark.parametrize(("page", "blocks"), ENDS)
def test_a_widget_ends_with_its_element_at_prose_or_at_the_next_heading(page: str, blocks: list[int]) -> None:
    assert [item.block for item in find(html.segment(page, None))] == blocks


@pytest.mark.parametrize("page", SILENT)
def test_widgets_stay_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


@pytest.mark.parametrize(("page", "role", "lines"), TEXT)
def test_in_flattened_text_a_label_heads_the_short_lines_behind_it(page: str, role: Role, lines: list[int]) -> None:
    assert [(item.block, item.role) for item in find(text.segment(page, None)) if item.role is role] == [(b, role) for b in lines]


@pytest.mark.parametrize("page", TEXT_SILENT)
def test_in_flattened_text_widgets_stay_silent(page: str) -> None:
    assert list(find(text.segment(page, None))) == []


def test_the_reason_quotes_the_heading() -> None:
    reasons = [item.reason for item in find(html.segment(f"<h3>Our MOST READ!</h3>{LIST}<h3>MOST READ!</h3>{LIST}", None))]
    assert reasons[-1] == 'stands under the heading "most read"'


def test_a_sure_heading_says_more_than_a_word_and_a_word_more_than_a_label() -> None:
    pages = f"<h3>Most read</h3>{LIST}", f"<h3>Neueste Boote</h3>{LIST}", f"<span>Most read</span>{LIST}"
    sure, word, label = (list(find(html.segment(page, None)))[-1].log_odds for page in pages)
    assert sure > word > label > 0


def test_the_words_are_known_in_many_languages() -> None:
    assert all(len(languages) >= 19 for role, languages in resources.toml("widgets.toml").items())
