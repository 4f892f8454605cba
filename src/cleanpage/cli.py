"""The command line: `cleanpage clean`, `explain`, `report`, `batch` and `profile`."""

import io
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from cleanpage import plugins
from cleanpage.errors import CleanpageError, RunStopped, UnknownName
from cleanpage.model import ROLE_PRESETS, SPANS, Article, Block, Role

if TYPE_CHECKING:
    from cleanpage.batch.pool import Mapper
    from cleanpage.batch.run import Ended, Settings
    from cleanpage.profiles.imported import Summary

_Name = TypeVar("_Name", bound=str)

_SYNTAXES = click.Choice(plugins.names("cleanpage.segment"))
_FORMATS = click.Choice(plugins.names("cleanpage.formats"))
_PROFILES = click.option(
    "--profiles", type=click.Path(path_type=Path), metavar="DIR", help="A folder of outlets' profiles that go before the packaged ones."
)
_SECONDS = click.FloatRange(min=0, min_open=True, max=1_000_000)
_STOPPED = 3  # the exit code of a batch that has pages left
_SHOWN = 20  # refused lines of an import; the account has all
_TURNING = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # the rest of a line from right to left, our own words too
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160), *_TURNING], " ")  # of a page, to a terminal: they could do anything


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
        said = str(error)  # which of a file may begin with its name already
        raise _Complaint(said if said.startswith((f"{about}: ", f"{about} ")) else f"{about}: {said}") from error
    except OSError as error:
        raise _Complaint(f"{error.filename or about}: {error.strerror or error}") from error


class _Verbs(click.Group):
    """The verbs; one that cannot write its output, for a full disk, ends as one line, too."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:  # a reader that leaves early: click ends without a word
            raise
        except OSError as error:
            raise _Complaint(f"{error.filename or 'output'}: {error.strerror or error}") from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cleanpage")
def main() -> None:
    """Separate a news article from the site's chrome, in HTML or flattened text, and say why."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        as_told = sys.stdout.isatty() or "PYTHONIOENCODING" in os.environ  # else Windows has its code page, which few letters are in
        sys.stdout.reconfigure(encoding=None if as_told else "utf-8", errors="replace")  # "?" for what it cannot show, no end in the middle


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
@_PROFILES
@click.option("--format", type=_FORMATS, default="text", show_default=True)
@click.option("--roles", default="article", callback=_roles, help="article (the default), full, everything, or roles: body,caption")
@click.option("--spans", default="all", callback=_spans, help="all (the default), none, or links and emphasis one by one: link,em")
def clean_file(
    file: str, url: str | None, syntax: str | None, profiles: Path | None, format: str, roles: frozenset[Role], spans: frozenset[str]
) -> None:
    """Print the article of a page; FILE "-" is the standard input."""
    from cleanpage.pipeline import render

    text = render(_article(file, url, syntax, profiles), format, roles, spans)
    click.echo(text, nl=bool(text) and not text.endswith("\n"))


def _article(file: str, url: str | None, syntax: str | None, profiles: Path | None) -> Article:
    from cleanpage.pipeline import MAX_BYTES, clean

    with _complaining(file), click.open_file(file, "rb") as stream:
        return clean(stream.read(MAX_BYTES + 1), url=url, syntax=syntax, profiles=profiles)


@main.command()
@click.argument("file")
@click.option("--url", help="The page's address.")
@click.option("--syntax", type=_SYNTAXES, help="What FILE holds; found out by looking if not given.")
@_PROFILES
@click.option("--block", type=click.IntRange(min=0), metavar="N", help="All about block N only.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def explain(file: str, url: str | None, syntax: str | None, profiles: Path | None, block: int | None, as_json: bool) -> None:
    """Say of every block which role it has and why.

    FILE "-" is the standard input.
    """
    article = _article(file, url, syntax, profiles)
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
    copied = ", repeats a paragraph before it" if block.is_copy else ""
    yield f"block {block.index}: {block.role}, probability {block.probability:.4f}{copied}"
    yield f"path: {_shown(block.path)}" if block.path else f"lines: {block.lines[0]} to {block.lines[1]}"
    yield from (f"    {line.translate(_CONTROLS)}" for line in block.text.splitlines())
    yield from (f"{said.log_odds:+8.2f}  {said.role:<13}  {said.witness}: {_shown(said.reason)}" for said in block.evidence)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(path_type=Path))
