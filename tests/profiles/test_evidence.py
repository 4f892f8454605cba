"""What a profile says of a page, and where it stays silent."""

from dataclasses import replace
from datetime import date

import pytest
from build import document
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpage.model import Document, Elements, Evidence, Outlet, Role, Roles
from cleanpage.profiles import Layout, Profile
from cleanpage.profiles.lines import fingerprint, template
from cleanpage.segment.html import segment

PROSE = "It rained in the hills all night, and the river rose by a metre before the council closed the road at dawn."


def page(*blocks: tuple[str, str], url: str | None = None) -> Document:
    """A page of (text, selectors it stands under, by "|") blocks, each in an element of its own."""
    under = tuple((row, frozenset(css.split("|"))) for row, (_, css) in enumerate(blocks) if css)
    rows = len(blocks)
    elements = Elements(("p",) * rows, (-1,) * rows, ("",) * rows, under)
    return document(*(text for text, _ in blocks), element=list(range(rows)), elements=elements, url=url)


def text(*lines: str) -> Document:
    return document(*lines, syntax="text")


def spoke(profile: Profile, document: Document) -> str:
    """What of the profile spoke of a document."""
    outlet = profile.outlet(document, profile.find(document))
    return outlet.spoke if outlet else "not asked"


def said(profile: Profile, document: Document) -> dict[int, dict[Role | Roles, float]]:
    found: dict[int, dict[Role | Roles, float]] = {}
    for item in profile.find(document):
        assert item.witness == "profile"
        found.setdefault(item.block, {})[item.role] = item.log_odds
    return found


def layout(**select: str) -> Layout:
    return Layout({Role(role): tuple(css.split("|")) for role, css in select.items()})


# --- selectors --------------------------------------------------------------------------------------------------------------------


def test_a_selector_speaks_for_its_role_and_against_article_text() -> None:
    profile = Profile("example.com", (layout(body=".story", related=".more"),))
    found = said(profile, page((PROSE, ".story"), (PROSE, ".more"), ("Loose", ""), ("Other", ".more")))
    assert found.keys() == {0, 1, 3}
    assert list(found[0]) == [Role.BODY]
    assert found[0][Role.BODY] > 0
    assert found[1][Role.RELATED] > 0 > found[1][Roles.ARTICLE_TEXT]
    assert found[3] == {Role.RELATED: found[1][Role.RELATED]}


def test_a_block_that_the_body_names_itself_is_told_from_what_stands_in_a_container() -> None:
    html = f"<div class=story><p>{PROSE}</p><p>Short.</p><p><a href=/>See also: {PROSE}</a></p><p><b>{PROSE}</b></p></div>"
    around, itself = (Profile("example.com", (layout(body=css),)) for css in (".story", ".story > p"))
    found = said(around, segment(html, None, around.selectors))
    assert found.keys() == {0, 3}
    assert all(0 < roles[Role.BODY] < 1 for roles in found.values())
    found = said(itself, segment(html, None, itself.selectors))
    assert found.keys() == {0, 1, 2, 3}
    assert found[0][Role.BODY] == 2
    assert all(0 < found[block][Role.BODY] < 1 for block in (1, 2, 3))


def test_a_container_in_a_container_of_the_same_name_is_one() -> None:
    profile = Profile("example.com", (layout(body=".story"),))
    html = f"<div class=story><div class=story>{PROSE}</div></div><div class=story>{PROSE}</div>"
    found = said(profile, segment(html, None, profile.selectors))
    assert found[0][Role.BODY] < found[1][Role.BODY]


def test_what_is_named_inside_the_body_is_not_body() -> None:
    profile = Profile("example.com", (layout(body=".story", related=".more", standfirst=".lead"),))
    found = said(profile, page(("Other", ".story|.more"), ("Lead", ".story|.lead"), ("p", ".story")))
    assert found[0].keys() == {Role.RELATED}
    assert found[1].keys() == {Role.STANDFIRST}


