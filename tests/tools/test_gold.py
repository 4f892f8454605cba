"""Gold text and labelled blocks become labels for the blocks of a page, however the page was cut."""

import gzip
import json
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import gold
from cleanpage.model import Role

LEAD = "The harbour council voted on Tuesday to rebuild the northern pier before the autumn storms arrive."
SECOND = "Engineers had warned for years that the old wooden piles were rotting below the waterline."
LAST = "Work will begin in June and is expected to cost four million crowns, the treasurer said."
MENU = ["Home", "News", "Weather", "Sport"]
TEASER = "Read how the fishing fleet prepared for a season that nobody in the village wanted to see."
ARTICLE = "\n".join([LEAD, SECOND, LAST])


def kept(blocks, text):
    return [block for block, yes in zip(blocks, gold.align(blocks, text), strict=True) if yes]


def test_paragraphs_of_the_gold_are_kept_and_the_rest_is_not():
    assert kept([*MENU, LEAD, TEASER, SECOND, LAST, "Imprint"], ARTICLE) == [LEAD, SECOND, LAST]


def test_a_second_copy_of_the_article_gets_nothing():
    assert gold.align([LEAD, SECOND, LAST, *MENU, LEAD, SECOND, LAST], ARTICLE) == [True] * 3 + [False] * 7


def test_of_two_copies_one_is_taken_whole():
    blocks = [LEAD, *MENU * 5, LEAD, SECOND, LAST]
    assert gold.align(blocks, ARTICLE) == [False] * 21 + [True] * 3


def test_an_edited_paragraph_counts_from_half_of_its_words():
    half = "The harbour council voted on Tuesday after a debate lasting until dawn."
    little = "The harbour council voted after a debate that lasted well into night and bored everyone present."
    assert gold.align([half, SECOND], ARTICLE) == [True, True]
    assert gold.align([little, SECOND], ARTICLE) == [False, True]


def test_a_short_block_counts_only_between_its_neighbours_in_the_gold():
    text = "\n".join([LEAD, "Who pays", SECOND])
    assert gold.align(["Who pays", *MENU, LEAD, "Who pays", SECOND, "Who pays"], text) == [False] * 5 + [True] * 3 + [False]


def test_a_short_block_must_match_whole():
    assert gold.align([LEAD, "Who pays what", SECOND], "\n".join([LEAD, "Who pays", SECOND])) == [True, False, True]


def test_moved_paragraphs_are_found():
    assert gold.align([SECOND, LEAD, LAST], ARTICLE) == [True, True, True]


def test_a_paragraph_cut_to_pieces_at_its_links_is_kept_whole():
    pieces = ["The harbour council", "voted on Tuesday to rebuild the", "northern pier", "before the autumn storms arrive", ".", SECOND]
    assert all(gold.align(pieces, ARTICLE))


def test_blocks_without_words_follow_their_neighbours():
    assert gold.align(["*", LEAD, "* * *", SECOND, "—", "Imprint"], ARTICLE) == [False, True, True, True, False, False]


def test_scripts_without_spaces_align_by_character():
    first, second = "港口委员会周二投票决定重建北码头。", "工程师多年来一直警告木桩正在水下腐烂。"
    edited = "港口委员会周二投票决定修建北码头了。"
    assert gold.align(["首页", edited, "天气", second], first + "\n" + second) == [False, True, False, True]


def test_case_and_typography_do_not_matter():
    assert gold.align(["THE PIER’S PILES WERE “ROTTING” FOR YEARS"], 'The pier\'s piles were "rotting" for years')[0]


@pytest.mark.parametrize(("blocks", "text"), [([], ARTICLE), ([""], ""), (["", "Home"], ""), ([""], ARTICLE)])
def test_nothing_aligns_with_nothing(blocks, text):
    assert not any(gold.align(blocks, text))


def test_repeated_words_do_not_make_it_slow():
    blocks = ["the same words again and again"] * 3000
    start = time.perf_counter()
    gold.align(blocks, "\n".join(blocks[:1000]))
    assert time.perf_counter() - start < 5


def a_page(tmp_path, body=ARTICLE, roles=(), labelled="", must=(), must_not=()):
    return gold.Page("fundus", "x", "https://example.com/a", "example", "article", body, must, must_not, roles, labelled, tmp_path / "x")


def role_names(found):
    return [gold.ROLES[number].value if number >= 0 else "" for number in found.role]


def test_labels_of_a_page_with_gold(tmp_path):
    found = gold.labels(a_page(tmp_path), [*MENU, LEAD, SECOND, LAST])
    assert found.keep.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert found.role.tolist() == [-1] * 7
    assert found.ceiling == 1.0


