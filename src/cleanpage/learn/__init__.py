"""From unlabelled pages of one outlet to its profile: what repeats is template, what varies where the judge finds articles is prose.

1. Every page is judged as any page is. The verdicts are the only labels; what counts is what most pages agree on, so that a page that the
   judge gets wrong is put right by the others.
2. Lines that stand on most pages (numbers and dates aside) are the site's, unless the judge is sure that they are article text. Those of
   HTML that the judge removes anyway are told of flattened text alone: there no selectors tell them.
3. Articles stand in the same places on every page. The places that most pages keep are the body, and where these hold all of it on most
   pages, nothing elsewhere is. Of selectors whose names last, those are chrome whose blocks are of one role of it on most pages.
4. In flattened text a line is a marker if hardly any prose stands before it, or behind it, on most pages; and so is the label above the
   posts of a live blog, if few of the pages have posts.
5. The profile is tried on the pages that it was learned from. What would remove prose there is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from cleanpage.errors import NotLearned
from cleanpage.learn.lines import Line, repeated, telling, told
from cleanpage.learn.markers import Marker, markers
from cleanpage.learn.matches import Selection
from cleanpage.learn.pages import Seen, distinct, judged, outlet
from cleanpage.learn.selectors import layout
from cleanpage.learn.trial import tried
from cleanpage.model import Role
from cleanpage.profiles import Expectation, Layout, Profile
from cleanpage.profiles.lines import fingerprint, keys, template
from cleanpage.profiles.values import COMPLETE, pairs

__all__ = ["FEWEST", "draft", "learn", "learn_fingerprints", "outlet"]

_Lines = Mapping[Role, tuple[str, ...]]

FEWEST = 2
"""Different pages of one syntax: what stands on one page alone may be its article. Three and more say much more."""


def learn(pages: Iterable[tuple[str, bytes | str]]) -> Profile:
    """The profile of the outlet that these pages, (url, page) each, come from; the same for the same pages in the same order.

    Raises NotLearned for too few different pages, for pages of several outlets, and where nothing repeats; DecodeError and PageTooLarge
    for what is no page.
    """
    seen = distinct(judged(pages))
    host = outlet(page.url for page in seen)
    groups = [group for syntax in ("html", "text") if len(group := [page for page in seen if page.document.syntax == syntax]) >= FEWEST]
    if not groups:
        raise NotLearned(f"{host}: {len(seen)} different pages of one syntax at most; {FEWEST} are needed, 3 and more say much more")
    profile = _together(host, [_of_one_syntax(group) for group in groups])
    if not profile.selectors and not profile.in_text.phrases:
        raise NotLearned(f"{host}: nothing repeats on these {len(seen)} pages; name pages of one layout, and more of them")
    return replace(profile, source=f"learned from {len(seen)} pages of {host}")


def draft(pages: Iterable[tuple[str, bytes | str]]) -> Profile:
    """A profile to begin with, of one page or more: what `learn` finds, and a test that holds the first and last sentences of each article.

    Of a single page everything is a guess, to be reviewed. Raises as `learn` does, but not for too few pages; and NotLearned for pages with
    neither an article nor a name that lasts.
    """
    seen = distinct(judged(pages))
    host = outlet(page.url for page in seen)
    groups = [group for syntax in ("html", "text") if (group := [page for page in seen if page.document.syntax == syntax])]
    profile = _together(host, [_of_one_syntax(group) for group in groups])
    tests = tuple(Expectation(page.url, tuple(_ends(page))) for page in seen if page.article.text)
    if not profile.selectors and not tests:
        raise NotLearned(f"{host}: nothing to begin with on {'this page' if len(seen) == 1 else 'these pages'}; name one with an article")
    return replace(profile, source=f"drafted from {len(seen)} page{'s' * (len(seen) > 1)} of {host}, to be reviewed", tests=tests)


def _ends(page: Seen) -> Iterator[str]:
    """The first and the last paragraph of a page's article."""
    kept = [text for text, kept in zip(page.document.text, page.kept, strict=True) if kept]
    yield from dict.fromkeys((kept[0], kept[-1]))


