"""Where a page says it is from: its canonical link, or the address that it gives to those who share it."""

from cleanpage.dom import parse
from cleanpage.profiles.values import host_of

_WHERE = (('link[rel~="canonical"]', "href"), ('meta[property="og:url"]', "content"))


def address(page: str) -> str:
    """The page's own address; "" where it gives none with a host, as flattened text never does."""
    root = parse(page) if "<" in page else None
    if root is None:
        return ""
    for css, attribute in _WHERE:
        for node in root.css(css):
            found = (node.attributes.get(attribute) or "").strip()
            if host_of(found):
                return found
    return ""
