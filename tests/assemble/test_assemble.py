"""The judge: how evidence adds up, what the context pass says, and what an article shows of it."""

import pickle
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from build import document

from cleanpage.assemble import ROLES, assemble
from cleanpage.model import Article, Document, Elements, Evidence, Hints, Kind, Role, Roles, Span, Thing

PROSE = "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs."


def prior(*roles: Role, chance: float = 0.8) -> np.ndarray:
    """A scorer that gives each block this role with this probability."""
    rows = np.full((len(roles), len(ROLES)), np.log((1 - chance) / (len(ROLES) - 1)), np.float32)
    for block, role in enumerate(roles):
        rows[block, ROLES.index(role)] = np.log(chance)
    return rows


def judged(page: Document, *roles: Role, evidence: tuple[Evidence, ...] = (), chance: float = 0.8) -> Article:
    return assemble(page, prior(*roles, chance=chance), evidence)


def roles(article: Article) -> list[Role]:
    return [block.role for block in article.blocks]


def test_without_evidence_the_prior_decides() -> None:
    article = judged(document("Home", PROSE), Role.NAVIGATION, Role.BODY)
    assert roles(article) == [Role.NAVIGATION, Role.BODY]
    assert article.text == PROSE
    assert article.blocks[1].probability == pytest.approx(0.8, abs=1e-4)


def test_evidence_outvotes_the_prior_when_it_is_strong_enough() -> None:
    page = document("Support us", PROSE)
    weak = Evidence(0, Role.DONATION, 1.0, "a witness", "asks for money")
    strong = weak._replace(log_odds=9.0)
    assert roles(judged(page, Role.SHARE, Role.BODY, evidence=(weak,)))[0] is Role.SHARE
    assert roles(judged(page, Role.SHARE, Role.BODY, evidence=(strong,)))[0] is Role.DONATION


def test_evidence_speaks_against_a_role_too() -> None:
    against = Evidence(0, Role.BODY, -9.0, "a witness", "stands in a footer")
    assert roles(judged(document(PROSE), Role.BODY, evidence=(against,)))[0] is not Role.BODY


def test_evidence_against_article_text_speaks_against_each_of_its_roles() -> None:
    page, at_once = document(PROSE, "More."), Evidence(0, Roles.ARTICLE_TEXT, -1.0, "a witness", "stands in a footer")
    one_by_one = tuple(at_once._replace(role=role) for role in (Role.BODY, Role.STANDFIRST))
    without, found, same = (judged(page, Role.BODY, Role.BODY, evidence=said).verdicts[0] for said in ((), (at_once,), one_by_one))
    assert found.role is same.role is Role.BODY
    assert found.probability == pytest.approx(same.probability)
    assert found.probability < without.probability
    assert found.said == (at_once,)


def test_every_decision_carries_its_reasons_strongest_first() -> None:
    said = (
        Evidence(0, Role.DONATION, 0.5, "a witness", "weak"),
        Evidence(0, Role.DONATION, 9.0, "a witness", "strong"),
    )
    block = judged(document("Support us"), Role.SHARE, evidence=said).blocks[0]
    assert [item.reason for item in block.evidence if item.witness == "a witness"] == ["strong", "weak"]
    strengths = [abs(item.log_odds) for item in block.evidence]
    assert strengths == sorted(strengths, reverse=True)
    assert any(item.witness == "scorer" for item in block.evidence)


def test_the_order_of_evidence_cannot_change_a_bit() -> None:
    page = document("Support us", PROSE)
    said = [Evidence(0, Role.DONATION, 0.1 * i, f"w{i}", "r") for i in range(1, 5)]
    outcomes = {pickle.dumps(judged(page, Role.SHARE, Role.BODY, evidence=order).verdicts) for order in permutations(said)}
    assert len(outcomes) == 1


