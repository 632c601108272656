"""A replay from beginning to end: what is chosen is marked and sent, at its pace, and remembered."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from claimwire.errors import InputError
from claimwire.outbox import Content, Outbox, Settled, deliver
from claimwire.pace import Pace
from claimwire.raw_messages import raw_publisher
from claimwire.replay.chosen import Choice, Chosen, Original, Unusable
from claimwire.replay.headroom import Headroom, headroom
from claimwire.replay.progress import Numbers, ReplayMark, progress
from claimwire.replay.sources import chosen_from, chosen_in, ends_of, resumed
from claimwire.settings import Settings
from claimwire_schemas.topics import Topic

Report = Callable[[str], None]


@dataclass(frozen=True)
class Replay:
    """What is replayed: a topic's messages or those of archives; and how fast.

    `name` is written on each message. `limit` is of messages, `rate` of messages a second, `most_waiting` of
    messages that wait for the workers while more are sent.
    """

    topic: Topic
    archives: tuple[Path, ...]
    choice: Choice
    name: str | None
    limit: int | None
    rate: float | None
    most_waiting: int

    def asked(self, brokers: str) -> object:
        """Return what makes two commands the same replay: not its speed; raises `InputError`."""
        archives = [_identity(path) for path in self.archives]
        return brokers, self.topic.name, archives, self.choice, self.name, self.limit


@dataclass
class Counts:
    """What has become of a replay so far: `resumed` were delivered by a run that was interrupted.

    `bad` are no articles, `refused` are those that the broker did not take; both of all its runs.
    """

    name: str
    delivered: int = 0
    resumed: int = 0
    bad: int = 0
    refused: int = 0
    reached: dict[int, int] = field(default_factory=dict)

    def settle(self, message: Original | Unusable, problem: str | None) -> None:
        """Count a message that is delivered, or that could not be sent."""
        self.delivered += problem is None
        if isinstance(message, Unusable):
            self.bad += 1
        else:
            self.refused += problem is not None
        self.reached[message.place.source] = message.place.after

    def mark(self, ends: Numbers) -> ReplayMark:
        """Return it as it is saved."""
        return ReplayMark(
            name=self.name,
            delivered=self.resumed + self.delivered,
            bad=self.bad,
            refused=self.refused,
            reached=dict(self.reached),
            ends=dict(ends),
        )


async def replay(asked: Replay, settings: Settings, report: Report, *, restart: bool) -> Counts:
    """Send again what is asked for; go on where an unfinished run of the same replay stopped.

    Raises `InputError` for an archive that cannot be read, `BrokerError`, and `NotDelivered`.
    """
    marks = progress(asked.asked(settings.bootstrap_servers), report)
    mark = None if restart else marks.recall()
    counts = _counts(asked, mark)
    if mark:
        report(f"{counts.name}: continuing after {counts.resumed:,} already delivered")
    found, ends = await _found(asked, settings, counts, mark)

    def settled(message: Original | Unusable, problem: str | None) -> None:
        counts.settle(message, problem)
        if problem:
            report(f"{message.where}: {problem}")
        marks.note(lambda: counts.mark(ends))

    try:
        await _send(asked, found, counts, settings, settled, report)
    except BaseException:
        marks.save(counts.mark(ends))
        report(f"{counts.name}: stopped; the same command continues from there")
        raise
    marks.forget()
    return counts


async def _found(
    asked: Replay, settings: Settings, counts: Counts, mark: ReplayMark | None
) -> tuple[AsyncGenerator[Chosen | Unusable, None], Numbers]:
    """Return what is still to be sent, and where the topic ends for this replay."""
    if asked.archives:
        return chosen_from(asked.archives, asked.choice, reached=dict(counts.reached)), {}
    ends = mark.ends if mark else {}
    stretch = await resumed(asked.topic, settings, asked.choice, counts.reached, ends)
    return chosen_in(stretch, asked.topic, settings, asked.choice), ends_of(stretch)


async def _send(  # one run's parts, used once
    asked: Replay,
    found: AsyncGenerator[Chosen | Unusable, None],
    counts: Counts,
    settings: Settings,
    settled: Settled[Original | Unusable],
    report: Report,
) -> None:
    async with AsyncExitStack() as stack:
        publisher = await stack.enter_async_context(raw_publisher(settings))
        room = await stack.enter_async_context(headroom(settings, most=asked.most_waiting, report=report))
        await stack.enter_async_context(aclosing(found))
        most = None if asked.limit is None else asked.limit - counts.resumed
        turns: list[Pace | Headroom] = [Pace(asked.rate), room] if room else [Pace(asked.rate)]
        contents = await stack.enter_async_context(aclosing(_contents(found, counts.name, most, turns)))
        await deliver(contents, Outbox(publisher, settled))


async def _contents(
    found: AsyncIterable[Chosen | Unusable], name: str, most: int | None, turns: list[Pace | Headroom]
) -> AsyncGenerator[tuple[Original | Unusable, Content], None]:
    sent = 0
    if most == 0:
        return
    async for item in found:
        if isinstance(item, Unusable):
            yield item, item.problem
            continue
        for pace in turns:
            await pace.turn()
        yield item.original, item.message(name)
        sent += 1
        if sent == most:
            return


def _identity(path: Path) -> tuple[str, int, int]:
    """Return what another file, or the same one rewritten, does not have."""
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    return str(path.resolve()), status.st_size, status.st_mtime_ns


def _counts(asked: Replay, mark: ReplayMark | None) -> Counts:
    if mark:
        return Counts(
            mark.name,
            resumed=mark.delivered,
            bad=mark.bad,
            refused=mark.refused,
            reached=dict(mark.reached),
        )
    return Counts(asked.name or f"replay-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}")
