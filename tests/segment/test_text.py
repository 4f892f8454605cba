"""Flattened text to blocks."""

from cleanpage.model import Kind
from cleanpage.segment.text import segment


def test_one_paragraph_a_line_is_one_block_a_line() -> None:
    document = segment("Harbour reopens\n\n  By Ann Poe\r\nThe harbour reopened.\n", None)
    assert document.text == ("Harbour reopens", "By Ann Poe", "The harbour reopened.")
    assert document.lines == ((1, 1), (3, 3), (4, 4))
    assert document.gap == (0, 1, 0)
    assert document.indent == (0, 2, 0)


def test_bullets_make_list_items() -> None:
    document = segment("• First\n- Second\n-\n", None)
    assert document.text == ("First", "Second", "-")
    assert document.kind == (Kind.LIST_ITEM, Kind.LIST_ITEM, Kind.PARAGRAPH)
