"""Documents built by hand, so that a test of one part needs no parser."""

from dataclasses import fields
from typing import Any

from cleanpage.model import Document, Kind


def document(*texts: str, **columns: Any) -> Document:
    """A document of these blocks, each a plain HTML paragraph: no link, no heading, in sight, outside any named element.

    Every property of Document may be given: a column as one value a block, the rest (syntax, url, elements, hints) as it is.
    """
    size = len(texts)
    plain: dict[str, Any] = {
        "syntax": "html",
        "url": None,
        "text": texts,
        "kind": [Kind.PARAGRAPH] * size,
        "tag": ["p"] * size,
        "level": [0] * size,
        "element": [-1] * size,
        "hidden": [False] * size,
        "spans": [()] * size,
        "lines": [(0, 0)] * size,
        "gap": [0] * size,
        "indent": [0] * size,
    }
    unknown = columns.keys() - {field.name for field in fields(Document)}
    if unknown:
        raise TypeError(f"Document has no {', '.join(sorted(unknown))}")
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in (plain | columns).items()}
    for name, value in given.items():
        if isinstance(value, tuple) and len(value) != size:
            raise ValueError(f"{name}: {len(value)} values for {size} blocks")
    return Document(**given)
