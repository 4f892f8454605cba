"""Site config files: how a line is read, what becomes of it, and the profile that a file gives."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpage.errors import BadData
from cleanpage.model import Role
from cleanpage.profiles import Expectation, Layout, reader
from cleanpage.profiles.ftr import Directive, Outcome, Row, SiteConfig, host_of, parsed, profile, read, rows
from cleanpage.profiles.writer import written


def config(text: str, host: str = "example.com") -> SiteConfig:
    return parsed(text.encode(), host, "example.com.txt")


def row(line: str) -> Row:
    (found,) = rows(config(line))
    return found


# --- the format -----------------------------------------------------------------------------------------------------------------------

LINES = [
    ("body: //p", Directive(1, "body", "", "//p")),
    ("\ufeffbody://p", Directive(1, "body", "", "//p")),
    ("  strip_id_or_class :  promo  ", Directive(1, "strip_id_or_class", "", "promo")),
    ("title: //h1[contains(., 'a: b')]", Directive(1, "title", "", "//h1[contains(., 'a: b')]")),
    ("replace_string(<i>): <em>", Directive(1, "replace_string", "<i>", "<em>")),
    ('replace_string(style="width: 1px"):', Directive(1, "replace_string", 'style="width: 1px"', "")),
    ("replace_string((more)): ", Directive(1, "replace_string", "(more)", "")),
    ("http_header(User-Agent): Reader/1.0", Directive(1, "http_header", "User-Agent", "Reader/1.0")),
    ("wrap_in(blockquote): //p", Directive(1, "wrap_in", "blockquote", "//p")),
    ("find_string: <b", Directive(1, "find_string", "", "<b")),
    ("replace_string:", Directive(1, "replace_string", "", "")),
]


@pytest.mark.parametrize(("line", "directive"), LINES)
def test_a_line_is_a_directive(line: str, directive: Directive) -> None:
    assert config(line).directives == (directive,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_comments_and_empty_lines_are_none_and_lines_are_counted_with_them(end: str) -> None:
    found = config(end.join(["# body: //p", "", "   # more", "body: //div", "no directive here", "strip: //a # b"])).directives
    assert [(directive.line, directive.name) for directive in found] == [(4, "body"), (5, ""), (6, "strip")]


@pytest.mark.parametrize("text", ["", "# only a comment", "Permission is hereby granted"])
def test_a_file_without_a_directive_is_no_site_config(text: str) -> None:
    with pytest.raises(BadData, match=r"example\.com\.txt: no line with a directive"):
        config(text)


@pytest.mark.parametrize("source", [b"\0\1\2", "body: //p".encode("utf-16")])
def test_a_file_that_is_no_text_is_no_site_config(source: bytes) -> None:
    with pytest.raises(BadData, match=r"example\.com\.txt: no text"):
        parsed(source, "example.com", "example.com.txt")


def test_a_file_that_is_too_long_is_no_site_config(tmp_path: Path) -> None:
    (tmp_path / "example.com.txt").write_bytes(b"strip: //p\n" * 100_000)
    with pytest.raises(BadData, match="longer than"):
        read(tmp_path / "example.com.txt")


HOSTS = [
    ("example.com.txt", "example.com"),
    ("www.example.com.txt", "example.com"),
    (".example.com.txt", "*.example.com"),
    ("News.Example.com.txt", "news.example.com"),
    ("bücher.example.txt", "xn--bcher-kva.example"),
    ("global.txt", ""),
    ("LICENSE.txt", ""),
    ("read me.txt", ""),
    (".txt", ""),
]


@pytest.mark.parametrize(("name", "host"), HOSTS)
def test_a_file_is_named_after_its_host(name: str, host: str) -> None:
    assert host_of(name) == host


# --- lines ----------------------------------------------------------------------------------------------------------------------------

SELECTING = [
    ("body: //div[@id='story']", Outcome.CSS, "div[id='story']", Role.BODY),
    ("body: (//article)[1]", Outcome.XPATH, "(//article)[1]", Role.BODY),
    ("title: //h1", Outcome.CSS, "h1", Role.HEADLINE),
    ("title: h1", Outcome.CSS, "h1", Role.HEADLINE),
    ("title: //meta[@property='og:title']/@content", Outcome.CSS, "meta[property='og:title']", Role.HEADLINE),
    ("author: //p[@class='by']", Outcome.CSS, "p[class='by']", Role.BYLINE),
    ("author: (//p[@class='by'])[1]", Outcome.XPATH, "(//p[@class='by'])[1]", Role.BYLINE),
    ("date: (//time)[1]/@datetime", Outcome.XPATH, "(//time)[1]", Role.DATELINE),
    ("date: //time/@datetime", Outcome.CSS, "time", Role.DATELINE),
    ("date: //*[@id='day']/@datetime", Outcome.CSS, "[id='day']", Role.DATELINE),
    ("body: //*[@itemtype='https://schema.example/A']", Outcome.CSS, "[itemtype='https://schema.example/A']", Role.BODY),
    ("strip: //aside", Outcome.CSS, "aside", Role.OTHER),
    ("strip: //nav", Outcome.CSS, "nav", Role.NAVIGATION),
    ("strip: //article//h1", Outcome.CSS, "article h1", Role.HEADLINE),
    ("strip: //div[@class='related-posts']", Outcome.CSS, "div[class='related-posts']", Role.RELATED),
    ("strip: //div[@class='newsletter related']", Outcome.CSS, "div[class='newsletter related']", Role.OTHER),
    ("strip: //div[@class='standfirst']", Outcome.CSS, "div[class='standfirst']", Role.OTHER),
    ("strip: //div[@class='newsletter']//p[@id='x']", Outcome.CSS, "div[class='newsletter'] p[id='x']", Role.OTHER),
    ("strip: //p[contains(., 'Read more')]", Outcome.XPATH, "//p[contains(., 'Read more')]", Role.RELATED),
    ("strip: p[contains(., 'x')]", Outcome.XPATH, "//p[contains(., 'x')]", Role.OTHER),
    ("strip: //li[not(.//text()[normalize-space()])]", Outcome.XPATH, "//li[not(.//text()[normalize-space()])]", Role.OTHER),
    ("strip: //a[.='x']/..", Outcome.XPATH, "//a[.='x']/..", Role.OTHER),
    ("strip_id_or_class: paywall", Outcome.CSS, "[class~='paywall'], [id='paywall']", Role.PAYWALL),
    ("strip_id_or_class: 'promo-box'", Outcome.CSS, "[class~='promo-box'], [id='promo-box']", Role.PROMOTION),
    ("strip_id_or_class: paywall  # since May", Outcome.CSS, "[class~='paywall'], [id='paywall']", Role.PAYWALL),
    ("strip_id_or_class: ad", Outcome.CSS, "[class~='ad'], [id='ad']", Role.ADVERTISEMENT),
    ("strip_id_or_class: ad_", Outcome.CSS, "[class^='ad_'], [class*=' ad_'], [id^='ad_']", Role.ADVERTISEMENT),
    ("strip_id_or_class: -ad", Outcome.CSS, "[class$='-ad'], [class*='-ad '], [id$='-ad']", Role.ADVERTISEMENT),
    ("strip_id_or_class: -ad-", Outcome.CSS, "[class*='-ad-'], [id*='-ad-']", Role.ADVERTISEMENT),
    ("strip_id_or_class: box wide", Outcome.CSS, "[class*='box wide'], [id*='box wide']", Role.OTHER),
]


@pytest.mark.parametrize(("line", "outcome", "selector", "role"), SELECTING)
def test_what_selects_blocks_becomes_a_selector(line: str, outcome: Outcome, selector: str, role: Role) -> None:
    found = row(line)
    assert (found.outcome, found.selectors, found.role, found.reason) == (outcome, (selector,), role, "")


KEPT = [
    ("prune: no", "another extractor"),
    ("next_page_link: //a[@rel='next']", "fetching"),
    ("single_page_link: //a", "fetching"),
    ("if_page_contains: //a", "fetching"),
    ("http_header(cookie): a=b", "fetching"),
    ("find_string: a", "source"),
    ("replace_string(a): b", "source"),
    ("strip_image_src: /pixel.gif", "images"),
    ("requires_login: yes", "logging in"),
    ("wrap_in(blockquote): //p", "output"),
    ("strip: //img/@srcset", "an attribute"),
    ("strip_attr: //img/@width", "an attribute"),
    ("author: substring-after(//p[@class='by'], 'By ')", "put together"),
    ("author: //p[@class='by']/text()", "put together"),
    ("author: 'The Editors'", "put together"),
    ("date: //abbr/@data-date", "an attribute (data-date)"),
    ("title: //h2", "the first of many"),
    ("body: //meta[@name='description']/@content", "an attribute (content)"),
]


@pytest.mark.parametrize(("line", "reason"), KEPT)
def test_what_is_about_other_things_is_kept(line: str, reason: str) -> None:
    found = row(line)
    assert (found.outcome, found.selectors) == (Outcome.KEPT, ())
    assert reason in found.reason


REFUSED = [
    ("body:", "no value"),
    ("body: //div[@id='a'", "no XPath: //div[@id='a': "),
    ("body: //div[@class=story]", "are quotes missing?"),
    ("strip: //p/text()", "it selects text"),
    ("strip: //p[matches(., 'a')]", "needs matches()"),
    ("strip: count(//p)", "it selects no elements"),
    ("strip: //div[@class='css-1x2y3z']", "'css-1x2y3z' looks made up"),
    ("strip_id_or_class: css-1x2y3z", "'css-1x2y3z' looks made up"),
    ("strip_id_or_class: //div", "belongs to strip"),
    ("strip_id_or_class: -", "too short"),
    ("strip_id_or_class: .promo", "no name: . is no part of one"),
    ("strip_id_or_class: #promo", "no name: # is no part of one"),
    ("strip_id_or_class: promo, shop", "no name: , is no part of one"),
    ("strip_id_or_class: promo.*", "no name: . is no part of one"),
    ("BODY: //main", "unknown directive; is it body?"),
    ("strip_id_or_clas: promo", "unknown directive; is it strip_id_or_class?"),
    ("colour: red", "unknown directive"),
]


@pytest.mark.parametrize(("line", "reason"), REFUSED)
def test_what_cannot_be_used_is_refused_with_the_reason(line: str, reason: str) -> None:
    found = row(line)
    assert (found.outcome, found.selectors) == (Outcome.REFUSED, ())
    assert reason in found.reason


def test_a_line_without_a_directive_is_refused() -> None:
    assert rows(config("body: //p\nno directive here"))[1].reason.startswith("no directive")


def test_each_side_of_a_union_is_used_for_itself() -> None:
    found = row("strip: //a | //b[. = 'x'] | //a/text() | //a")
    assert (found.outcome, found.selectors) == (Outcome.XPATH, ("a", "//b[. = 'x']"))
    assert found.reason.startswith("in part: it selects text")


def test_a_line_that_is_not_utf_8_is_refused_and_the_others_are_read() -> None:
    found = rows(parsed(b"# caf\xe9\nbody: //p[@id='caf\xe9']\nstrip: //a", "example.com", "x"))
    assert [(row.outcome, row.reason) for row in found] == [(Outcome.REFUSED, "not UTF-8"), (Outcome.CSS, "")]


# --- profiles -------------------------------------------------------------------------------------------------------------------------

FILE = """
title: //h1[@class='top']
body: //div[@id='story']
body: //main | //article
strip: //aside
strip_id_or_class: paywall
strip: //aside
body: //div[@id='story']
test_contains: Rain fell
test_url: https://example.com/a
test_contains: The harbour
test_contains: stayed open
test_url: https://example.com/b
"""


def test_body_lines_are_layouts_in_order_and_each_has_all_that_is_stripped() -> None:
    site = config(FILE, "*.example.com")
    found = profile(site, rows(site))
    stripped = {Role.PAYWALL: ("[class~='paywall'], [id='paywall']",), Role.OTHER: ("aside",)}
    assert found is not None
    assert found.host == "*.example.com"
    assert found.layouts == (
        Layout({Role.BODY: ("div[id='story']",), **stripped}),
        Layout({Role.BODY: ("main", "article"), **stripped}),
    )
    assert found.metadata == {"title": ("h1[class='top']",)}
    assert found.notes["aside"] == "line 5: strip: //aside"
    assert found.tests == (
        Expectation(contains=("Rain fell",)),
        Expectation("https://example.com/a", ("The harbour", "stayed open")),
        Expectation("https://example.com/b"),
    )


def test_a_file_that_only_strips_has_one_layout() -> None:
    site = config("strip: //aside")
    found = profile(site, rows(site))
    assert found is not None
    assert found.layouts == (Layout({Role.OTHER: ("aside",)}),)


def test_a_file_that_selects_nothing_gives_no_profile() -> None:
    site = config("prune: no\nnext_page_link: //a")
    assert profile(site, rows(site)) is None


# --- any file -------------------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "// / .. . @ @class @id [ ] ( ) | , = != ' \" and or not( contains( starts-with( last() position() text() 1 2 div p h1 * :: self "
    "parent ancestor following-sibling ' a ' concat( normalize-space( \\ \x00 \x1f é 新 \u2028 # : substring-after(".split(" ")
)
NAMES = st.sampled_from("body strip strip_id_or_class strip_attr title author date test_url test_contains prune colour".split())
VALUES = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=30))
LINES = st.one_of(st.builds("{}: {}".format, NAMES, VALUES), st.text(max_size=20))


@settings(max_examples=100)
@given(st.lists(LINES, max_size=6).map("\n".join).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_file_is_read_and_gives_a_profile_that_can_be_read(source: bytes) -> None:
    try:
        site = parsed(source, "example.com", "x")
    except BadData:
        return
    found = rows(site)
    assert [row.directive for row in found] == list(site.directives)
    assert all(row.selectors or row.reason or row.outcome is Outcome.TEST for row in found)
    given = profile(site, found)
    if given:
        assert reader.parsed(written(given), "example.com", "x") == given
