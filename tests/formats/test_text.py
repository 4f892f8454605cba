"""Plain text of an article."""

from build import document

from cleanpage.formats.text import render
from cleanpage.model import ARTICLE_TEXT, EVERYTHING, Article, Role, Verdict


def article(*blocks: tuple[str, Role]) -> Article:
    return Article(document(*(text for text, _ in blocks)), tuple(Verdict(role, 1.0, ()) for _, role in blocks))


PAGE = article(
    ("Home", Role.NAVIGATION),
    ("Ferry late", Role.HEADLINE),
    ("It was ice.", Role.STANDFIRST),
    ("The ferry came at nine.\nNobody waited.", Role.BODY),
    ("Read more", Role.RELATED),
    ("It left at ten.", Role.BODY),
)


def test_a_block_a_line_as_in_the_article_s_text() -> None:
    assert render(PAGE, ARTICLE_TEXT) == "It was ice.\nThe ferry came at nine.\nNobody waited.\nIt left at ten."
    assert render(PAGE, ARTICLE_TEXT) == PAGE.text


def test_roles_choose_the_blocks() -> None:
    assert render(PAGE, {Role.HEADLINE, Role.RELATED}) == "Ferry late\nRead more"
    assert render(PAGE, EVERYTHING).startswith("Home\nFerry late\n")


def test_nothing_kept_is_no_text() -> None:
    assert render(PAGE, frozenset()) == ""
    assert render(article(), EVERYTHING) == ""
