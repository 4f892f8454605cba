"""`cleanpage profile` as a user calls it."""

import json
from pathlib import Path

import outlet
import pytest
from click.testing import CliRunner, Result

from cleanpage.cli import main


def called(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return outlet.save(range(4), tmp_path / "saved")


@pytest.fixture
def learned(saved: Path, tmp_path: Path) -> Path:
    assert called("profile", "learn", saved, "-o", tmp_path / "profiles").exit_code == 0
    return tmp_path / "profiles" / "ferrypost.example.toml"


# --- learn ------------------------------------------------------------------------------------------------------------------------


def test_learn_writes_a_profile_that_clean_takes(saved, learned, monkeypatch) -> None:
    page = learned.parent.parent / "new.html"
    page.write_text(outlet.html(9), "utf-8")
    result = called("clean", page, "--url", outlet.address(9), "--profiles", learned.parent)
    assert result.stdout == "\n".join(outlet.story(9)) + "\n"
    assert outlet.APPEAL in called("clean", page, "--url", outlet.address(9)).stdout
    assert "donation\n" not in called("explain", page, "--url", outlet.address(9), "--profiles", learned.parent, "--block", "7").stdout


def test_learn_says_what_it_wrote(saved, tmp_path) -> None:
    result = called("profile", "learn", saved, "-o", tmp_path / "out")
    assert result.stdout.startswith(f"{tmp_path}/out/ferrypost.example.toml: learned from 4 pages of ferrypost.example; 1 layout, ")


def test_learn_says_that_there_is_nothing_to_learn_from(tmp_path) -> None:
    result = called("profile", "learn", tmp_path, "-o", tmp_path / "out")
    assert (result.exit_code, result.output) == (0, f"{tmp_path} holds no pages\n")
    result = called("profile", "learn", tmp_path / "none", "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr.count(str(tmp_path / "none"))) == (2, 1)


def test_learn_takes_the_host_of_pages_that_do_not_name_it(tmp_path) -> None:
    (tmp_path / "saved").mkdir()
    for number in range(3):
        (tmp_path / "saved" / f"{number}.txt").write_text(outlet.text(number), "utf-8")
    result = called("profile", "learn", tmp_path / "saved", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == "no profile of pages without an address: a page has no address; say which outlet it is from (--host)\n"
    assert called("profile", "learn", tmp_path / "saved", "-o", tmp_path / "out", "--host", "ferrypost.example").exit_code == 0
    assert "More from the valley" in (tmp_path / "out" / "ferrypost.example.toml").read_text("utf-8")


def test_learn_keeps_hashes_if_asked(saved, learned, tmp_path) -> None:
    called("profile", "learn", saved, "-o", tmp_path / "out", "--fingerprints")
    assert "reporters" in learned.read_text("utf-8")
    assert "reporters" not in (tmp_path / "out" / "ferrypost.example.toml").read_text("utf-8")


def test_learn_names_a_file_that_is_no_page(saved, tmp_path) -> None:
    (saved / "5.html").write_bytes(bytes(99))
    result = called("profile", "learn", saved, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "cleanpage: 5.html: looks like binary data" in result.stderr


# --- check ------------------------------------------------------------------------------------------------------------------------


def test_check_finds_a_learned_profile_good(learned, saved) -> None:
    result = called("profile", "check", learned, *sorted(saved.iterdir()))
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{learned}: nothing in it is misspelt; 1 layout, ")
    assert "pages: 4 layout 1\n" in result.stdout


def test_check_tells_that_the_site_has_changed(learned, saved) -> None:
    for page in saved.iterdir():
        page.write_text(page.read_text("utf-8").replace("story-text", "prose"), "utf-8")
    result = called("profile", "check", learned, *sorted(saved.iterdir()))
    assert result.exit_code == 1
    assert "body selector matched 0 of 4 pages: the site has changed\n" in result.stdout


def test_check_needs_no_page(learned) -> None:
    assert called("profile", "check", learned).exit_code == 0


def test_check_names_file_and_key_of_what_is_misspelt(learned) -> None:
    learned.write_text("[[layout]]\n[layout.select]\nboddy = 'p'\n")
    result = called("profile", "check", learned)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleanpage: {learned}: layout 1: select: unknown key 'boddy'; known: ")


# --- new, show, list --------------------------------------------------------------------------------------------------------------


def test_new_drafts_from_one_page(saved, tmp_path) -> None:
    result = called("profile", "new", "ferrypost.example", saved / "1.html", "-o", tmp_path)
    path = tmp_path / "ferrypost.example.toml"
    assert result.stdout == f"{path}: review it, then: cleanpage profile check {path} {saved}/1.html\n"
    assert '"div.story-text > p"' in path.read_text("utf-8")
    assert outlet.story(1)[0] in path.read_text("utf-8")
    assert f'url = "{outlet.address(1)}"' in path.read_text("utf-8")
    assert called("profile", "check", path, saved / "1.html").exit_code == 0


def test_new_gives_a_page_of_another_address_that_of_its_file(saved, tmp_path) -> None:
    assert called("profile", "new", "ferryletter.example", saved / "1.html", "-o", tmp_path).exit_code == 0
    assert 'url = "https://ferryletter.example/1.html"' in (tmp_path / "ferryletter.example.toml").read_text("utf-8")


@pytest.mark.parametrize("named", ["https://www.Ferryletter.example/news?a=1", "FERRYLETTER.EXAMPLE.", "ferryletter.example:8080"])
def test_new_takes_an_address_for_its_host(saved, tmp_path, named) -> None:
    result = called("profile", "new", named, saved / "1.html", "-o", tmp_path)
    assert result.stdout.startswith(f"{tmp_path / 'ferryletter.example.toml'}: ")


def test_new_complains_of_what_names_no_host(saved, tmp_path) -> None:
    result = called("profile", "new", "https://", saved / "1.html", "-o", tmp_path)
    assert (result.exit_code, result.stderr) == (2, "cleanpage: https:// names no host, such as example.com\n")


def test_new_does_not_write_over_a_profile(learned, saved) -> None:
    result = called("profile", "new", "ferrypost.example", saved / "1.html", "-o", learned.parent)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is there already" in result.stderr


def test_show_prints_the_file_that_counts(learned) -> None:
    shown = called("profile", "show", "news.ferrypost.example", "--profiles", learned.parent).stdout
    assert shown == f"# {learned}\n{learned.read_text('utf-8')}"
    assert called("profile", "show", outlet.address(1), "--profiles", learned.parent).stdout == shown
    assert called("profile", "show", "ferrypost.example").exit_code == 2


def test_list_names_what_there_is(learned, monkeypatch) -> None:
    lines = called("profile", "list", "--profiles", learned.parent).stdout.splitlines()
    (line,) = [line for line in lines if line.startswith("ferrypost.example  1 layout, ")]
    assert line.endswith("  learned from 4 pages of ferrypost.example")
    monkeypatch.setenv("CLEANPAGE_PROFILES", str(learned.parent))
    assert called("profile", "list").stdout.splitlines() == lines
    monkeypatch.setenv("CLEANPAGE_PROFILES", "/nowhere")
    assert "no such folder of profiles" in called("profile", "list").stderr


# --- batch ------------------------------------------------------------------------------------------------------------------------


def test_a_batch_learns_first_if_asked(saved, tmp_path) -> None:
    result = called("batch", saved, tmp_path / "out", "--learn")
    assert result.exit_code == 0
    assert f"1 profiles in {tmp_path}/out/profiles\n" in result.stderr
    row = json.loads((tmp_path / "out" / "articles-00000.jsonl").read_text("utf-8").splitlines()[0])
    assert row["text"] == "\n".join(outlet.story(0))
    assert outlet.APPEAL in called("clean", saved / row["id"]).stdout


def test_a_batch_warns_once_of_a_profile_that_matches_nothing(saved, tmp_path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "ferrypost.example.toml").write_text("[[layout]]\n[layout.select]\nbody = '.gone'\n")
    result = called("batch", saved, tmp_path / "out", "--profiles", tmp_path / "own")
    assert result.stderr.count("the profile of ferrypost.example matched 0 of 4 pages: the site has changed\n") == 1
