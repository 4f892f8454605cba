"""The report of an article: what it shows, and that nothing that a page says can become more than text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from build import document
from hostile import HOSTILE, article, everywhere
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleanpage.formats.report import Share, bar, render, shares
from cleanpage.model import ARTICLE_FULL, ARTICLE_TEXT, EVERYTHING, Article, Elements, Evidence, Kind, Role, Span
from cleanpage.resources import binary

PAGE = article(
    document("Home", "Sport", "Ferry late", "It was ice.", "The ferry came at nine.", "Most read", "Two", "It left at ten.", url="https://a.example/"),
    *(Role.NAVIGATION, Role.NAVIGATION, Role.HEADLINE, Role.STANDFIRST, Role.BODY, Role.FEED, Role.FEED, Role.BODY),
    evidence=(
        Evidence(0, Role.NAVIGATION, 2.5, "landmarks", "stands in a menu"),
        Evidence(0, Role.BODY, -1.25, "markup", 'stands in an element named "nav"'),
        Evidence(5, Role.FEED, 3.0, "phrases", 'says "most read"'),
    ),
)  # fmt: skip


def shown(page: Article, roles: frozenset[Role] = ARTICLE_TEXT) -> LexborHTMLParser:
    return LexborHTMLParser(render(page, roles))


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


def shown_block(text: str = "One.", **columns: Any) -> LexborHTMLParser:
    return shown(article(document(text, **columns), Role.BODY))


# --- what it shows ----------------------------------------------------------------------------------------------------------------


def test_every_block_is_there_in_order() -> None:
    assert texts(shown(PAGE), "main .text") == list(PAGE.document.text)


def test_kept_blocks_stand_open_and_neighbours_of_one_role_are_folded_together() -> None:
    page = shown(PAGE)
    assert texts(page, "main > .kept > .text") == ["It was ice.", "The ferry came at nine.", "It left at ten."]
    assert [[" ".join(text.text().split()) for text in fold.css(".text")] for fold in page.css("details")] == [
        ["Home", "Sport"],
        ["Ferry late"],
        ["Most read", "Two"],
    ]
    assert not page.css("details[open]")


def test_a_fold_shows_its_role_its_number_of_blocks_and_how_they_begin() -> None:
    assert texts(shown(PAGE), "summary") == ["navigation2Home · Sport", "headline1Ferry late", "feed2Most read · Two"]


def test_roles_choose_what_stands_open() -> None:
    assert texts(shown(PAGE, ARTICLE_FULL), "main > .kept > .text")[0] == "Ferry late"
    assert not shown(PAGE, EVERYTHING).css("details")
    assert not shown(PAGE, frozenset()).css(".kept")


def test_the_head_says_title_address_and_how_much_was_kept() -> None:
    page = shown(PAGE)
    assert texts(page, "title") == ["Ferry late – cleanpage report"]
    assert texts(page, "h1") == ["Ferry late"]
    assert texts(page, ".counts") == ["3 blocks kept, 5 removed"]


def test_the_legend_counts_the_roles_of_the_page_kept_ones_first() -> None:
    page = shown(PAGE)
    assert texts(page, ".roles .name") == ["body", "standfirst", "headline", "navigation", "feed"]
    assert texts(page, ".roles .count") == ["2", "1", "1", "2", "2"]
    assert texts(page, ".roles .name.kept") == ["body", "standfirst"]


def test_every_role_of_the_legend_filters_its_parts() -> None:
    page = shown(article(document(*map(str, Role)), *Role))
    style = page.css_first("style").text()
    for box, role in zip(page.css(".roles ul .name"), [Role.BODY, Role.STANDFIRST, *list(Role)[2:]], strict=True):
        assert box.attributes["data-role"] == role
        assert page.css_first(f"input#only-{role}")
        assert page.css_first(f".part[data-role={role}]")
        assert f".roles:has(#only-{role}:checked) ~ main .part[data-role={role}] {{ display: block }}" in style


def test_every_role_has_a_colour() -> None:
    style = binary("report/style.css").decode()
    assert [role for role in Role if not re.search(rf"\[data-role={role}\][^{{]*{{ --hue: \d", style)] == []


def test_a_block_says_its_role_how_sure_it_is_and_all_its_evidence() -> None:
    page = shown(PAGE)
    assert texts(page, "#why-0 > .name, #why-0 > .facts") == ["navigation", "block 0, probability 0.90"]
    assert texts(page, "#why-0 li") == [
        "+2.50 stands in a menu landmarks, for navigation",
        '−1.25 stands in an element named "nav" markup, against body',
    ]
    assert texts(page, "#why-1 li") == ["Nobody said anything."]


def test_a_fold_says_why_by_its_surest_block() -> None:
    page = shown(PAGE)
    assert texts(page, ".removed:has(#why-5) > .why > .facts") == ["the surest of 2 blocks, probability 0.90"]
    assert texts(page, ".removed:has(#why-5) > .why li") == ['+3.00 says "most read" phrases, for feed']
    assert texts(page, ".removed:has(#why-2) > .why > .facts") == ["one block, probability 0.90"]


def test_whatever_can_be_pointed_at_can_have_the_focus_and_is_described() -> None:
    page = shown(PAGE)
    described = [node for node in page.css("[aria-describedby]") if node.tag == "summary" or node.attributes["tabindex"] == "0"]
    assert len(described) == len(page.css(".block")) + len(page.css("summary")) == 11
    assert all(page.css_first(f"#{node.attributes['aria-describedby']}") for node in described)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_flattened_text_has_lines_and_html_its_innermost_elements() -> None:
    assert texts(shown_block(syntax="text", lines=[(3, 3)]), "#why-0 .place") == ["line 3"]
    assert texts(shown_block(syntax="text", lines=[(3, 5)]), "#why-0 .place") == ["lines 3 to 5"]
    elements = Elements(("body", "main", "div", "div", "p"), (-1, 0, 1, 2, 3), ("", "story", "a" * 1000, "itemprop=text b", "lead big"))
    place = texts(shown_block(element=[4], elements=elements), "#why-0 .place")
    assert place == [f"main.story › div.{'a' * 60} › div.b › p.lead.big"]


def test_a_block_that_the_page_hides_is_marked() -> None:
    assert texts(shown_block(hidden=[True]), "#why-0 .place") == ["(the page hides it)"]


def test_links_and_emphasis_are_seen_and_lead_nowhere() -> None:
    spans = (Span(0, 7, "link", "https://evil.example/"), Span(4, 11, "strong"), Span(11, 11, "em"))
    page = shown_block("One two three.", spans=[spans])
    assert [(node.attributes["class"], node.text()) for node in page.css(".text span")] == [
        ("link", "One "),
        ("link strong", "two"),
        ("strong", " thr"),
    ]
    assert texts(page, ".text") == ["One two three."]
    assert "evil.example" not in (page.html or "")


@pytest.mark.parametrize(("kind", "tag"), [(Kind.PARAGRAPH, "p"), (Kind.CODE, "pre"), (Kind.LIST_ITEM, "p"), (Kind.TABLE_CELL, "p")])
def test_code_keeps_its_spaces(kind: Kind, tag: str) -> None:
    text = shown_block("a\n    b", kind=[kind]).css_first(".text")
    assert (text.tag, text.attributes["data-kind"], text.text()) == (tag, kind, "a\n    b")


def test_every_script_takes_its_own_direction() -> None:
    page = shown(article(document("قال إن", "He said"), Role.BODY, Role.FEED))
    assert [node.attributes["dir"] for node in page.css(".text")] == ["auto", "auto"]
    assert all(node.tag == "bdi" for node in page.css(".start, h1 > *"))


def test_a_page_without_blocks_or_title_is_a_report() -> None:
    page = shown(article(document(), title=""))
    assert texts(page, "h1, .counts") == ["A page without a title", "0 blocks kept, 0 removed"]
    assert not page.css(".part, .bar rect, .url")


def test_one_block_is_not_many() -> None:
    assert texts(shown_block(), ".counts") == ["1 block kept, 0 removed"]


# --- the bar ----------------------------------------------------------------------------------------------------------------------


def test_the_bar_shows_a_page_from_top_to_end() -> None:
    stripes = bar([Share(Role.FEED, False, 10), Share(Role.BODY, True, 20), Share(Role.BODY, True, 60), Share(Role.FEED, False, 10)])
    assert [(stripe.role, stripe.kept, stripe.x, stripe.width) for stripe in stripes] == [
        (Role.FEED, False, 0, 100),
        (Role.BODY, True, 100, 800),
        (Role.FEED, False, 900, 100),
    ]


def test_a_bar_of_nothing_has_no_width() -> None:
    assert bar([]) == []
    assert [stripe.width for stripe in bar([Share(Role.BODY, True, 0)])] == [0]


def test_shares_put_what_is_kept_first_then_the_order_of_roles() -> None:
    sizes = {Role.OTHER: 1, Role.FEED: 2, Role.BODY: 3, Role.CAPTION: 4}
    assert [share.role for share in shares(sizes, ARTICLE_TEXT)] == [Role.BODY, Role.CAPTION, Role.FEED, Role.OTHER]
    assert shares(sizes, {Role.OTHER})[0] == Share(Role.OTHER, True, 1)


# --- nothing of the page runs or loads --------------------------------------------------------------------------------------------


def structure(page: LexborHTMLParser) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every element with its attributes' names, in order."""
    return ((node.tag, tuple(sorted(node.attributes))) for node in nodes(page))


