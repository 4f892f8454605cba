"""Which texts are left over from a template, and which are not."""

import pytest
from build import document

from cleanpage.model import Kind, Role, Span
from cleanpage.rules.leftovers import find

SPEAKS = [
    "%d people like this:",
    "%s liked your post",
    "%1$s of %2$s",
    "Hello {{ user.name }}",
    "{% if logged_in %}",
    "{* #signInForm *} {* email *}",
    "{| moreInfoText |}",
    "${title}",
    "#12",
    "1 / 8",
    "1/8",
    "(2 of 5)",
    "3 von 8",
    "3 sur 8",
    "4 из 10",
    "0:00",
    "00:00",
    "0:00 / 3:12",
    "1:02/12:30",
    "00:00:00 / 01:02:03",
]
SILENT = [
    "12",
    "1,204",
    "14:02",
    "3:12",
    "2:1",
    "1.5 / 2.5 million",
    "7/8 of the harbour froze over.",
    "He came 3 of 8 times, she said.",
    "50% discount",
    "100 %",
    "It rained on 20% days of May.",
    "#harbour",
    "#12 of the harbour's cranes fell.",
    "2/5/2026",
    "24/7 news",
    "1999 of 2026",
    "$5 million",
    "A set {1, 2} of cranes",
    "C#",
    "",
    "%d " * 60,
]


@pytest.mark.parametrize("text", SPEAKS)
def test_leftovers_are_interface(text: str) -> None:
    assert [(item.block, item.role) for item in find(document("Rain falls", text))] == [(1, Role.INTERFACE)]


@pytest.mark.parametrize("text", SILENT)
def test_leftovers_stay_silent(text: str) -> None:
    assert list(find(document(text))) == []


def test_code_of_an_article_is_shown_on_purpose() -> None:
    text = "Write {{ name }} and it is filled in"
    assert list(find(document(text, kind=[Kind.CODE]))) == []
    assert list(find(document(text, spans=[(Span(6, 16, "code"),)]))) == []
    assert list(find(document(text, spans=[(Span(6, 16, "em"),)])))


def test_the_reason_quotes_the_text() -> None:
    assert next(find(document("3 / 8"))).reason == 'is the number of a part ("3 / 8")'
