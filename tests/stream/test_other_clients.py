"""Consumers that are not ours read the topics, and each value is what the checked-in JSON Schema says."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Any

import confluent_kafka
import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from claimwire_schemas.generate import ROOT
from claimwire_schemas.topics import (
    CLAIMS,
    DEAD_LETTERS,
    ENRICHED,
    FEEDBACK,
    FEEDS,
    MATCHED,
    RAW,
    TOPICS,
    Topic,
)
from tests.stream.wire import article, collect, feed, planted_messages, raw_message, workers

pytestmark = pytest.mark.broker

ARTICLES = 10
SMALL = 4
"""The planted messages that are not megabytes long come first, as many as these."""


@pytest.fixture
async def settings(bootstrap: str, shortest_session_s: float) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s)
    await create_topics(settings)
    return settings


async def test_librdkafka_reads_every_topic_and_every_value_is_valid(
    settings: Settings, tmp_path: Path
) -> None:
    """confluent-kafka gets every record; each is valid, keyed by its article's id, and says its type."""
    with workers(settings, tmp_path) as running:
        await running.start()
        await feed(settings, [raw_message(article(number)) for number in range(ARTICLES)])
        await feed(settings, planted_messages()[:SMALL])
        await collect(settings, ENRICHED.name, until=ARTICLES)
        await collect(settings, DEAD_LETTERS.name, until=SMALL)
    read = [topic for topic in TOPICS if topic not in (RAW, FEEDS, FEEDBACK, *MATCHED)]
    topics = {topic.name: topic for topic in read}
    records = await asyncio.to_thread(read_by_librdkafka, settings, list(topics))
    count = Counter(message.topic() for message in records)
    assert all(count[name] >= (SMALL if name == DEAD_LETTERS.name else ARTICLES) for name in topics), count
    for message in records:
        check(topics[message.topic()], message)


def read_by_librdkafka(settings: Settings, topics: list[str]) -> list[Any]:
    """Read topics from their beginnings, as a group of one, until every partition is at its end."""
    consumer = confluent_kafka.Consumer(
        {
            "bootstrap.servers": settings.bootstrap_servers,
            "group.id": "others",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "session.timeout.ms": int(settings.session_timeout_s * 1000),
            "heartbeat.interval.ms": 500,
        }
    )
    consumer.subscribe(topics)
    records: list[Any] = []
    at_end: set[tuple[str | None, int | None]] = set()
    deadline = monotonic() + 60
    try:
        while len(at_end) < settings.partitions * len(topics):
            assert monotonic() < deadline, f"{len(records)} records, {len(at_end)} partitions to their ends"
            message = consumer.poll(1.0)
            if message is None:
                continue
            if (error := message.error()) is None:
                records.append(message)
            else:
                assert error.code() == confluent_kafka.KafkaError._PARTITION_EOF, error
                at_end.add((message.topic(), message.partition()))
    finally:
        consumer.close()
    return records


def check(topic: Topic, message: Any) -> None:
    record = orjson.loads(message.value())
    headers = {name: value.decode() for name, value in message.headers()}
    validator_of(topic).validate(record)
    assert headers["ce_type"] == topic.event_type
    if topic is not DEAD_LETTERS:
        article_id = record.get("article_id") or record["article"]["article_id"]
        assert message.key().decode() == article_id


def validator_of(topic: Topic) -> Draft202012Validator:
    names = {"RawArticle": "raw-article", "EnrichedArticle": "enriched-article", "DeadLetter": "dead-letter"}
    name = names.get(topic.record.__name__, topic.record.__name__.lower())
    schema = orjson.loads((ROOT / "schemas" / "v1" / f"{name}.schema.json").read_bytes())
    return Draft202012Validator(schema, format_checker=FormatChecker())


async def test_articles_come_compressed_by_any_codec(settings: Settings, tmp_path: Path) -> None:
    """Another client's producer may compress as it likes."""
    codecs = ["none", "gzip", "snappy", "lz4", "zstd"]
    for number, codec in enumerate(codecs):
        options = {"bootstrap.servers": settings.bootstrap_servers, "compression.type": codec}
        producer = confluent_kafka.Producer(options)
        message = raw_message(article(number))
        producer.produce(message.topic, message.value, message.key)
        assert producer.flush(30) == 0
    with workers(settings, tmp_path) as running:
        await running.start()
        output = await collect(settings, ENRICHED.name, until=len(codecs))
    assert len(output.values[ENRICHED.name]) == len(codecs)


@pytest.mark.parametrize("bootstrap", [pytest.param("kafka", marks=pytest.mark.kafka)], indirect=True)
async def test_kcat_writes_and_reads(settings: Settings, tmp_path: Path) -> None:
    """The README's kcat line puts an article on the wire, and kcat reads the claims in it.

    On a real Kafka only: the embedded broker's answer to ApiVersions is not one that Debian's kcat 1.7.1
    (librdkafka 2.0) can read. Newer ones, such as confluent-kafka's above, can.
    """
    kcat = shutil.which("kcat")
    assert kcat, "kcat is not installed: apt-get install kcat, or brew install kcat"
    raw = b'{"body": "The mayor said the bridge is safe.", "url": "https://example.org/bridge"}\n'
    with workers(settings, tmp_path) as running:
        await running.start()
        await said(kcat, "-P", "-b", settings.bootstrap_servers, "-t", RAW.name, given=raw)
        await collect(settings, ENRICHED.name, until=1)
    lines = await said(
        kcat, "-C", "-b", settings.bootstrap_servers, "-t", CLAIMS.name, "-o", "beginning", "-c", "1", "-e"
    )
    [line] = lines.splitlines()
    assert orjson.loads(line)["text"] == "The bridge is safe."


async def said(*command: str, given: bytes = b"") -> bytes:
    """Run a command; return what it printed."""
    done = await asyncio.to_thread(
        subprocess.run, command, input=given, capture_output=True, check=True, timeout=60
    )
    return done.stdout
