"""A learned profile tried on the pages that it was learned from: what would remove prose there is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleanpage.learn.pages import Seen, most
from cleanpage.model import Document, Role, Roles
from cleanpage.pipeline import segment
from cleanpage.profiles import Layout, Profile

_LOST = 0.1  # of a page's article text that varies from page to page
_AGAINST = -3.0  # log-odds; a phrase that may be quoted says less
_WRONG = 0.25  # of the pages may lose more: those that the judge got wrong and the others put right


def tried(profile: Profile, seen: Sequence[Seen], template: frozenset[str]) -> Profile:
    """The profile without what removes prose; `template` has the lines that repeat and may go."""
    left = replace(profile, layouts=tuple(replace(layout, complete=False) for layout in profile.layouts))
    while len(wrong := _wrong(left, seen, template)) > _WRONG * len(seen):
        left = _without(left, wrong)
    whole = replace(left, layouts=tuple(replace(layout, complete=True) for layout in left.layouts if layout.select.get(Role.BODY)))
    is_whole = any(layout.complete for layout in profile.layouts) and len(_wrong(whole, seen, template)) <= len(seen) - most(seen)
    return whole if is_whole else left


def _wrong(profile: Profile, seen: Sequence[Seen], template: frozenset[str]) -> list[tuple[Document, list[int]]]:
    return [found for found in (_removed(profile, page, template) for page in seen) if found]


def _removed(profile: Profile, page: Seen, template: frozenset[str]) -> tuple[Document, list[int]] | None:
    """The blocks of prose that the profile would remove from a page, if they are many: those that it speaks against as strongly as it can.

    What the judge makes of that is not asked: it takes a page for a list rather than to lose half of its prose, and the next page may be
    one where the profile wins.
    """
    document = segment(page.text, url=page.url, syntax=page.document.syntax, selectors=profile.selectors)
    against = {said.block for said in profile.find(document) if said.role in (Role.BODY, Roles.ARTICLE_TEXT) and said.log_odds < _AGAINST}
    prose = {block for block, kept in enumerate(page.kept) if kept and page.lines[block] not in template}
    lost = sorted(prose & against)
    sizes = [len(text) for text in document.text]
    return (document, lost) if sum(sizes[block] for block in lost) > _LOST * sum(sizes[block] for block in prose) else None


def _without(profile: Profile, wrong: Sequence[tuple[Document, list[int]]]) -> Profile:
    """The profile without the selectors of chrome over the lost blocks; if there are none, without what says where the article ends."""
    over = {css for document, lost in wrong for block in lost for css in document.selected.get(block, ())}
    layouts = tuple(_spared(layout, over) for layout in profile.layouts)
    if layouts != profile.layouts:
        return replace(profile, layouts=layouts)
    if profile.begin or profile.end:
        return replace(profile, begin=(), end=())
    return replace(profile, layouts=(), phrases={}, text_phrases={})


def _spared(layout: Layout, over: set[str]) -> Layout:
    return replace(layout, select=dict(_groups(layout, over)))


def _groups(layout: Layout, over: set[str]) -> Iterator[tuple[Role, tuple[str, ...]]]:
    for role, selectors in layout.select.items():
        left = selectors if role is Role.BODY else tuple(css for css in selectors if css not in over)
        if left:
            yield role, left