def test_a_layout_whose_body_is_not_there_says_nothing() -> None:
    profile = Profile("example.com", (layout(body=".story", related=".more"),))
    stale = page((PROSE, ""), ("Other", ".more"))
    assert said(profile, stale) == {}
    assert spoke(profile, stale) == ""


def test_the_first_layout_that_matches_speaks() -> None:
    profile = Profile("example.com", (layout(body=".old", feed=".side"), layout(body=".new", related=".side"), layout(legal=".side")))
    found = page((PROSE, ".new"), ("Other", ".side"))
    assert said(profile, found)[1].keys() >= {Role.RELATED}
    assert profile.outlet(found, profile.find(found)) == Outlet("example.com", "layout 2")
    assert spoke(profile, page(("Other", ".side"))) == "layout 3"


DAYS = [
    ("https://example.com/2023/05/01/a", "layout 1"),
    ("https://example.com/2023-05-02-a", "layout 2"),
    ("https://example.com/2023/99/99/a", "layout 1"),
    ("https://example.com/a-2023", "layout 1"),
    (None, "layout 1"),
]


@pytest.mark.parametrize(("url", "layout"), DAYS)
def test_a_layout_speaks_in_its_days_only(url: str | None, layout: str) -> None:
    old, new = (Layout({Role.BODY: (".story",)}, **days) for days in ({"until": date(2023, 5, 1)}, {"since": date(2023, 5, 2)}))
    assert spoke(Profile("example.com", (old, new)), page((PROSE, ".story"), url=url)) == layout


def test_metadata_selectors_name_the_furniture() -> None:
    profile = Profile("example.com", metadata={"title": ("h1",), "authors": (".by",), "published": ("time",), "topics": (".tag",)})
    found = said(profile, page(("Rain", "h1"), ("Ada Moor", ".by"), ("2 May", "time"), ("Weather", ".tag")))
    strongest = [max(roles, key=lambda role: roles[role]) for roles in found.values()]
    assert strongest == [Role.HEADLINE, Role.BYLINE, Role.DATELINE, Role.TOPIC]


# --- lines ------------------------------------------------------------------------------------------------------------------------

APPEAL = Profile("example.com", phrases={Role.DONATION: ("Friends of the Example keep us independent", "Give # €", "Published 2 May 2026")})
SPEAKS = [
    "Friends of the Example keep us independent",
    "“FRIENDS of the Example keep us independent!”",
    "Friends of the Example keep us independent. Join them today.",
    "Give 20 €",
    "Give 1,000.00 €",
    "Published 31 December 2027",
]
SILENT = ["Friends of the Example", "Give", "Give twenty €", "They give 20 € each to friends", "Published 31 times", PROSE]


@pytest.mark.parametrize("line", SPEAKS)
@pytest.mark.parametrize("make", [text, lambda line: page((line, ""))])
def test_known_lines_are_found_whatever_their_numbers_and_dates(line: str, make: object) -> None:
    assert said(APPEAL, make(line))[0][Role.DONATION] == 6  # type: ignore[operator]


@pytest.mark.parametrize("line", SILENT)
def test_other_lines_are_not(line: str) -> None:
    assert said(APPEAL, text(line)) == {}


def test_a_label_with_its_colon_stands_for_lines_that_go_on_behind_it() -> None:
    profile = Profile("example.com", phrases={Role.TOPIC: ("Filed under:",)})
    lines = ["Filed under: bridges, rivers", "Filed under", f"Filed under: {PROSE}", "Filed under bridges"]
    assert said(profile, text(*lines)).keys() == {0, 1, 2}
    hashed = Profile("example.com", fingerprints={Role.TOPIC: (fingerprint("filed under:"),)})
    assert said(hashed, text("Filed under: bridges, rivers", "Filed under bridges")).keys() == {0}


