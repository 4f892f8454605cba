import gzip
import os
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from cleanpage.batch.sources import NAMED, Columns, folder
from cleanpage.errors import BadRecord


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def ids(path: Path) -> list[str]:
    return [item.place.id for item in folder.records(str(path), NAMED)]


def test_folders_only_are_accepted(tmp_path):
    fill(tmp_path, "a.html")
    assert folder.accepts(str(tmp_path))
    assert not folder.accepts(str(tmp_path / "a.html"))
    assert not folder.accepts(str(tmp_path / "none"))


def test_pages_come_in_the_order_of_names_folder_by_folder(tmp_path):
    fill(tmp_path, "b.html", "a/2.html", "a/10.html", "c/d/e.txt", "c/a.htm", "B.HTML", "é.xhtml", "新聞/一.html")
    assert ids(tmp_path) == ["B.HTML", "a/10.html", "a/2.html", "b.html", "c/a.htm", "c/d/e.txt", "é.xhtml", "新聞/一.html"]


def test_other_files_are_no_pages(tmp_path):
    fill(tmp_path, "a.css", "b.pdf", "html", ".html", "d.md", "e.json")
    assert ids(tmp_path) == []


def test_files_that_hold_pages_are_read_where_they_stand(tmp_path):
    fill(tmp_path, "a.html", "z.html")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.jsonl").write_text('{"page": "one"}\n{"page": "two", "id": "own"}\n')
    pq.write_table(pa.table({"page": ["three"]}), tmp_path / "sub" / "c.parquet")
    with ZipFile(tmp_path / "sub" / "d.zip", "w") as archive:
        archive.writestr("e/f.html", "four")
    items = list(folder.records(str(tmp_path), Columns(html="page")))
    assert [item.place.id for item in items] == [
        *("a.html", "sub/b.jsonl:1", "sub/b.jsonl:2", "sub/c.parquet:0", "sub/d.zip/e/f.html", "z.html"),
    ]
    assert [item.page.read().content for item in items[1:5]] == ["one", "two", "three", b"four"]
    assert items[2].page.read().id == "own"
    shares = [item.place.share for item in items]
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.parametrize("name", ["b.parquet", "b.zip", "b.warc.gz"])
def test_a_file_of_pages_that_cannot_be_read_costs_one_failure(tmp_path, name):
    fill(tmp_path, "a.html", name, "c.html")
    first, bad, last = folder.records(str(tmp_path), NAMED)
    assert (first.place.id, bad.place.id[: len(name)], last.place.id) == ("a.html", name, "c.html")
    with pytest.raises(BadRecord, match=name):
        bad.page.read()


def test_files_that_are_left_out_are_counted(tmp_path):
    fill(tmp_path, "a.html", "b.jsonl", "c.php", "d/e.PHP", "d/f", "d/g.css")
    (tmp_path / "d" / "loop").symlink_to(tmp_path)
    assert folder.left_out(str(tmp_path)) == {".php": 2, ".css": 1, "": 1}


def test_packed_pages_are_unpacked_where_they_are_read(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<p>x</p>"))
    (tmp_path / "b.html.gz").write_bytes(b"<p>not packed</p>")
    good, bad = folder.records(str(tmp_path), NAMED)
    assert (good.place.id, good.page.read().content) == ("a.html.gz", b"<p>x</p>")
    with pytest.raises(BadRecord, match=r"b\.html\.gz is cut off or damaged"):
        bad.page.read()


def test_a_folder_named_like_a_page_is_a_folder(tmp_path):
    fill(tmp_path, "story.html/index.html")
    assert ids(tmp_path) == ["story.html/index.html"]


def test_the_share_of_the_folder_that_is_read_grows_to_one(tmp_path):
    fill(tmp_path, "a.html", "b/a.html", "b/b.html", "c.html")
    assert [item.place.share for item in folder.records(str(tmp_path), NAMED)] == [0.25, 0.5, 0.75, 1.0]


def test_links_to_folders_are_not_followed(tmp_path):
    fill(tmp_path, "a/b.html")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "loop.html").symlink_to(tmp_path)
    assert ids(tmp_path) == ["a/b.html"]


def test_a_linked_folder_can_be_the_source(tmp_path):
    fill(tmp_path, "real/a.html")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert ids(tmp_path / "link") == ["a.html"]


def test_links_to_files_are_pages_and_dead_ones_fail_when_read(tmp_path):
    fill(tmp_path, "a.html")
    (tmp_path / "b.html").symlink_to(tmp_path / "a.html")
    (tmp_path / "c.html").symlink_to(tmp_path / "gone.html")
    (tmp_path / "d.html").symlink_to(tmp_path / "d.html")
    first, second, dead, loop = folder.records(str(tmp_path), NAMED)
    assert first.page.read().content == second.page.read().content == b"a.html"
    assert dead.place.id == "c.html"
    with pytest.raises(FileNotFoundError):
        dead.page.read()
    with pytest.raises(OSError, match="symbolic links"):
        loop.page.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_fails_when_read_and_never_waits(tmp_path):
    os.mkfifo(tmp_path / "endless.html")
    (tmp_path / "zeros.html").symlink_to("/dev/zero")
    for item in folder.records(str(tmp_path), NAMED):
        with pytest.raises(BadRecord, match="a pipe, a socket or a device"):
            item.page.read()
    assert ids(tmp_path) == ["endless.html", "zeros.html"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_listed_fails_when_read(tmp_path):
    fill(tmp_path, "a/b.html")
    (tmp_path / "a").chmod(0)
    (item,) = folder.records(str(tmp_path), NAMED)
    assert item.place.id == "a"
    with pytest.raises(PermissionError):
        item.page.read()
    (tmp_path / "a").chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_utf8_is_written_with_escapes(tmp_path):
    with open(os.fsencode(tmp_path) + b"/caf\xe9.html", "wb") as file:
        file.write(b"<p>x</p>")
    (item,) = folder.records(str(tmp_path), NAMED)
    assert item.place.id == "caf\\xe9.html"
    assert item.page.read().content == b"<p>x</p>"
