from collections.abc import Sequence

import pytest
from build import document

from cleanpage.model import Evidence, Role, Span
from cleanpage.rules import targets

SPEAKS = [
    ("https://www.facebook.com/harbourpost", Role.SHARE),
    ("https://facebook.com/sharer/sharer.php?u=https%3A%2F%2Fharbour.example", Role.SHARE),
    ("//t.me/harbourpost", Role.SHARE),
    ("https://api.whatsapp.com/send?text=Ferry", Role.SHARE),
    ("/share?to=mail", Role.SHARE),
    ("#comments", Role.COMMENTS),
    ("https://harbour.example/ferry#comment-1204", Role.COMMENTS),
    ("/ferry/?replytocom=12#respond", Role.COMMENTS),
    ("/ferry#kommentare", Role.COMMENTS),
    ("https://harbour.example/donate", Role.DONATION),
    ("/spenden/", Role.DONATION),
    ("/fr/faire-un-don.html", Role.DONATION),
    ("https://www.patreon.com/harbourpost", Role.DONATION),
    ("/newsletter", Role.SUBSCRIBE),
    ("/service/nieuwsbrieven/?from=foot", Role.SUBSCRIBE),
    ("/impressum.html", Role.LEGAL),
    ("/PRIVACY-POLICY", Role.LEGAL),
]
SILENT = [
    "",
    "/",
    "#",
    "https://",
    "javascript:void(0)",
    "https://harbour.example/",
    "https://harbour.example/news/donate-your-old-nets",
    "/spenden/orgel",
    "/newsletter/2026/ferry-to-close",
    "/facebook.com",
    "https://facebook.com.harbour.example/",
    "https://harbour.example/news?url=https://facebook.com/harbour",
    "/ferry#commentary",
    "/ferry?comments=1",
    "/ferry#harbour",
    "/legalise-fishing",
    "?replyto=12",
    "mailto:news@harbour.example",
]


def find(*hrefs: str, text: str = "On the quay", length: int | None = None) -> Sequence[Evidence]:
    span = [(Span(0, len(text) if length is None else length, "link", href),) for href in hrefs]
    return list(targets.find(document(*[text] * len(hrefs), spans=span)))


@pytest.mark.parametrize(("href", "role"), SPEAKS)
def test_speaks(href: str, role: Role) -> None:
    assert [(e.block, e.role) for e in find(href)] == [(0, role)]


@pytest.mark.parametrize("href", SILENT)
def test_stays_silent(href: str) -> None:
    assert not find(href)


def test_the_reason_names_the_target() -> None:
    assert find("https://www.facebook.com/harbourpost")[0].reason == 'is a link to "facebook.com"'


def test_in_a_menu_networks_comments_and_appeals_count() -> None:
    said = find("/newsletter", "/impressum", "/donate", "https://x.com/harbourpost")
    assert [(e.block, e.role) for e in said] == [(2, Role.DONATION), (3, Role.SHARE)]


def test_a_few_links_are_no_menu() -> None:
    assert [e.role for e in find("/newsletter", "/impressum")] == [Role.SUBSCRIBE, Role.LEGAL]


@pytest.mark.parametrize(("text", "length"), [("On the quay one may donate", 6), ("On the quay " * 6, None)])
def test_a_link_in_a_sentence_and_a_headline_are_no_buttons(text: str, length: int | None) -> None:
    assert not find("/donate", text=text, length=length)


def test_plain_text_and_emphasis_lead_nowhere() -> None:
    assert list(targets.find(document("Donate", "Donate", spans=[(), (Span(0, 6, "strong"),)]))) == []
