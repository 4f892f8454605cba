"""Which lists are lists of other articles, and which are not."""

import pytest

from cleanpage.model import Role, Roles
from cleanpage.rules.feed import find
from cleanpage.segment import html, text

TITLES = [
    "Harbour crane falls into the bay during the night shift",
    "Council votes on tram fares for the third time this year",
    "Lighthouse keeper retires after forty years on the rock",
    "Ferry to Brodany stays in port for another week of storms",
]
LINKS = [f"<a href=/{i}>{title}</a>" for i, title in enumerate(TITLES)]
JA = [
    "港のクレーンが夜勤中に湾内へ倒れる、けが人なし",
    "市議会が路面電車の運賃を今年三度目の採決へ",
    "灯台守が四十年の勤めを終えて引退、後任は未定",
]
PROSE = "<p>" + "The strike went on for another day, and nobody could say when the trains would run again. " * 5 + "</p>"


def items(links: list[str], before: str = "", behind: str = "", tag: str = "li") -> str:
    return "".join(f"<{tag}>{before}<h3>{link}</h3>{behind}</{tag}>" for link in links)


SPEAKS = [  # page, blocks of the list
    (f"<ul>{items(LINKS)}</ul>", range(4)),
    (f"<ul>{''.join(f'<li>{link}' for link in LINKS)}</ul>", range(4)),
    (f"<div>{items(LINKS, tag='article')}</div>", range(4)),
    (f"<div>{items(LINKS[:3], behind='<p>2 May</p>', tag='div')}</div>", range(5)),
    (f"<div>{items(LINKS[:3], before='<p>Harbour</p>', behind='<p>By Mira Costin</p>', tag='div')}</div>", range(1, 8)),
    (f"<table>{items(LINKS, tag='tr')}</table>", range(4)),
    (f"<h1>Rain falls</h1>{PROSE}<ul>{items(LINKS)}</ul>", range(2, 6)),
    (f"<ul>{''.join(f'<li><a href=/>{title}</a>' for title in JA)}</ul>", range(3)),
    (f"<ul><li><h3><a href=/>Sport</a></h3></li>{items(LINKS[:3])}</ul>", range(1, 4)),
]
SILENT = [
    f"<ul>{items(LINKS[:2])}</ul>",
    "<ul><li><a href=/a>Sport</a><li><a href=/b>Culture</a><li><a href=/c>Politics</a><li><a href=/d>Weather</a></ul>",
    "<ul>" + "<li><a href=/>Terms of use and of sale</a>" * 5 + "</ul>",
    f"<nav><ul>{items(LINKS)}</ul></nav>",
    f"<div role=navigation><ul>{items(LINKS)}</ul></div>",
    f"<p>{LINKS[0]}</p>{PROSE}<p>{LINKS[1]}</p>{PROSE}<p>{LINKS[2]}</p>",
    f"<div>{items(LINKS[:3], behind=PROSE, tag='div')}</div>",
    f"<div><p>{LINKS[0]}</p><div><p>{LINKS[1]}</p></div><section><h2>{LINKS[2]}</h2></section></div>",
    f"<p>{LINKS[0]} and {LINKS[1]} and {LINKS[2]}</p>",
    "".join(f"<p>{LINKS[0]} {'It rained on the quay all day. ' * 4}</p>" for _ in range(4)),
    f"<ol>{''.join(f'<li>{title}' for title in TITLES)}</ol>",
    f"<ul>{items(LINKS[:1])}</ul>{'<p>Tides</p>' * 20}<ul>{items(LINKS[1:3])}</ul>",
    f"<h1>{LINKS[0]}</h1>",
    "",
]
TEXT = [
    (f"14:02\n{TITLES[0]}\n13:40\n{TITLES[1]}\n9:15\n{TITLES[2]}", range(6)),
    (f"5:14 PM\n{TITLES[0]}\n2:30 PM\n{TITLES[1]}\n11:07 AM\n{TITLES[2]}\nMORE", range(6)),
    (f"3 hours ago\n{TITLES[0]}\nHarbour\n5 hours ago\n{TITLES[1]}\nTrams\n1 day ago\n{TITLES[2]}\nRocks", range(9)),
    (f"vor 3 Stunden\n{TITLES[0]}\nvor 5 Std.\n{TITLES[1]}\n02.05.2026\n{TITLES[2]}", range(6)),
    (f"May 2, 2026\n{TITLES[0]}\nMay 1, 2026\n{TITLES[1]}\n30 April 2026\n{TITLES[2]}", range(6)),
    (f"3時間前\n{JA[0]}\n5時間前\n{JA[1]}\n5月2日 14:02\n{JA[2]}", range(6)),
    (f"{'It rained on the quay all day. ' * 6}\n14:02\n{TITLES[0]}\n13:40\n{TITLES[1]}\n9:15\n{TITLES[2]}", range(1, 7)),
]
RAIN = "It rained on the quay all day, and the crane stood where it had fallen. " * 4
HEADED = [  # a heading says that it is a feed
    (f"{RAIN * 3}\n\nNews Feed\n\n5:14 PM\n\n{TITLES[0]}\n\n{RAIN}\n2:30 PM\n\n{TITLES[1]}\n\n{RAIN}\nMORE NEWS", range(2, 8)),
    (f"{RAIN * 3}\nMeistgelesen:\n14:02\n{RAIN}\n13:40\n{RAIN}", range(2, 6)),
]
TEXT_SILENT = [
    f"Live updates\n14:02\n{RAIN}\n13:40\n{RAIN}\n9:15\n{RAIN}",
    f"{RAIN * 3}\nWhat happened when\n14:02\n{RAIN}\n13:40\n{RAIN}\n9:15\n{RAIN}",
    f"{RAIN * 3}\nLatest news\n14:02\n{RAIN}",
    f"14:02\n{TITLES[0]}\n13:40\n{TITLES[1]}",
    "14:02\n13:40\n9:15\n8:00",
    f"14:02\n{'It rained on the quay all day. ' * 6}\n13:40\n{'Then it stopped. ' * 12}\n9:15\n{'Now it snows. ' * 12}",
    "The ferry left at 14:02.\nIt was back by 13:40.\nNobody had seen it at 9:15.",
    f"Mix 3 eggs\n{TITLES[0]}\nBake it\n{TITLES[1]}\nEat it\n{TITLES[2]}",
    f"2026\n{TITLES[0]}\n2025\n{TITLES[1]}\n2024\n{TITLES[2]}",
    f"Brodany 2:1 Varno\n{TITLES[0]}\nTides 0:0 Cranes\n{TITLES[1]}\nRocks 3:1 Ropes\n{TITLES[2]}",
    "\n".join(TITLES),
    "",
]


