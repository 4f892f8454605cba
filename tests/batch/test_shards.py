import pytest

from cleanpage.batch.shards import Shards, keep_lines, traces


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def opened(folder, state=None):
    return Shards(folder, "jsonl", keep_lines, state or {}, rows_a_shard=2)


def write(shards, rows):
    for row in rows:
        shards.write("id", row.encode())


def test_rows_fill_shards(tmp_path):
    shards = opened(tmp_path)
    write(shards, "12345")
    shards.finish()
    shards.sync()
    shards.settle()
    shards.close()
    assert contents(tmp_path) == {
        "articles-00000.jsonl": b"1\n2\n",
        "articles-00001.jsonl": b"3\n4\n",
        "articles-00002.jsonl": b"5\n",
    }


def test_a_full_last_shard_has_no_empty_one_behind_it(tmp_path):
    shards = opened(tmp_path)
    write(shards, "12")
    shards.finish()
    shards.settle()
    shards.close()
    assert contents(tmp_path) == {"articles-00000.jsonl": b"1\n2\n"}


def test_no_rows_no_shard(tmp_path):
    shards = opened(tmp_path)
    shards.finish()
    shards.settle()
    shards.close()
    assert contents(tmp_path) == {}


def test_a_shard_bears_its_name_only_when_it_is_settled(tmp_path):
    shards = opened(tmp_path)
    write(shards, "123")
    state = shards.sync()
    assert state == {"shard": 1, "rows": 1, "bytes": 2}
    assert contents(tmp_path) == {"articles-00000.jsonl.part": b"1\n2\n", "articles-00001.jsonl.part": b"3\n"}
    shards.settle()
    assert contents(tmp_path) == {"articles-00000.jsonl": b"1\n2\n", "articles-00001.jsonl.part": b"3\n"}


@pytest.mark.parametrize("settled", [True, False])
def test_shards_go_on_where_they_were_synced(tmp_path, settled):
    before = opened(tmp_path)
    write(before, "123")
    state = before.sync()
    if settled:
        before.settle()
    write(before, "4567")  # of which nobody knows
    before.close()
    after = opened(tmp_path, state)
    write(after, "4")
    after.finish()
    after.settle()
    after.close()
    assert contents(tmp_path) == {"articles-00000.jsonl": b"1\n2\n", "articles-00001.jsonl": b"3\n4\n"}


def test_half_a_row_behind_the_last_sync_is_cut_off(tmp_path):
    before = opened(tmp_path)
    write(before, "1")
    state = before.sync()
    before.close()
    with (tmp_path / "articles-00000.jsonl.part").open("ab") as file:
        file.write(b'{"id": "ha')
    after = opened(tmp_path, state)
    write(after, "2")
    after.sync()
    assert contents(tmp_path) == {"articles-00000.jsonl.part": b"1\n2\n"}


def test_traces_are_shards_and_spools_only(tmp_path):
    ours = {"articles-00000.jsonl", "articles-123456.jsonl.gz", "articles-00001.jsonl.part", "articles-00002.parquet.part"}
    for name in ours | {"articles.csv", "notes.jsonl", "articles-of-mine.jsonl", "articles-00000.jsonl.bak"}:
        (tmp_path / name).touch()
    assert {path.name for path in traces(tmp_path)} == ours
