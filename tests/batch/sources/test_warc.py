import gzip
import io
import os
import zlib
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter

from cleanpage.batch.compression import zstd
from cleanpage.batch.page import Record
from cleanpage.batch.sources import warc
from cleanpage.errors import BadRecord
from cleanpage.pipeline import MAX_BYTES

PAGE = "<p>Rain fell in Ærø.</p>".encode()


def record(content: bytes, number: int = 1, kind: str = "response", type: str = "application/http; msgtype=response") -> bytes:
    head = f"""WARC/1.0
WARC-Type: {kind}
WARC-Record-ID: <urn:uuid:{number}>
WARC-Target-URI: https://a.example/{number}
Content-Type: {type}
Content-Length: {len(content)}

"""
    return head.replace("\n", "\r\n").encode() + content + b"\r\n\r\n"


def response(content: bytes = PAGE, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: text/html; charset=utf-8",)), "", ""]
    return "\r\n".join(lines).encode() + content


def items(path: Path, *records: bytes):
    path.write_bytes(b"".join(records))
    return list(warc.pages(str(path)))


def chunked(content: bytes) -> bytes:
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (content[:5], content[5:], b""))


def brotli(content: bytes) -> bytes:
    packed = io.BytesIO()
    writer = BrotliWriter(packed)
    writer.write(content)
    writer.close()
    return packed.getvalue()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "A.WARC.ZST", "CC-MAIN-2026.warc.wet.gz", "a.wet"])
def test_names_of_archives(name):
    assert warc.accepts(name)


@pytest.mark.parametrize("name", ["warc", "a.warc.zip", "a.wat.gz", "warc.gz", "-"])
def test_other_names(name):
    assert not warc.accepts(name)


