import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cleanpage import Failure, clean_many
from cleanpage.batch.pool import Limits, Pool, map_pages, stage
from cleanpage.errors import BadData, BadRecord, BatchError, DecodeError, MissingExtra, PageTooLarge, UnknownName

WAYS = [{"jobs": 1}, {"jobs": 1, "limits": Limits(60.0)}, {"jobs": 2}]


def shout(id: str, page: str) -> str:
    """A page's work, the kind of which the page itself says."""
    match page.rpartition(" ")[0] or page:
        case "waits for":
            while not Path(page.rpartition(" ")[2]).exists():
                pass
        case "makes":
            Path(page.rpartition(" ")[2]).touch()
        case "dies":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            while True:
                pass
        case "grows":
            return "x" * 10**9
        case "stays":
            return lambda: "what cannot be sent"
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
    ends = {0: "dies", 3: "killed", 4: "dies"}
    outcomes = list(map_pages(shout, [(str(i), ends.get(i, "lives")) for i in range(40)], jobs=2))
    words = [outcome.message.rpartition(": ")[2] for outcome in outcomes if isinstance(outcome, Failure)]
    assert words == ["exit code 3", "SIGKILL", "exit code 3"]
    assert outcomes[4] == Failure("4", "clean", "WorkerDied", "the worker process died of it: exit code 3")
    assert outcomes.count("LIVES") == 37


def test_a_page_over_its_time_costs_itself_only():
    outcomes = list(map_pages(shout, [("a", "one"), ("b", "hangs"), ("c", "three")], jobs=1, limits=Limits(1.0)))
    assert outcomes == ["ONE", Failure("b", "clean", "TimeoutError", "took longer than 1 s"), "THREE"]


def test_a_page_that_takes_long_does_not_stop_the_other_workers(tmp_path):
    pages = [f"waits for {tmp_path}/done" if i == 5 else "page" for i in range(400)]
    pages[399] = f"makes {tmp_path}/done"
    outcomes = list(map_pages(shout, enumerate(pages), jobs=2, limits=Limits(60.0)))
    assert outcomes == [page.upper() for page in pages]


def test_pages_take_their_time_one_by_one():
    pages = [(str(i), "dawdles") for i in range(24)]
    assert list(map_pages(shout, pages, jobs=1, limits=Limits(2.0))) == ["DAWDLES"] * 24


def test_a_reader_may_take_longer_than_a_page():
    outcomes = map_pages(shout, [(str(i), "page") for i in range(40)], jobs=1, limits=Limits(1.0))
    for _ in range(20):
        next(outcomes)
    for _ in range(12):
        shout("", "dawdles")
    assert list(outcomes) == ["PAGE"] * 20


@pytest.mark.skipif(sys.platform != "linux", reason="no such limit")
def test_a_page_over_its_memory_costs_itself_only():
    pages = [("a", "one"), ("b", "grows"), ("c", "three"), ("d", "grows")]
    one, grown, three, again = map_pages(shout, pages, jobs=1, limits=Limits(memory_mb=500))
    assert (one, three) == ("ONE", "THREE")
    assert [(failure.id, failure.error) for failure in (grown, again)] == [("b", "MemoryError"), ("d", "MemoryError")]
    assert list(map_pages(len_of, [("a", "grows")], jobs=1, limits=Limits(memory_mb=4000))) == [10**9]


def len_of(id: str, page: str) -> int:
    return len(shout(id, page))


def test_what_cannot_be_sent_is_a_failure_of_its_page():
    first, second = map_pages(shout, [("a", "stays"), ("b", "two")], jobs=2)
    assert isinstance(first, Failure) and first.id == "a"
    assert second == "TWO"


def test_a_worker_killed_while_it_waits_costs_nothing():
    outcomes = map_pages(shout, Counted(100), jobs=2)
    seen = [next(outcomes)]
    for worker in multiprocessing.active_children():
        worker.kill()
        worker.join()
    seen += outcomes
    lost = [outcome for outcome in seen if isinstance(outcome, Failure)]
    assert len(seen) == 100
    assert len(lost) <= 2
    assert {failure.error for failure in lost} <= {"WorkerDied"}


