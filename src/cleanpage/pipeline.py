"""The stages in order: from a page to its article."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypedDict, TypeVar, Unpack

from cleanpage import plugins
from cleanpage import second_opinion as other
from cleanpage.assemble import assemble
from cleanpage.decode import decode
from cleanpage.errors import PageTooLarge, UnknownName
from cleanpage.model import ARTICLE_TEXT, EVERYTHING, SPANS, Article, Document, Evidence, Metadata
from cleanpage.profiles import Profile, for_url
from cleanpage.score.model import load

_Name = TypeVar("_Name", bound=str)

MAX_BYTES = 50_000_000
_OPENINGS = ("<!doctype", "<html", "<?xml", "<head", "<body", "<!--")
_TAG = re.compile(
    r"<(?:a|article|aside|b|blockquote|body|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|header"
    r"|hr|i|iframe|img|ins|li|link|main|meta|nav|ol|p|pre|q|s|script|section|small|span|strong|style|sub|sup|table|td|th|time|title|tr|u|ul)"
    r"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_SAMPLE, _A_TAG_IN = 20_000, 1000  # characters


def clean(
    page: bytes | str,
    *,
    url: str | None = None,
    syntax: str | None = None,
    profiles: Path | str | None = None,
    max_bytes: int = MAX_BYTES,
    second_opinion: bool = False,
) -> Article:
    """The article of one page, with a role and reasons for every block; a page without an article gives one without text.

    `syntax` is "html" or "text"; None tells them apart by looking. `profiles` is a folder of outlets' profiles that are heard before the
    packaged ones; None takes the folder that the environment's CLEANPAGE_PROFILES names, if any. `second_opinion` hears trafilatura where
    the judge is in doubt.
    Raises DecodeError for bytes that are not text, PageTooLarge over `max_bytes` (characters, for a str), UnknownName for a syntax that
    does not exist, BadData for a profile that holds what it may not, TypeError for a page or an address that is none.
    """
    if not isinstance(url, str | None):
        raise TypeError(f"url is a str or None, not {type(url).__name__}; str(url) may be what is meant")
    text = read(page, max_bytes)
    profile = for_url(url, profiles or os.environ.get("CLEANPAGE_PROFILES") or None)
    document = segment(text, url=url, syntax=syntax, selectors=profile.selectors if profile else ())
    known = list(profile.find(document)) if profile else []
    outlet = profile.outlet(document, known) if profile else None
    prior, evidence = load(document.syntax).prior(document), list(witnesses(document))
    article = assemble(document, prior, evidence, known)
    if second_opinion and other.in_doubt(article):
        article = assemble(document, prior, [*evidence, *other.find(document, text)], known)
    return replace(article, profile=outlet, reader=_metadata)


def _metadata(article: Article) -> Metadata:
    """Loaded when the first article is asked: a tenth of the time that a process waits for its first page."""
    from cleanpage.metadata import metadata

    return metadata(article)


class Options(TypedDict, total=False):
    """What `clean` takes beside the page."""

    url: str | None
    syntax: str | None
    profiles: Path | str | None
    max_bytes: int
    second_opinion: bool


def clean_file(path: str | os.PathLike[str], **options: Unpack[Options]) -> Article:
    """The article of the page in a file, with the options of `clean`; reads no more of it than the limit. Raises OSError, too."""
    with open(path, "rb") as file:
        return clean(_first(file, options.get("max_bytes", MAX_BYTES) + 1), **options)


def _first(file: BinaryIO, most: int) -> bytes:
    """The first bytes of a file; read(most) would make room for all of them first, which a limit of sys.maxsize has none for."""
    parts: list[bytes] = []
    while most > 0 and (part := file.read(min(most, MAX_BYTES))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def read(page: bytes | str, max_bytes: int = MAX_BYTES) -> str:
    """The page as text, without the NUL characters that no text means; raises DecodeError, PageTooLarge and TypeError."""
    if not isinstance(page, bytes | str):
        raise TypeError(f"a page is bytes or str, not {type(page).__name__}; clean_file reads one from its path, bytes() copies a buffer")
    if len(page) > max_bytes:
        raise PageTooLarge(f"the page is over the limit of {max_bytes:,} bytes, which clean(..., max_bytes=) raises")
    return decode(page) if isinstance(page, bytes) else page.replace("\0", "")


def segment(text: str, *, url: str | None = None, syntax: str | None = None, selectors: Sequence[str] = ()) -> Document:
    """The page cut into blocks, not yet judged; raises UnknownName for a syntax that does not exist."""
    document: Document = plugins.load("cleanpage.segment", syntax or looks_like(text)).segment(text, url, selectors)
    return document


def judge(document: Document, profile: Profile | None = None) -> Article:
    """The article of a document, by the scorer, all rules and the outlet's profile, if there is one."""
    return assemble(document, load(document.syntax).prior(document), witnesses(document), profile.find(document) if profile else ())


def witnesses(document: Document) -> Iterator[Evidence]:
    """What all rules say of a document."""
    return chain.from_iterable(plugins.load("cleanpage.rules", name).find(document) for name in plugins.names("cleanpage.rules"))


def render(article: Article, format: str = "text", roles: Iterable[str] = ARTICLE_TEXT, spans: Iterable[str] = SPANS) -> str:
    """The blocks of these roles in one format, of links and emphasis only these kinds; the text is the same whatever `spans` says.

    Raises UnknownName for a format, a role or a kind of span that does not exist, TypeError for one where a set of them should be.
    """
    wanted, marked = _known("role", roles, EVERYTHING), _known("span", spans, SPANS)
    text: str = plugins.load("cleanpage.formats", format).render(_with_spans(article, marked), wanted)
    return text


def _known(what: str, names: Iterable[str], known: Set[_Name]) -> frozenset[_Name]:
    """The names as a set; a string would be a set of letters."""
    if isinstance(names, str):
        raise TypeError(f"{what}s are a set, not a string; {{{str(names)!r}}} is one")
    named = set(names)
    if not named <= known:
        raise UnknownName.of(what, min(map(str, named - known)), known)
    return frozenset(name for name in known if name in named)


def _with_spans(article: Article, kinds: Set[str]) -> Article:
    if kinds >= SPANS:
        return article
    spans = tuple(tuple(span for span in found if span.kind in kinds) for found in article.document.spans)
    return replace(article, document=replace(article.document, spans=spans), reader=lambda _: article.metadata)


def looks_like(text: str) -> str:
    """ "html" if the page opens like HTML or holds tags as HTML does, else "text"; decided on its first 20,000 characters.

    Text about HTML names a tag here and there; read as HTML, it would lose them and run together, for its lines would mean nothing.
    """
    sample = text[:_SAMPLE].lstrip("\ufeff \t\r\n")
    if sample[:20].lower().startswith(_OPENINGS):
        return "html"
    opened = len(_TAG.findall(sample))
    closed = "</" in sample or "/>" in sample
    dense = sample.startswith("<") or opened * _A_TAG_IN >= len(sample)
    return "html" if dense and (opened > 2 or (opened and closed)) else "text"