@pytest.mark.parametrize("name, pack", [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.warc.zst", zstd().compress)])
def test_responses_are_pages(tmp_path, name, pack):
    first, second = items(tmp_path / name, pack(record(response(), 1)), pack(record(response(b"<p>two"), 2)))
    assert first.place.id == "urn:uuid:1"
    assert first.page.read() == Record(PAGE, "https://a.example/1")
    assert second.page.read().content == b"<p>two"
    assert first.place.mark != second.place.mark


@pytest.mark.parametrize(
    "other",
    [
        record(response(PAGE, "404 Not Found"), 7),
        record(response(b"", "301 Moved", "Location: /b"), 7),
        record(response(b"GIF89a", "200 OK", "Content-Type: image/gif"), 7),
        record(b"GET / HTTP/1.1\r\n\r\n", 7, "request", "application/http; msgtype=request"),
        record(b"software: crawler", 7, "warcinfo", "application/warc-fields"),
        record(b"\x89PNG", 7, "resource", "image/png"),
    ],
)
def test_other_records_are_none(tmp_path, other):
    assert [item.place.id for item in items(tmp_path / "a.warc", record(response(), 1), other, record(response(), 2))] == [
        "urn:uuid:1",
        "urn:uuid:2",
    ]


def test_a_response_that_is_none_costs_itself_only(tmp_path):
    bad, good = items(tmp_path / "a.warc", record(b"no response"), record(response(), 2))
    with pytest.raises(BadRecord, match="no HTTP response"):
        bad.page.read()
    assert good.page.read().content == PAGE


def test_plain_text_and_conversions_are_flattened_text(tmp_path):
    plain, conversion, resource, unnamed = items(
        tmp_path / "a.wet",
        record(response(b"Rain.", "200 OK", "Content-Type: text/plain"), 1),
        record(b"Rain.", 2, "conversion", "text/plain"),
        record(PAGE, 3, "resource", "text/html; charset=utf-8"),
        record(response(PAGE, "200 OK", "Server: x"), 4),
    )
    assert (plain.page.read().syntax, plain.page.read().content) == ("text", b"Rain.")
    assert conversion.page == Record(b"Rain.", "https://a.example/2", "text")
    assert resource.page == Record(PAGE, "https://a.example/3", None)
    assert unnamed.page.read().content == PAGE


@pytest.mark.parametrize(
    "headers, content",
    [
        (["Content-Encoding: gzip"], gzip.compress(PAGE)),
        (["Content-Encoding: deflate"], zlib.compress(PAGE)),
        (["Content-Encoding: br"], brotli(PAGE)),
        (["Transfer-Encoding: chunked"], chunked(PAGE)),
        (["Content-Encoding: gzip", "Transfer-Encoding: chunked"], chunked(gzip.compress(PAGE))),
        (["Content-Encoding: identity"], PAGE),
        (["Content-Encoding: gzip"], PAGE),
        (["Transfer-Encoding: chunked", "Content-Encoding: br"], b"\n" + PAGE),
    ],
)
def test_codings_are_undone_where_the_page_is_read(tmp_path, headers, content):
    (item,) = items(tmp_path / "a.warc", record(response(content, "200 OK", "Content-Type: text/html", *headers)))
    assert item.page.read().content.strip() == PAGE


@pytest.mark.parametrize(
    "coding, content",
    [
        ("Content-Encoding: gzip", gzip.compress(os.urandom(3000))[:-500]),
        ("Content-Encoding: gzip", b"no gzip"),
        ("Content-Encoding: deflate", b"no deflate"),
        ("Content-Encoding: br", brotli(os.urandom(3000))[:-500]),
        ("Content-Encoding: colour", b"?"),
        ("Transfer-Encoding: chunked", b"zz\r\n"),
    ],
)
def test_a_damaged_coding_costs_its_page_only(tmp_path, coding, content):
    bad, good = items(tmp_path / "a.warc", record(response(content, "200 OK", "Content-Type: text/html", coding)), record(response(), 2))
    with pytest.raises(BadRecord, match="coded in"):
        bad.page.read()
    assert good.page.read().content == PAGE


def test_a_bomb_is_unpacked_only_one_byte_past_the_limit(tmp_path):
    bomb = gzip.compress(bytes(MAX_BYTES + 10_000_000), 1)
    (item,) = items(tmp_path / "a.warc", record(response(bomb, "200 OK", "Content-Encoding: gzip")))
    assert len(item.page.read().content) == MAX_BYTES + 1


@pytest.mark.parametrize("charset, expected", [("windows-1252", "café"), ("utf-8", None), ("banana", None)])
def test_a_charset_of_the_header_is_tried_on_what_is_not_utf8(tmp_path, charset, expected):
    (item,) = items(tmp_path / "a.warc", record(response(b"caf\xe9", "200 OK", f"Content-Type: text/html; charset={charset}")))
    assert item.page.read().content == (expected or b"caf\xe9")
    (item,) = items(tmp_path / "b.warc", record(response("café".encode(), "200 OK", f"Content-Type: text/html; charset={charset}")))
    assert item.page.read().content == "café".encode()


WHOLE = [record(response(os.urandom(50).hex().encode()), number) for number in range(4)]


@pytest.mark.parametrize("name, pack", [("a.warc", bytes), ("a.warc.gz", gzip.compress), ("a.warc.zst", zstd().compress)])
def test_an_archive_cut_anywhere_gives_what_is_whole_and_says_that_the_rest_is_not(tmp_path, name, pack):
    records = [pack(record) for record in WHOLE]
    ends = {sum(map(len, records[:i])): i for i in range(5)}
    archive = b"".join(records)
    lost = 0
    for end in range(0, len(archive), 11):
        read = items(tmp_path / name, archive[:end])
        whole = max(i for at, i in ends.items() if at <= end)
        good = [item for item in read if hasattr(item.page, "content") and item.page.content]
        assert [item.place.id for item in good[:whole]] == [f"urn:uuid:{i}" for i in range(whole)]
        assert all(WHOLE[int(item.place.id[-1])].endswith(item.page.content + b"\r\n\r\n") for item in good)
        lost += end not in ends and len(read) == whole
    assert lost == 0


@pytest.mark.parametrize("damage", [b"junk\0junk" * 20, record(b"short")[:-9]], ids=repr)
def test_the_rest_of_a_damaged_archive_is_one_failure(tmp_path, damage):
    *good, rest = items(tmp_path / "a.warc", record(response(), 1), damage, record(response(), 2))
    assert good[0].place.id == "urn:uuid:1"
    with pytest.raises(BadRecord, match=r"a\.warc is damaged behind a\.warc:.*, and its rest cannot be read"):
        rest.page.read()


@pytest.mark.parametrize("head", ["WARC-Type: response\r\nContent-Length: many\r\n", "Content-Length: 0\r\n"])
def test_a_damaged_head_costs_its_record_only(tmp_path, head):
    damaged = f"WARC/1.0\r\n{head}\r\n".encode()
    first, bad, last = items(tmp_path / "a.warc", record(response(), 1), damaged, record(response(), 2))
    assert (first.page.read().content, last.page.read().content) == (PAGE, PAGE)
    with pytest.raises(BadRecord, match=r"the head of the record at a\.warc:\d+ is damaged"):
        bad.page.read()


@pytest.mark.parametrize("content, pages", [(b"", 0), (b"<html>", 1), (bytes(1000), 1)])
def test_what_is_no_archive_is_one_failure(tmp_path, content, pages):
    assert len(items(tmp_path / "a.warc", content)) == pages


def test_the_share_of_the_archive_that_is_read_grows_to_one(tmp_path):
    shares = [item.place.share for item in items(tmp_path / "a.warc", *(record(response(PAGE * 500), i) for i in range(30)))]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] > 0.9
