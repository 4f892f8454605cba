"""JSON-LD: objects found, values made flat, broken JSON repaired, and nothing that a wrong type could break."""

import json
import time
from typing import Any

import pytest

from cleanpage.linked import objects, repaired, things


def said(item: Any, key: str) -> list[str]:
    """What the first object says under this name, once it went through a graph."""
    return [text for name, text in things(objects(item))[0].said if name == key]


AUTHORS = [
    ("Ann Lee", ["Ann Lee"]),
    (["Ann Lee", "Bo Ek"], ["Ann Lee", "Bo Ek"]),
    ({"@type": "Person", "name": "Ann Lee"}, ["Ann Lee"]),
    ([{"name": "Ann Lee"}, {"name": ["Bo Ek", "Cy Fox"]}], ["Ann Lee", "Bo Ek", "Cy Fox"]),
    ({"givenName": "Ann", "familyName": "Lee"}, ["Ann Lee"]),
    ({"name": {"@value": " Ann\n Lee "}}, ["Ann Lee"]),
    ({"@list": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}, ["Ann Lee", "Bo Ek"]),
    ({"@set": ["Ann Lee"]}, ["Ann Lee"]),
    ([[["Ann Lee"]]], ["Ann Lee"]),
    ({"@id": "#nobody"}, []),
    (None, []),
    (5, []),
    ({}, []),
    ([], []),
    ("  ", []),
    ({"name": None}, []),
    ({"name": 5}, []),
    ({"givenName": [1], "familyName": {}}, []),
    ([[[[[["too deep"]]]]]], []),
]


@pytest.mark.parametrize(("value", "names"), AUTHORS)
def test_names_are_flat_whatever_stands_there(value: Any, names: list[str]) -> None:
    assert said({"@type": "NewsArticle", "author": value}, "author") == names


def test_a_reference_is_looked_up_in_the_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#ann"}, "image": {"@id": "#photo"}, "publisher": {"@id": "#loop"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
            {"@type": "ImageObject", "@id": "#photo", "url": "https://example.com/a.jpg"},
            {"@type": "Organization", "@id": "#loop", "name": {"@id": "#loop"}},
        ]
    }
    article = things(objects(graph))[1]
    assert article.types == ("Article",)
    assert dict(article.said) == {"author": "Ann Lee", "image": "https://example.com/a.jpg"}


def test_true_and_false_are_said_in_words() -> None:
    assert said({"isAccessibleForFree": False}, "isAccessibleForFree") == ["False"]


TYPES = [
    ("http://schema.org/NewsArticle", ("NewsArticle",)),
    ("schema:NewsArticle", ("NewsArticle",)),
    ("https://schema.org#NewsArticle", ("NewsArticle",)),
    (["NewsArticle ", "https://schema.org/Article"], ("NewsArticle", "Article")),
    ({"@id": "NewsArticle"}, ()),
]


@pytest.mark.parametrize(("stated", "types"), TYPES)
def test_a_type_is_its_name_without_its_vocabulary(stated: Any, types: tuple[str, ...]) -> None:
    assert things([{"@type": stated}])[0].types == types


DATES = [(1710770640, ["1710770640"]), (1710770640123.0, ["1710770640123"]), (0, []), (-5, []), (1e400, []), (10**5000, []), ([5], [])]


@pytest.mark.parametrize(("value", "dates"), DATES, ids=["s", "ms", "0", "negative", "infinite", "long", "list"])
def test_a_date_may_be_a_number(value: Any, dates: list[str]) -> None:
    assert said({"datePublished": value}, "datePublished") == dates


BROKEN = [
    '{"headline": "Rain",}',
    "{'headline': 'Rain'}",
    '{"headline": "Rain" // from the desk\n, "author": "Ann Lee"}',
    '{"headline": "Rain", "description": "They call it "odd" weather"}',
    '{"headline": "Rain"}]};',
    '<!-- {"headline": "Rain"} -->',
    '<![CDATA[ {"headline": "Rain"} ]]>',
    '/* <![CDATA[ */ {"headline": "Rain"} /* ]]> */',
    '{"headline": "Rain\n", "author": \'Ann Lee\'}',
    '{"headline": "Rain"}{"headline": "Sun"}',
]


@pytest.mark.parametrize("source", BROKEN)
def test_broken_json_is_repaired(source: str) -> None:
    found = [dict(thing.said).get("headline") for thing in things(objects(repaired(source)))]
    assert "Rain" in found


@pytest.mark.parametrize(
    "source", ["", "Rain in the hills", "<html>", "window.x = {}", "{", "[[[[", "{" * 50_000, "[" * 50_000, '{"a":' * 50_000, '{"' * 50_000]
)
def test_what_is_no_json_is_left_alone(source: str) -> None:
    assert [thing.said for thing in things(objects(repaired(source))) if thing.said] == []


def test_ten_thousand_authors_are_cut_short() -> None:
    assert len(said({"author": [{"name": f"N. {i}"} for i in range(10_000)]}, "author")) == 100


def test_objects_that_point_at_each_other_cost_little() -> None:
    graph = [{"@id": f"#{i}", "author": [{"@id": f"#{j}"} for j in range(200)], "name": [{"@id": "#0"}] * 200} for i in range(200)]
    start = time.process_time()
    things(objects(json.loads(json.dumps(graph))))
    assert time.process_time() - start < 5
