"""Lines: the same however the bytes are cut, and never longer than the limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.lines import Line, split_lines


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"one", [Line(1, 3, b"one")]),
        (b"one\n", [Line(1, 4, b"one")]),
        (b"one\ntwo", [Line(1, 4, b"one"), Line(2, 7, b"two")]),
        (b"one\r\ntwo\r\n", [Line(1, 5, b"one"), Line(2, 10, b"two")]),
        (b"\n\n", [Line(1, 1, b""), Line(2, 2, b"")]),
        (b"12345678\nok\n", [Line(1, 9, b"12345678"), Line(2, 12, b"ok")]),
        (b"123456789\nok\n", [Line(1, 10, None), Line(2, 13, b"ok")]),
        (b"ok\n123456789", [Line(1, 3, b"ok"), Line(2, 12, None)]),
    ],
)
def test_lines_of_at_most_eight_bytes(data: bytes, expected: list[Line]) -> None:
    assert list(split_lines([data], limit=8)) == expected


@given(
    st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"x", b"\n")), max_size=12),
    st.integers(0, 9),
)
def test_how_the_bytes_are_cut_does_not_matter(chunks: list[bytes], limit: int) -> None:
    whole = b"".join(chunks)
    assert list(split_lines(chunks, limit=limit)) == list(split_lines([whole], limit=limit))


@given(st.binary(max_size=80).map(lambda data: data.replace(b"\x00", b"\n")), st.data())
def test_reading_goes_on_from_the_end_of_any_line(data: bytes, draw: st.DataObject) -> None:
    lines = list(split_lines([data], limit=20))
    done = draw.draw(st.integers(0, len(lines)))
    offset = lines[done - 1].end if done else 0
    rest = list(split_lines([data[offset:]], limit=20, offset=offset, number=done))
    assert lines[:done] + rest == lines


@given(st.binary(max_size=200))
def test_no_byte_is_lost(data: bytes) -> None:
    lines = list(split_lines([data], limit=1000))
    assert b"\n".join(line.data or b"" for line in lines).rstrip(b"\n\r") == data.replace(
        b"\r\n", b"\n"
    ).rstrip(b"\n\r")