def test_roles_split_the_sides_by_all_their_probability() -> None:
    row = np.full((1, len(ROLES)), -20, np.float32)
    for role, chance in ((Role.BODY, 0.4), (Role.STANDFIRST, 0.15), (Role.CAPTION, 0.45)):
        row[0, ROLES.index(role)] = np.log(chance)
    assert roles(assemble(document(PROSE), row, ())) == [Role.BODY]


def test_a_paragraph_said_twice_is_read_once() -> None:
    page = document(PROSE, "It opened in 1904.", PROSE.upper(), "It opened in 1904.")
    article = judged(page, *[Role.BODY] * 4)
    assert article.text == f"{PROSE}\nIt opened in 1904.\nIt opened in 1904."
    assert [block.is_copy for block in article.blocks] == [False, False, True, False]
    assert roles(article) == [Role.BODY] * 4
    assert [widget.text for widget in article.removed] == [PROSE.upper()]


@pytest.mark.parametrize("kind", [Kind.LIST_ITEM, Kind.TABLE_CELL, Kind.CODE])
def test_items_cells_and_code_may_repeat(kind: Kind) -> None:
    page = document(PROSE, PROSE, kind=[kind] * 2)
    assert judged(page, *[Role.BODY] * 2).text == f"{PROSE}\n{PROSE}"


def test_chrome_says_nothing_first() -> None:
    page = document(PROSE, "Menu", PROSE)
    assert roles(judged(page, Role.CAPTION, Role.NAVIGATION, Role.BODY)) == [Role.CAPTION, Role.NAVIGATION, Role.BODY]


def test_the_headline_said_again_is_headline() -> None:
    page = document("Rain falls on the hills", PROSE, "RAIN FALLS ON THE HILLS")
    assert roles(judged(page, Role.HEADLINE, Role.BODY, Role.BODY, chance=0.6))[2] is Role.HEADLINE


@pytest.mark.parametrize("role", [Role.FEED, Role.NAVIGATION])
def test_the_headline_said_again_in_a_list_or_a_menu_stays_there(role: Role) -> None:
    page = document("Rain falls on the hills", PROSE, "Rain falls on the hills")
    assert roles(judged(page, Role.HEADLINE, Role.BODY, role, chance=0.6))[2] is role


@pytest.mark.parametrize(
    ("text", "level", "role"),
    [
        ("It rained for three days, and the river rose.", 0, Role.STANDFIRST),
        ("三日間の雨で、川の水位が上がった。", 0, Role.STANDFIRST),
        ("The river rises", 0, Role.HEADLINE),
        ("Will the river rise?", 0, Role.HEADLINE),  # headlines ask
        ("It rained, and the river rose.", 1, Role.HEADLINE),
        ("RAIN FALLS ON THE HILLS.", 0, Role.HEADLINE),
    ],
    ids=["a sentence", "in Japanese", "no stop", "a question", "an h1", "the headline said again"],
)
def test_a_sentence_behind_the_headline_is_the_standfirst(text: str, level: int, role: Role) -> None:
    page = document("Rain falls on the hills.", text, PROSE, level=[1, level, 0])
    doubtful = prior(Role.HEADLINE, Role.HEADLINE, Role.BODY, chance=0.4)
    doubtful[1, ROLES.index(Role.STANDFIRST)] = np.log(0.15)
    assert roles(assemble(page, doubtful, ())) == [Role.HEADLINE, role, Role.BODY]


@pytest.mark.parametrize(
    ("first", "decided", "syntax", "role"),
    [
        ("Rain falls on the hills", (Role.BODY, Role.BODY), "text", Role.HEADLINE),
        ("Rain falls on the hills", (Role.STANDFIRST, Role.BODY), "text", Role.HEADLINE),
        ("Rain falls on the hills", (Role.BODY, Role.BODY), "html", Role.BODY),  # there an element says what it is
        ("Rain fell on the hills.", (Role.BODY, Role.BODY), "text", Role.BODY),
        ("Rain", (Role.BODY, Role.BODY), "text", Role.BODY),  # too short to be one
        ("Rain falls on the hills", (Role.BODY, Role.HEADLINE), "text", Role.BODY),  # there is another
        (PROSE.rstrip(".") + " and its banks", (Role.BODY, Role.BODY), "text", Role.BODY),  # longer than what stands below
    ],
)
def test_the_line_above_a_text_without_a_headline_is_it(first: str, decided: tuple[Role, Role], syntax: str, role: Role) -> None:
    page = document(first, PROSE, syntax=syntax)
    assert roles(judged(page, *decided, chance=0.6))[0] is role