def test_a_phrase_in_a_long_paragraph_may_be_quoted() -> None:
    quoted = text(f"{PROSE * 5} “Friends of the Example keep us independent” was all it said.")
    assert 0 < said(APPEAL, quoted)[0][Role.DONATION] < 5


def test_every_block_that_holds_a_phrase_is_found() -> None:
    line = "Friends of the Example keep us independent"
    assert said(APPEAL, text(f"{line} today", PROSE, f"Well, {line}", f"x{line}")).keys() == {0, 2}


def test_fingerprints_find_lines_without_saying_them() -> None:
    profile = Profile("example.com", fingerprints={Role.FEED: (fingerprint(template("Most read this week (12)")),)})
    assert said(profile, text("MOST READ this week (7)", "Most read"))[0][Role.FEED] == 6
    assert said(profile, text("Most read", "")) == {}


# --- flattened text ---------------------------------------------------------------------------------------------------------------

MARKED = Profile("example.com", begin=("Skip to content",), end=("Related Posts",))


def against(profile: Profile, document: Document) -> list[int]:
    return sorted({item.block for item in profile.find(document) if item.role is Roles.ARTICLE_TEXT and item.log_odds < 0})


def test_what_stands_before_the_beginning_and_behind_the_end_is_not_the_article() -> None:
    assert against(MARKED, text("Home", "Skip to content", PROSE, PROSE, "Related posts:", PROSE)) == [0, 1, 4, 5]


def test_of_several_markers_the_first_that_is_named_counts() -> None:
    profile = Profile("example.com", begin=("Skip to content", "Our sections"), end=("Read on", "Related Posts"))
    lines = ["Skip to content", "Our sections", PROSE, "Related Posts", PROSE, "Read on", PROSE]
    assert against(profile, text(*lines)) == [0, 5, 6]
    assert against(profile, text(*lines[:5])) == [0, 3, 4]


def test_four_hundred_characters_of_prose_are_an_article_however_long_the_page() -> None:
    assert against(MARKED, text(*[PROSE] * 6, "Related Posts", *[PROSE] * 40)) == [*range(6, 47)]


def test_markers_speak_of_flattened_text_only() -> None:
    assert against(MARKED, page(("Skip to content", ""), (PROSE, ""), ("Related Posts", ""))) == []


def test_a_marker_with_next_to_no_prose_on_the_articles_side_is_another() -> None:
    assert against(MARKED, text("Related Posts", *[PROSE] * 6, "Skip to content", PROSE)) == []


def test_the_evidence_quotes_what_was_found() -> None:
    (first, *_) = MARKED.find(text("Skip to content", PROSE))
    assert first == Evidence(0, Roles.ARTICLE_TEXT, first.log_odds, "profile", 'stands before the article ("Skip to content")')


def test_a_profile_of_selectors_alone_is_not_asked_of_flattened_text() -> None:
    assert spoke(ALL, text(PROSE)) == "not asked"


def test_lines_of_flattened_text_are_not_looked_for_in_html() -> None:
    profile = Profile("example.com", text_phrases=APPEAL.phrases, text_fingerprints={Role.FEED: (fingerprint(template("Most read")),)})
    lines = ["Friends of the Example keep us independent", PROSE, "Most read"]
    html = segment("".join(f"<p>{line}" for line in lines), None)
    assert said(profile, text(*lines)) == said(replace(profile, phrases=APPEAL.phrases), text(*lines))
    assert said(profile, text(*lines)).keys() == {0, 2}
    assert said(profile, html) == {}
    assert spoke(profile, html) == spoke(MARKED, html) == "not asked"
    assert said(APPEAL, html).keys() == {0}


def test_spoken_lines_are_told_from_silence() -> None:
    assert spoke(MARKED, text(PROSE, "Related Posts")) == "lines"
    assert spoke(MARKED, text(PROSE)) == ""


# --- anything -----------------------------------------------------------------------------------------------------------------------

