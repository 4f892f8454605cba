import json
from dataclasses import asdict

from cleanpage.batch import tally as tallies
from cleanpage.batch.tally import OTHER_OUTLETS, Done, Tally
from cleanpage.model import Outlet


def done(id: str = "a.html", seconds: float = 0.5, **roles: int) -> Done:
    return Done(id, b"", "a.example", roles, seconds)


def test_numbers_add_up():
    tally = Tally()
    for seconds in (0.5, 2.0, 1.0):
        tally.add_article(done(f"{seconds}.html", seconds, body=3, feed=1))
    tally.add_written("a.example")
    tally.add_written("a.example")
    tally.skipped += 1
    tally.add_failed("DecodeError")
    assert tally.read == tally.written + tally.failed + tally.skipped == 4
    summary = tally.summary()
    assert (summary["slowest"], summary["slowest_seconds"], summary["seconds"]) == ("2.0.html", 2.0, 3.5)
    assert (summary["outlets"], summary["roles"], summary["errors"]) == ({"a.example": 2}, {"body": 9, "feed": 3}, {"DecodeError": 1})


def test_a_tally_comes_back_from_the_ledger():
    tally = Tally()
    tally.add_article(done(body=1))
    tally.add_written("a.example")
    assert Tally(**json.loads(json.dumps(asdict(tally)))) == tally


def test_the_largest_come_first():
    tally = Tally()
    for error in ("A", "B", "B", "C", "C", "C"):
        tally.add_failed(error)
    assert list(tally.summary()["errors"]) == ["C", "B", "A"]


def test_a_rate_needs_time():
    assert Tally(read=3).summary()["pages_a_second"] is None
    assert Tally(read=30, elapsed=2.0).summary()["pages_a_second"] == 15.0


def test_a_crawl_of_millions_of_outlets_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(tallies, "_OUTLETS", 2)
    tally = Tally()
    for outlet in ("a", "b", "c", "d", "a"):
        tally.add_written(outlet)
    assert tally.outlets == {"a": 2, "b": 1, OTHER_OUTLETS: 2}


def test_a_profile_that_spoke_of_no_page_of_several_is_named() -> None:
    tally = Tally()
    for host, spoke, pages in (("changed.example", "", 3), ("one.example", "", 2), ("good.example", "layout 1", 3)):
        for _ in range(pages):
            tally.add_article(Done("a", b"", host, {}, 0.0, profile=Outlet(host, spoke)))
    assert tally.profiles == {"changed.example": [3, 0], "one.example": [2, 0], "good.example": [3, 3]}
    assert tally.stale() == ["the profile of changed.example matched 0 of 3 pages: the site has changed"]
