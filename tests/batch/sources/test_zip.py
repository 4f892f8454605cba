import gzip
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from cleanpage.batch.page import Record
from cleanpage.batch.sources import zip as zips
from cleanpage.errors import BadRecord, BatchError
from cleanpage.pipeline import MAX_BYTES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("b/one.html", "<p>one</p>" * 100)
        archive.writestr("a/two.txt", "two " * 100)
        archive.writestr("style.css", "p {}")
        archive.mkdir("folder.html")
        archive.writestr("../up.html.gz", gzip.compress(b"<p>three</p>"))
    return path


def test_names_of_zips():
    assert zips.accepts("a.zip") and zips.accepts("A.ZIP")
    assert not any(map(zips.accepts, ("zip", "a.zip.gz", "a.html")))


def test_members_are_pages_in_their_order(path):
    one, two, three = zips.pages(str(path))
    assert (one.place.id, one.page) == ("b/one.html", Record(b"<p>one</p>" * 100, None, None))
    assert (two.place.id, two.page) == ("a/two.txt", Record(b"two " * 100, None, "text"))
    assert (three.place.id, three.page) == ("../up.html.gz", Record(b"<p>three</p>", None, None))
    assert [item.place.share for item in (one, two, three)] == [1 / 3, 2 / 3, 1.0]


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_LZMA])
def test_a_damaged_member_costs_itself_only(tmp_path, method):
    path = tmp_path / "a.zip"
    with ZipFile(path, "w", method) as archive:
        archive.writestr("a.html", "<p>one</p>" * 100)
        archive.writestr("b.html", "<p>two</p>" * 100)
    packed = bytearray(path.read_bytes())
    packed[46] ^= 0xFF
    path.write_bytes(packed)
    bad, good = zips.pages(str(path))
    with pytest.raises(BadRecord):
        bad.page.read()
    assert good.page.read().content == b"<p>two</p>" * 100


@pytest.mark.parametrize("flag, at", [(1, 6), (99, 8)])
def test_an_encrypted_member_or_an_unknown_packing_costs_itself_only(path, flag, at):
    packed = bytearray(path.read_bytes())
    packed[at] = flag
    first = packed.index(b"PK\x01\x02")
    packed[first + at + 2] = flag
    path.write_bytes(packed)
    bad, *good = zips.pages(str(path))
    with pytest.raises(BadRecord, match=r"RuntimeError|NotImplementedError|BadZipFile"):
        bad.page.read()
    assert len(good) == 2


def test_a_bomb_is_unpacked_only_one_byte_past_the_limit(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w", ZIP_DEFLATED, compresslevel=1) as archive, archive.open("bomb.html", "w") as file:
        for _ in range(60):
            file.write(bytes(1_000_000))
    (item,) = zips.pages(str(tmp_path / "a.zip"))
    assert len(item.page.read().content) == MAX_BYTES + 1


def test_members_of_one_name_are_all_read(tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.html", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.html", "two")
    assert [item.page.read().content for item in zips.pages(str(tmp_path / "a.zip"))] == [b"one", b"two"]


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04"])
def test_what_is_no_zip_is_refused_at_once(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BatchError, match=r"a\.zip is no zip"):
        zips.pages(str(tmp_path / "a.zip"))


def test_a_zip_that_is_cut_off_is_refused_at_once(path):
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(BatchError, match="or its end is missing"):
        zips.pages(str(path))