def test_a_heading_goes_with_what_it_heads() -> None:
    page = document(PROSE, "Most read", "One", "Two", "Three", kind=[Kind.PARAGRAPH, Kind.HEADING, *[Kind.PARAGRAPH] * 3])
    found = roles(judged(page, Role.BODY, Role.BODY, Role.FEED, Role.FEED, Role.FEED, chance=0.6))
    assert found == [Role.BODY, Role.FEED, Role.FEED, Role.FEED, Role.FEED]


def test_a_heading_of_body_stays_body() -> None:
    page = document(PROSE, "What comes next", PROSE + " Indeed.", kind=[Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH])
    assert roles(judged(page, Role.BODY, Role.BODY, Role.BODY, chance=0.6)) == [Role.BODY] * 3


def test_a_block_between_body_blocks_of_its_element_joins_them() -> None:
    story = Elements(("div", "p", "p", "p"), (-1, 0, 0, 0), ("", "", "", ""))
    page = document(PROSE, "* * *", PROSE + " Indeed.", element=[1, 2, 3], elements=story)
    doubtful = prior(Role.BODY, Role.OTHER, Role.BODY)
    doubtful[1] = np.log(0.5 / (len(ROLES) - 2))
    doubtful[1, ROLES.index(Role.OTHER)], doubtful[1, ROLES.index(Role.BODY)] = np.log(0.3), np.log(0.4)
    article = assemble(page, doubtful, ())
    assert roles(article)[1] is Role.BODY
    assert any(item.witness == "context" for item in article.blocks[1].evidence)


def a_subhead(
    text: str,
    role: Role = Role.COMMENTS,
    *,
    around: int = 0,
    behind: Role = Role.BODY,
    kind: Kind = Kind.HEADING,
    spans: tuple[Span, ...] = (),
) -> Role:
    """What becomes of a heading, of this role by its phrase, that stands between two paragraphs of a story, or in a box between them."""
    story = Elements(("div", "div", "p", "h2", "p"), (-1, 0, 0, around, 0), ("",) * 5)
    kinds = [Kind.PARAGRAPH, kind, Kind.PARAGRAPH]
    page = document(PROSE, text, PROSE + " Indeed.", element=[2, 3, 4], elements=story, kind=kinds, spans=[(), spans, ()])
    said = tuple(Evidence(1, of, odds, "a witness", "says so") for of, odds in ((role, 5.0), (Roles.ARTICLE_TEXT, -5.0)))
    return roles(judged(page, Role.BODY, Role.BODY, behind, evidence=said))[1]


def test_a_heading_in_the_midst_of_article_text_is_its_subhead() -> None:
    assert a_subhead("Comments") is Role.BODY
    assert a_subhead("How to donate", Role.DONATION) is Role.BODY
    assert a_subhead("Comments #", spans=(Span(9, 10, "link", "#comments"),)) is Role.BODY


@pytest.mark.parametrize("kind", [Kind.LIST_ITEM, Kind.TERM])
def test_an_entry_or_a_term_between_others_is_one_of_them(kind: Kind) -> None:
    assert a_subhead("Comments", kind=kind) is Role.BODY