WHOLE = Profile(
    "example.com",
    (layout(body="p", related=".more"),),
    APPEAL.phrases,
    {Role.FEED: (fingerprint(template("Most read")),)},
    MARKED.begin,
    (*MARKED.end, fingerprint(template("Most read"))),
)
LINES = st.lists(
    st.sampled_from([*SPEAKS, *SILENT, PROSE, "Most read", "Skip to content", "Related Posts", "", "#", "“”"]) | st.text(max_size=20)
)


@given(LINES, st.booleans())
@settings(max_examples=60)
def test_no_page_is_too_odd_for_a_profile(lines: list[str], flat: bool) -> None:
    page = text(*lines) if flat else segment("".join(f"<p class=more>{line}" for line in lines), None, WHOLE.selectors)
    assert all(0 <= item.block < len(page) and item.reason for item in WHOLE.find(page))
    assert spoke(WHOLE, page) in ("", "lines", "layout 1")


# --- a layout that holds all of the body ------------------------------------------------------------------------------------------

ARTICLE = "".join(f"<p>{PROSE}</p>" for _ in range(5))
ALL = Profile("example.com", (Layout({Role.BODY: (".story > p",)}, complete=True),))


def outside(html: str) -> set[int]:
    """The blocks of which the profile says that they are not body."""
    found = said(ALL, segment(html, None, ALL.selectors))
    return {block for block, roles in found.items() if min(roles.get(Role.BODY, 0), roles.get(Roles.ARTICLE_TEXT, 0)) < 0}


def test_what_stands_before_and_behind_all_of_the_body_is_not_body() -> None:
    assert outside(f"<p>{PROSE}</p><div class=story>{ARTICLE}</div><p>{PROSE}</p>") == {0, 6}


def test_before_the_body_a_standfirst_may_stand() -> None:
    document = segment(f"<p>{PROSE}</p><div class=story>{ARTICLE}</div><p>{PROSE}</p>", None, ALL.selectors)
    assert said(ALL, document)[0].keys() == {Role.BODY}
    assert said(ALL, document)[6].keys() == {Roles.ARTICLE_TEXT}


def test_notes_and_lists_in_the_box_of_the_body_are_left_to_the_judge() -> None:
    notes = f"<aside><p>{PROSE}</p></aside>"
    assert outside(f"<div class=story>{ARTICLE}{notes * 4}</div><div>{notes}</div>") == {9}
    assert outside(f"<div class=story>{ARTICLE}<ul>{'<li>An entry of a very long list</li>' * 13}</ul>{ARTICLE}</div>") == set()


def test_what_holds_more_than_the_body_is_not_body_even_in_its_box() -> None:
    posts = f"<aside><p>{PROSE}</p></aside>" * 13
    assert outside(f"<div class=story>{ARTICLE}{posts}</div>") == {*range(5, 18)}
    assert outside(f"<div class=story>{ARTICLE}{posts}{ARTICLE}</div>") == {*range(5, 18)}


def test_a_widget_between_two_paragraphs_of_the_body_is_left_to_the_judge() -> None:
    further = f"<div><p>{PROSE}</p></div>" * 12
    assert outside(f"<div class=story>{ARTICLE}{further}{ARTICLE}</div>") == set()


def test_a_few_words_in_the_places_of_the_body_are_no_article() -> None:
    assert outside(f"<div class=story><p>{PROSE}</p></div><div>{ARTICLE}</div>") == set()


def test_chrome_that_holds_more_than_a_body_without_an_article_is_doubted() -> None:
    profile = Profile("example.com", (layout(body=".story", paywall=".wall"),))
    html = "<div class=story><p>{}</p></div><div class=wall>{}</div>"
    few, many = (segment(html.format(text, ARTICLE), None, profile.selectors) for text in (PROSE, ARTICLE))
    assert not any(Role.PAYWALL in roles for roles in said(profile, few).values())
    assert any(Role.PAYWALL in roles for roles in said(profile, many).values())
