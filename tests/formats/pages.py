"""Articles of any shape, for what must hold of every format."""

from hostile import article
from hypothesis import strategies as st

from cleanpage.model import EVERYTHING, Article, Role
from cleanpage.segment import html, text

_TAGS = "ul ol li dl dt dd blockquote table caption tr th td p h2 h5 pre div section figcaption b i code button".split()
_LINKS = ["<a href=/a>", '<a href="https://x.example/?a=1&b=2">', "<a href='javascript:alert(1)'>", '<a href="http://[">', "</a>", "<br>"]
_WORDS = ["It rained.", "&lt;b>&amp;", "“So”", "]]>", "--", "\n", "*a*", "今日は雨。", "مرحبا", "1. x", "a\x1bb", "\u202e"]
_PIECES = st.one_of(
    st.sampled_from(_TAGS).map("<{}>".format),
    st.sampled_from(_TAGS).map("</{}>".format),
    st.sampled_from(_LINKS + _WORDS * 3),
    st.text(max_size=4),
)
_LINES = st.sampled_from(["• One", "  • a", "- b", "- c", "# Ice", "It rained.", "", "https://x.example/a?b&c", "<p>", "\ud83d"])


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    source = draw(st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.lists(_LINES, max_size=12)))
    page = html.segment(source, "https://x.example/n/a") if isinstance(source, str) else text.segment("\n".join(source), None)
    roles = [draw(st.sampled_from([Role.BODY] * 6 + sorted(EVERYTHING))) for _ in page.text]
    return article(page, *roles, title="Ice & <snow>")


PAGES = _articles()
