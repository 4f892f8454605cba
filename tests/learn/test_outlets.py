"""Pages of many outlets, each learned on its own."""

import outlet
import pytest

from cleanpage.errors import DecodeError
from cleanpage.learn import learn_fingerprints
from cleanpage.learn.outlets import Skipped, learned
from cleanpage.profiles import Profile


def test_every_outlet_has_a_profile_or_a_reason_why_not() -> None:
    pages = [
        *outlet.pages(range(3)),
        ("https://www.one.co.uk/a", outlet.html(1)),
        ("https://news.two.co.uk/a", outlet.html(1)),
        ("https://sport.two.co.uk/a", outlet.html(2)),
        ("", outlet.html(1)),
    ]
    nameless, ferry, one, two = learned(pages)
    assert isinstance(ferry, Profile)
    assert ferry.host == "ferrypost.example"
    assert isinstance(two, Profile)
    assert two.host == "two.co.uk"
    assert isinstance(one, Skipped)
    assert one.why.startswith("one.co.uk: 1 different pages")
    assert nameless == Skipped("pages without an address", "a page has no address; say which outlet it is from (--host)")


def test_lines_may_be_kept_as_fingerprints() -> None:
    (found,) = learned(outlet.pages(range(3)), learn_fingerprints)
    assert isinstance(found, Profile)
    assert found.in_text.fingerprints
    assert not found.in_text.phrases


def test_what_is_no_page_is_an_error() -> None:
    with pytest.raises(DecodeError):
        list(learned([("https://one.example/a", bytes(99)), ("https://one.example/b", "")]))