def test_the_ceiling_tells_what_the_page_lacks(tmp_path):
    assert gold.labels(a_page(tmp_path), [LEAD]).ceiling == pytest.approx(gold.word_f1(LEAD, ARTICLE))
    assert gold.labels(a_page(tmp_path), ["Home"]).ceiling == 0.0


def test_a_hidden_copy_is_kept_only_where_nothing_else_is(tmp_path):
    texts, hidden = [LEAD, SECOND, LAST, LEAD, SECOND, LAST], [True] * 3 + [False] * 3
    assert gold.labels(a_page(tmp_path), texts, hidden).keep.tolist() == [0, 0, 0, 1, 1, 1]
    assert gold.labels(a_page(tmp_path), texts[:3], hidden[:3]).keep.tolist() == [1, 1, 1]


WHOLE = (
    ("Home", "nav", "navigation"),
    ("Weather", "nav", "navigation"),
    ("Weather", "main", "topic"),
    (LEAD, "main", "standfirst"),
    (SECOND, "main", "body"),
    ("Weather", "aside", "feed"),
)


MENU_LABELS = tuple((entry, "nav", "navigation") for entry in MENU)


def test_a_repeated_text_takes_the_role_of_its_turn(tmp_path):
    found = gold.labels(a_page(tmp_path, LEAD + SECOND, WHOLE, "all"), [text for text, _, _ in WHOLE])
    assert role_names(found) == [role for _, _, role in WHOLE]
    assert found.keep.tolist() == [0, 0, 0, 1, 1, 0]


def test_roles_survive_another_segmentation(tmp_path):
    found = gold.labels(a_page(tmp_path, LEAD + SECOND, WHOLE, "all"), ["Home Weather", "Weather", LEAD[:40], LEAD[40:], SECOND, "Weather"])
    assert role_names(found) == ["navigation", "topic", "standfirst", "standfirst", "body", "feed"]


def test_a_block_of_several_roles_and_an_unlabelled_one_stay_unknown(tmp_path):
    found = gold.labels(a_page(tmp_path, LEAD + SECOND, WHOLE, "all"), ["Home", "Weather Weather", LEAD, SECOND, "Buy tickets"])
    assert role_names(found) == ["navigation", "", "standfirst", "body", ""]
    assert found.keep.tolist() == [0, 0, 1, 1, 0]  # whatever it is, it is not in the labelled article


def test_links_that_were_labelled_glued_together_are_found(tmp_path):
    glued = (("HomeNewsWeather", "nav", "navigation"), (LEAD, "p", "body"), ("Storm newsletter", "p", "subscribe"))
    found = gold.labels(a_page(tmp_path, LEAD, glued, "all"), ["Weather", "News", "Home", LEAD])
    assert role_names(found) == ["navigation", "", "navigation", "body"]  # "news" stands in "newsletter" too


def test_a_block_that_mixes_article_and_chrome_is_unknown(tmp_path):
    page = a_page(tmp_path, LEAD + SECOND, (*MENU_LABELS, *MENU_LABELS, *WHOLE[3:]), "all")
    assert role_names(gold.labels(page, [f"Home {LEAD}", SECOND])) == ["standfirst", "body"]
    found = gold.labels(page, [f"{' '.join(MENU + MENU)} {LEAD}", SECOND])
    assert role_names(found) == ["", "body"]
    assert found.keep.tolist() == [-1, 1]


@pytest.mark.parametrize(("role", "keep"), [("donation", [-1, 1]), ("headline", [-1, 1]), ("standfirst", [1, 1])])
def test_where_a_reader_and_the_gold_disagree_the_block_is_unknown(tmp_path, role, keep):
    found = gold.labels(a_page(tmp_path, roles=((LEAD, "p", role),), labelled="chrome"), [LEAD, SECOND])
    assert found.keep.tolist() == keep


def test_article_text_that_the_gold_lacks_is_unknown(tmp_path):
    page = a_page(tmp_path, SECOND, ((LEAD, "p", "standfirst"), ("Home", "a", "navigation")), "chrome")
    found = gold.labels(page, ["Home", LEAD, SECOND])
    assert found.keep.tolist() == [0, -1, 1]


def test_a_long_text_labelled_alone_is_matched_in_pieces(tmp_path):
    page = a_page(tmp_path, ARTICLE, ((TEASER, "p", "donation"), ("Weather", "p", "navigation")), "some")
    found = gold.labels(page, ["Weather", "Weather", TEASER[:31], TEASER[32:], LEAD])
    assert role_names(found) == ["", "", "donation", "donation", ""]


