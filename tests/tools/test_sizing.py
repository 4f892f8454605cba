from pathlib import Path

import pytest

from cleanpage.batch.page import PageFile, Unreadable
from sizing import Sample, measured, table

PAGES = sorted((Path(__file__).parents[2] / "fixtures" / "pages").glob("*.html"))[:2]


def test_the_table_follows_from_the_sample():
    rows = list(table(Sample(pages=200, megabytes=20.0, seconds=4.0, memory=180.0), 1.8e9))
    assert rows[2:] == [
        "| measured on | 200 pages of 100 kB on average |",
        "| a page | 20.0 ms of one core |",
        "| pages per core-second | 50 (5.0 MB) |",
        "| memory of a worker | 180 MB at the most |",
        "| 1,800,000,000 pages | 10,000 core-hours |",
        "| on 16 cores | 625.0 hours, 26.0 days |",
        "| on 100 cores | 100.0 hours, 4.2 days |",
        "| on 1,000 cores | 10.0 hours, 0.4 days |",
    ]


def test_pages_that_fail_are_left_out_and_named(capsys):
    sample = measured([*(PageFile(str(page)) for page in PAGES), Unreadable("nothing there")])
    assert sample.pages == 2
    assert sample.megabytes == pytest.approx(sum(page.stat().st_size for page in PAGES) / 1e6)
    assert 0 < sample.seconds < 60
    assert 20 < sample.memory < 10_000
    assert capsys.readouterr().err == "left out: nothing there\n"