@pytest.mark.parametrize(
    ("text", "role", "shape", "decided"),
    [
        ("Every gift counts, says the sign.", Role.DONATION, {}, Role.BODY),
        ("Every gift counts", Role.DONATION, {}, Role.DONATION),
        ("Every gift counts.", Role.DONATION, {"around": 1}, Role.DONATION),
        ("Every gift counts.", Role.DONATION, {"behind": Role.DONATION}, Role.DONATION),
        ("Every gift counts.", Role.DONATION, {"spans": (Span(6, 10, "link", "/give"),)}, Role.DONATION),
        ("Harbour crane falls.", Role.RELATED, {}, Role.RELATED),
    ],
    ids=["a sentence", "a label", "in a box", "above an appeal", "with a link", "no appeal"],
)
def test_a_sentence_amid_article_text_may_quote_an_appeal(text: str, role: Role, shape: dict[str, Any], decided: Role) -> None:
    assert a_subhead(text, role, kind=Kind.PARAGRAPH, **shape) is decided


@pytest.mark.parametrize(("tags", "role"), [(("table", "tr"), Role.BODY), (("div", "div"), Role.PAYWALL)])
def test_a_cell_amid_those_of_its_table_is_one_of_them(tags: tuple[str, str], role: Role) -> None:
    """The first cell of the second row; a cell without a table is none."""
    table = Elements((*tags, tags[1], "td", "td", "td"), (-1, 0, 0, 1, 2, 2), ("",) * 6)
    page = document("Ferry Post", "Cancel anytime", "9.90", element=[3, 4, 5], elements=table, kind=[Kind.TABLE_CELL] * 3)
    said = tuple(Evidence(1, of, odds, "a witness", "sells") for of, odds in ((Role.PAYWALL, 5.0), (Roles.ARTICLE_TEXT, -5.0)))
    assert roles(judged(page, *[Role.BODY] * 3, evidence=said))[1] is role


@pytest.mark.parametrize(
    ("role", "shape"),
    [
        (Role.COMMENTS, {"around": 1}),
        (Role.COMMENTS, {"behind": Role.COMMENTS}),
        (Role.COMMENTS, {"kind": Kind.PARAGRAPH}),
        (Role.RELATED, {"spans": (Span(0, 8, "link", "/a"),)}),
        (Role.HEADLINE, {}),
        (Role.BYLINE, {}),
        (Role.ADVERTISEMENT, {}),
        (Role.INTERFACE, {}),
    ],
    ids=["in a box", "above comments", "no heading", "a link", "a headline", "a byline", "a banner's label", "a player's"],
)
def test_a_heading_of_chrome_may_stand_beside_article_text(role: Role, shape: dict[str, Any]) -> None:
    assert a_subhead("Comments", role, **shape) is role


def the_last_of(*decided: Role, text: str = PROSE + " Now.", names: str = "", linked: bool = False, chance: float = 0.6) -> Role:
    """What becomes of the last of some paragraphs of one element: the scorer calls them `decided`, all but the last surely."""
    size = len(decided)
    story = Elements(("div", *["p"] * size), (-1, *[0] * size), ("story", *[""] * (size - 1), names))
    texts = [*(f"{PROSE} No. {i}." for i in range(size - 1)), text]
    spans = [*[()] * (size - 1), (Span(0, len(text), "link", "/"),) if linked else ()]
    page = document(*texts, element=list(range(1, size + 1)), elements=story, spans=spans)
    return roles(assemble(page, np.vstack([prior(*decided[:-1]), prior(decided[-1], chance=chance)]), ()))[-1]


@pytest.mark.parametrize("role", [Role.RELATED, Role.FEED, Role.CAPTION, Role.PROMOTION])
def test_what_is_built_like_the_body_is_body(role: Role) -> None:
    assert the_last_of(*[Role.BODY] * 4, role) is Role.BODY
    assert the_last_of(*[Role.BODY] * 4, Role.FEED, role) is Role.BODY


