#!/usr/bin/env python3
"""Learns the packaged profiles, and writes the table of all of them.

  python tools/learn_outlets.py CORPORA     a profile, in fingerprints, for every outlet with two pages and more in fundus and fundus-eval
  python tools/learn_outlets.py             docs/outlets.md alone
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cleanpage.errors import NotLearned
from cleanpage.learn import learn_fingerprints
from cleanpage.learn.check import check
from cleanpage.learn.pages import site
from cleanpage.profiles import Expectation, Profile, known
from cleanpage.profiles.lines import fingerprint
from cleanpage.profiles.values import host_of

ROOT = Path(__file__).resolve().parent.parent
OUTLETS = ROOT / "src" / "cleanpage" / "profiles" / "outlets"
CORPORA = ("fundus", "fundus-eval")


def main() -> None:
    if len(sys.argv) > 1:
        for profile in _learned(Path(sys.argv[1])):
            print(profile.save(OUTLETS), profile.summary)
    (ROOT / "docs" / "outlets.md").write_text(table(), "utf-8")


def _learned(shared: Path) -> Iterator[Profile]:
    """A profile of each outlet that has no page of its own in fixtures/outlets, and that its own pages do not call changed."""
    import gold  # which needs the extras for fitting; the table does not

    outlets: dict[str, list[gold.Page]] = defaultdict(list)
    for page in gold.pages(shared):
        if page.corpus in CORPORA:
            outlets[site(page.url)].append(page)
    for host, pages in sorted(outlets.items()):
        if len(pages) < 2 or (ROOT / "fixtures" / "outlets" / host).exists():
            continue
        try:
            flattened = [(page.url, gold.flatten_html_text(page.html)) for page in pages]  # a profile is for both
            found = learn_fingerprints([*((page.url, page.html) for page in pages), *flattened])
        except NotLearned as error:
            print(f"no profile: {error}", file=sys.stderr)
            continue
        report = check(found, [*((page.id, page.html) for page in pages), *flattened])
        if report.stale:
            print(f"no profile: {host}: {report.stale}", file=sys.stderr)
            continue
        yield replace(found, tests=tuple(map(Expectation, dict.fromkeys(named(page.url) for page in pages))))


def named(url: str) -> str:
    """A page's host with the fingerprint of its address: the address itself quotes the page's headline."""
    return f"https://{host_of(url)}/#{fingerprint(url)}"


def table() -> str:
    """docs/outlets.md: the packaged profiles, a row each."""
    head = ["# Packaged profiles", "Written by `tools/learn_outlets.py`. How to add one: [add an outlet](add-an-outlet.md).", ""]
    rows = [f"| {profile.host} | {profile.summary} | {profile.source} |" for profile in known()]
    return "\n".join([*head, "| host | holds | source |", "| --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    main()
