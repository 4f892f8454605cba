"""Reports in a real browser, as a reader uses them: with the mouse, with the keyboard alone, in the light and in the dark."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build import document
from hostile import HOSTILE, article, everywhere
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from cleanpage.formats.report import render
from cleanpage.model import ARTICLE_TEXT, Article, Evidence, Role

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH: apt-get install chromium")

PAGE = article(
    document("Home", "Sport", "It was ice.", "The ferry came at nine.", "Most read", "Two", "It left at ten.", "Sign up"),
    *(Role.NAVIGATION, Role.NAVIGATION, Role.STANDFIRST, Role.BODY, Role.FEED, Role.FEED, Role.BODY, Role.SUBSCRIBE),
    evidence=(
        Evidence(3, Role.BODY, 2.5, "markup", "stands in the story"),
        Evidence(3, Role.FEED, -1.0, "landmarks", "stands in no aside"),
        Evidence(4, Role.FEED, 3.0, "phrases", 'says "most read"'),
        Evidence(5, Role.FEED, 1.5, "scorer", "follows its heading"),
    ),
)

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens the report of an article; in the end nothing may have been asked for but the file, and nobody may have complained."""
    complaints: list[str] = []
    requests: list[str] = []
    path = tmp_path / "report.html"

    def opened(of: Article = PAGE, width: int = 1440, **context: object) -> Page:
        path.write_bytes(render(of, ARTICLE_TEXT).encode("utf-8", "replace"))
        page = browser.new_context(viewport={"width": width, "height": 800}, **context).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in browser.contexts:
        context.close()
    assert complaints == []
    assert set(requests) <= {path.as_uri()}


def seen(page: Page, selector: str) -> list[str]:
    """The texts of what is in sight."""
    return [node.inner_text() for node in page.locator(selector).all() if node.is_visible()]


def why(page: Page) -> Locator:
    """The reasons that lie on top."""
    place = page.evaluate("document.elementFromPoint(innerWidth - 60, innerHeight - 30).closest('.why')?.id")
    return page.locator(f"#{place or 'none'}")


# --- folding ----------------------------------------------------------------------------------------------------------------------


def test_removed_blocks_are_out_of_sight_until_they_are_unfolded(opened: Opened) -> None:
    page = opened()
    assert seen(page, ".text") == ["It was ice.", "The ferry came at nine.", "It left at ten."]
    page.locator("summary", has_text="feed").click()
    assert seen(page, ".text") == ["It was ice.", "The ferry came at nine.", "Most read", "Two", "It left at ten."]
    page.locator("summary", has_text="feed").click()
    assert seen(page, ".text") == ["It was ice.", "The ferry came at nine.", "It left at ten."]


def test_all_is_unfolded_at_once_and_folded_again(opened: Opened) -> None:
    page = opened()
    page.get_by_label("Unfold all").check()
    assert seen(page, ".text") == list(PAGE.document.text)
    page.get_by_role("button", name="Start over").click()
    assert len(seen(page, ".text")) == 3


# --- the filter -------------------------------------------------------------------------------------------------------------------


def test_a_role_that_is_ticked_is_all_that_is_seen_and_unfolded(opened: Opened) -> None:
    page = opened()
    page.get_by_label("feed").check()
    assert seen(page, ".text") == ["Most read", "Two"]
    assert seen(page, "summary .name") == ["feed"]
    page.get_by_label("standfirst").check()
    assert seen(page, ".text") == ["It was ice.", "Most read", "Two"]


def test_nothing_ticked_is_everything(opened: Opened) -> None:
    page = opened()
    expect(page.get_by_role("button", name="Start over")).to_be_hidden()
    page.get_by_label("subscribe").check()
    page.get_by_role("button", name="Start over").click()
    assert len(seen(page, ".part")) == 6
    assert page.locator(":checked").count() == 0


# --- reasons ----------------------------------------------------------------------------------------------------------------------


