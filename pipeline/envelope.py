"""Records as Kafka messages: CloudEvents 1.0 headers in binary mode, W3C Trace Context carried along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipeline.errors import Refused
from pipeline.kafka import Headers, Outgoing
from schemas import Message
from schemas.topics import TOPICS, Topic

TRACE_HEADERS = ("traceparent", "tracestate")
HEADROOM = 4096
"""Bytes left for key, headers and framing below a topic's limit."""

_TOPIC_OF = {topic.record: topic for topic in TOPICS}


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
    """Return those of the headers that carry a trace."""
    return [(name, value) for name, value in headers if name in TRACE_HEADERS]


def outgoing(
    record: Message, *, key: bytes | None, record_id: str, source: str, time: datetime, trace: Headers
) -> Outgoing:
    """Return a record as a message for its topic.

    Raises `Refused` (`record_too_large`) for one that the topic would not take.
    """
    topic = _TOPIC_OF[type(record)]
    value = record.encode()
    if len(value) > topic.max_message_bytes - HEADROOM:
        raise Refused(
            "record_too_large",
            f"{type(record).__name__} {record_id} has {len(value)} bytes, {topic.name} takes "
            f"{topic.max_message_bytes - HEADROOM}",
        )
    headers = cloud_event_headers(topic, record_id=record_id, source=source, time=time, trace=trace)
    return Outgoing(topic.name, key, value, headers)
