import os
from pathlib import Path

import pytest

from cleanpage.batch.sources.folder import PageFile, pages
from cleanpage.pipeline import MAX_BYTES


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def ids(folder: Path) -> list[str]:
    return [id for id, _ in pages(folder)]


def test_pages_come_in_the_order_of_names_folder_by_folder(tmp_path):
    fill(tmp_path, "b.html", "a/2.html", "a/10.html", "c/d/e.txt", "c/a.htm", "B.HTML", "é.xhtml", "新聞/一.html")
    assert ids(tmp_path) == ["B.HTML", "a/10.html", "a/2.html", "b.html", "c/a.htm", "c/d/e.txt", "é.xhtml", "新聞/一.html"]


def test_other_files_are_no_pages(tmp_path):
    fill(tmp_path, "a.css", "b.pdf", "html", ".html", "c.html.gz", "d.md", "e.json")
    assert ids(tmp_path) == []


def test_a_text_file_is_text_and_the_others_are_looked_at(tmp_path):
    fill(tmp_path, "a.html", "b.txt", "c.TXT", "d.xhtml", "e.htm")
    assert [file.syntax for _, file in pages(tmp_path)] == [None, "text", "text", None, None]


def test_a_folder_named_like_a_page_is_a_folder(tmp_path):
    fill(tmp_path, "story.html/index.html")
    assert ids(tmp_path) == ["story.html/index.html"]


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
    (_, first), (_, second), (id, dead) = pages(tmp_path)
    assert first.read() == second.read() == b"a.html"
    assert id == "c.html"
    with pytest.raises(FileNotFoundError):
        dead.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_page(tmp_path):
    os.mkfifo(tmp_path / "endless.html")
    assert ids(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_listed_fails_when_read(tmp_path):
    fill(tmp_path, "a/b.html")
    (tmp_path / "a").chmod(0)
    ((id, file),) = pages(tmp_path)
    assert id == "a"
    with pytest.raises(PermissionError):
        file.read()
    (tmp_path / "a").chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_utf8_is_written_with_escapes(tmp_path):
    with open(os.fsencode(tmp_path) + b"/caf\xe9.html", "wb") as file:
        file.write(b"<p>x</p>")
    ((id, page),) = pages(tmp_path)
    assert id == "caf\\xe9.html"
    assert page.read() == b"<p>x</p>"


def test_a_file_over_the_limit_is_read_one_byte_past_it(tmp_path):
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 100)
    assert len(PageFile(path, None).read()) == MAX_BYTES + 1
