"""Where rows go: one kind of output a module, found by its file.

A module has ENDINGS, the names that `--to` takes; `check(ending)`, which raises MissingExtra if a library is not there;
`rendered(ending, id, article, seconds)`, which a worker calls to make of an article the bytes to be written; `opened(out, ending, state)`,
which gives the Sink that writes them, from the state where `sync` was; and `traces(out)`, the paths of what any run of it leaves in a
folder.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from cleanpage import plugins
from cleanpage.errors import UnknownName
from cleanpage.model import Article

State = Mapping[str, Any]


class Sink(Protocol):
    """Writes what `rendered` made. All that was written before a `sync` survives a power cut; nothing else needs to."""

    def write(self, id: str, rendered: bytes) -> None: ...

    def sync(self) -> State:
        """Bring everything to the disk, out of sight; returns the state to go on from, as JSON takes it."""
        ...

    def settle(self) -> None:
        """Bring in sight what the last `sync` brought to the disk; the ledger has its state now. May be called twice."""
        ...

    def finish(self) -> None:
        """Nothing will be written any more; a `sync` and `settle` follow."""
        ...

    def close(self) -> None: ...


def modules() -> dict[str, ModuleType]:
    """The module of each ending, in the order of the endings' names."""
    loaded = (plugins.load(__name__, name) for name in plugins.names(__name__))
    return dict(sorted((ending, module) for module in loaded for ending in module.ENDINGS))


def module(ending: str) -> ModuleType:
    """Raises UnknownName for an ending that no sink has."""
    known = modules()
    if ending not in known:
        raise UnknownName.of("output", ending, known)
    return known[ending]


def check(ending: str) -> None:
    """Raises UnknownName for an ending that no sink has, MissingExtra for one whose library is not installed."""
    module(ending).check(ending)


def opened(out: Path, ending: str, state: State) -> Sink:
    """The sink of this ending in the folder `out`, which goes on from the state; raises BatchError, OSError."""
    sink: Sink = module(ending).opened(out, ending, state)
    return sink


def rendered(ending: str, id: str, article: Article, seconds: float) -> bytes:
    """What this sink writes of an article that took so many seconds."""
    made: bytes = module(ending).rendered(ending, id, article, seconds)
    return made


def traces(out: Path) -> Iterator[Path]:
    """What the sinks of earlier runs left in a folder, each path once."""
    yield from sorted({path for module in modules().values() for path in module.traces(out)})
