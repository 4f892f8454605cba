import pytest

from cleanpage.batch.sinks.jsonl import Shards, complete, held


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_rows_fill_shards(tmp_path):
    with Shards(tmp_path, rows_a_shard=2) as shards:
        for row in (b"1", b"2", b"3", b"4", b"5"):
            shards.write(row)
    assert shards.rows == 5
    assert contents(tmp_path) == {
        "articles-00000.jsonl": b"1\n2\n",
        "articles-00001.jsonl": b"3\n4\n",
        "articles-00002.jsonl": b"5\n",
    }


def test_a_full_last_shard_has_no_empty_one_behind_it(tmp_path):
    with Shards(tmp_path, rows_a_shard=1) as shards:
        shards.write(b"1")
    assert contents(tmp_path) == {"articles-00000.jsonl": b"1\n"}


def test_no_rows_no_shard(tmp_path):
    with Shards(tmp_path):
        pass
    assert contents(tmp_path) == {}


def test_an_unfinished_shard_does_not_bear_its_name(tmp_path):
    with pytest.raises(KeyboardInterrupt), Shards(tmp_path, rows_a_shard=2) as shards:
        for row in (b"1", b"2", b"3"):
            shards.write(row)
        raise KeyboardInterrupt
    assert contents(tmp_path) == {"articles-00000.jsonl": b"1\n2\n", "articles-00001.jsonl.part": b"3\n"}


def test_a_complete_file_bears_its_name_only_afterwards(tmp_path):
    with complete(tmp_path / "failures.jsonl") as file:
        file.write(b"{}\n")
        assert list(contents(tmp_path)) == ["failures.jsonl.part"]
    assert contents(tmp_path) == {"failures.jsonl": b"{}\n"}


@pytest.mark.parametrize("name", ["articles-00000.jsonl", "articles-12345.jsonl", "failures.jsonl"])
def test_files_of_an_earlier_run_are_held(tmp_path, name):
    (tmp_path / name).touch()
    assert held(tmp_path) == name


@pytest.mark.parametrize("name", ["articles-00000.jsonl.part", "articles.csv", "notes.jsonl"])
def test_other_files_are_not_held(tmp_path, name):
    (tmp_path / name).touch()
    assert held(tmp_path) is None


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert held(tmp_path / "none") is None
