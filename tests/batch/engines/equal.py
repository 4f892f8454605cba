"""Pages for the engines' tests, good and bad, and the rows that the local engine makes of them."""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleanpage.batch.lines import line
from cleanpage.batch.run import Settings, run

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures" / "pages"


def folder_of_pages(folder: Path) -> Path:
    """All fixture pages in one folder, one that fails, and an empty one."""
    shutil.copytree(FIXTURES, folder)
    (folder / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "zero.html").write_bytes(b"")
    return folder


def parquet_of_pages(folder: Path) -> Path:
    """The same pages in a folder of Parquet, twenty to a file."""
    folder_of_pages(folder / "files")
    (folder / "pages").mkdir()
    pages = [{"id": path.name, "html": path.read_bytes()} for path in sorted((folder / "files").iterdir())]
    for start in range(0, len(pages), 20):
        pq.write_table(pa.Table.from_pylist(pages[start : start + 20]), folder / "pages" / f"{start}.parquet")
    return folder / "files"


def example(heading: str, folder: Path) -> None:
    """Run what docs/clusters.md shows under this heading, on the folder's pages/ into its articles/."""
    section = (ROOT / "docs" / "clusters.md").read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    code = section.split("```python\n")[1].split("```")[0]
    for name in ("pages", "articles", "excluded"):
        code = code.replace(f'"{name}/"', repr(str(folder / name)))
    exec(code, {"__name__": "__main__"})


def local(source: Path, out: Path) -> list[bytes]:
    """What the local engine writes for a source: the lines of its rows, sorted."""
    run(Settings(str(source), out))
    return lines(written(out))


def written(out: Path) -> list[dict[str, Any]]:
    """All rows of an output folder, articles and failures."""
    return [json.loads(row) for path in sorted(out.glob("*s*.jsonl")) for row in path.read_bytes().splitlines()]


def lines(rows: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """The rows as sorted lines of JSON, without nulls, which JSON lines leave out, and without the time it took, which differs."""
    return sorted(line({name: row[name] for name in sorted(row) if row[name] is not None and name != "seconds"}) for row in rows)