@pytest.mark.parametrize(("page", "blocks"), SPEAKS)
def test_headlines_built_alike_are_a_list(page: str, blocks: range) -> None:
    found = [item for item in find(html.segment(page, None)) if item.role is Role.FEED]
    assert [item.block for item in found] == list(blocks)


@pytest.mark.parametrize("page", SILENT)
def test_feed_stays_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


@pytest.mark.parametrize(("page", "lines"), TEXT + HEADED)
def test_times_with_short_lines_between_them_are_a_list(page: str, lines: range) -> None:
    found = [item for item in find(text.segment(page, None)) if item.role is Role.FEED]
    assert [item.block for item in found] == list(lines)


@pytest.mark.parametrize("page", TEXT_SILENT)
def test_in_flattened_text_feed_stays_silent(page: str) -> None:
    assert list(find(text.segment(page, None))) == []


def test_a_short_list_may_be_related_too_a_long_one_is_a_feed() -> None:
    short, long = (list(find(html.segment(f"<ul>{items(LINKS * times)}</ul>", None))) for times in (1, 2))
    assert {item.role for item in short} == {Role.FEED, Role.RELATED}
    assert {item.role for item in long} == {Role.FEED}


def test_only_a_headed_list_speaks_against_article_text() -> None:
    headed, bare = (find(text.segment(page, None)) for page, _ in (HEADED[0], TEXT[0]))
    assert [item.block for item in headed if item.role is Roles.ARTICLE_TEXT and item.log_odds < 0] == list(HEADED[0][1])
    assert not [item for item in bare if item.role is Roles.ARTICLE_TEXT]


def test_the_reason_counts_the_headlines() -> None:
    assert next(find(html.segment(f"<ul>{items(LINKS)}</ul>", None))).reason == "stands in a list of 4 linked headlines"