@pytest.mark.parametrize(
    ("decided", "shape"),
    [
        ([*[Role.BODY] * 2, Role.FEED], {}),
        ([*[Role.BODY] * 2, *[Role.FEED] * 3], {}),
        ([*[Role.BODY] * 4, Role.DONATION], {}),
        ([*[Role.BODY] * 4, Role.SUBSCRIBE], {}),
        ([*[Role.BODY] * 4, Role.PAYWALL], {}),
        ([*[Role.BODY] * 4, Role.FEED], {"text": "Rain falls on the hills"}),
        ([*[Role.BODY] * 4, Role.FEED], {"names": "teaser"}),
        ([*[Role.BODY] * 4, Role.FEED], {"linked": True}),
        ([*[Role.BODY] * 4, Role.FEED], {"chance": 0.9999}),
    ],
    ids=["too few", "half of them chrome", "an appeal", "a sign-up", "a wall", "no sentence", "another name", "a link", "surely chrome"],
)
def test_chrome_may_be_built_like_the_body(decided: list[Role], shape: dict[str, Any]) -> None:
    assert the_last_of(*decided, **shape) is decided[-1]


BOXES = Elements(tag=("body", "section", "div", "div"), parent=(-1, 0, 1, 0), names=("", "", "", ""))


def a_form(first: Role, blocks: int = 3, chance: float = 0.15) -> Article:
    """Lines of a sign-up form in one box, the scorer in doubt about them, and a paragraph beside it."""
    page = document(*["Subscribe"] * blocks, PROSE, element=[1, *[2] * (blocks - 1), 3], elements=BOXES)
    doubtful = prior(first, *[Role.SUBSCRIBE] * (blocks - 1), chance=chance)
    return assemble(page, np.vstack([doubtful, prior(Role.BODY)]), ())


@pytest.mark.parametrize("odd", [Role.SHARE, Role.INTERFACE, Role.PAYWALL])
def test_the_blocks_of_a_small_box_are_one_thing(odd: Role) -> None:
    article = a_form(odd)
    assert roles(article) == [*[Role.SUBSCRIBE] * 3, Role.BODY]
    assert "stands in a box of 3 blocks that are subscribe most likely" in [item.reason for item in article.blocks[0].evidence]


@pytest.mark.parametrize(
    ("first", "shape"),
    [(Role.SHARE, {"blocks": 11}), (Role.SHARE, {"chance": 0.9}), (Role.BODY, {"chance": 0.7})],
    ids=["a large box", "a block that is sure", "article text in the box"],
)
def test_a_box_may_hold_several_things(first: Role, shape: dict[str, float]) -> None:
    assert roles(a_form(first, **shape))[:2] == [first, Role.SUBSCRIBE]  # type: ignore[arg-type]


@pytest.mark.parametrize(("own", "most"), [(Role.FEED, Role.RELATED), (Role.NAVIGATION, Role.LEGAL)])
def test_a_box_and_neighbours_leave_some_roles_alone(own: Role, most: Role) -> None:
    page = document("Harbour", "Tides", "Terms", PROSE, element=[2, 1, 2, 3], elements=BOXES)
    doubtful = prior(most, own, most, chance=0.15)
    assert roles(assemble(page, np.vstack([doubtful, prior(Role.BODY)]), ()))[:3] == [most, own, most]


@pytest.mark.parametrize(("most", "role"), [(Role.CONSENT, Role.CONSENT), (Role.SUBSCRIBE, Role.INTERFACE)])
def test_the_settings_of_a_banner_are_its_own(most: Role, role: Role) -> None:
    page = document("Settings", "Accept all", "We use cookies", PROSE, element=[1, 2, 2, 3], elements=BOXES)
    said = Evidence(0, Role.INTERFACE, 8.0, "a witness", "is left-over interface text")
    assert roles(judged(page, most, most, most, Role.BODY, evidence=(said,)))[0] is role


def a_list(cards: list[Role], last: Role) -> Role:
    """What the first card is, one of many in an element, beside a paragraph; the scorer in doubt about all of them."""
    page = document(*["Rain falls on the harbour"] * (len(cards) + 1), PROSE, element=[*[2] * (len(cards) + 1), 3], elements=BOXES)
    doubtful = prior(*cards, last, chance=0.15)
    return roles(assemble(page, np.vstack([doubtful, prior(Role.BODY)]), ()))[0]


