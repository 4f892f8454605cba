"""What rows of links are, and what is no row."""

import pytest

from cleanpage.model import Role
from cleanpage.rules.rows import find
from cleanpage.segment import html, text

MENU = ["Sport", "Culture", "Tides", "Weather"]


def row(*labels: str, tag: str = "li") -> str:
    return "".join(f"<{tag}><a href=/{i}>{label}</a></{tag}>" for i, label in enumerate(labels))


SPEAKS = [
    (f"<ul>{row('Terms of use', 'Privacy policy')}</ul>", Role.LEGAL, [0, 1]),
    (f"<ul>{row('Impressum', 'Datenschutz', 'AGB')}</ul>", Role.LEGAL, [0, 1, 2]),
    (f"<div>{row('TERMS OF USE »', 'Privacy Policy |', tag='p')}</div>", Role.LEGAL, [0, 1]),
    (f"<ul>{row('Terms of use', 'Privacy policy', 'Cookie settings')}</ul>", Role.LEGAL, [0, 1, 2]),
    (f"<ul>{row('Facebook', 'WhatsApp')}</ul>", Role.SHARE, [0, 1]),
    (f"<div>{row('Facebook', 'Twitter', 'Our harbour channel', tag='div')}</div>", Role.SHARE, [0, 1, 2]),
    (f"<div>{row('Print', 'Copy link', tag='p')}</div>", Role.SHARE, [0, 1]),
    (f"<ul>{row(*MENU)}</ul>", Role.NAVIGATION, [0, 1, 2, 3]),
    (f"<ul>{row(*MENU, 'Privacy policy', 'Newsletter')}</ul>", Role.NAVIGATION, [0, 1, 2, 3, 4, 5]),
    (f"<nav>{row(*MENU, 'Facebook', tag='div')}</nav>", Role.NAVIGATION, [0, 1, 2, 3, 4]),
    (f"<ul>{row('Sport', 'Tides')}</ul><ul>{row('Terms of use', 'Privacy')}</ul>", Role.LEGAL, [2, 3]),
    (f"<ul>{row(*MENU)}</ul><ul>{row('Rope', 'Sails')}</ul>", Role.NAVIGATION, [0, 1, 2, 3]),
    (f"<ul>{row(*MENU, 'What the mayor said of the crane that fell into the bay at night')}</ul>", Role.NAVIGATION, [0, 1, 2, 3]),
    (f"<ul>{row('Facebook', 'WhatsApp', 'Our harbour channel', 'Tides of the day')}</ul>", Role.SHARE, [0, 1, 2, 3]),
]
SILENT = [
    f"<ul>{row('Privacy policy')}</ul>",
    f"<ul>{row('Facebook')}</ul>",
    f"<ul>{row('Privacy policy', 'Contact')}</ul>",
    f"<ul>{row('Sport', 'Culture', 'Tides')}</ul>",
    f"<ul>{row('Facebook', 'Sport', 'Tides')}</ul>",
    "<p>Privacy policy</p><p>Terms of use</p>",
    "<ul><li>Facebook<li>Twitter<li>Instagram</ul>",
    "<p>The <a href=/>terms of use</a> had changed overnight.</p><p>So had the <a href=/>privacy policy</a>.</p>",
    "<p><a href=/>Terms of use</a></p><div><span><a href=/>Privacy policy</a></span></div>",
    "<h2><a href=/>Privacy</a></h2><ul><li><a href=/>Why the court says no to cameras in the harbour</a></ul>",
    "<ul><li><a href=/>Privacy</a><p>It is a right.</p><li><a href=/>Terms of use</a><p>They are long.</p></ul>",
    f"<ul>{row('Why the crane fell', 'How the ferry came back', 'What the mayor said then', 'When the harbour froze over')}</ul>",
    f"<p>{', '.join(f'<a href=/>{label}</a>' for label in MENU)}</p>",
    "<ul>" + "".join(f"<li><a href=/>{label}</a> and all of it" for label in MENU) + "</ul>",
    "<ul><li>Sport<li>Culture<li>Tides<li>Weather</ul>",
    "",
]


@pytest.mark.parametrize(("page", "role", "links"), SPEAKS)
def test_a_row_is_one_thing(page: str, role: Role, links: list[int]) -> None:
    assert [(item.block, item.role) for item in find(html.segment(page, None))] == [(link, role) for link in links]


@pytest.mark.parametrize("page", SILENT)
def test_rows_stay_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


def test_rows_are_silent_on_flattened_text() -> None:
    assert list(find(text.segment("Terms of use\nPrivacy policy\nImprint\nFacebook\nTwitter", None))) == []


def test_the_reason_counts_the_links() -> None:
    assert next(find(html.segment(f"<ul>{row(*MENU)}</ul>", None))).reason == "stands in a row of 4 short links"