def test_a_text_labelled_alone_is_matched_only_where_it_stands_once(tmp_path):
    page = a_page(tmp_path, ARTICLE, (("Donate now", "p", "donation"), ("Weather", "p", "navigation")), "some")
    assert role_names(gold.labels(page, ["Weather", "DONATE NOW!", "Weather", LEAD])) == ["", "donation", "", ""]


def test_snippets_say_what_they_can(tmp_path):
    page = a_page(tmp_path, None, must=("voted on Tuesday to rebuild",), must_not=("the fishing fleet prepared",))
    found = gold.labels(page, ["Home", LEAD, SECOND, TEASER])
    assert found.keep.tolist() == [-1, 1, -1, 0]
    assert found.ceiling == 1.0


def test_a_snippet_may_run_over_several_lines(tmp_path):
    page = a_page(tmp_path, None, must=("voted on Tuesday to rebuild the northern pier",))
    found = gold.labels(page, ["The council", "voted on Tuesday", "to rebuild", "the northern pier.", "Home"])
    assert found.keep.tolist() == [-1, 1, 1, 1, -1]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.com/a", "example"),
        ("https://news.example.co.uk/a-b.html", "example"),
        ("hard::example.com.pa-story.html", "example"),
        ("hard::example.com.story.of.html", "example"),
        ("hard::example.org-story-two.html", "example"),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_site(url, name):
    assert gold.site(url) == name


@pytest.fixture
def shared(tmp_path):
    rows = {
        "wcxb-dev": [{"id": "1", "url": "https://a.example/1", "outlet": "a.example", "kind": "forum", "body": ARTICLE, "meta": {}}],
        "fundus": [
            {"id": "2", "url": "https://www.harbourpost.com/2", "outlet": "HarbourPost", "kind": "article", "body": ARTICLE, "meta": {}},
            {"id": "3", "url": "https://hpost.net/3", "outlet": "HarbourPost", "kind": "article", "body": ARTICLE, "meta": {}},
        ],
        "fundus-eval": [],
        "traf": [
            {"id": "4", "url": "hard::hpost.net-4.html", "outlet": "", "kind": "article", "with": ["x"], "without": ["y"], "meta": {}},
            {"id": "5", "url": "http://other.de/", "outlet": "other.de", "kind": "article", "with": [], "without": [], "meta": {}},
        ],
        "magic": [],
    }
    for corpus, held in rows.items():
        folder = tmp_path / "corpora" / corpus / "pages"
        folder.mkdir(parents=True)
        (folder.parent / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held))
        for row in held:
            (folder / f"{row['id']}.html.gz").write_bytes(gzip.compress(b"<p>" + row["id"].encode()))
    (tmp_path / "chrome").mkdir()
    blocks = [{"corpus": "traf", "page": "5", "block": i, "path": "p", "text": t, "role": r} for i, (t, _, r) in enumerate(WHOLE)]
    for name, held in (("pages-dev.jsonl", blocks[::-1]), ("dev.jsonl", []), ("appeals-dev.jsonl", blocks[:1])):
        (tmp_path / "chrome" / name).write_text("".join(json.dumps(row) + "\n" for row in held))
    return tmp_path


def test_pages_of_all_corpora(shared):
    found = {page.id: page for page in gold.pages(shared)}
    assert list(found) == ["1", "2", "3", "4", "5"]
    assert found["1"].html == b"<p>1"
    assert (found["4"].body, found["4"].must, found["4"].must_not) == (None, ("x",), ("y",))


def test_one_outlet_is_one_group_over_hosts_and_corpora(shared):
    group = {page.id: page.group for page in gold.pages(shared)}
    assert group["2"] == group["3"] == group["4"]
    assert len(set(group.values())) == 3


def test_labelled_blocks_come_in_document_order_and_give_the_body(shared):
    page = gold.pages(shared)[-1]
    assert page.roles == tuple((text, "p", role) for text, _, role in WHOLE)
    assert (page.labelled, page.body) == ("all", f"{LEAD}\n{SECOND}")


def test_blocks_read_for_their_words_are_kept_beside_the_others(shared):
    page = gold.pages(shared)[-1]
    assert page.appeals == page.roles[:1]


def test_flattened_pages():
    html = "<head><title>T</title></head><body><script>x()</script><p>One <a>two</a> three</p><noscript>no</noscript></body>"
    assert gold.flatten_separator(html.encode()).split("\n") == ["One ", "two", " three"]
    assert "One two three" in gold.flatten_html_text(html.encode())
    assert gold.flatten_separator(b"") == ""


def test_an_unknown_role_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="advert"):
        gold.labels(a_page(tmp_path, roles=(("Buy", "p", "advert"),), labelled="all"), ["Buy"])
    assert Role.ADVERTISEMENT in gold.ROLES
