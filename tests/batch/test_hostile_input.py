"""More than a hundred inputs that try to stop a run or to get lost in it: each ends in one place, and the pages behind them are cleaned."""

import bz2
import gzip
import io
import json
import os
import random
import struct
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from batch.pages import page, rows, written
from batch.sources.test_warc import record, response
from cleanpage.batch.compression import zstd
from cleanpage.batch.pool import Limits
from cleanpage.batch.run import Settings, run

GOOD = page().encode()
NOISE = random.Random(1).randbytes
BOMB = bytes(60_000_000)

FILES = {
    "bomb.html.gz": gzip.compress(BOMB, 1),
    "bomb.html.bz2": bz2.compress(BOMB, 1),
    "bomb.html.zst": zstd().compress(BOMB),
    "bomb-in-bomb.html.gz": gzip.compress(gzip.compress(BOMB, 1)),
    "cut.html.gz": gzip.compress(NOISE(5000))[:-600],
    "cut.html.bz2": bz2.compress(NOISE(5000))[:-600],
    "cut.html.zst": zstd().compress(NOISE(5000))[:-600],
    "no.html.gz": GOOD,
    "no.html.bz2": GOOD,
    "no.html.zst": GOOD,
    "empty.html.gz": b"",
    "empty.html.zst": b"",
    "empty.html": b"",
    "empty.txt": b"",
    "png.html": b"\x89PNG\r\n\x1a\n" + NOISE(2000),
    "jpeg.html": b"\xff\xd8\xff\xe0" + NOISE(2000),
    "pdf.html": b"%PDF-1.7\n" + NOISE(2000),
    "zip.html": b"PK\x03\x04" + NOISE(2000),
    "elf.html": b"\x7fELF\x02\x01\x01" + NOISE(2000),
    "gz.html": gzip.compress(GOOD),
    "noise.html": NOISE(100_000),
    "noise.txt": NOISE(100_000),
    "nuls.html": bytes(100_000),
    "nuls-between.html": b"\0".join(GOOD[i : i + 1] for i in range(len(GOOD))),
    "utf16.html": GOOD.decode().encode("utf-16"),
    "utf16-bare.html": GOOD.decode().encode("utf-16-le"),
    "utf16-odd.html": GOOD.decode().encode("utf-16-le")[:-1],
    "half-utf8.html": GOOD.replace(b"\xe2\x80\x9c", b"\xe2\x80"),
    "declares-nonsense.html": b"<meta charset=banana>" + GOOD.replace(b"Ada", b"\xc0da"),
    "deep.html": b"<div>" * 5_000 + b"x",
    "deep-inline.html": b"<b><i>" * 50_000 + b"x",
    "deep-lists.html": b"<ul><li>" * 3_000 + b"x",
    "deep-tables.html": b"<table><tr><td>" * 10_000 + b"x",
    "wide.html": b"<p>x" * 10_000,
    "one-word.html": b"<p>" + b"x" * 5_000_000,
    "no-end.html": b"<p " + b'a="' + b"x" * 1_000_000,
    "attributes.html": b"<p " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">x",
    "comment.html": b"<!--" + b"-" * 1_000_000,
    "script.html": b"<script>" + b"x" * 1_000_000,
    "entities.html": b"<p>" + b"&amp;" * 200_000,
    "bad-entities.html": b"<p>" + b"&#x110000;&#0;&#xd800;&bogus;" * 5000,
    "json-ld.html": b'<script type="application/ld+json">' + b'{"a":' * 50_000 + b"</script><p>x",
    "controls.txt": bytes(range(32)) * 1000,
    "bidi.txt": "\u202e\u2066\u200b".encode() * 10_000,
    "combining.txt": ("a" + "\u0301" * 100_000).encode(),
    "lines.txt": b"\n" * 500_000 + b"x",
    "long-line.txt": b"word " * 400_000,
    "no\nname.html": GOOD,
    "-rf.html": GOOD,
    "$(touch here).html": GOOD,
    "\u202elmth.html": GOOD,
    "\\..\\up.html": GOOD,
    "x" * 240 + ".html": GOOD,
    "story.html/index.html": GOOD,
}
LINKS = {"dead.html": "gone", "itself.html": "itself.html", "folder": ".", "folder.html": ".", "up.html": "..", "zeros.html": "/dev/zero"}
LINES = [
    *(b"{", b"}", b"[1]", b'"x"', b"null", b"1e999", b"NaN", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"\0"),
    NOISE(500).replace(b"\n", b""),
    *(b"{}", b'{"html": null}', b'{"html": 7}', b'{"html": ["x"]}', b'{"html": {"text": "x"}}', b'{"body": "x"}'),
    b'{"html": "x"} trailing',
    *(b'{"html": "\\ud800"}', b'{"html": ""}', b'{"html": "x", "id": {"a": 1}}', b'{"html": "x", "url": ["u"]}'),
    *(b'{"html": "x", "id": ""}', b'{"html": "x", "html": "y"}', b'{"html": "x", "url": "http://[::1"}', b'{"html": "\\u0000"}'),
    json.dumps({"html": "x" * 2_000_000}).encode(),
]
RECORDS = [
    record(b"", 10),
    record(b"no response", 11),
    record(response(b""), 12),
    record(response(gzip.compress(BOMB, 1), "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"), 13),
    record(response(b"no gzip", "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"), 14),
    record(response(b"?", "200 OK", "Content-Type: text/html", "Content-Encoding: colour"), 15),
    record(response(b"zz\r\n", "200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked"), 16),
    record(response(NOISE(1000)), 17),
    record(response(b"caf\xe9", "200 OK", "Content-Type: text/html; charset=banana"), 18),
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n",
]
CELLS = [b"<p>\xff", b"", None, NOISE(1000), b"\x89PNG\r\n\x1a\n"]


