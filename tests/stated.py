"""The fixtures with the roles that they state, block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleanpage import pipeline
from cleanpage.model import ARTICLE_TEXT, Article, Document, Role

FIXTURES = Path(__file__).parents[1] / "fixtures"
_ROLE = re.compile(rb'\sdata-role="([a-z]+)"')
_LABEL = re.compile(rb'\saria-label="[^"]*"')
_MARK = "aria-label=fixture:"


class Stated(NamedTuple):
    """A cleaned fixture: for every block the roles that are right, the first of them the one that is meant."""

    article: Article
    roles: tuple[tuple[Role, ...], ...]

    def wrong_side(self) -> list[str]:
        """Blocks that were kept and should not be, or the reverse."""
        return [line for line, right, said in self._lines() if (said in ARTICLE_TEXT) != (right[0] in ARTICLE_TEXT) and said not in right]

    def wrong_role(self) -> list[str]:
        return [line for line, right, said in self._lines() if said not in right]

    def _lines(self) -> Iterator[tuple[str, tuple[Role, ...], Role]]:
        for block, right in zip(self.article.blocks, self.roles, strict=True):
            yield f"{block.role}, not {right[0]} ({block.probability:.2f}): {block.text[:70]}", right, block.role


def page(path: Path, url: str | None = None) -> Stated:
    """An HTML fixture: cleaned without its data-role attributes, which then say what should have come out."""
    data = path.read_bytes()
    marked = _ROLE.sub(rb' aria-label="fixture:\1"', _LABEL.sub(b"", data))
    labelled = pipeline.segment(pipeline.read(marked), syntax="html")
    article = pipeline.clean(_ROLE.sub(b"", data), url=url)
    assert labelled.text == article.document.text, "the labels changed what the blocks are"
    return Stated(article, tuple((_stated_above(labelled, row),) for row in labelled.element))


def _stated_above(document: Document, row: int) -> Role:
    elements = document.elements
    while row >= 0:
        for name in elements.words[row]:
            if name.startswith(_MARK):
                return Role(name.removeprefix(_MARK))
        row = elements.parent[row]
    raise AssertionError("a block stands under no data-role")


def text(path: Path, url: str | None = None) -> Stated:
    """A flattened fixture with the roles of its lines from NAME.labels.tsv."""
    by_line: dict[int, tuple[Role, ...]] = {}
    for label in path.with_suffix(".labels.tsv").read_text("utf-8").splitlines():
        if label.startswith("#"):
            continue
        lines, *roles = label.split("\t")
        first, _, last = lines.partition("-")
        accepted = tuple(Role(role) for role in ",".join(roles).split(",") if role)
        by_line.update(dict.fromkeys(range(int(first), int(last or first) + 1), accepted))
    article = pipeline.clean(path.read_bytes(), url=url, syntax="text")
    return Stated(article, tuple(by_line[first] for first, _ in article.document.lines))
