"""The command line: `cleanpage clean`, `explain`, `report` and `batch`."""

import io
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from cleanpage import plugins
from cleanpage.errors import CleanpageError, UnknownName
from cleanpage.model import ROLE_PRESETS, SPANS, Article, Block, Role

if TYPE_CHECKING:
    from cleanpage.batch.run import Outcome

_Name = TypeVar("_Name", bound=str)

_SYNTAXES = click.Choice(plugins.names("cleanpage.segment"))
_FORMATS = click.Choice(plugins.names("cleanpage.formats"))
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")  # of a page, to a terminal: they could do anything


class _Complaint(click.ClickException):
    """An error that ends as one line on stderr."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"cleanpage: {self.message}", file, err=True)


@contextmanager
def _complaining(about: str) -> Iterator[None]:
    try:
        yield
    except CleanpageError as error:
        raise _Complaint(f"{about}: {error}") from error
    except OSError as error:
        raise _Complaint(f"{error.filename or about}: {error.strerror or error}") from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cleanpage")
def main() -> None:
    """Separate a news article from the site's chrome, in HTML or flattened text, and say why."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a "?" for a letter that the terminal cannot show, not an end in the middle


def _roles(context: click.Context, option: click.Parameter, value: str) -> frozenset[Role]:
    return _named("role", value, {role.value: frozenset({role}) for role in Role} | ROLE_PRESETS)


def _spans(context: click.Context, option: click.Parameter, value: str) -> frozenset[str]:
    return _named("span", value, {kind: frozenset({kind}) for kind in SPANS} | {"all": SPANS, "none": frozenset()})


def _named(what: str, value: str, known: Mapping[str, frozenset[_Name]]) -> frozenset[_Name]:
    """What all names of "one,two" stand for; a name that is not known is a usage error."""
    try:
        return frozenset[_Name]().union(*(known[name.strip()] for name in value.split(",")))
    except KeyError as error:
        raise click.BadParameter(str(UnknownName.of(what, error.args[0], known))) from error


@main.command("clean")
@click.argument("file")
@click.option("--url", help="The page's address.")
@click.option("--syntax", type=_SYNTAXES, help="What FILE holds; found out by looking if not given.")
@click.option("--format", type=_FORMATS, default="text", show_default=True)
@click.option("--roles", default="article", callback=_roles, help="article (the default), full, everything, or roles: body,caption")
@click.option("--spans", default="all", callback=_spans, help="all (the default), none, or links and emphasis one by one: link,em")
def clean_file(file: str, url: str | None, syntax: str | None, format: str, roles: frozenset[Role], spans: frozenset[str]) -> None:
    """Print the article of a page; FILE "-" is the standard input."""
    from cleanpage.pipeline import render

    text = render(_article(file, url, syntax), format, roles, spans)
    click.echo(text, nl=bool(text) and not text.endswith("\n"))


def _article(file: str, url: str | None, syntax: str | None) -> Article:
    from cleanpage.pipeline import MAX_BYTES, clean

    with _complaining(file), click.open_file(file, "rb") as stream:
        return clean(stream.read(MAX_BYTES + 1), url=url, syntax=syntax)


