"""WARC: pages come out with their address and time, the rest is told, and nothing grows without end."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.sources.items import Item, Problem
from claimwire.sources.warc import read_warc
from tests.sources.archives import answer, page, record
from tests.strategies import examples

PACKED = b"<p>Packed</p>" * 9
PACKED_BY_BROTLI = bytes.fromhex("1b7400f81d076eec0eac64df55f394adc1499f17a80c1b238b00a381055b390d")
MANY_BY_BROTLI = bytes.fromhex("1b1027f825f0e2b14040d90300")
"""10,001 times the letter x; nothing installed here writes brotli."""


def found(data: bytes, *, max_bytes: int = 10_000) -> list[object]:
    return [one.found for one in read_warc(BytesIO(data), max_bytes=max_bytes)]


def bodies(data: bytes) -> list[str]:
    return [one.body for one in found(data) if isinstance(one, Item)]


@pytest.mark.parametrize(
    "compress",
    [
        bytes,
        gzip.compress,
        lambda data: bytes(cramjam.zstd.compress(data)),
        lambda data: bytes(cramjam.lz4.compress(data)),
    ],
    ids=["plain", "gzip", "zstd", "lz4"],
)
def test_each_compression_is_read(compress: Callable[[bytes], bytes]) -> None:
    """Record by record, as archives are written, and as one stream."""
    each = b"".join(compress(page(number)) for number in range(3))
    assert (
        bodies(each)
        == bodies(compress(page(0) + page(1) + page(2)))
        == [
            "<p>Page 0</p>",
            "<p>Page 1</p>",
            "<p>Page 2</p>",
        ]
    )


def test_a_page_has_its_address_and_when_it_was_fetched() -> None:
    (item,) = found(record(answer("<p>Café</p>".encode("cp1252"), kind="text/html; charset=windows-1252")))
    assert item == Item(
        url="https://q.example/a",
        body="<p>Café</p>",
        content_type="text/html",
        retrieved_at=datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC),
    )


def test_what_is_no_page_is_told_apart() -> None:
    data = [
        record(b"software: none", kind="warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(b""), kind="revisit"),
        record(answer(b"gone", status="404 Not Found")),
        record(answer(b"\x89PNG", kind="image/png")),
        record(b"\x16\x03 not HTTP"),
        page(1),
    ]
    assert found(b"".join(data))[:-1] == [
        "not a response",
        "not a response",
        "revisit",
        "another status",
        "not HTML",
        "another status",
    ]
    assert bodies(b"".join(data)) == ["<p>Page 1</p>"]


@pytest.mark.parametrize(
    ("block", "body"),
    [
        (answer(gzip.compress(PACKED), "Content-Encoding: gzip"), PACKED),
        (answer(zlib.compress(PACKED), "Content-Encoding: deflate"), PACKED),
        (answer(PACKED_BY_BROTLI, "Content-Encoding: br"), PACKED),
        (answer(bytes(cramjam.zstd.compress(PACKED)), "Content-Encoding: zstd"), PACKED),
        (answer(b"7\r\n<p>hey \r\n0\r\n\r\n", "Transfer-Encoding: chunked"), b"<p>hey "),
        (answer(PACKED, "Content-Encoding: gzip", "Transfer-Encoding: chunked"), PACKED),
    ],
)
def test_what_a_server_packed_is_unpacked(block: bytes, body: bytes) -> None:
    """Also where the archive kept the header of an encoding that it had undone."""
    assert bodies(record(block)) == [body.decode()]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (answer(b"x" * 10_001), "larger than 10,000 bytes"),
        (answer(gzip.compress(b"x" * 10_001), "Content-Encoding: gzip"), "when decompressed"),
        (answer(MANY_BY_BROTLI, "Content-Encoding: br"), "when decompressed"),
        (answer(gzip.compress(PACKED)[:-9], "Content-Encoding: gzip"), "cut short"),
        (answer(b"plain", "Content-Encoding: gzip"), "not in its declared encoding"),
        (answer(b"plain", "Content-Encoding: rot13"), "unknown encoding: rot13"),
        (answer(b"zz\r\nplain", "Transfer-Encoding: chunked"), "chunk header"),
        (answer(b"x", "X: " + "y" * 50_000), "header length"),
    ],
)
def test_a_bad_record_is_one_record(block: bytes, reason: str) -> None:
    bad, good = found(record(block) + page(2))
    assert isinstance(bad, Problem)
    assert bad.where == "https://q.example/a"
    assert reason in bad.reason
    assert isinstance(good, Item)


def test_a_record_that_grows_is_not_kept() -> None:
    """A bomb of 100 MB in a gzip member is passed, and the next record read."""
    bomb = gzip.compress(record(answer(bytes(100_000_000))))
    first, second = found(bomb + gzip.compress(page(1)))
    assert isinstance(first, Problem)
    assert isinstance(second, Item)


@pytest.mark.parametrize("cut", [8, 40, 200])
def test_an_archive_that_is_cut_says_so(cut: int) -> None:
    data = gzip.compress(page(0)) + gzip.compress(page(1))[:-cut]
    got: list[object] = []
    try:
        got += found(data)
    except InputError as error:
        got.append(error)
    assert isinstance(got[0], Item)
    # All but the checksum of the last record may be there: then it is whole.
    assert cut == 8 or isinstance(got[-1], Problem | InputError) or len(got) == 1


@pytest.mark.parametrize(
    "data", [b"", b"no archive", gzip.compress(b"no archive" * 9, mtime=0), page(0) + b"junk" * 9]
)
def test_what_is_no_archive_is_an_error(data: bytes) -> None:
    with pytest.raises(InputError, match=r"not a WARC|damaged"):
        found(data)


@examples(60)
@given(st.binary(max_size=200), st.integers(0, 600), st.booleans())
def test_damage_gives_problems_or_an_error_and_no_crash(junk: bytes, at: int, packed: bool) -> None:  # noqa: FBT001
    data = page(0) + page(1)
    data = data[:at] + junk + data[at + len(junk) // 2 :]
    with suppress(InputError):
        found(gzip.compress(data) if packed else data)
