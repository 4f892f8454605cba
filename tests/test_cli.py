import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from batch.pages import PAGE, STORY
from click.testing import CliRunner, Result

from cleanpage.cli import main
from cleanpage.model import Role

BLOCKS = ["Home", "Sport", "River closes road", *STORY, "Imprint"]


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return str(path)


def called(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


# --- clean ------------------------------------------------------------------------------------------------------------------------


def test_clean_prints_the_article(page):
    result = called("clean", page)
    assert result.exit_code == 0
    assert result.stdout == "\n".join(STORY) + "\n"
    assert result.stderr == ""


def test_clean_reads_the_standard_input():
    assert called("clean", "-", stdin=PAGE.encode("utf-16")).stdout == "\n".join(STORY) + "\n"


def test_clean_prints_nothing_for_a_page_without_an_article():
    result = called("clean", "-", stdin=b"")
    assert (result.exit_code, result.output) == (0, "")


def test_clean_takes_a_format(page):
    markdown = called("clean", page, "--format", "markdown", "--roles", "everything").stdout
    assert "# River closes road\n" in markdown
    assert "](/sport)" in markdown


@pytest.mark.parametrize("format", ["html", "json", "markdown", "report", "text", "xml-tei"])
def test_clean_writes_every_format(page, format):
    written = called("clean", page, "--format", format).stdout
    assert all(paragraph[1:30] in written for paragraph in STORY)
    assert written.endswith("\n")


def test_clean_takes_spans(page):
    assert "[Home](/)" in called("clean", page, "--format", "markdown", "--roles", "everything").stdout
    assert "[Home](/)" in called("clean", page, "--format", "markdown", "--roles", "everything", "--spans", "em, link").stdout
    for without in ("none", "strong,em,code"):
        assert "- Home\n" in called("clean", page, "--format", "markdown", "--roles", "everything", "--spans", without).stdout
    refused = called("clean", page, "--spans", "links")
    assert refused.exit_code == 2
    assert "span 'links'; known: all, code, em, link, none, strong" in refused.stderr.replace("\n", " ")


def test_clean_takes_a_syntax(page):
    assert "<p>" in called("clean", page, "--syntax", "text", "--roles", "everything").stdout
    assert "<p>" not in called("clean", page, "--syntax", "html", "--roles", "everything").stdout


@pytest.mark.parametrize(
    "roles, blocks",
    [
        ("article", STORY),
        ("body,standfirst", STORY),
        ("headline", ["River closes road"]),
        ("full", ["River closes road", *STORY]),
        (" headline , article", ["River closes road", *STORY]),
        ("everything", BLOCKS),
        ("donation", []),
    ],
)
def test_clean_takes_roles(page, roles, blocks):
    assert called("clean", page, "--roles", roles).stdout.splitlines() == blocks


@pytest.mark.parametrize("roles", ["boddy", "", "body;caption", "article,boddy"])
def test_an_unknown_role_is_a_usage_error_that_names_the_known_ones(page, roles):
    result = called("clean", page, "--roles", roles)
    assert result.exit_code == 2
    assert "known: advertisement, article, bio, body" in result.stderr.replace("\n", " ")


@pytest.mark.parametrize("option", ["--format", "--syntax"])
def test_an_unknown_name_is_a_usage_error(page, option):
    result = called("clean", page, option, "docx")
    assert result.exit_code == 2
    assert "'docx' is not one of" in result.stderr


# --- errors -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["clean", "explain"])
def test_a_missing_file_is_one_line(verb, tmp_path):
    result = called(verb, tmp_path / "none.html")
    assert result.exit_code == 2
    assert result.stderr == f"cleanpage: {tmp_path}/none.html: No such file or directory\n"
    assert result.stdout == ""


def test_a_folder_is_no_file(tmp_path):
    result = called("clean", tmp_path)
    assert (result.exit_code, result.stderr) == (2, f"cleanpage: {tmp_path}: Is a directory\n")


@pytest.mark.parametrize("verb", ["clean", "explain"])
def test_binary_content_is_one_line_that_names_the_file(verb, tmp_path):
    (tmp_path / "report.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    result = called(verb, tmp_path / "report.html")
    assert result.exit_code == 2
    assert result.stderr == (
        f"cleanpage: {tmp_path}/report.html: looks like a PDF document, not like HTML or text; convert it to text first\n"
    )


def test_an_error_of_the_standard_input_is_named_so():
    assert called("clean", "-", stdin=bytes(99)).stderr.startswith("cleanpage: -: looks like binary data")


# --- explain ----------------------------------------------------------------------------------------------------------------------


def test_explain_gives_a_line_a_block_and_a_count(page, monkeypatch):
    monkeypatch.setenv("COLUMNS", "150")
    result = called("explain", page)
    assert result.exit_code == 0
    *lines, count = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [str(i) for i in range(len(BLOCKS))]
    assert all(line.split()[1] in set(Role) and 0 <= float(line.split()[2]) <= 1 for line in lines)
    assert all(block[:30] in line for block, line in zip(BLOCKS, lines, strict=True))
    assert count.startswith("blocks: 8, 4 body, 1 headline, ")
    assert "navigation" in count


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_explain_cuts_lines_to_the_terminal(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    wide = "市議会は昨夜、新しい予算案を可決した。" * 20
    line, *_ = called("explain", "-", "--syntax", "html", stdin=f"<p>{wide}</p>".encode()).stdout.splitlines()
    assert columns - 2 <= sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) <= columns


def test_explain_lets_no_control_character_through_to_the_terminal():
    page = "One\x1b[2Jtwo \x9b31mthree \u202efour \u2067and so on, a paragraph of text."
    for arguments in ((), ("--block", "0")):
        shown = called("explain", "-", "--syntax", "text", *arguments, stdin=page.encode()).stdout
        assert not {"\x1b", "\x9b", "\u202e", "\u2067"} & set(shown)


def test_explain_of_an_empty_page_counts_none():
    assert called("explain", "-", stdin=b"").stdout == "blocks: 0\n"


def test_explain_shows_everything_of_one_block(page):
    head, path, text, *evidence = called("explain", page, "--block", "3").stdout.splitlines()
    assert head.startswith("block 3: body, probability 0.")
    assert path == "path: html>body>main>article>p"
    assert text.strip() == STORY[0]
    assert evidence
    assert all(abs(float(line.split()[0])) >= 0 and line.split()[1] in set(Role) for line in evidence)
    assert any(line.split()[2] == "scorer:" for line in evidence)


def test_explain_shows_the_source_lines_of_flattened_text():
    shown = called("explain", "-", "--syntax", "text", "--block", "1", stdin=b"Home\n\nIt rained in the hills all night.\n").stdout
    assert shown.splitlines()[1] == "lines: 3 to 3"


@pytest.mark.parametrize("block", ["8", "99"])
def test_explain_refuses_a_block_that_is_not_there(page, block):
    result = called("explain", page, "--block", block)
    assert result.exit_code == 2
    assert f"there is no block {block}; the page has 8" in result.stderr


def test_explain_as_json_has_everything(page):
    explained = json.loads(called("explain", page, "--json", "--url", "https://example.com/a").stdout)
    assert (explained["title"], explained["url"], explained["syntax"]) == ("River closes road", "https://example.com/a", "html")
    assert [block["text"] for block in explained["blocks"]] == BLOCKS
    assert set(explained["blocks"][0]) == {"index", "role", "probability", "is_copy", "text", "path", "lines", "evidence"}
    assert set(explained["blocks"][0]["evidence"][0]) == {"role", "log_odds", "witness", "reason"}


def test_explain_as_json_of_one_block(page):
    assert [block["index"] for block in json.loads(called("explain", page, "--json", "--block", "3").stdout)["blocks"]] == [3]


@pytest.mark.parametrize("arguments", [(), ("profile",)])
def test_the_lists_of_verbs_say_what_each_does_in_a_whole_sentence(arguments):
    verbs = called(*arguments, "--help").stdout.partition("Commands:\n")[2].splitlines()
    assert len(verbs) > 4
    assert all(verb.endswith(".") and not verb.endswith("...") for verb in verbs)


# --- batch ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for name in ("a.html", "b.htm"):
        (tmp_path / "pages" / name).write_text(PAGE, "utf-8")
    return tmp_path / "pages"


def test_batch_cleans_a_folder(folder, tmp_path):
    result = called("batch", folder, tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    first, roles = result.stderr.splitlines()
    assert first.startswith("2 pages read: 2 written, 0 failed, 0 skipped, ")
    assert roles.startswith("roles: body 8")
    rows = [json.loads(line) for line in (tmp_path / "out" / "articles-00000.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a.html", "b.htm"]
    assert rows[0]["text"].splitlines() == STORY


def test_batch_goes_on_after_a_failure_and_exits_with_1(folder, tmp_path):
    (folder / "aa.html").write_bytes(b"\x1f\x8b\x08\x00")
    result = called("batch", folder, tmp_path / "out", "--jobs", "2")
    assert result.exit_code == 1
    assert result.stderr.startswith("3 pages read: 2 written, 1 failed, 0 skipped")
    assert result.stderr.endswith(f"\nsee {tmp_path}/out/failures.jsonl\n")


def test_batch_can_be_quiet_and_write_its_summary_elsewhere(folder, tmp_path):
    result = called("batch", folder, tmp_path / "out", "--quiet", "--summary", tmp_path / "summary.json")
    assert (result.exit_code, result.output) == (0, "")
    assert json.loads((tmp_path / "summary.json").read_text()) == json.loads((tmp_path / "out" / "summary.json").read_text())


def test_batch_says_at_once_that_its_summary_has_no_place(folder, tmp_path):
    result = called("batch", folder, tmp_path / "out", "--summary", tmp_path / "none" / "summary.json")
    assert (result.exit_code, "there is no folder" in result.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_batch_says_what_it_did_not_read(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.php").touch()
    result = called("batch", tmp_path / "pages", tmp_path / "out")
    assert result.exit_code == 0
    assert "not read for their names: 1 .php; what is listed is read: find" in result.stderr
    assert f"{tmp_path / 'pages'} holds no pages" in result.stderr


def test_batch_reads_the_columns_that_are_named(tmp_path):
    (tmp_path / "pages.jsonl").write_text(json.dumps({"page": PAGE, "key": "k1", "html": "no"}), "utf-8")
    result = called("batch", tmp_path / "pages.jsonl", tmp_path / "out", "--column", "html=page", "--column", "id=key")
    assert result.exit_code == 0
    (row,) = (tmp_path / "out" / "articles-00000.jsonl").read_text("utf-8").splitlines()
    assert (json.loads(row)["id"], json.loads(row)["title"]) == ("k1", "River closes road")


def test_batch_takes_output_time_and_memory_as_it_is_told(folder, tmp_path):
    (folder / "big.html").write_text("<p>word</p>" * 700_000)
    scarce = {"TimeoutError": ("--timeout", "1"), "MemoryError": ("--memory", "100", "--timeout", "60")}
    for error, options in scarce.items():
        out = tmp_path / error
        assert called("batch", folder, out, "--to", "jsonl.gz", *options).exit_code == 1
        (failure,) = map(json.loads, (out / "failures.jsonl").open())
        assert failure["id"] == "big.html"
        assert failure["error"] in {error, "SelectolaxError"}  # of a parser that gets no memory
        assert (out / "articles-00000.jsonl.gz").exists()


def test_batch_keeps_the_languages_that_are_named(folder, tmp_path):
    result = called("batch", folder, tmp_path / "out", "--lang", "fr, DE")
    assert "0 written" in result.stderr
    assert "languages: en 2" in result.stderr
    assert (tmp_path / "out" / "other-languages.jsonl").read_text().count('"en"') == 2
    refused = called("batch", folder, tmp_path / "other", "--lang", "en-GB")
    assert (refused.exit_code, refused.stderr[:46]) == (2, "cleanpage: batch: language 'en-gb'; known: ace")


def test_batch_resumes_or_starts_afresh(folder, tmp_path):
    out = tmp_path / "out"
    assert called("batch", folder, out, "--resume").stderr.startswith(f"cleanpage: batch: {out} holds no run to go on with")
    assert called("batch", folder, out).exit_code == 0
    (folder / "c.html").write_text(PAGE, "utf-8")
    assert called("batch", folder, out).exit_code == 2
    result = called("batch", folder, out, "--fresh")
    assert (result.exit_code, result.stderr[:6]) == (0, "3 page")
    assert called("batch", folder, out, "--resume").exit_code == 0


def test_batch_asked_to_stop_finishes_the_pages_in_hand(folder, tmp_path):
    for number in range(600):
        (folder / f"n{number:03}.html").write_text(PAGE, "utf-8")
    out = tmp_path / "out"
    with subprocess.Popen([COMMAND, "batch", folder, out], stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not (out / "ledger.json").exists() or json.loads((out / "ledger.json").read_text())["pages"] == 0:
            pass
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()[1].splitlines()
    assert process.returncode == 3
    assert (said[0], said[-1]) == (
        "stopping after the pages in hand; once more to stop at once",
        "stopped; call again with the same settings to go on",
    )
    assert 0 < json.loads((out / "ledger.json").read_text())["pages"] < 602
    assert "602 pages read: 602 written, 0 failed, 0 skipped" in called("batch", folder, out).stderr
    ids = [json.loads(line)["id"] for line in (out / "articles-00000.jsonl").read_text("utf-8").splitlines()]
    assert ids == ["a.html", "b.htm", *(f"n{number:03}.html" for number in range(600))]


@pytest.mark.parametrize("arguments", [("none", "out"), ("pages", "pages/out"), ("pages", ".")])
def test_batch_refuses_folders_in_one_line(folder, tmp_path, arguments):
    result = called("batch", *(tmp_path / argument for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr.startswith("cleanpage: batch: ")
    assert result.stderr.count("\n") == 1


def test_batch_refuses_an_output_that_is_a_file(folder, tmp_path):
    (tmp_path / "out").touch()
    result = called("batch", folder, tmp_path / "out")
    assert (result.exit_code, result.stderr) == (2, f"cleanpage: {tmp_path}/out: File exists\n")


TIMES = ["--timeout=0", "--timeout=inf", "--timeout=1e7"]
WRONG = ["--jobs=0", "--jobs=many", *TIMES, "--memory=10", "--column=html", "--column=page=x", "--to=csv"]


@pytest.mark.parametrize("arguments", [(), ("a",), *(("pages", "out", wrong) for wrong in WRONG)])
def test_batch_called_wrongly_is_a_usage_error(folder, arguments, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert called("batch", *arguments).exit_code == 2


# --- profile import -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "example.com.txt").write_text("body: //main\nstrip: //p[. = 'x']\nstrip: //p[\x1b\nprune: no")
    (folder / "global.txt").write_text("prune: no")
    return folder


def test_profile_import_says_what_became_of_every_line(sites, tmp_path):
    result = called("profile", "import", "ftr-site-config", sites, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"profiles: 1 in {tmp_path / 'out'}; files without one: 1; failed: 0",
        "body: 1 css",
        "prune: 1 kept",
        "strip: 1 refused, 1 xpath",
        "can be run of body, strip and strip_id_or_class: 66.7%",
        "no profile: global.txt: not named after a host",
        "refused: example.com.txt:3: no XPath: //p[ : no sign of XPath at character 5 ( )",
        f"every line: {tmp_path / 'out' / 'import.jsonl'}",
    ]
    assert (tmp_path / "out" / "example.com.toml").exists()


def test_profile_import_shows_some_refused_lines_and_counts_the_others(sites, tmp_path):
    (sites / "example.org.txt").write_text("body: //main\n" + "colour: red\n" * 30)
    lines = called("profile", "import", "ftr-site-config", sites, "-o", tmp_path / "out").stdout.splitlines()
    assert sum(line.startswith("refused: example.org.txt:") for line in lines) == 19
    assert "refused: 11 more" in lines


def test_profile_import_goes_on_after_a_failure_and_exits_with_1(sites, tmp_path):
    (sites / "broken.example.txt").write_bytes(b"\0\xff")
    result = called("profile", "import", "ftr-site-config", sites, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "failed: 1" in result.stdout
    assert (tmp_path / "out" / "example.com.toml").exists()


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_profile_import_of_nothing_is_one_line(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    result = called("profile", "import", "ftr-site-config", tmp_path / folder, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleanpage: profile import: {tmp_path / folder}: no .txt files")
    assert len(result.stderr.splitlines()) == 1


def test_profile_import_into_a_file_is_one_line(sites, tmp_path):
    (tmp_path / "out").write_text("")
    result = called("profile", "import", "ftr-site-config", sites, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [f"cleanpage: {tmp_path / 'out'}: File exists"]


# --- the real thing ---------------------------------------------------------------------------------------------------------------

COMMAND = Path(sys.executable).parent / "cleanpage"


def test_the_installed_command_works_through_a_pipe():
    command = [COMMAND, "clean", "-", "--roles", "headline"]
    ended = subprocess.run(command, input=PAGE.encode(), capture_output=True, check=True)
    assert ended.stdout.decode() == f"River closes road{os.linesep}"


def test_an_error_is_one_line_without_a_traceback(tmp_path):
    ended = subprocess.run([COMMAND, "clean", tmp_path / "none"], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr.count("\n"), ended.stderr[:10]) == (2, 1, "cleanpage:")


def test_a_reader_that_leaves_early_is_no_error(tmp_path):
    (tmp_path / "long.html").write_text("<p>word</p>" * 50_000)
    command = [COMMAND, "clean", tmp_path / "long.html", "--roles", "everything"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_package_runs_as_a_module(page):
    ended = subprocess.run([sys.executable, "-m", "cleanpage", "clean", page], capture_output=True, check=True)
    assert ended.stdout == subprocess.run([COMMAND, "clean", page], capture_output=True, check=True).stdout != b""


def test_letters_that_the_output_cannot_show_do_not_end_it(page):
    environment = os.environ | {"PYTHONIOENCODING": "iso-8859-1"}
    ended = subprocess.run([COMMAND, "clean", page], capture_output=True, check=True, env=environment)
    assert ended.stdout.decode("iso-8859-1").splitlines()[1].startswith("?We have not")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
@pytest.mark.parametrize("verb", ["clean", "explain"])
def test_an_output_that_cannot_be_written_is_one_line(page, verb):
    with open("/dev/full", "wb") as full:
        ended = subprocess.run([COMMAND, verb, page], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stderr) == (2, "cleanpage: output: No space left on device\n")


def test_a_file_gets_every_letter_whatever_the_code_page(page):
    called = "import sys; sys.stdout.reconfigure(encoding='cp437'); from cleanpage.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", called, "clean", page], capture_output=True, check=True)
    assert ended.stdout == subprocess.run([COMMAND, "clean", page], capture_output=True, check=True).stdout
    assert STORY[0] in ended.stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="no terminal to make")
def test_a_terminal_gets_a_progress_bar(folder, tmp_path):
    outer, inner = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen([COMMAND, "batch", folder, tmp_path / "out"], stderr=inner, env=environment) as process:
        os.close(inner)
        shown = b"".join(read(outer))
    assert process.returncode == 0
    assert b"100%" in shown
    assert b"2 pages read: 2 written, 0 failed" in shown


def read(terminal: int) -> Iterator[bytes]:
    """What is shown on a terminal until its other side is closed, which is an error of input and output there."""
    with suppress(OSError), open(terminal, "rb", buffering=0) as stream:
        yield from iter(lambda: stream.read(1000), b"")
