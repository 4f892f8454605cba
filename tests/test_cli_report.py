"""`cleanpage report` as a user calls it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanpage.cli import main

PAGE = "<title>River closes road</title><h1>River closes road</h1><p>It rained in the hills all night.</p>"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "b.html").write_text(PAGE)
    return folder


def called(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["report", *map(str, arguments)], catch_exceptions=False)


def test_one_page_is_written_without_a_word(saved: Path, tmp_path: Path) -> None:
    result = called(saved / "a.html", "-o", tmp_path / "report.html", "--url", "https://a.example/road")
    assert (result.exit_code, result.output) == (0, "")
    assert "https://a.example/road" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("pages", [["a.html"], ["a.html", "b.html"]], ids=len)
def test_profiles_are_refused_where_there_are_none(saved: Path, tmp_path: Path, pages: list[str]) -> None:
    result = called(*(saved / page for page in pages), "-o", tmp_path / "report.html", "--profiles", tmp_path / "none")
    assert result.exit_code == 2
    assert "no such folder of profiles" in result.stderr


@pytest.mark.parametrize("pages", [["saved"], ["saved/a.html", "saved/b.html"]])
def test_several_pages_are_counted(saved: Path, tmp_path: Path, pages: list[str]) -> None:
    result = called(*(tmp_path / page for page in pages), "-o", tmp_path / "report.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "pages: 2 reported, 0 failed\n")
    assert len(list((tmp_path / "report-pages").iterdir())) == 2


def test_a_page_that_fails_among_others_is_exit_code_1(saved: Path, tmp_path: Path) -> None:
    (saved / "b.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    result = called(saved, "-o", tmp_path / "report.html")
    assert (result.exit_code, result.stderr) == (1, "pages: 1 reported, 1 failed\n")


def test_errors_are_one_line(saved: Path, tmp_path: Path) -> None:
    (saved / "b.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out = tmp_path / "report.html"
    errors = {
        (saved / "none.html", "-o", out): f"cleanpage: {saved}/none.html: No such file or directory\n",
        (saved / "b.html", "-o", out): f"cleanpage: {saved}/b.html: looks like a PDF document, ",
        (saved / "a.html", "-o", tmp_path): f"cleanpage: {saved}/a.html: {tmp_path} is a folder; ",
        (saved, "-o", saved / "report.html"): f"cleanpage: report: {saved}/report.html would be written over or among ",
        (saved, "-o", tmp_path / "none" / "report.html"): f"cleanpage: {tmp_path}/none/report-pages: No such file or directory\n",
    }
    for arguments, complaint in errors.items():
        result = called(*arguments)
        assert result.exit_code == 2
        assert result.stderr.startswith(complaint)
        assert result.stderr.count("\n") == 1


def test_an_address_is_one_page_s(saved: Path, tmp_path: Path) -> None:
    result = called(saved, "-o", tmp_path / "report.html", "--url", "https://a.example/")
    assert result.exit_code == 2
    assert "Invalid value for --url: there are several pages" in result.stderr


@pytest.mark.parametrize("missing", [["page.html"], ["-o", "report.html"]])
def test_pages_and_file_must_be_named(missing: list[str]) -> None:
    assert called(*missing).exit_code == 2
