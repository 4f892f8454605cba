"""Metadata: each field from the best source that states it, with that source; hostile heads say nothing."""

import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest
from build import document

from cleanpage.metadata import metadata
from cleanpage.model import Article, Elements, Hints, Metadata, Role, Span, Thing, Verdict

DAY = date(2024, 3, 18)
PROSE = "The council met on Tuesday and voted, after two hours of debate, to close the old bridge for repairs."


def read(*blocks: tuple[Role, str], url: str | None = None, **hints: Any) -> Metadata:
    """The metadata of a page of these blocks whose head says this."""
    page = document(*[text for _, text in blocks], url=url, hints=Hints(**hints))
    return metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role, _ in blocks)))


def linked(*said: tuple[str, str], kind: str = "NewsArticle") -> tuple[Thing, ...]:
    return (Thing((kind,), said),)


TITLES = [
    # headline block, og:title, JSON-LD headline, <title> -> title, source
    ("Rain", "", "", "", "Rain", "headline block"),
    ("Rain", "Rain | The Post", "Rain", "Rain | The Post", "Rain", "headline block"),
    ("Rain falls on the hills", "Weather: why rain is good", "", "", "Rain falls on the hills", "headline block"),
    ("Rain falls on the hills", "Weather: Rain falls on the hills", "", "", "Weather: Rain falls on the hills", "meta og:title"),
    ("Weather Rain falls on the hills", "Rain falls on the hills", "", "", "Rain falls on the hills", "meta og:title"),
    ("WeatherRain falls", "Weather: Rain falls", "", "", "Weather: Rain falls", "meta og:title"),
    ("Weather : Rain falls", "", "Weather: Rain falls", "", "Weather: Rain falls", "JSON-LD headline"),
    ("Rain, snow & hail", "Rain snow hail", "", "", "Rain, snow & hail", "headline block"),
    ("Rain: it falls", "Rain - it falls", "", "", "Rain: it falls", "headline block"),
    ("Rain falls", "## *Rain* falls", "", "", "Rain falls", "headline block"),
    ("#Rain :it falls", "#Rain: it falls", "", "", "#Rain: it falls", "meta og:title"),
    ("RAIN FALLS", "Rain falls", "", "", "Rain falls", "meta og:title"),
    ("RAIN FALLS", "", "RAIN FALLS", "", "RAIN FALLS", "headline block"),
    ("Rain falls", "The Post: Rain falls", "", "", "Rain falls", "headline block"),
    ("", "The Post: Rain falls", "", "", "Rain falls", "meta og:title"),
    ("Rain falls", "Rain falls", "“Rain falls”", "", "Rain falls", "headline block"),
    ("Rain falls on the hills", "Why rain falls on the hills", "", "", "Rain falls on the hills", "headline block"),
    ("Rain falls", "Rain falls on hills", "Rain falls", "", "Rain falls", "headline block"),
    ("Rain falls", "Rain falls", "Why rain falls now", "", "Rain falls", "headline block"),
    ("The Post", "Rain falls", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls | The Post", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls - example.com", "", "", "Rain falls", "meta og:title"),
    ("", "The Post - Rain falls", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls_The Post", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls › The Post Online", "", "", "Rain falls", "meta og:title"),
    ("", "Rain falls - The posters of the hills and the sea", "", "", "Rain falls - The posters of the hills and the sea", "meta og:title"),
    ("", "Rain: »It falls«", "", "", "Rain: »It falls«", "meta og:title"),
    ("", "Rain falls |", "", "", "Rain falls", "meta og:title"),
    ("", "_", "|", "Rain falls", "Rain falls", "<title>"),
    ("", "Rain &amp; snow", "", "", "Rain & snow", "meta og:title"),
    ("", "Rain &amp;amp; snow", "", "", "Rain & snow", "meta og:title"),
    ("", "", "Rain falls", "", "Rain falls", "JSON-LD headline"),
    ("", "", "", "Rain falls | News | The Post", "Rain falls | News", "<title>"),
    ("Rain falls | The Post", "Weather: the hills", "", "", "Rain falls", "headline block"),
    ("Rain falls", "Weather | Rain falls", "", "", "Rain falls", "headline block"),
    ("Rain falls", "Weather | Rain falls today", "", "", "Rain falls", "headline block"),
    ("", "Weather | Rain falls", "", "", "Weather | Rain falls", "meta og:title"),
    ("", "", "", "", "", ""),
]


@pytest.mark.parametrize(("block", "tag", "headline", "browser", "title", "source"), TITLES)
def test_the_title_is_the_pages_own_headline(block: str, tag: str, headline: str, browser: str, title: str, source: str) -> None:
    found = read(
        *([(Role.HEADLINE, block)] if block else []),
        (Role.BODY, PROSE),
        url="https://www.example.com/rain",
        title=browser,
        metas=(("og:site_name", "The Post"), *([("og:title", tag)] if tag else [])),
        things=linked(("headline", headline)) if headline else (),
    )
    assert (found.title, found.source("title")) == (title, source)