def cleaned(source: Path, out: Path) -> dict[str, str]:
    """What became of every page: "article", or the class of its error. No page has two ends."""
    tally, complete = run(Settings(str(source), out, jobs=2, limits=Limits(timeout_s=60.0, memory_mb=2000)))
    ends = [(row["id"], "article") for row in written(out)] + [(row["id"], row["error"]) for row in rows(out / "failures.jsonl")]
    assert complete
    assert max(Counter(id for id, _ in ends).values()) == 1
    assert tally.read == tally.written + tally.failed == len(ends)
    return dict(ends)


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_a_folder_of_hostile_files(tmp_path):
    folder = tmp_path / "pages"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.html")
    (folder / "zz.html").write_bytes(GOOD)
    ends = cleaned(folder, tmp_path / "out")
    assert set(ends) == {*FILES, "dead.html", "itself.html", "zeros.html", "pipe.html", "zz.html"}
    assert ends["zz.html"] == "article"
    assert {name for name, end in ends.items() if end == "PageTooLarge"} == {f"bomb.html.{packing}" for packing in ("gz", "bz2", "zst")}
    assert all(end == "BadRecord" for name, end in ends.items() if name.startswith(("cut.", "no.")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pages"]


def test_hostile_lines(tmp_path):
    lines = [json.dumps({"html": page(), "id": "first"}).encode(), *LINES, json.dumps({"html": page(), "id": "last"}).encode()]
    (tmp_path / "pages.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    ends = cleaned(tmp_path / "pages.jsonl", tmp_path / "out")
    assert len(ends) == len(lines)
    assert ends["first"] == ends["last"] == "article"
    assert [ends[f"pages.jsonl:{number}"] for number in range(2, 21)] == ["BadRecord"] * 19


def test_a_hostile_zip(tmp_path):
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in ("../../up.html", "/root.html", "C:\\x.html", "a\nb.html", "damaged.html", "encrypted.html", "", "last.html"):
            archive.writestr(name or "nameless/.html.html", GOOD)
        archive.writestr("bomb.html", BOMB)
        archive.writestr("bomb.html.gz", gzip.compress(BOMB, 1))
    data = bytearray(packed.getvalue())
    damaged = data.index(b"damaged.html") + len("damaged.html")
    data[damaged] ^= 0xFF
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.rindex(mark, 0, data.index(b"encrypted.html") if mark == b"PK\x03\x04" else data.rindex(b"encrypted.html"))
        data[place + at : place + at + 2] = struct.pack("<H", 1)
    (tmp_path / "pages.zip").write_bytes(data)
    ends = cleaned(tmp_path / "pages.zip", tmp_path / "out")
    assert len(ends) == 10
    assert {id: end for id, end in ends.items() if end != "article"} == {
        "damaged.html": "BadRecord",
        "encrypted.html": "BadRecord",
        "bomb.html": "PageTooLarge",
        "bomb.html.gz": "PageTooLarge",
    }


def test_a_hostile_archive(tmp_path):
    (tmp_path / "pages.warc").write_bytes(b"".join([*RECORDS, record(response(GOOD), 90), record(response(GOOD), 91)[:-300]]))
    ends = cleaned(tmp_path / "pages.warc", tmp_path / "out")
    assert len(ends) == len(RECORDS) + 2
    assert ends["urn:uuid:90"] == "article"
    assert ends["urn:uuid:13"] == "PageTooLarge"
    assert [ends[f"urn:uuid:{number}"] for number in (10, 11, 14, 15, 16, 91)] == ["BadRecord"] * 6


def test_hostile_rows(tmp_path):
    table = pa.table({"html": pa.array([*CELLS, GOOD], pa.binary()), "id": [None, "", "a", "b", "c", "d"]})
    pq.write_table(table, tmp_path / "pages.parquet")
    ends = cleaned(tmp_path / "pages.parquet", tmp_path / "out")
    assert len(ends) == len(CELLS) + 1
    assert (ends["a"], ends["b"], ends["c"], ends["d"]) == ("BadRecord", "DecodeError", "DecodeError", "article")


def test_these_are_more_than_a_hundred():
    assert len(FILES) + len(LINKS) + len(LINES) + len(RECORDS) + len(CELLS) + 9 > 100
