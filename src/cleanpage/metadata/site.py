"""What the site is called, to tell its name from a title and from an author."""

from urllib.parse import urlsplit

from cleanpage.model import Document
from cleanpage.words import fold

SHORTEST = 4  # letters of a site's name that may stand inside a longer one
_METAS = frozenset({"og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "twitter:domain", "publisher"})
_OWNERS = frozenset({"WebSite", "Organization", "NewsMediaOrganization"})


def site_names(document: Document) -> frozenset[str]:
    """What the site is called, as keys: by the head, and by its address."""
    found = {content for name, content in document.hints.metas if name in _METAS}
    for thing in document.hints.things:
        owner = _OWNERS.intersection(thing.types)
        found |= {text for said, text in thing.said if said == "publisher" or (owner and said == "name")}
    own = host(document.url or "")
    found |= {own, *(label for label in own.split(".")[:-1] if len(label) >= SHORTEST)}
    return frozenset(filter(None, map(key, found)))


def key(text: str) -> str:
    """Letters and digits only: equal for texts that differ in case, spaces and punctuation."""
    return "".join(filter(str.isalnum, fold(text)))


def host(address: str) -> str:
    """The host of an address without "www."; "" for what is no address."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
