"""The stock phrases: what of a pack is looked up by what, and what a pack may not hold."""

from typing import Any

import pytest

from cleanpage import packs
from cleanpage.errors import BadData
from cleanpage.model import Role


def test_packs_are_read_by_role() -> None:
    packed = packs.pack({"phrases/feed.toml": {"says": "lists", "whole": {"en": ["Most read:"]}, "inside": {"de": ["alle Beiträge"]}}})
    assert (packed.says, packed.whole) == ({Role.FEED: "lists"}, {"most read": Role.FEED})
    assert packed.inside == {"beiträge": {"alle beiträge": Role.FEED}}


@pytest.mark.parametrize(
    ("table", "culprit"),
    [
        ({"says": "x", "anywhere": {"en": ["a"]}}, "unknown key 'anywhere'"),
        ({"says": "x", "whole": ["Most read"]}, "whole: must be a table"),
        ({"says": "x", "whole": {"en": "Most read"}}, "whole: en: must be a list"),
        ({"says": "x", "whole": {"en": ["Most read", 3]}}, "whole: en: must be a list"),
        ({"says": "x", "whole": {"english": ["Most read"]}}, "whole: 'english' is no language"),
        ({"says": "x", "whole": {"en": ["..."]}}, "whole: en: '...' holds no word"),
        ({"says": "x", "start": {"en": ["→"]}}, "start: en: '→' holds no word"),
        ({"says": "x", "inside": {"en": ["©"]}}, "inside: en: '©' holds no word"),
        ({"says": "x", "inside": {"en": ["# comments"]}}, "inside: en: '# comments': # stands for a number in [whole] only"),
        ({"whole": {"en": ["Most read"]}}, "says: "),
        ({"says": "", "whole": {}}, "says: "),
    ],
)
def test_bad_packs_are_refused_by_file_and_key(table: dict[str, Any], culprit: str) -> None:
    with pytest.raises(BadData) as error:
        packs.pack({"phrases/feed.toml": table})
    assert str(error.value).startswith(f"phrases/feed.toml: {culprit}")


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(BadData, match=r"phrases/feeds\.toml: no role is called 'feeds'; known: .*feed"):
        packs.pack({"phrases/feeds.toml": {"says": "x"}})


def test_a_phrase_speaks_for_one_role_a_table() -> None:
    feed = {"says": "x", "whole": {"en": ["Most read"], "fr": ["Most read"]}, "start": {"en": ["Most read"]}}
    share = {"says": "y", "whole": {"en": ["MOST READ:"]}}
    packs.pack({"phrases/feed.toml": feed})
    with pytest.raises(BadData, match=r"phrases/share\.toml: whole: 'most read' is a phrase of feed already"):
        packs.pack({"phrases/feed.toml": feed, "phrases/share.toml": share})