def test_pointing_at_a_block_shows_role_probability_and_all_evidence(opened: Opened) -> None:
    page = opened()
    page.get_by_text("The ferry came").hover()
    expect(why(page).locator(".name")).to_have_text("body")
    expect(why(page).locator(".facts")).to_have_text("block 3, probability 0.90")
    assert why(page).locator("li").all_inner_texts() == [
        "+2.50\nstands in the story\nmarkup, for body",
        "−1.00\nstands in no aside\nlandmarks, against feed",
    ]


def test_reasons_are_not_printed_over_the_text(opened: Opened) -> None:
    page = opened()
    page.get_by_text("The ferry came").click()
    page.emulate_media(media="print")
    assert seen(page, ".why, .hint") == []
    assert seen(page, ".text") == ["It was ice.", "The ferry came at nine.", "It left at ten."]


def test_reasons_stay_while_the_mouse_moves_over_to_them(opened: Opened) -> None:
    page = opened()
    page.get_by_text("The ferry came").hover()
    box = page.get_by_text("The ferry came").bounding_box()
    assert box
    for x in range(int(box["x"] + box["width"]) - 100, 1430, 30):
        page.mouse.move(x, box["y"] + 10)
    expect(why(page).locator(".facts")).to_contain_text("block 3")


def test_pointing_at_a_fold_shows_its_surest_block(opened: Opened) -> None:
    page = opened()
    page.locator("summary", has_text="feed").hover()
    expect(why(page).locator(".facts")).to_have_text("the surest of 2 blocks, probability 0.90")
    expect(why(page).locator("li")).to_contain_text('says "most read"')


def test_a_click_holds_the_reasons_and_pointing_covers_them(opened: Opened) -> None:
    page = opened()
    page.get_by_text("It was ice.").click()
    page.mouse.move(5, 5)
    expect(why(page).locator(".facts")).to_contain_text("block 2")
    page.get_by_text("It left at ten.").hover()
    expect(why(page).locator(".facts")).to_contain_text("block 6")
    page.mouse.move(5, 5)
    expect(why(page).locator(".facts")).to_contain_text("block 2")


def test_nothing_pointed_at_is_a_hint(opened: Opened) -> None:
    page = opened()
    assert seen(page, ".why") == []
    expect(page.locator(".hint")).to_be_visible()


# --- the keyboard -----------------------------------------------------------------------------------------------------------------


def test_all_can_be_done_with_the_keyboard_alone(opened: Opened) -> None:
    page = opened()
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    to(page, "input#only-feed")
    keys.press("Space")
    assert seen(page, ".text") == ["Most read", "Two"]
    keys.press("Space")
    assert len(seen(page, ".part")) == 6
    to(page, "details:has(#why-4) > summary")
    expect(why(page).locator(".facts")).to_contain_text("surest of 2")
    keys.press("Enter")
    keys.press("Tab")
    expect(page.locator(":focus > .text")).to_have_text("Most read")
    expect(why(page).locator("li")).to_contain_text('says "most read"')
    keys.press("Tab")
    expect(why(page).locator("li")).to_contain_text("follows its heading")


def to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def test_the_skip_link_leads_past_the_filter(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("summary").first).to_be_focused()


def test_what_has_the_focus_has_a_ring(opened: Opened) -> None:
    page = opened()
    to(page, ".kept.block >> nth=0")
    assert page.locator(":focus").evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


# --- looks ------------------------------------------------------------------------------------------------------------------------

CONTRAST = """() => {
    const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true});
    const light = colour => {
        pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
        const parts = [...pen.getImageData(0, 0, 1, 1).data].map(part => part / 255);
        const [r, g, b] = parts.map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const behind = node => {
        while (node && getComputedStyle(node).backgroundColor === "rgba(0, 0, 0, 0)") node = node.parentElement;
        return getComputedStyle(node).backgroundColor;
    };
    const speaks = node => [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
    return [...document.querySelectorAll("body *")].filter(speaks).map(node => {
        const [low, high] = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => a - b);
        return [`${node.className} ${node.textContent.slice(0, 30)}`, (high + .05) / (low + .05)];
    });
}"""


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_all_text_can_be_read_in_the_light_and_in_the_dark(opened: Opened, scheme: str, is_dark: bool) -> None:
    evidence = tuple(Evidence(block, role, 1.0 - block % 2 * 2, "a witness", "a reason") for block, role in enumerate(Role))
    page = opened(article(document(*map(str, Role), url="https://a.example/"), *Role, evidence=evidence), color_scheme=scheme)
    red = int(page.evaluate("getComputedStyle(document.body).backgroundColor").split("(")[1].split(",")[0])
    assert (red < 60) == is_dark
    page.get_by_label("Unfold all").check()
    page.locator(".block").first.hover()
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 200
    assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == []


@pytest.mark.parametrize("width", [320, 800, 1280, 1920])
def test_nothing_runs_out_of_the_window(opened: Opened, width: int) -> None:
    page = opened(article(document("wide" * 500, "wide" * 500), Role.BODY, Role.FEED, title="wide" * 50), width=width)
    page.get_by_label("Unfold all").check()
    page.locator(".block").first.hover()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_the_reasons_do_not_cover_their_block(opened: Opened) -> None:
    page = opened(article(document(*["It was ice."] * 60), *[Role.BODY] * 60), width=400)
    for _ in range(45):
        page.keyboard.press("Tab")
    block, reasons = page.locator(":focus").bounding_box(), page.locator(":focus .why").bounding_box()
    assert block
    assert reasons
    assert reasons["width"] == 400
    assert block["y"] >= 0
    assert block["y"] + block["height"] <= reasons["y"]


# --- hostile pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_of_a_page_runs_or_loads(opened: Opened, words: str) -> None:
    page = opened(everywhere(words))
    page.get_by_label("Unfold all").check()
    for block in page.locator(".block").all():
        block.focus()
        block.hover()
    assert page.evaluate("window.taken") is None
    assert page.evaluate("document.scripts.length + document.images.length + document.forms.length") == 1
    assert page.url.endswith("/report.html")


def test_the_policy_stops_what_would_have_got_through(browser: Browser, tmp_path: Path) -> None:
    holed = tmp_path / "holed.html"
    injected = "<script>window.taken = 1</script><img src=x onerror='window.taken = 1'><p id=p style='display: none'>a</p>"
    holed.write_text(render(PAGE, ARTICLE_TEXT).replace('<main id="page"', f'{injected}<main id="page"'), "utf-8")
    with browser.new_page() as page:
        page.goto(holed.as_uri())
        assert page.evaluate("window.taken") is None
        assert page.evaluate("document.images[0].naturalWidth") == 0
        expect(page.locator("#p")).to_be_visible()


def test_a_turned_reading_direction_ends_where_the_page_s_words_end(opened: Opened) -> None:
    page = opened(article(document("\u202eturned", "plain"), Role.FEED, Role.BODY, title="\u202eturned"))
    count, start = page.locator("summary > .count").bounding_box(), page.locator("summary > .start").bounding_box()
    assert count
    assert start
    assert count["x"] < start["x"]
    assert page.locator(".start").evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"


def test_five_thousand_blocks_can_be_used(opened: Opened) -> None:
    roles = [Role.BODY, Role.FEED, Role.BODY, Role.SHARE, Role.RELATED] * 1000
    said = tuple(Evidence(block, role, 1.0, "a witness", "a reason") for block, role in enumerate(roles))
    page = opened(article(document(*["It was ice, and the ferry was late."] * 5000), *roles, evidence=said))
    page.get_by_label("feed").check()
    assert page.locator(".part:visible").count() == 1000
    page.locator(".part:visible .block").first.hover()
    expect(why(page).locator(".name")).to_have_text("feed")


def test_a_megabyte_in_a_block_can_be_used(opened: Opened) -> None:
    page = opened(article(document("x" * 1_000_000, "word " * 200_000, "One."), Role.FEED, Role.BODY, Role.BODY))
    page.locator("summary").hover()
    expect(why(page).locator(".name")).to_have_text("feed")
    page.get_by_label("body").check()
    page.get_by_text("One.", exact=True).hover()
    expect(why(page).locator(".facts")).to_contain_text("block 2")
