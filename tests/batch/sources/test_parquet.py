import os
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from cleanpage.batch.page import Record
from cleanpage.batch.sources import NAMED, Columns, parquet
from cleanpage.errors import BadRecord, BatchError, MissingExtra


def items(path: Path, table: dict[str, object], columns: Columns = NAMED):
    pq.write_table(pa.table(table), path)
    return list(parquet.records(str(path), columns))


def test_names_of_parquet():
    assert all(map(parquet.accepts, ("a.parquet", "A.PARQUET", "a.pq")))
    assert not any(map(parquet.accepts, ("parquet", "a.parquet.gz", "a.json")))


def test_rows_are_pages(tmp_path):
    first, second = items(tmp_path / "a.parquet", {"id": ["a", "b"], "url": ["https://a.example/1", None], "html": ["<p>one", "<p>two"]})
    assert (first.place.id, first.page) == ("a", Record("<p>one", "https://a.example/1", None))
    assert (second.place.id, second.page) == ("b", Record("<p>two", None, None))
    assert (first.place.share, second.place.share) == (0.5, 1.0)
    assert first.place.mark != second.place.mark


def test_pages_are_html_or_else_text_in_strings_or_bytes(tmp_path):
    table = {"html": pa.array([b"<p>\xff", None, None], pa.binary()), "text": ["no", "Rain.", None]}
    html, text, none = items(tmp_path / "a.parquet", table)
    assert html.page == Record(b"<p>\xff", None, None)
    assert text.page == Record("Rain.", None, "text")
    with pytest.raises(BadRecord, match="html and text are null"):
        none.page.read()


def test_a_row_without_id_and_url_goes_by_its_number(tmp_path):
    table = {"html": ["one", "two", "three"], "id": [7, None, None], "url": [None, "u", None]}
    assert [item.place.id for item in items(tmp_path / "a.parquet", table)] == ["7", "u", "a.parquet:2"]


def test_columns_have_the_names_that_are_given(tmp_path):
    table = {"html": ["no"], "content": ["<p>"], "id": ["no"], "key": ["k"], "link": ["u"]}
    (item,) = items(tmp_path / "a.parquet", table, Columns(html="content", id="key", url="link"))
    assert (item.place.id, item.page) == ("k", Record("<p>", "u", None))


def test_many_rows_come_in_their_order(tmp_path):
    assert [item.place.id for item in items(tmp_path / "a.parquet", {"html": [str(i) for i in range(100)]})] == [
        f"a.parquet:{i}" for i in range(100)
    ]


@pytest.mark.parametrize(
    "table, why",
    [
        ({"body": ["x"]}, r"has no column html or text; name it by --column html=NAME; there are body"),
        ({"html": [1.5]}, r"html is of double"),
        ({"html": [["x"]]}, r"html is of list"),
        ({"html": ["x"], "url": [{"a": 1}]}, r"url is of struct"),
    ],
)
def test_wrong_columns_are_refused_at_once(tmp_path, table, why):
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    with pytest.raises(BatchError, match=why):
        parquet.records(str(tmp_path / "a.parquet"), NAMED)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"<html>" * 100])
def test_what_is_no_parquet_is_refused_at_once(tmp_path, content):
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(BatchError, match=r"a\.parquet is no Parquet, or is cut off"):
        parquet.records(str(tmp_path / "a.parquet"), NAMED)


def test_a_file_that_is_cut_off_is_refused_at_once(tmp_path):
    items(tmp_path / "a.parquet", {"html": ["one"] * 100})
    (tmp_path / "a.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-20])
    with pytest.raises(BatchError, match="cut off"):
        parquet.records(str(tmp_path / "a.parquet"), NAMED)


def test_the_rest_of_a_damaged_file_is_one_failure(tmp_path):
    path = tmp_path / "a.parquet"
    pages = [os.urandom(2000).hex() for _ in range(64)]
    pq.write_table(pa.table({"html": pages}), path, row_group_size=32, use_dictionary=False)
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data[start : start + 40] = b"\xff" * 40
    path.write_bytes(data)
    *good, rest = parquet.records(str(path), NAMED)
    assert [item.page.read().content for item in good] == pages[:32]
    assert rest.place.id == "a.parquet:32"
    with pytest.raises(BadRecord, match="damaged at row 32, and its rest cannot be read"):
        rest.page.read()


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'cleanpage\[parquet\]'"):
        parquet.records(str(tmp_path / "a.parquet"), NAMED)
