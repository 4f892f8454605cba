"""The lines that a profile knows, found on a page."""

from build import document
from hypothesis import given
from hypothesis import strategies as st

from cleanpage.model import Document, Role
from cleanpage.profiles.known import Known
from cleanpage.profiles.lines import fingerprint, template


def found(known: Known, page: Document) -> list[tuple[int, str]]:
    return known.marked(known.lines(page))


def looked_up(page: Document, *lines: str) -> list[tuple[int, str]]:
    """Where these lines, in words or by their fingerprints, stand on a page."""
    return found(Known(end=lines), page)


def test_lines_and_labels_are_known_by_their_checksums() -> None:
    page = document("read on", "filed under: rivers", "filed under: bridges", "\ud800", "read more")
    lines = ["read on", "filed under:", template("filed under: bridges")]
    marks = list(map(fingerprint, lines))
    assert looked_up(page, *marks) == [(0, marks[0]), (2, marks[2]), (1, marks[1]), (2, marks[1])]
    assert looked_up(document(), *marks) == []


def test_lines_are_known_in_words() -> None:
    page = document("read on", "filed under: rivers", "filed under: bridges", "read on and on", "1 2 3")
    assert looked_up(page, "Read on", "1 2 3") == [(0, fingerprint("read on")), (4, fingerprint("# # #"))]
    assert [block for block, _ in found(Known(((Role.TOPIC, "Filed under:"),)), page)] == [1, 2]
    assert looked_up(document(), "read on") == []


ODD = ["3 May", "May 3", "5 พฤษภาคม 2569", "मई २", "٣ أيام", "COVID19", "covid 20", "g7's", "12:30pm", "#metoo", "5metoo", "don't", "* * *"]


@given(st.lists(st.sampled_from(ODD) | st.text(max_size=30), max_size=8), st.data())
def test_a_line_is_known_wherever_its_template_stands(lines: list[str], data: st.DataObject) -> None:
    shown = list(map(template, lines))
    wanted = data.draw(st.sampled_from(shown)) if shown else ""
    found = [(place, fingerprint(wanted)) for place, line in enumerate(shown) if line == wanted]
    assert looked_up(document(*lines), fingerprint(wanted)) == found
    if found:
        assert looked_up(document(*lines), lines[found[0][0]]) == found


def test_of_two_roles_of_a_line_the_first_counts() -> None:
    known = Known(((Role.FEED, "Most read"), (Role.SHARE, "most read:")), ((Role.LEGAL, fingerprint("most read")),))
    assert known.roles[fingerprint("most read")] is Role.FEED
    assert not Known()
