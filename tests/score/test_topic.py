"""What blocks of flattened text have in common with the article, and with the page's address."""

import numpy as np
import pytest
from build import document

from cleanpage.score.topic import topic_columns

ARTICLE = [
    "The ferry between Lindholm and Karsk stays in the harbour until the ice has left the sound, its captain said on Monday.",
    "Ice had closed the sound for nine days when the ferry tried it last, and the captain turned back off Karsk.",
    "Farmers in Lindholm wait for the ferry with their hay, and the captain promised them the first crossing.",
]
TEASER = "A baker from the hill country wins the national prize with bread made of acorns and rye."


def columns(*texts: str, url: str | None = None) -> dict[str, list[float]]:
    page = document(*texts, syntax="text", url=url)
    words = np.array([len(text.split()) for text in texts], np.float32)
    return {name: [round(float(value), 3) for value in column] for name, column in topic_columns(page, words).items()}


def test_an_article_says_its_rare_words_again() -> None:
    found = columns(*ARTICLE, TEASER)
    for name in ("rare words said elsewhere", "rare words of the core", "rare words said near"):
        assert min(found[name][:3]) > found[name][3]


def test_scripts_without_spaces_are_read_in_pairs_of_characters() -> None:
    found = columns("渡船停在港口直到冰雪融化", "船长说渡船要等冰雪融化", "面包师获得全国大奖")
    assert found["rare words said elsewhere"][0] > found["rare words said elsewhere"][2]


def test_words_far_away_are_not_near() -> None:
    found = columns("Lindholm ferry", *[f"block{i} other{i}" for i in range(9)], "Lindholm ferry")
    assert found["rare words said elsewhere"][0] == pytest.approx(1, abs=0.001)
    assert found["rare words said near"][0] == 0


def test_the_headline_says_what_the_address_says() -> None:
    found = columns("News", "Ferry stays in the harbour", *ARTICLE, url="https://example.com/2024/05/ferry-stays-in-harbour-123.html")
    assert found["address: words covered"][1] == pytest.approx(0.75)  # "html" is none of its words
    assert found["address: behind"] == [0, 1, 1, 1, 1]
    assert found["address: distance"][0] < 0 < found["address: distance"][2]


@pytest.mark.parametrize("url", [None, "", "https://example.com/", "https://example.com/news/12345", "http://[broken", "no address at all"])
def test_an_address_without_a_headline_says_nothing(url: str | None) -> None:
    found = columns("News", *ARTICLE, url=url)
    assert not any(found["address: known"]) and not any(found["address: behind"])


def test_an_empty_page_has_no_rows() -> None:
    assert all(len(column) == 0 for column in columns().values())
