"""Flattened text to blocks: what is a block, what is layout, and which lines belong together."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpage.model import Document, Kind, Span
from cleanpage.segment.text import segment

HARBOUR = (
    "The harbour of Oldmere reopened on Tuesday after three weeks of repairs, and the first ferry left an hour late because nobody had "
    "told its captain that the gates were open again. Fishermen watched from the quay and gave advice that was not asked for."
)
COUNCIL = (
    "The council had promised to finish by the end of the month, which it did, though it never said of which year it was speaking when "
    "it signed the contract with a firm of divers from across the bay."
)
GULLS = (
    "Gulls, who had taken over the waiting room in the meantime, were asked to leave with a brass band that played until the last of "
    "them had gone, and for a good while after that because it was paid by the hour."
)
BRIDGE = (
    "Мост через реку закрыли в понедельник, потому что его опоры оказались старше, чем думали инженеры, и теперь автобусы идут в объезд "
    "через деревню, где их никто не ждал и где улицы для них слишком узкие."
)
MARKET = (
    "山脚下的集市在星期二重新开放，摊主们说，他们已经等了三个星期，因为通往村子的路一直被雪封住，"
    "没有人能把蔬菜送上来，也没有人能把奶酪送下去，直到邻村的人带着铁锹来帮忙，事情才有了转机，"
    "而那条路在当天下午就清理干净了，孩子们在路边堆了一排雪人，作为对帮手们的感谢。"
)
ARTICLE = [HARBOUR, COUNCIL, GULLS]


def lines(paragraph: str, width: int = 72, indent: str = "") -> str:
    return textwrap.fill(paragraph, width, initial_indent=indent)


def columns(paragraph: str, characters: int = 36) -> str:
    """The paragraph in lines of so many wide characters, none of which begins with a comma or full stop."""
    rows = [""]
    for character in paragraph:
        if len(rows[-1]) >= characters and character not in "，。":
            rows.append("")
        rows[-1] += character
    return "\n".join(rows)


def texts(page: str) -> list[str]:
    return list(segment(page, None).text)


class TestLines:
    def test_a_paragraph_a_line_is_a_block_a_line(self) -> None:
        document = segment(f"Harbour reopens\n\n  By Ann Poe\n{HARBOUR}\n\n\n{COUNCIL}\n", "https://oldmere.example/harbour")
        assert document.text == ("Harbour reopens", "By Ann Poe", HARBOUR, COUNCIL)
        assert document.lines == ((1, 1), (3, 3), (4, 4), (7, 7))
        assert document.gap == (0, 1, 0, 2)
        assert document.indent == (0, 2, 0, 0)
        assert document.syntax == "text"
        assert document.url == "https://oldmere.example/harbour"

    @pytest.mark.parametrize("empty", ["", "\n", " \t\n\r\n", "\u200b\n\ufeff", "\u2028\f", "\u200c \u200d", "\u00ad"])
    def test_nothing_to_read_gives_no_block(self, empty: str) -> None:
        assert len(segment(empty, None)) == 0

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_line_end_counts_one_line(self, end: str) -> None:
        document = segment(end.join(["One", "", "Two", "Three"]), None)
        assert document.text == ("One", "Two", "Three")
        assert document.lines == ((1, 1), (3, 3), (4, 4))
        assert document.gap == (0, 1, 0)

    @pytest.mark.parametrize("rare", ["\u2028", "\u2029", "\x85", "\f", "\v"])
    def test_rare_breaks_part_blocks_but_count_no_line(self, rare: str) -> None:
        document = segment(f"One{rare}{rare}Two\nThree", None)
        assert document.text == ("One", "Two", "Three")
        assert document.lines == ((1, 1), (1, 1), (2, 2))
        assert document.gap == (0, 0, 0)

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("a\u00a0b\u2009 c\td", "a b c d"),
            ("\ufeffzero\u200bwidth\u2060", "zerowidth"),
            ("soft\u00adware", "software"),
            ("\u200c\u00a0\u200c\u00a0pre\u200d\u200cheader", "pre\u200d\u200cheader"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("അവന്\u200d", "അവന്\u200d"),
        ],
    )
    def test_space_is_squeezed_and_the_invisible_dropped_except_joiners_in_words(self, source: str, text: str) -> None:
        assert texts(source) == [text]

    @pytest.mark.parametrize(("source", "indent"), [("  a", 2), ("\ta", 8), (" \ta", 8), ("\u3000\u3000段", 4), ("\u00a0a", 1)])
    def test_indent_counts_columns(self, source: str, indent: int) -> None:
        assert segment(source, None).indent == (indent,)


class TestMarks:
    @pytest.mark.parametrize("line", ["• Ferries", "‣Ferries", "▪ Ferries", "  ● Ferries"])
    def test_a_dot_alone_makes_a_list_entry(self, line: str) -> None:
        document = segment(line, None)
        assert (document.text, document.kind) == (("Ferries",), (Kind.LIST_ITEM,))

    @pytest.mark.parametrize(
        ("page", "entries"),
        [
            ("- Ferries\n- Gulls", ["Ferries", "Gulls"]),
            ("* Ferries\n\n* Gulls", ["Ferries", "Gulls"]),
            ("– Ferries\n– Gulls", ["– Ferries", "– Gulls"]),
            ("1. Ferries\n2. Gulls", ["1. Ferries", "2. Gulls"]),
            ("9) Ferries\nThey were late.\n10) Gulls", ["9) Ferries", "10) Gulls"]),
        ],
    )
    def test_dashes_stars_and_numbers_make_entries_beside_their_like(self, page: str, entries: list[str]) -> None:
        document = segment(page, None)
        assert [text for text, kind in zip(document.text, document.kind, strict=True) if kind is Kind.LIST_ITEM] == entries

    @pytest.mark.parametrize(
        "page",
        [
            "– Nobody told me, said the captain.",
            "- Nobody told me, said the captain.",
            "* Times are local.",
            "12. Oktober 2024",
            "3. Liga\n7. Spieltag",
            "2024. The year began",
            "-5 degrees\n-7 degrees",
            "•",
            "-\n-",
            "1.\n2.",
            "- One\n" + "Between them.\n" * 9 + "- Two",
        ],
    )
    def test_alone_they_are_text(self, page: str) -> None:
        document = segment(page, None)
        assert document.text == tuple(page.split("\n"))
        assert set(document.kind) == {Kind.PARAGRAPH}

    @pytest.mark.parametrize(
        ("page", "level", "last"),
        [("# Ferries", 1, 1), ("### Ferries", 3, 1), ("Ferries\n=======", 1, 2), ("Ferries\n--------", 2, 2), ("渡轮消息\n========", 1, 2)],
    )
    def test_hashes_and_underlines_make_headings(self, page: str, level: int, last: int) -> None:
        document = segment(page + "\nThey were late.", None)
        assert document.text == (page.split("\n")[0].lstrip("# "), "They were late.")
        assert (document.kind[0], document.level, document.lines[0]) == (Kind.HEADING, (level, 0), (1, last))

    @pytest.mark.parametrize(
        "page", ["#ferries", "####### Ferries", "Ferries\n---", "Ferries\n----------------", "Ferries\n\n=======", "====\n===="]
    )
    def test_hashtags_and_rules_are_text(self, page: str) -> None:
        document = segment(page, None)
        assert document.text == tuple(page.replace("\n\n", "\n").split("\n"))
        assert set(document.level) == {0}


class TestWrapped:
    @pytest.mark.parametrize("width", [60, 72, 80, 99])
    def test_wrapped_paragraphs_are_put_together(self, width: int) -> None:
        page = "\n\n".join(lines(paragraph, width) for paragraph in ARTICLE)
        assert texts(page) == ARTICLE

    def test_lines_tell_from_where_to_where(self) -> None:
        document = segment("\n\n".join(map(lines, ARTICLE)), None)
        assert document.lines == ((1, 4), (6, 8), (10, 12))
        assert document.gap == (0, 1, 1)

    def test_a_short_last_line_ends_a_paragraph(self) -> None:
        assert texts("\n".join(map(lines, ARTICLE))) == ARTICLE

    def test_an_indented_first_line_begins_one(self) -> None:
        document = segment("\n".join(lines(paragraph, 80, indent="    ") for paragraph in ARTICLE), None)
        assert document.text == tuple(ARTICLE)
        assert document.indent == (4, 4, 4)

    def test_title_byline_and_menu_stay_lines(self) -> None:
        head = ["News", "Sport", "Harbour reopens after three weeks of repairs", "By Ann Poe", "Tuesday, 4 March"]
        foot = ["Read more", "Five things to know about ferries", "Contact"]
        assert texts("\n".join([*head, *map(lines, ARTICLE), *foot])) == [*head, *ARTICLE, *foot]

    def test_a_full_title_stays_apart_from_its_byline(self) -> None:
        title = "Harbour reopens after three weeks of repairs and a concert for gulls"
        page = f"{title}\noldmere.example | Tuesday\n\n" + "\n\n".join(map(lines, ARTICLE))
        assert texts(page)[:2] == [title, "oldmere.example | Tuesday"]

    def test_one_line_paragraphs_beside_wrapped_ones_stay(self) -> None:
        assert texts("\n".join([COUNCIL, *map(lines, ARTICLE), GULLS])) == [COUNCIL, *ARTICLE, GULLS]

    def test_list_entries_are_put_together_one_by_one(self) -> None:
        entries = [textwrap.fill(text, 72, initial_indent="- ", subsequent_indent="  ") for text in ARTICLE]
        document = segment("\n".join([lines(HARBOUR), "", *entries]), None)
        assert document.text == (HARBOUR, *ARTICLE)
        assert document.kind == (Kind.PARAGRAPH, *[Kind.LIST_ITEM] * 3)

    def test_cyrillic_is_wrapped_too(self) -> None:
        assert texts("\n\n".join([lines(BRIDGE)] * 3)) == [BRIDGE] * 3

    def test_lines_of_wide_characters_join_without_a_space(self) -> None:
        assert texts("\n\n".join([columns(MARKET)] * 3)) == [MARKET] * 3
        assert texts("\n".join([columns("\u3000\u3000" + MARKET)] * 3)) == [MARKET] * 3

    def test_a_word_parted_at_the_margin_is_whole_again_if_the_text_has_it_elsewhere(self) -> None:
        page = "\n".join(
            [
                "The international ferry was late, and the well-known captain of it said so",
                "to everyone on the quay, as he had done the year before, when the inter-",
                "national ferry was late because of ice, or in the spring when the well-",
                "known captain was late himself and blamed it on his clock, which a co-",
                "captain had wound, and nobody on the quay believed a word of it, not\u00ad",
                "withstanding his tears.",
            ]
        )
        [text] = texts(page)
        assert "when the international ferry" in text
        assert "when the well-known captain" in text
        assert "which a co-captain had" in text
        assert text.endswith("notwithstanding his tears.")


class TestNotWrapped:
    def test_a_line_for_every_inline_tag_stays_a_line(self) -> None:
        pieces = [
            "According to",
            "Reuters",
            ", the ministry had known about the gates of the harbour for weeks, but",
            "told nobody",
            "about it, said a captain who has been waiting since",
            "March",
            ". The ministry denied this and pointed to a",
            "statement",
            "it had published on a wall of the waiting room, where gulls had",
            "eaten it",
            "before anybody came.",
        ]
        assert texts("\n".join(pieces)) == pieces

    def test_headlines_of_one_length_stay_lines(self) -> None:
        headlines = [
            "Council finds a bridge that nobody remembers building in the wood",
            "Gulls return to the waiting room and ask for better music there",
            "Captain writes a book about clocks that does not mention his own",
            "Divers find a second harbour under the first and want more money",
            "Brass band sues the council for the hours between two and four",
        ]
        assert texts("\n".join(headlines)) == headlines

    def test_links_of_one_length_stay_lines(self) -> None:
        links = [f"https://oldmere.example/archive/the-harbour-in-pictures-number-{n}00000" for n in range(10, 20)]
        assert texts("\n".join(links)) == links

    def test_chinese_headlines_of_one_length_stay_lines(self) -> None:
        headlines = [f"{MARKET[n : n + 30]}{n}" for n in range(40) if not set("，。") & {MARKET[n], MARKET[n + 29]}]
        assert len(headlines) > 20
        assert texts("\n".join(headlines)) == headlines

    def test_two_full_lines_prove_no_margin(self) -> None:
        assert texts(lines(COUNCIL[:130], 72)) == lines(COUNCIL[:130], 72).split("\n")


class TestLinks:
    def test_bare_addresses_become_links(self) -> None:
        text = "See https://oldmere.example/a_(b), or http://x.example."
        assert segment(text, None).spans == (
            (Span(4, 32, "link", "https://oldmere.example/a_(b"), Span(38, 54, "link", "http://x.example")),
        )

    @pytest.mark.parametrize("text", ["ftp://x.example", "https://", "www.oldmere.example", "a://b"])
    def test_other_text_does_not(self, text: str) -> None:
        assert segment(text, None).spans == ((),)


LAYOUT = frozenset("-*#=\u2010•‣◦⁃∙▪▫■□●○\u200b\u200c\u200d\u2060\ufeff\u00ad")
ROUGH = st.text("aBж月ا \t\n\r\f-–*•#=1.),https://\u00a0\u00ad\u2010\u200b\u200c\u200d\u2028\u3000\ufeff\x85", max_size=300)
PLAIN = ["the", "gulls", "said", "nobody", "waited", "and", "was", "of", "harbour", "under"]
WORDS = st.sampled_from([*PLAIN, *PLAIN, "Oldmere", "re-opened", "inter-", "1.", "- ", "月亮", "и", "quay.", "soft\u00ad"])
PROSE = st.builds(
    lambda paragraphs, width, gap: gap.join(lines(" ".join(paragraph), width) for paragraph in paragraphs),
    st.lists(st.lists(WORDS, min_size=30, max_size=60), min_size=1, max_size=5),
    st.integers(50, 110),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
PAGES = st.one_of(st.text(), ROUGH, PROSE)


def visible(text: str) -> str:
    return "".join(character for character in "".join(text.split()) if character not in LAYOUT)


def assert_whole(document: Document, page: str) -> None:
    assert visible("".join(document.text)) == visible(page)
    assert all(text and text == text.strip() and "\n" not in text for text in document.text)


@settings(deadline=None)
@given(PAGES)
def test_no_text_is_lost_or_moved(page: str) -> None:
    assert_whole(segment(page, None), page)


@settings(deadline=None)
@given(PAGES)
def test_source_lines_rise_within_the_page(page: str) -> None:
    document = segment(page, None)
    source = page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [0, *(last for _, last in document.lines)]
    for (first, last), gap, before in zip(document.lines, document.gap, ends, strict=False):
        assert max(before, 1) <= first <= last <= len(source)
        assert gap == max(first - before - 1, 0)


@settings(deadline=None)
@given(PAGES)
def test_links_lie_within_their_blocks(page: str) -> None:
    document = segment(page, None)
    for text, spans in zip(document.text, document.spans, strict=True):
        assert all(text[span.start : span.end] == span.href for span in spans)


@settings(deadline=None)
@given(PAGES)
def test_the_same_text_gives_the_same_document(page: str) -> None:
    assert segment(page, None) == segment(page, None)