@click.option("-o", "out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The file to open in a browser.")
@click.option("--url", help="The page's address, if there is one page.")
@_PROFILES
def report(pages: tuple[Path, ...], out: Path, url: str | None, profiles: Path | None) -> None:
    """Show in a browser what was kept and what was removed, and why.

    FILE is the report of the page. For several pages, or a folder of them, FILE is an index, and FILE-pages (without .html) holds their
    reports. Exit code 1 if a page of several failed.
    """
    from cleanpage.batch.report import write, write_all

    if len(pages) == 1 and not pages[0].is_dir():
        with _complaining(str(pages[0])):
            return write(pages[0], out, url=url, profiles=profiles)
    if url is not None:
        raise click.BadParameter("there are several pages", param_hint="--url")
    with _complaining("report"):
        counts = write_all(pages, out, profiles=profiles)
    click.echo(f"pages: {counts.cleaned} reported, {counts.failed} failed", err=True)
    if counts.failed:
        sys.exit(1)


def _columns(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(value.partition("=")[::2] for value in values)
    if not all(pairs.values()) or not pairs.keys() <= {"html", "text", "url", "id"}:
        raise click.BadParameter("say html=NAME, text=NAME, url=NAME or id=NAME")
    return pairs


def _tags(context: click.Context, option: click.Parameter, value: str) -> frozenset[str]:
    return frozenset(filter(None, (tag.strip().lower() for tag in value.split(","))))


def _in_a_folder(context: click.Context, option: click.Parameter, file: Path | None) -> Path | None:
    """A file that is written at the end: it is no use to learn then that its folder is not there."""
    if file is not None and not file.parent.is_dir():
        raise click.BadParameter(f"there is no folder {file.parent}")
    return file


@main.command()
@click.argument("source")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--to", default="jsonl", show_default=True, help="jsonl, jsonl.gz, jsonl.zst, parquet, txt, md or json.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many CPUs; if not given one here, of a cluster all but one.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where the workers run.")
@click.option("--address", help="The Ray cluster's; if not given, one is started here for the time.")
@click.option("--timeout", type=_SECONDS, default=10.0, show_default=True, help="Seconds a page may take.")
@click.option("--memory", type=click.IntRange(min=50), default=2000, show_default=True, help="Megabytes a page may take (Linux).")
@click.option("--column", "columns", multiple=True, callback=_columns, metavar="html=NAME", help="A column's name; also text=, url=, id=.")
@click.option("--lang", "languages", default="", callback=_tags, metavar="de,fr", help="Keep only articles in these; record the others.")
@click.option("--dedupe", is_flag=True, help="Keep only the first of articles that say the same, or nearly; record the others.")
@_PROFILES
@click.option("--learn", is_flag=True, help="First learn a profile of every outlet with 3 pages and more that has none, into OUT/profiles.")
@click.option("--resume/--fresh", default=None, help="Go on with the run in OUT, or remove it first; goes on if there is one.")
@click.option("--quiet", is_flag=True, help="Show neither progress nor summary.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_in_a_folder,
    metavar="FILE",
    help="Write the summary here, too, as JSON.",
)
def batch(
    source: str,
    out: Path,
    to: str,
    jobs: int | None,
    engine: str,
    address: str | None,
    timeout: float,
    memory: int,
    columns: dict[str, str],
    languages: frozenset[str],
    dedupe: bool,
    profiles: Path | None,
    learn: bool,
    resume: bool | None,
    quiet: bool,
    summary: Path | None,
) -> None:
    """Clean the pages of SOURCE into the folder OUT.

    SOURCE is a file of JSON lines, Parquet, WARC or WET, a zip, a folder of pages or of such files, or "-": a list of files on the standard
    input. Every page becomes a row of OUT/articles-00000.jsonl and on, or of OUT/failures.jsonl. A run that was stopped goes on where it
    was.

    Exit code 1 if a page failed, 2 if the call is wrong, 3 if the run was stopped.
    """
    from cleanpage.batch.pool import Limits
    from cleanpage.batch.run import Settings, Start
    from cleanpage.batch.sources import Columns

    start = {None: Start.EITHER, True: Start.ON, False: Start.ANEW}[resume]
    with _complaining("batch"), _workers(engine, address, jobs) as (workers, jobs):
        limits = Limits(timeout, memory)
        settings = Settings(source, out, to, Columns(**columns), jobs, limits, start, dedupe, profiles or _own_profiles(), languages)
        ended = _run(_learned(settings, workers, quiet) if learn else settings, workers, quiet)
        if summary is not None:
            summary.write_text(json.dumps(ended.tally.summary(), ensure_ascii=False, indent=1) + "\n", "utf-8", "replace")
    if not quiet:
        _say_how_it_ended(ended, source, out)
    sys.exit(0 if ended.complete and not ended.tally.failed else 1 if ended.complete else _STOPPED)


@contextmanager
def _workers(engine: str, address: str | None, jobs: int | None) -> "Iterator[tuple[Mapper, int]]":
    from cleanpage.batch.pool import map_pages

    if engine == "ray":
        from cleanpage.batch.engines import ray

        with ray.cluster(address, jobs) as jobs:
            yield ray.map_pages, jobs
    elif address is not None:
        raise click.BadParameter("a cluster's address goes with --engine ray", param_hint="--address")
    else:
        yield map_pages, jobs or 1


def _learned(settings: "Settings", workers: "Mapper", quiet: bool) -> "Settings":
    from cleanpage.batch.learn import learned

    found = learned(settings, workers)
    if not quiet and found.profiles:
        click.echo(f"{len(list(found.profiles.glob('*.toml')))} profiles in {found.profiles}", err=True)
    return found


def _run(settings: "Settings", workers: "Mapper", quiet: bool) -> "Ended":
    from cleanpage.batch.interrupt import asked
    from cleanpage.batch.progress import Bar, Lines
    from cleanpage.batch.run import run

    try:
        with asked(lambda: click.echo("stopping after the pages in hand; once more to stop at once", err=True)) as stop:
            if quiet:
                return run(settings, stop=stop, workers=workers)
            with (Bar if sys.stderr.isatty() else Lines)(sys.stderr) as watch:
                return run(settings, watch=watch, stop=stop, workers=workers)
    except (RunStopped, KeyboardInterrupt) as error:
        click.echo(f"cleanpage: batch: {error or 'stopped at once; call again with the same settings to go on'}", err=True)
        sys.exit(_STOPPED)


def _say_how_it_ended(ended: "Ended", source: str, out: Path) -> None:
    from cleanpage.batch.progress import left_out, summary
    from cleanpage.batch.sources import left_out as files_left_out

    for line in [*summary(ended.tally), *ended.tally.stale(), *left_out(files_left_out(source))]:
        click.echo(line, err=True)
    if not ended.complete:
        click.echo("stopped; call again with the same settings to go on", err=True)
    elif not ended.tally.read:
        click.echo(f"{source} holds no pages", err=True)
    elif ended.tally.failed:
        click.echo(f"see {out / 'failures.jsonl'}", err=True)


@main.group()
def profile() -> None:
    """What is known of single outlets."""


@profile.command("learn")
@click.argument("source")
@click.option("-o", "out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The folder for the profiles.")
@click.option("--host", default="", help="The outlet that all pages are from; else each page must name its address itself.")
@click.option("--fingerprints", is_flag=True, help="Keep hashes of the site's lines, and quote none.")
def learn_profiles(source: str, out: Path, host: str, fingerprints: bool) -> None:
    """Write a profile for each outlet of the pages in SOURCE.

    3 pages of an outlet or more are needed. SOURCE is a folder of saved pages, or anything else that `cleanpage batch` reads. Every line of
    a profile has its support as a comment: review it. Exit code 1 if there was an outlet of which nothing could be learned.
    """
    from cleanpage.learn import learn, learn_fingerprints
    from cleanpage.learn.outlets import Skipped, learned

    found, skipped = None, False
    with _complaining(source):
        for found in learned(_saved(source, _host(host)), learn_fingerprints if fingerprints else learn):
            if isinstance(found, Skipped):
                skipped = True
                click.echo(f"no profile of {_shown(found.host)}: {_shown(found.why)}", err=True)
            else:
                click.echo(f"{found.save(out)}: {found.source}; {found.summary}")
    if found is None:
        click.echo(f"{source} holds no pages", err=True)
    if skipped:
        sys.exit(1)


def _saved(source: str, host: str) -> Iterator[tuple[str, str]]:
    """(address, page) of every page of a source."""
    from cleanpage.batch.sources import NAMED, items
    from cleanpage.learn.address import address
    from cleanpage.pipeline import read

    for item in items(source, NAMED):
        with _complaining(item.place.id):
            record = item.page.read()
            page = read(record.content)
        yield (f"https://{host}/" if host else record.url or address(page)), page


@profile.command("new")
@click.argument("host")
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...", type=click.Path(path_type=Path))
@click.option("-o", "out", default=Path(), metavar="DIR", type=click.Path(path_type=Path), help="The folder for it; here if not given.")
def new_profile(host: str, pages: tuple[Path, ...], out: Path) -> None:
    """Draft the profile of an outlet from one saved page or more.

    It is to be reviewed. An existing one is not written over.
    """
    from cleanpage.learn import draft
    from cleanpage.profiles import file_name

    host = _host(host)
    if (out / file_name(host)).exists():
        raise _Complaint(f"{out / file_name(host)} is there already; name another folder with -o, or remove it")
    with _complaining(host):
        path = draft(_addressed(host, pages)).save(out)
    click.echo(f"{path}: review it, then: cleanpage profile check {path} {' '.join(map(str, pages))}")


def _host(named: str) -> str:
    """The host that somebody named, or gave an address of; "" for none."""
    from cleanpage.profiles.values import host_of

    host = host_of(named if "//" in named else f"//{named}")
    if named and not host:
        raise _Complaint(f"{named} names no host, such as example.com")
    return host


def _addressed(host: str, pages: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(address, page) of saved pages of a host: the address that a page names itself, if it is of that host."""
    from cleanpage.learn.address import address
    from cleanpage.pipeline import read
    from cleanpage.profiles.values import host_of

    for path in pages:
        with _complaining(str(path)):
            page = read(_content(path))
        own = address(page)
        yield own if host_of(own).removeprefix("www.") == host.removeprefix("www.") else f"https://{host}/{path.name}", page


def _content(page: Path) -> bytes:
    from cleanpage.pipeline import MAX_BYTES

    with _complaining(str(page)), page.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


@profile.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("pages", nargs=-1, metavar="[PAGE]...", type=click.Path(path_type=Path))
def check_profile(file: Path, pages: tuple[Path, ...]) -> None:
    """Hold a profile against its schema and pages of its outlet.

    Says what matches nothing, what it changes against the judge without it, which of its tests are broken, and whether the site has changed
    since it was written. Exit code 1 for the last two.
    """
    from cleanpage.learn.check import check
    from cleanpage.profiles import read

    with _complaining(str(file)):
        found = read(file)
        report = check(found, ((page.name, _content(page)) for page in pages))
    click.echo(f"{file}: nothing in it is misspelt; {found.summary}")
    for line in report.lines():
        click.echo(_shown(line))
    if report.stale or report.broken:
        sys.exit(1)


@profile.command("show")
@click.argument("host")
@_PROFILES
def show_profile(host: str, profiles: Path | None) -> None:
    """Print the profile that pages of a host are cleaned with.

    HOST may be an address, too.
    """
    from cleanpage.profiles.lookup import file_for

    with _complaining(host):
        found = file_for(host if "//" in host else f"https://{host}/", profiles or _own_profiles())
    if found is None:
        raise _Complaint(f"no profile is known for {host}; known: cleanpage profile list")
    click.echo(f"# {found[0]}\n{found[1]}", nl=False)


@profile.command("list")
@_PROFILES
def list_profiles(profiles: Path | None) -> None:
    """List the known profiles.

    A line each: host, what is in it, and where it is from.
    """
    from cleanpage.profiles.lookup import known

    folder = profiles or _own_profiles()
    with _complaining("profiles"):
        lines = [f"{found.host}  {found.summary}  {_shown(found.source)}" for found in known(folder)]
    click.echo("\n".join(lines))


def _own_profiles() -> Path | None:
    named = os.environ.get("CLEANPAGE_PROFILES")
    return Path(named) if named else None


@profile.command("import")
@click.argument("format", type=click.Choice(["ftr-site-config"]))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The folder for the profiles.")
def import_profiles(format: str, folder: Path, out: Path) -> None:
    """Turn a folder of another program's site files into profiles.

    FORMAT ftr-site-config: the .txt files of FiveFilters' Full-Text RSS. What became of every line stands in DIR/import.jsonl. Exit code 1
    if a file could not be read, or its profile not be written.
    """
    from cleanpage.profiles.imported import import_ftr

    with _complaining("profile import"):
        summary = import_ftr(folder, out)
    click.echo("\n".join(_imported(summary, out)))
    if summary.failed:
        sys.exit(1)


def _imported(summary: "Summary", out: Path) -> Iterator[str]:
    """What was translated, run as XPath, kept and refused; the first refused lines, and every file without a profile."""
    from cleanpage.profiles.imported import ACCOUNT

    yield f"profiles: {summary.profiles:,} in {out}; files without one: {len(summary.empty):,}; failed: {len(summary.failed):,}"
    for name, counts in sorted(summary.by_directive.items()):
        yield f"{name}: " + ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in sorted(counts))
    yield f"can be run of body, strip and strip_id_or_class: {summary.usable:.1%}"
    yield from (f"failed: {_shown(f'{file}: {reason}')}" for file, reason in summary.failed)
    yield from (f"no profile: {_shown(f'{file}: {reason}')}" for file, reason in summary.empty)
    refused = summary.refused
    yield from (f"refused: {_shown(f'{file}:{row.directive.line}: {row.reason}')}" for file, row in refused[:_SHOWN])
    if len(refused) > _SHOWN:
        yield f"refused: {len(refused) - _SHOWN:,} more"
    yield f"every line: {out / ACCOUNT}"
