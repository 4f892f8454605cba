import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cleanpage.batch.arrow import ARTICLE, FAILURE, OUTCOME, as_batch, clean_batch, clean_batches
from cleanpage.batch.pool import Limits
from cleanpage.batch.rows import article_row, failure_row
from cleanpage.errors import BatchError
from cleanpage.model import Failure
from cleanpage.pipeline import clean

PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))
STORY = "The ferry to the island was late on Monday, since the wind had torn a rope at the old pier. "
HTML = f"<nav><a href=/>Home</a></nav><article><h1>Ferry late</h1><p>{STORY * 3}</p><p>{STORY * 2}</p></article>"


def batch(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


def rows(pages: pa.RecordBatch) -> list[dict[str, Any]]:
    cleaned: list[dict[str, Any]] = clean_batch(pages).to_pylist()
    return cleaned


def without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def test_a_row_is_what_a_batch_writes_elsewhere():
    ids, pages = [path.name for path in PAGES], [path.read_bytes() for path in PAGES]
    expected = [article_row(id, clean(page)) for id, page in zip(ids, pages, strict=True)]
    assert [without_nulls(row) for row in rows(batch(id=ids, html=pages))] == [without_nulls(row) for row in expected]


def test_no_field_of_a_row_is_left_out():
    assert set(article_row("", clean(HTML))) <= set(ARTICLE.names)
    assert set(failure_row(Failure("", "", "", ""))) == set(FAILURE.names)
    assert clean_batch(batch(html=[HTML])).schema == OUTCOME


def test_every_row_becomes_one_in_order():
    pages = batch(
        id=["good", "empty", "none", "no text", "good again"],
        url=[None, "https://example.com/empty", "https://example.com/none", None, "https://example.com/a"],
        html=[HTML.encode(), b"", None, b"\x89PNG\r\n\x1a\n", HTML.encode()],
    )
    cleaned = rows(pages)
    assert [(row["id"], row["url"], row["stage"], row["error"]) for row in cleaned] == [
        ("good", None, None, None),
        ("empty", "https://example.com/empty", None, None),
        ("none", None, "read", "BadRecord"),
        ("no text", None, "decode", "DecodeError"),
        ("good again", "https://example.com/a", None, None),
    ]
    assert [row["text"] is None for row in cleaned] == [False, False, True, True, False]
    assert cleaned[2]["message"] == "the row has no page: html and text are null"
    assert cleaned[1]["text"] == ""
    assert cleaned[1]["probability"] is None
    assert cleaned[0]["removed"][0]["role"] == "navigation"


@pytest.mark.parametrize(
    "type",
    [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(len(HTML)),
     pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int32(), pa.binary())],
    ids=str,
)  # fmt: skip
def test_any_type_of_strings_or_bytes_holds_pages(type):
    assert rows(batch(html=pa.array([HTML, None]).cast(type)))[0] == rows(batch(html=[HTML]))[0]


def test_a_string_is_not_decoded_again():
    page = HTML.replace("<nav>", "<meta charset=iso-8859-1><nav>").replace("torn", "törn")
    assert "törn" in rows(batch(html=[page]))[0]["text"]
    assert rows(batch(html=["\x89PNG\r\n\x1a\n"]))[0]["error"] is None
    assert rows(batch(html=["\x89PNG\r\n\x1a\n".encode("latin-1")]))[0]["error"] == "DecodeError"


def test_strings_that_are_not_utf8_cost_their_rows_only():
    pages = batch(html=pa.array([b"<p>caf\xe9", b"<p>x"]).view(pa.string()), id=pa.array([b"caf\xe9", b"x"]).view(pa.string()))
    cleaned = rows(pages)
    assert [(row["id"], row["stage"]) for row in cleaned] == [("caf\\xe9", "read"), ("x", None)]
    assert "make the column one of bytes" in cleaned[0]["message"]


def test_text_is_flattened_text_and_html_comes_first():
    cleaned = rows(batch(html=[HTML, None], text=["other", f"{HTML}\n\n{STORY * 3}"]))
    assert "other" not in cleaned[0]["text"]
    assert "<p>" in cleaned[1]["text"]
    assert "<p>" not in rows(batch(text=[f"Ferry late\n\n{STORY * 3}"]))[0]["text"]


@pytest.mark.parametrize(
    ("columns", "ids"),
    [
        ({"id": ["a", "b"], "url": ["https://example.com/a", None]}, ["a", "b"]),
        ({"id": [None, ""], "url": ["https://example.com/a", None]}, ["https://example.com/a", ""]),
        ({"url": ["https://example.com/a", None]}, ["https://example.com/a", ""]),
        ({"id": [7, None]}, ["7", ""]),
        ({"id": [0, -1]}, ["0", "-1"]),
        ({"name": ["a", "b"]}, ["", ""]),
    ],
)
def test_a_row_goes_by_its_id_or_else_its_url(columns, ids):
    assert [row["id"] for row in rows(batch(html=["<p>x"] * 2, **columns))] == ids


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        (batch(content=["<p>x"], address=["a"]), "no column html or text among content, address; rename"),
        (pa.RecordBatch.from_pydict({}), "among none"),
        (batch(html=[1]), "the column html is of int64, not of strings or bytes"),
        (batch(html=["<p>x"], url=[["a"]]), "the column url is of list<item: string>"),
        (batch(html=["<p>x"], id=[1.5]), "the column id is of double"),
        (pa.RecordBatch.from_arrays([["<p>x"], ["<p>y"]], ["html", "html"]), "several columns html"),
    ],
)
def test_other_columns_are_refused(pages, message):
    with pytest.raises(BatchError, match=message):
        clean_batch(pages)


def test_no_rows_give_no_rows():
    assert clean_batch(batch(html=pa.array([], pa.string()))) == as_batch([])


def test_the_same_batch_gives_the_same_bytes():
    pages = batch(html=[path.read_bytes() for path in PAGES[:3]])
    assert clean_batch(pages).serialize() == clean_batch(pages).serialize()
    assert pickle.loads(pickle.dumps(clean_batch)) is clean_batch


def test_within_limits_the_rows_are_the_same_and_a_page_beyond_them_costs_its_own_only():
    good, endless = batch(id=["a", "b"], html=[HTML, None]), batch(id=["c", "d"], html=["<p>x</p>" * 2_000_000, HTML])
    cleaned = list(clean_batches([good, endless, good], limits=Limits(timeout_s=6.0)))
    assert cleaned[0] == cleaned[2] == clean_batch(good)
    assert [(row["id"], row["error"]) for row in cleaned[1].to_pylist()] == [("c", "TimeoutError"), ("d", None)]


def test_half_a_surrogate_pair_does_not_break_a_batch():
    row = {"id": "a", "text": "cut \ud83d off", "removed": [{"role": "feed", "blocks": 1, "reason": "\ud83d"}], "authors": ["\ud83d"]}
    cut = as_batch([row]).to_pylist()[0]
    assert (cut["text"], cut["removed"][0]["reason"], cut["authors"]) == ("cut ? off", "?", ["?"])


@pytest.mark.parametrize(("module", "extra"), [("arrow", "parquet"), ("engines.ray", "ray"), ("engines.spark", "spark")])
def test_without_pyarrow_the_extra_is_named(module, extra):
    code = f"import sys; sys.modules['pyarrow'] = None; import cleanpage.batch.{module}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert f"MissingExtra: pyarrow is not installed; pip install 'cleanpage[{extra}]'" in done.stderr
