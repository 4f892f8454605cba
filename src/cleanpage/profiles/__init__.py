"""What is known of one outlet, layered on the generic judge: it speaks where it matches a page and is silent where it does not.

A profile is a file HOST.toml. The longest suffix of a page's host that has a file counts: news.example.com.toml before
_.example.com.toml (every host below example.com) before example.com.toml (that host and every one below it).
"""

from importlib import import_module
from typing import Any

from cleanpage.profiles.lookup import for_url, known
from cleanpage.profiles.reader import parsed, read
from cleanpage.profiles.values import Expectation, Layout, Profile, file_name

__all__ = ["Expectation", "Layout", "Profile", "file_name", "for_url", "known", "parsed", "read"]


def __getattr__(name: str) -> Any:
    """`learn`, which needs the whole judge, is imported when it is asked for; no other profile needs it."""
    if name != "learn":
        raise AttributeError(f"module 'cleanpage.profiles' has no attribute {name!r}")
    return import_module("cleanpage.learn").learn
