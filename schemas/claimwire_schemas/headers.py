"""Kafka headers of the records: what each holds, in words and in JSON Schema."""

from __future__ import annotations

from claimwire_schemas.json_schema import Json
from claimwire_schemas.topics import ARTICLES, DEAD_LETTERS, ENRICHED, FEEDBACK, FEEDS, MATCHED, RAW, Topic

_TRACE = "W3C Trace Context of the raw article's producer, carried through; absent if there was none."
_REPLAY = "Name of its replay or backfill; absent in live news."

_OF_A_TEXT = (
    "The article's id, the revision, and the first 12 digits of the text's digest, joined by full stops."
)
_EVENT_IDS: dict[str, str] = {
    RAW.name: "The article's id, if Claimwire wrote the message.",
    ARTICLES.name: _OF_A_TEXT,
    ENRICHED.name: _OF_A_TEXT,
    FEEDS.name: "The feed's URL.",
    **{topic.name: "The record's own id and the number of its change, by a full stop." for topic in MATCHED},
}
"""`ce_id`, if it is not the record's own id field."""

_TIMES: dict[str, str] = {
    DEAD_LETTERS.name: "The Kafka timestamp of the refused message, RFC 3339.",
    FEEDBACK.name: "Time of the verdict, RFC 3339.",
    FEEDS.name: "When the feed was added or changed, RFC 3339.",
    **{topic.name: "When it was sent, RFC 3339." for topic in MATCHED},
}
"""`ce_time`, if it is not the raw article's time."""


def event_headers(topic: Topic) -> dict[str, Json]:
    """Return the CloudEvents headers of a topic's messages, each with its JSON Schema."""
    return {
        "ce_specversion": {"type": "string", "const": "1.0", "description": "Version of CloudEvents."},
        "ce_id": {
            "type": "string",
            "minLength": 1,
            "description": _EVENT_IDS.get(topic.name, "The record's own id."),
        },
        "ce_type": {"type": "string", "const": topic.event_type, "description": "Type of the record."},
        "ce_source": {
            "type": "string",
            "format": "uri-reference",
            "description": "The stage or program behind it, such as `/claimwire/extract`.",
        },
        "ce_time": {
            "type": "string",
            "format": "date-time",
            "description": _TIMES.get(topic.name, "The Kafka timestamp of the raw article, RFC 3339."),
        },
        "content-type": {
            "type": "string",
            "const": "application/json",
            "description": "Type of the value.",
        },
    }


def trace_headers() -> dict[str, Json]:
    """Return the headers that a message has where its raw article had them."""
    replay: Json = {"type": "string", "description": _REPLAY}
    return {"claimwire-replay": replay} | {
        name: {"type": "string", "description": _TRACE} for name in ("traceparent", "tracestate")
    }
