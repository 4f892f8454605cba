"""Pages of many outlets: told apart by their registrable host, each outlet learned on its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleanpage.errors import NotLearned
from cleanpage.learn import learn
from cleanpage.learn.pages import site
from cleanpage.profiles import Profile

ENOUGH = 12
"""Pages of an outlet: more teach next to nothing that these do not."""


class Skipped(NamedTuple):
    """An outlet without a profile, and why."""

    host: str
    why: str


def learned(
    pages: Iterable[tuple[str, bytes | str]], learn: Callable[[Iterable[tuple[str, bytes | str]]], Profile] = learn
) -> Iterator[Profile | Skipped]:
    """A profile, or why there is none, for each outlet of these pages, (url, page) each; by the outlets' names.

    The first pages of an outlet count, ENOUGH of them. `learn` may be `learn_fingerprints`. Raises DecodeError and PageTooLarge for what
    is no page.
    """
    outlets: dict[str, list[tuple[str, bytes | str]]] = defaultdict(list)
    for url, page in pages:
        held = outlets[site(url)]
        if len(held) < ENOUGH:
            held.append((url, page))
    for host in sorted(outlets):
        try:
            yield learn(outlets[host])
        except NotLearned as error:
            yield Skipped(host or "pages without an address", str(error))
