import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanpage import Failure, clean_many
from cleanpage.batch.pool import map_pages, stage
from cleanpage.errors import BadData, BatchError, DecodeError, PageTooLarge, UnknownName

WAYS = [{"jobs": 1, "timeout_s": None}, {"jobs": 1, "timeout_s": 60.0}, {"jobs": 2, "timeout_s": None}]


def shout(id: str, page: str) -> str:
    """A page's work, the kind of which the page itself says."""
    match page:
        case "dies":
            os._exit(3)
        case "hangs":
            while True:
                pass
        case "fails":
            raise KeyError("missing")
        case "dawdles":
            until = time.monotonic() + 0.1
            while time.monotonic() < until:
                pass
    return page.upper()


class Counted:
    """Pages that know how many of them were taken."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.taken = 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for number in range(self.pages):
            self.taken += 1
            yield str(number), "page"


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_results_come_in_input_order(way):
    pages = [(str(i), "dawdles" if i % 7 == 0 else f"p{i}") for i in range(15)]
    assert list(map_pages(shout, pages, **way)) == [page.upper() for _, page in pages]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_exception_costs_its_page_only(way):
    outcomes = list(map_pages(shout, [("a", "one"), ("b", "fails"), ("c", "three")], **way))
    assert outcomes == ["ONE", Failure("b", "clean", "KeyError", "'missing'"), "THREE"]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_no_pages_no_results(way):
    assert list(map_pages(shout, [], **way)) == []


def test_a_dying_worker_costs_its_page_only():
    pages = [(str(i), "dies" if i in (0, 3, 4) else "lives") for i in range(10)]
    outcomes = list(map_pages(shout, pages, jobs=2, timeout_s=None))
    died = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.id for failure in died] == ["0", "3", "4"]
    assert {(failure.stage, failure.error) for failure in died} == {("clean", "ProcessExpired")}
    assert outcomes.count("LIVES") == 7


def test_a_page_over_its_time_costs_itself_only():
    outcomes = list(map_pages(shout, [("a", "one"), ("b", "hangs"), ("c", "three")], jobs=1, timeout_s=0.5))
    assert outcomes == ["ONE", Failure("b", "clean", "TimeoutError", "took longer than 0.5 s"), "THREE"]


@pytest.mark.parametrize("way, window", [(WAYS[0], 1), (WAYS[1], 4), (WAYS[2], 8)], ids=str)
def test_input_is_read_at_most_a_window_ahead(way, window):
    pages = Counted(50)
    ahead = [pages.taken - given for given, _ in enumerate(map_pages(shout, pages, **way))]
    assert max(ahead) <= window
    assert pages.taken == 50


def test_nothing_is_read_before_the_first_result_is_asked_for():
    pages = Counted(3)
    map_pages(shout, pages, jobs=2, timeout_s=None)
    assert pages.taken == 0


def test_input_without_an_end_can_be_left_and_the_workers_end():
    outcomes = map_pages(shout, Counted(10**9), jobs=2, timeout_s=None)
    assert next(outcomes) == "PAGE"
    assert len(multiprocessing.active_children()) == 2
    outcomes.close()
    assert multiprocessing.active_children() == []


def test_an_error_of_the_input_reaches_the_caller_and_the_workers_end():
    def pages():
        yield "a", "one"
        raise ConnectionError("the archive is gone")

    with pytest.raises(ConnectionError, match="gone"):
        list(map_pages(shout, pages(), jobs=2, timeout_s=None))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [0, -1])
def test_jobs_must_be_at_least_one(jobs):
    with pytest.raises(BatchError, match=f"not {jobs}"):
        map_pages(shout, [], jobs=jobs, timeout_s=None)


@pytest.mark.parametrize(
    "error, name",
    [
        (DecodeError(), "decode"),
        (PageTooLarge(), "read"),
        (FileNotFoundError(), "read"),
        (PermissionError(), "read"),
        (BadData(), "clean"),
        (RecursionError(), "clean"),
        (ValueError(), "clean"),
    ],
    ids=repr,
)
def test_stages(error, name):
    assert stage(error) == name


def test_clean_many_refuses_an_unknown_syntax_at_once():
    with pytest.raises(UnknownName, match="html, text"):
        clean_many([], syntax="pdf")


def test_a_script_without_its_guard_is_told_of_it(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text("import cleanpage\nlist(cleanpage.clean_many([('a', '<p>x</p>')], jobs=2))\n")
    ended = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "BatchError" in ended.stderr.splitlines()[-1]
    assert '__name__ == "__main__"' in ended.stderr.splitlines()[-1]
