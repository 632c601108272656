"""The AsyncAPI document says what is on the wire; the official parser validates it in tests/asyncapi."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from claimwire.envelope import cloud_event_headers
from claimwire_schemas.asyncapi import asyncapi
from claimwire_schemas.example import examples
from claimwire_schemas.topics import ACTORS, CLAIM_CLUSTERS, FAMILIES, FEEDS, RAW, STORIES, TOPICS, Topic

DOCUMENT = asyncapi()


def resolved(reference: str) -> Any:
    part: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


def message(topic: Topic) -> Any:
    return DOCUMENT["components"]["messages"][topic.record.__name__]


def test_every_reference_leads_somewhere() -> None:
    references = re.findall(r'"\$ref": "([^"]+)"', json.dumps(DOCUMENT))
    assert references
    for reference in references:
        assert resolved(reference)


def test_every_topic_is_a_channel_with_its_retention_and_limit() -> None:
    found = {channel["address"]: channel["bindings"]["kafka"] for channel in DOCUMENT["channels"].values()}
    assert {name: binding["topicConfiguration"] for name, binding in found.items()} == {
        topic.name: {
            **({"cleanup.policy": ["delete"]} if topic.retention_s else {"cleanup.policy": ["compact"]}),
            **({"retention.ms": topic.retention_s * 1000} if topic.retention_s else {}),
            "max.message.bytes": topic.max_message_bytes,
        }
        for topic in TOPICS
    }
    forever = [one.name for one in (FEEDS, FAMILIES, ACTORS, CLAIM_CLUSTERS, STORIES)]
    assert [topic.name for topic in TOPICS if topic.retention_s is None] == forever


def test_claimwire_receives_raw_articles_and_feeds_and_sends_the_rest() -> None:
    sent = {
        resolved(operation["channel"]["$ref"])["address"]
        for operation in DOCUMENT["operations"].values()
        if operation["action"] == "send"
    }
    assert sent == {topic.name for topic in TOPICS} - {RAW.name, FEEDS.name}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_headers_that_claimwire_writes_are_those_documented(topic: Topic) -> None:
    trace = [("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    written = cloud_event_headers(
        topic,
        record_id="id",
        source="/claimwire/extract",
        time=datetime(2026, 3, 4, tzinfo=UTC),
        trace=trace,
    )
    headers = {name: (value or b"").decode() for name, value in written}
    schema = message(topic)["headers"]
    Draft7Validator(schema, format_checker=FormatChecker()).validate(headers)
    assert headers.keys() - schema["properties"].keys() == set()
    assert set(schema.get("required", ())) == (
        set() if topic in (RAW, FEEDS) else headers.keys() - {"traceparent"}
    )


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_example_of_a_message_is_the_example_of_its_record(topic: Topic) -> None:
    (example,) = message(topic)["examples"]
    assert topic.record.decode(json.dumps(example["payload"]).encode()) == examples().of(topic.record)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_example_validates_against_the_payload(topic: Topic) -> None:
    """The document's schemas are self-contained: references stay inside it."""
    schema = {"$ref": message(topic)["payload"]["$ref"], "components": DOCUMENT["components"]}
    validator = Draft7Validator(schema)
    value = json.loads(examples().of(topic.record).encode())
    validator.validate(value)
    assert not validator.is_valid(value | {"unknown": 1})
