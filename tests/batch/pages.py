"""Invented pages for batch tests, and reading back what a run wrote."""

import json
from pathlib import Path
from typing import Any

STORY = [
    "It rained in the hills all night, and the river rose by a metre before the council closed the road at dawn on Monday.",
    "“We have not seen the water this high since the mill burnt down,” said Ada Moor, who has kept the lock for thirty years.",
    "Two farms were cut off until the afternoon. Nobody was hurt, but a barn with the winter's hay was lost to the flood.",
    "The council expects the road to open again by Thursday if the weather holds, and asks drivers to take the bridge at Elm.",
]
PARAGRAPHS = "\n".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def page(title: str = "River closes road") -> str:
    """A page with an article of this headline, a navigation and a footer."""
    return f"""<html><head><title>{title}</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1>{PARAGRAPHS}</article></main>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


PAGE = page()


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def written(out: Path) -> list[dict[str, Any]]:
    """The rows of all shards of JSON lines in a folder, in their order."""
    return [row for path in sorted(out.glob("articles-*.jsonl")) for row in rows(path)]
