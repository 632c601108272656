"""Kafka headers of the records: what each holds, in words and in JSON Schema."""

from __future__ import annotations

from schemas.json_schema import Json
from schemas.topics import ARTICLES, DEAD_LETTERS, ENRICHED, RAW, Topic

TRACE = "W3C Trace Context of whoever wrote the raw article, carried through; absent where that had none."
REPLAY = "Name of the replay or backfill that it comes from; absent in live news."

EVENT_IDS: dict[str, str] = {
    RAW.name: "The article's id where Claimwire's feeder wrote it.",
    ARTICLES.name: "The article's id, a full stop and the revision.",
    ENRICHED.name: "The article's id, a full stop and the revision.",
}
"""What `ce_id` is where it is not the record's own id field."""


def event_headers(topic: Topic) -> dict[str, Json]:
    """Return the CloudEvents headers of a topic's messages, each with its JSON Schema."""
    of = "the refused message" if topic is DEAD_LETTERS else "the raw article"
    return {
        "ce_specversion": {"type": "string", "const": "1.0", "description": "Version of CloudEvents."},
        "ce_id": {
            "type": "string",
            "minLength": 1,
            "description": EVENT_IDS.get(topic.name, "The record's own id."),
        },
        "ce_type": {"type": "string", "const": topic.event_type, "description": "Which record it is."},
        "ce_source": {
            "type": "string",
            "format": "uri-reference",
            "description": "The stage or program that made it, such as `/claimwire/extract`.",
        },
        "ce_time": {
            "type": "string",
            "format": "date-time",
            "description": f"The Kafka timestamp of {of}, RFC 3339.",
        },
        "content-type": {"type": "string", "const": "application/json", "description": "What the value is."},
    }


def trace_headers() -> dict[str, Json]:
    """Return the headers that a message has where its raw article had them."""
    replay: Json = {"type": "string", "description": REPLAY}
    return {"claimwire-replay": replay} | {
        name: {"type": "string", "description": TRACE} for name in ("traceparent", "tracestate")
    }