HEADLINES = [
    # headline blocks with their chance, og:title, JSON-LD headline -> title
    ([("Rain in the hills: how long?", 0.9), ("Rain falls", 0.8)], "Rain in the hills: how long?", "Rain falls", "Rain falls"),
    ([("Rain in the hills: how long?", 0.9), ("Rain falls", 0.8)], "Rain falls | The Post", "Rain in the hills: how long?", "Rain falls"),
    ([("The Rain Blog", 0.9), ("Rain falls", 0.8)], "Rain falls", "", "Rain falls"),
    ([("Rain falls", 0.9), ("Snow falls", 0.8)], "Rain falls", "", "Rain falls"),
    ([("Rain falls", 0.9), ("Snow falls", 0.8)], "", "", "Rain falls"),
    ([("Snow falls", 0.8), ("Rain falls", 0.9)], "Weather: hills", "", "Rain falls"),
    ([("Rain falls", 0.9), ("Why rain falls now", 0.4)], "Rain falls", "Why rain falls now", "Rain falls"),
    ([("Rain falls", 0.9), ("The Post", 0.8)], "The Post", "Rain falls", "Rain falls"),
]


UNSURE = [
    # og:title, JSON-LD headline, <title> -> title where a block is hardly a headline
    ("Rain falls", "Snow falls", "", "Rain falls"),
    ("", "Rain falls", "Snow falls", "Rain falls"),
    ("", "", "Rain falls", "A page of rain"),
]


@pytest.mark.parametrize(("tag", "headline", "browser", "title"), UNSURE)
def test_a_block_that_is_hardly_a_headline_counts_where_the_head_says_none(tag: str, headline: str, browser: str, title: str) -> None:
    head = Hints(title=browser, metas=(("og:title", tag),), things=linked(("headline", headline)))
    page = document("A page of rain", PROSE, hints=head)
    assert metadata(Article(page, (Verdict(Role.HEADLINE, 0.3, ()), Verdict(Role.BODY, 0.9, ())))).title == title


FLATTENED = [
    # headlines with their chance; prose stands behind the first and the last -> title
    ([("Rain falls | The Post", 0.9), ("Rain falls", 0.3)], "Rain falls"),
    ([("Rain falls | The Post", 0.9), ("Rain falls", 0.3), ("Snow falls", 0.8)], "Rain falls"),
    ([("Rain: the hills | The Post", 0.9), ("Rain falls", 0.3), ("Snow falls", 0.8)], "Snow falls"),
    ([("Rain falls", 0.9)], "Rain falls"),
]


@pytest.mark.parametrize(("lines", "title"), FLATTENED)
def test_the_first_line_of_a_flattened_page_is_its_browser_title(lines: list[tuple[str, float]], title: str) -> None:
    first, *rest = [(text, Verdict(Role.HEADLINE, sure, ())) for text, sure in lines]
    prose = (PROSE * 2, Verdict(Role.BODY, 0.9, ()))
    rows = [first, *[prose] * 6, *rest, ("By Ann Lee", Verdict(Role.BYLINE, 0.9, ())), prose]
    found = metadata(Article(document(*[text for text, _ in rows], syntax="text"), tuple(verdict for _, verdict in rows)))
    assert (found.title, found.authors) == (title, ("Ann Lee",))


JOINED = [
    # headlines that follow each other, each with its chance -> title
    ([("Weather", 0.9), (":", 0.5), ("Rain falls", 0.6)], "Weather: Rain falls"),
    ([("Weather", 0.5), (":", 0.5), ("Rain falls", 0.9)], "Weather: Rain falls"),
    ([("Weather:", 0.6), ("Rain falls", 0.9)], "Weather: Rain falls"),
    ([("Météo :", 0.9), ("la pluie", 0.6)], "Météo: la pluie"),
    ([("Météo : la pluie", 0.9), ("Rain falls", 0.6)], "Météo : la pluie"),
    ([("Weather", 0.6), ("Rain falls", 0.9)], "Rain falls"),
]


@pytest.mark.parametrize(("lines", "title"), JOINED)
def test_a_colon_joins_the_lines_of_a_flattened_headline(lines: list[tuple[str, float]], title: str) -> None:
    page = document(PROSE, *(text for text, _ in lines), PROSE, syntax="text")
    body = Verdict(Role.BODY, 0.9, ())
    assert metadata(Article(page, (body, *(Verdict(Role.HEADLINE, sure, ()) for _, sure in lines), body))).title == title


def test_a_headline_far_down_heads_another_article() -> None:
    head = Hints(metas=(("og:title", "Snow falls"),))
    page = document("Rain falls", *[PROSE] * 20, "Snow falls", hints=head)
    roles = (Role.HEADLINE, *[Role.BODY] * 20, Role.HEADLINE)
    verdicts = tuple(Verdict(role, 0.9 - i / 100, ()) for i, role in enumerate(roles))
    assert metadata(Article(page, verdicts)).title == "Rain falls"


