"""Topics as they are, against topics as Claimwire creates them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aiokafka.admin import NewTopic

from claimwire.doctor.findings import Finding, Objection, judged
from claimwire.polling.states import feeds_changelog_of
from claimwire.settings import Settings
from claimwire.stream.topics import changelog_of, planned_topics
from claimwire_schemas.topics import DAY, FEEDS, MIB, RAW

_SAFE_COPIES = 3


@dataclass(frozen=True)
class SeenTopic:
    """What a broker has: partitions, the fewest copies of one and of those in step, its configuration."""

    partitions: int
    copies: int = 1
    in_sync: int = 1
    configs: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        """Return a configured number; None where it is not told."""
        value = self.configs.get(name)
        return None if value is None else int(value)

    @property
    def deletes(self) -> bool:
        """Whether messages are deleted when they are old; a compacted topic keeps the last of each key."""
        policy = self.configs.get("cleanup.policy", "delete").split(",")
        return "delete" in policy and (self.number("retention.ms") or 0) >= 0

    @property
    def kept(self) -> timedelta | None:
        """How long messages are kept; None where it is for ever, or not told."""
        kept_ms = self.number("retention.ms")
        return timedelta(milliseconds=kept_ms) if kept_ms is not None and self.deletes else None


def topic_findings(settings: Settings, seen: Mapping[str, SeenTopic], *, brokers: int) -> Iterator[Finding]:
    """Yield a finding for each topic that Claimwire needs, and one for those that must be alike."""
    for plan in planned_topics(settings):
        yield topic_finding(plan, seen.get(plan.name), brokers=brokers)
    yield partitions_finding(settings, seen)


def topic_finding(plan: NewTopic, seen: SeenTopic | None, *, brokers: int) -> Finding:
    """Tell how a topic is against how it is planned."""
    if seen is None:
        return Finding(plan.name, "fail", "not there", "run `claimwire topics create`")
    objections = [*_config_objections(plan, seen), *_copy_objections(seen, brokers)]
    return judged(plan.name, _described(seen), objections)


def _described(seen: SeenTopic) -> str:
    parts = [f"{seen.partitions} partitions", f"{seen.in_sync} of {seen.copies} copies"]
    kept, largest = seen.number("retention.ms"), seen.number("max.message.bytes")
    if kept is not None:
        parts.append("for ever" if not seen.deletes else f"{kept / 1000 / DAY:.3g} days")
    if largest is not None:
        parts.append(f"{largest / MIB:.3g} MiB a message")
    return ", ".join(parts)


def _config_objections(plan: NewTopic, seen: SeenTopic) -> Iterator[Objection]:
    wanted = plan.topic_configs
    largest, kept = seen.number("max.message.bytes"), seen.number("retention.ms")
    planned_largest, planned_kept = wanted.get("max.message.bytes", "0"), wanted.get("retention.ms", "0")
    if largest is not None and largest < int(planned_largest):
        yield Objection(
            "fail", f"a worker stops at a larger message: set max.message.bytes={planned_largest}"
        )
    if kept is not None and 0 <= kept < int(planned_kept):
        yield Objection("warn", f"kept shorter than planned: set retention.ms={planned_kept}, or mean it")
    policy, expected = seen.configs.get("cleanup.policy"), wanted.get("cleanup.policy")
    if policy and expected and set(policy.split(",")) != set(expected.split(",")):
        yield Objection("fail", f"set cleanup.policy={expected}, it is {policy}")


def _copy_objections(seen: SeenTopic, brokers: int) -> Iterator[Objection]:
    least = seen.number("min.insync.replicas")
    if least is not None and least > seen.in_sync:
        yield Objection("fail", f"no write counts before {least} copies are in step: bring brokers back")
    elif seen.in_sync < seen.copies:
        yield Objection("warn", "a copy is not in step: is a broker down, or slow?")
    if brokers >= _SAFE_COPIES and seen.copies < _SAFE_COPIES:
        yield Objection("warn", f"a broker's loss may lose it: {_SAFE_COPIES} copies on {brokers} brokers")
    if seen.copies >= _SAFE_COPIES and least == 1:
        yield Objection("warn", "one copy is enough for a write to count: set min.insync.replicas=2")


def partitions_finding(settings: Settings, seen: Mapping[str, SeenTopic]) -> Finding:
    """Tell whether each table's changelog has as many partitions as the topic that it belongs to."""
    pairs = [(RAW.name, changelog_of(settings)), (FEEDS.name, feeds_changelog_of(settings))]
    unequal = [
        f"{source} has {seen[source].partitions}, {log} {seen[log].partitions}"
        for source, log in pairs
        if source in seen and log in seen and seen[source].partitions != seen[log].partitions
    ]
    objections = [
        Objection("fail", f"{which}: give both as many, see docs/operations.md") for which in unequal
    ]
    return judged("partitions", f"tables' topics: {'unequal' if unequal else 'equal'}", objections)
