"""A profile's file: what it may hold, and that everything else is refused with file and key."""

from datetime import date

import pytest

from cleanpage.errors import BadData
from cleanpage.model import Role
from cleanpage.profiles import Expectation, Layout, Profile, parsed, read
from cleanpage.profiles.reader import volatile

FULL = """# source: own reading of 6 pages, 2026-11
[[layout]]
until = 2023-05-01
[layout.select]
body = "div[data-component=story] > p, blockquote"
related = ["aside.more-stories", "section.more"]

[[layout]]
since = 2023-05-02
[layout.select]
body = "main"

[phrases]
donation = ["Friends of the Example keep us independent"]
[fingerprints]
feed = ["0123456789abcdef"]
[metadata]
title = "h1.story"
[text]
begin = ["Skip to content"]
end = ["Related Posts"]
[text.phrases]
share = ["Share it"]
[text.fingerprints]
legal = ["fedcba9876543210"]

[[test]]
url = "https://example.com/a"
contains = ["It rained."]
lacks = ["Related Posts"]
"""


def test_a_full_file_is_read() -> None:
    assert parsed(FULL, "example.com", "example.com.toml") == Profile(
        host="example.com",
        layouts=(
            Layout(
                {Role.BODY: ("div[data-component=story] > p, blockquote",), Role.RELATED: ("aside.more-stories", "section.more")},
                until=date(2023, 5, 1),
            ),
            Layout({Role.BODY: ("main",)}, since=date(2023, 5, 2)),
        ),
        phrases={Role.DONATION: ("Friends of the Example keep us independent",)},
        fingerprints={Role.FEED: ("0123456789abcdef",)},
        begin=("Skip to content",),
        end=("Related Posts",),
        text_phrases={Role.SHARE: ("Share it",)},
        text_fingerprints={Role.LEGAL: ("fedcba9876543210",)},
        metadata={"title": ("h1.story",)},
        tests=(Expectation("https://example.com/a", ("It rained.",), ("Related Posts",)),),
        source="own reading of 6 pages, 2026-11",
    )


def test_an_empty_file_is_a_profile_that_knows_nothing() -> None:
    assert parsed("", "example.com", "example.com.toml") == Profile("example.com")


