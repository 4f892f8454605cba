"""Reports in files: one page, several pages with their index, and names that neither collide nor escape."""

import os
from pathlib import Path
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from batch.pages import PAGE, STORY
from cleanpage.batch.report import Counts, write, write_all
from cleanpage.errors import BatchError, DecodeError


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    (folder / "b").mkdir(parents=True)
    (folder / "a.html").write_text(PAGE)
    (folder / "b" / "a.html").write_text(PAGE.replace("River closes road", "<i>Ferry</i> late"))
    (folder / "c.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def texts(path: Path, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in LexborHTMLParser(path.read_bytes()).css(selector)]


def addresses(index: Path) -> list[str]:
    return [unquote(link.attributes["href"] or "") for link in LexborHTMLParser(index.read_bytes()).css("a")]


def test_one_page_is_the_file_to_open(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write(saved / "a.html", out, url="https://a.example/road")
    assert texts(out, "h1, .url") == ["River closes road", "https://a.example/road"]
    assert texts(out, ".kept > .text") == STORY
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "saved"]


def test_a_file_of_text_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    write(tmp_path / "a.txt", tmp_path / "one.html")
    write_all([tmp_path / "a.txt"], tmp_path / "all.html")
    (several,) = (tmp_path / "all-pages").iterdir()
    assert "<nav>" in "".join(texts(tmp_path / "one.html", ".text")) == "".join(texts(several, ".text"))


def test_own_profiles_are_heard_by_the_address_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.example.toml").write_text(f"# source: invented\n[phrases]\nlegal = [{STORY[0]!r}]\n")
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text(PAGE.replace("<head>", '<head><link rel="canonical" href="https://a.example/road">'))
    write(tmp_path / "a.html", tmp_path / "one.html", url="https://a.example/road", profiles=tmp_path)
    write_all([tmp_path / "a.html", tmp_path / "b.html"], tmp_path / "all.html", profiles=tmp_path)
    without, with_own = sorted((tmp_path / "all-pages").iterdir())
    heard = ["is a line of this outlet" in report.read_text("utf-8") for report in (tmp_path / "one.html", without, with_own)]
    assert heard == [True, False, True]


def test_an_earlier_report_is_replaced(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("old")
    write(saved / "a.html", out)
    write_all([saved], out)
    write_all([saved], out)
    assert texts(out, "h1") == ["3 pages"]
    assert len(list((tmp_path / "report-pages").iterdir())) == 2


def test_one_page_that_cannot_be_read_leaves_no_report(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="PNG"):
        write(saved / "c.html", tmp_path / "report.html")
    with pytest.raises(FileNotFoundError):
        write(saved / "none.html", tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_several_pages_have_an_index(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert write_all([saved], out) == Counts(cleaned=2, failed=1)
    assert addresses(out) == ["report-pages/00001-a.html", "report-pages/00002-a.html"]
    assert texts(out, "h1") == ["3 pages"]
    assert texts(out, "td:first-child") == [f"River closes road {saved}/a.html", f"Ferry late {saved}/b/a.html", f"{saved}/c.html"]
    assert texts(out, "tr:first-child td:nth-child(n+2):nth-child(-n+3)") == ["4", "4"]
    assert "PNG" in texts(out, ".failed td")[1]
    assert [texts(tmp_path / address, "h1") for address in addresses(out)] == [["River closes road"], ["Ferry late"]]


def test_the_index_counts_blocks_by_role_over_all_pages(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_all([saved / "a.html", saved / "b" / "a.html"], out)
    counts = dict(zip(texts(out, ".legend .name"), map(int, texts(out, ".legend .count")), strict=True))
    blocks = [int(count) for count in texts(out, "td:nth-child(n+2):nth-child(-n+3)")]
    assert sum(counts.values()) == sum(blocks) == 16
    assert next(iter(counts)) == "body"
    assert len(LexborHTMLParser(out.read_bytes()).css("td .bar")) == 2


def test_pages_and_folders_come_in_the_order_they_are_named(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_all([saved / "b" / "a.html", saved / "b", saved / "a.html", saved / "none.html"], out)
    ids = [str(saved / "b" / "a.html")] * 2 + [str(saved / "a.html")]
    assert texts(out, "td small") == ids
    assert texts(out, ".failed td:first-child") == [f"{saved}/none.html"]


def test_the_index_takes_names_titles_and_errors_as_text(tmp_path: Path) -> None:
    words = "<script>window.taken = 1</script><img src=x onerror=alert(1)>"
    saved = tmp_path / "saved <b onclick=x>"
    saved.mkdir()
    (saved / "a.html").write_text(PAGE.replace("River closes road", words.replace("<", "&lt;")))
    write_all([saved, saved / "<script>none"], tmp_path / "report.html")
    index = LexborHTMLParser((tmp_path / "report.html").read_bytes())
    assert words in texts(tmp_path / "report.html", "td a")[0]
    assert not index.css("script, img, b, [onclick], [onerror]")
    assert len(index.css("meta[http-equiv=Content-Security-Policy]")) == 1


def test_an_empty_folder_is_an_empty_index(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    assert write_all([tmp_path / "saved"], tmp_path / "report.html") == Counts(0, 0)
    assert texts(tmp_path / "report.html", "h1") == ["0 pages"]


NAMES = [
    "a b.html",
    "A B.html",
    "..html",
    "...html",
    "-rf.html",
    "%2e%2e%2fup.html",
    "#part?query.html",
    "<script>.html",
    "\"quoted'.html",
    "con.html",
    "река.html",
    "河.html",
    "x" * 240 + ".html",
    "河" * 80 + ".html",
    "new\nline.html",
    "turned\u202e.html",
    "back\\slash.html",
]


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_names_never_collide_or_escape(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    for name in NAMES:
        (saved / name).write_text(PAGE)
    (saved / os.fsdecode(b"caf\xe9.html")).write_text(PAGE)
    out = tmp_path / "out" / "index.html"
    out.parent.mkdir()
    assert write_all(sorted(saved.iterdir()), out) == Counts(cleaned=len(NAMES) + 1, failed=0)
    written = {f"index-pages/{path.name}" for path in (tmp_path / "out" / "index-pages").iterdir()}
    assert len(written) == len(NAMES) + 1
    assert set(addresses(out)) == written
    assert {path.name for path in tmp_path.iterdir()} == {"saved", "out"}
    assert {path.name for path in out.parent.iterdir()} == {"index.html", "index-pages"}


@pytest.mark.parametrize("where", ["saved/a.html", "saved/report.html", "saved/b/report.html", "saved.html/../saved/x.html"])
def test_a_report_is_never_written_among_its_pages(saved: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "saved.html").mkdir()
    before = sorted(saved.rglob("*"))
    with pytest.raises(BatchError, match="among the pages of"):
        write_all([saved], tmp_path / where)
    assert sorted(saved.rglob("*")) == before
    assert (saved / "a.html").read_text() == PAGE


def test_a_report_is_never_written_over_its_page(saved: Path) -> None:
    with pytest.raises(BatchError, match="written over"):
        write(saved / "a.html", saved / "b" / ".." / "a.html")
    with pytest.raises(BatchError, match="written over"):
        write_all([saved / "a.html", saved / "b" / "a.html"], saved / "a.html")
    assert (saved / "a.html").read_text() == PAGE


def test_reports_are_not_made_of_the_reports_they_replace(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    write_all([saved], out)
    made = sorted((tmp_path / "report-pages").iterdir())
    with pytest.raises(BatchError, match="among the pages of"):
        write_all(made, out)


def test_a_folder_is_no_file_to_open(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"is a folder; name the file to open, such as .*report\.html"):
        write(saved / "a.html", tmp_path)
