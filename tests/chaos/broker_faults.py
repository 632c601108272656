"""What is done to brokers, and on the way to them."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

from aiokafka.admin import AIOKafkaAdminClient

from claimwire.kafka import client_options
from claimwire_schemas.topics import RAW
from tests.brokers.cluster import Broker, Cluster
from tests.chaos.run import KAFKA, Row, Run
from tests.chaos.site import SMALL_DISK_NODE

DOWN_S = 6


def cluster_of(run: Run) -> Cluster:
    assert run.site.cluster
    return run.site.cluster


async def leader(run: Run) -> Broker:
    """Return the broker that leads the first partition of the raw topic."""
    admin = AIOKafkaAdminClient(**client_options(run.settings))
    await admin.start()
    try:
        (topic,) = await admin.describe_topics([RAW.name])
    finally:
        await admin.close()
    number = next(item["leader"] for item in topic["partitions"] if item["partition"] == 0)
    return cluster_of(run).brokers[int(number) - 1]


async def kill_leader(run: Run) -> int:
    shares = (0.2, 0.55)
    for share in shares:
        await run.reach(share)
        broker = await leader(run)
        run.breaks()
        await asyncio.to_thread(broker.kill)
        await asyncio.sleep(DOWN_S)
        await asyncio.to_thread(cluster_of(run).start)
        await asyncio.sleep(DOWN_S)  # or the next would leave fewer than two in sync
    return len(shares)


async def restart_all(run: Run) -> int:
    """SIGKILL all at once; then, once more, SIGTERM."""
    for share, number in ((0.2, signal.SIGKILL), (0.55, signal.SIGTERM)):
        await run.reach(share)
        run.breaks()
        for broker in cluster_of(run).brokers:
            broker.send(number)
        for broker in cluster_of(run).brokers:
            if not await asyncio.to_thread(broker.ended, 15):
                await asyncio.to_thread(broker.kill)
        await asyncio.to_thread(cluster_of(run).start)
    return 2


async def slow(run: Run) -> int:
    """Every answer late, and one broker stopped for two seconds of three."""
    assert run.site.between
    await run.reach(0.15)
    run.breaks()
    run.site.between.delay_s = 0.15
    broker = await leader(run)
    bursts = 5
    for _ in range(bursts):
        broker.send(signal.SIGSTOP)
        await asyncio.sleep(2)
        broker.send(signal.SIGCONT)
        await asyncio.sleep(1)
    run.site.between.delay_s = 0
    return bursts


async def fill_disk(run: Run) -> int:
    """Fill the disk of a broker until it gives up, then make room and start it again."""
    assert run.site.disk, "no disk of its own may be mounted here"
    broker = cluster_of(run).brokers[SMALL_DISK_NODE - 1]
    ballast = run.site.disk / "ballast"
    await run.reach(0.2)
    run.breaks()
    await asyncio.to_thread(_fill, ballast)
    gone = await asyncio.to_thread(broker.ended, max(run.seconds, 20))
    run.notes.append("the broker gave up" if gone else "the broker went on")
    await asyncio.sleep(DOWN_S)
    ballast.unlink()
    if not gone:
        await asyncio.to_thread(broker.kill)
    await asyncio.to_thread(cluster_of(run).start)
    return 1


def _fill(path: os.PathLike[str]) -> None:
    with open(path, "wb", buffering=0) as file, suppress(OSError):  # noqa: PTH123 # it ends when it is full
        while True:
            file.write(bytes(1024 * 1024))
    with open(path, "ab", buffering=0) as file, suppress(OSError):  # noqa: PTH123
        while True:
            file.write(bytes(512))


async def lose_answers(run: Run) -> int:
    """Cut connections after a Produce was written, and once let a producer wait until it gives up."""
    assert run.site.between
    for share in (0.1, 0.2, 0.3, 0.4, 0.5):
        await run.reach(share)
        run.breaks()
        run.site.between.lose = "cut"
    await run.reach(0.6)
    run.site.between.lose = "silence"
    await run.reach(1)
    return run.site.between.lost


ROWS = (
    Row("leader", f"SIGKILL of a partition's leader, back after {DOWN_S} s", kill_leader, ("cluster",)),
    Row("all-brokers", "SIGKILL of all brokers, then SIGTERM of all, restarted", restart_all, KAFKA),
    Row("slow-broker", "all answers 150 ms late, the leader paused 2 s of 3", slow, KAFKA, in_between=True),
    Row("full-disk", "one broker's disk full, until it exits", fill_disk, KAFKA, small_disk=True),
    Row("lost-answers", "answers to Produce lost after the write: 5 cut, 1 never", lose_answers, KAFKA,
        in_between=True),
)  # fmt: skip
