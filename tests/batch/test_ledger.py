import json

import pytest

from cleanpage.batch import ledger as ledgers
from cleanpage.batch import sinks
from cleanpage.batch.ledger import Balance, Ledger, balance, linked, publish
from cleanpage.batch.page import Place
from cleanpage.batch.tally import Done
from cleanpage.errors import BatchError
from cleanpage.model import Failure

SETTINGS = {"to": "jsonl"}


def opened(out, found=None):
    found = found or Balance(SETTINGS)
    sink = sinks.opened(out, "jsonl", found.sink)
    return Ledger(out, found, sink), sink


def close(ledger, sink):
    ledger.close()
    sink.close()


def enter(ledger, *ids):
    for id in ids:
        failed = id.startswith("bad")
        ledger.enter(Place(id, "mark"), Failure(id, "read", "OSError", "") if failed else Done(id, id.encode(), "a.example", {}, 0.1))


def names(out):
    return sorted(path.name for path in out.iterdir())


def test_a_folder_without_a_run_has_no_balance(tmp_path):
    assert balance(tmp_path) is None


def test_a_commit_says_where_everything_stands(tmp_path):
    ledger, _ = opened(tmp_path)
    enter(ledger, "a", "bad", "c")
    ledger.commit()
    enter(ledger, "d")
    found = balance(tmp_path)
    chain = linked(linked(linked("", Place("a", "mark")), Place("bad", "mark")), Place("c", "mark"))
    assert (found.pages, found.chain, found.complete) == (3, chain, False)
    assert found.sink == {"shard": 0, "rows": 2, "bytes": 4}
    assert found.logs == {"failures.jsonl": (tmp_path / "failures.jsonl.part").stat().st_size}
    assert (found.tally["read"], found.tally["written"], found.tally["failed"]) == (3, 2, 1)


def test_a_ledger_goes_on_where_it_was_committed(tmp_path):
    ledger, sink = opened(tmp_path)
    enter(ledger, "a", "bad")
    ledger.commit()
    enter(ledger, "lost", "bad lost")
    close(ledger, sink)
    ledger, sink = opened(tmp_path, balance(tmp_path))
    enter(ledger, "c", "bad too")
    ledger.finish()
    close(ledger, sink)
    assert names(tmp_path) == ["articles-00000.jsonl", "failures.jsonl", "ledger.json", "summary.json"]
    assert (tmp_path / "articles-00000.jsonl").read_bytes() == b"a\nc\n"
    assert [json.loads(line)["id"] for line in (tmp_path / "failures.jsonl").open()] == ["bad", "bad too"]
    assert balance(tmp_path).complete
    assert json.loads((tmp_path / "summary.json").read_text())["read"] == 4


def test_publishing_twice_changes_nothing(tmp_path):
    ledger, sink = opened(tmp_path)
    enter(ledger, "a", "bad")
    ledger.finish()
    close(ledger, sink)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    publish(tmp_path, balance(tmp_path))
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def test_every_id_mark_and_order_has_its_chain():
    one, two, three = Place("a", "bc"), Place("ab", "c"), Place("a", "bc", 0.5)
    assert linked("", one) == linked("", three)
    assert len({linked("", one), linked("", two), linked(linked("", one), two), linked(linked("", two), one)}) == 4
    assert linked("", Place("half a pair \ud83d", ""))


def test_a_log_that_is_gone_is_refused(tmp_path):
    ledger, sink = opened(tmp_path)
    enter(ledger, "bad")
    ledger.commit()
    close(ledger, sink)
    (tmp_path / "failures.jsonl.part").unlink()
    with pytest.raises(BatchError, match=r"failures\.jsonl\.part has 0 bytes and had"):
        opened(tmp_path, balance(tmp_path))


def test_the_files_are_all_named(tmp_path):
    ledger, sink = opened(tmp_path)
    enter(ledger, "a", "bad")
    ledger.commit()
    assert set(names(tmp_path)) - {"articles-00000.jsonl.part"} <= set(ledgers.FILES)
    ledger.finish()
    close(ledger, sink)
    assert set(names(tmp_path)) - {"articles-00000.jsonl"} <= set(ledgers.FILES)
