import pytest

from cleanpage.batch.lines import line, value
from cleanpage.model import Role


def test_a_line_is_readable_json_in_utf8():
    assert line({"text": "Große 新聞\n", "role": Role.FEED}) == '{"text":"Große 新聞\\n","role":"feed"}'.encode()


def test_half_a_surrogate_pair_does_not_break_a_line():
    assert line({"text": "cut \ud83d off é"}) == '{"text":"cut ? off é"}'.encode()


@pytest.mark.parametrize(
    "text, expected",
    [
        (b'{"id": 123456789012345678901234567890}', {"id": 123456789012345678901234567890}),
        (b'\xef\xbb\xbf{"a": 1}\r\n', {"a": 1}),
        (b'{"a": "\\ud83d"}', {"a": "\ud83d"}),
        (b'{"a": NaN}'.replace(b"NaN", b"1e999"), {"a": float("inf")}),
        ('{"a": "é"}'.encode("utf-16"), {"a": "é"}),
    ],
    ids=str,
)
def test_a_line_may_hold_what_pythons_own_reader_takes(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize("text", [b"{", b"", b"\xff", b'{"a": 1} b', b"{'a': 1}"], ids=str)
def test_what_is_no_json_is_a_value_error(text):
    with pytest.raises(ValueError):
        value(text)


def test_what_is_too_deep_is_an_error():
    with pytest.raises(RecursionError):
        value(b"[" * 100_000 + b"]" * 100_000)
