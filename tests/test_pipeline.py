"""`cleanpage.clean` and `render` as a user calls them."""

import json
import pickle
import sys
from collections.abc import Set
from dataclasses import replace
from pathlib import Path

import pytest

import cleanpage
from cleanpage import pipeline
from cleanpage.errors import DecodeError, PageTooLarge, UnknownName
from cleanpage.model import ARTICLE_TEXT, EVERYTHING, SPANS, Outlet, Role

STORY = [
    "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs.",
    "Work starts in March and will take, engineers said, at least eleven months; ferries are to run twice an hour.",
    "Shopkeepers on both banks of the river fear for their trade and have asked the city for help with their rents.",
    "The bridge was built in 1921 and last repaired in 1974, when it carried a tenth of the traffic of today.",
]
PAGE = f"""<!doctype html><html><head><title>Old bridge closes | The Ferry Post</title></head><body>
<nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li><li><a href=/sport>Sport</a></li></ul></nav>
<main><article><h1>Old bridge closes</h1>{"".join(f"<p>{p}</p>" for p in STORY)}</article></main>
<footer><p>© 2026 The Ferry Post. All rights reserved.</p></footer></body></html>"""


def test_an_article_is_kept_and_its_chrome_is_not() -> None:
    article = cleanpage.clean(PAGE)
    assert article.text == "\n".join(STORY)
    assert article.title == "Old bridge closes"
    assert "".join(widget.text for widget in article.removed).startswith("Home")


def test_bytes_and_text_give_the_same() -> None:
    assert cleanpage.clean(PAGE.encode()) == cleanpage.clean(PAGE)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_gives_the_same_as_its_bytes(tmp_path: Path, kind: type) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.encode("utf-16"))
    article = cleanpage.clean_file(kind(tmp_path / "page.html"), url="https://example.com/a", syntax="html")
    assert article == cleanpage.clean(PAGE, url="https://example.com/a", syntax="html")


