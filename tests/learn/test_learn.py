"""From unlabelled pages to a profile, on an invented outlet."""

import outlet
import pytest

import cleanpage
from cleanpage import pipeline, profiles
from cleanpage.errors import DecodeError, NotLearned
from cleanpage.learn import draft, learn, learn_fingerprints
from cleanpage.model import Article, Role
from cleanpage.profiles import Profile
from cleanpage.profiles.writer import written


@pytest.fixture(scope="module")
def learned() -> Profile:
    return learn(outlet.pages(range(5)))


@pytest.fixture(scope="module")
def of_texts() -> Profile:
    return learn(outlet.texts(range(5)))


def cleaned(page: str, profile: Profile) -> Article:
    return pipeline.judge(pipeline.segment(page, url=outlet.address(9), selectors=profile.selectors), profile)


def test_it_is_there_as_profiles_learn() -> None:
    assert profiles.learn is learn
    with pytest.raises(AttributeError, match="no attribute 'lern'"):
        profiles.lern  # noqa: B018


def test_a_page_that_was_not_seen_loses_the_chrome_in_its_article(learned: Profile) -> None:
    page = outlet.html(9)
    assert outlet.APPEAL in cleanpage.clean(page).text
    assert cleaned(page, learned).text == "\n".join(outlet.story(9))


def test_the_paragraphs_of_the_container_are_all_of_the_body(learned: Profile) -> None:
    assert learned.host == "ferrypost.example"
    assert learned.layouts[0].select[Role.BODY] == ("div.story-text > p",)
    assert learned.layouts[0].complete
    assert "# in 5 of 5 pages nothing of the body stands elsewhere\ncomplete = true" in written(learned)


def test_what_stands_elsewhere_is_not_of_the_article_however_it_reads(learned: Profile) -> None:
    posts = "".join(f'<div class="entry"><div><div><p>{paragraph}</p></div></div></div>' for paragraph in outlet.story(4) + outlet.story(6))
    page = outlet.html(9).replace("</article>", f"</article>{posts}")
    assert outlet.story(4)[0] in cleanpage.clean(page).text
    assert cleaned(page, learned).text == "\n".join(outlet.story(9))


def test_a_page_of_another_layout_keeps_its_text(learned: Profile) -> None:
    page = outlet.html(9).replace("<p>", "<div><p>").replace("</p>", "</p></div>")
    lost = set(outlet.story(9)) - set(cleaned(page, learned).text.splitlines())
    assert not lost


def test_names_that_the_next_build_changes_are_not_learned(learned: Profile) -> None:
    assert not any("css-" in css for css in learned.selectors)


def test_every_line_has_its_support_and_a_selector_an_example(learned: Profile) -> None:
    lines = written(learned).splitlines()
    assert '    # in 5 of 5 pages: "The council of Elmford voted on Tuesday, after 2 hours of de"' in lines
    values = [i for i, line in enumerate(lines) if line.startswith('    "')]
    assert values
    assert all(lines[i - 1].startswith("    # in ") for i in values)


def test_flattened_text_has_lines_and_markers(of_texts: Profile) -> None:
    assert "More from the valley" in of_texts.end
    text = outlet.text(9)
    assert outlet.APPEAL in cleanpage.clean(text).text
    assert cleaned(text, of_texts).text == "\n".join(outlet.story(9))


def test_lines_that_the_judge_knows_as_chrome_are_told_of_flattened_text_alone(learned: Profile, of_texts: Profile) -> None:
    assert not of_texts.phrases
    assert of_texts.text_phrases
    appeal = "Friends of the valley have paid for the lamp of the ferry since the last of the winters."
    pages = [(url, page.replace("</p>", f"</p><p>{appeal}</p>", 2)) for url, page in outlet.pages(range(5))]
    kept = learn(pages)
    assert appeal in [line for _, line in kept.in_html.phrases]
    assert appeal not in [line for _, line in learned.in_html.phrases]


def test_html_and_text_of_one_outlet_make_one_profile() -> None:
    both = learn([*outlet.pages(range(3)), *outlet.texts(range(3, 6))])
    assert both.layouts
    assert both.end
    assert cleaned(outlet.html(9), both).text == cleaned(outlet.text(9), both).text == "\n".join(outlet.story(9))