@pytest.mark.parametrize(("blocks", "tag", "headline", "title"), HEADLINES)
def test_of_several_headlines_the_last_that_the_head_gives_out_counts(
    blocks: list[tuple[str, float]], tag: str, headline: str, title: str
) -> None:
    head = Hints(metas=(("og:site_name", "The Post"), ("og:title", tag)), things=linked(("headline", headline)))
    page = document(*[text for text, _ in blocks], PROSE, hints=head)
    verdicts = (*(Verdict(Role.HEADLINE, sure, ()) for _, sure in blocks), Verdict(Role.BODY, 0.9, ()))
    assert metadata(Article(page, verdicts)).title == title


AUTHORS = [
    # byline block, JSON-LD author, meta author -> authors, source
    ("", "Ann Lee", "Bo Ek", ("Ann Lee",), "JSON-LD author"),
    ("By Bo Ek", "The Post", "", ("Bo Ek",), "byline block"),
    ("By Bo Ek", "", "Cy Fox", ("Cy Fox",), "meta author"),
    ("By Bo Ek", "annl", "", ("Bo Ek",), "byline block"),
    ("Bo Ek, dpa", "dpa", "", ("dpa",), "JSON-LD author"),
    ("", "The Post", "Cy Fox", ("Cy Fox",), "meta author"),
    ("By The Post", "", "", ("The Post",), "byline block"),
    ("", "annl", "", ("annl",), "JSON-LD author"),
    ("By Bo Ek", "", "The Post", ("Bo Ek",), "byline block"),
    ("Reuters", "The Post", "", ("The Post",), "JSON-LD author"),
    ("Ann Lee", "", "", ("Ann Lee",), "byline block"),
    ("Edited by Ann Lee", "", "", (), ""),
    ("", "Ann Lee, The Post", "", ("Ann Lee",), "JSON-LD author"),
    ("", "The Post", "Reuters", ("The Post",), "JSON-LD author"),
    ("By Bo Ek", "Reuters", "", ("Bo Ek",), "byline block"),
    ("By Bo Ek", "Redaktion", "", ("Bo Ek",), "byline block"),
    ("By Bo Ek", "Post News Desk", "", ("Bo Ek",), "byline block"),
    ("", "Post News Desk", "", ("Post News Desk",), "JSON-LD author"),
    ("By Bo Ek", "Reuters", "Cy Fox", ("Cy Fox",), "meta author"),
    ("By The Post | Cy Fox", "The Post", "", ("The Post",), "byline block"),
    ("By The Post | Cy Fox", "", "", ("Cy Fox",), "byline block"),
    ("", "The Post, Reuters", "", ("The Post", "Reuters"), "JSON-LD author"),
    ("", "The  Post", "", ("The Post",), "JSON-LD author"),
    ("", "Ann O&amp;#8217;Lee", "", ("Ann O’Lee",), "JSON-LD author"),
    ("", "", "Cy Fox", ("Cy Fox",), "meta author"),
    ("", "The Post", "", ("The Post",), "JSON-LD author"),
    ("", "https://example.com/ann", "", (), ""),
    ("by Ann Lee and Bo Ek, March 18, 2024 2:04 PM, 2 min read", "", "", ("Ann Lee", "Bo Ek"), "byline block"),
]


@pytest.mark.parametrize(("byline", "author", "tag", "names", "source"), AUTHORS)
def test_authors_are_who_signs(byline: str, author: str, tag: str, names: tuple[str, ...], source: str) -> None:
    found = read(
        *([(Role.BYLINE, byline)] if byline else []),
        (Role.BODY, PROSE),
        metas=(("og:site_name", "The Post"), *([("author", tag)] if tag else [])),
        things=linked(("author", author)) if author else (),
    )
    assert (found.authors, found.source("authors")) == (names, source)


SIGNED = [
    # blocks before the prose -> authors, published
    ([(Role.BYLINE, "by Ann Lee and Bo Ek, March 18, 2024 2:04 PM, 2 min read")], ("Ann Lee", "Bo Ek"), datetime(2024, 3, 18, 14, 4)),
    ([(Role.BYLINE, "Written by"), (Role.TOPIC, "Ann Lee"), (Role.DATELINE, "18 March 2024")], ("Ann Lee",), date(2024, 3, 18)),
    ([(Role.DATELINE, "Posted on 18 March 2024 by Ann Lee in Weather")], ("Ann Lee",), date(2024, 3, 18)),
    ([(Role.BYLINE, "Von Ann Lee"), (Role.DATELINE, "18. März 2024, 14:04 Uhr")], ("Ann Lee",), datetime(2024, 3, 18, 14, 4)),
    ([(Role.DATELINE, "Updated 19 March 2024")], (), None),
    ([(Role.DATELINE, "Updated 19 March 2024"), (Role.DATELINE, "18 March 2024")], (), date(2024, 3, 18)),
    ([(Role.NAVIGATION, "18 March 2024")], (), None),
    ([], (), None),
]


