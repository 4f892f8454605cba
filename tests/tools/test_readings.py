"""Our own readings keep roles without text, and find their blocks again in the page as it is cut today."""

import gzip
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import gold
import readings
from cleanpage.model import Role

PAGE = "<nav><a href=/>News</a></nav><p>The harbour council voted to rebuild the pier.</p><p>News</p><p>Imprint</p>"
TEXTS = ["News", "The harbour council voted to rebuild the pier.", "News", "Imprint"]


def page(tmp_path: Path, html: str = PAGE, labelled: str = "") -> gold.Page:
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(html.encode()))
    return gold.Page("corpus", "1", "", "group", "article", "x", (), (), (), labelled, file)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(readings, "FILE", tmp_path / "readings.jsonl")
    readings._stored.cache_clear()
    yield lambda roles: readings.write({("corpus", "1"): readings.runs_of(TEXTS, roles)})
    readings._stored.cache_clear()


def test_every_block_gets_its_role_back(stored, tmp_path):
    stored(["navigation", "body", "feed", "legal"])
    found = readings.read(page(tmp_path))
    assert [(text, role) for text, _, role in found.roles] == list(zip(TEXTS, ["navigation", "body", "feed", "legal"], strict=True))
    assert found.labelled == "read"


def test_no_word_of_the_page_is_stored(stored):
    stored(["navigation", "body", "feed", "legal"])
    assert "harbour" not in readings.FILE.read_text() and "ouncil" not in readings.FILE.read_text()


def test_what_the_reader_could_not_tell_has_no_role(stored, tmp_path):
    stored(["navigation", "", "feed", "legal"])
    assert [role for _, _, role in readings.read(page(tmp_path)).roles] == ["navigation", "feed", "legal"]


def test_a_text_that_now_stands_there_another_number_of_times_has_no_role(stored, tmp_path):
    stored(["navigation", "body", "feed", "legal"])
    found = readings.read(page(tmp_path, PAGE.replace("<p>News</p>", "")))
    assert [role for _, _, role in found.roles] == ["body", "legal"]


def test_pages_that_others_labelled_keep_their_labels(stored, tmp_path):
    stored(["navigation", "body", "feed", "legal"])
    held = page(tmp_path, labelled="all")
    assert readings.read(held) is held


def test_a_new_reading_takes_the_place_of_the_old_one(stored, tmp_path):
    stored(["navigation", "body", "feed", "legal"])
    stored(["navigation", "body", "related", "legal"])
    assert [role for _, _, role in readings.read(page(tmp_path)).roles][2] == "related"


def test_the_packaged_readings_have_known_roles_and_whole_fingerprints():
    rows = [json.loads(line) for line in (Path(readings.__file__).with_name("readings.jsonl")).read_text("utf-8").splitlines()]
    assert len({(row["corpus"], row["page"]) for row in rows}) == len(rows) > 500
    assert {role for row in rows for role, _ in row["runs"]} <= {*Role, ""}
    assert all(len(prints) % readings.WIDTH == 0 for row in rows for _, prints in row["runs"])