@pytest.mark.parametrize("way, window", [(WAYS[0], 1), (WAYS[1], 1100), (WAYS[2], 1100)], ids=str)
def test_input_is_read_at_most_a_window_ahead(way, window):
    pages = Counted(3000)
    ahead = [pages.taken - given for given, _ in enumerate(map_pages(shout, pages, **way))]
    assert max(ahead) <= window
    assert pages.taken == 3000


def test_finished_pages_that_wait_do_not_fill_the_memory():
    pages = Counted(400)
    long = "x" * 1_000_000
    outcomes = map_pages(shout, ((id, "hangs" if id == "0" else long) for id, _ in pages), jobs=2, limits=Limits(2.0))
    assert isinstance(next(outcomes), Failure)
    assert pages.taken < 100
    assert [len(outcome) for outcome in outcomes] == [len(long)] * 399


def test_nothing_is_read_before_the_first_result_is_asked_for():
    pages = Counted(3)
    map_pages(shout, pages, jobs=2)
    assert pages.taken == 0


def test_input_without_an_end_can_be_left_and_the_workers_end():
    outcomes = map_pages(shout, Counted(10**9), jobs=2)
    assert next(outcomes) == "PAGE"
    assert len(multiprocessing.active_children()) == 2
    outcomes.close()
    assert multiprocessing.active_children() == []


def test_an_error_of_the_input_reaches_the_caller_and_the_workers_end():
    def pages():
        yield "a", "one"
        raise ConnectionError("the archive is gone")

    with pytest.raises(ConnectionError, match="gone"):
        list(map_pages(shout, pages(), jobs=2))
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [0, -1])
def test_jobs_must_be_at_least_one(jobs):
    with pytest.raises(BatchError, match=f"not {jobs}"):
        map_pages(shout, [], jobs=jobs)


@pytest.mark.parametrize("timeout_s", [0, -1.0, float("nan"), float("inf"), 1e9])
def test_a_time_that_is_none_is_refused(timeout_s):
    with pytest.raises(BatchError, match=f"not {timeout_s}; None is no limit"):
        map_pages(shout, [], jobs=1, limits=Limits(timeout_s))


def test_the_longest_time_is_one():
    assert list(map_pages(shout, [("a", "one")], jobs=1, limits=Limits(1_000_000))) == ["ONE"]


def test_no_worker_starts_without_a_page():
    outcomes = map_pages(shout, [(str(i), "page") for i in range(3)], jobs=50)
    assert next(outcomes) == "PAGE"
    assert len(multiprocessing.active_children()) <= 3
    assert list(outcomes) == ["PAGE"] * 2


@pytest.mark.parametrize(
    "error, name",
    [
        (DecodeError(), "decode"),
        (BadRecord(), "read"),
        (MissingExtra(), "read"),
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


def born(id, page):
    """Which process takes the page; "die" ends it."""
    if page == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_the_workers_of_a_pool_stay_for_the_next_round():
    with closing(Pool(born, jobs=1, limits=Limits())) as pool:
        first, second = list(pool.map([("a", ""), ("b", "")])), list(pool.map([("c", "")]))
        assert len({*first, *second}) == 1
        after = list(pool.map([("d", "die"), ("e", "")]))
        assert (after[0].error, after[1] != first[0]) == ("WorkerDied", True)


def test_a_round_that_is_left_early_does_not_spoil_the_next():
    with closing(Pool(born, jobs=1, limits=Limits())) as pool:
        left = pool.map((str(number), "") for number in range(100))
        next(left)
        left.close()
        assert len(list(pool.map([("a", ""), ("b", "")]))) == 2


@pytest.mark.skipif(os.name == "nt", reason="no such clock")
def test_a_worker_does_not_outlive_a_killed_parent_for_long(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(ORPHAN)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "hanging\n"
        parent.kill()
        assert parent.stdout.read() == ""  # which has its end when the worker has let go of it, too


ORPHAN = """
from cleanpage.batch import pool

def hang(id, page):
    print("hanging", flush=True)
    while True:
        pass

if __name__ == "__main__":
    list(pool.Pool(hang, jobs=1, limits=pool.Limits(1.0 - pool._ORPHAN_S + 0.5)).map([("a", "page")]))
"""


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
