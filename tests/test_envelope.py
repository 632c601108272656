"""Records as messages: CloudEvents' attributes, the trace carried through, nothing too large."""

from __future__ import annotations

from datetime import datetime

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from hypothesis import given
from hypothesis import strategies as st

from claimwire.envelope import HEADROOM, outgoing, trace_headers
from claimwire.errors import Refused
from claimwire.kafka import BATCH_FRAME, HEADER_FRAME, Headers, Outgoing
from claimwire_schemas import Feed, Message
from claimwire_schemas.example import examples
from claimwire_schemas.feedback import Feedback
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
from tests.builders import (
    RECEIVED,
    a_claim,
    a_dead_letter,
    a_raw_article,
    an_article,
    an_attribution,
    an_enriched_article,
)

TRACE: Headers = [
    ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ("tracestate", b"desk=7"),
]
CLAIM = a_claim()
RECORDS: list[tuple[Message, Topic]] = [
    (a_raw_article(), RAW),
    (an_article(), ARTICLES),
    (an_attribution(), ATTRIBUTIONS),
    (a_claim(), CLAIMS),
    (an_enriched_article(), ENRICHED),
    (a_dead_letter(), DEAD_LETTERS),
    (Feed(url="https://tarn-valley-echo.example/news.rss"), FEEDS),
    (
        Feedback(
            feedback_id=CLAIM.claim_id,
            claim_id=CLAIM.claim_id,
            attribution_id=CLAIM.attribution_id,
            article=CLAIM.article,
            verdict="right",
            note=None,
            given_by=None,
            given_at=RECEIVED,
            extractor=CLAIM.extractor,
            labels=(),
        ),
        FEEDBACK,
    ),
    (examples().family, FAMILIES),
    (examples().claim_link, CLAIM_LINKS),
    (examples().claim_cluster, CLAIM_CLUSTERS),
    (examples().story, STORIES),
    (examples().actor, ACTORS),
]


def enveloped(record: Message, *, trace: Headers | None = None) -> Outgoing:
    return outgoing(
        record, key=b"key", record_id="id-1", source="/claimwire/test", time=RECEIVED, trace=trace or []
    )


def test_every_topic_is_among_these() -> None:
    assert {topic for _, topic in RECORDS} == set(TOPICS)


@pytest.mark.parametrize(("record", "topic"), RECORDS)
def test_a_record_is_a_cloud_event_on_its_topic(record: Message, topic: Topic) -> None:
    message = enveloped(record, trace=TRACE)
    assert (message.topic, message.key) == (topic.name, b"key")
    assert message.value is not None
    assert type(record).decode(message.value) == record
    headers = dict(message.headers)
    assert len(headers) == len(message.headers), "no header twice"
    time = headers.pop("ce_time")
    assert time
    assert datetime.fromisoformat(time.decode()) == RECEIVED
    assert headers == {
        "ce_specversion": b"1.0",
        "ce_id": b"id-1",
        "ce_type": f"dev.claimwire.{type(record).__name__}.v1".encode(),
        "ce_source": b"/claimwire/test",
        "content-type": b"application/json",
        **dict(TRACE),
    }


@pytest.mark.parametrize(
    "odd",
    [
        ("traceparent", None),
        ("traceparent", b"not a trace"),
        ("tracestate", b"x" * 513),
        ("tracestate", b"\x00"),
        ("ce_id", b"theirs"),
        ("authorization", b"secret"),
    ],
)
def test_of_the_headers_of_others_only_a_trace_is_carried(odd: tuple[str, bytes | None]) -> None:
    """As the standard allows it, and once: every message that an article leads to carries it."""
    assert trace_headers([odd]) == []
    assert trace_headers([*TRACE, odd, *TRACE]) == TRACE


def test_a_record_that_its_topic_would_not_take_is_refused() -> None:
    """The largest that is taken leaves room for what Kafka adds; key and headers count."""
    most = RAW.max_message_bytes - HEADROOM
    empty = enveloped(a_raw_article(body=""))
    body = "w" * (most - empty.size)
    assert enveloped(a_raw_article(body=body)).size == most
    with pytest.raises(Refused) as no:
        enveloped(a_raw_article(body=body + "w"))
    assert no.value.reason == "record_too_large"
    assert str(no.value) == f"{most + 1:,} bytes; {RAW.name} takes {most:,}"


def batch(message: Outgoing) -> bytes:
    """Return the batch in which aiokafka sends a message."""
    builder = DefaultRecordBatchBuilder(
        magic=2,
        compression_type=0,
        is_transactional=0,
        producer_id=-1,
        producer_epoch=-1,
        base_sequence=-1,
        batch_size=2**30,
    )
    builder.append(0, timestamp=1, key=message.key, value=message.value, headers=message.headers)
    return bytes(builder.build())


BYTES = st.none() | st.binary(max_size=300)


@given(key=BYTES, value=BYTES, headers=st.lists(st.tuples(st.text(), BYTES), max_size=300))
def test_no_batch_is_larger_than_its_message_says(
    key: bytes | None, value: bytes | None, headers: Headers
) -> None:
    """Nor much smaller: thousands of empty headers are as large as a topic finds them."""
    message = Outgoing(RAW.name, key, value, headers)
    real = len(batch(message))
    assert real <= message.size <= real + BATCH_FRAME + HEADER_FRAME * len(headers)