REFUSED = [
    ("lay = 1", "x.toml: unknown key 'lay'; known: fingerprints, layout"),
    ("[layout]", r"x.toml: layout: must be tables, each under \[\[layout\]\]"),
    ("[[layout]]\nselekt = 1", "x.toml: layout 1: unknown key 'selekt'"),
    ("[[layout]]\n[layout.select]\nboddy = 'p'", "x.toml: layout 1: select: unknown key 'boddy'"),
    ("[[layout]]\n[[layout]]\n[layout.select]\nbody = 'div['", "x.toml: layout 2: select: body: 'div\\[' is no CSS selector"),
    ("[[layout]]\n[layout.select]\nbody = ['p', '']", "x.toml: layout 1: select: body: must be a list of non-empty strings"),
    ("[[layout]]\n[layout.select]\nbody = ''", "x.toml: layout 1: select: body: '' is no CSS selector"),
    ("[[layout]]\n[layout.select]\nbody = 1", "x.toml: layout 1: select: body: must be a list"),
    ("[[layout]]\n[layout.select]\nbody = '//div['", "no XPath that can be run"),
    ("[[layout]]\n[layout.select]\nbody = 'div.css-1x2y3z'", "x.toml: layout 1: select: body: .*'css-1x2y3z' looks made up"),
    ("[[layout]]\ncomplete = 1", "x.toml: layout 1: complete: must be true or false"),
    ("[[layout]]\ncomplete = true\nselect = {feed = 'ul'}", "x.toml: layout 1: complete: there is no selector of the body"),
    ("[[layout]]\nuntil = 'May'", "x.toml: layout 1: until: must be a day"),
    ("[[layout]]\nuntil = 2026-05-01T00:00:00", "x.toml: layout 1: until: must be a day"),
    ("[[layout]]\nsince = 2026-05-02\nuntil = 2026-05-01", "until: 2026-05-01 lies before since = 2026-05-02"),
    ("[phrases]\ndonations = ['x']", "x.toml: phrases: unknown key 'donations'"),
    ("[phrases]\ndonation = 'Give'", "x.toml: phrases: donation: must be a list"),
    ("[phrases]\ndonation = ['...']", "x.toml: phrases: donation: '...' has no word"),
    ("[phrases]\ndonation = ['12']", "has no word"),
    ("[fingerprints]\ndonation = ['Give']", "x.toml: fingerprints: donation: 'Give' is no fingerprint"),
    ("[text]\nends = ['Give']", "x.toml: text: unknown key 'ends'"),
    ("[text]\nend = ['']", "x.toml: text: end: must be a list of non-empty strings"),
    ("text = 1", "x.toml: text: must be a table"),
    ("[metadata]\nauthor = 'p'", "x.toml: metadata: unknown key 'author'; known: authors, published, title, topics"),
    ("[metadata]\ntitle = 'p:'", "x.toml: metadata: title: 'p:' is no CSS selector"),
    ("[[test]]\nurl = 1", "x.toml: test 1: url: must be a string"),
    ("[[test]]\nexpect = []", "x.toml: test 1: unknown key 'expect'"),
    ("[[test]]\ncontains = [1]", "x.toml: test 1: contains: must be a list"),
    ("[", "x.toml: "),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_a_file_may_not_hold_is_refused_with_file_and_key(text: str, message: str) -> None:
    with pytest.raises(BadData, match=message):
        parsed(text, "x", "x.toml")


def test_a_file_says_its_host_and_where_it_is(tmp_path) -> None:
    path = tmp_path / "_.example.com.toml"
    path.write_text("[[layout]]\n")
    assert read(path).host == "*.example.com"
    path.write_bytes(b"\xff")
    with pytest.raises(BadData, match=r"_\.example\.com\.toml: not UTF-8"):
        read(path)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("www.example.com", "example.com"),
        ("Example.com", "example.com"),
        ("müller.example", "xn--mller-kva.example"),
        ("example.com:8080", "example.com"),
        ("_.Example.com", "_.example.com"),
    ],
)
def test_a_name_that_no_page_asks_for_is_refused(tmp_path, name: str, right: str) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text("[[layout]]\n", "utf-8")
    with pytest.raises(BadData, match=f"looked up as {right}.toml; rename it"):
        read(path)


def test_a_byte_order_mark_is_no_part_of_a_profile(tmp_path) -> None:
    path = tmp_path / "example.com.toml"
    path.write_text("# source: own reading\n", "utf-8-sig")
    assert read(path).source == "own reading"


VOLATILE = [
    "div.css-1x2y3z", ".sc-bdVaJa", "p.sc-bZQynM-0", ".svelte-1tky8bj", ".Story_lead__kXzQw", "div._3fXk9 > p", "[class*=e1x7q20]",
    ".jsx-3249521", "a[class='Card_a2f9c1']",
]  # fmt: skip
LASTING = [
    "div.story-body", ".col-md-12", "#content2", ".article__bodyText", ".mt20", "h2.h2", ".css-columns-layout", "#post-12345",
    ".image640x480", "div[data-component=story]",
    ".entry-content", ".js-article", ".schema-org", ".v2-article", ".lightbox", ".bodyText", ".style", ".strap",
    "main:not(.x) > p:nth-child(2n+1)",
]  # fmt: skip


@pytest.mark.parametrize("css", VOLATILE)
def test_names_that_the_next_build_changes_are_told(css: str) -> None:
    assert volatile(css)


@pytest.mark.parametrize("css", LASTING)
def test_names_that_people_wrote_are_not(css: str) -> None:
    assert not volatile(css)
