"""Records as Kafka messages: CloudEvents 1.0 headers in binary mode, W3C Trace Context carried along."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from claimwire.errors import Refused
from claimwire.kafka import Headers, Outgoing
from claimwire_schemas import Message
from claimwire_schemas.topics import TOPIC_OF, Topic

_TRACE_HEADERS = {
    "traceparent": re.compile(rb"[0-9a-f]{2}(-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"),
    "tracestate": re.compile(rb"[ -~]{1,512}"),
}
"""Valid values of the W3C Trace Context headers. All messages made from an article carry them."""
REPLAY = "claimwire-replay"
"""Header: the name of a message's replay or backfill; all messages made from it carry it too."""
REPLAYED_FROM = "claimwire-replayed-from"
"""Header: position of the original message on its topic; absent if it came from an archive."""
REKEYED = "claimwire-rekeyed"
"""Header of a raw article that was moved to the partition of its id."""
REDRIVE_OF = "claimwire-redrive-of"
"""Header: the dead letter behind a re-driven message. A new dead letter of it has the header too."""
REPLAY_NAME = re.compile(rb"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
RECEIVED = "claimwire-received-at"
"""Header of a message that is sent again: its first time, RFC 3339. Its Kafka timestamp is new."""
HEADROOM = 4096
"""Bytes reserved below a topic's limit for the headers of a message that is sent again."""


def cloud_event_headers(
    topic: Topic,
    *,
    record_id: str,
    source: str,
    time: datetime,
    trace: Iterable[tuple[str, bytes | None]] = (),
) -> Headers:
    """Return the headers of a record: CloudEvents' attributes, then the trace's as they came.

    `source` is the stage or program that made the record, as a URI reference: `/claimwire/extract`.
    """
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": record_id,
        "ce_type": topic.event_type,
        "ce_source": source,
        "ce_time": time.isoformat(),
        "content-type": "application/json",
    }
    return [*((name, value.encode()) for name, value in attributes.items()), *trace]


def trace_headers(headers: Iterable[tuple[str, bytes | None]]) -> Headers:
    """Return the headers of a trace: at most one of each, and only valid ones."""
    found = {
        name: value
        for name, value in headers
        if value and name in _TRACE_HEADERS and _TRACE_HEADERS[name].fullmatch(value)
    }
    return list(found.items())


def replay_of(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """Return the name of a message's replay; None for live news."""
    for name, value in headers:
        if name == REPLAY and value and REPLAY_NAME.fullmatch(value):
            return value.decode()
    return None


def redrive_of(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """Return the id of the dead letter behind a re-driven message; None for others."""
    found = [value for name, value in headers if name == REDRIVE_OF]
    return found[-1].decode(errors="replace") if found and found[-1] else None


def first_received(headers: Iterable[tuple[str, bytes | None]]) -> datetime | None:
    """Return the first time of a message that was sent again, from its header; None for live news."""
    known = list(headers)
    value = dict(known).get(RECEIVED) if replay_of(known) or redrive_of(known) else None
    try:
        at = datetime.fromisoformat((value or b"").decode("ascii"))
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):  # anybody may write headers
        return None


def carried_headers(headers: Iterable[tuple[str, bytes | None]]) -> Headers:
    """Return the headers that a message passes on: the trace, and the mark of a replay."""
    known = list(headers)
    replay = replay_of(known)
    return trace_headers(known) + ([(REPLAY, replay.encode())] if replay else [])


def outgoing(
    record: Message, *, key: bytes | None, record_id: str, source: str, time: datetime, trace: Headers
) -> Outgoing:
    """Return a record as a message for its topic.

    Raises `Refused` (`record_too_large`) if it exceeds the topic's limit.
    """
    topic = TOPIC_OF[type(record)]
    headers = cloud_event_headers(topic, record_id=record_id, source=source, time=time, trace=trace)
    return fitting(topic, Outgoing(topic.name, key, record.encode(), headers))


def fitting(topic: Topic, message: Outgoing) -> Outgoing:
    """Return the message; raises `Refused` (`record_too_large`) if it exceeds its topic's limit."""
    limit = topic.max_message_bytes - HEADROOM
    if message.size > limit:
        raise Refused("record_too_large", f"{message.size:,} bytes; {topic.name} takes {limit:,}")
    return message
