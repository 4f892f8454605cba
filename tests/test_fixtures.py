"""The judge on pages that we wrote ourselves: the article is kept, little else is; what fails stands in known_failures/."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import stated

from cleanpage.model import ARTICLE_TEXT

PAGES = sorted((stated.FIXTURES / "pages").glob("*.html"))
TEXTS = sorted((stated.FIXTURES / "text").glob("*.txt"))
KNOWN_FAILURES = sorted((stated.FIXTURES / "known_failures").glob("*.html")) + sorted((stated.FIXTURES / "known_failures").glob("*.txt"))

each = pytest.mark.parametrize("path", PAGES + TEXTS, ids=lambda path: path.name)


def cleaned(path: Path) -> stated.Stated:
    return stated.page(path) if path.suffix == ".html" else stated.text(path)


def characters(texts: Iterable[str]) -> int:
    return sum(map(len, texts))


def passes(found: stated.Stated) -> bool:
    """At least 95 % of the article is kept, and at most a tenth of what is kept is something else."""
    said = [(block.text, block.role in ARTICLE_TEXT, right) for block, right in zip(found.article.blocks, found.roles, strict=True)]
    article = characters(text for text, _, right in said if right[0] in ARTICLE_TEXT)
    kept = characters(text for text, was_kept, _ in said if was_kept)
    both = characters(text for text, was_kept, right in said if was_kept and not ARTICLE_TEXT.isdisjoint(right))
    return both >= 0.95 * article and both >= 0.9 * kept


@each
def test_the_article_is_kept_and_little_else(path: Path) -> None:
    found = cleaned(path)
    assert passes(found), found.wrong_side()


def most_roles_are_right(found: stated.Stated) -> bool:
    return len(found.wrong_role()) <= 0.5 * len(found.roles)


@each
def test_most_roles_are_right(path: Path) -> None:
    found = cleaned(path)
    assert most_roles_are_right(found), found.wrong_role()


@pytest.mark.xfail(strict=True, reason="a page that we still get wrong")
@pytest.mark.parametrize("path", KNOWN_FAILURES, ids=lambda path: path.name)
def test_known_failures(path: Path) -> None:
    found = cleaned(path)
    assert passes(found) and most_roles_are_right(found)
