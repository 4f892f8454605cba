"""A folder of site config files: every file is read, every line accounted for, nothing of the user's is lost."""

import json
from pathlib import Path

import pytest

from cleanpage import clean
from cleanpage.errors import BadData
from cleanpage.model import Role
from cleanpage.profiles import read
from cleanpage.profiles.ftr import Outcome
from cleanpage.profiles.imported import ACCOUNT, Summary, Unread, import_ftr

FILES = {
    "example.com.txt": "body: //div[@class='story']\nbody: (//main)[1]\nstrip: //p[contains(., 'Read more')]\nstrip: //b/text()\nprune: no",
    ".example.org.txt": "body: //article\nstrip_id_or_class: promo\nauthor: //p[@class='by']\r\ntest_url: https://a.example.org\ncolour: x",
    "example.net.txt": "next_page_link: //a",
    "global.txt": "title: //meta[@property='og:title']/@content",
    "broken.example.txt": "\0\xff no config",
    "notes.md": "body: //p",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for name, text in FILES.items():
        (source / name).write_bytes(text.encode("latin-1"))
    (source / "folder.example.txt").mkdir()
    return source


@pytest.fixture
def summary(folder: Path, tmp_path: Path) -> Summary:
    return import_ftr(folder, tmp_path / "out")


def test_every_file_is_read_or_reported(summary: Summary, tmp_path: Path) -> None:
    assert summary.profiles == 2
    assert [unread.file for unread in summary.failed] == ["broken.example.txt"]
    assert summary.empty == (
        Unread("example.net.txt", "no line that selects anything"),
        Unread("global.txt", "not named after a host"),
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["_.example.org.toml", "example.com.toml", ACCOUNT]


def test_lines_are_counted_by_directive_and_outcome(summary: Summary) -> None:
    assert summary.by_directive == {
        "author": {Outcome.CSS: 1},
        "body": {Outcome.CSS: 2, Outcome.XPATH: 1},
        "next_page_link": {Outcome.KEPT: 1},
        "prune": {Outcome.KEPT: 1},
        "strip": {Outcome.XPATH: 1, Outcome.REFUSED: 1},
        "strip_id_or_class": {Outcome.CSS: 1},
        "test_url": {Outcome.TEST: 1},
        "unknown": {Outcome.REFUSED: 1},
    }
    assert summary.usable == 5 / 6
    assert [(file, row.directive.line) for file, row in summary.refused] == [(".example.org.txt", 5), ("example.com.txt", 4)]


def test_the_account_has_every_line(summary: Summary, tmp_path: Path) -> None:
    account = [json.loads(line) for line in (tmp_path / "out" / ACCOUNT).read_text("utf-8").splitlines()]
    assert len(account) == len(summary.rows) == 11
    assert account[-2] == {
        "file": "example.com.txt",
        "line": 5,
        "name": "prune",
        "argument": "",
        "value": "no",
        "outcome": "kept",
        "selectors": [],
        "role": None,
        "reason": "a setting of another extractor",
    }


def test_what_is_written_is_a_profile_that_can_be_read(summary: Summary, tmp_path: Path) -> None:
    found = read(tmp_path / "out" / "example.com.toml")
    assert [layout.select[Role.BODY] for layout in found.layouts] == [("div[class='story']",), ("(//main)[1]",)]
    assert found.source == "imported from ftr-site-config"
    assert read(tmp_path / "out" / "_.example.org.toml").host == "*.example.org"


PAGE = """<!doctype html><main><h1>Harbour</h1>
<p>Rain fell on the harbour all night, and the ferries stayed where they were until the storm had passed.</p>
<p>Read more about the weather of the coast here, in our long series on boats.</p></main><main><p>Other text of the page.</p></main>"""


def test_an_imported_profile_speaks_in_css_and_in_xpath(summary: Summary, tmp_path: Path) -> None:
    article = clean(PAGE, url="https://example.com/a", profiles=tmp_path / "out")
    assert article.profile is not None and article.profile.spoke == "layout 2"
    said = {block.text[:9]: [said.role for said in block.evidence if said.witness == "profile"] for block in article.blocks}
    assert said["Rain fell"] == [Role.BODY]
    assert Role.RELATED in said["Read more"]
    assert said["Other tex"] == []
    assert "Read more" not in article.text


def test_importing_again_gives_the_same(summary: Summary, folder: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert import_ftr(folder, tmp_path / "out") == summary
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_profile_that_was_not_imported_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "example.com.toml").write_text("# source: own reading\n")
    summary = import_ftr(folder, tmp_path)
    assert summary.profiles == 1
    assert "is no imported profile" in dict(summary.failed)["example.com.txt"]
    assert (tmp_path / "example.com.toml").read_text() == "# source: own reading\n"


def test_of_two_files_for_one_host_the_first_counts(tmp_path: Path) -> None:
    (tmp_path / "example.com.txt").write_text("body: //main")
    (tmp_path / "www.example.com.txt").write_text("body: //article")
    summary = import_ftr(tmp_path, tmp_path / "out")
    assert dict(summary.failed) == {"www.example.com.txt": "example.com.toml is example.com.txt's already"}
    assert read(tmp_path / "out" / "example.com.toml").layouts[0].select[Role.BODY] == ("main",)


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"no \.txt files"):
        import_ftr(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
