import gzip
import json

import pytest
from build import document
from hostile import article

from cleanpage.batch.compression import zstd
from cleanpage.batch.sinks import jsonl
from cleanpage.model import Role

UNPACKED = {"jsonl": bytes, "jsonl.gz": gzip.decompress, "jsonl.zst": lambda packed: zstd().decompress(packed)}


@pytest.mark.parametrize("ending", jsonl.ENDINGS)
def test_a_finished_shard_holds_the_rows_in_its_packing(tmp_path, ending):
    sink = jsonl.opened(tmp_path, ending, {})
    sink.write("a", b'{"id": "a"}')
    sink.write("b", b'{"id": "b"}')
    sink.finish()
    sink.sync()
    sink.settle()
    sink.close()
    (shard,) = tmp_path.iterdir()
    assert shard.name == f"articles-00000.{ending}"
    assert UNPACKED[ending](shard.read_bytes()) == b'{"id": "a"}\n{"id": "b"}\n'


def test_the_same_rows_are_the_same_gz(tmp_path):
    packed = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        sink = jsonl.opened(tmp_path / name, "jsonl.gz", {})
        sink.write("a", b"{}")
        sink.finish()
        sink.settle()
        packed.append((tmp_path / name / "articles-00000.jsonl.gz").read_bytes())
    assert packed[0] == packed[1]


def test_what_is_written_of_an_article_is_its_row():
    page = article(document("Rain fell.", url="https://www.a.example/1"), Role.BODY)
    row = json.loads(jsonl.rendered("jsonl", "a.html", page, 0.25))
    assert (row["id"], row["url"], row["text"], row["seconds"]) == ("a.html", "https://www.a.example/1", "Rain fell.", 0.25)
