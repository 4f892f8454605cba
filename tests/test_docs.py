"""What the documentation tells users to write is run here; an example for a library that is not installed is skipped."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cleanpage
from cleanpage import ARTICLE_TEXT, Role
from cleanpage.cli import main

ROOT = Path(__file__).parents[1]
STORY = [
    "It rained in the hills all night, and the river rose by a metre before the council closed the road at dawn on Monday.",
    "Two farms were cut off until the afternoon. Nobody was hurt, but a barn with the winter's hay was lost to the flood.",
    "The council expects the road to open again by Thursday if the weather holds, and asks drivers to take the bridge at Elm.",
]
PAGE = f"""<html><head><title>River closes road</title></head><body><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav>
<article><h1>River closes road</h1>{"".join(f"<p>{paragraph}</p>" for paragraph in STORY)}</article></body></html>"""
URL = "https://example.com/news/river"
TEXT = "\n".join(STORY)

FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sections(page: str) -> dict[str, list[str]]:
    """The Python examples of a page by the heading that they stand under."""
    parts = re.split(r"^#+ (.+)\n", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE)
    return {heading: FENCE.findall(body) for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


PAGES = ["README.md", *(f"docs/{name}.md" for name in ("add-a-format", "add-a-rule", "formats", "interop", "metadata", "migrate"))]
EXAMPLES = [
    pytest.param(example, id=f"{page}: {heading} {number}")
    for page in PAGES
    for heading, examples in sections(page).items()
    for number, example in enumerate(examples)
]


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the examples may use, in a folder with the files that they read."""
    monkeypatch.chdir(tmp_path)
    for name in ("page.html", "pages/a.html", "dump.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(PAGE if name.endswith("html") else TEXT, "utf-8")
    Path("pages.csv").write_text(f'url,html\n{URL},"{PAGE.replace(chr(34), chr(34) * 2)}"\nhttps://example.com/none,\n', "utf-8")
    return {
        "cleanpage": cleanpage, "ARTICLE_TEXT": ARTICLE_TEXT, "Role": Role, "html": PAGE, "url": URL, "page": PAGE, "path": "page.html",
        "text": TEXT,
        "article": cleanpage.clean(PAGE, url=URL), "__name__": "example",
    }  # fmt: skip


def run(example: str, names: dict[str, Any]) -> dict[str, Any]:
    """The names after the example has run."""
    for node in ast.walk(ast.parse(example)):
        for module in _imported(node):
            pytest.importorskip(module, reason=f"{module} is not installed; the extra interop has it")
    exec(compile(example, "example", "exec"), names)
    return names


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def interop(heading: str, names: dict[str, Any], number: int = 0) -> dict[str, Any]:
    return run(sections("docs/interop.md")[heading][number], names)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_run(example: str, names: dict[str, Any]) -> None:
    run(example, names)


def test_the_format_that_newcomers_write_is_one(names: dict[str, Any]) -> None:
    (example,) = sections("docs/add-a-format.md")["Add an output format"]
    render = run(example, names)["render"]
    assert render(names["article"], {Role.HEADLINE, Role.BODY}).split("\n")[:2] == ["headline\tRiver closes road", f"body\t{STORY[0]}"]


def test_the_rule_that_newcomers_write_is_one(names: dict[str, Any]) -> None:
    (example,) = sections("docs/add-a-rule.md")["Add a rule"]
    find = run(example, names)["find"]
    assert [said.block for said in find(cleanpage.clean("5:14 PM\nIt rained.", syntax="text").document)] == [0]


def test_scrapy(names: dict[str, Any]) -> None:
    spider = interop("Scrapy", names)["News"]()
    response = pytest.importorskip("scrapy.http").HtmlResponse(URL, body=PAGE.encode())
    assert list(spider.parse(response)) == [{"url": URL, "title": "River closes road", "text": TEXT}]


def test_pandas_column(names: dict[str, Any]) -> None:
    frame = interop("Pandas", names)["frame"]
    assert frame["text"][0] == TEXT
    assert frame["text"].isna().tolist() == [False, True]


def test_pandas_with_many_pages(names: dict[str, Any]) -> None:
    frame = interop("Pandas", names, 1)["frame"]
    assert frame["text"].tolist() == [TEXT, ""]
    assert frame["error"].isna().all()


def test_polars(names: dict[str, Any]) -> None:
    assert interop("Polars", names)["frame"]["text"].to_list() == [TEXT, None]


def test_langchain(names: dict[str, Any]) -> None:
    found = interop("LangChain", names)
    (document,) = found["CleanPages"]().transform_documents([found["Document"](page_content=PAGE, metadata={"source": URL})])
    assert document.page_content == TEXT.replace("\n", "\n\n")
    assert document.metadata == {"source": URL, "title": "River closes road"}


def test_llama_index(names: dict[str, Any]) -> None:
    transform = interop("LlamaIndex", names)["CleanPages"]()
    document = pytest.importorskip("llama_index.core").Document(text=PAGE, metadata={"url": URL})
    (node,) = transform([document])
    assert node.get_content() == TEXT.replace("\n", "\n\n")
    assert node.metadata["title"] == "River closes road"


# --- the tables of migrate.md -----------------------------------------------------------------------------------------------------



def calls() -> Iterator[tuple[str, bool]]:
    """The code in every column "here" of the tables, and whether it is for the command line."""
    column = 0
    for line in (ROOT / "docs" / "migrate.md").read_text("utf-8").splitlines():
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        if " here " in cells:
            column = cells.index(" here ")
        elif cells:
            yield from ((code.replace(r"\|", "|"), "command line" in cells[column]) for code in re.findall("`([^`]+)`", cells[column]))


@pytest.mark.parametrize("call", [call for call, command in calls() if not command])
def test_calls_that_replace_others_run(call: str, names: dict[str, Any]) -> None:
    eval(call, names)


@pytest.mark.parametrize("command", [call for call, command in calls() if command])
def test_commands_that_replace_others_run(command: str, names: dict[str, Any]) -> None:
    program, *arguments = shlex.split(command)
    assert program == "cleanpage"
    assert CliRunner().invoke(main, arguments).exit_code == 0


def test_no_row_of_the_tables_is_overlooked() -> None:
    rows = [line for line in (ROOT / "docs" / "migrate.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(list(calls())) >= len(rows) > 20
