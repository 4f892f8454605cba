"""The stock phrases: what of a pack is looked up by what, and what a pack may not hold."""

import json
from typing import Any

import pytest

from cleanpage import packs, resources
from cleanpage.errors import BadData
from cleanpage.model import Role


def test_packs_are_read_by_role() -> None:
    packed = packs.pack({"phrases/feed.toml": {"says": "lists", "whole": {"en": ["Most read:"]}, "inside": {"de": ["alle Beiträge"]}}})
    assert (packed.says, packed.whole) == ({Role.FEED: "lists"}, {"most read": Role.FEED})
    assert packed.inside == {"beiträge": {"alle beiträge": Role.FEED}}


def test_phrases_are_in_the_form_in_which_texts_of_their_table_are_looked_up() -> None:
    tables = {"whole": {"en": ["# More (12):"]}, "start": {"en": ["→ Most read:", "© Post"]}, "inside": {"ko": ["오늘의 많이 본"]}}
    packed = packs.pack({"phrases/feed.toml": {"says": "lists"} | tables})
    assert packed.whole == {"# more #": Role.FEED}
    assert packed.start == {"most": {"most read:": Role.FEED}, "©": {"© post": Role.FEED}}
    assert packed.keys == {"오늘의"}


def test_an_index_gives_the_packs_of_its_files_and_of_no_others() -> None:
    feed = {"says": "lists", "whole": {"en": ["# More (12):"]}, "start": {"en": ["© Post", "© Press"]}, "inside": {"de": ["alle Beiträge"]}}
    packed = packs.pack({"phrases/feed.toml": feed, "phrases/legal.toml": {"says": "tells", "start": {"en": ["© Agency"]}}})
    stored = packs.index(packed, "these files")
    assert packs.from_index(stored, "these files") == packed
    assert packs.from_index(stored, "others") is None


def test_what_is_not_packaged_is_nothing() -> None:
    assert resources.optional("no-such.json") is None
    assert resources.source("no_such.py") == b""
    assert resources.source("packs.py").startswith(b'"""Stock phrases')


def test_the_packaged_phrases_are_those_of_their_files() -> None:
    stored = packs.packaged_index()
    assert packs.from_index(stored, json.loads(stored)["of"]) == packs.packaged()


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
        ({"says": "x", "start": {"en": ["© Copyright", "©", "Most read", "→"]}}, "start: en: '→' holds no word"),
        ({"says": "x", "inside": {"en": ["our work", "# comments"]}}, "inside: en: '# comments': # stands"),
        ({"says": 3, "whole": {"en": ["Most read"]}}, "says: "),
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