def nodes(page: LexborHTMLParser) -> list[LexborNode]:
    assert page.root
    return [node for node in page.root.traverse() if node.tag != "-comment"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_change_no_element_and_no_attribute(words: str) -> None:
    assert list(structure(shown(everywhere(words)))) == list(structure(shown(everywhere("ab"))))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\r\0", codec="utf-8"), min_size=2))
def test_whatever_a_page_says_comes_out_as_text(words: str) -> None:
    page = shown(everywhere(words))
    assert list(structure(page)) == list(structure(shown(everywhere("ab"))))
    assert page.css_first("p.text").text() == words


def test_a_report_has_no_script_no_handler_and_no_address_of_its_own() -> None:
    page = shown(everywhere("https://a.example/"))
    assert {node.tag for node in nodes(page)}.isdisjoint("script img iframe object embed base audio video source".split())
    assert {node.tag for node in page.css("link, [src], [style], [action]")} == set()
    assert not [name for node in nodes(page) for name in node.attributes if name.startswith("on")]
    assert [node.attributes["href"] for node in page.css("[href]")] == ["#page", "https://a.example/"]


def test_the_policy_allows_the_style_of_the_page_and_nothing_else() -> None:
    page = shown(PAGE)
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]")
    digest = re.search(r"'sha256-([^']+)'", policy.attributes["content"] or "")
    assert digest
    assert policy.attributes["content"] == f"default-src 'none'; style-src 'sha256-{digest[1]}'; base-uri 'none'; form-action 'none'"
    assert len(page.css("style")) == 1


