import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from batch.pages import PARAGRAPHS, STORY, page, rows, written
from cleanpage.batch.pool import Limits
from cleanpage.batch.run import Ended, Settings, Start, run
from cleanpage.batch.sources import Columns
from cleanpage.errors import BatchError, MissingExtra, RunStopped, UnknownName


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    (folder / "a.html").write_text(page())
    (folder / "b" / "flat.txt").write_text("Home\n\nRiver closes road\n\n" + "\n\n".join(STORY))
    (folder / "c.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "d.html").symlink_to(folder / "gone")
    (folder / "e.html").write_bytes(page().encode("utf-16"))
    return folder


@pytest.fixture
def settings(folder: Path, tmp_path: Path) -> Settings:
    return Settings(str(folder), tmp_path / "out")


def names(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


class After:
    """Says stop after so many pages."""

    def __init__(self, pages: int) -> None:
        self.left = pages

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_page_becomes_a_row_or_a_failure(settings, tmp_path, jobs):
    out = tmp_path / "deep" / "out"
    tally, complete = run(replace(settings, out=out, jobs=jobs))
    assert complete
    assert (tally.read, tally.written, tally.failed, tally.skipped) == (5, 3, 2, 0)
    assert names(out) == ["articles-00000.jsonl", "failures.jsonl", "ledger.json", "summary.json"]
    articles = written(out)
    assert [row["id"] for row in articles] == ["a.html", "b/flat.txt", "e.html"]
    assert [{**row, "id": "", "seconds": 0} for row in (articles[0],)] == [{**row, "id": "", "seconds": 0} for row in (articles[2],)]
    assert [(row["id"], row["stage"], row["error"]) for row in rows(out / "failures.jsonl")] == [
        ("c.html", "decode", "DecodeError"),
        ("d.html", "read", "FileNotFoundError"),
    ]


def test_a_row_holds_the_article(settings):
    run(settings)
    row = written(settings.out)[0]
    assert row["title"] == "River closes road"
    assert row["text"] == "\n".join(STORY)
    assert row["url"] is None
    assert row["removed"][0]["role"] == "navigation"
    assert sum(widget["blocks"] for widget in row["removed"]) == 4
    assert all(widget["reason"] for widget in row["removed"])
    assert 0 < row["seconds"] < 10


def test_the_summary_adds_up(settings):
    tally, _ = run(settings)
    summary = json.loads((settings.out / "summary.json").read_text())
    assert summary == tally.summary()
    assert summary["read"] == summary["written"] + summary["failed"] + summary["skipped"] == 5
    assert summary["errors"] == {"DecodeError": 1, "FileNotFoundError": 1}
    assert summary["roles"]["body"] == 12


def test_a_text_file_is_read_as_text_even_if_it_looks_like_html(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text(PARAGRAPHS)
    (tmp_path / "pages" / "b.html").write_text(PARAGRAPHS)
    run(Settings(str(tmp_path / "pages"), tmp_path / "out"))
    assert ["<p>" in row["text"] for row in written(tmp_path / "out")] == [True, False]


def test_records_bring_their_url_and_id(tmp_path):
    source = tmp_path / "pages.jsonl"
    source.write_text(json.dumps({"id": 7, "url": "https://www.a.example/1", "page": page()}) + "\n{\n")
    tally, _ = run(Settings(str(source), tmp_path / "out", columns=Columns(html="page")))
    (row,) = written(tmp_path / "out")
    assert (row["id"], row["url"], row["outlet"], row["title"]) == ("7", "https://www.a.example/1", "a.example", "River closes road")
    assert [row["id"] for row in rows(tmp_path / "out" / "failures.jsonl")] == ["pages.jsonl:2"]
    assert tally.outlets == {"a.example": 1}


def test_a_watcher_is_told_of_every_page(settings):
    seen = []
    run(settings, watch=lambda progress: seen.append((progress.tally.read, progress.share)))
    assert seen == [(1, 0.2), (2, 0.4), (3, 0.6), (4, 0.8), (5, 1.0)]


def test_an_empty_folder_gives_an_empty_record(tmp_path):
    (tmp_path / "pages").mkdir()
    tally, complete = run(Settings(str(tmp_path / "pages"), tmp_path / "out"))
    assert (tally.read, complete) == (0, True)
    assert names(tmp_path / "out") == ["failures.jsonl", "ledger.json", "summary.json"]


GERMAN = [
    "In den Hügeln regnete es die ganze Nacht, und der Fluss stieg um einen Meter, ehe der Rat am Montag früh die Straße sperrte.",
    "Zwei Höfe waren bis zum Nachmittag abgeschnitten. Verletzt wurde niemand, doch eine Scheune mit dem Heu des Winters ging verloren.",
]


def in_german(folder: Path) -> None:
    """A page in German whose template states English, and one whose language nobody can tell."""
    (folder / "g.html").write_text(f'<html lang="en"><h1>Fluss sperrt Straße</h1>{"".join(f"<p>{text}</p>" for text in GERMAN)}')
    (folder / "h.html").write_text("<p></p>")


@pytest.mark.parametrize(("tags", "kept"), [("de", ["g.html"]), ("en", ["a.html", "b/flat.txt", "e.html"]), ("fr", []), ("de,fr,en", None)])
def test_articles_in_other_languages_are_recorded_and_not_written(settings, folder, tags, kept):
    in_german(folder)
    told = {"a.html": "en", "b/flat.txt": "en", "e.html": "en", "g.html": "de", "h.html": None}
    kept = [id for id, tag in told.items() if tag] if kept is None else kept
    tally, _ = run(replace(settings, languages=frozenset(tags.split(","))))
    assert [row["id"] for row in written(settings.out)] == kept
    others = {row["id"]: row["language"] for row in rows(settings.out / "other-languages.jsonl")}
    assert others == {id: tag for id, tag in told.items() if id not in kept}
    assert (tally.read, tally.written, tally.failed, tally.skipped) == (7, len(kept), 2, 5 - len(kept))
    assert tally.languages == {"en": 3, "de": 1, "": 1}
    assert tally.summary()["languages"] == {"en": 3, "de": 1, "": 1}


def test_an_article_in_another_language_is_nobody_s_twin(settings, folder):
    in_german(folder)
    with_doubles(folder)
    tally, _ = run(replace(settings, languages=frozenset({"de"}), dedupe=True))
    assert rows(settings.out / "duplicates.jsonl") == []
    assert tally.written == 0  # with_doubles writes over g.html


def test_without_languages_nobody_looks_for_them(settings, folder):
    in_german(folder)
    assert run(settings).tally.languages == {}
    assert "other-languages.jsonl" not in names(settings.out)


def test_a_language_that_nobody_can_tell_is_refused_before_anything_is_written(settings):
    with pytest.raises(UnknownName, match=r"language 'deu'; known: .*de, .*en"):
        run(replace(settings, languages=frozenset({"deu", "en"})))
    assert not settings.out.exists()


def test_a_page_over_its_time_is_a_failure(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<p>word</p>" * 700_000)
    (tmp_path / "pages" / "b.html").write_text(page())
    tally, _ = run(Settings(str(tmp_path / "pages"), tmp_path / "out", limits=Limits(timeout_s=1.0)))
    assert (tally.written, tally.errors) == (1, {"TimeoutError": 1})


def with_doubles(folder: Path) -> None:
    """Pages of which some say the same: b/double.html is a copy of a.html, f.html has one word more."""
    (folder / "b" / "double.html").write_text(page())
    (folder / "f.html").write_text(page().replace("Two farms", "Two large farms"))
    (folder / "g.html").write_text("<p></p>")
    (folder / "h.html").write_text("<p></p>")


def test_of_articles_that_say_the_same_the_first_is_kept(settings, folder):
    with_doubles(folder)
    tally, _ = run(replace(settings, dedupe=True))
    assert (tally.read, tally.written, tally.failed, tally.skipped) == (9, 3, 2, 4)
    assert [row["id"] for row in written(settings.out)] == ["a.html", "g.html", "h.html"]
    doubles = rows(settings.out / "duplicates.jsonl")
    assert [(row["id"], row["of"], row["exact"]) for row in doubles] == [
        ("b/double.html", "a.html", True),
        ("b/flat.txt", "a.html", True),
        ("e.html", "a.html", True),
        ("f.html", "a.html", False),
    ]
    assert 0.8 < doubles[-1]["similarity"] < 1
    assert not (settings.out / "seen.part").exists()


def test_without_it_all_are_kept(settings, folder):
    with_doubles(folder)
    assert run(settings).tally.written == 7
    assert not (settings.out / "duplicates.jsonl").exists()


@pytest.mark.parametrize("pages", range(1, 9))
def test_duplicates_are_found_across_a_stop(settings, folder, pages):
    with_doubles(folder)
    settings = replace(settings, dedupe=True)
    assert not run(settings, stop=After(pages)).complete
    tally, _ = run(settings)
    assert (tally.read, tally.written, tally.failed, tally.skipped) == (9, 3, 2, 4)
    assert [row["id"] for row in written(settings.out)] == ["a.html", "g.html", "h.html"]
    assert [row["id"] for row in rows(settings.out / "duplicates.jsonl")] == ["b/double.html", "b/flat.txt", "e.html", "f.html"]


# --- where it refuses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", ["pages", "pages/out", "pages/b/../out", ".", "link/out"])
def test_folders_one_in_the_other_are_refused(settings, folder, tmp_path, out):
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(BatchError, match="one in the other; name an output folder beside"):
        run(replace(settings, out=tmp_path / out))
    assert not (folder / "out").exists()


def test_a_source_in_the_output_folder_is_refused(tmp_path):
    source = tmp_path / "articles-00000.jsonl"
    source.write_text("{}\n")
    with pytest.raises(BatchError, match="one in the other"):
        run(Settings(str(source), tmp_path, start=Start.ANEW))
    assert source.read_text() == "{}\n"


def test_a_neighbour_with_a_longer_name_is_not_inside(settings, tmp_path):
    assert run(replace(settings, out=tmp_path / "pages-out")).tally.written == 3


@pytest.mark.parametrize("name", ["none", "file.pdf"])
def test_what_is_no_source_is_refused(tmp_path, name):
    (tmp_path / "file.pdf").touch()
    with pytest.raises(BatchError, match=f"{name} is no source: neither a folder nor a file of a kind that is known \\(.*folder, jsonl"):
        run(Settings(str(tmp_path / name), tmp_path / "out"))


def test_a_page_is_no_source_and_is_sent_where_it_belongs(settings, folder):
    with pytest.raises(BatchError, match=r"a\.html is no source: .*; of one page: cleanpage clean .*a\.html"):
        run(replace(settings, source=str(folder / "a.html")))


def test_an_unknown_output_is_refused_before_anything_is_written(settings):
    with pytest.raises(UnknownName, match=r"output 'csv'; known: json, jsonl, jsonl\.gz"):
        run(replace(settings, to="csv"))
    assert not settings.out.exists()


@pytest.mark.parametrize(
    ("library", "extra", "wanted"),
    [
        ("pyarrow.parquet", "parquet", {"to": "parquet"}),
        ("backports.zstd", "zst", {"to": "jsonl.zst"}),
        ("rensa", "dedupe", {"dedupe": True}),
    ],
)
def test_a_library_that_is_missing_is_named_before_anything_is_written(settings, monkeypatch, library, extra, wanted):
    if extra == "zst" and sys.version_info >= (3, 14):
        pytest.skip("has it built in")
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "cleanpage.batch.duplicates", raising=False)
    with pytest.raises(MissingExtra, match=rf"pip install 'cleanpage\[{extra}\]'"):
        run(replace(settings, **wanted))
    assert not settings.out.exists()


def test_columns_of_what_has_none_are_refused(settings, tmp_path):
    (tmp_path / "pages.warc").touch()
    with pytest.raises(BatchError, match="has no columns to name"):
        run(replace(settings, source=str(tmp_path / "pages.warc"), columns=Columns(html="page")))


def test_profiles_that_are_not_there_are_refused(settings, tmp_path):
    with pytest.raises(BatchError, match=r"no folder of profiles .*none"):
        run(replace(settings, profiles=tmp_path / "none"))
    assert not settings.out.exists()


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_names_that_are_not_utf8_do_not_stop_a_run(settings, folder):
    with open(os.fsencode(folder) + b"/f\xe9.html", "w") as file:
        file.write(page())
    assert run(settings).tally.written == 4
    assert written(settings.out)[-1]["id"] == "f\\xe9.html"


# --- going on ---------------------------------------------------------------------------------------------------------------------


def test_a_run_that_was_stopped_goes_on_where_it_was(settings):
    assert run(settings, stop=After(2)).complete is False
    assert names(settings.out) == ["articles-00000.jsonl.part", "failures.jsonl.part", "ledger.json"]
    tally, complete = run(settings)
    assert complete
    assert (tally.read, tally.written, tally.failed) == (5, 3, 2)
    assert [row["id"] for row in written(settings.out)] == ["a.html", "b/flat.txt", "e.html"]
    assert [row["id"] for row in rows(settings.out / "failures.jsonl")] == ["c.html", "d.html"]


def test_what_a_killed_run_wrote_beyond_its_ledger_is_done_again(settings):
    run(settings, stop=After(3))
    for name in ("articles-00000.jsonl.part", "failures.jsonl.part"):
        with (settings.out / name).open("ab") as file:
            file.write(b'{"id": "c.html", "half a ro')
    run(settings)
    assert [row["id"] for row in written(settings.out)] == ["a.html", "b/flat.txt", "e.html"]
    assert [row["id"] for row in rows(settings.out / "failures.jsonl")] == ["c.html", "d.html"]


def test_a_run_killed_at_its_very_end_is_finished(settings):
    run(settings)
    out = settings.out
    (out / "articles-00000.jsonl").rename(out / "articles-00000.jsonl.part")
    (out / "failures.jsonl").rename(out / "failures.jsonl.part")
    (out / "summary.json").unlink()
    assert run(settings).complete
    assert names(out) == ["articles-00000.jsonl", "failures.jsonl", "ledger.json", "summary.json"]
    assert json.loads((out / "summary.json").read_text())["read"] == 5


def test_a_complete_run_is_not_done_again(settings):
    first = run(settings)
    before = (settings.out / "articles-00000.jsonl").stat()
    assert run(settings) == Ended(first.tally, True)
    assert (settings.out / "articles-00000.jsonl").stat() == before


@pytest.mark.parametrize("stopped", [True, False])
def test_a_source_that_changed_is_refused(settings, folder, stopped):
    run(settings, stop=After(2) if stopped else bool)
    (folder / "a.html").write_text(page("Ferry late"))
    before = {path: path.read_bytes() for path in settings.out.iterdir()}
    with pytest.raises(BatchError, match=r"the source is not what it was .*; put it back as it was, or start anew with --fresh"):
        run(settings)
    assert {path: path.read_bytes() for path in settings.out.iterdir()} == before


@pytest.mark.parametrize("change", [lambda folder: (folder / "z.html").touch(), lambda folder: (folder / "e.html").unlink()])
def test_a_complete_run_of_a_source_that_grew_or_shrank_is_refused(settings, folder, change):
    run(settings)
    change(folder)
    with pytest.raises(BatchError, match="not what it was"):
        run(settings)


def test_pages_behind_those_that_are_done_may_change(settings, folder):
    run(settings, stop=After(2))
    (folder / "z.html").write_text(page())
    assert run(settings).tally.read == 6


OTHERS = [
    {"to": "jsonl.gz"},
    {"dedupe": True},
    {"source": "pages.jsonl", "columns": Columns(html="page")},
    {"languages": frozenset({"de"})},
    {"profiles": Path("pages")},
]


@pytest.mark.parametrize("change", OTHERS, ids=str)
def test_other_settings_are_refused(settings, change, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages.jsonl").touch()
    run(settings, stop=After(2))
    refused = pytest.raises(BatchError, match=f"was begun with {list(change)[-1]} .*, not .*; go on with that, or start anew with --fresh")
    with refused:
        run(replace(settings, **change))
    run(replace(settings, **change, start=Start.ANEW), stop=After(0))
    with refused:
        run(settings)


def test_jobs_and_limits_may_be_others(settings):
    run(settings, stop=After(2))
    assert run(replace(settings, jobs=2, limits=Limits(20.0))).complete


def test_a_fresh_run_removes_the_earlier_one_and_nothing_else(settings, folder):
    run(replace(settings, to="jsonl.gz"))
    (settings.out / "notes.jsonl").write_text("mine")
    (folder / "a.html").unlink()
    assert run(replace(settings, start=Start.ANEW)).tally.read == 4
    assert names(settings.out) == ["articles-00000.jsonl", "failures.jsonl", "ledger.json", "notes.jsonl", "summary.json"]


def test_a_run_that_must_go_on_needs_one(settings):
    with pytest.raises(BatchError, match=r"holds no run to go on with: there is no ledger\.json"):
        run(replace(settings, start=Start.ON))
    run(replace(settings), stop=After(1))
    assert run(replace(settings, start=Start.ON)).complete


@pytest.mark.parametrize("start", [Start.EITHER, Start.ANEW])
@pytest.mark.parametrize("name", ["articles-00000.jsonl", "articles-00003.parquet", "failures.jsonl", "summary.json"])
def test_files_without_a_ledger_are_neither_overwritten_nor_removed(settings, name, start):
    settings.out.mkdir()
    (settings.out / name).write_text("old")
    with pytest.raises(BatchError, match=f"{name} is there, and no ledger says that a run wrote it; remove it, or"):
        run(replace(settings, start=start))
    assert (settings.out / name).read_text() == "old"


def test_a_folder_of_the_user_s_that_is_called_as_ours_is_not_removed(settings):
    (settings.out / "articles").mkdir(parents=True)
    (settings.out / "articles" / "mine.txt").write_text("mine")
    with pytest.raises(BatchError, match="articles is there, and no ledger says that a run wrote it"):
        run(replace(settings, start=Start.ANEW))
    assert (settings.out / "articles" / "mine.txt").read_text() == "mine"


def interrupted(*args: object, **how: object) -> None:
    raise KeyboardInterrupt


def test_a_fresh_run_killed_while_it_removes_the_earlier_one_may_begin_again(settings, monkeypatch):
    run(replace(settings, to="txt"))
    with monkeypatch.context() as patched:
        patched.setattr("shutil.rmtree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(replace(settings, to="txt", start=Start.ANEW))
    with pytest.raises(BatchError, match="no ledger of ours"):
        run(replace(settings, to="txt"))
    assert run(replace(settings, to="txt", start=Start.ANEW)).tally.read == 5


@pytest.mark.parametrize("ledger", ["", "[]", "{", '{"pages": 3}', '{"settings": {}, "colour": 3}'])
def test_a_ledger_that_is_none_is_refused(settings, ledger):
    settings.out.mkdir()
    (settings.out / "ledger.json").write_text(ledger)
    with pytest.raises(BatchError, match=r"ledger\.json is no ledger of ours .*; start anew with --fresh"):
        run(settings)


@pytest.mark.skipif(os.name == "nt", reason="no such lock")
def test_two_runs_do_not_write_into_one_folder(settings):
    refused = []

    def second(progress: object) -> None:
        with pytest.raises(BatchError, match="another run writes into"):
            run(settings)
        refused.append(progress)

    run(settings, watch=second)
    assert len(refused) == 5


@pytest.mark.skipif(os.name == "nt", reason="no such limit")
def test_a_full_disk_stops_the_run_and_loses_nothing(tmp_path):
    (tmp_path / "pages").mkdir()
    for number in range(60):
        (tmp_path / "pages" / f"{number:02}.html").write_text(page(f"Story {number}"))
    settings = Settings(str(tmp_path / "pages"), tmp_path / "out")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(RunStopped, match=r"File too large; what is done is safe in .*: call again with the same settings to go on"):
            run(settings)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert run(settings).tally.read == 60
    assert [row["id"] for row in written(settings.out)] == [f"{number:02}.html" for number in range(60)]


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_killed_at_any_moment_and_resumed_no_page_is_missing_or_doubled(tmp_path):
    (tmp_path / "pages").mkdir()
    for number in range(200):
        (tmp_path / "pages" / f"{number:03}.html").write_bytes(page(f"Story {number}").encode() if number % 9 else b"\x89PNG\r\n\x1a\n")
    (tmp_path / "script.py").write_text(LOUD)
    out = tmp_path / "out"
    for pages in (30, 110):
        with subprocess.Popen([sys.executable, tmp_path / "script.py", tmp_path / "pages", out], stdout=subprocess.PIPE) as killed:
            for line in killed.stdout:
                if int(line) >= pages:
                    killed.send_signal(signal.SIGKILL)
    assert run(Settings(str(tmp_path / "pages"), out)).tally.read == 200
    assert [row["id"] for row in written(out)] == [f"{number:03}.html" for number in range(200) if number % 9]
    assert [row["id"] for row in rows(out / "failures.jsonl")] == [f"{number:03}.html" for number in range(0, 200, 9)]


LOUD = """
import sys
from pathlib import Path
from cleanpage.batch import run

run._COMMIT_S = 0.02

def tell(progress):
    print(progress.tally.read, flush=True)

if __name__ == "__main__":
    run.run(run.Settings(sys.argv[1], Path(sys.argv[2])), watch=tell)
"""
