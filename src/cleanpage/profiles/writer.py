"""A profile as a file that a person can review: each line with its note as a comment above it. tomlkit is imported when asked."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cleanpage.model import Role
from cleanpage.profiles.values import COMPLETE, Expectation, Layout, Profile, file_name

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Array, Table

_UNPRINTABLE = dict.fromkeys([*range(32), *range(127, 160)], " ")


def save(profile: Profile, folder: Path) -> Path:
    """Write HOST.toml into `folder`, which is made if need be; returns the file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(profile.host)
    path.write_text(written(profile), "utf-8")
    return path


def written(profile: Profile) -> str:
    """The text of the profile's file; what is empty is left out."""
    import tomlkit

    file: TOMLDocument = tomlkit.document()
    file.add(tomlkit.comment(f"source: {_plain(profile.source) or 'not stated'}"))
    if profile.layouts:
        file.add("layout", _layouts(profile.layouts, profile.notes))
    for name, groups in (("phrases", profile.phrases), ("fingerprints", profile.fingerprints), ("metadata", profile.metadata)):
        if groups:
            file.add(name, _groups(groups, profile.notes))
    if profile.begin or profile.end or profile.text_phrases or profile.text_fingerprints:
        file.add("text", _of_text(profile))
    if profile.tests:
        file.add("test", _tests(profile.tests))
    return tomlkit.dumps(file)


def _layouts(layouts: Iterable[Layout], notes: Mapping[str, str]) -> "AoT":
    import tomlkit

    tables = tomlkit.aot()
    for layout in layouts:
        table = tomlkit.table()
        for name, day in (("since", layout.since), ("until", layout.until)):
            if day:
                table.add(name, day)
        if layout.complete:
            if COMPLETE in notes:
                table.add(tomlkit.comment(_plain(notes[COMPLETE])))
            table.add("complete", True)
        table.add("select", _groups(layout.select, notes))
        tables.append(table)
    return tables


def _of_text(profile: Profile) -> "Table":
    table = _groups({name: lines for name, lines in (("begin", profile.begin), ("end", profile.end)) if lines}, profile.notes)
    for name, groups in (("phrases", profile.text_phrases), ("fingerprints", profile.text_fingerprints)):
        if groups:
            table.add(name, _groups(groups, profile.notes))
    return table


def _groups(groups: Mapping[Role, tuple[str, ...]] | Mapping[str, tuple[str, ...]], notes: Mapping[str, str]) -> "Table":
    import tomlkit

    table = tomlkit.table()
    for name, values in groups.items():
        table.add(str(name), _values(values, notes))
    return table


def _values(values: Iterable[str], notes: Mapping[str, str]) -> "Array":
    """A list with a value a line, each below its note."""
    import tomlkit

    array = tomlkit.array()
    for value in values:
        if value in notes:
            array.add_line(comment=_plain(notes[value]))
        array.add_line(value)
    array.add_line(indent="")
    return array


def _tests(tests: Iterable[Expectation]) -> "AoT":
    import tomlkit

    tables = tomlkit.aot()
    for test in tests:
        table = tomlkit.table()
        if test.url:
            table.add("url", test.url)
        for name, sentences in (("contains", test.contains), ("lacks", test.lacks)):
            if sentences:
                table.add(name, _values(sentences, {}))
        tables.append(table)
    return tables


def _plain(comment: str) -> str:
    """A comment ends with its line, and TOML allows no control character in it."""
    return comment.translate(_UNPRINTABLE).encode("utf-8", "replace").decode()
