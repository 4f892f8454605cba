"""Which forms tell what they are for, and which do not."""

import pytest

from cleanpage import resources
from cleanpage.model import Role
from cleanpage.rules.forms import find
from cleanpage.segment import html, text

SPEAKS = [
    ("<form><p>Harbour newsletter</p><label>Name</label><button>Send</button></form>", Role.SUBSCRIBE, 3),
    ("<form><p>Der Newsletter vom Hafen</p><label>Vorname</label></form>", Role.SUBSCRIBE, 2),
    ("<form><p>Рассылка о порте</p><label>Имя</label></form>", Role.SUBSCRIBE, 2),
    ("<form><p>港のメルマガ</p><label>名前</label></form>", Role.SUBSCRIBE, 2),
    ("<form><label>Your e-mail</label><button>Send</button></form>", Role.SUBSCRIBE, 2),
    ("<form><label>Email</label><p>We keep it to ourselves.</p></form>", Role.SUBSCRIBE, 2),
    ("<form><label>Comment *</label><label>Name *</label><label>Email *</label></form>", Role.COMMENTS, 3),
    ("<form><div><label>Yorum</label></div><div><button>Gönder</button></div></form>", Role.COMMENTS, 2),
    ("<form><label>Comment</label><p>Also send me the newsletter</p></form>", Role.COMMENTS, 2),
    ("<form><label>Search this site</label><button>Go</button></form>", Role.NAVIGATION, 2),
    ("<form><label>搜索本站</label><button>去</button></form>", Role.NAVIGATION, 2),
    ("<form><label>Username</label><label>Password</label></form>", Role.NAVIGATION, 2),
    ('<form class="newsletter-signup"><label>Name</label><button>Send</button></form>', Role.SUBSCRIBE, 2),
    ('<div id="commentform"><form><label>Name</label></form></div><form id="comments"><label>Name</label></form>', Role.COMMENTS, 1),
    ('<div class="sharing"><form><label>From</label><label>To</label></form></div>', Role.SHARE, 2),
    ('<form><label>Ime</label><input name="Author"><label>Pošta</label><input name="mail"></form>', Role.COMMENTS, 2),
    ("<form><p>Our newsletter</p><textarea></textarea></form>", Role.SUBSCRIBE, 1),
]
SILENT = [
    "<p>Newsletter</p><p>Your e-mail</p>",
    "<form><label>Name</label><button>Send</button></form>",
    "<form><label>Email</label><label>Password</label></form>",
    "<form><label>E-Mail</label><p>Passwort vergessen?</p></form>",
    "<form><p>Which harbour do you like best?</p><label>Brodany</label><label>Varno</label></form>",
    "<form><label>Loan in euros</label><label>Purpose</label></form>",
    "<form></form><p>Comment</p>",
    '<form><p>Ime</p></form><input name="author"><form><p>Pošta</p></form>',
    f"<form><h1>Rain falls</h1><p>{'She sent her comment by mail. ' * 80}</p></form>",
    f"<form>{'<p>The newsletter of the harbour.</p>' * 50}</form>",
    f"<form><p>{'The harbour posts its newsletter to whoever asks for it. ' * 4}</p><button>Go</button></form>",
    '<div class="newsletter-signup"><p>Name</p></div>',
    "<p>The search went on. She gave her password, and no comment.</p>",
    "",
]
TEXT = [
    ("Comment *\nName *\nEmail *\nWebsite\nPost it", Role.COMMENTS, [0, 1, 2]),
    ("Enter your email\nTo get our letter\nSubscribe\n* indicates required\nSubscribe", Role.SUBSCRIBE, [0, 1, 2, 3, 4]),
    ("E-Mail\nNewsletter\n* Pflichtfeld", Role.SUBSCRIBE, [0, 1, 2]),
    ("Username *\nPassword *\nLogin", Role.NAVIGATION, [0, 1, 2]),
]
TEXT_SILENT = [
    "Search\nNewsletter\nLogin\nSubscribe",
    "Facebook\nE-Mail\nNewsletter",
    "Newsletter",
    "Email *\nNewsletter *",
    "Stars: *\n\n** Two of five\n\nThe food was good.\n\n*** Three of five",
    "* The price is an estimate.\n\n* The tide is not.\n\n* Neither is the wind.",
    "\n".join(f"{what} of all comments on the southern harbours *" for what in ("First", "Second", "Third")),
    "The newsletter came on Monday.\nAn e-mail was required.\nNobody would comment.",
    "Comment *\n\nThe crane fell.\n\nIt fell slowly.\n\nThen it rained.\n\nName *\n\nIt rained on.\n\nAll day.\n\nAll night.\n\nEmail *",
]


@pytest.mark.parametrize(("page", "role", "parts"), SPEAKS)
def test_all_parts_of_a_form_have_its_role(page: str, role: Role, parts: int) -> None:
    found = [item for item in find(html.segment(page, None)) if item.role is role and item.log_odds > 0]
    assert len(found) == parts


@pytest.mark.parametrize("page", SILENT)
def test_forms_stay_silent(page: str) -> None:
    assert list(find(html.segment(page, None))) == []


@pytest.mark.parametrize(("page", "role", "lines"), TEXT)
def test_field_labels_of_flattened_text_are_a_form(page: str, role: Role, lines: list[int]) -> None:
    assert [(item.block, item.role) for item in find(text.segment(page, None))] == [(line, role) for line in lines]


@pytest.mark.parametrize("page", TEXT_SILENT)
def test_in_flattened_text_forms_stay_silent(page: str) -> None:
    assert list(find(text.segment(page, None))) == []


def test_a_word_says_more_than_a_name_and_a_name_more_than_an_address() -> None:
    pages = "<form>Newsletter</form>", "<form class=newsletter>Name</form>", "<form>Email</form>"
    word, name, address = (next(find(html.segment(page, None))).log_odds for page in pages)
    assert word > name > address > 0


@pytest.mark.parametrize("page", ["<form><label>Email</label>{}</form>", "<form><label>Ime</label>{}</form>"])
def test_a_form_with_room_for_a_text_does_not_subscribe(page: str) -> None:
    for field in ("<textarea></textarea>", "<textarea>Dear editors,</textarea>"):
        said = list(find(html.segment(page.format(field), None)))
        assert said and all(item.role is Role.SUBSCRIBE and item.log_odds < 0 for item in said)


def test_the_reason_quotes_the_word() -> None:
    assert next(find(html.segment("<form>Our NEWSLETTER</form>", None))).reason == 'is part of a form with the word "newsletter"'


def test_the_words_are_known_in_many_languages() -> None:
    assert all(len(languages) >= 19 for kind, languages in resources.toml("forms.toml").items() if kind != "email")