def test_a_file_is_read_up_to_the_limit_only(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("four")
    for limit in (4, sys.maxsize):
        assert cleanpage.clean_file(tmp_path / "page.txt", max_bytes=limit).document.text == ("four",)
    with pytest.raises(PageTooLarge, match="over the limit of 3 bytes"):
        cleanpage.clean_file(tmp_path / "page.txt", max_bytes=3)
    with pytest.raises(PageTooLarge, match="limit of 9 bytes"):
        cleanpage.clean_file("/dev/zero", max_bytes=9)


def test_a_file_that_cannot_be_read_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.html"):
        cleanpage.clean_file(tmp_path / "none.html")


def test_flattened_text_is_told_from_html() -> None:
    text = "Home\nNews\nSport\n\nOld bridge closes\n\n" + "\n\n".join(STORY) + "\n\n© 2026 The Ferry Post. All rights reserved.\n"
    article = cleanpage.clean(text)
    assert article.document.syntax == "text"
    assert article.text == "\n".join(STORY)
    assert article.blocks[0].lines == (1, 1)


LOOKS = [
    (PAGE, "html"),
    ("  \n<!-- a --><p>x", "html"),
    ("<p>One</p><p>Two</p>", "html"),
    ("Text with <b>bold</b> and <a href=/>links</a><br>", "html"),
    ("\r\n" * 2000 + "<HTML>One", "html"),
    ("<section>One</section>", "html"),
    ("<blockquote\nclass=x>One</blockquote>", "html"),
    ("<H4>One</H4> Two", "html"),
    ("One<br />two", "html"),
    ("The <em>Ferry</em> was late.", "html"),
    ('<rss version="2.0"><channel><title>News</title></channel></rss>', "html"),
    ("", "text"),
    ("One.\nTwo.", "text"),
    ("if a < b and c > d: the <placeholder> is kept", "text"),
    ("Use <p to open a paragraph, he wrote.", "text"),
    ("for (i=0; i<p; i++) if (a<b) print('</p>')", "text"),
    ("\n".join([*STORY * 5, "In HTML, <b>bold</b> is bold, and a <p> needs no </p>.", *STORY * 5]), "text"),
]


@pytest.mark.parametrize(("page", "syntax"), LOOKS)
def test_syntax_is_found_by_looking(page: str, syntax: str) -> None:
    assert pipeline.looks_like(page) == syntax


@pytest.mark.parametrize("syntax", ["html", "text"])
def test_syntax_can_be_forced(syntax: str) -> None:
    assert cleanpage.clean("<p>One.</p>", syntax=syntax).document.syntax == syntax


@pytest.mark.parametrize("page", ["", b"", "   \n ", "<html><body></body></html>"])
def test_an_empty_page_is_an_article_without_text(page: str | bytes) -> None:
    article = cleanpage.clean(page)
    assert (article.text, article.title, article.blocks, article.removed) == ("", "", (), ())


def test_bad_input_is_an_error_that_names_the_way_out() -> None:
    with pytest.raises(DecodeError, match="PDF"):
        cleanpage.clean(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    with pytest.raises(UnknownName, match="syntax 'xml'; known: html, text"):
        cleanpage.clean("x", syntax="xml")
    with pytest.raises(PageTooLarge, match=r"limit of 3 bytes, which clean\(..., max_bytes=\) raises"):
        cleanpage.clean("four", max_bytes=3)
    with pytest.raises(UnknownName, match="format 'pdf'; known: html, json, markdown, report, text, xml-tei"):
        cleanpage.render(cleanpage.clean("x"), "pdf")
    with pytest.raises(UnknownName, match=r"role 'sidebar'; known: advertisement, .* topic"):
        cleanpage.render(cleanpage.clean("x"), roles={"sidebar"})  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [None, 3, float("nan"), Path("page.html"), bytearray(b"<p>x"), memoryview(b"<p>x"), ["<p>x"]], ids=repr)
def test_what_is_no_page_is_named(page: object) -> None:
    with pytest.raises(TypeError, match=f"a page is bytes or str, not {type(page).__name__}; clean_file reads one from its path"):
        cleanpage.clean(page)  # type: ignore[arg-type]


@pytest.mark.parametrize("url", [b"https://example.com/a", 3, float("nan"), Path("a")], ids=repr)
def test_what_is_no_address_is_named(url: object) -> None:
    with pytest.raises(TypeError, match=f"url is a str or None, not {type(url).__name__}; str"):
        cleanpage.clean(PAGE, url=url)  # type: ignore[arg-type]


def test_names_of_roles_and_spans_may_come_in_any_collection_but_a_string() -> None:
    article = cleanpage.clean(PAGE.replace("on Tuesday", "<b>on Tuesday</b>"))
    expected = cleanpage.render(article, "markdown", {Role.HEADLINE, Role.BODY}, {"strong"})
    for kind in (list, tuple, iter, dict.fromkeys):
        assert cleanpage.render(article, "markdown", kind(["headline", "body"]), kind(["strong"])) == expected  # type: ignore[operator]
    assert "**on Tuesday**" in expected
    with pytest.raises(TypeError, match=r"roles are a set, not a string; \{'body'\} is one"):
        cleanpage.render(article, roles="body")
    with pytest.raises(TypeError, match="spans are a set"):
        cleanpage.render(article, spans="link")


def test_spans_choose_which_links_and_emphasis_are_marked() -> None:
    article = cleanpage.clean(PAGE.replace("on Tuesday", "<a href=https://x.example/>on <b>Tuesday</b></a>"))

    def first(spans: Set[str]) -> str:
        return cleanpage.render(article, "markdown", spans=spans).split(" and")[0].removeprefix("The council met ")

    assert first(SPANS) == "[on **Tuesday**](https://x.example/)"
    assert first({"link"}) == "[on Tuesday](https://x.example/)"
    assert first({"strong", "em"}) == "on **Tuesday**"
    assert first(frozenset()) == "on Tuesday"
    with pytest.raises(UnknownName, match="span 'links'; known: code, em, link, strong"):
        cleanpage.render(article, spans={"links"})


def test_metadata_is_read_when_asked_for_and_the_same_whenever_that_is() -> None:
    article = cleanpage.clean(PAGE.replace("<p>", "<p class=byline>By <a href=/author/al>Ann Lee</a></p><p>", 1))
    unread = pickle.dumps(article)
    assert "metadata" not in vars(article)
    assert article.authors == ("Ann Lee",)
    assert pickle.loads(unread).metadata == pickle.loads(pickle.dumps(article)).metadata == article.metadata


def test_spans_that_are_not_marked_still_tell_who_wrote_it() -> None:
    article = cleanpage.clean(PAGE.replace("<p>", "<p class=byline>Told in the harbour to <a href=/author/al>Ann Lee</a></p><p>", 1))
    said = [json.loads(cleanpage.render(article, "json", spans=spans))["metadata"] for spans in (SPANS, frozenset())]
    assert said[0] == said[1]
    assert said[0]["authors"] == ["Ann Lee"]


def test_what_is_printed_of_an_article_is_a_line() -> None:
    article = cleanpage.clean(PAGE, syntax="html")
    assert repr(article) == f"<Article, 4 of {len(article.blocks)} blocks: {STORY[0][:60] + '…'!r}>"
    assert repr(article.document) == f"<Document in html, {len(article.blocks)} blocks>"
    assert repr(article.blocks[0]) == f"<Block 0, navigation with probability {article.blocks[0].probability:.2f}: 'Home'>"
    assert repr(article.removed[0]) == "<Widget of 3 blocks, navigation: 'Home\\nNews\\nSport'>"
    assert "metadata" not in vars(article)


def test_the_size_limit_is_inclusive() -> None:
    assert cleanpage.clean("four", max_bytes=4).document.text == ("four",)


def test_roles_choose_what_is_rendered_and_nothing_else() -> None:
    article = cleanpage.clean(PAGE)
    assert cleanpage.render(article) == article.text
    assert cleanpage.render(article, roles={Role.HEADLINE}) == "Old bridge closes"
    assert cleanpage.render(article, roles=EVERYTHING).split("\n") == list(article.document.text)
    assert article.verdicts == cleanpage.clean(PAGE).verdicts


def test_a_second_opinion_is_heard_only_where_asked_for_and_in_doubt() -> None:
    def heard(page: str, wanted: bool) -> set[str]:
        return {item.witness for block in cleanpage.clean(page, second_opinion=wanted).blocks for item in block.evidence}

    doubtful = "<div>" + "".join(f"<div><a href=/{i}>{p}</a></div>" for i, p in enumerate(STORY * 2)) + "</div>"
    assert "second opinion" not in heard(doubtful, False)
    sure = PAGE.replace("</article>", "".join(f"<p>Reader {i} wrote: {STORY[1]}</p>" for i in range(20)) + "</article>")
    assert "second opinion" not in heard(sure, True)
    assert "second opinion" in heard(f"{doubtful}<article><p>{STORY[0]}</p><p>{STORY[1]}</p></article>", True)


def test_every_kept_block_is_in_the_text_once() -> None:
    article = cleanpage.clean(PAGE)
    kept = [block.text for block in article.blocks if block.role in ARTICLE_TEXT]
    assert article.text.split("\n") == kept


# --- profiles ---------------------------------------------------------------------------------------------------------------------

APPEAL = "Our reporters walked every street of the quarter for this story and will go on doing so for as long as they can."
TOLD = PAGE.replace("</article>", f"<p class=told>{APPEAL}</p></article>")
PROFILE = """# source: invented
[[layout]]
[layout.select]
body = "main article"
donation = "p.told"
[phrases]
donation = ["Our reporters walked every street of the quarter"]
"""
ADDRESS = "https://news.ferry.example/a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ferry.example.toml").write_text(PROFILE)
    return tmp_path


