"""A feed run: read entries, deliver and count them, and remember the progress until all are delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from claimwire.ahead import read_ahead
from claimwire.feed.checkpoint import Checkpoint, checkpoint_file, fed_before, fingerprint, resumable
from claimwire.feed.complaints import complaints
from claimwire.feed.entries import Entry, Position, SentEntry, Tally, Unreadable
from claimwire.feed.file_reader import read_files
from claimwire.feed.files import InputFile
from claimwire.feed.options import FeedOptions
from claimwire.feed.waiting import NotingPublisher, Sent
from claimwire.outbox import Content, Outbox, Settled, deliver
from claimwire.raw_messages import raw_message, raw_publisher
from claimwire.settings import Settings
from claimwire_schemas.topics import RAW


@dataclass(frozen=True)
class Listener:
    """Callbacks of a feed run: `progressed` after each entry, `reported` with lines for people.

    `sent`, if there is one, notes each article that the broker confirms.
    """

    progressed: Callable[[Tally], None]
    reported: Callable[[str], None]
    sent: Sent | None = None


async def feed_files(
    files: Sequence[InputFile], options: FeedOptions, settings: Settings, listener: Listener, *, restart: bool
) -> Tally:
    """Deliver all articles in the files; continue an unfinished run of the same feed.

    Raises `BrokerError` when no broker answers or the topic is missing, `NotDelivered` when the broker
    takes no more.
    """
    if not resumable(files):
        tally = Tally()
        await feed_entries(read_files(files, options, start=tally.position), tally, settings, listener)
        return tally
    file = checkpoint_file(files, topic=RAW.name, brokers=settings.bootstrap_servers)
    mark = fingerprint(files, options=options)
    checkpoint = Checkpoint(file, mark, listener.reported)
    tally = Tally() if restart else checkpoint.recall()

    def progressed(tally: Tally) -> None:
        checkpoint.note(tally)
        listener.progressed(tally)

    entries = read_files(files, options, start=tally.position)
    try:
        await feed_entries(entries, tally, settings, replace(listener, progressed=progressed))
    except BaseException:
        if tally.position != Position():
            checkpoint.save(tally)
            done = f"{tally.delivered + tally.resumed:,} delivered"
            listener.reported(f"stopped after {done}: the same command continues from there")
        raise
    checkpoint.forget()
    if before := fed_before(files, mark, brokers=settings.bootstrap_servers):
        listener.reported(
            f"the same was fed to {settings.bootstrap_servers} at {before:%Y-%m-%d %H:%M} UTC: "
            "unchanged articles give no new records, unless the broker was emptied since"
        )
    return tally


async def feed_entries(
    entries: Iterable[Entry], tally: Tally, settings: Settings, listener: Listener
) -> None:
    """Deliver all entries, counting them in `tally`; raises what `feed_files` raises."""

    def settled(entry: SentEntry | Unreadable, problem: str | None) -> None:
        tally.count(entry, problem)
        if problem is not None:
            complain(entry.where, problem)
        listener.progressed(tally)

    with complaints(listener.reported) as complain:
        await _deliver_all(entries, settings, listener, settled)


async def _deliver_all(
    entries: Iterable[Entry], settings: Settings, listener: Listener, settled: Settled[SentEntry | Unreadable]
) -> None:
    async with (
        raw_publisher(settings, tell=listener.reported) as publisher,
        aclosing(read_ahead(_contents(entries))) as contents,
    ):
        noting = NotingPublisher(publisher, listener.sent) if listener.sent else publisher
        await deliver(contents, Outbox(noting, settled))


def _contents(entries: Iterable[Entry]) -> Iterator[tuple[SentEntry | Unreadable, Content]]:
    for entry in entries:
        if isinstance(entry, Unreadable):
            yield entry, entry.problem
        else:
            yield SentEntry(entry.where, entry.after), raw_message(entry.article, time=datetime.now(UTC))