@main.command()
@click.argument("file")
@click.option("--url", help="The page's address.")
@click.option("--syntax", type=_SYNTAXES, help="What FILE holds; found out by looking if not given.")
@click.option("--block", type=click.IntRange(min=0), metavar="N", help="All about block N only.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def explain(file: str, url: str | None, syntax: str | None, block: int | None, as_json: bool) -> None:
    """Say of every block which role it has and why; FILE "-" is the standard input."""
    article = _article(file, url, syntax)
    if block is not None and block >= len(article.blocks):
        raise click.BadParameter(f"there is no block {block}; the page has {len(article.blocks)}, counted from 0", param_hint="--block")
    blocks = article.blocks if block is None else article.blocks[block : block + 1]
    if as_json:
        click.echo(_as_json(article, blocks))
    elif block is None:
        click.echo("\n".join(_table(blocks)))
    else:
        click.echo("\n".join(_everything(blocks[0])))


def _as_json(article: Article, blocks: Iterable[Block]) -> str:
    from cleanpage.batch.rows import block_row

    document = article.document
    page = {"title": article.title, "url": document.url, "syntax": document.syntax, "blocks": [block_row(block) for block in blocks]}
    return json.dumps(page, ensure_ascii=False, indent=2)


def _table(blocks: Iterable[Block]) -> Iterator[str]:
    """A line a block: index, role, probability, strongest reason, start of the text; last the number of blocks by role."""
    from rich.cells import set_cell_size  # knows the letters that take two columns

    from cleanpage.batch.rows import reason

    width = shutil.get_terminal_size((120, 24)).columns
    reasons = max(20, (width - 28) * 2 // 5)
    for block in blocks:
        why = set_cell_size(_shown(reason([block])), reasons)
        yield set_cell_size(f"{block.index:>4} {block.role:<13} {block.probability:.2f}  {why}  {_shown(block.text)}", width).rstrip()
    counts = Counter(block.role for block in blocks)
    yield ", ".join([f"blocks: {counts.total()}", *(f"{counts[role]} {role}" for role in Role if counts[role])])


def _shown(text: str) -> str:
    return " ".join(text[:1000].translate(_CONTROLS).split())


def _everything(block: Block) -> Iterator[str]:
    """The whole text of a block, where it stands, and all that was said of it, strongest first."""
    yield f"block {block.index}: {block.role}, probability {block.probability:.4f}"
    yield f"path: {_shown(block.path)}" if block.path else f"lines: {block.lines[0]} to {block.lines[1]}"
    yield from (f"    {line.translate(_CONTROLS)}" for line in block.text.splitlines())
    yield from (f"{said.log_odds:+8.2f}  {said.role:<13}  {said.witness}: {_shown(said.reason)}" for said in block.evidence)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(path_type=Path))
@click.option("-o", "out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The file to open in a browser.")
@click.option("--url", help="The page's address, if there is one page.")
def report(pages: tuple[Path, ...], out: Path, url: str | None) -> None:
    """Show in a browser what was kept and what was removed, and why.

    FILE is the report of the page. For several pages, or a folder of them, FILE is an index, and FILE-pages (without .html) holds their
    reports. Exit code 1 if a page of several failed.
    """
    from cleanpage.batch.report import write, write_all

    if len(pages) == 1 and not pages[0].is_dir():
        with _complaining(str(pages[0])):
            return write(pages[0], out, url=url)
    if url is not None:
        raise click.BadParameter("there are several pages", param_hint="--url")
    with _complaining("report"):
        counts = write_all(pages, out)
    click.echo(f"{counts.cleaned} pages reported, {counts.failed} failed", err=True)
    if counts.failed:
        sys.exit(1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="How many worker processes.")
def batch(folder: Path, out: Path, jobs: int) -> None:
    """Clean a folder of pages into JSON lines.

    Every .html, .htm, .xhtml and .txt below FOLDER becomes a row in OUT: of articles-00000.jsonl, articles-00001.jsonl, ..., or of
    failures.jsonl, which comes last. Exit code 1 if a page failed.
    """
    from cleanpage.batch.run import run

    with _complaining("batch"):
        counts = run(folder, out, jobs=jobs, watch=_bar(folder) if sys.stderr.isatty() else iter)
    click.echo(f"{counts.cleaned} pages cleaned, {counts.failed} failed", err=True)
    if counts.failed:
        click.echo(f"see {out / 'failures.jsonl'}", err=True)
        sys.exit(1)


def _bar(folder: Path) -> "Callable[[Iterable[Outcome]], Iterable[Outcome]]":
    from rich.console import Console
    from rich.progress import track

    from cleanpage.batch.sources.folder import pages

    return partial(track, description="cleaning", total=sum(1 for _ in pages(folder)), console=Console(stderr=True))
