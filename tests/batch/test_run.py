import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from cleanpage.batch.run import Counts, run
from cleanpage.errors import BatchError

STORY = [
    "It rained in the hills all night, and the river rose by a metre before the council closed the road at dawn on Monday.",
    "“We have not seen the water this high since the mill burnt down,” said Ada Moor, who has kept the lock for thirty years.",
    "Two farms were cut off until the afternoon. Nobody was hurt, but a barn with the winter's hay was lost to the flood.",
    "The council expects the road to open again by Thursday if the weather holds, and asks drivers to take the bridge at Elm.",
]
PARAGRAPHS = "\n".join(f"<p>{paragraph}</p>" for paragraph in STORY)
PAGE = f"""<html><head><title>River closes road</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>River closes road</h1>{PARAGRAPHS}</article></main>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    (folder / "a.html").write_text(PAGE)
    (folder / "b" / "flat.txt").write_text("Home\n\nRiver closes road\n\n" + "\n\n".join(STORY))
    (folder / "c.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "d.html").symlink_to(folder / "gone")
    (folder / "e.html").write_bytes(PAGE.encode("utf-16"))
    return folder


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_page_becomes_a_row_or_a_failure(folder, tmp_path, jobs):
    out = tmp_path / "deep" / "out"
    assert run(folder, out, jobs=jobs) == Counts(cleaned=3, failed=2)
    assert sorted(path.name for path in out.iterdir()) == ["articles-00000.jsonl", "failures.jsonl"]
    articles = rows(out / "articles-00000.jsonl")
    assert [row["id"] for row in articles] == ["a.html", "b/flat.txt", "e.html"]
    assert all(list(row) == ["id", "title", "text", "url", "removed", "probability"] for row in articles)
    assert {**articles[0], "id": ""} == {**articles[2], "id": ""}
    failures = rows(out / "failures.jsonl")
    assert [(row["id"], row["stage"], row["error"]) for row in failures] == [
        ("c.html", "decode", "DecodeError"),
        ("d.html", "read", "FileNotFoundError"),
    ]


def test_a_row_holds_the_article(folder, tmp_path):
    run(folder, tmp_path / "out")
    row = rows(tmp_path / "out" / "articles-00000.jsonl")[0]
    assert row["title"] == "River closes road"
    assert row["text"] == "\n".join(STORY)
    assert row["url"] is None
    assert row["removed"][0]["role"] == "navigation"
    assert sum(widget["blocks"] for widget in row["removed"]) == 4
    assert all(widget["reason"] for widget in row["removed"])


def test_a_text_file_is_read_as_text_even_if_it_looks_like_html(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PARAGRAPHS)
    (tmp_path / "pages" / "b.html").write_text(PARAGRAPHS)
    run(tmp_path / "pages", tmp_path / "out")
    assert ["<p>" in row["text"] for row in rows(tmp_path / "out" / "articles-00000.jsonl")] == [True, False]


def test_rows_fill_shards_in_order(folder, tmp_path):
    run(folder, tmp_path / "out", rows_a_shard=2)
    assert [row["id"] for row in rows(tmp_path / "out" / "articles-00001.jsonl")] == ["e.html"]


def test_a_watcher_sees_every_outcome(folder, tmp_path):
    seen = []

    def watch(outcomes: Iterable[object]) -> Iterable[object]:
        for outcome in outcomes:
            seen.append(outcome)
            yield outcome

    assert sum(run(folder, tmp_path / "out", watch=watch)) == len(seen) == 5


def test_an_empty_folder_gives_an_empty_record(tmp_path):
    (tmp_path / "pages").mkdir()
    assert run(tmp_path / "pages", tmp_path / "out") == Counts(0, 0)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["failures.jsonl"]


@pytest.mark.parametrize("out", ["pages", "pages/out", "pages/b/../out", ".", "link/out"])
def test_folders_one_in_the_other_are_refused(folder, tmp_path, out):
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(BatchError, match="one in the other; name an output folder beside"):
        run(folder, tmp_path / out)
    assert not (folder / "out").exists()


def test_a_neighbour_with_a_longer_name_is_not_inside(folder, tmp_path):
    assert run(folder, tmp_path / "pages-out").cleaned == 3


def test_the_files_of_an_earlier_run_are_not_overwritten(folder, tmp_path):
    run(folder, tmp_path / "out")
    before = (tmp_path / "out" / "articles-00000.jsonl").stat()
    with pytest.raises(BatchError, match="of an earlier run; name another folder"):
        run(folder, tmp_path / "out")
    assert (tmp_path / "out" / "articles-00000.jsonl").stat() == before


@pytest.mark.parametrize("name", ["none", "file.html"])
def test_what_is_no_folder_is_refused(tmp_path, name):
    (tmp_path / "file.html").touch()
    with pytest.raises(BatchError, match=f"{name} is not a folder"):
        run(tmp_path / name, tmp_path / "out")


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_names_that_are_not_utf8_do_not_stop_a_run(folder, tmp_path):
    with open(os.fsencode(folder) + b"/f\xe9.html", "w") as file:
        file.write(PAGE)
    assert run(folder, tmp_path / "out").cleaned == 4
    assert rows(tmp_path / "out" / "articles-00000.jsonl")[-1]["id"] == "f\\xe9.html"
