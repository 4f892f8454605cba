import json
from dataclasses import replace
from datetime import date

from build import document

from cleanpage import render
from cleanpage.batch.lines import line
from cleanpage.batch.rows import article_row, block_row, failure_row, reason
from cleanpage.model import Article, Evidence, Failure, Metadata, Outlet, Role, Verdict


def judged(*roles: Role, said: dict[int, list[Evidence]] | None = None) -> Article:
    """An article of one block a role, of this evidence."""
    verdicts = tuple(Verdict(role, 0.987654, tuple((said or {}).get(i, ()))) for i, role in enumerate(roles))
    return Article(document(*(f"block {i}" for i in range(len(roles)))), verdicts, reader=lambda _: Metadata(title="Rain"))


def said(role: Role, log_odds: float, reason: str) -> Evidence:
    return Evidence(0, role, log_odds, "test", reason)


def test_an_article_row_has_the_text_and_what_was_removed():
    article = judged(Role.NAVIGATION, Role.NAVIGATION, Role.BODY, Role.FEED, Role.BODY)
    assert article_row("a.html", article) == {
        "id": "a.html",
        "url": None,
        "outlet": None,
        "title": "Rain",
        "authors": [],
        "published": None,
        "language": None,
        "text": "block 2\nblock 4",
        "removed": [{"role": "navigation", "blocks": 2, "reason": ""}, {"role": "feed", "blocks": 1, "reason": ""}],
        "probability": 0.9877,
        "profile": None,
        "seconds": None,
    }


def test_an_article_row_has_what_is_known_of_the_article():
    known = Metadata(
        title="Rain", authors=("Ada Moor", "Ben Lee"), published=date(2026, 11, 2), language="pt-BR", outlet="a.example", section="Weather"
    )
    article = replace(judged(Role.BODY), profile=Outlet("a.example", "layout 1"), reader=lambda _: known)
    row = article_row("a", article, 0.25)
    assert {name: row[name] for name in ("outlet", "authors", "published", "language", "profile", "seconds")} == {
        "outlet": "a.example",
        "authors": ["Ada Moor", "Ben Lee"],
        "published": "2026-11-02",
        "language": "pt-BR",
        "profile": "a.example",
        "seconds": 0.25,
    }


def test_a_widget_gives_the_strongest_reason_of_its_blocks():
    evidence = {0: [said(Role.FEED, 1.0, "weak")], 1: [said(Role.FEED, 3.0, "strong")]}
    assert article_row("", judged(Role.FEED, Role.FEED, said=evidence))["removed"][0]["reason"] == "strong"


def test_a_reason_speaks_for_the_role_that_was_given():
    evidence = [said(Role.BODY, 5.0, "for another role"), said(Role.FEED, -4.0, "against it"), said(Role.FEED, 1.0, "for it")]
    assert reason(judged(Role.FEED, said={0: evidence}).blocks) == "for it"
    assert reason(judged(Role.FEED, said={0: evidence[:2]}).blocks) == "against it"
    assert reason(judged(Role.SHARE, said={0: evidence}).blocks) == ""


def test_a_block_row_has_the_whole_ledger():
    row = block_row(judged(Role.FEED, said={0: [said(Role.FEED, 1.5, "for it"), said(Role.BODY, -1.0, "against")]}).blocks[0])
    assert row["index"] == 0
    assert row["role"] == "feed"
    assert row["probability"] == 0.9877
    assert row["evidence"] == [
        {"role": "feed", "log_odds": 1.5, "witness": "test", "reason": "for it"},
        {"role": "body", "log_odds": -1.0, "witness": "test", "reason": "against"},
    ]


def test_a_copy_is_removed_and_says_so():
    verdicts = tuple(Verdict(Role.BODY, 0.9, (), is_copy=is_copy) for is_copy in (False, True))
    article = Article(document("It rained.", "It rained."), verdicts)
    row = article_row("", article)
    assert row["text"] == "It rained."
    assert row["removed"] == [{"role": "body", "blocks": 1, "reason": "repeats a paragraph before it"}]
    assert [block_row(block)["is_copy"] for block in article.blocks] == [False, True]
    assert "repeats a paragraph before it" in render(article, "report")


def test_roles_are_plain_in_json():
    row = failure_row(Failure("a.html", "decode", "DecodeError", "looks like a PDF"))
    assert json.loads(line(row)) == {"id": "a.html", "stage": "decode", "error": "DecodeError", "message": "looks like a PDF"}
    assert json.loads(line(article_row("", judged(Role.FEED))))["removed"][0]["role"] == "feed"
