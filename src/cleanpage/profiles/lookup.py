"""Which profile is for which page: a file HOST.toml, by the longest suffix of the page's host; a user's folder before the packaged ones."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from cleanpage.errors import BadData
from cleanpage.profiles.reader import parsed, read
from cleanpage.profiles.values import WILDCARD, Profile, file_name, host_of, host_of_file

_PACKAGED = files("cleanpage.profiles") / "outlets"
_HELD = 4096  # profiles of a user's folder; a few kilobytes each


def for_url(url: str | None, folder: Path | str | None = None) -> Profile | None:
    """The profile for a page's address, of `folder` before a packaged one; None where none is known.

    Raises BadData for a folder that is none, and for a profile that holds what it may not.
    """
    own = _checked(folder) if folder is not None else None
    names = _names(host_of(url)) if url else ()
    if own:
        for name in names:
            found = _in_folder(own / name)
            if found:
                return found
    return next((packaged(name) for name in names if name in _packaged_names()), None)


def file_for(url: str, folder: Path | str | None = None) -> tuple[str, str] | None:
    """The file that `for_url` would read, as (where it is, its text); None where there is none. Raises as `for_url` does."""
    profile = for_url(url, folder)
    if profile is None:
        return None
    name = file_name(profile.host)
    own = Path(folder) / name if folder is not None else None
    if own and own.exists():
        return str(own), own.read_text("utf-8")
    return f"packaged {name}", (_PACKAGED / name).read_text("utf-8")


def known(folder: Path | str | None = None) -> Iterator[Profile]:
    """The profiles in `folder` and the packaged ones that none there stands before, by file name; raises as `for_url` does."""
    own = sorted(path.name for path in _checked(folder).glob("*.toml")) if folder is not None else []
    for name in sorted({*own, *_packaged_names()}):
        yield read(Path(folder) / name) if folder is not None and name in own else packaged(name)


def _checked(folder: Path | str) -> Path:
    if not Path(folder).is_dir():
        raise BadData(f"{folder}: no such folder of profiles; name one, or unset CLEANPAGE_PROFILES")
    return Path(folder)


@cache
def packaged(name: str) -> Profile:
    """The packaged profile of that file name; raises BadData if it holds what it may not."""
    return parsed((_PACKAGED / name).read_text("utf-8"), host_of_file(name), name)


def _names(host: str) -> list[str]:
    """Names of the files that may hold a host's profile, the closest first; a bare "com" is no outlet."""
    labels = [label for label in host.removeprefix("www.").split(".") if label]
    if any(not label.isascii() or not label.replace("-", "").replace(WILDCARD, "").isalnum() for label in labels):
        return []
    return list(_closest_first(labels))


def _closest_first(labels: list[str]) -> Iterator[str]:
    for start in range(max(1, len(labels) - 1) if labels else 0):
        suffix = ".".join(labels[start:])
        if start:
            yield f"{WILDCARD}.{suffix}.toml"
        yield f"{suffix}.toml"


@cache
def _packaged_names() -> frozenset[str]:
    return frozenset(entry.name for entry in _PACKAGED.iterdir() if entry.name.endswith(".toml"))


def _in_folder(path: Path) -> Profile | None:
    try:
        stamp = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(_HELD)
def _read(path: Path, changed_ns: int, size: int) -> Profile:
    """The profile in a file as it was at that time: one that is written anew is read anew."""
    return read(path)