@pytest.mark.parametrize(("lines", "authors", "published"), SIGNED)
@pytest.mark.parametrize("syntax", ["html", "text"])
def test_the_lines_near_the_headline_say_who_and_when(lines: Any, authors: Any, published: date | None, syntax: str) -> None:
    blocks = [(Role.HEADLINE, "Rain falls"), *lines, (Role.BODY, PROSE * 2), (Role.FEED, "By Cy Fox, 1 May 2023")]
    page = document(*[text for _, text in blocks], syntax=syntax)
    found = metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role, _ in blocks)))
    assert (found.title, found.authors, found.published) == ("Rain falls", authors, published)


def test_what_stands_before_the_headline_goes_behind_what_stands_after_it() -> None:
    before = (Role.BYLINE, "By Bo Ek"), (Role.DATELINE, "19 March 2024"), (Role.HEADLINE, "Rain falls")
    found = read(*before, (Role.BYLINE, "By Ann Lee"), (Role.DATELINE, "18 March 2024"), (Role.BODY, PROSE * 2))
    assert (found.authors, found.published) == (("Ann Lee",), DAY)
    assert read(*before, (Role.BODY, PROSE * 2)).published == date(2024, 3, 19)


DAYS = [
    # JSON-LD, meta, <time> of the dateline, dateline, address -> day, source
    ("2024-03-18", "2024-03-19", "", "", "", "2024-03-18", "JSON-LD datePublished"),
    ("soon", "2024-03-19", "", "", "", "2024-03-19", "meta article:published_time"),
    ("Published: 18.3.2024", "", "", "", "", "2024-03-18", "JSON-LD datePublished"),
    ("2024-03-18T14:04:00&#43;00:00", "", "", "", "", "2024-03-18T14:04:00+00:00", "JSON-LD datePublished"),
    ("", "", "2024-03-18T14:04Z", "today", "", "2024-03-18T14:04:00+00:00", "<time>"),
    ("", "", "PT2M", "18 March 2024", "", "2024-03-18", "dateline block"),
    ("", "", "", "today", "/2024/03/18/rain", "2024-03-18", "address"),
    ("2024-02-30", "0000-00-00", "1970-01-01", "31 June 2024", "/2024/02/31/", "", ""),
]


@pytest.mark.parametrize(("stated", "tag", "time", "line", "path", "day", "source"), DAYS)
def test_the_day_is_what_the_head_says_then_the_page(stated: str, tag: str, time: str, line: str, path: str, day: str, source: str) -> None:
    found = read(
        (Role.HEADLINE, "Rain falls"),
        (Role.DATELINE, line or "–"),
        (Role.BODY, PROSE * 2),
        url=f"https://example.com{path}",
        metas=(("article:published_time", tag),) if tag else (),
        things=linked(("datePublished", stated)) if stated else (),
        times=((1, time, ""),) if time else (),
    )
    assert (found.published.isoformat() if found.published else "", found.source("published")) == (day, source)


@pytest.mark.parametrize(
    ("stated", "description"),
    [("<p>It <b>rained</b>, again.</p><p>A lot.</p>", "It rained, again. A lot."), ("1 < 2 > 0", "1 < 2 > 0"), ("<br>", "")],
)
def test_a_description_has_no_tags(stated: str, description: str) -> None:
    assert read((Role.BODY, PROSE), metas=(("description", stated),)).description == description


def test_an_address_is_one_even_if_escaped_twice() -> None:
    found = read((Role.BODY, PROSE), metas=(("og:image", "https://example.com/rain.jpg?w=1&amp;copy=2"),))
    assert found.image == "https://example.com/rain.jpg?w=1&copy=2"


def test_every_field_says_where_it_comes_from() -> None:
    found = read(
        (Role.HEADLINE, "Rain"),
        (Role.BODY, PROSE),
        url="https://www.example.com/rain?from=feed",
        language="en_gb",
        links=(("canonical", "/rain"),),
        metas=(
            ("og:site_name", "The Post"),
            ("og:image", "/rain.jpg"),
            ("article:section", "Weather"),
            ("article:tag", "Rain"),
            ("article:tag", "Hills, Rain"),
            ("article:modified_time", "2024-03-19"),
        ),
        things=linked(
            ("datePublished", "2024-03-18T14:04:00Z"),
            ("author", "Ann Lee"),
            ("description", "It rained."),
            ("isAccessibleForFree", "False"),
        ),
    )
    assert found == Metadata(
        title="Rain",
        authors=("Ann Lee",),
        published=datetime(2024, 3, 18, 14, 4, tzinfo=UTC),
        modified=date(2024, 3, 19),
        site="The Post",
        outlet="example.com",
        language="en-GB",
        description="It rained.",
        canonical="https://www.example.com/rain",
        image="https://www.example.com/rain.jpg",
        section="Weather",
        topics=("Rain", "Hills"),
        paywalled=True,
        kind=found.kind,
        kind_confidence=found.kind_confidence,
        sources=found.sources,
    )
    assert {name: found.source(name) for name in ("canonical", "language", "published", "topics")} == {
        "canonical": "link canonical",
        "language": "html lang",
        "published": "JSON-LD datePublished",
        "topics": "meta article:tag",
    }


