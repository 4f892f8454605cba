"""The scorer's features: their names, ranges, and what a few of them say."""

import numpy as np
import pytest
from build import document
from hypothesis import given
from hypothesis import strategies as st

from cleanpage.model import Elements, Hints, Span
from cleanpage.score.features import block_words, features, link_words, names
from cleanpage.segment import html, text

PROSE = "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs."


def column(found: np.ndarray, name: str, syntax: str = "html") -> list[float]:
    return [round(float(value), 4) for value in found[:, names(syntax).index(name)]]


def nested(*texts: str, **columns: object):  # type: ignore[no-untyped-def]
    """Blocks in one <div> under <body>."""
    return document(*texts, element=[1] * len(texts), elements=Elements(("body", "div"), (-1, 0), ("", "story")), **columns)


@pytest.mark.parametrize("syntax", ["html", "text"])
def test_names_are_unique_and_as_many_as_columns(syntax: str) -> None:
    assert len(set(names(syntax))) == len(names(syntax))
    empty = html.segment("", None) if syntax == "html" else text.segment("", None)
    assert features(empty).dense.shape == (0, len(names(syntax)))


def test_text_has_no_columns_of_markup() -> None:
    assert not {name for name in names("text") if name.startswith(("tag ", "under ", "wholly "))}
    assert "empty lines before" in names("text")


def test_shallow_text_features() -> None:
    found = features(nested(PROSE, "Read more", "5:14 PM", "今日は雨が降りました。")).dense
    assert column(found, "ends with a stop") == [1, 0, 0, 1]
    assert column(found, "is prose")[:3] == [1, 0, 0]
    assert column(found, "has a clock time") == [0, 0, 1, 0]
    assert column(found, "opens with a digit") == [0, 0, 1, 0]
    assert column(found, "spaceless script")[3] > 0.8


def test_link_density_is_the_share_of_linked_characters() -> None:
    found = features(nested("Read more", "abcd", spans=[[Span(0, 9, "link", "/x")], [Span(0, 1, "link", "/y")]])).dense
    assert column(found, "link density") == [1.0, 0.25]


def test_repeats_are_seen_from_both_ends() -> None:
    found = features(nested("Same", "Other", "SAME")).dense
    assert column(found, "said before") == [0, 0, 1]
    assert column(found, "said elsewhere") == [1, 0, 1]


def test_hints_find_the_headline_and_what_stands_before_it() -> None:
    found = features(nested("Home", "Rain falls", PROSE, hints=Hints(headlines=("Rain Falls",)))).dense
    assert column(found, "is the headline") == [0, 1, 0]
    assert column(found, "before the headline") == [1, 0, 0]


def test_containers_hold_the_prose_below_them() -> None:
    page = f"<body><nav><a href=/>Home</a></nav><div class=story><p>{PROSE}</p><p>{PROSE}</p></div></body>"
    found = features(html.segment(page, None)).dense
    assert column(found, "prose share 1 up") == [0, 1, 1]
    assert column(found, "link density 1 up") == [1, 0, 0]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("read", "more"), ("read", "more", "read more")),
        ((), ()),
        (tuple(f"w{i}x" for i in range(30)), (*(f"w{i}x" for i in range(14)), *(f"w{i}x" for i in range(26, 30)))),
    ],
)
def test_block_words(found: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert block_words(found) == expected


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=8))
def test_features_are_finite_and_bounded(texts: list[str]) -> None:
    for page in (html.segment("".join(f"<p>{t}</p>" for t in texts), None), text.segment("\n\n".join(texts), None)):
        dense = features(page).dense
        assert np.isfinite(dense).all()
        assert not len(dense) or np.abs(dense).max() < 20


def test_words_of_an_address_are_its_host_and_its_folders() -> None:
    assert link_words("https://www.Example.com/tag/oil?page=2#top") == ("//example.com", "/tag", "/oil")
    assert link_words("//example.com/author/a") == ("//example.com", "/author", "/a")
    assert link_words("/2024/03/a-headline-that-names-one-page-only") == ("/2024", "/03")
    assert link_words("#comments") == link_words("") == ()
    assert link_words("/a/b/c/d") == link_words("a/b/c/d") == ("/a", "/b", "/c")


def test_a_block_has_the_words_of_its_first_address() -> None:
    spans = [[Span(0, 4, "strong"), Span(0, 4, "link", "/tag/oil"), Span(4, 8, "link", "/news")]]
    assert features(nested("Oil, gas", spans=spans)).words[0] == ("oil", "gas", "oil gas", "/tag", "/oil")
