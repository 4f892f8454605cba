"""Plain text: what the kept blocks say, and nothing else."""

from collections.abc import Set

from cleanpage.model import Article, Role


def render(article: Article, roles: Set[Role]) -> str:
    """The kept blocks, one below the other; for ARTICLE_TEXT the same as `article.text`."""
    return "\n".join(block.text for block in article.kept(roles))