def test_a_profile_in_a_users_folder_is_heard(folder: Path) -> None:
    assert cleanpage.clean(TOLD, url=ADDRESS).text == "\n".join([*STORY, APPEAL])
    article = cleanpage.clean(TOLD, url=ADDRESS, profiles=folder)
    assert article.text == "\n".join(STORY)
    assert article.profile == Outlet("ferry.example", "layout 1")
    assert [widget.text for widget in article.removed if widget.role is Role.DONATION] == [APPEAL]


def test_the_environment_may_name_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANPAGE_PROFILES", str(folder))
    assert cleanpage.clean(TOLD, url=ADDRESS).text == "\n".join(STORY)
    (folder / "empty").mkdir()
    assert cleanpage.clean(TOLD, url=ADDRESS, profiles=folder / "empty").profile is None
    monkeypatch.setenv("CLEANPAGE_PROFILES", "")
    assert cleanpage.clean(TOLD, url=ADDRESS).profile is None


def test_flattened_text_has_its_lines(folder: Path) -> None:
    text = "\n\n".join(["Old bridge closes", *STORY, APPEAL])
    assert cleanpage.clean(text, url=ADDRESS).text.endswith(APPEAL)
    article = cleanpage.clean(text, url=ADDRESS, profiles=folder)
    assert article.text.endswith(STORY[-1])
    assert article.profile == Outlet("ferry.example", "lines")


def test_a_page_that_the_profile_does_not_know_is_cleaned_as_without(folder: Path) -> None:
    article = cleanpage.clean(PAGE.replace("article>", "section>"), url=ADDRESS, profiles=folder)
    assert article.profile == Outlet("ferry.example", "")
    assert replace(article, profile=None).verdicts == cleanpage.clean(PAGE.replace("article>", "section>")).verdicts


def test_a_page_without_an_address_has_no_profile(folder: Path) -> None:
    assert cleanpage.clean(TOLD, profiles=folder).profile is None
