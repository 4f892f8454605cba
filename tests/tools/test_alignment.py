"""Words of a page find their places in another text of the same page: in order, whole, and never twice."""

import random
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from alignment import places

WORDS = st.lists(st.sampled_from("abcdef"), max_size=7)


def placed(blocks, target):
    return places([block.split() for block in blocks], target.split()).tolist()


def test_the_same_text_is_placed_word_by_word_however_it_is_cut():
    assert placed(["the pier was", "rebuilt", "before the storms came"], "the pier was rebuilt before the storms came") == list(range(8))


def test_words_that_the_target_lacks_have_no_place():
    assert placed(["home news", "the pier was old and rebuilt"], "the pier was rebuilt") == [-1, -1, 0, 1, 2, -1, -1, -1]


def test_a_word_dropped_between_equal_words_costs_nothing_else():
    assert placed(["so they had had it rebuilt"], "so they had it rebuilt") == [0, 1, 2, -1, 3, 4]


def test_of_two_copies_the_one_that_is_whole_is_placed():
    target = "one two three four five six seven eight"
    assert placed(["one two three four", "x " * 30, target], target) == [-1] * 34 + list(range(8))


def test_moved_text_is_placed_when_it_is_long_enough():
    first, second, short = "a1 b1 c1 d1 e1 f1 g1 h1", "i2 j2 k2 l2 m2 n2", "o3 p3 q3"
    assert placed([second, first, short], f"{first} {second} {short}") == [*range(8, 14), *range(8), 14, 15, 16]
    assert placed([short, first], f"{first} {short}") == [-1, -1, -1, *range(8)]


def test_a_short_block_is_placed_only_whole_and_between_its_neighbours():
    target = "a b c d e f x y g h i j k l"
    assert placed(["a b c d e f", "x y", "g h i j k l"], target) == list(range(14))
    assert placed(["a b c d e f", "z", "x z", "z y", "g h i j k l"], target)[7:10] == [-1, -1, -1]
    assert placed(["x y", "a b c d e f", "g h i j k l", "x y"], target)[:2] == [-1, -1]


@pytest.mark.parametrize(("blocks", "target"), [([], "a b c"), (["a b c"], ""), ([""], "a"), (["", "a b c"], "x y z")])
def test_without_common_words_there_are_no_places(blocks, target):
    assert set(placed(blocks, target)) <= {-1}


@given(st.lists(WORDS, max_size=12), st.lists(st.sampled_from("abcdefg"), max_size=60))
def test_no_place_is_given_twice_and_each_holds_the_same_word(blocks, target):
    place = places(blocks, target)
    said = [word for block in blocks for word in block]
    assert len(place) == len(said)
    given_out = place[place >= 0].tolist()
    assert len(given_out) == len(set(given_out))
    assert all(target[to] == word for to, word in zip(place, said, strict=True) if to >= 0)


@given(st.lists(WORDS, max_size=12))
def test_a_text_of_distinct_words_is_placed_whole_in_itself(blocks):
    blocks = [[f"{word}{row}.{column}" for column, word in enumerate(block)] for row, block in enumerate(blocks)]
    target = [word for block in blocks for word in block]
    assert places(blocks, target).tolist() == list(range(len(target)))


@pytest.mark.parametrize("turn", ["in order", "shuffled", "twice"])
def test_a_page_of_three_thousand_blocks_takes_about_a_second_at_most(turn):
    draw = random.Random(1)
    blocks = [[f"w{draw.randrange(2000)}" for _ in range(30)] for _ in range(3000)]
    page = {"in order": blocks, "shuffled": draw.sample(blocks, len(blocks)), "twice": blocks + blocks}[turn]
    start = time.perf_counter()
    place = places(page, [word for block in blocks for word in block])
    assert time.perf_counter() - start < 8  # .3 to .6 s on an idle machine; far more if anything were quadratic
    assert np.count_nonzero(place >= 0) > 89_900
