import pytest

from cleanpage.batch.durable import Log, complete
from cleanpage.errors import BatchError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_complete_file_bears_its_name_only_afterwards(tmp_path):
    with complete(tmp_path / "failures.jsonl") as file:
        file.write(b"{}\n")
        assert names(tmp_path) == ["failures.jsonl.part"]
    assert names(tmp_path) == ["failures.jsonl"]
    assert (tmp_path / "failures.jsonl").read_bytes() == b"{}\n"


def test_an_error_leaves_the_earlier_file_as_it_was(tmp_path):
    path = tmp_path / "ledger.json"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), complete(path) as file:
        file.write(b"half of the n")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"


def test_a_log_goes_on_at_its_length_and_cuts_off_the_rest(tmp_path):
    log = Log(tmp_path / "log")
    log.write(b"one")
    length = log.sync()
    log.write(b"two")
    log.close()
    assert length == 4
    log = Log(tmp_path / "log", length)
    log.write(b"2")
    assert log.sync() == 6
    assert (tmp_path / "log").read_bytes() == b"one\n2\n"


def test_a_new_log_is_empty_whatever_lay_there(tmp_path):
    (tmp_path / "log").write_bytes(b"of an earlier run")
    Log(tmp_path / "log").close()
    assert (tmp_path / "log").read_bytes() == b""


@pytest.mark.parametrize("left", [None, b"on"])
def test_a_log_that_somebody_shortened_is_refused(tmp_path, left):
    if left is not None:
        (tmp_path / "log").write_bytes(left)
    with pytest.raises(BatchError, match=r"had 4 when the run stopped; start anew with --fresh"):
        Log(tmp_path / "log", 4)
