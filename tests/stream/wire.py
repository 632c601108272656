"""A wire under test: workers as processes of their own, articles that go in, records that come out."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import orjson
from aiokafka import ConsumerRecord, TopicPartition

from claimwire.kafka import KafkaPublisher, Outgoing, start_consumer, start_producer
from claimwire.normalize import raw_article_id
from claimwire.settings import Settings
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import ARTICLES, FEEDS, RAW, TOPICS
from tests.cli.wired import environment

DEADLINE_S = 600
POLL_S = 0.1

PEOPLE = [
    "Tilda Marrow",
    "Osric Venn",
    "Amaya Okafor-Lind",
    "Pieter Halloran",
    "Ines Quillfeather",
    "Bram Toll",
]
PLACES = ["Harrowmere", "Port Ellery", "Quenby", "Saltash Bridge", "Nordhaven", "Lower Wick"]
THINGS = [
    "the harbour tunnel",
    "the district hospital",
    "the winter ferry",
    "the flood wall",
    "the tram line",
]


def article(number: int) -> RawArticle:
    """Return a short article, another one for each number, with three attributions in it."""
    person, place = PEOPLE[number % 6], PLACES[number // 6 % 6]
    thing, cost = THINGS[number % 5], 10 + number
    surname = person.split()[-1]
    body = (
        f"{place} will close {thing} for repairs, mayor {person} said on Monday.\n\n"
        f"“The work will cost {cost} million crowns and take {number % 11 + 2} months,” {surname} told "
        f"reporters. “Nobody will lose a job over it.”\n\n"
        f"Opposition councillors denied that they had been consulted. According to a report by the city's "
        f"auditor, {thing} has been inspected {number % 7 + 1} times since it was opened."
    )
    return RawArticle(
        body=body,
        url=f"https://{place.lower().replace(' ', '-')}.example/news/{number}",
        outlet=f"The {place} Courier",
        headline=f"{place} to close {thing}, story {number}",
        published_at="2026-03-02T08:30:00+01:00",
    )


def raw_message(raw: RawArticle) -> Outgoing:
    """Return the message that puts a raw article on its topic, under its key."""
    return Outgoing(RAW.name, raw_article_id(raw).encode(), raw.encode(), [])


PLANTED = {
    "bad_json": b'{"body": "cut short',
    "not_utf8": b'{"body": "\xff\xfe"}',
    "invalid_record": b'{"headline": "no body"}',
    "unsupported_schema_version": b'{"schema_version": 99, "body": "from the future"}',
    "body_too_large": orjson.dumps({"body": "word " * 6_000_000}),
    "empty_body": b'{"body": " \\n "}',
}
"""Messages that the first stage must refuse, by reason."""
PLANTED_PAGES = [
    orjson.dumps({"content_type": "text/html", "body": "<div>" * 100_000 + "x" + "</div>" * 100_000}),
    orjson.dumps({"content_type": "text/html", "body": "<p>word</p>" * 200_000}),
]
"""Pages that must be refused as `page_too_complex`."""


def planted_messages() -> list[Outgoing]:
    """Return every bad message, each under a key of its own."""
    values = [*PLANTED.values(), *PLANTED_PAGES]
    return [Outgoing(RAW.name, b"bad-%d" % number, value, []) for number, value in enumerate(values)]


async def feed(settings: Settings, messages: list[Outgoing]) -> None:
    """Put messages on their topics and wait until the broker has them all."""
    producer = await start_producer(settings)
    try:
        publisher = KafkaPublisher(producer)
        await asyncio.gather(*[await publisher.send(message) for message in messages])
    finally:
        await producer.stop()


@dataclass
class Output:
    """All that came out, topic by topic: how often each id, and each article's ids in order."""

    times: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    values: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def ids(self) -> dict[str, set[str]]:
        return {topic.name: set(self.times[topic.name]) for topic in TOPICS if topic not in (RAW, FEEDS)}

    def duplicates(self) -> int:
        return sum(sum(counter.values()) - len(counter) for counter in self.times.values())

    def note(self, message: ConsumerRecord) -> None:
        self.times[message.topic][dict(message.headers)["ce_id"].decode()] += 1
        self.values[message.topic].append(message.value)


async def collect(settings: Settings, topic: str, *, until: int) -> Output:
    """Read a topic from its beginning until it has so many ids."""
    output = Output()
    consumer = await start_consumer(settings, topic, from_beginning=True)
    deadline = monotonic() + DEADLINE_S
    try:
        while len(output.times[topic]) < until:
            for messages in (await consumer.getmany(timeout_ms=1000)).values():
                for message in messages:
                    output.note(message)
            assert monotonic() < deadline, (
                f"{len(output.times[topic])} of {until} on {topic} in {DEADLINE_S} s"
            )
    finally:
        await consumer.stop()
    return output


async def collect_all(settings: Settings) -> Output:
    """Read every topic that workers write to its end: all of it, once the workers have stopped."""
    output = Output()
    for topic in TOPICS:
        if topic not in (RAW, FEEDS):
            async for message in snapshot(topic, settings):
                output.note(message)
    return output


async def acknowledged(settings: Settings, **counts: int) -> None:
    """Wait until the workers' group has committed so many messages of each topic: `raw=2, articles=1`."""
    topics = {"raw": RAW.name, "articles": ARTICLES.name}
    consumer = await start_consumer(settings, group=settings.group)
    places = [TopicPartition(topics[name], n) for name in counts for n in range(settings.partitions)]
    deadline = monotonic() + DEADLINE_S
    try:
        while True:
            committed = Counter[str]()
            for place in places:
                committed[place.topic] += await consumer.committed(place) or 0
            if all(committed[topics[name]] >= count for name, count in counts.items()):
                return
            assert monotonic() < deadline, committed
            await asyncio.sleep(POLL_S)
    finally:
        await consumer.stop()


@dataclass
class WorkerProcess:
    """A worker, or another service, in a process of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        return '_ready"' in self.log.read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def workers(settings: Settings, folder: Path, *, command: tuple[str, ...] = ("worker",)) -> Iterator[Workers]:
    """Give a way to start workers, or another service; whatever still runs at the end is killed."""
    started = Workers(settings, folder, command)
    try:
        yield started
    finally:
        for worker in started.all:
            worker.process.kill()
            worker.process.wait()


@dataclass
class Workers:
    """Starts workers that all have the same settings."""

    settings: Settings
    folder: Path
    command: tuple[str, ...] = ("worker",)
    all: list[WorkerProcess] = field(default_factory=list)
    module: str = "claimwire"
    variables: dict[str, str] = field(default_factory=dict)
    """Of the environment, beside the settings."""

    async def start(self, count: int = 1) -> list[WorkerProcess]:
        """Start workers and wait until each takes articles."""
        new = [self.spawn() for _ in range(count)]
        deadline = monotonic() + 90
        while not all(worker.ready() for worker in new):
            assert monotonic() < deadline, "no worker was ready in 90 s"
            await asyncio.sleep(POLL_S)
        return new

    def spawn(self) -> WorkerProcess:
        """Start a worker, and wait for nothing."""
        log = self.folder / f"worker-{len(self.all)}.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.command],
                env=environment(self.settings, log_format="json") | self.variables,
                stdout=errors,
                stderr=errors,
            )
        worker = WorkerProcess(process, log)
        self.all.append(worker)
        return worker
