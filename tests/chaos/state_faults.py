"""What workers stand on: the model, the table's changelog, the clock, and what a topic still has."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from aiokafka import TopicPartition
from confluent_kafka import TopicPartition as Position
from confluent_kafka.admin import AdminClient

from claimwire.extract.model import FOLDER, WEIGHTS
from claimwire.kafka import start_consumer, start_producer
from claimwire.stream.topics import changelog_of, create_topics
from claimwire_schemas.topics import RAW
from tests.chaos.faulty_worker import MODEL
from tests.chaos.plan import Plan, articles, outcome_of
from tests.chaos.run import KAFKA, Row, Run
from tests.stream.wire import Workers

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
QUIET_MS = 2000


def missing(folder: Path) -> None:
    (folder / WEIGHTS).unlink()


def corrupt(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(data)


def cut_short(folder: Path) -> None:
    data = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(data[: len(data) // 2])


async def break_model(run: Run) -> int:
    """Start workers without a sound model: each must end with a line that names the file."""
    run.breaks()
    ways = (missing, corrupt, cut_short)
    for way in ways:
        folder = run.folder / way.__name__
        await asyncio.to_thread(shutil.copytree, FOLDER, folder)
        way(folder)
        broken = Workers(
            run.settings, folder, module="tests.chaos.faulty_worker", variables={MODEL: str(folder)}
        )
        worker = broken.spawn()
        status = await asyncio.to_thread(worker.process.wait, 90)
        said = worker.log.read_text()
        assert status != 0, f"{way.__name__}: a worker ended well"
        assert str(folder / WEIGHTS) in said, f"{way.__name__}: {said[-500:]}"
        assert "Traceback" not in said, said[-1500:]
    await run.crew.start(2)
    return len(ways)


def with_copies(count: int) -> Plan:
    """Plan articles, then each of the first half once more, which a worker that remembers knows."""
    plan = articles(count * 2 // 3)
    for message, led_to in list(zip(plan.messages, plan.led_to, strict=True))[: count // 3]:
        plan.messages.append(message)
        plan.led_to.append(led_to)
    return plan


async def lose_changelog(run: Run) -> int:
    """Drop the table's changelog while no worker runs."""
    return await _set_back_changelog(run, keep=0)


async def set_back_changelog(run: Run) -> int:
    """Drop the later half of the table's changelog while no worker runs."""
    return await _set_back_changelog(run, keep=0.5)


async def _set_back_changelog(run: Run, *, keep: float) -> int:
    await run.reach(0.5)
    run.breaks()
    run.crew.keeps = False
    for worker in list(run.crew.running):
        await run.crew.kill(worker)
    name = changelog_of(run.settings)
    entries = await _entries(run, name)
    admin = AdminClient({"bootstrap.servers": run.site.bootstrap})
    await asyncio.to_thread(admin.delete_topics([name], operation_timeout=30)[name].result, 30)
    for _ in range(50):
        await asyncio.sleep(0.2)
        if (await create_topics(run.settings))[name]:
            break
    producer = await start_producer(run.settings)
    try:
        for partition, key, value in entries[: int(len(entries) * keep)]:
            await producer.send_and_wait(name, key=key, value=value, partition=partition)
    finally:
        await producer.stop()
    run.notes.append(f"{int(len(entries) * keep)} of {len(entries)} entries were left")
    run.crew.keeps = True
    await run.crew.start(2)
    return 1


async def _entries(run: Run, topic: str) -> list[tuple[int, bytes, bytes]]:
    consumer = await start_consumer(run.settings, topic, from_beginning=True)
    entries: list[tuple[int, int, bytes, bytes]] = []
    try:
        while batch := await consumer.getmany(timeout_ms=QUIET_MS):
            for messages in batch.values():
                entries += [(m.timestamp, m.partition, m.key, m.value) for m in messages]
    finally:
        await consumer.stop()
    return [
        (partition, key, value) for _, partition, key, value in sorted(entries, key=lambda entry: entry[0])
    ]


async def jump_clock(run: Run) -> int:
    """Set the workers' clocks back and forth while they run, at last further than a Kafka believes."""
    clock = run.folder / "clock"
    clock.write_text("+0\n")
    run.crew.workers.variables = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    await run.crew.start(2)
    jumps = ((0.15, "-2h"), (0.3, "+0"), (0.4, "+30m"), (0.55, "-40d"), (0.7, "+3d"))
    for share, jump in jumps:
        await run.reach(share)
        run.breaks()
        _write_at_once(clock, jump)
    await asyncio.sleep(5)  # a Kafka refuses messages from the day after tomorrow: workers stop over it
    _write_at_once(clock, "+0")
    return len(jumps) + 1


def _write_at_once(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text + "\n")
    fresh.replace(path)


def once(count: int) -> Plan:
    """Plan short articles, none of them in two texts."""
    plan = Plan()
    for number in range(count):
        plan.add(*outcome_of(number, 1))
    return plan


async def outrun(run: Run) -> int:
    """Delete messages that no worker has taken yet, as retention does; they are lost to everyone."""
    await run.reach(0.25)
    run.crew.keeps = False
    await run.crew.dismiss_all()
    while run.feeder.delivered < len(run.plan.messages) * 0.7:
        await asyncio.sleep(0.1)
    run.breaks()
    await run.commits.look()
    deleted = await _delete_ahead(run)
    run.notes.append(f"{deleted} messages deleted before they were taken")
    run.crew.keeps = True
    await run.crew.start(2)
    warned = sum(worker.log.read_text().count('"messages_gone"') for worker in run.crew.workers.all)
    assert warned, "no worker said that messages were gone"
    return 1


async def _delete_ahead(run: Run) -> int:
    """Delete half of what waits of each partition; what it would have led to is not expected any more."""
    admin = AdminClient({"bootstrap.servers": run.site.bootstrap})
    before: dict[int, tuple[int, int]] = {}
    for number in range(run.settings.partitions):
        committed = run.commits.looks[-1].committed[RAW.name, number]
        ends = await run.watch.consumer.end_offsets([TopicPartition(RAW.name, number)])
        end = next(iter(ends.values()))
        before[number] = (committed, committed + (end - committed) // 2)
    positions = [Position(RAW.name, number, until) for number, (_, until) in before.items()]
    for future in admin.delete_records(positions).values():
        await asyncio.to_thread(future.result, 30)
    gone = [
        led_to
        for place, led_to in run.feeder.fed.items()
        if before[place.partition][0] <= place.offset < before[place.partition][1]
    ]
    for led_to in gone:
        run.plan.forget(led_to.split(".")[0].encode())
    run.feeder.fed = {place: name for place, name in run.feeder.fed.items() if name not in set(gone)}
    return len(gone)


ROWS = (
    Row("model", "the model missing, one bit changed, or truncated, at start", break_model, workers=0),
    Row("changelog-gone", "the table's changelog dropped", lose_changelog, KAFKA, plan=with_copies,
        counts_revisions=False),
    Row("changelog-behind", "its later half dropped", set_back_changelog, KAFKA, plan=with_copies,
        counts_revisions=False),
    Row("clock", "workers' clocks set 2 hours to 40 days back, 30 minutes and 3 days ahead", jump_clock,
        workers=0, needs=FAKETIME),
    Row("retention", "half of the backlog deleted, as by retention", outrun, KAFKA, plan=once),
)  # fmt: skip
