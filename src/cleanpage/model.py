"""The values that the stages hand to each other; all are frozen and pickle."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from math import exp, expm1, log
from typing import NamedTuple, Protocol
from urllib.parse import urljoin

from cleanpage.words import fold, name_words_all, words_all


class Role(StrEnum):
    """What a block is on its page. The order is the order of the scorer's columns."""

    BODY = "body"
    STANDFIRST = "standfirst"
    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    TOPIC = "topic"
    BIO = "bio"
    NAVIGATION = "navigation"
    SUBSCRIBE = "subscribe"
    DONATION = "donation"
    PAYWALL = "paywall"
    FEED = "feed"
    RELATED = "related"
    PROMOTION = "promotion"
    ADVERTISEMENT = "advertisement"
    CONSENT = "consent"
    SHARE = "share"
    COMMENTS = "comments"
    FEEDBACK = "feedback"
    LEGAL = "legal"
    INTERFACE = "interface"
    OTHER = "other"


class Roles(StrEnum):
    """Roles that evidence may speak of in one breath: those of ARTICLE_TEXT."""

    ARTICLE_TEXT = "article text"


ARTICLE_TEXT = frozenset({Role.STANDFIRST, Role.BODY})
"""The roles of `Article.text`."""

ARTICLE_FULL = ARTICLE_TEXT | {Role.HEADLINE, Role.BYLINE, Role.DATELINE, Role.CAPTION}
"""The article with its furniture."""

EVERYTHING = frozenset(Role)
"""Every block of the page."""

ROLE_PRESETS: dict[str, frozenset[Role]] = {"article": ARTICLE_TEXT, "full": ARTICLE_FULL, "everything": EVERYTHING}


HEAD, TAIL = 300, 200
"""Characters that are read of a long block at its start and at its end."""

_SHOWN = 60  # characters of a text that stand for it where a value is printed: a page's own would fill the screen


class Kind(StrEnum):
    """What the markup (or the layout of flattened text) says a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    TERM = "term"
    DEFINITION = "definition"
    TABLE_CELL = "table cell"
    QUOTE = "quote"
    CODE = "code"
    CAPTION = "caption"
    CONTROL = "control"


NAMED = ("itemprop", "role", "aria-label", "data-testid")
"""The attributes beside class and id by which a page's author calls an element."""

SPANS = frozenset({"link", "strong", "em", "code"})
"""The kinds of spans."""


class Span(NamedTuple):
    """An inline element of a block: characters start..end of its text; kind is one of SPANS."""

    start: int
    end: int
    kind: str
    href: str = ""


