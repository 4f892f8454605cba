import pytest

from cleanpage import Article, Failure, clean_many

PAGE = "<h1>Rain</h1><p>It rained in the hills all night, and the river rose by a metre.</p>"


@pytest.mark.parametrize("way", [{}, {"timeout_s": 60.0}, {"jobs": 2}], ids=str)
def test_clean_many_gives_articles_and_failures(way):
    first, second, third = clean_many([("a", PAGE), ("b", b"%PDF-1.4\n"), ("c", PAGE.encode("utf-16"))], **way)
    assert isinstance(first, Article)
    assert first.blocks[0].text == "Rain"
    assert second == Failure("b", "decode", "DecodeError", "looks like a PDF document, not like HTML or text; convert it to text first")
    assert third == first


def test_clean_many_passes_the_syntax_on():
    (article,) = clean_many([("a", PAGE)], syntax="text")
    assert article.document.syntax == "text"
