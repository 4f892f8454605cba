import os
import signal
import sys
import time

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from batch.engines.equal import FIXTURES, example, folder_of_pages, lines, local, parquet_of_pages, written
from cleanpage.batch.page import Record
from cleanpage.batch.pool import Limits
from cleanpage.batch.rows import page_row
from cleanpage.cli import main
from cleanpage.errors import BatchError

ray = pytest.importorskip("ray", reason="needs pip install 'cleanpage[ray]'")

from ray.cluster_utils import Cluster

from cleanpage.batch.engines.ray import cleaned, cluster, map_pages

LIMITS = Limits(timeout_s=15.0, memory_mb=1000)  # a busy machine takes 8 s to start a worker


class Deadly(Record):
    """A page that ends the process that reads it."""

    def read(self) -> Record:
        os.kill(os.getpid(), signal.SIGKILL)
        return self


class Endless(Record):
    """A page that is never read to its end."""

    def read(self) -> Record:
        while True:
            time.sleep(1)


class Regicidal(Record):
    """A page that ends its worker's parent, the Ray actor, when it is read for the first time; its content is where it notes that."""

    def read(self) -> Record:
        if not os.path.exists(self.content):
            open(self.content, "x").close()
            os.kill(os.getppid(), signal.SIGKILL)
        return self._replace(content=b"<p>x")


@pytest.fixture(scope="module")
def address():
    """A cluster of two CPUs on this machine, which runs beside the tests as any other does; its workers can import what tests can."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patched.setenv("RAY_agent_register_timeout_ms", "200000")  # on a busy machine its helpers take more than half a minute to start
        node = Cluster(initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False})
        yield node.address
        node.shutdown()


def batch(source, out, *options):
    return CliRunner().invoke(main, ["batch", str(source), str(out), *options])


def test_the_command_writes_what_it_writes_without_a_cluster(address, tmp_path):
    folder = folder_of_pages(tmp_path / "pages")
    done = batch(folder, tmp_path / "ray", "--engine", "ray", "--address", address, "--jobs", "2")
    assert done.exit_code == 1, done.output
    assert lines(written(tmp_path / "ray")) == local(folder, tmp_path / "local")
    assert [row["id"] for row in written(tmp_path / "ray")] == [row["id"] for row in written(tmp_path / "local")]


def test_a_bad_page_costs_its_row_only(address):
    page = Record((FIXTURES / "en-seedlike-newsfeed.html").read_bytes())
    pages = [("a", page), ("deadly", Deadly(b"")), ("b", page), ("endless", Endless(b"")), *((str(i), page) for i in range(100))]
    with cluster(address, 2) as jobs:
        outcomes = list(map_pages(page_row, pages, jobs=jobs, limits=LIMITS))
    assert [getattr(outcome, "error", "") for outcome in outcomes] == ["", "WorkerDied", "", "TimeoutError"] + [""] * 100
    assert [outcome["id"] for outcome in outcomes if isinstance(outcome, dict)] == ["a", "b", *map(str, range(100))]


def test_the_pages_of_a_lost_worker_are_cleaned_again(address, tmp_path):
    pages = [("a", Record("<p>x")), ("regicidal", Regicidal(str(tmp_path / "note"))), ("b", Record("<p>x"))]
    with cluster(address, 1) as jobs:
        outcomes = list(map_pages(page_row, pages, jobs=jobs, limits=Limits(60.0)))  # what the page needs to be unpickled is Ray itself
    assert (tmp_path / "note").exists()
    assert [outcome["id"] for outcome in outcomes] == ["a", "regicidal", "b"]


def test_ray_data_gives_the_same_rows(address, tmp_path):
    folder = parquet_of_pages(tmp_path)
    with cluster(address, None):
        example("Ray Data", tmp_path)
    assert lines(pq.read_table(tmp_path / "articles").to_pylist()) == local(folder, tmp_path / "local")


@pytest.mark.parametrize(("jobs", "expected"), [(None, 1), (1, 1), (2, 2)])
def test_all_cpus_but_one_are_taken_if_nobody_says(address, jobs, expected):
    with cluster(address, jobs) as taken:
        assert taken == expected


def test_more_jobs_than_cpus_are_refused(address, tmp_path):
    done = batch(FIXTURES, tmp_path / "out", "--engine", "ray", "--address", address, "--jobs", "3")
    assert (done.exit_code, "3 jobs would wait for ever on a cluster of 2 CPUs" in done.output) == (2, True)
    assert not (tmp_path / "out").exists()


def test_ray_data_is_left_a_cpu_to_read_with(address):
    with cluster(address, None), pytest.raises(BatchError, match="2 jobs leave none of 2 CPUs to read with"):
        cleaned(ray.data.from_items([{"html": "<p>x"}]), jobs=2)


def test_an_address_without_a_cluster_is_named(tmp_path):
    done = batch(FIXTURES, tmp_path / "out", "--engine", "ray", "--address", "127.0.0.1:1")
    assert (done.exit_code, "no Ray cluster answers at 127.0.0.1:1" in done.output) == (2, True)


def test_an_address_without_the_engine_is_refused(tmp_path):
    done = batch(FIXTURES, tmp_path / "out", "--address", "127.0.0.1:1")
    assert (done.exit_code, "--engine ray" in done.output) == (2, True)


def test_json_lines_come_in_order_too(address, tmp_path):
    source = tmp_path / "pages.jsonl"
    source.write_text('{"html": "<p>x", "url": "https://example.com/a"}\n{broken\n{"text": "x", "id": "b"}\n{"html": "\\ud83d"}\n')
    batch(source, tmp_path / "ray", "--engine", "ray", "--address", address)
    assert lines(written(tmp_path / "ray")) == local(source, tmp_path / "local")
