import io

import pytest

from cleanpage.batch.progress import Bar, Lines, Pace, summary
from cleanpage.batch.run import Progress
from cleanpage.batch.tally import Tally


def test_rate_and_time_to_go_are_of_this_sitting():
    pace = Pace()
    pace.words(Progress(Tally(read=1001), 0.5), 100.0)
    words = pace.words(Progress(Tally(read=1200, failed=3), 0.6), 110.0)
    assert words == "1,200 pages, 20.0/s, 3 failed, 0:00:40 to go"


def test_a_rate_takes_more_than_a_moment():
    pace = Pace()
    assert pace.words(Progress(Tally(read=1), 0.1), 0.0) == "1 pages, 0 failed"
    assert pace.words(Progress(Tally(read=9), 0.9), 0.1) == "9 pages, 0 failed"


def test_a_source_that_cannot_tell_its_length_has_no_time_to_go():
    pace = Pace()
    pace.words(Progress(Tally(read=1), None), 0.0)
    assert pace.words(Progress(Tally(read=50), None), 10.0) == "50 pages, 5.0/s, 0 failed"


def test_the_slowest_page_is_named_without_its_tricks():
    words = Pace().words(Progress(Tally(read=1, slowest="a\x1b[31m.html", slowest_seconds=2.34), None), 0.0)
    assert words.endswith("slowest 2.3 s a?[31m.html")


@pytest.mark.parametrize("every_s, lines", [(0.0, 3), (3600.0, 0)])
def test_lines_come_now_and_then(every_s, lines):
    stream = io.StringIO()
    with Lines(stream, every_s) as watch:
        for read in (1, 2, 3):
            watch(Progress(Tally(read=read), read / 3))
    assert len(stream.getvalue().splitlines()) == lines


@pytest.mark.parametrize("shares", [(0.5, 1.0), (None, None)])
def test_a_bar_shows_how_far_the_run_is(shares):
    stream = io.StringIO()
    with Bar(stream) as watch:
        for read, share in enumerate(shares, 1):
            watch(Progress(Tally(read=read, slowest="[red].html", slowest_seconds=1.0), share))
    assert ("100%" in stream.getvalue()) == (shares[-1] is not None)
    assert "[red].html" in stream.getvalue()


def test_a_summary_counts_by_error_outlet_and_role():
    roles = {f"role{i}": i for i in range(1, 11)}
    tally = Tally(read=5, written=3, failed=2, outlets={"": 1, "a.example": 2}, roles=roles, errors={"E": 2})
    assert list(summary(tally)) == [
        "5 pages read: 3 written, 2 failed, 0 skipped",
        "errors: E 2",
        "outlets: a.example 2",
        "roles: role10 10, role9 9, role8 8, role7 7, role6 6, role5 5, role4 4, role3 3, and 2 more",
    ]
    assert next(summary(Tally(read=30, written=30, elapsed=2.0))).endswith(", 15.0 a second")
