"""JSON: an article as one object in one line, so that articles below each other are JSON lines; docs/article.schema.json describes it."""

import json
from collections.abc import Mapping, Set
from dataclasses import asdict
from typing import Any

from cleanpage.inline import web_address
from cleanpage.model import Article, Block, Metadata, Role, Span
from cleanpage.structure import Box, Path, heading_level, paths, readable

VERSION = 1
"""Grows when a program that reads the old form would read the new one wrongly; new keys alone do not change it."""


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks, as one text and one by one; half a surrogate pair, which is no character, becomes "?"."""
    blocks = readable(article, roles)
    numbers: dict[Box, int] = {}
    columns = dict(article.document.elements.cells)
    placed = zip(blocks, paths(blocks), strict=True)
    row = {
        "version": VERSION,
        "url": article.document.url,
        "title": article.title,
        "metadata": _metadata(article.metadata),
        "text": "\n".join(block.text for block in blocks),
        "blocks": [_block(block) | _place(path, numbers, columns) for block, path in placed],
    }
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode()


def _metadata(said: Metadata) -> dict[str, Any]:
    """All fields, dates as ISO 8601 writes them."""
    dates = {name: day and day.isoformat() for name, day in (("published", said.published), ("modified", said.modified))}
    return asdict(said) | dates | {"sources": dict(said.sources)}


def _block(block: Block) -> dict[str, Any]:
    return {
        "role": block.role,
        "probability": round(min(block.probability, 1.0), 4),
        "kind": block.kind,
        "level": heading_level(block),
        "text": block.text,
        "spans": [_span(span, block.document.base) for span in block.spans],
    }


def _place(path: Path, numbers: dict[Box, int], columns: Mapping[int, int]) -> dict[str, Any]:
    """The boxes, numbered as they first appear, and the column of the cell; None outside of one, or where it is not known."""
    cells = [columns.get(box.row) for box in path if box.tag in ("th", "td")]
    within = [(box.tag, numbers.setdefault(box, len(numbers))) for box in path]
    return {"within": within, "column": cells[-1] if cells else None}


def _span(span: Span, base: str) -> dict[str, Any]:
    row: dict[str, Any] = {"start": span.start, "end": span.end, "kind": span.kind}
    return row | ({"href": web_address(span.href, base)} if span.kind == "link" else {})
