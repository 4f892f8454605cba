"""What a first opinion says of the page: where the article lies and which elements hold it."""

import numpy as np

from cleanpage.score.second_look import REACHES, WIDTH, of_the_page

BEFORE, AROUND, SHARE_AROUND = 1, 2, 2 + len(REACHES)


def seen(chances: list[float], words: list[float], parents: list[int] | None = None) -> np.ndarray:
    return of_the_page(np.array(chances, np.float32), np.array(words, np.float32), np.array(parents or [-1] * len(words)))


def test_a_row_for_every_block() -> None:
    assert seen([0.5], [3]).shape == (1, WIDTH)
    assert np.isfinite(seen([0.0, 0.0], [1, 1])).all()


def test_what_was_kept_before_a_block() -> None:
    assert seen([0, 1, 1, 0], [5, 30, 10, 5])[:, BEFORE].tolist() == [0, 0, 0.75, 1]


def test_teasers_far_behind_the_article_have_none_of_it_near() -> None:
    found = seen([1.0] * 5 + [0.0] * 60 + [0.6], [40] * 5 + [3] * 60 + [12])
    assert found[2, AROUND] > 0.9
    assert found[-1, AROUND + 2] < 0.05
    assert found[2, SHARE_AROUND] > 0.9 and found[-1, SHARE_AROUND] < 0.5


def test_an_element_is_what_is_kept_of_it() -> None:
    found = seen([1, 0, 1, 0], [10, 30, 10, 10], [0, 0, 1, -1])
    assert found[:, -1].tolist() == [0.25, 0.25, 1, 0]


def test_a_very_long_block_counts_as_a_long_one() -> None:
    assert np.allclose(seen([1, 1], [100, 50]), seen([1, 1], [5000, 50]))
