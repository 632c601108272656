"""The input and output of a stage. They know no stream library, so stages can be tested without a broker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Protocol, TypeVar

from claimwire.envelope import HEADROOM, carried_headers, first_received, outgoing, redrive_of, replay_of
from claimwire.errors import Refused
from claimwire.kafka import Headers, Outgoing, batch_size
from claimwire_schemas import DeadLetter, DecodeError, Header, Message
from claimwire_schemas.ids import dead_letter_id
from claimwire_schemas.topics import DEAD_LETTERS, TOPIC_OF

StageName = Literal["normalize", "extract", "register"]
_MOST_DETAIL = 2000
LETTER_FRAME = 16 * 1024
"""Bytes of a dead letter beside what it keeps of its message, at most; six a character of the detail."""
_HEADER_IN_LETTER = len('{"name":"","value":null},')
Label = Literal["published", "unchanged", "rekeyed", "refused", "registered"]
M = TypeVar("M", bound=Message)
W = TypeVar("W")


@dataclass(frozen=True)
class Delivery:
    """A message with its position, as a stage receives it."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    @property
    def size(self) -> int:
        """Bytes that it had as a batch of its own, at most: with its key and its headers."""
        return batch_size(self.key, self.value, self.headers)

    @property
    def value_size(self) -> int:
        """Bytes of the value alone."""
        return len(self.value or b"")

    @property
    def time(self) -> datetime:
        """The message's timestamp."""
        return datetime.fromtimestamp(self.timestamp_ms / 1000, UTC)

    @property
    def replay(self) -> str | None:
        """The name of the replay that it comes from; None for live news."""
        return replay_of(self.headers)

    @property
    def is_again(self) -> bool:
        """Whether it was sent again: by a replay, or from a dead letter."""
        return self.replay is not None or redrive_of(self.headers) is not None

    @property
    def received_at(self) -> datetime:
        """When the article came in: the message's timestamp, or, where it was sent again, the first one's."""
        return first_received(self.headers) or self.time

    @property
    def position(self) -> str:
        """Where it is, for people: topic/partition/offset."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Outcome:
    """The result of a message: messages to publish, and what to do after their delivery.

    `reason` is that of a refusal; `received_at` is when the raw article came in, told by the last stage.
    """

    label: Label
    messages: tuple[Outgoing, ...] = ()
    delivered: Callable[[], None] = _nothing
    reason: str | None = None
    received_at: datetime | None = None


class Stage(Protocol[W]):
    """One step of the pipeline: slow work in any order, then a decision in stream order."""

    @property
    def name(self) -> StageName:
        """Its name in metrics, logs and dead letters."""

    async def work(self, delivery: Delivery, /) -> W:
        """Do the part that needs no order, many messages at a time; raises `Refused` for a bad message."""

    def conclude(self, delivery: Delivery, work: W, /) -> Outcome:
        """Decide what the work leads to, one message after the other; raises `Refused` for a bad message."""


def refusal(stage: StageName, delivery: Delivery, refused: Refused) -> Outcome:
    """Return the outcome of a refused message: a dead letter with the whole message.

    What would make the letter larger than its topic takes is left out, and the letter says so: the headers,
    then the key, then the value. All of it is still at the position that the letter names.
    """
    bare = replace(delivery, headers=[])
    keyless = replace(bare, key=None)
    room = DEAD_LETTERS.max_message_bytes - HEADROOM - LETTER_FRAME
    parts = (delivery, bare, keyless, replace(keyless, value=None))
    kept = next(part for part in parts if size_in_letter(part) <= room)
    return _refused(stage, delivery, refused, kept=kept)


def size_in_letter(kept: Delivery) -> int:
    """Return how many bytes of a dead letter a message's key, headers and value are, at most."""
    key, value = kept.key or b"", kept.value or b""
    # A character of a name has six bytes as JSON at most; the letter's own key is the message's.
    headers = sum(_HEADER_IN_LETTER + 6 * len(name) + _in_base64(data or b"") for name, data in kept.headers)
    return len(key) + _in_base64(key) + _in_base64(value) + headers


def _in_base64(data: bytes) -> int:
    return (len(data) + 2) // 3 * 4


def _refused(stage: StageName, delivery: Delivery, refused: Refused, *, kept: Delivery) -> Outcome:
    letter = DeadLetter(
        dead_letter_id=dead_letter_id(
            delivery.topic, delivery.partition, delivery.offset, delivery.timestamp_ms
        ),
        stage=stage,
        reason=refused.reason,
        # A lone surrogate, which an exception may quote, is no JSON.
        detail=str(refused)[:_MOST_DETAIL].encode("utf-8", "replace").decode(),
        topic=delivery.topic,
        partition=delivery.partition,
        offset=delivery.offset,
        timestamp=delivery.time,
        key=kept.key,
        headers=tuple(Header(name=name, value=data) for name, data in kept.headers),
        value=kept.value,
        complete=kept == delivery,
    )
    message = outgoing(
        letter,
        key=kept.key,
        record_id=letter.dead_letter_id,
        source=f"/claimwire/{stage}",
        time=delivery.time,
        trace=carried_headers(kept.headers),
    )
    return Outcome("refused", (message,), reason=refused.reason)


def decoded(record: type[M], delivery: Delivery) -> M:
    """Return the record in a message; raises `Refused` with the reason.

    A message above its topic's limit was compressed; it is refused without decoding.
    """
    if delivery.value is None:
        raise Refused("no_value", f"{record.__name__}: the message has no value")
    most = TOPIC_OF[record].max_message_bytes
    if delivery.value_size > most:
        raise Refused("record_too_large", f"{delivery.value_size:,} bytes, decompressed; at most {most:,}")
    try:
        return record.decode(delivery.value)
    except DecodeError as error:
        raise Refused(error.reason, str(error)) from None