def test_the_same_pages_give_the_same_profile(learned: Profile) -> None:
    again = learn(outlet.pages(range(5)))
    assert written(again) == written(learned)


def test_fingerprints_say_the_same_and_quote_nothing(learned: Profile, of_texts: Profile) -> None:
    hashed = learn_fingerprints(outlet.pages(range(5)))
    assert not hashed.in_text.phrases
    assert cleaned(outlet.html(9), hashed).text == cleaned(outlet.html(9), learned).text
    assert "council" not in written(hashed)
    assert "readers online" not in written(hashed)
    lines = learn_fingerprints(outlet.texts(range(5)))
    assert cleaned(outlet.text(9), lines).text == cleaned(outlet.text(9), of_texts).text
    assert "valley" not in written(lines)


def test_a_learned_profile_is_saved_and_found(learned: Profile, tmp_path) -> None:
    assert learned.save(tmp_path).name == "ferrypost.example.toml"
    article = cleanpage.clean(outlet.html(9), url=outlet.address(9), profiles=tmp_path)
    assert article.text == "\n".join(outlet.story(9))
    assert article.profile is not None
    assert article.profile.spoke == "layout 1"


# --- what is not learned ----------------------------------------------------------------------------------------------------------


def test_what_so_many_pages_share_that_it_is_their_article_is_not_removed() -> None:
    shared = [f"<p>{paragraph}</p>" for paragraph in outlet.story(7)[:3]]
    pages = [(url, page.replace("</div></article>", f"{''.join(shared)}</div></article>")) for url, page in outlet.pages(range(4))]
    profile = learn(pages)
    for number, (_, page) in enumerate(pages):
        kept = cleaned(page, profile).text.splitlines()
        assert [line for line in [*outlet.story(number), *outlet.story(7)[:3]] if line not in kept] == []


def test_a_subhead_that_repeats_is_left_to_the_judge() -> None:
    pages = [(url, page.replace("<p>Work on", "<h2>What happens next</h2><p>Work on")) for url, page in outlet.pages(range(5))]
    assert "What happens next" in cleaned(pages[4][1], learn(pages[:4])).text


def test_one_article_saved_again_and_again_says_nothing() -> None:
    with pytest.raises(NotLearned, match=r"ferrypost\.example: 1 different pages"):
        learn([(outlet.address(1), outlet.html(1))] * 5)


REFUSED = [
    ([], "a page has no address"),
    ([(outlet.address(1), outlet.html(1))], "1 different pages of one syntax at most; 2 are needed"),
    ([(outlet.address(1), outlet.html(1)), (outlet.address(2), outlet.text(2))], "2 are needed"),
    ([("", outlet.html(1)), ("", outlet.html(2))], "a page has no address"),
    ([("https://a.example/1", outlet.html(1)), ("https://b.example/1", outlet.html(2))], r"several outlets: a\.example, b\.example"),
    ([("https://a.co.uk/1", outlet.html(1)), ("https://b.co.uk/1", outlet.html(2))], r"several outlets: a\.co\.uk, b\.co\.uk"),
    ([("https://a.example/1", "<p></p>"), ("https://a.example/2", "<p> </p>")], "nothing repeats on these 2 pages"),
]


@pytest.mark.parametrize(("pages", "message"), REFUSED)
def test_what_teaches_nothing_is_refused(pages: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(NotLearned, match=message):
        learn(pages)


def test_a_draft_needs_something_to_begin_with() -> None:
    with pytest.raises(NotLearned, match="nothing to begin with on this page"):
        draft([("https://a.example/1", "<p></p>")])


def test_subdomains_of_one_outlet_share_its_host() -> None:
    found = learn([("https://news.ferrypost.example/1", outlet.html(1)), ("https://sport.ferrypost.example/2", outlet.html(2))])
    assert found.host == "ferrypost.example"


def test_what_is_no_page_is_an_error() -> None:
    with pytest.raises(DecodeError):
        learn([(outlet.address(1), bytes(99))])
