"""Who may import whom, what is public, and that every plugin has its test."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleanpage
from cleanpage import plugins

SOURCE = Path(cleanpage.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))

LAYERS = [
    {"errors"},
    {"words", "model", "plugins"},
    {"resources", "dom", "packs", "selectors", "plain_css", "hints", "linked", "templates", "structure", "inline"},
    {"decode", "segment", "score", "rules", "assemble", "metadata", "language", "formats", "profiles"},
    {"pipeline", "second_opinion"},
    {"learn"},
    {"batch"},
    {"cli"},
    {"__main__"},
]
LAYER = {name: depth for depth, names in enumerate(LAYERS) for name in names}
# Neighbours in one layer that may see each other.
BESIDE = {
    ("model", "words"), ("hints", "dom"), ("hints", "linked"), ("selectors", "dom"),
    ("templates", "resources"), ("packs", "resources"), ("pipeline", "second_opinion"),
}  # fmt: skip

THIRD_PARTY = {
    "rtoml": {"resources"},
    "selectolax": {"dom"},
    "lxml": {"selectors"},
    "numpy": {"score", "assemble"},
    "charset_normalizer": {"decode"},
    "webencodings": {"decode"},
    "trafilatura": {"second_opinion"},
    "chompjs": {"linked"},
    "dateparser": {"metadata"},
    "py3langid": {"language"},
    "fastwarc": {"batch"},
    "pyarrow": {"batch"},
    "msgspec": {"batch"},
    "rensa": {"batch"},
    "ray": {"batch"},
    "pyspark": {"batch"},
    "datatrove": {"batch"},
    "threadpoolctl": {"score"},
    "jinja2": {"templates"},
    "tomlkit": {"profiles"},
    "tld": {"learn"},
    "click": {"cli"},
    "rich": {"cli", "batch"},
}


def part(path: Path) -> str:
    """The layered name of a file: "score" for score/model.py, "decode" for decode.py, "" for the package itself."""
    inside = path.relative_to(SOURCE).with_suffix("").parts
    return "" if inside == ("__init__",) else inside[0]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" if node.module == "cleanpage" else node.module for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down_only(path: Path) -> None:
    here = part(path)
    if not here:
        return
    for name in imports(path):
        if name.startswith("cleanpage."):
            there = name.split(".")[1]
            assert there == here or LAYER[there] < LAYER[here] or (here, there) in BESIDE, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_third_parties_stay_in_their_rooms(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top != "cleanpage":
            assert part(path) in THIRD_PARTY[top], f"{path.name} imports {name}"


PLUGINS = ["rules", "segment", "formats", "batch.sources", "batch.sinks"]


@pytest.mark.parametrize("package", PLUGINS)
def test_no_plugin_imports_a_sibling(package: str) -> None:
    for path in SOURCE.joinpath(*package.split(".")).glob("*.py"):
        siblings = [name for name in imports(path) if name.startswith(f"cleanpage.{package}.")]
        assert not siblings, f"{path.name} imports {siblings}"


@pytest.mark.parametrize("package", PLUGINS)
def test_every_plugin_has_its_test(package: str) -> None:
    tests = Path(__file__).parent.joinpath(*package.split("."))
    missing = [name for name in plugins.names(f"cleanpage.{package}") if not (tests / f"test_{name.replace('-', '_')}.py").exists()]
    assert not missing


def test_public_names() -> None:
    assert set(cleanpage.__all__) == {
        "ARTICLE_TEXT", "Article", "CleanpageError", "Failure", "Role", "clean", "clean_file", "clean_many", "render",
    }  # fmt: skip
    assert all(getattr(cleanpage, name) for name in cleanpage.__all__)
    assert set(cleanpage.__all__) <= set(dir(cleanpage))


def test_an_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'clear'"):
        cleanpage.clear  # noqa: B018


def test_import_is_light() -> None:
    heavy = (
        "trafilatura", "lxml", "rich", "typer", "click", "numpy", "regex", "selectolax", "pebble",
        "jinja2", "pyarrow", "dateparser", "chompjs", "py3langid", "msgspec",
    )  # fmt: skip
    code = f"import sys, cleanpage; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_cleaning_needs_no_second_opinion_no_terminal_and_no_metadata() -> None:
    heavy = ("trafilatura", "lxml", "rich", "click", "tomlkit", "dateparser", "chompjs", "py3langid", "cleanpage.metadata")
    code = f"import sys, cleanpage; cleanpage.clean('<p>x</p>', url='//x.org'); print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
