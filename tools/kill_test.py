"""Kill batches at random moments, resume them, and look whether any page is missing, doubled or spoilt.

    python tools/kill_test.py --runs 50 --pages 2000

Every run cleans a folder of invented pages. Its parent process, or one of its workers, gets SIGKILL after a random time, several times;
each time the same command is called again, until the run is complete. Then every page must be in exactly one place: its row, byte for
byte but for the time it took, or a row in failures.jsonl, and there only if it is broken or its worker was killed.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ENDINGS = ("jsonl", "json", "jsonl.gz", "parquet", "txt", "jsonl.zst")
BROKEN = 17  # every page of so many is no page
# What a batch does by default once a second and every 10,000 rows is done more often, so that kills meet it.
COMMAND = """
import sys
from cleanpage.batch import run, shards
from cleanpage.cli import main
if __name__ == "__main__":
    run._COMMIT_S = float(sys.argv.pop(1))
    shards.Shards.__init__.__defaults__ = (150,)
    main()
"""
STORY = "The ferry of the {hour} o'clock was late for the {number}th time, said Ada Moor, who has kept the lock for thirty years."


def make_pages(folder: Path, pages: int) -> None:
    """So many pages in folders of a hundred, some of them broken."""
    for number in range(pages):
        path = folder / f"{number // 100:03}" / f"{number:05}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        paragraphs = "".join(f"<p>{STORY.format(hour=hour, number=number)}</p>" for hour in range(4))
        path.write_text("\x89PNG\r\n\x1a\n" if number % BROKEN == 0 else f"<h1>Ferry {number}</h1>{paragraphs}", "latin-1")


class Run:
    """One run into one folder, killed and called again until it is complete."""

    def __init__(self, pages: Path, out: Path, ending: str, chance: random.Random) -> None:
        self.out = out
        self.ending = ending
        self.kills: Counter[str] = Counter()
        self._chance = chance
        script = out.with_suffix(".py")
        script.write_text(COMMAND)
        commit_s = chance.choice(["0.1", "0.3", "1"])
        self._command = [sys.executable, str(script), commit_s, "batch", str(pages), str(out), "--jobs=2", "--quiet", f"--to={ending}"]

    def finish(self, kills: int) -> None:
        """Kill it so many times, and let it come to its end then."""
        for _ in range(kills):
            if self._killed(self._chance.uniform(0.3, 6.0)):
                return
        while subprocess.run(self._command).returncode not in (0, 1):
            raise SystemExit(f"{self._command} does not go on")

    def _killed(self, after_s: float) -> bool:
        """Whether it was complete before it was killed."""
        process = subprocess.Popen(self._command)
        try:
            process.wait(after_s)
        except subprocess.TimeoutExpired:
            victim = self._chance.choice([process.pid, *children(process.pid)])
            self.kills["parent" if victim == process.pid else "worker"] += 1
            os.kill(victim, signal.SIGKILL)
            if victim != process.pid:
                time.sleep(self._chance.uniform(0, 0.5))
                process.kill()
        return process.wait() in (0, 1)


def children(pid: int) -> list[int]:
    """The processes that this one has started: its workers, and their accountant."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]


def written(out: Path, ending: str) -> Iterator[tuple[str, Any]]:
    """(id, content without the time it took) of every article."""
    if (out / "articles").exists():
        for path in sorted((out / "articles").rglob("*.*")):
            if path.is_file():
                content = path.read_text("utf-8")
                yield str(path.relative_to(out / "articles")).removesuffix(f".{ending}"), timeless(content, ending)
    for path in sorted(out.glob("articles-*")):
        for row in shard_rows(path):
            yield row["id"], row | {"seconds": None}


def timeless(content: str, ending: str) -> Any:
    return json.loads(content) | {"seconds": None} if ending == "json" else content


def shard_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a shard; raises if it is not whole."""
    if path.suffix == ".parquet":
        from pyarrow.parquet import read_table

        rows: list[dict[str, Any]] = read_table(path).to_pylist()
        return rows
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    if path.suffix == ".zst":
        from cleanpage.batch.compression import zstd

        data = zstd().decompress(data)
    return [json.loads(line) for line in data.splitlines()]


def faults(run: Run, expected: dict[str, Any], broken: set[str]) -> Iterator[str]:
    """What is wrong with a complete run."""
    articles = list(written(run.out, run.ending))
    failed = [json.loads(line) for line in (run.out / "failures.jsonl").read_bytes().splitlines()]
    died = [row["id"] for row in failed if row["error"] == "WorkerDied"]
    places = Counter([*(id for id, _ in articles), *(row["id"] for row in failed)])
    everywhere = set(expected) | broken
    yield from (f"{id} is missing" for id in sorted(everywhere - set(places)))
    yield from (f"{id} is in {count} places" for id, count in places.items() if count > 1 or id not in everywhere)
    yield from (f"{id} is spoilt" for id, content in articles if id in expected and content != expected[id])
    if len(died) > run.kills["worker"]:
        yield f"{len(died)} pages died, {run.kills['worker']} workers were killed"
    if {row["id"] for row in failed} - broken != set(died) - broken:
        yield "a page failed that is not broken"
    summary = json.loads((run.out / "summary.json").read_bytes())
    if not summary["read"] == summary["written"] + summary["failed"] == len(everywhere):
        yield f"the summary does not add up: {summary['read']} read, {summary['written']} written, {summary['failed']} failed"
    yield from (f"{path.name} is left over" for path in run.out.rglob("*.part"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    kills: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_pages(folder / "pages", options.pages)
        broken = {f"{number // 100:03}/{number:05}.html" for number in range(0, options.pages, BROKEN)}
        expected: dict[str, dict[str, Any]] = {}
        for number in range(options.runs):
            ending = ENDINGS[number % len(ENDINGS)]
            if ending not in expected:
                whole = Run(folder / "pages", folder / f"whole-{ending}", ending, chance)
                whole.finish(0)
                expected[ending] = dict(written(whole.out, ending))
            run = Run(folder / "pages", folder / "out", ending, chance)
            run.finish(chance.randint(1, 5))
            found = list(faults(run, expected[ending], broken))
            wrong += bool(found)
            kills += run.kills
            print(f"run {number + 1}, {ending}, kills {dict(run.kills)}: {'; '.join(found[:5]) or 'every page in its place'}", flush=True)
            shutil.rmtree(run.out)
    print(f"{options.runs} runs of {options.pages} pages, {wrong} wrong; killed: {dict(kills)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
