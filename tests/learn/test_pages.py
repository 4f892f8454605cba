"""The pages that are learned from."""

import outlet

from cleanpage.learn.pages import distinct, judged


def test_an_article_counts_once() -> None:
    pages = [*outlet.pages(range(2)), (outlet.address(7), outlet.html(0).replace("The Ferry Post", "Ferry Post"))]
    assert [page.url for page in distinct(judged(pages))] == [outlet.address(0), outlet.address(1)]


def test_a_flattened_page_teaches_what_the_page_itself_does_not() -> None:
    assert len(distinct(judged([*outlet.pages(range(2)), *outlet.texts(range(2))]))) == 4


def test_pages_without_prose_are_all_alike_and_all_kept() -> None:
    assert len(distinct(judged([("https://a.example/1", ""), ("https://a.example/2", "")]))) == 2


def test_what_is_kept_has_its_probability_and_the_rest_none() -> None:
    (page,) = judged(outlet.pages(range(1)))
    assert max(page.kept) > 0.9
    assert page.kept[0] == 0
