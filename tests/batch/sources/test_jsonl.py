import bz2
import gzip
import json
from pathlib import Path

import pytest

from cleanpage.batch.compression import zstd
from cleanpage.batch.page import Record
from cleanpage.batch.sources import NAMED, Columns, jsonl
from cleanpage.errors import BadRecord

GOOD = {"id": "a1", "url": "https://a.example/1", "html": "<p>one</p>"}


def items(path: Path, *lines: object, columns: Columns = NAMED):
    path.write_bytes(b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines))
    return list(jsonl.records(str(path), columns))


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "A.JSONL.GZ", "a.jsonl.zst", "a.jsonl.bz2"])
def test_names_of_json_lines(name):
    assert jsonl.accepts(name)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl.zip", "jsonl", "a.gz", "-"])
def test_other_names(name):
    assert not jsonl.accepts(name)


def test_a_record_is_a_page(tmp_path):
    (item,) = items(tmp_path / "a.jsonl", GOOD)
    assert item.place.id == "a.jsonl:1"
    assert item.page.read() == Record("<p>one</p>", "https://a.example/1", None, "a1")
    assert item.place.share == 1.0


@pytest.mark.parametrize(
    "row, page",
    [
        ({"text": "Rain."}, Record("Rain.", None, "text")),
        ({"html": None, "text": "Rain."}, Record("Rain.", None, "text")),
        ({"html": "<p>", "text": "Rain."}, Record("<p>", None, None)),
        ({"html": ""}, Record("", None, None)),
        ({"html": "<p>", "url": 7}, Record("<p>", None, None)),
        ({"html": "\ud83d"}, Record("\ud83d", None, None)),
    ],
    ids=str,
)
def test_pages_are_html_or_else_text(tmp_path, row, page):
    (item,) = items(tmp_path / "a.jsonl", row)
    assert item.page.read()._replace(id=None) == page


@pytest.mark.parametrize(
    "row, id",
    [({"id": 0}, "0"), ({"id": "", "url": "u"}, "u"), ({"url": "u"}, "u"), ({}, None), ({"id": None}, None)],
    ids=str,
)
def test_an_id_is_that_of_the_record_or_its_url(tmp_path, row, id):
    (item,) = items(tmp_path / "a.jsonl", row | {"html": "<p>"})
    assert item.page.id == item.page.read().id == id


def test_a_record_has_its_id_even_if_it_has_no_page(tmp_path):
    one, none = items(tmp_path / "a.jsonl", {"id": "a1"}, b"{")
    assert (one.page.id, none.page.id) == ("a1", None)


def test_columns_have_the_names_that_are_given(tmp_path):
    columns = Columns(html="content", url="link", id="key")
    (item,) = items(tmp_path / "a.jsonl", {"content": "<p>", "html": "no", "link": "u", "key": "k", "id": "no"}, columns=columns)
    assert item.page.read() == Record("<p>", "u", None, "k")


@pytest.mark.parametrize(
    "line, why",
    [
        (b"{", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "holds no object, but list"),
        (b'"x"', "holds no object, but str"),
        (b"{}", "no string in a column html or text; the columns are none"),
        (b'{"html": 7, "body": "x"}', "the columns are body, html"),
    ],
    ids=str,
)
def test_a_line_without_a_page_costs_itself_only(tmp_path, line, why):
    first, bad, last = items(tmp_path / "a.jsonl", GOOD, line, GOOD)
    assert first.page.read() == last.page.read()
    assert bad.place.id == "a.jsonl:2"
    with pytest.raises(BadRecord, match=why):
        bad.page.read()


def test_blank_lines_and_a_mark_at_the_start_are_none(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\n\n  \r\n" + json.dumps(GOOD).encode())
    assert [item.page.read().id for item in jsonl.records(str(path), NAMED)] == ["a1", "a1"]


def test_a_line_without_an_end_costs_itself_only(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "_MAX_LINE", 100)
    good = {"html": "<p>"}
    first, long, last = items(tmp_path / "a.jsonl", good, {"html": "x" * 3_000_000}, good)
    assert (first.place.id, last.place.id) == ("a.jsonl:1", "a.jsonl:3")
    with pytest.raises(BadRecord, match="longer than 100 bytes"):
        long.page.read()


@pytest.mark.parametrize("name, pack", [("a.jsonl.gz", gzip.compress), ("a.jsonl.bz2", bz2.compress), ("a.jsonl.zst", zstd().compress)])
def test_packed_lines(tmp_path, name, pack):
    lines = [json.dumps(GOOD | {"id": f"{i:04}" * 50}).encode() + b"\n" for i in range(500)]
    (tmp_path / name).write_bytes(pack(b"".join(lines)))
    whole = list(jsonl.records(str(tmp_path / name), NAMED))
    assert [item.page.id[:4] for item in whole] == [f"{i:04}" for i in range(500)]
    (tmp_path / name).write_bytes(pack(b"".join(lines))[:-9])
    *some, rest = jsonl.records(str(tmp_path / name), NAMED)
    assert some == [item._replace(place=before.place) for item, before in zip(whole, some, strict=False)]
    with pytest.raises(BadRecord, match="cut off or damaged"):
        rest.page.read()


def test_the_share_of_the_file_that_is_read_grows_to_one(tmp_path):
    shares = [item.place.share for item in items(tmp_path / "a.jsonl", *[GOOD] * 5000)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == 1.0
