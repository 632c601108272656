"""A replay of an archive that was interrupted: what it remembers, and of which file."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError

from claimwire.errors import NotDelivered
from claimwire.kafka import Outgoing
from claimwire.replay import Choice, Counts, Replay, replay
from claimwire.settings import Settings
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import RAW
from tests.builders import a_raw_article


class Broker:
    """Takes articles until it takes no more, but for those with an odd body."""

    def __init__(self, *, most: int) -> None:
        self.bodies: list[str] = []
        self._most = most

    async def send(self, message: Outgoing) -> Future[object]:
        done: Future[object] = asyncio.get_running_loop().create_future()
        body = RawArticle.decode(message.value or b"").body
        if error := self._error(body):
            done.set_exception(error)
        else:
            self.bodies.append(body)
            done.set_result(None)
        return done

    def _error(self, body: str) -> KafkaError | None:
        if body == "too large":
            return MessageSizeTooLargeError()
        return KafkaTimeoutError() if len(self.bodies) == self._most else None


async def replayed(file: Path, broker: Broker, monkeypatch: pytest.MonkeyPatch) -> Counts:
    @asynccontextmanager
    async def publisher(settings: Settings) -> AsyncIterator[Broker]:
        yield broker

    @asynccontextmanager
    async def no_headroom(*_: object, **__: object) -> AsyncIterator[None]:
        yield None

    monkeypatch.setattr("claimwire.replay.replaying.raw_publisher", publisher)
    monkeypatch.setattr("claimwire.replay.replaying.headroom", no_headroom)
    asked = Replay(RAW, (file,), Choice(), name="march", limit=None, rate=None, most_waiting=1)
    return await replay(asked, Settings(), print, restart=False)


def lines(*bodies: str) -> bytes:
    return b"".join(a_raw_article(body=body).encode() + b"\n" for body in bodies)


async def test_what_was_bad_or_refused_before_still_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit status of the run that ends it tells of all of it."""
    file, broker = tmp_path / "march.jsonl", Broker(most=1)
    file.write_bytes(b"damage\n" + lines("One.", "too large", "Two.", "Three."))
    with pytest.raises(NotDelivered):
        await replayed(file, broker, monkeypatch)
    broker = Broker(most=9)
    done = await replayed(file, broker, monkeypatch)
    assert broker.bodies == ["Two.", "Three."]
    assert (done.resumed, done.delivered, done.bad, done.refused) == (1, 2, 1, 1)


async def test_an_archive_that_was_rewritten_is_sent_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lines are others now, whatever their number."""
    file = tmp_path / "march.jsonl"
    file.write_bytes(lines("One.", "Two."))
    with pytest.raises(NotDelivered):
        await replayed(file, Broker(most=1), monkeypatch)
    file.write_bytes(lines("Three.", "Four."))
    broker = Broker(most=9)
    await replayed(file, broker, monkeypatch)
    assert broker.bodies == ["Three.", "Four."]
