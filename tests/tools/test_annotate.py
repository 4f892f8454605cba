"""A page shown as a sheet is taken back with the roles that the reader wrote, and nothing else."""

import gzip
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import annotate
import gold
import readings

PAGE = "<nav><a href=/>News</a> | <a href=/b>Sport</a></nav><p>The harbour | council voted to rebuild the pier.</p><p hidden>Imprint</p>"


@pytest.fixture
def page(tmp_path: Path) -> gold.Page:
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(PAGE.encode()))
    return gold.Page("corpus", "1", "https://example.com/", "group", "article", "x", (), (), (), "", file)


@pytest.fixture
def sheet(page: gold.Page) -> list[str]:
    return list(annotate._sheet("corpus/1", page))


def read_as(sheet: list[str], page: gold.Page, *roles: str) -> dict[tuple[str, str], readings.Runs]:
    """The sheet taken with these roles in place of the guesses."""
    blocks = iter(roles)
    lines = [f"{line.split()[0]} {next(blocks)} | {line.partition(' | ')[2]}" if line[0].isdigit() else line for line in sheet]
    return annotate._taken("\n".join(lines), {"corpus/1": page})


def test_a_sheet_shows_every_block_with_what_marks_it(sheet: list[str]) -> None:
    assert sheet[0] == "##### corpus/1 https://example.com/"
    blocks = [line for line in sheet if line[0].isdigit()]
    assert [line.partition(" | ")[2] for line in blocks] == ["News | Sport", "The harbour | council voted to rebuild the pier.", "Imprint"]
    assert " hidden" in blocks[-1].partition(" | ")[0]


def test_the_roles_of_the_reader_are_taken(sheet: list[str], page: gold.Page) -> None:
    taken = read_as(sheet, page, "navigation", "body", "?")
    assert [role for role, _ in taken["corpus", "1"]] == ["navigation", "body", ""]


def test_a_role_that_there_is_not_is_refused(sheet: list[str], page: gold.Page) -> None:
    with pytest.raises(SystemExit, match=r"corpus/1: no such role: \['junk'\]"):
        read_as(sheet, page, "navigation", "junk", "legal")


def test_a_sheet_without_a_block_is_refused(sheet: list[str], page: gold.Page) -> None:
    with pytest.raises(SystemExit, match="corpus/1: 2 lines for 3 blocks"):
        annotate._taken("\n".join(sheet[:-1]), {"corpus/1": page})


def test_a_page_that_there_is_not_is_named(sheet: list[str]) -> None:
    with pytest.raises(SystemExit, match="corpus/1: no such page"):
        annotate._taken("\n".join(sheet), {})
