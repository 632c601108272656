"""The groups that read the wire, workers and feeders: how many there are, what waits for them, since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient

from claimwire.doctor.findings import Finding, Objection, judged
from claimwire.doctor.records import first_records
from claimwire.doctor.topics import SeenTopic
from claimwire.kafka import start_consumer
from claimwire.polling.states import feeder_group
from claimwire.settings import Settings
from claimwire.subscribe.scout import scout
from claimwire_schemas.topics import ARTICLES, FEEDS, RAW, Topic

_SAFE_SHARE = 0.5
"""Of a topic's retention a message may wait so much before somebody should see to it."""


@dataclass(frozen=True)
class Backlog:
    """What a group has not acknowledged of a topic: how much is there and for how long, how much is gone.

    `kept` is how long the topic keeps a message; None where it is for ever, or not told.
    """

    topic: str
    messages: int = 0
    gone: int = 0
    age: timedelta | None = None
    kept: timedelta | None = None

    def __str__(self) -> str:
        told = f"{self.messages:,} wait on {self.topic}"
        return told if self.age is None else f"{told}, the oldest for {self.age}"

    def objections(self) -> Iterator[Objection]:
        """Yield what is lost, and what is about to be."""
        if self.gone:
            yield Objection(
                "fail",
                f"{self.gone:,} messages expired on {self.topic} before a worker read them: "
                "add workers or set a longer retention.ms, then feed them again",
            )
        if self.age and self.kept and self.age > self.kept * _SAFE_SHARE:
            yield Objection(
                "warn",
                f"{self.topic} deletes messages older than {self.kept}: "
                "start or add workers, or set a longer retention.ms until they have caught up",
            )


async def workers_finding(
    admin: AIOKafkaAdminClient, settings: Settings, seen: Mapping[str, SeenTopic], *, now: datetime
) -> Finding:
    """Tell how many workers there are and what waits for them; raises `BrokerError`, `KafkaError`."""
    members = await _members(admin, settings.group)
    backlogs = await _backlogs(settings, settings.group, (RAW, ARTICLES), seen, now=now)
    idle = [] if members else [Objection("warn", "no worker runs: `claimwire worker`")]
    return group_finding("workers", f"{members} in group {settings.group}", backlogs, idle)


async def feeders_finding(
    admin: AIOKafkaAdminClient, settings: Settings, seen: Mapping[str, SeenTopic], *, now: datetime
) -> Finding:
    """Tell how many feeders there are where there are feeds; raises `BrokerError`, `KafkaError`."""
    if FEEDS.name not in seen or not await _has_records(FEEDS, settings):
        return Finding("feeders", "ok", "no feeds")
    group = feeder_group(settings)
    members = await _members(admin, group)
    backlogs = await _backlogs(settings, group, (FEEDS,), seen, now=now)
    idle = [] if members else [Objection("warn", "no feeder runs: `claimwire feeds run`")]
    return group_finding("feeders", f"{members} in group {group}", backlogs, idle)


def group_finding(
    check: str, members: str, backlogs: Sequence[Backlog], idle: Sequence[Objection]
) -> Finding:
    """Return what is to be said of a group, where its members and backlogs are told."""
    told = "; ".join(map(str, backlogs))
    waiting = [objection for backlog in backlogs for objection in backlog.objections()]
    return judged(check, f"{members}; {told or 'no topics'}", [*idle, *waiting])


async def _members(admin: AIOKafkaAdminClient, group: str) -> int:
    answers = await admin.describe_consumer_groups([group])
    described = [item for answer in answers for item in answer.groups]
    return sum(len(item[5]) for item in described)


async def _has_records(topic: Topic, settings: Settings) -> bool:
    async with scout(topic, settings) as about:
        return await about.beginnings() != await about.ends()


async def _backlogs(
    settings: Settings, group: str, topics: Sequence[Topic], seen: Mapping[str, SeenTopic], *, now: datetime
) -> list[Backlog]:
    """Return what each topic that is there has for a group."""
    # By a consumer that does not join: what the embedded broker tells an admin client cannot be read.
    consumer = await start_consumer(settings, group=group)
    try:
        return [
            await _backlog(topic, consumer, settings, kept=seen[topic.name].kept, now=now)
            for topic in topics
            if topic.name in seen
        ]
    finally:
        await consumer.stop()


async def _backlog(
    topic: Topic, consumer: AIOKafkaConsumer, settings: Settings, *, kept: timedelta | None, now: datetime
) -> Backlog:
    async with scout(topic, settings) as about:
        begins, ends = await about.beginnings(), await about.ends()
    committed = {at: await consumer.committed(at) for at in ends}
    reached = {at: max(offset or 0, begins[at]) for at, offset in committed.items()}
    waiting = {at: offset for at, offset in reached.items() if offset < ends[at]}
    stamps = [record.timestamp for record in await first_records(settings, waiting)]
    return Backlog(
        topic.name,
        messages=sum(ends[at] - offset for at, offset in waiting.items()),
        gone=sum(max(begins[at] - offset, 0) for at, offset in committed.items() if offset is not None),
        age=_age(min(stamps), now) if stamps else None,
        kept=kept,
    )


def _age(stamp_ms: int, now: datetime) -> timedelta:
    """Return how old a message is by its stamp, as retention counts; one from the future is new."""
    return timedelta(seconds=max(int(now.timestamp()) - stamp_ms // 1000, 0))
