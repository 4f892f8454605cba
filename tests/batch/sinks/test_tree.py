import json
from pathlib import Path

import pytest
from build import document
from hostile import HOSTILE, article

from cleanpage.batch.sinks import tree
from cleanpage.batch.sinks.tree import file_name
from cleanpage.model import Role


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def write(sink, *pages):
    for id, text in pages:
        sink.write(id, text.encode())


def commit(sink):
    state = json.loads(json.dumps(sink.sync()))
    sink.settle()
    return state


def test_files_mirror_the_source(tmp_path):
    sink = tree.opened(tmp_path, "txt", {})
    write(sink, ("a.html", "one"), ("b/a.html", "two"), ("b/a.htm", "three"))
    commit(sink)
    sink.close()
    assert contents(tmp_path) == {"articles/a.html.txt": b"one", "articles/b/a.htm.txt": b"three", "articles/b/a.html.txt": b"two"}


def test_nothing_is_in_sight_before_the_ledger_has_it(tmp_path):
    sink = tree.opened(tmp_path, "txt", {})
    write(sink, ("a.html", "one"))
    sink.sync()
    assert contents(tmp_path) == {"articles.part/00000000.part": b"one"}
    sink.settle()
    assert contents(tmp_path) == {"articles/a.html.txt": b"one"}


@pytest.mark.parametrize("settled", [0, 1, 2])
def test_a_run_killed_while_files_get_their_names_gives_the_rest_theirs(tmp_path, settled):
    before = tree.opened(tmp_path, "txt", {})
    write(before, ("a", "one"), ("b", "two"))
    state = json.loads(json.dumps(before.sync()))
    (tmp_path / "articles").mkdir()
    for number, name in state["names"][:settled]:
        (tmp_path / "articles.part" / f"{number:08}.part").rename(tmp_path / "articles" / name)
    write(before, ("c", "three"))  # of which the ledger does not know
    after = tree.opened(tmp_path, "txt", state)
    assert contents(tmp_path) == {"articles/a.txt": b"one", "articles/b.txt": b"two"}
    write(after, ("c", "three again"))
    commit(after)
    after.close()
    assert contents(tmp_path) == {"articles/a.txt": b"one", "articles/b.txt": b"two", "articles/c.txt": b"three again"}


def test_what_the_ledger_has_named_is_not_removed_by_a_close(tmp_path):
    before = tree.opened(tmp_path, "txt", {})
    write(before, ("a", "one"))
    state = before.sync()
    before.close()
    tree.opened(tmp_path, "txt", state).close()
    assert contents(tmp_path) == {"articles/a.txt": b"one"}


def test_pages_of_one_id_have_files_of_their_own(tmp_path):
    sink = tree.opened(tmp_path, "txt", {})
    write(sink, ("a", "one"), ("a", "two"))
    commit(sink)
    write(sink, ("a", "three"), ("b", "four"))
    commit(sink)
    assert contents(tmp_path) == {
        "articles/a.txt": b"one",
        "articles/a~1.txt": b"two",
        "articles/a~2.txt": b"three",
        "articles/b.txt": b"four",
    }


IDS = [
    *("a", "A", "a/b", "a.txt/b", "a.txt", "a%", "a%25", "a~1", "..", ".", "", "/", "//", "/etc/passwd", "../../up", "a/../../up"),
    "a\\..\\b",
    *("C:\\x", "con", "CON.html", "aux/nul", "com1.htm", "a ", "a.", " a", "a\0b", "new\nline", "*?<>|\":", "~", "-rf", "%2e%2e/x"),
    *("https://a.example/x?y=1#z", "urn:uuid:1", "新聞/一.html", "turned\u202e.html", "half \ud83d", "é", "e\u0301", "a" * 300, "新" * 300),
    *("a" * 299 + "b", "b/" * 3000 + "c", "b/" * 3000 + "d", "x" * 119 + "é", "x" * 119 + "è", *HOSTILE),
]


def test_names_never_collide_or_escape(tmp_path):
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    sink = tree.opened(out, "txt", {})
    write(sink, *((id, repr(id)) for id in IDS))
    commit(sink)
    sink.close()
    written = contents(tmp_path)
    assert sorted(written.values()) == sorted(repr(id).encode() for id in IDS)
    assert all(name.startswith("deep/out/articles/") and name.endswith(".txt") for name in written)


@pytest.mark.parametrize("id", IDS)
def test_every_step_of_a_name_is_one_that_any_file_system_takes(id):
    steps = file_name(id, "txt").split("/")
    assert all(step.strip(". ") == step and 0 < len(step.encode()) <= 200 for step in steps)
    assert not set("".join(steps)) & set('<>:"\\|?*\0\n')
    assert len("/".join(steps)) <= 1000


def test_different_ids_have_different_names():
    names = {file_name(id, ending) for id in IDS for ending in tree.ENDINGS}
    assert len(names) == len(set(IDS)) * len(tree.ENDINGS)


PAGE = article(
    document("Ferry late", "The ferry was late.", "Read more", "It rained.", level=[1, 0, 0, 0], url="https://a.example/1"),
    *(Role.HEADLINE, Role.STANDFIRST, Role.RELATED, Role.BODY),
)


@pytest.mark.parametrize(
    "ending, expected", [("txt", "The ferry was late.\nIt rained.\n"), ("md", "# Ferry late\n\nThe ferry was late.\n\nIt rained.\n")]
)
def test_articles_as_text_and_markdown(ending, expected):
    assert tree.rendered(ending, "a", PAGE, 0.5).decode() == expected


def test_articles_as_json():
    row = json.loads(tree.rendered("json", "a", PAGE, 0.5))
    assert (row["id"], row["url"], row["text"], row["seconds"]) == ("a", "https://a.example/1", "The ferry was late.\nIt rained.", 0.5)


@pytest.mark.parametrize("ending", tree.ENDINGS)
def test_half_a_character_does_not_stop_a_run(ending):
    page = article(document("half a pair \ud83d"), Role.BODY)
    assert b"half a pair ?" in tree.rendered(ending, "a", page, 0.5)


def test_an_empty_article_is_an_empty_line():
    assert tree.rendered("txt", "a", article(document()), 0.5) == b"\n"


def test_traces_are_the_tree_and_the_stage(tmp_path):
    (tmp_path / "mine").mkdir()
    assert list(tree.traces(tmp_path)) == []
    sink = tree.opened(tmp_path, "txt", {})
    write(sink, ("a", "one"))
    commit(sink)
    assert {path.name for path in tree.traces(tmp_path)} == {"articles", "articles.part"}