@pytest.mark.parametrize("url", ["http://a.example/?q=1&r=2", "HTTPS://a.example", "https://ü.example/ä b", 'https://a.example/"><script>'])
def test_an_address_of_the_web_is_a_link_that_tells_nobody(url: str) -> None:
    link = shown(article(document(url=url))).css_first(".url a")
    assert (link.attributes["href"], link.text()) == (url, url)
    assert {"noreferrer", "noopener"} <= set((link.attributes["rel"] or "").split())


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT://a/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "a.example"],
)
def test_any_other_address_is_only_text(url: str) -> None:
    page = shown(article(document(url=url)))
    assert not page.css(".url a")
    assert page.css_first(".url").text().strip() == url.strip()


def test_an_address_cannot_hide_what_it_is() -> None:
    page = shown(article(document(url="https://a.example/\u202egpj.exe\x00\ud83d")))
    assert texts(page, ".url") == ["https://a.example/%E2%80%AEgpj.exe%00%3F"]


# --- size -------------------------------------------------------------------------------------------------------------------------


def test_long_titles_and_starts_are_cut_and_long_blocks_are_not() -> None:
    long = "word " * 200_000
    page = shown(article(document(long, long), Role.BODY, Role.FEED, title=long))
    assert len(page.css_first("h1").text()) <= 300
    assert len(page.css_first(".start").text()) <= 160
    assert [len(node.text()) for node in page.css(".text")] == [len(long)] * 2


def test_a_report_of_many_blocks_grows_with_their_number() -> None:
    deep = Elements(("div",) * 5000, tuple(range(-1, 4999)), ("x" * 1000,) * 5000)
    page = article(document(*["One."] * 5000, element=list(range(5000)), elements=deep), *[Role.BODY, Role.FEED] * 2500)
    assert len(render(page, ARTICLE_TEXT)) < 5000 * 2500
