"""Refusals: dead letters that keep all of a message that fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.envelope import HEADROOM
from claimwire.errors import Refused
from claimwire.kafka import Headers
from claimwire.stream.delivery import LETTER_FRAME, Delivery, refusal, size_in_letter
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import DEAD_LETTERS, FEEDS, RAW
from tests.stream.staged import TRACE, delivered


def letter_of(headers: Headers, value: bytes) -> DeadLetter:
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, b"k", value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", "no " * 5000)).messages
    assert message.topic == DEAD_LETTERS.name
    return DeadLetter.decode(message.value or b"")


def test_a_dead_letter_has_the_whole_message() -> None:
    """Bytes, headers, key and position; a long reason is cut."""
    letter = letter_of([("h", b"\x00\xff")], b"\xff\xfe")
    assert (letter.value, letter.headers[0].value, letter.key) == (b"\xff\xfe", b"\x00\xff", b"k")
    assert (letter.topic, letter.partition, letter.offset, letter.reason) == (RAW.name, 0, 7, "bad_json")
    assert len(letter.detail) <= 2000
    assert letter.complete


@pytest.mark.parametrize(
    ("key", "headers", "value", "kept"),
    [
        (b"k", [("\x01" * 9_000_000, b"")], b"value", (b"k", (), b"value")),
        (b"k" * 26_000_000, [("h", b"h")], b"value", (None, (), b"value")),
        (b"k", [], b"v" * 40_000_000, (None, (), None)),
    ],
    ids=["headers", "key", "value"],
)
def test_a_dead_letter_fits_its_topic_whatever_the_message(
    key: bytes, headers: Headers, value: bytes, kept: tuple[bytes | None, tuple[()], bytes | None]
) -> None:
    """What is too large is left out: headers, then key, then value. The letter says so, and where it is."""
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, key, value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", "no")).messages
    letter = DeadLetter.decode(message.value or b"")
    assert message.size < DEAD_LETTERS.max_message_bytes
    assert (letter.key, letter.headers, letter.value) == kept
    assert not letter.complete
    assert letter.offset == 7


SOME = st.none() | st.binary(max_size=400)


@given(
    key=SOME,
    value=SOME,
    headers=st.lists(st.tuples(st.text(), SOME), max_size=40),
    detail=st.text(max_size=3000),
)
def test_a_dead_letter_is_no_larger_than_it_was_reckoned(
    key: bytes | None, value: bytes | None, headers: Headers, detail: str
) -> None:
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, key, value, headers)
    [message] = refusal("normalize", delivery, Refused("bad_json", detail)).messages
    assert DeadLetter.decode(message.value or b"").complete
    assert message.size <= size_in_letter(delivery) + LETTER_FRAME


def test_the_longest_detail_and_trace_are_within_what_is_reckoned_for_them() -> None:
    trace: Headers = [TRACE, ("tracestate", b"x" * 512), ("claimwire-replay", b"r" * 64)]
    delivery = Delivery(FEEDS.name, 10**9, 10**18, 1_772_000_000_000, None, None, trace)
    for detail in ("\x01" * 9000, "\U0001f600" * 9000):
        [message] = refusal("normalize", delivery, Refused("unexpected_error", detail)).messages
        assert message.size <= size_in_letter(delivery) + LETTER_FRAME


def test_a_detail_that_is_no_unicode_is_told_all_the_same() -> None:
    """An exception may quote a lone surrogate, which no JSON has."""
    [message] = refusal("normalize", delivered(b"x"), Refused("unexpected_error", "odd: \ud800")).messages
    assert DeadLetter.decode(message.value or b"").detail == "odd: ?"


@pytest.mark.parametrize("more", [0, 3])
def test_a_value_is_kept_as_long_as_it_fits(more: int) -> None:
    room = (DEAD_LETTERS.max_message_bytes - HEADROOM - LETTER_FRAME) // 4 * 3
    delivery = Delivery(RAW.name, 0, 7, 1_772_000_000_000, None, b"v" * (room + more), [])
    [message] = refusal("normalize", delivery, Refused("bad_json", "no")).messages
    assert DeadLetter.decode(message.value or b"").complete == (more == 0)


def test_the_key_and_the_headers_of_a_message_are_in_its_size() -> None:
    """All of it is in memory; whether reading it pays a thread is for its value alone to say."""
    small = delivered(b"value")
    large = replace(small, key=b"k" * 1000, headers=[("h", b"x" * 2000), ("", b"")])
    assert large.size - small.size > 3000 - len(b"key")
    assert large.value_size == small.value_size == 5
