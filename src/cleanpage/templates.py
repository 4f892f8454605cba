"""The packaged pages of a report, filled in: nothing that a value says can become markup, a script or a request.

Every value is escaped; there is no script at all, and a Content-Security-Policy lets a browser use the page's own style sheet and nothing
else.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined

from cleanpage.model import Role
from cleanpage.resources import binary


def filled(name: str, **values: Any) -> str:
    """The template data/report/`name` with these values, a whole HTML page."""
    style = _style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _environment().get_template(name).render(values, style=style, style_digest=digest)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: binary(f"report/{name}").decode()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = _visible
    return environment


@cache
def _style() -> str:
    return _environment().get_template("style.css").render(roles=list(Role))


def _visible(address: str) -> str:
    """An address with what does not print in percent codes: no character that turns the reading direction can disguise it."""
    return "".join(char if char.isprintable() else quote(char, errors="replace") for char in address)
