"""A feed from beginning to end: what is read is delivered, counted, and remembered until all of it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass

from claimwire.ahead import read_ahead
from claimwire.feed.checkpoint import Checkpoint, checkpoint_file, fingerprint, resumable
from claimwire.feed.delivery import LAST_WORDS_S, Item, Outbox, deliver, sendable
from claimwire.feed.entries import Entry, Position, Unreadable
from claimwire.feed.files import InputFile
from claimwire.feed.reading import FeedOptions, read_files
from claimwire.feed.tally import Tally
from claimwire.kafka import KafkaPublisher, start_producer
from claimwire.presence import require_topic
from claimwire.settings import Settings
from claimwire_schemas.topics import RAW


@dataclass(frozen=True)
class Listener:
    """Who hears how a feed goes: `progressed` of each entry, `reported` of what people should read."""

    progressed: Callable[[Tally], None]
    reported: Callable[[str], None]


async def feed_files(
    files: Sequence[InputFile], options: FeedOptions, settings: Settings, listener: Listener, *, restart: bool
) -> Tally:
    """Deliver all articles of the files; go on where an unfinished run of the same feed stopped.

    Raises `BrokerError` when no broker answers or the topic is missing, `NotDelivered` when the broker
    takes no more.
    """
    if not resumable(files):
        tally = Tally()
        await feed_entries(read_files(files, options, start=tally.position), tally, settings, listener)
        return tally
    file = checkpoint_file(files, topic=RAW.name, brokers=settings.bootstrap_servers)
    checkpoint = Checkpoint(file, fingerprint(files, options=options), listener.reported)
    tally = Tally() if restart else checkpoint.recall()

    def progressed(tally: Tally) -> None:
        checkpoint.note(tally)
        listener.progressed(tally)

    entries = read_files(files, options, start=tally.position)
    try:
        await feed_entries(entries, tally, settings, Listener(progressed, listener.reported))
    except BaseException:
        if tally.position != Position():
            checkpoint.save(tally)
            done = f"{tally.delivered + tally.resumed:,} delivered"
            listener.reported(f"stopped after {done}: the same command goes on from there")
        raise
    checkpoint.forget()
    return tally


async def feed_entries(
    entries: Iterable[Entry], tally: Tally, settings: Settings, listener: Listener
) -> None:
    """Deliver all entries, counting them in `tally`; raises what `feed_files` raises."""

    def settled(item: Item, problem: str | None) -> None:
        count(tally, item, problem)
        if problem is not None:
            listener.reported(f"{item.where}: {problem}")
        listener.progressed(tally)

    async with raw_publisher(settings) as publisher, aclosing(read_ahead(sendable(entries))) as items:
        await deliver(items, Outbox(publisher, settled))


def count(tally: Tally, item: Item, problem: str | None) -> None:
    """Count an entry that is settled, with what was wrong with it."""
    if problem is None:
        tally.delivered += 1
    elif isinstance(item, Unreadable) and not item.bad:
        tally.without_text += item.records
    else:
        tally.bad += 1
    tally.position = item.after


@asynccontextmanager
async def raw_publisher(settings: Settings) -> AsyncIterator[KafkaPublisher]:
    """Give a publisher of raw articles while the context lasts.

    Raises `BrokerError` when no broker answers or the topic is missing.
    """
    producer = await start_producer(settings, idempotent=False)  # a repeat leads to nothing
    try:
        require_topic(RAW.name, (await producer.client.fetch_all_metadata()).topics(), settings)
        yield KafkaPublisher(producer)
    finally:
        # It has nothing left to send, or waits for a broker that does not answer.
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_S):
                await producer.stop()
