"""The AsyncAPI 3.1 document: topics, what Claimwire receives and sends on them, and the messages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from claimwire_schemas.example import examples
from claimwire_schemas.headers import event_headers, trace_headers
from claimwire_schemas.json_schema import Json, json_schema
from claimwire_schemas.topics import (
    ACTORS,
    ARTICLES,
    ATTRIBUTIONS,
    CLAIM_CLUSTERS,
    CLAIM_LINKS,
    CLAIMS,
    DEAD_LETTERS,
    ENRICHED,
    FAMILIES,
    FEEDBACK,
    FEEDS,
    RAW,
    STORIES,
    TOPICS,
    Topic,
)

_KAFKA_BINDING = "0.5.0"
_CONTRACT = "1"
"""Of the contract, not of the program: it goes with the topics' `.v1`."""

_KEY = "The article's id. A raw article with another key or none is moved to where it belongs."
_KEYS = {
    ACTORS.name: "The actor's id.",
    CLAIM_CLUSTERS.name: "The cluster's id. A record without a value ends it: its claims are in others.",
    CLAIM_LINKS.name: "The link's id.",
    STORIES.name: "The story's id. A record without a value ends it.",
    DEAD_LETTERS.name: "The refused message's key, as it came; none where it had none.",
    FAMILIES.name: "The family's id. A record without a value ends it.",
    FEEDS.name: "The feed's URL. A record without a value ends the polling of that feed.",
}
"""Keys that are not an article's id, by topic."""


@dataclass(frozen=True)
class Operation:
    """Something that Claimwire does with a topic."""

    action: Literal["receive", "send"]
    topic: Topic
    summary: str


_OPERATIONS = (
    Operation("receive", RAW, "Takes articles in to normalize them; any Kafka producer may send them."),
    Operation("send", ARTICLES, "Publishes each article once it is normalized."),
    Operation("receive", ARTICLES, "Takes normalized articles to extract from them."),
    Operation("send", ATTRIBUTIONS, "Publishes who said what in an article."),
    Operation("send", CLAIMS, "Publishes the claims in an article."),
    Operation("send", ENRICHED, "Publishes an article with all that was found in it, after the rest."),
    Operation("receive", FEEDS, "Takes feeds in to poll them; any Kafka producer may send them."),
    Operation("send", DEAD_LETTERS, "Publishes each message that a stage refused, whole."),
    Operation("send", FEEDBACK, "Publishes what readers of a desk say of claims."),
    Operation("receive", ENRICHED, "Takes articles in to match them with others."),
    Operation("send", FAMILIES, "Publishes which articles share their text, whenever one joins."),
    Operation("send", ACTORS, "Publishes what is known of a person or body, whenever it changes."),
    Operation("send", CLAIM_LINKS, "Publishes how claims of different articles relate."),
    Operation("send", CLAIM_CLUSTERS, "Publishes claims that say the same, whenever one joins or leaves."),
    Operation("send", STORIES, "Publishes articles about one event, whenever one joins."),
)


def asyncapi() -> dict[str, Json]:
    """Return the whole document."""
    return {
        "asyncapi": "3.1.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"kafka": _server()},
        "channels": {_name(topic): _channel(topic) for topic in TOPICS},
        "operations": {_operation_name(operation): _operation(operation) for operation in _OPERATIONS},
        "components": {
            "messages": {topic.record.__name__: _message(topic) for topic in TOPICS},
            "schemas": _schemas(),
        },
    }


def _info() -> Json:
    return {
        "title": "Claimwire",
        "version": _CONTRACT,
        "description": (
            "A claims wire: news articles in on a Kafka topic; out come normalized articles, who said what "
            "in them, and the claims. Values are JSON in UTF-8, headers CloudEvents 1.0 in binary mode."
        ),
        "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        "tags": [{"name": "news", "description": "Articles, and who says what in them."}],
    }


def _server() -> Json:
    return {
        "host": "{bootstrap}",
        "protocol": "kafka",
        "description": "Any Kafka; `claimwire demo` starts its own.",
        "variables": {
            "bootstrap": {"default": "127.0.0.1:9092", "description": "Bootstrap servers, host:port."}
        },
    }


def _name(topic: Topic) -> str:
    """Return a topic's name as a map key that tools take for an identifier."""
    return topic.name.replace(".", "_").replace("-", "_")


def _channel(topic: Topic) -> Json:
    record = topic.record.__name__
    return {
        "address": topic.name,
        "title": record,
        "summary": topic.summary,
        "servers": [{"$ref": "#/servers/kafka"}],
        "messages": {record: {"$ref": f"#/components/messages/{record}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "topicConfiguration": topic.configs | {"cleanup.policy": [topic.configs["cleanup.policy"]]},
                "bindingVersion": _KAFKA_BINDING,
            }
        },
    }


def _operation_name(operation: Operation) -> str:
    return operation.action + operation.topic.record.__name__


def _operation(operation: Operation) -> Json:
    channel = f"#/channels/{_name(operation.topic)}"
    return {
        "action": operation.action,
        "channel": {"$ref": channel},
        "summary": operation.summary,
        "messages": [{"$ref": f"{channel}/messages/{operation.topic.record.__name__}"}],
    }


def _message(topic: Topic) -> Json:
    record = topic.record.__name__
    example = json.loads(examples().of(topic.record).encode())
    return {
        "name": record,
        "title": record,
        "summary": topic.summary,
        "contentType": "application/json",
        "headers": _headers(topic),
        "payload": {"$ref": f"#/components/schemas/{record}"},
        "bindings": {"kafka": {"key": _key(topic), "bindingVersion": _KAFKA_BINDING}},
        "examples": [{"name": "example", "payload": example}],
    }


def _key(topic: Topic) -> Json:
    return {"type": "string", "description": _KEYS.get(topic.name, _KEY)}


def _headers(topic: Topic) -> Json:
    """Return the headers of a topic's messages; those of raw articles are a producer's to leave out."""
    event = event_headers(topic)
    required = {} if topic in (RAW, FEEDS) else {"required": list(event)}
    return {"type": "object", "properties": event | trace_headers(), **required}


def _schemas() -> dict[str, Json]:
    """Return every record and every part of one, each once; references lead from one to another."""
    found: dict[str, Json] = {}
    for topic in TOPICS:
        schema = json_schema(topic.record)
        parts = schema.pop("$defs", {})
        whole = {key: value for key, value in schema.items() if key not in {"$id", "$schema"}}
        for name, part in {**parts, topic.record.__name__: whole}.items():
            _add(found, name, _led_here(part))
    return dict(sorted(found.items()))


def _add(found: dict[str, Json], name: str, schema: Json) -> None:
    if found.setdefault(name, schema) != schema:
        raise ValueError(f"two different parts of records are both called {name}: rename one")


def _led_here(schema: Json) -> Json:
    text = json.dumps(schema)
    led: Json = json.loads(text.replace('"$ref": "#/$defs/', '"$ref": "#/components/schemas/'))
    return led
