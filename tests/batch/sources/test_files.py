import gzip
import io
import os
from types import SimpleNamespace

import pytest

from cleanpage.batch.sources import NAMED, files


@pytest.fixture
def listed(monkeypatch):
    def pages(lines: bytes):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
        return list(files.records("-", NAMED))

    return pages


def test_only_the_standard_input_is_accepted():
    assert files.accepts("-")
    assert not files.accepts("list.txt")


def test_files_come_as_they_are_listed(tmp_path, listed):
    (tmp_path / "b.html").write_bytes(b"<p>one</p>")
    (tmp_path / "a").write_bytes(b"<p>two</p>")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"three"))
    one, two, three = listed(f"{tmp_path}/b.html\n\n{tmp_path}/a\thttps://a.example/\r\n{tmp_path}/c.txt.gz".encode())
    assert (one.place.id, one.page.read().url, one.page.read().content) == (f"{tmp_path}/b.html", None, b"<p>one</p>")
    assert (two.page.read().url, two.page.read().content) == ("https://a.example/", b"<p>two</p>")
    assert (three.page.read().syntax, three.page.read().content) == ("text", b"three")


def test_a_file_that_cannot_be_read_fails_when_it_is_read(tmp_path, listed):
    gone, folder = listed(f"{tmp_path}/gone\n{tmp_path}".encode())
    with pytest.raises(FileNotFoundError):
        gone.page.read()
    with pytest.raises(IsADirectoryError):
        folder.page.read()


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_utf8_finds_its_file(tmp_path, listed):
    name = os.fsencode(tmp_path) + b"/caf\xe9"
    with open(name, "wb") as file:
        file.write(b"<p>x</p>")
    (item,) = listed(name)
    assert item.place.id == f"{tmp_path}/caf\\xe9"
    assert item.page.read().content == b"<p>x</p>"


def test_a_listed_file_that_holds_pages_gives_them_all(tmp_path, listed):
    (tmp_path / "a.jsonl").write_text('{"html": "one", "id": "own"}\n{"html": "two"}\n')
    one, two, gone = listed(f"{tmp_path}/a.jsonl\n{tmp_path}/gone.jsonl".encode())
    assert (one.page.read().id, two.place.id) == ("own", f"{tmp_path}/a.jsonl:2")
    with pytest.raises(FileNotFoundError):
        gone.page.read()
