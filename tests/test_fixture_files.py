"""The fixtures themselves: roles are known, nothing to read is without one, and pages and texts show enough of the world."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from unicodedata import category, name

import pytest

from cleanpage.decode import decode
from cleanpage.dom import Node, parse
from cleanpage.model import Role

FIXTURES = Path(__file__).parents[1] / "fixtures"
PAGES = sorted(path for folder in ("pages", "known_failures") for path in (FIXTURES / folder).glob("*.html"))
TEXTS = sorted(path for folder in ("text", "known_failures") for path in (FIXTURES / folder).glob("*.txt"))
LABELS = sorted(path for folder in ("text", "known_failures") for path in (FIXTURES / folder).glob("*.labels.tsv"))

ROLES = frozenset(map(str, Role))
NEVER_TEXT = frozenset("head script style template noscript iframe -comment".split())
INLINE = frozenset("a abbr b br cite code em font i img input kbd mark picture q s small span strong sub sup time u var".split())
LABEL_LINE = re.compile(r"(\d+)(?:-(\d+))?\t([a-z]+)(?:\t([a-z,]+))?")

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
each_text = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)


def stated(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every text of a page that a reader sees: the run it stands in, its stated role ("" for none), the text.

    A run ends at every start or end of an element that is not inline, so a block of the page never takes in two runs.
    """
    root = parse(decode(path.read_bytes()))
    assert root is not None
    run = 0
    ahead: list[tuple[Node | None, str]] = [(root, "")]
    while ahead:
        node, role = ahead.pop()
        tag = node.tag if node else None
        if node is None or tag is None:
            run += 1
        elif tag == "-text":
            if (text := node.text_content or "").strip():
                yield run, role, text.strip()
        elif tag not in NEVER_TEXT:
            if not is_inline(tag):
                run += 1
                ahead.append((None, ""))
            below = node.attributes.get("data-role") or role
            ahead.extend((child, below) for child in reversed(list(children(node))))


def children(node: Node) -> Iterator[Node]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def is_inline(tag: str) -> bool:
    """Whether the tag breaks no line; elements that HTML does not know, such as AMP's, break none."""
    return tag in INLINE or "-" in tag


def labels(path: Path) -> list[tuple[range, set[str]]]:
    """The lines and the roles (the stated one, and those also accepted) of each row of a label file."""
    rows = [LABEL_LINE.fullmatch(row) for row in path.read_text("utf-8").splitlines()]
    return [(range(int(row[1]), int(row[2] or row[1]) + 1), {row[3], *(row[4] or row[3]).split(",")}) for row in rows if row]


def readable_lines(path: Path) -> list[int]:
    """Numbers, from 1, of the lines that hold more than white space and invisible characters."""
    lines = re.split("\r\n|\r|\n", path.read_bytes().decode("utf-8"))
    return [i for i, line in enumerate(lines, 1) if any(not char.isspace() and category(char) != "Cf" for char in line)]


def script(text: str) -> str:
    """The script of most letters, by the first word of their Unicode names."""
    letters = Counter(char for char in text if char.isalpha())
    scripts: Counter[str] = Counter()
    for char, times in letters.items():
        scripts[name(char, "?").split()[0]] += times
    return scripts.most_common(1)[0][0]


@each_page
def test_every_text_of_a_page_stands_under_a_role(path: Path) -> None:
    assert [text for _, role, text in stated(path) if not role] == []


@each_page
def test_a_page_states_known_roles_only(path: Path) -> None:
    assert {role for _, role, _ in stated(path)} <= ROLES


@each_page
def test_texts_of_one_line_have_one_role(path: Path) -> None:
    runs = groupby(stated(path), key=lambda item: item[0])
    roles = [{role for _, role, _ in run} for _, run in runs]
    assert [mixed for mixed in roles if len(mixed) > 1] == []


@each_page
def test_a_page_says_where_it_is_from_and_what_it_shows(path: Path) -> None:
    assert re.match(rb"<!doctype[^>]*>\s*<!-- source: invented for cleanpage; shows: [^>]+ -->", path.read_bytes(), re.IGNORECASE)


@each_page
def test_a_page_has_an_article_and_chrome_around_it(path: Path) -> None:
    blocks = Counter(role for _, role in {(run, role) for run, role, _ in stated(path)})
    assert blocks[Role.HEADLINE] >= 1
    assert blocks[Role.BODY] >= 1
    assert len(blocks) >= 8


@each_text
def test_every_line_of_a_text_is_labelled_once(path: Path) -> None:
    labelled = Counter(line for lines, _ in labels(path.with_suffix(".labels.tsv")) for line in lines)
    assert [line for line in readable_lines(path) if labelled[line] != 1] == []
    assert max(labelled) <= max(readable_lines(path))


@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.name)
def test_a_label_file_has_its_text_and_known_roles_only(path: Path) -> None:
    rows = labels(path)
    assert path.with_name(path.name.replace(".labels.tsv", ".txt")) in TEXTS
    assert len(rows) == len(path.read_text("utf-8").splitlines())
    assert set().union(*(roles for _, roles in rows)) <= ROLES


def test_every_role_occurs_in_pages_and_in_texts() -> None:
    assert {role for path in PAGES for _, role, _ in stated(path)} == ROLES
    assert set().union(*(roles for path in LABELS for _, roles in labels(path))) == ROLES


def test_fixtures_show_many_languages_and_scripts() -> None:
    assert len(PAGES) >= 30
    assert len(TEXTS) >= 15
    assert len({path.stem.split("-")[0] for path in PAGES + TEXTS}) >= 8
    assert len({script(decode(path.read_bytes())) for path in TEXTS}) >= 4