def test_what_looks_picked_in_a_feed_is_the_feeds() -> None:
    assert a_list([Role.RELATED] * 2 + [Role.FEED] * 10, Role.FEED) is Role.FEED
    assert a_list([Role.RELATED] * 2 + [Role.FEED] * 7 + [Role.SHARE] * 3, Role.FEED) is Role.FEED


@pytest.mark.parametrize(
    "cards",
    [
        [Role.FEED] * 2 + [Role.RELATED] * 10,
        [Role.RELATED] * 7 + [Role.FEED] * 5,
        [Role.RELATED] * 2 + [Role.FEED] * 3 + [Role.SHARE] * 7,
        [Role.RELATED] * 2 + [Role.FEED] * 160,
    ],
    ids=["a feed's among the picked", "mostly picked", "mostly something else", "most of a page"],
)
def test_elsewhere_a_card_of_a_list_stays_what_it_is(cards: list[Role]) -> None:
    assert a_list(cards, Role.FEED) is cards[0]


@pytest.mark.parametrize(("gap", "role"), [((1, 0, 0, 1), Role.SUBSCRIBE), ((1, 1, 0, 1), Role.SHARE), ((0, 1, 1, 1), Role.SHARE)])
def test_lines_between_two_empty_ones_are_a_box(gap: tuple[int, ...], role: Role) -> None:
    page = document("Sign up", "Name", "E-mail", PROSE, syntax="text", gap=gap)
    doubtful = prior(Role.SHARE, Role.SUBSCRIBE, Role.SUBSCRIBE, chance=0.15)
    assert roles(assemble(page, np.vstack([doubtful, prior(Role.BODY)]), ()))[0] is role


@pytest.mark.parametrize(
    ("decided", "chance", "role"),
    [
        ((Role.FEEDBACK, Role.RELATED, Role.FEEDBACK), 0.15, Role.FEEDBACK),
        ((Role.FEEDBACK, Role.RELATED, Role.FEEDBACK), 0.9, Role.RELATED),
        ((Role.FEEDBACK, Role.RELATED, Role.LEGAL), 0.15, Role.RELATED),
        ((Role.BODY, Role.RELATED, Role.BODY), 0.7, Role.RELATED),
    ],
)
def test_chrome_between_two_blocks_of_one_role_joins_them_in_doubt(decided: tuple[Role, ...], chance: float, role: Role) -> None:
    page = document("Write to us", "Press Ctrl + Enter", "Leave a note", syntax="text", gap=[1, 1, 1])
    assert roles(judged(page, *decided, chance=chance))[1] is role


@pytest.mark.parametrize(
    ("texts", "gap", "decided", "role"),
    [
        (("The Ferry Post", PROSE), (1, 1), (Role.TOPIC, Role.ADVERTISEMENT), Role.ADVERTISEMENT),
        (("The Ferry Post.", PROSE), (1, 1), (Role.TOPIC, Role.ADVERTISEMENT), Role.TOPIC),
        (("The Ferry Post", "No ads"), (1, 1), (Role.TOPIC, Role.ADVERTISEMENT), Role.TOPIC),
        (("The Ferry Post", PROSE), (1, 1), (Role.TOPIC, Role.LEGAL), Role.TOPIC),
        (("The Ferry Post", PROSE), (1, 1), (Role.TOPIC, Role.BODY), Role.TOPIC),
        (("A ferry in the harbour", "The ferry. Photo: Ann Quay"), (1, 0), (Role.BYLINE, Role.CAPTION), Role.CAPTION),
        (("A ferry in the harbour", "The ferry. Photo: Ann Quay"), (1, 1), (Role.BYLINE, Role.CAPTION), Role.BYLINE),
    ],
)
def test_a_label_goes_with_the_paragraph_of_chrome_or_the_caption_below(
    texts: tuple[str, str], gap: tuple[int, int], decided: tuple[Role, Role], role: Role
) -> None:
    page = document("Menu", *texts, syntax="text", gap=(0, *gap))
    sure = prior(Role.NAVIGATION, *decided)
    sure[1] = prior(decided[0], chance=0.13)
    assert roles(assemble(page, sure, ()))[1] is role


