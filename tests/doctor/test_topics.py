"""Topics against the plan: what a broker may have, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiokafka.admin import NewTopic

from claimwire.doctor.topics import SeenTopic, partitions_finding, topic_finding, topic_findings
from claimwire.settings import Settings
from claimwire.stream.topics import DAY_MS, changelog_of, planned_topics
from claimwire_schemas.topics import RAW

PLAN = NewTopic(
    "t", 6, 3, topic_configs={"retention.ms": "1000", "max.message.bytes": "500", "cleanup.policy": "delete"}
)
CONFIGS = {
    "retention.ms": "1000",
    "max.message.bytes": "500",
    "cleanup.policy": "delete",
    "min.insync.replicas": "2",
}
GOOD = SeenTopic(partitions=6, copies=3, in_sync=3, configs=CONFIGS)


def with_configs(**changed: str) -> SeenTopic:
    return replace(GOOD, configs=CONFIGS | {name.replace("_", "."): value for name, value in changed.items()})


@pytest.mark.parametrize(
    ("seen", "verdict", "advice"),
    [
        (GOOD, "ok", ""),
        (replace(GOOD, configs={}), "ok", ""),
        (with_configs(retention_ms="-1", max_message_bytes="501"), "ok", ""),
        (None, "fail", "run `claimwire topics create`"),
        (with_configs(max_message_bytes="499"), "fail", "set max.message.bytes=500"),
        (with_configs(retention_ms="999"), "warn", "set retention.ms=1000"),
        (with_configs(cleanup_policy="compact"), "fail", "set cleanup.policy=delete, it is compact"),
        (replace(GOOD, in_sync=2), "warn", "not in step"),
        (replace(GOOD, in_sync=1), "fail", "before 2 copies are in step"),
        (
            replace(with_configs(min_insync_replicas="1"), copies=2, in_sync=2),
            "warn",
            "3 copies on 3 brokers",
        ),
        (with_configs(min_insync_replicas="1"), "warn", "set min.insync.replicas=2"),
    ],
)
def test_a_topic_is_judged(seen: SeenTopic | None, verdict: str, advice: str) -> None:
    finding = topic_finding(PLAN, seen, brokers=3)
    assert finding.verdict == verdict
    assert advice in finding.advice
    assert bool(finding.advice) == (verdict != "ok")


@pytest.mark.parametrize(
    ("configs", "told"),
    [
        ({"cleanup.policy": "delete", "retention.ms": str(7 * DAY_MS)}, "7 days"),
        ({"cleanup.policy": "compact,delete", "retention.ms": str(30 * DAY_MS)}, "30 days"),
        ({"cleanup.policy": "compact", "retention.ms": str(7 * DAY_MS)}, "for ever"),
        ({"cleanup.policy": "delete", "retention.ms": "-1"}, "for ever"),
    ],
)
def test_how_long_a_topic_keeps_is_told(configs: dict[str, str], told: str) -> None:
    """A compacted topic has a retention too, Kafka's own, which deletes nothing."""
    seen = SeenTopic(partitions=1, configs=configs)
    assert told in topic_finding(NewTopic("t", 1, 1), seen, brokers=1).found
    assert (seen.kept is None) == (told == "for ever")


def test_one_broker_needs_no_three_copies() -> None:
    one = SeenTopic(partitions=6, configs=CONFIGS | {"min.insync.replicas": "1"})
    assert topic_finding(PLAN, one, brokers=1).verdict == "ok"


def test_a_table_has_the_partitions_of_its_topic() -> None:
    """Faust stops over a changelog with others."""
    settings = Settings()
    seen = {RAW.name: SeenTopic(6), changelog_of(settings): SeenTopic(5)}
    finding = partitions_finding(settings, seen)
    assert (finding.verdict, RAW.name in finding.advice) == ("fail", True)
    assert partitions_finding(settings, seen | {changelog_of(settings): SeenTopic(6)}).verdict == "ok"


def test_every_planned_topic_is_looked_at() -> None:
    settings = Settings()
    names = [finding.check for finding in topic_findings(settings, {}, brokers=1)]
    assert names == [plan.name for plan in planned_topics(settings)] + ["partitions"]