def learn_fingerprints(pages: Iterable[tuple[str, bytes | str]]) -> Profile:
    """The same with hashes of the site's lines instead of the lines, and notes that quote none: a profile that copies nothing."""
    profile = learn(pages)
    everywhere, of_text = (
        {role: tuple(fingerprint(keys(text)[-1]) for text in lines) for role, lines in groups.items()}
        for groups in (profile.phrases, profile.text_phrases)
    )
    begin, end = (tuple(fingerprint(template(text)) for text in markers) for markers in (profile.begin, profile.end))
    notes = {_hashed(value, profile): note.partition(":")[0] for value, note in profile.notes.items()}
    hashed = replace(profile, phrases={}, fingerprints=everywhere, text_phrases={}, text_fingerprints=of_text)
    return replace(hashed, begin=begin, end=end, notes=notes)


def _hashed(value: str, profile: Profile) -> str:
    return value if value in profile.selectors or value == COMPLETE else fingerprint(keys(value)[-1])


def _of_one_syntax(seen: Sequence[Seen]) -> Profile:
    repeating, is_html = repeated(seen), seen[0].document.syntax == "html"
    lines = telling(seen, repeating)
    found = layout(told(seen, lines)) if is_html else Selection([])
    begin, end = ([], []) if is_html else markers(seen, repeating, lines)
    everywhere = frozenset(line for line in lines if is_html and line.kept)
    profile = Profile(
        host="",
        layouts=_layouts(found),
        phrases=_by_role((line.role, line.text) for line in lines if line in everywhere),
        text_phrases=_by_role((line.role, line.text) for line in lines if line not in everywhere),
        begin=tuple(marker.text for marker in begin),
        end=tuple(marker.text for marker in end),
        notes=dict(_notes(found, lines, [*begin, *end], len(seen))),
    )
    return tried(profile, seen, frozenset(line.template for line in lines))


def _layouts(found: Selection) -> tuple[Layout, ...]:
    return (Layout(_by_role((chosen.role, chosen.css) for chosen in found.chosen), complete=found.complete > 0),) if found.chosen else ()


def _by_role(found: Iterable[tuple[Role, str]]) -> dict[Role, tuple[str, ...]]:
    groups: dict[Role, list[str]] = defaultdict(list)
    for role, value in found:
        groups[role].append(value)
    return {role: tuple(groups[role]) for role in Role if role in groups}


def _notes(selectors: Selection, lines: Iterable[Line], ends: Iterable[Marker], pages: int) -> Iterator[tuple[str, str]]:
    """The support of every value of the profile; of a selector the start of a text under it, too."""
    for line in lines:
        yield line.text, f"in {line.pages} of {pages} pages"
    for marker in ends:
        yield marker.text, f"in {marker.pages} of {pages} pages, {marker.where}"
    if selectors.complete:
        yield COMPLETE, f"in {selectors.complete} of {pages} pages nothing of the body stands elsewhere"
    for chosen in selectors.chosen:
        yield chosen.css, f'in {chosen.pages} of {pages} pages: "{chosen.example}"'


def _together(host: str, profiles: Iterable[Profile]) -> Profile:
    """One profile of those of several syntaxes; a line that two know keeps the role of the first."""
    whole = Profile(host)
    for profile in profiles:
        known = {template(text) for _, text in whole.in_text.phrases}
        whole = replace(
            whole,
            layouts=whole.layouts + profile.layouts,
            phrases=_with_more(whole.phrases, profile.phrases, known),
            text_phrases=_with_more(whole.text_phrases, profile.text_phrases, known),
            begin=whole.begin + profile.begin,
            end=whole.end + profile.end,
            notes={**profile.notes, **whole.notes},
        )
    return whole


def _with_more(old: _Lines, new: _Lines, known: Set[str]) -> _Lines:
    """The lines of both, without the new ones whose templates are known."""
    return _by_role([*pairs(old), *((role, text) for role, text in pairs(new) if template(text) not in known)])
