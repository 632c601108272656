"""Bodies: what was compressed comes out as it was, however it arrives, and never more than was agreed."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.web.answers import FetchError
from claimwire.web.bodies import body_of

MOST = 100_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def two_members(data: bytes) -> bytes:
    return gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :])


WAYS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("", bytes),
    ("identity", bytes),
    ("gzip", gzip.compress),
    ("X-GZIP", two_members),
    ("deflate", zlib.compress),
]
WAYS_PACKED = WAYS[2:]


def unpacked(encoding: str, data: bytes, *, step: int = MOST, most: int = MOST) -> bytes:
    body = body_of(encoding, most=most)
    for start in range(0, len(data), step):
        body.take(data[start : start + step])
    return body.whole()


@given(st.binary(max_size=3000), st.sampled_from(WAYS), st.integers(1, 500))
def test_a_body_comes_out_as_it_was(
    data: bytes, way: tuple[str, Callable[[bytes], bytes]], step: int
) -> None:
    encoding, pack = way
    assert unpacked(encoding, pack(data), step=step) == data


def test_deflate_without_its_header_is_known_too() -> None:
    """Text compresses to what cannot be the header; an opening that could be one is read as one."""
    assert unpacked("deflate", raw_deflate(b"<rss/>" * 500), step=7) == b"<rss/>" * 500


@given(st.binary(min_size=1, max_size=3000), st.sampled_from(WAYS_PACKED), st.data())
def test_a_body_that_stops_early_is_not_taken_for_whole(
    data: bytes, way: tuple[str, Callable[[bytes], bytes]], draw: st.DataObject
) -> None:
    encoding, pack = way
    packed = pack(data)
    end = len(gzip.compress(data[: len(data) // 2])) if pack is two_members else 0
    cut = draw.draw(st.integers(1, len(packed) - 1).filter(lambda at: at != end))
    with pytest.raises(FetchError, match="truncated"):
        unpacked(encoding, packed[:cut])


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_noise_is_damaged_or_nothing(noise: bytes, encoding: str) -> None:
    try:
        unpacked(encoding, noise)
    except FetchError as error:
        reason = error.reason
    else:
        reason = "damaged"
    assert reason == "damaged"


@pytest.mark.parametrize(("encoding", "pack"), [*WAYS, ("deflate", raw_deflate)])
def test_what_is_larger_than_agreed_is_refused(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert len(unpacked(encoding, pack(b"x" * 1000), most=1000)) == 1000
    with pytest.raises(FetchError, match="larger than 1,000 bytes"):
        unpacked(encoding, pack(b"x" * 1001), most=1000)


def test_what_unpacks_to_nothing_is_counted_as_it_comes() -> None:
    with pytest.raises(FetchError, match="larger than"):
        unpacked("deflate", b"\x78\x9c" + b"\x00\x00\x00\xff\xff" * MOST, step=1000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "\xff" * 1000])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(FetchError, match="unexpected content encoding") as caught:
        body_of(encoding, most=MOST)
    assert caught.value.reason == "damaged"
    assert len(str(caught.value)) < 300
