"""XPath in CSS: what is said how, what cannot be said, and that both select the same elements."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanpage.dom import parse as page
from cleanpage.errors import BadXPath, NotCss
from cleanpage.profiles.css import translate
from cleanpage.profiles.xpath import parse
from cleanpage.selectors import select

TRANSLATED = [
    ("//div", "div"),
    ("//div[@id='story']", "div[id='story']"),
    ('//*[@id="it\'s"]', r"[id='it\'s']"),
    ("//div[@class='a b']//p", "div[class='a b'] p"),
    ("//div[contains(@class, 'share')]/p", "div[class*='share'] > p"),
    ("//div[contains(concat(' ', normalize-space(@class), ' '), ' lead ')]", "div[class~='lead']"),
    ("//div[contains(concat(' ', @class, ' '), ' lead ')]", "div[class~='lead']"),
    ("//div[contains(concat(' ', @class), ' lead')]", "div[class^='lead'], div[class*=' lead']"),
    ("//div[contains(concat(@class, ' '), '-ad ')]", "div[class$='-ad'], div[class*='-ad ']"),
    ("//div[starts-with(@id, 'post-')]", "div[id^='post-']"),
    ("//a[@href and not(@rel)]", "a[href]:not([rel])"),
    ("//a[@rel!='next']", "a[rel]:not([rel='next'])"),
    ("//div[@id='a' or @id='b']/p", "div[id='a'] > p, div[id='b'] > p"),
    ("//div[@id='a']|//p", "div[id='a'], p"),
    ("/html/body/div[2]", "html:root > body > div:nth-of-type(2)"),
    ("//article[1]", "article:nth-of-type(1)"),
    ("//p[last()]", "p:nth-last-of-type(1)"),
    ("//p[last()-1]", "p:nth-last-of-type(2)"),
    ("//p[position()>2]", "p:nth-of-type(n+3)"),
    ("//p[position() < last()]", "p:nth-last-of-type(n+2)"),
    ("//p[position() mod 2 = 0]", "p:nth-of-type(even)"),
    ("//*[3]", "*:nth-child(3)"),
    ("//p[@class][1]", "p[class]:not(*:is(p[class] ~ *))"),
    ("//div[p]", "div:has(> p)"),
    ("//div[.//img[@src]]", "div:has(img[src])"),
    ("//div[a/@href='/x']", "div:has(> a[href='/x'])"),
    ("//div[not(p) and count(img) = 0]", "div:not(*:has(> p)):not(*:has(> img))"),
    ("//*[self::h2 or self::h3]", "h2, h3"),
    ("//*[name() = 'h2']", "h2"),
    ("//h2/following-sibling::*", "h2 ~ *"),
    ("//h2/following-sibling::*[1][self::p]", "h2 + p"),
    ("//h2/preceding-sibling::p", "p:has(~ h2)"),
    ("//a[@rel='tag']/parent::p", "p:has(> a[rel='tag'])"),
    ("//div[@id='a']/p/..", "div[id='a']:has(> p)"),
    ("//time/ancestor::header", "header:has(time)"),
    ("//p[ancestor::nav]", "p:is(nav *)"),
    ("//p[../@class='a']", "p:is([class='a'] > *)"),
    ("//p[preceding-sibling::*[1][self::h2]]", "p:is(h2 + *)"),
    ("//footer/self::footer | //footer/following-sibling::*", "footer, footer ~ *"),
    ("id('story')", "[id='story']"),
    ("id('story')/p", "[id='story'] > p"),
    ("(//div[@id='a'])/p", "div[id='a'] > p"),
    ("div[@id='a']", "div[id='a']"),
    ("h1", "h1"),
    ("//DIV[@Class='A']", "div[class='A']"),
    ("//fb:like", r"fb\:like"),
    ("//div[ends-with(@id, '-ad')]", "div[id$='-ad']"),
]


@pytest.mark.parametrize(("xpath", "css"), TRANSLATED)
def test_what_css_can_say_is_said_in_css(xpath: str, css: str) -> None:
    assert ", ".join(translate(parse(xpath))) == css


PAGE = """<!doctype html><body><nav><p>n</p></nav><article id=story><header><h1 class=A>h</h1><time>t</time></header>
<div id=a class="a b"><p class="lead x">1<a rel=tag href=/x>t</a></p><h2>2</h2><p class=" lead">3</p><p>4</p>
<blockquote>5</blockquote></div>
<div id=b class="share top-ad"><p>6</p><img src=i><a href=/x>7</a></div><div id="post-1-ad" class="a"><p class=a>8</p><p class=b>9</p></div>
<div id="it's" class=lead-in><h3>x</h3><h2>y</h2><p><a href=/y rel=next>z</a><em>e</em></p></div></article>
<article class="top-ad lead"><p>o</p></article><footer>f</footer><div>g</div><p>l</p></body>"""


@pytest.mark.parametrize("xpath", [xpath for xpath, _ in TRANSLATED if "ends-with" not in xpath and ":l" not in xpath])
def test_a_page_has_the_same_elements_for_both(xpath: str) -> None:
    root = page(PAGE)
    assert root is not None
    written = xpath.replace("DIV", "div").replace("@Class", "@class").replace("id('story')", "//*[@id='story']")
    anywhere = written if written.startswith(("/", "(")) else f"//{written}"
    assert select(root, translate(parse(xpath))).keys() == select(root, [anywhere]).keys()


NOT_CSS = [
    ("//p[contains(., 'Read more')]", "text"),
    ("//p[contains(text(), 'Read more')]", "text"),
    ("//p[starts-with(normalize-space(.), 'A')]", "text"),
    ("//p[. = 'More']", "text"),
    ("//p[normalize-space(@class) = 'a']", "comparison"),
    ("//div[string-length(@class) = 15]", "comparison"),
    ("(//article)[1]", "counts among all elements"),
    ("//h2[1]/following-sibling::p[1]", "position"),
    ("//a/ancestor::div[1]", "position"),
    ("//div/descendant::p[1]", "position"),
    ("//p/following::div", "no axis following"),
    ("//p/text()", "it selects text"),
    ("//p/@class", "it selects attributes"),
    ("//p[@*]", "any attribute"),
    ("//div[count(p) > 2]", "counts elements"),
    ("//div[@width > 100]", "comparison"),
    ("//p[//nav]", "another part of the page"),
    ("//p//..", "around text"),
    ("concat(//a, 'b')", "selects no elements"),
    ("//p[1 or @id]", "condition that CSS does not know"),
    ("//*[@a or @b][@c or @d][@e or @f][@g or @h][@i or @j][@k or @l][@m or @n]", "more than 64 selectors"),
]


@pytest.mark.parametrize(("xpath", "reason"), NOT_CSS)
def test_what_css_cannot_say_is_refused_with_the_reason(xpath: str, reason: str) -> None:
    with pytest.raises(NotCss) as error:
        translate(parse(xpath))
    assert reason in str(error.value)


MISTAKES = [
    ("//div[contains(@class, story)]", "<story>: are quotes missing"),
    ("//div[@class = story]", "<story>: are quotes missing"),
    ("//div[contains(@class, '')]", "empty text"),
    ("//p/self::div", "no element can be all of this"),
    ("/following-sibling::p", "the document has no siblings"),
]


@pytest.mark.parametrize(("xpath", "reason"), MISTAKES)
def test_what_nobody_can_mean_is_a_mistake(xpath: str, reason: str) -> None:
    with pytest.raises(BadXPath) as error:
        translate(parse(xpath))
    assert reason in str(error.value)


# --- the same elements --------------------------------------------------------------------------------------------------------------

TAGS = ["div", "p", "section", "span"]
CLASSES = ["a", "b", "a b", "lead", "b a c", "lead-in", " a "]
NAMES = st.sampled_from([*TAGS, "*", "em"])
ATTRIBUTES = st.sampled_from(
    [
        "@class='a'",
        "@class",
        "@id='x'",
        "@class!='a'",
        ".//@id",
        "contains(@class,'a')",
        "starts-with(@id,'x')",
        "contains(concat(' ',normalize-space(@class),' '),' b ')",
        "contains(concat(' ',@class),' lead')",
    ]
)
AXES = st.sampled_from(
    "child child child parent ancestor ancestor-or-self self descendant descendant-or-self following-sibling preceding-sibling".split()
)
POSITIONS = st.sampled_from(
    "1 2 last() last()-1 position()=2 position()>1 position()<last() position()<=2 position()!=1 position()>=last()-1".split()
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    def element(depth: int) -> str:
        tag = draw(st.sampled_from(TAGS if depth < 3 else ["span", "em"]))
        named = f' class="{draw(st.sampled_from(CLASSES))}"' if draw(st.booleans()) else ""
        named += f' id="{draw(st.sampled_from(["x", "y", "xy"]))}"' if draw(st.integers(0, 3)) == 0 else ""
        inner = "" if depth > 3 else "".join(element(depth + 1) for _ in range(draw(st.integers(0, 3))))
        if tag == "p":
            inner = draw(st.sampled_from(["", "text", "<em>e</em><span class=a>s</span>"]))
        return f"<{tag}{named}>{inner}</{tag}>"

    return "<!doctype html><body>" + "".join(element(0) for _ in range(draw(st.integers(1, 4))))


def relative(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}::{}".format, AXES, NAMES),
        st.builds("{}::{}[{}]".format, AXES, NAMES, inner),
        st.builds("{}::{}{}{}".format, AXES, NAMES, st.sampled_from(["/", "//"]), NAMES),
        st.builds("../{}".format, NAMES),
        st.builds("{}/@class='a'".format, NAMES),
        st.builds("preceding-sibling::*[1][self::{}]".format, NAMES),
        st.builds("not({})".format, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("{} and ({})".format, inner, inner),
    )


PREDICATES = st.recursive(st.one_of(ATTRIBUTES, ATTRIBUTES, POSITIONS), relative, max_leaves=4)
STEPS = st.builds(
    lambda axis, name, predicates: f"{axis}::{name}{''.join(f'[{predicate}]' for predicate in predicates)}",
    AXES,
    NAMES,
    st.lists(PREDICATES, max_size=2),
)
LATER = st.tuples(st.sampled_from(["/", "//"]), st.one_of(STEPS, STEPS, st.sampled_from(["..", "following-sibling::*[1]"])))
XPATHS = st.builds(lambda first, later: f"//{first}{''.join(map(''.join, later))}", STEPS, st.lists(LATER, max_size=3))


@settings(max_examples=40)
@given(pages(), XPATHS)
def test_css_selects_the_elements_that_xpath_selects(html: str, xpath: str) -> None:
    root = page(html)
    assert root is not None
    try:
        css = translate(parse(xpath))
    except NotCss:
        return
    except BadXPath:
        assert not select(root, [xpath])  # what nobody can mean selects nothing
        return
    counted_apart = {root.mem_id}  # the parser does not take the root for its parent's first child
    assert select(root, css).keys() - counted_apart == select(root, [xpath]).keys() - counted_apart
