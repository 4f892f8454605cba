"""Measure what a batch costs besides cleaning, how two workers compare with one, and how much memory it takes.

    python tools/measure_batch.py SHARED --pages 400 --tiny 1000 50000

SHARED is the folder that holds corpora/. Times are processor time, since other programs may be at work on the machine; pages a second
by the clock stand beside them.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

BATCH = """
import json, resource, sys, time
from pathlib import Path
from cleanpage.batch.run import Settings, run
if __name__ == "__main__":
    began = time.monotonic()
    tally = run(Settings(sys.argv[1], Path(sys.argv[2]), jobs=int(sys.argv[3]))).tally
    elapsed = time.monotonic() - began
    parent, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = dict(line.split(":") for line in open("/proc/self/status"))  # ru_maxrss knows the process that started this one, too
    print(json.dumps([
        tally.read, elapsed, parent.ru_utime + parent.ru_stime, workers.ru_utime + workers.ru_stime,
        int(status["VmHWM"].split()[0]) / 1000, workers.ru_maxrss / 1000,
    ]))
"""
CLEANING = """
import json, sys, time
from cleanpage.pipeline import clean
clean("<p>A page.</p>")
pages = [json.loads(line)["html"] for line in open(sys.argv[1], "rb")]
began = time.process_time()
for page in pages:
    clean(page)
print(time.process_time() - began)
"""


class Cost(NamedTuple):
    """What a run took: seconds by the clock, of the parent's and of the workers' processors; megabytes at most."""

    pages: int
    elapsed: float
    parent: float
    workers: float
    parent_mb: float
    worker_mb: float


def corpora(shared: Path, pages: int) -> list[str]:
    """So many pages, evenly out of all corpora, that are UTF-8."""
    paths = sorted((shared / "corpora").glob("*/pages/*.html.gz"))
    texts = (gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in paths[:: max(1, len(paths) // pages)][:pages])
    return list(texts)


def save(pages: Iterable[str], path: Path) -> Path:
    """The pages as JSON lines."""
    with path.open("w") as file:
        file.writelines(json.dumps({"id": str(number), "html": page}) + "\n" for number, page in enumerate(pages))
    return path


def cost(source: Path, jobs: int, folder: Path) -> Cost:
    """What it takes to clean this source."""
    script = folder / "batch.py"
    script.write_text(BATCH)
    out = tempfile.mkdtemp(dir=folder)
    command = [sys.executable, str(script), str(source), out, str(jobs)]
    return Cost(*json.loads(subprocess.run(command, capture_output=True, check=True).stdout))


def cleaning_s(source: Path) -> float:
    """Processor seconds that cleaning these pages takes, one after the other, without a batch."""
    return float(subprocess.run([sys.executable, "-c", CLEANING, str(source)], capture_output=True, check=True).stdout)


def tell_overhead(source: Path, start: Cost, folder: Path, repeats: int) -> None:
    """The least of some runs: the machine's other work can only add."""
    alone = min(cleaning_s(source) for _ in range(repeats))
    one, two = (min((cost(source, jobs, folder) for _ in range(repeats)), key=lambda cost: cost.workers + cost.parent) for jobs in (1, 2))
    spent = one.parent + one.workers - start.parent - start.workers
    print(f"{one.pages} pages of the corpora as JSON lines, cleaning alone {alone:.1f} s: {1000 * alone / one.pages:.1f} ms a page")
    print(f"one worker: {spent:.1f} s without starting, of it the parent {one.parent - start.parent:.1f}; overhead {spent / alone - 1:.0%}")
    for jobs, run in ((1, one), (2, two)):
        by_processors = run.pages / (run.workers + run.parent)
        print(f"{jobs} jobs: by the clock {run.pages / run.elapsed:.1f} pages/s, by processors {by_processors:.1f}")
    starting = start.workers  # one worker's
    busy_one, busy_two = one.workers - starting, two.workers - 2 * starting
    print(f"a worker's processor seconds: {busy_one:.1f} alone, {busy_two:.1f} in two; two are {2 * busy_one / busy_two:.2f} times one")
    print(f"with the parent on the same two processors: {2 * busy_one / (busy_two + two.parent - start.parent):.2f} times")
    print(f"memory: parent {one.parent_mb:.0f} MB, largest worker {one.worker_mb:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path, help="the folder that holds corpora/")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--tiny", type=int, nargs="*", default=[1000, 50_000], help="numbers of small pages for the parent's memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = cost(save(["<p>x</p>"], folder / "start.jsonl"), 1, folder)
        tell_overhead(save(corpora(options.shared, options.pages), folder / "pages.jsonl"), start, folder, options.repeats)
        for pages in options.tiny:
            tiny = cost(save((f"<p>Ferry {number} was late.</p>" for number in range(pages)), folder / f"{pages}.jsonl"), 2, folder)
            print(f"{pages:,} small pages: parent {tiny.parent_mb:.0f} MB, {1000 * tiny.parent / pages:.2f} ms of it a page")


if __name__ == "__main__":
    main()
