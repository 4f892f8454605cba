"""Which blocks are cards of other articles inside this one, and which are its own text."""

import pytest

from cleanpage.model import Role, Roles
from cleanpage.rules.related import find
from cleanpage.segment import html, text

PROSE = "The strike went on for another day, and nobody could say when the trains would run again. " * 3
P = f"<p>{PROSE}</p>"
TITLE = "Harbour crane falls into the bay"
LINK = f"<a href=/1>{TITLE}</a>"
BROKEN = PROSE + "In the harbour the ministry's own map went offline for what it called main"

SPEAKS = [
    f"{P}<p>{LINK}</p>{P}",
    f"{P}<p>Read more: {LINK}</p>{P}",
    f"{P}<h3>{LINK}</h3>{P}",
    f"{P}<ul><li>{LINK}</ul>{P}",
    f"{P}<div><div>{LINK}</div></div>{P}",
    f"{P}<p><b>{LINK}</b></p>{P}",
    f"<p>{'港の男たちは、朝から晩まで雨の中で働き続けた。' * 8}</p><p><a href=/1>港のクレーンが夜勤中に湾内へ倒れる</a></p>"
    f"<p>{'誰も、いつ汽車が再び走るのかを言うことはできなかった。' * 8}</p>",
]
SILENT = [
    f"{P}<p>{TITLE}</p>{P}",
    f"{P}<p>In May the <a href=/1>crane</a> fell into the bay again.</p>{P}",
    f"{P}<p><a href=/1>Sport</a></p>{P}",
    f"{P}<p><a href=/1>The report (PDF)</a></p>{P}",
    f"{P}<h2>What the mayor said about the crane</h2>{P}",
    f"{P}<ul><li>{LINK}<li>{LINK}<li>{LINK}</ul>{P}",
    f"{P}<ol><li>{LINK}</ol><p>Sources</p>",
    f"<p>Mira Costin</p><p>{LINK}</p>{P}",
    f"{P}<p>{LINK}</p>",
    f"{P}<p>{LINK}</p><p><a href=/>{PROSE}</a></p>",
    f"<p>{LINK}</p>",
    f"<p><a href=/>{PROSE}</a></p><p>{LINK}</p><p><a href=/>{PROSE}</a></p>",
    "",
]
CARDS = [
    f"{PROSE}\n\n{TITLE}\n{BROKEN}",
    f"{PROSE}\n\n{TITLE}\n{BROKEN}\n\n{PROSE}",
    f"{PROSE}\n\n{TITLE}\n{BROKEN}…\n\nNews",
    f"{PROSE}\n\n{TITLE}\n{BROKEN} ...\n\n{PROSE}",
]
TEXT_SILENT = [
    f"{PROSE}\n\n{TITLE}\n{PROSE}\n\n{PROSE}",
    f"{PROSE}\n\n{TITLE}\n\n{BROKEN}\n\n{PROSE}",
    f"{PROSE}\n\n{TITLE}\n{BROKEN}\nwithout a word to anyone.\n\n{PROSE}",
    f"{PROSE}\n{TITLE}\n{BROKEN}\n{PROSE}",
    f"{PROSE}\n{TITLE}\n{BROKEN}\n\n{PROSE}",
    f"{PROSE}\n\nThe crane fell into the bay.\n{BROKEN}\n\n{PROSE}",
    f"{PROSE}\n\nThe crane:\nA story in parts\n\n{PROSE}",
    f"{TITLE}\n{BROKEN}\n\n{PROSE}",
    f"Mira Costin\n\n{TITLE}\n{BROKEN}\n\n{PROSE}",
    f"It rained.\n\n{TITLE}\n{BROKEN}\n\n{PROSE}",
    f"{PROSE}\n\n{TITLE}\nThe ministry's own map went offline for what it called main\n\n{PROSE}",
    f'{PROSE}\n\n"What fell?"\n{BROKEN}\n\n{PROSE}',
    f"{PROSE}\n\nRope\n{BROKEN}",
    TITLE,
    "",
]


@pytest.mark.parametrize("page", SPEAKS)
def test_a_link_between_two_paragraphs_is_related(page: str) -> None:
    said = {(item.block, item.role): item.log_odds for item in find(html.segment(page, None))}
    assert said.keys() == {(1, Role.RELATED), (1, Roles.ARTICLE_TEXT)}
    assert said[1, Role.RELATED] > 0 > said[1, Roles.ARTICLE_TEXT]


@pytest.mark.parametrize("page", SILENT)
def test_related_stays_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


@pytest.mark.parametrize("page", CARDS)
def test_a_headline_with_a_teaser_that_breaks_off_is_a_card(page: str) -> None:
    assert [item.block for item in find(text.segment(page, None)) if item.role is Role.RELATED] == [1, 2]


@pytest.mark.parametrize("page", TEXT_SILENT)
def test_in_flattened_text_related_stays_silent(page: str) -> None:
    assert list(find(text.segment(page, None))) == []


def test_the_reasons_quote_the_link_and_where_the_teaser_breaks_off() -> None:
    assert next(find(html.segment(SPEAKS[0], None))).reason == f'is only a link between two paragraphs ("{TITLE}")'
    assert next(find(text.segment(CARDS[0], None))).reason == f'is a headline with a teaser that breaks off ("{BROKEN[-30:]}")'
