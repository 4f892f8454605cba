"""The modules of a package by name: a rule, a syntax or a format is added by adding its file, there is no registry.

The module xml_tei has the name "xml-tei".
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from cleanpage.errors import UnknownName

_NOUNS = {
    "cleanpage.segment": "syntax",
    "cleanpage.formats": "format",
    "cleanpage.rules": "rule",
    "cleanpage.batch.sources": "source",
    "cleanpage.batch.sinks": "sink",
}


@cache
def names(package: str) -> tuple[str, ...]:
    """The names of the modules in `package`, sorted: names("cleanpage.batch.sinks") -> ("jsonl", "parquet", "tree")."""
    return tuple(sorted(info.name.replace("_", "-") for info in iter_modules(import_module(package).__path__)))


@cache
def load(package: str, name: str) -> ModuleType:
    """The module `name` of `package`; raises UnknownName, which lists those there are."""
    if name not in names(package):
        raise UnknownName.of(_NOUNS[package], name, names(package))
    return import_module(f"{package}.{name.replace('-', '_')}")
