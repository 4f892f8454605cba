import json
import sys

import pyarrow.parquet
import pytest
from build import document
from hostile import article

from cleanpage.batch.arrow import ARTICLE
from cleanpage.batch.sinks import parquet
from cleanpage.errors import MissingExtra
from cleanpage.model import Role


def test_a_finished_shard_holds_the_rows_in_their_schema(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_ROWS_A_GROUP", 2)
    page = article(document("Home", "Rain fell. \ud83d", url="https://a.example/1"), Role.NAVIGATION, Role.BODY)
    rows = [parquet.rendered("parquet", str(number), page, number / 4) for number in range(5)]
    sink = parquet.opened(tmp_path, "parquet", {})
    for row in rows:
        sink.write("", row)
    sink.finish()
    sink.sync()
    sink.settle()
    sink.close()
    (shard,) = tmp_path.iterdir()
    assert shard.name == "articles-00000.parquet"
    table = pyarrow.parquet.read_table(shard)
    assert table.schema.equals(ARTICLE)
    assert table.to_pylist() == [dict.fromkeys(ARTICLE.names) | json.loads(row) for row in rows]
    assert table.column("text")[0].as_py() == "Rain fell. ?"
    assert pyarrow.parquet.ParquetFile(shard).num_row_groups == 3


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match=r"pip install 'cleanpage\[parquet\]'"):
        parquet.check("parquet")
