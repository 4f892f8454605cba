"""JSON of an article: what its schema in docs/ promises, and that nothing of it is lost."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from build import document
from hostile import HOSTILE, METADATA, article, everywhere
from hypothesis import given, settings

from cleanpage import clean
from cleanpage.formats.json import VERSION, render
from cleanpage.model import ARTICLE_TEXT, EVERYTHING, Article, Elements, Kind, Metadata, PageKind, Role, Span
from cleanpage.pipeline import segment

from .pages import PAGES

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "article.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def rendered(article: Article, roles: Any = EVERYTHING) -> dict[str, Any]:
    line = render(article, roles)
    assert "\n" not in line
    line.encode("utf-8")
    row: dict[str, Any] = json.loads(line)
    VALIDATOR.validate(row)
    return row


LIST = Elements(("ol", "li", "li", "ul", "li"), (-1, 0, 0, 2, 3), ("",) * 5)
PAGE = article(
    document(
        "Ferry late", "See the tide table.", "One", "Two", "Home",
        url="https://x.example/n/a", level=[2, 0, 0, 0, 0],
        kind=[Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.LIST_ITEM, Kind.PARAGRAPH],
        element=[-1, -1, 1, 4, -1], elements=LIST, spans=[(), (Span(8, 18, "link", "../t"), Span(8, 12, "em")), (), (), ()],
    ),
    Role.HEADLINE, Role.BODY, Role.BODY, Role.BODY, Role.NAVIGATION,
)  # fmt: skip


def test_an_article_and_its_blocks() -> None:
    row = rendered(PAGE, ARTICLE_TEXT)
    assert list(row) == ["version", "url", "title", "metadata", "text", "blocks"]
    assert (row["version"], row["url"], row["title"]) == (1, "https://x.example/n/a", "Ferry late")
    assert row["text"] == PAGE.text == "See the tide table.\nOne\nTwo"
    assert row["blocks"][0] == {
        "role": "body",
        "probability": 0.9,
        "kind": "paragraph",
        "level": 0,
        "text": "See the tide table.",
        "within": [],
        "column": None,
        "spans": [{"start": 8, "end": 18, "kind": "link", "href": "https://x.example/t"}, {"start": 8, "end": 12, "kind": "em"}],
    }


def test_blocks_of_one_box_share_its_number() -> None:
    one, two = (block["within"] for block in rendered(PAGE, {Role.BODY})["blocks"][1:])
    assert one == [["ol", 0], ["li", 1]]
    assert two == [["ol", 0], ["li", 2], ["ul", 3], ["li", 4]]


def test_a_cell_has_its_column() -> None:
    table = "<table><tr><th><th>Ships<tr><th>Oldmere<td><ul><li>7<li>8</ul></table>"
    cut = segment(table)
    blocks = rendered(article(cut, *[Role.BODY] * len(cut)))["blocks"]
    assert [block["column"] for block in blocks] == [1, 0, 1, 1]


def test_the_headline_has_the_first_level() -> None:
    assert [block["level"] for block in rendered(PAGE, {Role.HEADLINE})["blocks"]] == [1]


def test_an_empty_page_is_an_object_without_blocks() -> None:
    row = rendered(clean(""))
    assert (row["url"], row["title"], row["text"], row["blocks"]) == (None, "", "", [])


def test_metadata_has_all_fields_and_dates_as_text() -> None:
    row = rendered(replace(PAGE, reader=lambda _: METADATA))["metadata"]
    assert row.keys() == {field.name for field in fields(Metadata)}
    assert (row["published"], row["modified"]) == ("2024-03-18T14:04:00+01:00", "2024-03-19")
    assert (row["authors"], row["paywalled"], row["kind"]) == (["Ann Low", "Bo Üz"], False, "article")
    assert row["sources"] == {"title": "headline block"}


def test_what_a_page_does_not_say_is_empty() -> None:
    row = rendered(PAGE)["metadata"]
    assert (row["published"], row["paywalled"], row["authors"], row["site"]) == (None, None, [], "")


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_a_page_says_stands_in_strings(words: str) -> None:
    row = rendered(everywhere(words))
    said = words.encode("utf-8", "replace").decode()
    assert row["title"] == row["url"] == said
    assert row["blocks"][0]["text"] == said
    assert row["blocks"][0]["spans"][0]["href"] == ""


@settings(max_examples=50)
@given(PAGES)
def test_every_article_is_what_the_schema_says(page: Article) -> None:
    row = rendered(page)
    assert [block["text"] for block in row["blocks"]] == [block.text.replace("\ud83d", "?") for block in page.blocks]
    for block in row["blocks"]:
        assert all(span["end"] <= len(block["text"]) for span in block["spans"])


def test_the_schema_is_one_and_of_this_version() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert SCHEMA["$id"].endswith(f":{VERSION}")
    assert set(SCHEMA["$defs"]["block"]["properties"]["role"]["enum"]) == EVERYTHING
    assert set(SCHEMA["$defs"]["block"]["properties"]["kind"]["enum"]) == set(Kind)
    assert set(SCHEMA["$defs"]["metadata"]["properties"]) == {field.name for field in fields(Metadata)}
    assert set(SCHEMA["$defs"]["metadata"]["properties"]["kind"]["enum"]) == set(PageKind)


@pytest.mark.parametrize("change", [{"version": 2}, {"text": None}, {"blocks": [{"role": "body"}]}, {"url": 3}])
def test_the_schema_refuses_what_it_does_not_describe(change: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(rendered(PAGE) | change)