@pytest.mark.parametrize(
    ("stated", "paywalled"),
    [("False", True), ("true", False), ("http://schema.org/False", True), ("https://schema.org/True", False), ("perhaps", None)],
)
def test_the_page_states_whether_it_is_free(stated: str, paywalled: bool | None) -> None:
    assert read((Role.BODY, PROSE), things=linked(("isAccessibleForFree", stated))).paywalled is paywalled


def test_one_article_among_several_is_the_one_of_this_address() -> None:
    things = (
        Thing(("NewsArticle",), (("url", "https://example.com/snow"), ("author", "Bo Ek"))),
        Thing(("NewsArticle",), (("url", "https://example.com/rain/"), ("author", "Ann Lee"))),
    )
    assert read((Role.BODY, PROSE), url="https://www.example.com/rain?x=1", things=things).authors == ("Ann Lee",)


def test_one_article_among_several_is_the_one_of_this_headline() -> None:
    things = linked(("headline", "Snow falls"), ("author", "Bo Ek")) + linked(("headline", "Rain falls"), ("author", "Ann Lee"))
    assert read((Role.BODY, PROSE), things=things, title="Rain falls | The Post").authors == ("Ann Lee",)
    assert read((Role.BODY, PROSE), things=things, metas=(("og:title", "Rain Falls"),)).authors == ("Ann Lee",)
    assert read((Role.BODY, PROSE), things=things, title="The Post").authors == ("Bo Ek",)


def test_the_day_of_a_video_counts_where_nothing_else_says_when() -> None:
    video = linked(("uploadDate", "2020-01-01"), kind="VideoObject")
    line = (Role.HEADLINE, "Rain falls"), (Role.DATELINE, "18 March 2024")
    assert read(*line, (Role.BODY, PROSE * 2), things=video).published == DAY
    assert read((Role.BODY, PROSE), things=video).published == date(2020, 1, 1)


