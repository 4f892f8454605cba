import os
import pickle

import pytest

from cleanpage.batch.page import PageFile, Record, in_file, is_page, record, syntax, unreadable
from cleanpage.errors import BadRecord
from cleanpage.pipeline import MAX_BYTES


def test_a_page_file_is_read_where_it_is_needed(tmp_path):
    path = tmp_path / "a.html"
    page = in_file("a.html", str(path), url="https://a.example/").page
    path.write_bytes(b"<p>x</p>")
    assert pickle.loads(pickle.dumps(page)).read().content == b"<p>x</p>"
    assert page.read().url == "https://a.example/"


def test_a_file_over_the_limit_is_read_one_byte_past_it(tmp_path):
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 100)
    assert len(PageFile(str(path)).read().content) == MAX_BYTES + 1


def test_another_file_has_another_mark(tmp_path):
    path = tmp_path / "a.html"
    marks = [in_file("a", str(path)).place.mark]
    for content, time in ((b"x", 1), (b"xy", 1), (b"yx", 2)):
        path.write_bytes(content)
        os.utime(path, (time, time))
        marks.append(in_file("a", str(path)).place.mark)
    assert len(set(marks)) == 4
    assert in_file("b", str(path)).place.mark == marks[-1]


@pytest.mark.parametrize("content", ["<p>é</p>", "half a pair \ud83d", b"\xff\x00"])
def test_a_record_is_marked_by_its_content(content):
    item = record("a", Record(content))
    assert item.page.read().content == content
    assert item.place.mark == record("b", Record(content, "https://a.example/")).place.mark
    assert item.place.mark != record("a", Record(content + content)).place.mark


def test_what_cannot_be_read_says_why():
    item = unreadable("a:3", "the line is no JSON")
    assert item.place.id == "a:3"
    with pytest.raises(BadRecord, match="no JSON"):
        pickle.loads(pickle.dumps(item.page)).read()


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "b/c.xhtml", "a.txt", "a.html.gz", "a.txt.BZ2", "a.b.htm.zst"])
def test_pages_by_name(name):
    assert is_page(name)


@pytest.mark.parametrize("name", ["a.css", "a.pdf", "html", ".html", ".html.gz", "a.gz", "a.html.gz.gz", "a.html.zip", "a.md", "a.html/b"])
def test_other_files_by_name(name):
    assert not is_page(name)


@pytest.mark.parametrize("name, expected", [("a.txt", "text"), ("a.TXT.gz", "text"), ("a.html", None), ("a.xhtml", None), ("a", None)])
def test_syntaxes_by_name(name, expected):
    assert syntax(name) == expected
