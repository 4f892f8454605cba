"""The two flattened pages that the project started from, where they lie beside it: the article exactly, each line's role or one as good."""

from pathlib import Path

import pytest

from cleanpage import clean
from cleanpage.model import ARTICLE_TEXT, Block

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))
WRONG = {"000_856201d33632e4a4": {4}}  # a picture's other text, alone in a line above its caption

each = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)


def blocks(seed: Path) -> list[tuple[Block, list[str]]]:
    """The blocks of a seed with the roles that are right for each, the best first."""
    right: dict[int, list[str]] = {}
    for row in seed.with_suffix(".labels.tsv").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            lines, role, *others = row.split("\t")
            first, _, last = lines.partition("-")
            roles = [role, *(others[0].split(",") if others else ())]
            right.update((line, roles) for line in range(int(first), int(last or first) + 1))
    return [(block, right[block.lines[0]]) for block in clean(seed.read_text("utf-8"), syntax="text").blocks]


@each
def test_the_article_is_kept_exactly(seed: Path) -> None:
    wrong = [block.text for block, right in blocks(seed) if (block.role in ARTICLE_TEXT) and ARTICLE_TEXT.isdisjoint(right)]
    lost = [block.text for block, right in blocks(seed) if block.role not in ARTICLE_TEXT and right[0] == "body"]
    assert (wrong, lost) == ([], [])


@each
def test_every_line_has_its_role(seed: Path) -> None:
    wrong = {block.lines[0] for block, right in blocks(seed) if block.role not in right}
    assert wrong <= WRONG.get(seed.stem, set())
