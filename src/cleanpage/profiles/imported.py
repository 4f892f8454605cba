"""A folder of other programs' site files turned into a folder of profiles, with an account of every line."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cleanpage.errors import BadData
from cleanpage.profiles import ftr
from cleanpage.profiles.ftr import Outcome, Row
from cleanpage.profiles.values import Profile, file_name
from cleanpage.profiles.writer import save

ACCOUNT = "import.jsonl"
"""The file beside the profiles that has a row a line: file, line, directive, value, outcome, selectors, reason."""

_SELECTING = frozenset({"body", "strip", "strip_id_or_class"})


class Unread(NamedTuple):
    """A file that gave no profile, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Summary:
    """What became of a folder: how many profiles were written, the files that gave none, and the rows of every file's lines."""

    profiles: int
    failed: tuple[Unread, ...]
    empty: tuple[Unread, ...]
    rows: tuple[tuple[str, Row], ...]

    @property
    def by_directive(self) -> dict[str, Counter[Outcome]]:
        """How many lines of each directive had each outcome; what is no directive of the format, or none at all, is "unknown"."""
        counts: dict[str, Counter[Outcome]] = {}
        for _, row in self.rows:
            name = row.directive.name if row.directive.name in ftr.KNOWN or row.outcome is Outcome.KEPT else "unknown"
            counts.setdefault(name, Counter())[row.outcome] += 1
        return counts

    @property
    def refused(self) -> tuple[tuple[str, Row], ...]:
        """The lines that cannot be used, each with its file."""
        return tuple((file, row) for file, row in self.rows if row.outcome is Outcome.REFUSED)

    @property
    def usable(self) -> float:
        """The share of the lines that say what is and what is not article text (body, strip, strip_id_or_class) that can be run; 0..1."""
        counts = Counter(bool(row.selectors) for _, row in self.rows if row.directive.name in _SELECTING)
        return counts[True] / counts.total() if counts else 1.0


def import_ftr(folder: Path, out: Path) -> Summary:
    """Turn every .txt of `folder` into a profile in `out`, and write the account of it there; one bad file never stops the others.

    A profile in `out` that was not imported is never written over. Raises BadData for a folder without .txt files, OSError if `out` cannot
    be written to.
    """
    files = sorted(path for path in folder.glob("*.txt") if path.is_file())
    if not files:
        raise BadData(f"{folder}: no .txt files; name the folder that holds the site config files")
    out.mkdir(parents=True, exist_ok=True)
    found = [_imported(path) for path in files]
    written = list(_written(found, out))
    rows = tuple((result.file, row) for result in found for row in result.rows)
    _account(rows, out / ACCOUNT)
    failed = tuple(Unread(result.file, result.reason) for result in found if result.failed)
    empty = tuple(Unread(result.file, result.reason) for result in found if not result.profile and not result.failed)
    return Summary(len(found) - len(failed) - len(empty) - len(written), (*failed, *written), empty, rows)


class _Result(NamedTuple):
    """What one file gave; `reason` says why it gave no profile."""

    file: str
    rows: tuple[Row, ...] = ()
    profile: Profile | None = None
    reason: str = ""
    failed: bool = False


def _imported(path: Path) -> _Result:
    if not ftr.host_of(path.name):
        return _Result(path.name, reason="not named after a host")
    try:
        config = ftr.read(path)
    except BadData as error:
        return _Result(path.name, reason=str(error).removeprefix(f"{path}: "), failed=True)
    except OSError as error:
        return _Result(path.name, reason=error.strerror or str(error), failed=True)
    rows = ftr.rows(config)
    profile = ftr.profile(config, rows)
    return _Result(path.name, rows, profile, "" if profile else "no line that selects anything")


def _written(found: Iterable[_Result], out: Path) -> Iterator[Unread]:
    """Write the profiles; yields those that may not be."""
    taken: dict[str, str] = {}
    for result in found:
        if result.profile is None:
            continue
        name = file_name(result.profile.host)
        first = taken.setdefault(name, result.file)
        if first != result.file:
            yield Unread(result.file, f"{name} is {first}'s already")
        elif _is_foreign(out / name):
            yield Unread(result.file, f"{out / name} is no imported profile: it is not written over; import into another folder")
        else:
            save(result.profile, out)


def _is_foreign(path: Path) -> bool:
    """Whether a profile is there that was not imported."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return ftr.SOURCE not in file.readline()
    except FileNotFoundError:
        return False


def _account(rows: Iterable[tuple[str, Row]], path: Path) -> None:
    """A row a line; bytes that were no UTF-8 stand as escaped surrogates."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for name, (directive, outcome, selectors, reason, role) in rows:
            row = {"file": name, **directive._asdict(), "outcome": outcome, "selectors": selectors, "role": role, "reason": reason}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
