"""JSON: an article as one object in one line, so that articles below each other are JSON lines; docs/article.schema.json describes it."""

import json
from collections.abc import Sequence, Set
from typing import Any

from cleanpage.inline import web_address
from cleanpage.model import Article, Block, Role, Span
from cleanpage.structure import Box, Path, heading_level, paths, readable

VERSION = 1
"""Grows when a program that reads the old form would read the new one wrongly; new keys alone do not change it."""


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks, as one text and one by one; half a surrogate pair, which is no character, becomes "?"."""
    blocks = readable(article, roles)
    numbers: dict[Box, int] = {}
    row = {
        "version": VERSION,
        "url": article.document.url,
        "title": article.title,
        "text": "\n".join(block.text for block in blocks),
        "blocks": [_block(block, _numbered(path, numbers)) for block, path in zip(blocks, paths(blocks), strict=True)],
    }
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode()


def _block(block: Block, within: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {
        "role": block.role,
        "probability": round(min(block.probability, 1.0), 4),
        "kind": block.kind,
        "level": heading_level(block),
        "text": block.text,
        "within": within,
        "spans": [_span(span, block.document.url or "") for span in block.spans],
    }


def _numbered(path: Path, numbers: dict[Box, int]) -> list[tuple[str, int]]:
    """The boxes with numbers in the order of their first appearance, over all tags."""
    return [(box.tag, numbers.setdefault(box, len(numbers))) for box in path]


def _span(span: Span, base: str) -> dict[str, Any]:
    row: dict[str, Any] = {"start": span.start, "end": span.end, "kind": span.kind}
    return row | ({"href": web_address(span.href, base)} if span.kind == "link" else {})
