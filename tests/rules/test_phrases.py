from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from build import document

from cleanpage import resources
from cleanpage.model import Document, Evidence, Role, Roles, Span
from cleanpage.rules import phrases

ROOT = Path(__file__).parents[2]
PACKS = sorted(ROOT.glob("src/cleanpage/data/phrases/*.toml"))
FILLER = "The ferry left the island in the rain and nobody on the quay waved to the last of the passengers on deck. "


def lines() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(ROOT.glob("fixtures/phrases/*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            kind, language, text = line.split("\t")
            yield path.stem, kind, language, text


def lines_of(kind: str) -> list[tuple[str, str]]:
    return [(role, text) for role, of, _, text in lines() if of == kind]


def heard(page: Document) -> list[Evidence]:
    """What the phrases of a page speak for."""
    return [evidence for evidence in phrases.find(page) if evidence.log_odds > 0]


def find(text: str) -> list[Evidence]:
    return heard(document(text))


def weight(text: str, role: Role) -> float:
    return sum(evidence.log_odds for evidence in find(text) if evidence.role is role)


@pytest.mark.parametrize(("role", "text"), lines_of("yes"))
def test_speaks(role: str, text: str) -> None:
    assert weight(text, Role(role)) >= 1.5


@pytest.mark.parametrize(("role", "text"), lines_of("no"))
def test_stays_silent(role: str, text: str) -> None:
    assert all(evidence.log_odds < 0.6 for evidence in find(text))


def test_every_language_of_a_pack_has_a_line_that_speaks() -> None:
    stated = {(role, language) for role, kind, language, _ in lines() if kind == "yes"}
    packed = {(path.stem, language) for path in PACKS for kind in ("whole", "start", "inside") for language in table(path)[kind]}
    assert packed == stated


def test_the_silent_lines_are_the_larger_part() -> None:
    assert len(lines_of("no")) > len(lines_of("yes"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_names_its_source(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# source: ")


def table(path: Path) -> Mapping[str, Any]:
    return resources.toml(f"phrases/{path.name}")


@pytest.mark.parametrize("text", ["Most read", "MOST READ:", "» Most read «", "“Most\u00a0read”", "★ Most read →", "\nMost\nread"])
def test_a_label_is_itself_whatever_stands_around_it(text: str) -> None:
    assert [(e.role, e.log_odds) for e in find(text)] == [(Role.FEED, 3.0)]


def test_a_phrase_speaks_as_much_against_article_text() -> None:
    said = {evidence.role: evidence.log_odds for evidence in phrases.find(document("Most read"))}
    assert said == {Role.FEED: 3.0, Roles.ARTICLE_TEXT: -3.0}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Facebook | Twitter | WhatsApp", Role.SHARE),
        ("[페이스북] [카카오톡] [인쇄]", Role.SHARE),
        ("Impressum · Datenschutz · AGB", Role.LEGAL),
        ("Facebook | Imprint", None),
        ("Facebook | The ferry", None),
        ("Facebook | 12", None),
        ("and/or", None),
    ],
)
def test_a_line_of_labels_of_one_role_is_one(text: str, role: Role | None) -> None:
    assert [e.role for e in find(text) if e.log_odds == 3.0] == ([role] if role else [])


@pytest.mark.parametrize("text", ["12 comments", "1,204 Comments", "Comments (12)", "(3) comments"])
def test_any_number_may_stand_in_a_label(text: str) -> None:
    assert weight(text, Role.COMMENTS) == 3.0


def links(*texts: str) -> list[Evidence]:
    return heard(document(*texts, spans=[(Span(0, len(text), "link", "/"),) for text in texts]))


@pytest.mark.parametrize("entry", ["Newsletter", "Imprint", "Latest news", "Subscribe", "Read more: The ferry"])
def test_an_entry_of_a_menu_is_no_label(entry: str) -> None:
    assert links("Sport", entry, "Harbour", "Weather") == []


def test_in_a_menu_what_menus_share_buttons_and_appeals_say_counts() -> None:
    said = [(e.block, e.role) for e in links("Facebook", "Sport", "Home", "Donate", "Donate to the ferry fund")]
    assert said == [(0, Role.SHARE), (2, Role.NAVIGATION), (3, Role.DONATION), (4, Role.DONATION)]


@pytest.mark.parametrize("texts", [("Newsletter",), ("Sport", "Newsletter", "Harbour")])
def test_a_few_links_are_no_menu(texts: tuple[str, ...]) -> None:
    assert [e.role for e in links(*texts)] == [Role.SUBSCRIBE]


@pytest.mark.parametrize("text", ["", " ", "—", "12", "...", "Most", "Most read ferries", "1.2.3"])
def test_no_label(text: str) -> None:
    assert find(text) == []


def test_a_label_of_the_furniture_weighs_less_since_lists_of_articles_have_it_too() -> None:
    assert weight("5 minutes ago", Role.DATELINE) == 2.0


@pytest.mark.parametrize("text", ["Read more about the ferry", "READ MORE – Ferry", "• Read more on the ferry", "[Read more on ferries]"])
def test_a_block_may_begin_with_a_phrase(text: str) -> None:
    assert weight(text, Role.RELATED) == 2.0


@pytest.mark.parametrize("text", ["Read more: The ferry", "• READ MORE: The ferry", "À lire aussi : le bac", "Mehr zum Thema： Die Fähre"])
def test_before_a_colon_a_phrase_heads_what_follows(text: str) -> None:
    assert weight(text, Role.RELATED) == 3.0


@pytest.mark.parametrize("text", ["The sign says “read more: it helps”.", "Read more: " + FILLER + FILLER])
def test_a_colon_elsewhere_and_one_before_a_paragraph_head_nothing(text: str) -> None:
    assert weight(text, Role.RELATED) < 2.0


def test_speech_holds_no_phrases_but_a_label_in_quotes_is_one() -> None:
    assert find("“We rely on donations and every contribution counts,” the bosun said.") == []
    assert find("On the wall stood “We rely on donations and every contribution counts” in red.") == []
    assert find("The “Lamp” says: we rely on donations and every contribution counts.") != []
    assert [e.role for e in find("“Most read”")] == [Role.FEED]


@pytest.mark.parametrize("text", ["“Read more: it helps,” she said", "Readmore: The ferry", "We read more: The ferry"])
def test_a_start_is_only_the_start(text: str) -> None:
    assert find(text) == []


def test_a_phrase_stands_between_ends_of_words() -> None:
    assert weight("The ferry lines, all rights reserved", Role.LEGAL) == 2.0
    assert weight("The ferry lines, overall rights reserved", Role.LEGAL) == 0.0
    assert weight("The ferry lines, all rights reservedly", Role.LEGAL) == 0.0


def test_the_end_of_a_korean_phrase_may_carry_a_particle() -> None:
    assert weight("여러분의 후원이 배를 움직입니다", Role.DONATION) == weight("여러분의 후원만이 배를 움직입니다", Role.DONATION) > 2.0


def test_scripts_without_spaces_have_no_ends_of_words() -> None:
    assert weight("渡轮公司版权所有不得转载", Role.LEGAL) == 3.0


def test_a_part_weighs_less_in_a_longer_block() -> None:
    phrase = "Sign up for our newsletter today. "
    weights = [weight(FILLER * times + phrase, Role.SUBSCRIBE) for times in range(5)]
    assert weights == sorted(weights, reverse=True)
    assert (weights[0], weights[-1]) == (2.0, 0.5)
    assert 0.5 < weights[2] < 2.0


def test_several_phrases_carry_a_long_block() -> None:
    appeal = f"Please consider supporting us. {FILLER}{FILLER}Your donation helps; we rely on donations, and we need your help."
    notice = f"Sign up for our newsletter. {FILLER}{FILLER}Delivered to your inbox; unsubscribe at any time, and follow us on Instagram."
    assert weight(notice, Role.SUBSCRIBE) == 5.0
    assert weight(appeal, Role.DONATION) == 12.0


def test_an_appeal_weighs_more_among_chrome_than_against_article_text() -> None:
    def said(text: str) -> dict[Role | Roles, float]:
        return {item.role: item.log_odds for item in phrases.find(document(text))}

    appeal, notice = said(f"Please consider supporting us. {FILLER}"), said(f"Sign up for our newsletter. {FILLER}")
    assert appeal[Role.DONATION] == pytest.approx(4.0 - appeal[Roles.ARTICLE_TEXT])
    assert appeal[Roles.ARTICLE_TEXT] < 0
    assert notice[Role.SUBSCRIBE] == -notice[Roles.ARTICLE_TEXT] > 0


def test_a_phrase_within_a_phrase_counts_once() -> None:
    one, nested = FILLER * 2 + "Read our newsletter on the deck", FILLER * 2 + "Sign up for our newsletter now"
    assert weight(one, Role.SUBSCRIBE) == weight(nested, Role.SUBSCRIBE) < 2.0


def test_the_middle_of_a_long_block_is_not_read() -> None:
    phrase = "Sign up for our newsletter. "
    assert weight(FILLER * 4 + phrase + FILLER * 4, Role.SUBSCRIBE) == 0.0
    assert weight(phrase + FILLER * 8, Role.SUBSCRIBE) == weight(FILLER * 8 + phrase, Role.SUBSCRIBE) == 0.5


def test_characters_of_chinese_weigh_as_half_words() -> None:
    assert weight("渡" * 30 + "版权所有", Role.LEGAL) == 2.0
    assert weight("渡" * 130 + "版权所有", Role.LEGAL) == 0.5


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ferry Lines. ALL RIGHTS RESERVED.", "ALL RIGHTS RESERVED"),
        ("Ferry Lines.\u00a0All\u00a0rights\u00a0reserved.", "All\u00a0rights\u00a0reserved"),
        ("ﬁrst Ferry Lines. ALL RIGHTS RESERVED.", "all rights reserved"),
        ("All rights\nreserved", "All rights reserved"),
    ],
)
def test_the_reason_quotes_the_phrase_as_it_stands(text: str, quote: str) -> None:
    assert [e.reason for e in find(text)] == [f'states rights or terms ("{quote}")']


def test_one_piece_of_evidence_a_block_and_role() -> None:
    text = "Sign up for our newsletter, join our mailing list. © Ferry Lines, all rights reserved, terms of service apply."
    assert sorted(e.role for e in find(text)) == [Role.LEGAL, Role.SUBSCRIBE]


def test_evidence_names_its_block_and_witness() -> None:
    found = heard(document("The ferry left.", "Most read", "The ferry came back.", "Advertisement"))
    assert [(e.block, e.witness) for e in found] == [(1, "phrases"), (3, "phrases")]


def test_an_empty_page_has_no_evidence() -> None:
    assert list(phrases.find(document())) == []


@pytest.mark.parametrize("text", ["By Martha Quill", "by Martha Quill, correspondent", "– By J. Quill and the Gazette", "文:船山みなと"])
def test_names_follow_a_byline(text: str) -> None:
    assert weight(text, Role.BYLINE) == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "By",
        "By then nobody waved",
        "By Friday everybody waved",
        "By Martha Quill, who left.",
        "By Martha Quill, One, Two, Three, Four, Five, Six, Seven, Eight, Nine, Ten",
        "Bye Martha Quill",
    ],
)
def test_no_names_no_part_of_a_byline(text: str) -> None:
    assert 1.5 not in [e.log_odds for e in find(text)]


def test_a_dateline_holds_a_number_and_is_short() -> None:
    assert weight("Last updated 3 May", Role.DATELINE) == 1.5
    assert weight("Last updated in spring", Role.DATELINE) == 0.0
    assert weight(f"Last updated 3 May. {FILLER}", Role.DATELINE) == 0.0
