"""Which rows of links are legal, which hold legal links, and which neither."""

import pytest

from cleanpage.model import Role
from cleanpage.rules.legal import find
from cleanpage.segment import html, text


def row(*labels: str, tag: str = "li") -> str:
    return "".join(f"<{tag}><a href=/{i}>{label}</a></{tag}>" for i, label in enumerate(labels))


SPEAKS = [
    (f"<ul>{row('Terms of use', 'Privacy policy')}</ul>", Role.LEGAL, [0, 1]),
    (f"<ul>{row('Impressum', 'Datenschutz', 'AGB')}</ul>", Role.LEGAL, [0, 1, 2]),
    (f"<div>{row('TERMS OF USE »', 'Privacy Policy |', tag='p')}</div>", Role.LEGAL, [0, 1]),
    (f"<ul>{row('Terms of use', 'Privacy policy', 'Cookie settings')}</ul>", Role.LEGAL, [0, 1, 2]),
    (f"<ul>{row('Privacy', 'Sport', 'Culture')}</ul>", Role.NAVIGATION, [0]),
    (f"<ul>{row('Sport', 'Culture', 'Terms of use', 'Tides', 'Privacy')}</ul>", Role.NAVIGATION, [2, 4]),
    (f"<nav>{row('Sport', 'Privacy', 'Tides', tag='div')}</nav>", Role.NAVIGATION, [1]),
    (f"<ul>{row('Sport', 'Tides')}</ul><ul>{row('Terms of use', 'Privacy')}</ul>", Role.LEGAL, [2, 3]),
]
SILENT = [
    f"<ul>{row('Privacy policy')}</ul>",
    f"<ul>{row('Privacy policy', 'Contact')}</ul>",
    f"<ul>{row('Terms of use', 'Privacy', 'Contact')}</ul>",
    f"<ul>{row('Sport', 'Culture', 'Tides')}</ul>",
    "<p>Privacy policy</p><p>Terms of use</p>",
    "<p>The <a href=/>terms of use</a> had changed overnight.</p><p>So had the <a href=/>privacy policy</a>.</p>",
    "<p><a href=/>Terms of use</a></p><div><span><a href=/>Privacy policy</a></span></div>",
    "<h2><a href=/>Privacy</a></h2><ul><li><a href=/>Why the court says no to cameras in the harbour</a></ul>",
    "<ul><li><a href=/>Privacy</a><p>It is a right.</p><li><a href=/>Terms of use</a><p>They are long.</p></ul>",
    f"<ul>{row('What the new terms of use say', 'Privacy in the harbour', 'Nobody reads the terms')}</ul>",
    "",
]


@pytest.mark.parametrize(("page", "role", "blocks"), SPEAKS)
def test_a_row_tells_what_its_legal_links_are(page: str, role: Role, blocks: list[int]) -> None:
    assert [(item.block, item.role) for item in find(html.segment(page, None))] == [(block, role) for block in blocks]


@pytest.mark.parametrize("page", SILENT)
def test_legal_stays_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


def test_legal_is_silent_on_flattened_text() -> None:
    assert list(find(text.segment("Terms of use\nPrivacy policy\nImprint", None))) == []


def test_the_reason_counts_the_links() -> None:
    pages = f"<ul>{row('Terms of use', 'Privacy')}</ul>", f"<ul>{row('Privacy', 'Tides', 'Sport')}</ul>"
    reasons = [next(find(html.segment(page, None))).reason for page in pages]
    assert reasons == ["stands in a row of 2 legal links", "is one of 1 legal links in a row of 3"]
