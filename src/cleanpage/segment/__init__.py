"""Cuts a page into blocks; one module a syntax, each with `segment(page, url, selectors)`."""