@dataclass(frozen=True)
class Elements:
    """The elements above the blocks of an HTML page, one row each, a parent always before its children.

    `names` is what the page's author called the element, as written in one string: the words of its class, its id with # in front, and
    the words of the attributes in NAMED with theirs (role=menu). Only elements with text below them have a row.
    `selected` is (row, selectors) of every element that matches some of the selectors given to the segmenter, in the order of the rows.
    `cells` is (row, column) of every th and td; columns count from 0, those of empty cells and of cells that span several included.
    `starts` is (row, number) of every ol whose first entry has another number than 1.
    `fields` is (row, what is to be filled in) of every form that has fields: their tags, and their names in small letters (name=author).
    """

    tag: tuple[str, ...] = ()
    parent: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    selected: tuple[tuple[int, frozenset[str]], ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    starts: tuple[tuple[int, int], ...] = ()
    fields: tuple[tuple[int, frozenset[str]], ...] = ()

    @cached_property
    def matched(self) -> frozenset[str]:
        """The selectors that match any element."""
        return frozenset().union(*(selectors for _, selectors in self.selected))

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words that each element's names are made of (`words.name_words`)."""
        known = name_words_all(set(self.names))
        return tuple(map(known.__getitem__, self.names))

    def path(self, row: int) -> str:
        """The way from the root to this element in CSS: "body>main#story>p.lead"; "" for row -1."""
        steps = []
        while row >= 0:
            steps.append(css(self.tag[row], self.names[row]))
            row = self.parent[row]
        return ">".join(reversed(steps))


def css(tag: str, names: str) -> str:
    """An element in CSS, by its tag, classes and id: ("p", "lead #top role=note") -> "p.lead#top"."""
    words = (name for name in names.split() if "=" not in name)
    return "".join([tag, *(word if word.startswith("#") else f".{word}" for word in words)])


class Thing(NamedTuple):
    """An object of a page's JSON-LD: its types, and what it says of itself as (property, text), in the order in which it stands there.

    Lists are flattened; an object among the values is its name, for an image, a page or a place in the graph its address.
    """

    types: tuple[str, ...]
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says of itself out of sight: <title>, meta tags, OpenGraph, JSON-LD. Empty where it says nothing.

    The scorer is fitted on the first six as they are; the others are for metadata.

    metas: (name, content) of every meta tag that has both, the name in lower case
    links: (relation, address) of the <link>s that say where the page belongs
    things: the objects of JSON-LD, broken JSON repaired
    times: (block, datetime, itemprop) of every <time>, the block that it stands in or before; itemprop in lower case, "" where it has none
    language: of the root element, as written
    base: the address of <base>, as written
    """

    title: str = ""
    headlines: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    things: tuple[Thing, ...] = ()
    times: tuple[tuple[int, str, str], ...] = ()
    language: str = ""
    base: str = ""


@dataclass(frozen=True)
class Document:
    """A page cut into blocks: one column a property, one row a block, in document order.

    text: without markup, white space squeezed, "\\n" where the page breaks the line inside a block
    tag: innermost block-level tag around the block; "" in flattened text
    level: 1..6 for a heading, else 0
    element: row of that tag in `elements`; -1 in flattened text
    hidden: the page hides the block (hidden, aria-hidden, display:none)
    spans: links and emphasis, in order of their start, outer before inner, a link before the emphasis of just its text
    lines: first and last source line, counted from 1; (0, 0) in HTML
    gap: empty source lines before the block; 0 in HTML
    indent: columns of white space or the bullet's depth before the text
    """

    syntax: str
    url: str | None
    text: tuple[str, ...]
    kind: tuple[Kind, ...]
    tag: tuple[str, ...]
    level: tuple[int, ...]
    element: tuple[int, ...]
    hidden: tuple[bool, ...]
    spans: tuple[tuple[Span, ...], ...]
    lines: tuple[tuple[int, int], ...]
    gap: tuple[int, ...]
    indent: tuple[int, ...]
    elements: Elements = field(default_factory=Elements)
    hints: Hints = field(default_factory=Hints)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"<Document in {self.syntax}, {len(self)} blocks>"

    @cached_property
    def base(self) -> str:
        """Where relative links start from: the address in <base>, itself relative to the page's, or the page's; "" if none is known."""
        try:
            return urljoin(self.url or "", self.hints.base)
        except ValueError:
            return self.url or ""

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Every block's text made comparable (`words.fold`): what phrases and the scorer's words are looked up in."""
        return tuple(map(fold, self.text))

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The folded texts, of a long one its start and end: what a block wants of the reader shows there."""
        return tuple(text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} … {text[-TAIL:]}" for text in self.folded)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of `ends`, block by block."""
        return tuple(map(tuple, words_all(self.ends)))

    @cached_property
    def extents(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The first block under each element, and the last one."""
        parents = self.elements.parent
        first, last = [len(self)] * (len(parents) + 1), [-1] * (len(parents) + 1)  # the last answers for -1
        for block, row in enumerate(self.element):
            last[row] = block
            if block < first[row]:
                first[row] = block
        for row in range(len(parents) - 1, 0, -1):  # children stand behind their parents
            parent = parents[row]
            if first[row] < first[parent]:
                first[parent] = first[row]
            if last[row] > last[parent]:
                last[parent] = last[row]
        return tuple(first[:-1]), tuple(last[:-1])

    @cached_property
    def linked(self) -> tuple[int, ...]:
        """How many characters of each block are links."""
        linked = [0] * len(self)
        for block, spans in enumerate(self.spans):
            for start, end, kind, _ in spans:
                if kind == "link":
                    linked[block] += end - start
        return tuple(linked)

    @property
    def selected(self) -> dict[int, frozenset[str]]:
        """The blocks that stand under a selector given to the segmenter, in order, each with all that it stands under."""
        return self._under[0]

    @property
    def around(self) -> dict[int, frozenset[str]]:
        """By row: what is matched by the elements around one that matches a selector itself."""
        return self._under[1]

    @cached_property
    def opening_links(self) -> tuple[int, ...]:
        """How many characters of each block its first span is, if that is a link."""
        return tuple(spans[0].end - spans[0].start if spans and spans[0].kind == "link" else 0 for spans in self.spans)

    @cached_property
    def _under(self) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]]:
        """`selected` and `around`: parents stand before their children, so all blocks of the next element stand under the same so far."""
        first, last = self.extents if self.elements.selected else ((), ())
        under: dict[int, frozenset[str]] = {}
        around: dict[int, frozenset[str]] = {}
        for row, selectors in self.elements.selected:
            above = around[row] = under.get(first[row], frozenset())
            if not selectors <= above:
                under.update(dict.fromkeys(range(first[row], last[row] + 1), above | selectors))
        return under, around


def _opening(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class Evidence(NamedTuple):
    """One thing a witness says: so much log-odds for this role (or for each of these roles) of that block, for this reason.

    Positive log-odds speak for the role, negative ones against it. `reason` is a clause in plain words that quotes what triggered it.
    """

    block: int
    role: Role | Roles
    log_odds: float
    witness: str
    reason: str


class Verdict(NamedTuple):
    """What the judge decided of one block: its role, how sure (0..1), and what was said about it, in no order that tells anything.

    prior: the block and the log-probability of this role by the scorer alone; one more line of evidence, written when asked for
    is_copy: whether it is article text that only repeats a paragraph before it, and is read there
    """

    role: Role
    probability: float
    said: tuple[Evidence, ...]
    prior: tuple[int, float] | None = None
    is_copy: bool = False

    def is_read_as(self, roles: Set[Role]) -> bool:
        """Whether a reader who wants these roles wants the block: copies are read once."""
        return self.role in roles and not self.is_copy

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was said about the block, strongest first; put in order when asked for."""
        scored = () if self.prior is None else (_scored(self.role, *self.prior),)
        return tuple(sorted((*scored, *self.said), key=_strength))


def _scored(role: Role, block: int, log_chance: float) -> Evidence:
    log_odds = log_chance - log(max(-expm1(log_chance), 1e-9))
    reason = f"in its place and by its shape {role} with probability {exp(log_chance):.2f}"
    return Evidence(block, role, log_odds, "scorer", reason)


def _strength(item: Evidence) -> tuple[float, Evidence]:
    return -abs(item.log_odds), item


@dataclass(frozen=True, slots=True)
class Block:
    """One row of an article's document with its verdict; a view, made when asked for."""

    document: Document
    index: int
    verdict: Verdict

    def __repr__(self) -> str:
        return f"<Block {self.index}, {self.role} with probability {self.probability:.2f}: {_opening(self.text)!r}>"

    @property
    def text(self) -> str:
        return self.document.text[self.index]

    @property
    def kind(self) -> Kind:
        return self.document.kind[self.index]

    @property
    def level(self) -> int:
        return self.document.level[self.index]

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.document.spans[self.index]

    @property
    def hidden(self) -> bool:
        return self.document.hidden[self.index]

    @property
    def lines(self) -> tuple[int, int]:
        """First and last source line of flattened text, from 1; (0, 0) in HTML."""
        return self.document.lines[self.index]

    @property
    def path(self) -> str:
        """Where the block stands in the page, CSS-like; "" in flattened text."""
        return self.document.elements.path(self.document.element[self.index])

    @property
    def role(self) -> Role:
        return self.verdict.role

    @property
    def is_copy(self) -> bool:
        """Whether it only repeats a paragraph of the article before it, which is read there."""
        return self.verdict.is_copy

    @property
    def probability(self) -> float:
        """How sure the judge is of the role, 0..1."""
        return self.verdict.probability

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What was said about this block, strongest first."""
        return self.verdict.evidence


@dataclass(frozen=True)
class Widget:
    """Consecutive removed blocks of one role: what a reader sees as one thing."""

    role: Role
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    def __repr__(self) -> str:
        return f"<Widget of {len(self.blocks)} blocks, {self.role}: {_opening(self.text)!r}>"


class Outlet(NamedTuple):
    """The profile of a page's outlet: its host, and what of it spoke ("layout 1", "lines"); "" where nothing matched the page."""

    host: str
    spoke: str


class PageKind(StrEnum):
    """What a page is as a whole."""

    ARTICLE = "article"
    LIVE_BLOG = "live blog"
    LIST = "list"
    CONSENT_WALL = "consent wall"
    PAYWALL_TEASER = "paywall teaser"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an article is besides its text. "", () and None: the page does not say.

    authors: one entry a person or, where the page names one, an organisation; names only
    published, modified: a datetime where the page says a time, with its offset where the page says that too; else a plain date
    site: the site's own name; outlet: its host without "www."
    language: a BCP 47 tag, "pt" or "pt-BR", as the page states it
    canonical, image: absolute addresses, http or https
    paywalled: what the page states of itself
    kind_confidence: 0..1
    sources: (field, where its value comes from) for every field that has one
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None
    modified: date | None = None
    site: str = ""
    outlet: str = ""
    language: str = ""
    description: str = ""
    canonical: str = ""
    image: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    paywalled: bool | None = None
    kind: PageKind = PageKind.EMPTY
    kind_confidence: float = 0.0
    sources: tuple[tuple[str, str], ...] = ()

    def source(self, field: str) -> str:
        """Where the value of a field comes from: "JSON-LD headline", "meta og:title", "headline block"; "" for one without a value."""
        return dict(self.sources).get(field, "")


def nothing_known(article: "Article") -> Metadata:
    """The metadata of an article of which nobody reads any."""
    return Metadata()


@dataclass(frozen=True)
class Article:
    """A cleaned page: its document, one verdict a block, and what is known of it besides its text.

    `profile` is None where no profile is known for the page's address, or none that holds anything for its syntax. `reader` is what
    reads the metadata, a function of a module, so that the article pickles.
    """

    document: Document
    verdicts: tuple[Verdict, ...]
    profile: Outlet | None = None
    reader: Callable[["Article"], Metadata] = field(default=nothing_known, repr=False)

    def __repr__(self) -> str:
        kept = sum(verdict.is_read_as(ARTICLE_TEXT) for verdict in self.verdicts)
        return f"<Article, {kept} of {len(self.verdicts)} blocks: {_opening(self.text)!r}>"

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says of the article besides its text; read when first asked for, which takes about 1 ms."""
        return self.reader(self)

    @property
    def title(self) -> str:
        """The page's own headline, without the site's name; "" where there is none."""
        return self.metadata.title

    @property
    def authors(self) -> tuple[str, ...]:
        """Names only, one entry a person or organisation."""
        return self.metadata.authors

    @property
    def published(self) -> date | None:
        """The day of publication, a datetime where the page says the time; None where it says neither."""
        return self.metadata.published

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the page in document order, kept and removed."""
        return tuple(Block(self.document, i, verdict) for i, verdict in enumerate(self.verdicts))

    def kept(self, roles: Set[Role] = ARTICLE_TEXT) -> Iterator[Block]:
        """The blocks of these roles, in document order."""
        return (block for block in self.blocks if block.verdict.is_read_as(roles))

    @property
    def text(self) -> str:
        """Standfirst and body, a block a line; "" for a page without an article."""
        return "\n".join(self.document.text[i] for i, verdict in enumerate(self.verdicts) if verdict.is_read_as(ARTICLE_TEXT))

    @property
    def removed(self) -> tuple[Widget, ...]:
        """What `text` leaves out: runs of neighbouring blocks of one role, copies of article text among them."""
        runs = groupby(self.blocks, key=lambda block: (block.role, block.verdict.is_read_as(ARTICLE_TEXT)))
        return tuple(Widget(role, tuple(run)) for (role, read), run in runs if not read)


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be cleaned: which, at what stage, and why."""

    id: str
    stage: str
    error: str
    message: str


class Segmenter(Protocol):
    """A module of `cleanpage.segment`: cuts one syntax into blocks, and records which of the CSS selectors they stand under."""

    def segment(self, page: str, url: str | None, selectors: Sequence[str] = ()) -> Document: ...


class Rule(Protocol):
    """A module of `cleanpage.rules`: sees a document and says what it finds; never sees the prior or other evidence."""

    def find(self, document: Document) -> Iterator[Evidence]: ...


class Renderer(Protocol):
    """A module of `cleanpage.formats`: writes an article in one format."""

    def render(self, article: Article, roles: Set[Role]) -> str: ...
