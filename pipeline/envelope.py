"""Kafka headers: CloudEvents 1.0 in binary mode, and the trace of W3C Trace Context."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pipeline.kafka import Headers
from schemas.topics import Topic

TRACE_HEADERS = ("traceparent", "tracestate")


def cloud_event_headers(
    topic: Topic, *, record_id: str, source: str, time: datetime, trace: Headers | None = None
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
    return [(name, value.encode()) for name, value in attributes.items()] + (trace or [])


def trace_headers(headers: Iterable[tuple[str, bytes]]) -> Headers:
    """Return those of the headers that carry a trace."""
    return [(name, value) for name, value in headers if name in TRACE_HEADERS]