ADDRESSES = [
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "https://",
    "http://[",
    "not an address\nat all",
    "//",
    "",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_leads_nowhere_is_left_out(address: str) -> None:
    found = read((Role.BODY, PROSE), metas=(("og:image", address), ("og:url", address)), links=(("canonical", address),))
    assert (found.image, found.canonical, found.outlet) == ("", "", "")


LANGUAGES = [
    ("en", "en"), ("EN-us", "en-US"), ("zh-hant-TW", "zh-Hant-TW"), ("es-419", "es-419"), ("pt_BR", "pt-BR"), ("", ""),
    ("english", ""), ("x", ""), ("und", ""), ("mul", ""),
    ("<en>", ""), ("en-US-x-private", "en-US"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "tag"), LANGUAGES)
def test_a_language_is_a_tag(stated: str, tag: str) -> None:
    assert read((Role.BODY, PROSE), language=stated).language == tag


def test_a_page_that_says_nothing_has_empty_metadata() -> None:
    found = read((Role.BODY, PROSE))
    assert found == Metadata(kind=found.kind, kind_confidence=found.kind_confidence)
    assert read() == Metadata(kind=read().kind, kind_confidence=read().kind_confidence)


def test_metadata_pickles() -> None:
    found = read((Role.HEADLINE, "Rain"), metas=(("article:published_time", "March 18, 2024 2:04 PM EST"),), language="en")
    assert found.published is not None
    assert pickle.loads(pickle.dumps(found)) == found


def test_only_the_article_s_own_object_signs_it() -> None:
    page = Thing(("WebPage",), (("author", "Cy Fox"),))
    article = Thing(("NewsArticle",), (("author", "Ann Lee"), ("author", "Bo Ek")))
    assert read((Role.BODY, PROSE), things=(page, article)).authors == ("Ann Lee", "Bo Ek")
    assert read((Role.BODY, PROSE), things=(page,)).authors == ("Cy Fox",)


NAMED = [
    # what the element of the line is called, where its link leads -> authors
    ("story-author", "", ("Ann Lee",)),
    ("itemprop=author", "", ("Ann Lee",)),
    ("", "/autoren/ann-lee", ("Ann Lee",)),
    ("topic", "/people", ()),
    ("", "/authority/ann-lee", ()),
]


@pytest.mark.parametrize(("names", "href", "authors"), NAMED)
def test_markup_says_that_a_line_names_the_author(names: str, href: str, authors: tuple[str, ...]) -> None:
    page = document(
        "Rain falls", "Ann Lee", PROSE * 2,
        elements=Elements(("p",), (-1,), (names,)),
        element=[-1, 0, -1],
        spans=[(), (Span(0, 7, "link", href),) if href else (), ()],
    )  # fmt: skip
    roles = (Role.HEADLINE, Role.TOPIC, Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors


def test_a_byline_that_holds_more_than_names_signs_with_its_links() -> None:
    line = "Ann Lee Hills correspondent here since 2019 with Bo Ek"
    links = (Span(0, 7, "link", "/author/ann"), Span(49, 54, "link", "/author/bo"), Span(8, 27, "link", "/author/hills"))
    page = document("Rain falls", line, PROSE * 2, spans=[(), links, ()])
    roles = (Role.HEADLINE, Role.BYLINE, Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == ("Ann Lee", "Bo Ek")


LINKED = [
    # byline, its links -> authors
    ("By Ann LeeUpdated: Jun 25", ["Ann Lee"], ("Ann Lee",)),
    ("By Ann Lee Bo Ek", ["Ann Lee", "Bo Ek"], ("Ann Lee", "Bo Ek")),
    ("Ann Lee View Edition", ["Ann Lee"], ("Ann Lee",)),
    ("By Ann Lee and Bo Ek", ["Ann Lee"], ("Ann Lee", "Bo Ek")),
    ("By Ann Lee", ["Ann"], ("Ann Lee",)),
    ("By Ann Lee", ["By Ann Lee"], ("Ann Lee",)),
]


@pytest.mark.parametrize(("line", "linked", "authors"), LINKED)
def test_a_name_ends_where_its_link_to_the_author_does(line: str, linked: list[str], authors: tuple[str, ...]) -> None:
    links = tuple(Span(line.index(text), line.index(text) + len(text), "link", "/author/x") for text in linked)
    page = document("Rain falls", line, PROSE * 2, spans=[(), links, ()])
    roles = (Role.HEADLINE, Role.BYLINE, Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors


@pytest.mark.parametrize(("role", "published"), [(Role.BYLINE, DAY), (Role.DATELINE, DAY), (Role.FEED, None), (Role.CAPTION, None)])
def test_a_byline_behind_the_first_prose_says_when(role: Role, published: date | None) -> None:
    lines = (Role.HEADLINE, "Rain falls"), (Role.BODY, PROSE * 2), (role, "By Ann Lee, Monday, 18 March 2024"), (Role.BODY, PROSE)
    assert read(*lines).published == published


def test_a_time_says_in_its_microdata_what_it_tells_of() -> None:
    times = ((1, "2024-03-19", "datemodified"), (1, "2024-03-18", "datepublished"), (1, "2024-03-17", "datemodified"))
    found = read((Role.HEADLINE, "Rain falls"), (Role.DATELINE, "yesterday, today"), (Role.BODY, PROSE * 2), times=times)
    assert (found.published, found.modified) == (date(2024, 3, 18), date(2024, 3, 19))


SITES = [
    ((("og:site_name", "The Post"),), ("WebSite", "The Post Online"), "Post Ltd", "The Post", "meta og:site_name"),
    ((), ("WebSite", "The Post Online"), "Post Ltd", "The Post Online", "JSON-LD WebSite"),
    ((), ("Person", "Ann Lee"), "Post Ltd", "Post Ltd", "JSON-LD publisher"),
]


@pytest.mark.parametrize(("metas", "thing", "publisher", "site", "source"), SITES)
def test_the_site_is_what_it_calls_itself(metas: Any, thing: tuple[str, str], publisher: str, site: str, source: str) -> None:
    kind, name = thing
    found = read((Role.BODY, PROSE), metas=metas, things=(Thing((kind,), (("name", name),)), *linked(("publisher", publisher))))
    assert (found.site, found.source("site")) == (site, source)


def test_a_place_in_the_page_is_no_address() -> None:
    assert read((Role.BODY, PROSE), url="https://example.com/a", things=linked(("@id", "#article"))).canonical == ""


def test_the_site_may_sign_beside_a_person_in_an_entry_of_its_own() -> None:
    things = linked(("author", "Ann Lee"), ("author", "The Post"))
    assert read((Role.BODY, PROSE), metas=(("og:site_name", "The Post"),), things=things).authors == ("Ann Lee", "The Post")


BEHIND = [
    # lines behind "By" -> authors
    (["Ann Lee"], ("Ann Lee",)),
    (["Weather in the hills", "Ann Lee"], ("Ann Lee",)),
    (["annl", "Weather in the hills"], ("annl",)),
]


@pytest.mark.parametrize(("lines", "authors"), BEHIND)
def test_the_name_may_stand_in_a_line_behind_its_by(lines: list[str], authors: tuple[str, ...]) -> None:
    behind = [(Role.TOPIC, line) for line in lines]
    assert read((Role.HEADLINE, "Rain falls"), (Role.BYLINE, "By"), *behind, (Role.BODY, PROSE * 2)).authors == authors


DATED = [
    # lines near the headline, JSON-LD author -> authors
    ([(Role.DATELINE, "18 March 2024"), (Role.DATELINE, "Ann Lee")], "", ("Ann Lee",)),
    ([(Role.DATELINE, "18 March 2024 · Ann Lee, Bo Ek")], "The Post", ("Ann Lee", "Bo Ek")),
    ([(Role.DATELINE, "Ann Lee"), (Role.DATELINE, "Hills & Sea")], "", ("Ann Lee",)),
    ([(Role.BYLINE, "Ann"), (Role.DATELINE, "18 March 2024")], "", ("Ann",)),
    ([(Role.DATELINE, "18 March 2024"), (Role.BYLINE, "ann lee")], "", ("ann lee",)),
    ([(Role.BYLINE, "Ann"), (Role.DATELINE, "18 March 2024")], "The Post", ("The Post",)),
    ([(Role.BYLINE, "Ann"), (Role.TOPIC, "Weather")], "", ()),
    ([(Role.BYLINE, "Learn"), (Role.DATELINE, "18 March 2024"), (Role.BYLINE, "By Example")], "", ("Example",)),
    ([(Role.BYLINE, "How we do it"), (Role.DATELINE, "18 March 2024")], "", ()),
    ([(Role.DATELINE, "Ann Lee")], "Bo Ek", ("Bo Ek",)),
    ([(Role.TOPIC, "Hills Weather"), (Role.DATELINE, "18 March 2024")], "", ()),
    ([(Role.DATELINE, "18 March 2024, Reuters")], "The Post", ("The Post",)),
    ([(Role.DATELINE, "Last Change: 18 March 2024")], "", ()),
    ([(Role.DATELINE, "発表時間：2024-03-18")], "", ()),
    ([(Role.DATELINE, "Listen to Rain · 2 min")], "The Post", ("The Post",)),
    ([(Role.DATELINE, "Thema des Tages")], "", ()),
    ([(Role.DATELINE, "18 March 2024 | PRESS RELEASE")], "", ()),
    ([(Role.DATELINE, "Crime Published 18 March 2024")], "", ()),
]


@pytest.mark.parametrize(("href", "authors"), [("/author/ann", ("Ann Lee",)), ("", ("Ann Lee",)), ("/category/ann", ())])
def test_a_link_beside_the_date_leads_to_the_author_or_names_none(href: str, authors: tuple[str, ...]) -> None:
    page = document("Rain falls", "18 March 2024, Ann Lee", PROSE * 2, spans=[(), (Span(15, 22, "link", href),), ()])
    roles = (Role.HEADLINE, Role.DATELINE, Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors


@pytest.mark.parametrize(("lines", "author", "authors"), DATED)
def test_who_stands_beside_the_date_signs_where_nobody_else_does(lines: Any, author: str, authors: tuple[str, ...]) -> None:
    head = linked(("author", author), ("publisher", "The Post")) if author else ()
    assert read((Role.HEADLINE, "Rain falls"), *lines, (Role.BODY, PROSE * 2), things=head).authors == authors


INTRODUCED = [
    # lines below the text -> authors
    ([(Role.BIO, "Ann Lee"), (Role.BIO, f"Ann has lived in the hills for years. {PROSE * 2}")], ("Ann Lee",)),
    ([(Role.BIO, "Ann Lee"), (Role.BIO, "Rain expert"), (Role.BIO, f"Ann Lee has lived in the hills. {PROSE * 2}")], ("Ann Lee",)),
    ([(Role.BIO, "About Us"), (Role.BIO, "Ann Lee"), (Role.BIO, f"Ann Lee has lived in the hills. {PROSE * 2}")], ("Ann Lee",)),
    ([(Role.BIO, "Ann Lee"), (Role.BIO, PROSE * 2)], ()),
    ([(Role.DATELINE, "Posted by Ann Lee on 18 March 2024 in Weather")], ("Ann Lee",)),
    ([(Role.DATELINE, "18 March 2024, Ann Lee")], ()),
    ([(Role.BIO, "Ann Lee"), (Role.BIO, "Ann Lee is 30.")], ()),
    ([(Role.BIO, "Ann Lee"), (Role.FEED, f"Ann Lee has lived in the hills. {PROSE * 2}")], ()),
    ([(Role.TOPIC, "Ann Lee"), (Role.BIO, f"Ann Lee has lived in the hills. {PROSE * 2}")], ()),
]


@pytest.mark.parametrize(("below", "authors"), INTRODUCED)
def test_a_biography_below_the_text_tells_who_wrote_it(below: Any, authors: tuple[str, ...]) -> None:
    assert read((Role.HEADLINE, "Rain falls"), (Role.BODY, PROSE * 2), *below).authors == authors


@pytest.mark.parametrize("name", ["News 24", "Rain Expert", "Oldmere (The Post)"])
def test_the_site_signs_with_its_name_as_it_stands(name: str) -> None:
    assert read((Role.BODY, PROSE), metas=(("og:site_name", name),), things=linked(("author", name))).authors == (name,)


BELOW = [
    # lines behind "By", each with what its element is called -> authors
    ([("Ann Lee", "name"), ("Bo Ek", "name")], ("Ann Lee", "Bo Ek")),
    ([("Ann Lee", "name"), (",", ""), ("Bo Ek", "name"), ("8 min", "time")], ("Ann Lee", "Bo Ek")),
    ([("Ann Lee", "name"), ("Oldmere Hills", "place")], ("Ann Lee",)),
    ([("Ann Lee", ""), (",", ""), ("Bo Ek", ""), ("Oldmere Hills", "")], ("Ann Lee", "Bo Ek")),
    ([("Ann Lee", "name"), ("Edited by", "label"), ("Bo Ek", "name")], ("Ann Lee",)),
]


@pytest.mark.parametrize(("lines", "authors"), BELOW)
def test_several_names_may_stand_below_each_other(lines: list[tuple[str, str]], authors: tuple[str, ...]) -> None:
    page = document(
        "Rain falls", "By", *(text for text, _ in lines), PROSE * 2,
        elements=Elements(("p",) * len(lines), (-1,) * len(lines), tuple(called for _, called in lines)),
        element=[-1, -1, *range(len(lines)), -1],
    )  # fmt: skip
    roles = (Role.HEADLINE, *[Role.BYLINE] * (len(lines) + 1), Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors


FURTHER = [
    # bylines behind the first prose, with their chance -> authors
    ([("Ann Lee", 0.9), ("Bo Ek", 0.9)], ("Ann Lee",)),
    ([("dpa", 0.9)], ("dpa",)),
    ([("Comments", 0.9), ("Ann Lee", 0.9)], ("Ann Lee",)),
    ([("Ann Lee", 0.3)], ()),
    ([("Ann Lee", 0.9), ("By Bo Ek", 0.9)], ("Bo Ek",)),
]


@pytest.mark.parametrize(("lines", "authors"), FURTHER)
def test_a_byline_may_stand_behind_the_first_prose(lines: list[tuple[str, float]], authors: tuple[str, ...]) -> None:
    page = document("Rain falls", PROSE * 2, *(text for text, _ in lines), PROSE * 2)
    verdicts = (Verdict(Role.HEADLINE, 0.9, ()), Verdict(Role.BODY, 0.9, ()), *(Verdict(Role.BYLINE, sure, ()) for _, sure in lines))
    assert metadata(Article(page, (*verdicts, Verdict(Role.BODY, 0.9, ())))).authors == authors


def test_a_menu_behind_by_is_no_name() -> None:
    behind = [(Role.TOPIC, "Ann"), (Role.NAVIGATION, "Table of Contents")]
    assert read((Role.HEADLINE, "Rain falls"), (Role.BYLINE, "By"), *behind, (Role.BODY, PROSE * 2)).authors == ("Ann",)


ENDS = [
    # what stands below the text, its role -> authors
    ("Post-Redaktion", Role.CAPTION, ("Post-Redaktion",)),
    ("News Desk", Role.BODY, ("News Desk",)),
    ("Ann Lee", Role.CAPTION, ()),
    ("The newsroom of the Post was flooded, too", Role.BODY, ()),
]


@pytest.mark.parametrize(("line", "role", "authors"), ENDS)
def test_a_newsroom_may_sign_below_the_text(line: str, role: Role, authors: tuple[str, ...]) -> None:
    below = (Role.NAVIGATION, "Home"), (Role.NAVIGATION, "Weather"), (Role.NAVIGATION, "News Desk")
    assert read((Role.HEADLINE, "Rain falls"), (Role.BODY, PROSE * 2), (role, line), *below).authors == authors


ACCOUNTS = [
    # where the byline's link leads -> authors
    ("/author/admin/", ("Ann Lee",)),
    ("https://example.com/autor/redaktion", ("Ann Lee",)),
    ("/author/bo/", ("Post Bo",)),
    ("/admin/", ("Post Bo",)),
]


@pytest.mark.parametrize(("href", "authors"), ACCOUNTS)
def test_the_account_of_nobody_signs_only_where_nobody_else_does(href: str, authors: tuple[str, ...]) -> None:
    spans = [(), (Span(3, 10, "link", href),), (Span(0, 7, "strong"),), ()]
    roles = (Role.HEADLINE, Role.BYLINE, Role.STANDFIRST, Role.BODY)
    head = Hints(things=linked(("author", "Post Bo")))
    page = document("Rain falls", "by Post Bo", "Ann Lee", PROSE * 2, spans=spans, hints=head)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors


OPENINGS = [
    # the article's first line, how much of it is bold, what JSON-LD says -> authors
    ("Ann Lee/Bo Ek", 13, "The Post", ("Ann Lee", "Bo Ek")),
    ("Ann Lee/Bo Ek", 0, "The Post", ("The Post",)),
    ("Ann Lee/Bo Ek", 13, "Cy Fox", ("Cy Fox",)),
    ("Ann Lee/Bo Ek", 13, "cyfox", ("cyfox",)),
    ("Rain in the hills", 17, "The Post", ("The Post",)),
    ("Ann Lee: winner", 15, "The Post", ("The Post",)),
]


@pytest.mark.parametrize(("line", "bold", "author", "authors"), OPENINGS)
def test_a_bold_line_of_names_opens_the_text_as_a_byline(line: str, bold: int, author: str, authors: tuple[str, ...]) -> None:
    head = Hints(metas=(("og:site_name", "The Post"),), things=linked(("author", author)))
    page = document("Rain falls", line, PROSE * 2, spans=[(), (Span(0, bold, "strong"),) if bold else (), ()], hints=head)
    roles = (Role.HEADLINE, Role.BODY, Role.BODY)
    assert metadata(Article(page, tuple(Verdict(role, 0.9, ()) for role in roles))).authors == authors
