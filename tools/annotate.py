#!/usr/bin/env python3
"""Reads further pages of the corpora block by block, for `readings.jsonl`.

  python tools/annotate.py show CORPORA traf/b22b01be3acd ... > sheet     pages as a sheet: a line a block with the judge's guess
  python tools/annotate.py take CORPORA sheet ...                         a sheet whose guesses were put right -> tools/readings.jsonl

A sheet's lines are "number role [hidden] [link] | text", and "@path" above the blocks that stand in it; "?" is the role of a block that
the reader cannot tell. Guesses are by the packaged weights, so judge a reader on pages that others labelled, among the rest.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import gold
import readings
from cleanpage import clean
from cleanpage.model import Article, Role

SHOWN = 150  # characters of a text: enough to tell its role
LINKED = 0.8  # of a block's characters
_PAGE = "##### "
_LINE = re.compile(r"(\d+) (\S+)[^|]*\| ")
_UNTOLD = "?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["show", "take"])
    parser.add_argument("shared", type=Path, help="the folder that holds corpora/")
    parser.add_argument("named", nargs="+", help="CORPUS/PAGE to show, or sheets to take")
    arguments = parser.parse_args()
    pages = {f"{page.corpus}/{page.id}": page for page in gold.pages(arguments.shared)}
    if arguments.verb == "show":
        for name in arguments.named:
            print(*_sheet(name, _known(pages, name)), sep="\n")
    else:
        taken = [_taken(Path(sheet).read_text("utf-8"), pages) for sheet in arguments.named]
        readings.write({page: runs for sheet in taken for page, runs in sheet.items()})


def _known(pages: Mapping[str, gold.Page], name: str) -> gold.Page:
    if name not in pages:
        sys.exit(f"{name}: no such page in the corpora; pages are named CORPUS/PAGE")
    return pages[name]


def _sheet(name: str, page: gold.Page) -> Iterator[str]:
    article: Article = clean(page.html, url=page.url, syntax="html")
    yield f"{_PAGE}{name} {page.url}"
    last = ""
    for block in article.blocks:
        path = ">".join(block.path.split(">")[-3:])
        if path != last:
            yield f"  @{path}"
            last = path
        linked = article.document.linked[block.index] > LINKED * len(block.text)
        marks = " hidden" * block.hidden + " link" * linked
        yield f"{block.index} {block.role}{marks} | {_short(block.text)}"


def _short(text: str) -> str:
    line = " / ".join(text.splitlines())
    return line if len(line) <= SHOWN else f"{line[: SHOWN * 2 // 3]} … {line[-SHOWN // 3 :]}"


def _taken(sheet: str, pages: Mapping[str, gold.Page]) -> dict[tuple[str, str], readings.Runs]:
    """What the readings keep of a sheet; ends the program at a role that there is not, or a page whose blocks are not all there."""
    taken = {}
    for part in sheet.split(f"\n{_PAGE}"):
        name = part.removeprefix(_PAGE).split()[0]
        page = _known(pages, name)
        texts = gold.cut(page, "html").text
        roles = dict(match.groups() for match in map(_LINE.match, part.splitlines()) if match)
        wrong = set(roles.values()) - {*Role, _UNTOLD}
        if wrong or len(roles) != len(texts):
            sys.exit(f"{name}: {f'no such role: {sorted(wrong)}' if wrong else f'{len(roles)} lines for {len(texts)} blocks'}")
        taken[page.corpus, page.id] = readings.runs_of(texts, ["" if role == _UNTOLD else role for role in roles.values()])
    return taken


if __name__ == "__main__":
    main()
