"""Targets: where a link leads says what it is, in every language.

Speaks of blocks that are one link: to a network (<a href="https://facebook.com/...">) for share, to a thread of comments for comments, to a
page named for donations, newsletters or legal notes for the role of such links. What addresses are called is read from data/targets.toml.
Silent on links in a sentence, on addresses without such a name, on flattened text, and in a menu on all but networks, comments and appeals:
there a link to "/newsletter" is one entry of many.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from cleanpage import resources
from cleanpage.model import Document, Evidence, Role

_PARTS = ("hosts", "pages", "queries", "fragments")
_LOG_ODDS = {Role.SHARE: 2.0, Role.COMMENTS: 2.0, Role.DONATION: 2.0, Role.SUBSCRIBE: 1.5, Role.LEGAL: 1.0}  # 9, 9, 10, 7, 6 of 10 are
_IN_MENUS = frozenset({Role.SHARE, Role.COMMENTS, Role.DONATION})
_MENU = 4  # links in a row
_WHOLE = 0.7  # of a block's characters: a time or a number may stand beside the link
_LONGEST = 60  # characters: a longer link is a headline


def find(document: Document) -> Iterator[Evidence]:
    """Evidence for each link whose address has a known part; linear in the page."""
    rows = list(_rows(document))
    known = {href: _known(href) for href in {href for row in rows for _, href in row}}
    for row in rows:
        heard = _IN_MENUS if len(row) >= _MENU else _LOG_ODDS.keys()
        for block, href in row:
            role, said = known[href]
            if role and role in heard:
                yield Evidence(block, role, _LOG_ODDS[role], "targets", f'is a link to "{said}"')


def _rows(document: Document) -> Iterator[list[tuple[int, str]]]:
    """Blocks that are a short link and follow each other, with their addresses."""
    row: list[tuple[int, str]] = []
    for block, (text, linked, spans) in enumerate(zip(document.text, document.opening_links, document.spans, strict=True)):
        if linked and len(text) <= _LONGEST and linked >= _WHOLE * len(text) and spans[0].href:
            row.append((block, spans[0].href))
        elif row:
            yield row
            row = []
    if row:
        yield row


def _known(href: str) -> tuple[Role | None, str]:
    """The role that an address has a name for, and the name; the host's comes first."""
    address, _, fragment = href.lower().partition("#")
    address, _, query = address.partition("?")
    host, _, path = address.partition("//")[2].partition("/") if "//" in address else ("", "", address)
    names = _names()
    host = host.removeprefix("www.").removeprefix("m.")
    if host in names["hosts"]:
        return names["hosts"][host], host
    page = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    if page in names["pages"]:
        return names["pages"][page], f"/{page}"
    for parameter in query.split("&") if query else ():
        name = parameter.partition("=")[0]
        if name in names["queries"]:
            return names["queries"][name], f"?{name}"
    start = fragment.split("-")[0] if fragment else ""
    return names["fragments"].get(start), f"#{start}"


@cache
def _names() -> Mapping[str, Mapping[str, Role]]:
    """Kind of part -> name -> role; raises BadData for a role that no links have, and for an unknown kind of part."""
    file = "targets.toml"
    table = resources.toml(file)
    resources.refuse_unknown(table, frozenset(_LOG_ODDS), file)
    names: dict[str, dict[str, Role]] = {part: {} for part in _PARTS}
    for role in _LOG_ODDS:
        parts = table.get(role, {})
        resources.refuse_unknown(parts, frozenset(_PARTS), f"{file}: {role}")
        for part in parts:
            names[part].update((name, role) for name in resources.strings(parts, part, f"{file}: {role}"))
    return names
