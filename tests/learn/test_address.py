"""Where a page says it is from."""

import pytest

from cleanpage.learn.address import address

NAMED = [
    '<head><link rel=canonical href="https://ferrypost.example/1"></head>',
    '<link rel="alternate canonical" href=" https://ferrypost.example/1 "><p>x',
    '<meta property="og:url" content="https://ferrypost.example/1">',
    '<link rel=canonical href="/1"><meta property="og:url" content="https://ferrypost.example/1">',
]
UNNAMED = ["", "see https://ferrypost.example/1", "<p>a</p>", "<link rel=canonical>", "<link rel=canonical href='/1'>", "a < b"]


@pytest.mark.parametrize("page", NAMED)
def test_a_page_names_its_address(page: str) -> None:
    assert address(page) == "https://ferrypost.example/1"


@pytest.mark.parametrize("page", UNNAMED)
def test_other_pages_do_not(page: str) -> None:
    assert address(page) == ""
