import gzip
import json

import pytest

from batch.engines.equal import FIXTURES, example, lines, local
from cleanpage.batch.pool import NO_LIMITS, Limits

pytest.importorskip("datatrove", reason="needs pip install 'cleanpage[datatrove]'")

from datatrove.data import Document

from cleanpage.batch.engines.datatrove import Cleanpage

PAGE = (FIXTURES / "en-seedlike-newsfeed.html").read_text("utf-8")
NO_ARTICLE = "<nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>"


def written(folder):
    """The rows in the documents that datatrove wrote, which leaves out an empty text."""
    lines = (line for path in folder.glob("*.jsonl.gz") for line in gzip.decompress(path.read_bytes()).splitlines())
    documents = map(json.loads, lines)
    return [_row(document, document["metadata"]["cleanpage"]) for document in documents]


def _row(document, labels):
    return {"id": document["id"]} | labels | ({} if "error" in labels else {"text": document.get("text", "")})


def test_the_rows_are_the_local_engines(tmp_path, monkeypatch):
    pages = {path.name: path.read_bytes().decode("utf-8", "replace") for path in FIXTURES.glob("*.html")}
    pages |= {"none.html": NO_ARTICLE, "large.html": "x" * 50_000_001}
    source = tmp_path / "pages" / "pages.jsonl"
    source.parent.mkdir()
    rows = [{"id": id, "url": f"https://a.example.com/{id}", "html": page} for id, page in pages.items()]
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    monkeypatch.chdir(tmp_path)  # where datatrove leaves its logs
    example("datatrove", tmp_path)
    articles, excluded = written(tmp_path / "articles"), written(tmp_path / "excluded")
    assert lines([*articles, *excluded]) == local(source, tmp_path / "local")
    assert {row["id"] for row in excluded} == {"none.html", "large.html"}


def test_a_document_keeps_its_metadata_and_takes_the_labels():
    document = Document(PAGE, "a", metadata={"url": "https://www.example.com/a", "title": "theirs", "dump": "2026-11"})
    (cleaned,) = Cleanpage(limits=NO_LIMITS).run([document])
    labels = cleaned.metadata.pop("cleanpage")
    assert cleaned.metadata == {"url": "https://www.example.com/a", "title": "theirs", "dump": "2026-11"}
    assert labels["url"] == "https://www.example.com/a"
    assert {widget["role"] for widget in labels["removed"]} >= {"navigation", "feed"}
    assert "<" not in cleaned.text


def test_documents_stay_in_order_and_what_takes_too_long_is_dropped_and_counted():
    pages = [PAGE, "<p>x</p>" * 2_000_000, NO_ARTICLE, PAGE]
    step = Cleanpage(limits=Limits(timeout_s=8.0))
    documents = step.run(Document(page, str(number)) for number, page in enumerate(pages))
    assert [document.id for document in documents] == ["0", "3"]
    counts = {name: step.stats[name].total for name in ("total", "forwarded", "dropped", "dropped_TimeoutError", "dropped_empty")}
    assert counts == {"total": 4, "forwarded": 2, "dropped": 2, "dropped_TimeoutError": 1, "dropped_empty": 1}
