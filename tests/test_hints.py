"""Hints: what a page says out of sight, and that hostile heads break nothing."""

import json
from itertools import product
from typing import Any

import pytest

import cleanpage
from cleanpage.model import Hints, Thing
from cleanpage.segment.html import segment

HEAD = """<html lang=en-GB><head><link rel=canonical href=/rain><link rel=stylesheet href=/style.css>
<meta property=og:title content="Rain falls"><meta itemprop=datePublished content=2024-03-18><meta name=empty content=""></head>
<body><h1>Rain</h1><p>By Ann, <time datetime=2024-03-18>Monday</time></p><p>It rained.</p>"""


def hints(page: str) -> Hints:
    return segment(page, None).hints


def script(source: str) -> str:
    return f'<script type="application/ld+json">{source}</script><p>x'


def test_a_head_is_read_as_it_stands() -> None:
    found = hints(HEAD)
    assert found.language == "en-GB"
    assert found.links == (("canonical", "/rain"),)
    assert found.metas == (("og:title", "Rain falls"), ("datepublished", "2024-03-18"))
    assert found.times == ((1, "2024-03-18", ""),)


def test_a_link_may_have_several_relations_and_a_time_be_filled_by_a_script() -> None:
    found = hints(
        "<link rel='Shortlink  Canonical' href=/rain><p>By Ann <time datetime=2024-03-18></time></p><time content=2024-03-19>19</time>"
    )
    assert found.links == (("shortlink", "/rain"), ("canonical", "/rain"))
    assert found.times == ((0, "2024-03-18", ""), (1, "2024-03-19", ""))


def test_json_ld_becomes_things() -> None:
    assert hints(script('{"@type": "NewsArticle", "headline": "Rain", "author": {"name": "Ann Lee"}}')).things == (
        Thing(("NewsArticle",), (("headline", "Rain"), ("author", "Ann Lee"))),
    )


def test_repaired_json_adds_to_things_only() -> None:
    found = hints(script('{"@type": "NewsArticle", "headline": "Rain", "author": "Ann Lee",}'))
    assert [thing.types for thing in found.things] == [("NewsArticle",)]
    assert (found.headlines, found.authors, found.types) == ((), (), ())


WRONG: list[Any] = [
    None,
    5,
    1.5e308,
    True,
    "",
    "x" * 2000,
    [],
    {},
    [[]],
    [None, 5, {}],
    {"@type": 5},
    {"name": {"name": {"name": []}}},
    "\ud83d",
]
KEYS = [
    "@type",
    "@id",
    "headline",
    "author",
    "datePublished",
    "image",
    "publisher",
    "keywords",
    "isAccessibleForFree",
    "mainEntityOfPage",
    "@graph",
]


@pytest.mark.parametrize(("key", "value"), product(KEYS, WRONG), ids=str)
def test_wrong_types_anywhere_break_nothing(key: str, value: Any) -> None:
    data = {"@type": "NewsArticle", "headline": "Rain", "author": "Ann Lee"} | {key: value}
    found = hints(script(json.dumps([data, {"@graph": [data]}])))
    assert all(isinstance(text, str) for thing in found.things for _, text in thing.said)


def test_hostile_heads_give_an_article_with_metadata() -> None:
    page = "".join(script(json.dumps({"@type": "NewsArticle", key: value})) for key, value in product(KEYS, WRONG))
    page += script(json.dumps({"@type": "Article", "author": [{"name": f"A{i:x} Lee"} for i in range(10_000)]}))
    page += script('{"@graph":' * 900 + "1" + "}" * 900) + "<meta name=author content='javascript:alert(1)'>" * 1000
    found = cleanpage.clean(f"<html lang='<script>'>{page}").metadata
    assert 0 < len(found.authors) <= 100
    assert found.language == ""


def test_a_number_without_end_breaks_nothing() -> None:
    assert hints(script('{"@type": "NewsArticle", "wordCount": ' + "1" * 5000 + "}")).things == ()


def test_what_stands_behind_many_is_left_out() -> None:
    found = hints(
        "<meta name=a content=b>" * 1000 + script(json.dumps([{"@type": "Article"}] * 1000)) + "<time datetime=2024>x</time> " * 1000
    )
    assert (len(found.metas), len(found.things), len(found.times)) == (200, 200, 200)


BASES = [
    ("", "https://post.example/n/a", "https://post.example/n/b"),
    ("<base target=_top>", "https://post.example/n/a", "https://post.example/n/b"),
    ("<base href='/'>", "https://post.example/n/a", "https://post.example/b"),
    ("<base target=_top><base href=' https://p.example/de/ '><base href=/x/>", "https://post.example/n/a", "https://p.example/de/b"),
    ("<base href='https://post.example/'>", None, "https://post.example/b"),
    ("<base href='http://[post'>", "https://post.example/n/a", "https://post.example/n/b"),
]


@pytest.mark.parametrize(("base", "url", "address"), BASES)
def test_relative_addresses_start_from_the_base(base: str, url: str | None, address: str) -> None:
    page = f"{base}<link rel=canonical href=b><h1>Rain falls</h1><p>It <a href=b>rained</a> in the hills all night, and the river rose."
    article = cleanpage.clean(page, url=url)
    assert f"[rained]({address})" in cleanpage.render(article, "markdown", roles=set(cleanpage.Role))
    assert f'<a href="{address}"' in cleanpage.render(article, "html", roles=set(cleanpage.Role))
    assert article.metadata.canonical == address
