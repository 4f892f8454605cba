"""cleanpage separates a news article from the site's chrome, in HTML or flattened text, and says why.

    >>> import cleanpage
    >>> cleanpage.clean("<h1>Rain</h1><p>It rained in the hills all night, and the river rose by a metre.</p>").title
    'Rain'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleanpage.errors import CleanpageError
from cleanpage.model import ARTICLE_TEXT, Article, Failure, Role

if TYPE_CHECKING:
    from cleanpage.batch.pool import clean_many
    from cleanpage.pipeline import clean, clean_file, render

__all__ = ["ARTICLE_TEXT", "Article", "CleanpageError", "Failure", "Role", "clean", "clean_file", "clean_many", "render"]

_LATER = {
    "clean": "cleanpage.pipeline",
    "clean_file": "cleanpage.pipeline",
    "clean_many": "cleanpage.batch.pool",
    "render": "cleanpage.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import the stages when they are first asked for: numpy and the parser would double what `import cleanpage` costs."""
    if name not in _LATER:
        raise AttributeError(f"module 'cleanpage' has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    """What a completing prompt offers, with what is still to be imported."""
    return sorted({*globals(), *_LATER})