def test_a_page_without_blocks_is_an_article_without_text() -> None:
    article = judged(document())
    assert (article.text, article.blocks, article.removed) == ("", (), ())


def test_removed_groups_neighbours_of_one_role() -> None:
    page = document("Most read", "One", PROSE, "Two", "Share")
    article = judged(page, Role.FEED, Role.FEED, Role.BODY, Role.FEED, Role.SHARE)
    assert [(widget.role, widget.text) for widget in article.removed] == [
        (Role.FEED, "Most read\nOne"),
        (Role.FEED, "Two"),
        (Role.SHARE, "Share"),
    ]


def test_an_article_pickles() -> None:
    article = judged(document("Home", PROSE), Role.NAVIGATION, Role.BODY)
    assert article.blocks
    assert pickle.loads(pickle.dumps(article)) == article


@pytest.mark.parametrize(("gap", "role"), [(16, Role.RELATED), (15, Role.BODY)])
def test_little_text_far_behind_the_article_is_not_of_it(gap: int, role: Role) -> None:
    page = document(*[PROSE] * 12, *["Menu"] * gap, "We write about bridges and other news of the river.")
    doubtful = prior(*[Role.BODY] * 12, *[Role.NAVIGATION] * gap, Role.BODY)
    doubtful[-1, [ROLES.index(Role.BODY), ROLES.index(Role.RELATED)]] = np.log([0.6, 0.25])
    assert roles(assemble(page, doubtful, ()))[-1] is role


def test_much_text_far_behind_is_part_of_the_article() -> None:
    page = document(*[f"{PROSE} No. {i}." for i in range(4)], *["Menu"] * 40, *[f"{PROSE} Again, {i}." for i in range(3)])
    found = roles(judged(page, *[Role.BODY] * 4, *[Role.NAVIGATION] * 40, *[Role.BODY] * 3))
    assert found[-3:] == [Role.BODY] * 3


def test_rules_that_would_drop_most_of_a_page_only_name_it() -> None:
    page = document(*[PROSE + f" No. {i}." for i in range(6)])
    said = tuple(Evidence(i, Role.FEED, 9.0, "a witness", "a list") for i in range(6))
    assert roles(judged(page, *[Role.BODY] * 6, evidence=said)) == [Role.BODY] * 6
    assert roles(judged(page, *[Role.BODY] * 6, evidence=said[:2])) == [Role.FEED] * 2 + [Role.BODY] * 4


@pytest.mark.parametrize("name", ["NewsArticle", "BlogPosting"])
def test_a_page_that_states_one_article_is_no_list(name: str) -> None:
    page = document(*[PROSE + f" No. {i}." for i in range(6)], hints=Hints(things=(Thing(("WebPage",), ()), Thing((name,), ()))))
    said = tuple(Evidence(i, Role.FEED, 9.0, "a witness", "a list") for i in range(1, 6))
    assert roles(judged(page, *[Role.BODY] * 6, evidence=said)) == [Role.BODY] + [Role.FEED] * 5


@pytest.mark.parametrize("things", [("WebPage",), ("NewsArticle", "NewsArticle"), ("CollectionPage", "ItemList")])
def test_a_page_that_states_none_or_many_articles_may_be_a_list(things: tuple[str, ...]) -> None:
    hints = Hints(types=("article",), things=tuple(Thing((name,), ()) for name in things))
    page = document(*[PROSE + f" No. {i}." for i in range(6)], hints=hints)
    said = tuple(Evidence(i, Role.FEED, 9.0, "a witness", "a list") for i in range(1, 6))
    assert roles(judged(page, *[Role.BODY] * 6, evidence=said)) == [Role.BODY] * 6
