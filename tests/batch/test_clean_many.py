import pytest

from cleanpage import Article, Failure, clean, clean_many
from cleanpage.errors import BadData

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


@pytest.mark.parametrize("way", [{}, {"jobs": 2}], ids=str)
def test_clean_many_takes_addresses_and_profiles_as_clean_does(tmp_path, way):
    (tmp_path / "rain.example.toml").write_text("""# source: invented\n[phrases]\nlegal = ["It rained in the hills all night"]\n""")
    url = "https://www.rain.example/a"
    with_url, without = clean_many([("a", PAGE, url), ("b", PAGE)], profiles=tmp_path, **way)
    assert with_url == clean(PAGE, url=url, profiles=tmp_path)
    assert with_url.profile.host == "rain.example"
    assert (without.profile, without.document.url) == (None, None)


def test_clean_many_refuses_profiles_that_are_not_there_at_once(tmp_path):
    with pytest.raises(BadData, match="no such folder of profiles"):
        clean_many([], profiles=tmp_path / "none")


def test_what_is_no_page_is_a_failure_that_says_so():
    (failure,) = clean_many([("a", float("nan"))])
    assert (failure.stage, failure.message.split(";")[0]) == ("clean", "a page is bytes or str, not float")
