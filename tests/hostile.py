"""Articles built by hand, and one that says the same hostile words wherever a page can say anything."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone

from build import document

from cleanpage.model import Article, Document, Elements, Evidence, Kind, Metadata, PageKind, Role, Span, Verdict

HOSTILE = [
    "<script>window.taken = 1</script>",
    "</script><script>window.taken = 1</script>",
    "</style><script>window.taken = 1</script>",
    "</title><script>window.taken = 1</script>",
    '"><img src=x onerror="window.taken = 1">',
    "'><svg onload='window.taken = 1'>",
    '" onfocus="window.taken = 1" autofocus tabindex="1',
    "<!-- --!> <![CDATA[ <?xml ?> -->",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "javascript:window.taken=1",
    "<base href=https://evil.example><meta http-equiv=refresh content=0;url=https://evil.example>",
    "<iframe src=https://evil.example></iframe><link rel=stylesheet href=https://evil.example>",
    "</details></main></body></html><form action=https://evil.example><input name=x>",
    "\u202egnp.exe\u202c \u2066\u2067\u200f left \u0000 \u0001 \x1b[31m \ufeff \ufffe \U0010ffff",
    "Z̸̛͎a͙̾l̛͇g̈́o ﷽ 👩‍👩‍👧‍👦 𒐫",
    "half a pair: \ud83d",
]


def article(page: Document, *roles: Role, title: str = "Ferry late", evidence: tuple[Evidence, ...] = ()) -> Article:
    """The page with these roles, each as sure as .9; the evidence goes to its blocks."""
    said: dict[int, list[Evidence]] = {}
    for item in evidence:
        said.setdefault(item.block, []).append(item)
    verdicts = tuple(Verdict(role, 0.9, tuple(said.get(block, ()))) for block, role in enumerate(roles))
    return Article(page, verdicts, reader=lambda _: Metadata(title=title))


METADATA = Metadata(
    title="Ferry late",
    authors=("Ann Low", "Bo Üz"),
    published=datetime(2024, 3, 18, 14, 4, tzinfo=timezone(timedelta(hours=1))),
    modified=date(2024, 3, 19),
    site="The Ferry Post",
    outlet="post.example",
    language="en-GB",
    description="It was ice.",
    canonical="https://post.example/a",
    image="https://post.example/a.jpg",
    section="Harbour",
    topics=("ice", "ferries"),
    paywalled=False,
    kind=PageKind.ARTICLE,
    kind_confidence=0.9,
    sources=(("title", "headline block"),),
)
"""Metadata with a value in every field."""


def everywhere(words: str) -> Article:
    """A page that says the same words wherever a page can say anything."""
    elements = Elements(("div", "p"), (-1, 0), (words, f"aria-label={words} {words}"))
    page = document(
        *[words] * 3,
        url=words,
        element=[1] * 3,
        elements=elements,
        kind=[Kind.PARAGRAPH, Kind.CODE, Kind.HEADING],
        spans=[(Span(0, 2, "link", words),)] * 3,
    )
    said = tuple(Evidence(block, Role.FEED, 1.0, words, words) for block in range(3))
    found = article(page, Role.BODY, Role.BODY, Role.FEED, evidence=said)
    return replace(found, reader=lambda _: _saying(words))


def _saying(words: str) -> Metadata:
    """Metadata that says the words in every field that can."""
    said = {field.name: words for field in fields(Metadata) if field.type is str or field.type == "str"}
    return replace(METADATA, **said, authors=(words, words), topics=(words,), sources=((words, words),))
