"""The stream: what arrives is told to those who want it, and who was away goes on where they were."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from claimwire.store import Search, Store
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched

WITHIN_S = 30


@dataclass(frozen=True)
class Event:
    """An event of the stream."""

    id: int
    kind: str
    data: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        """The texts of its claims."""
        return [one["claim"]["text"] for one in self.data["claims"]]


@asynccontextmanager
async def following(
    client: Client, last: int | None = None, **params: str
) -> AsyncIterator[AsyncIterator[Event]]:
    """Follow the stream."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    async with client.session.get(client.url + "/api/stream", params=params, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, "text/event-stream"), await answer.text()
        assert "Content-Encoding" not in answer.headers
        async with aclosing(events(answer.content)) as found:
            yield found


async def events(content: Any) -> AsyncGenerator[Event, None]:
    fields: dict[str, str] = {}
    async for line in content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            fields[name] = value
        elif "event" in fields:
            yield Event(int(fields["id"]), fields["event"], orjson.loads(fields["data"]))
            fields = {}
        else:
            fields = {}


async def taken(found: AsyncIterator[Event], count: int) -> list[Event]:
    """Return events with so many claims in all."""
    got: list[Event] = []
    async with asyncio.timeout(WITHIN_S):
        async for event in found:
            if event.kind == "claims":
                got.append(event)
            if sum(len(one.data["claims"]) for one in got) >= count:
                break
    return got


def texts(got: list[Event]) -> list[str]:
    return [text for event in got for text in event.texts]


async def test_what_arrives_is_told_to_those_who_want_it(store: Store, desk: Desks) -> None:
    client = await desk()
    store.write([enriched(0, Said("Before"))])
    async with following(client) as everything, following(client, q="mill") as some:
        await asyncio.sleep(0.5)
        for number in range(4):
            store.write([enriched(number + 1, Said(f"{'mill' if number % 2 else 'ferry'} {number}"))])
        assert texts(await taken(everything, 4))[-4:] == ["ferry 0", "mill 1", "ferry 2", "mill 3"]
        assert texts(await taken(some, 2)) == ["mill 1", "mill 3"]
        assert "claimwire_desk_streams 2.0" in await (await client.get("/metrics")).text()
    async with asyncio.timeout(WITHIN_S):
        while "claimwire_desk_streams 0.0" not in await (await client.get("/metrics")).text():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_who_was_away_goes_on_where_they_were(store: Store, desk: Desks) -> None:
    """Also on another desk, started later: it is all in the store."""
    first = await desk()
    async with following(first, after="0") as stream:
        store.write([enriched(n, Said(f"Claim {n}")) for n in range(3)])
        [*_, last] = await taken(stream, 3)
    store.write([enriched(n, Said(f"Claim {n}")) for n in range(3, 700)])
    second = await desk()
    async with following(second, last=last.id, limit="100") as stream:
        got = await taken(stream, 697)
        assert texts(got) == [f"Claim {n}" for n in range(3, 700)]
        assert all(event.data["more"] == 0 for event in got)
        store.write([enriched(700, Said("Claim 700"))])
        assert texts(await taken(stream, 1)) == ["Claim 700"]


async def test_a_brief_stream_says_how_many_it_left_out(store: Store, desk: Desks) -> None:
    client = await desk()
    async with following(client, brief="true", limit="10") as stream:
        await asyncio.sleep(0.5)
        store.write([enriched(n, Said(f"Claim {n}")) for n in range(60)])
        got = await taken(stream, 10)
    assert texts(got)[-1] == "Claim 59"
    assert sum(len(event.texts) + event.data["more"] for event in got) == 60


async def test_who_falls_behind_the_memory_reads_the_store(
    store: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for 20 in memory and 500 that arrive at once, each is told once and in order."""
    monkeypatch.setattr("claimwire.desk.live._RING", 20)
    client = await desk()
    async with following(client, limit="7") as stream:
        await asyncio.sleep(0.5)
        store.write([enriched(n, Said(f"Claim {n}")) for n in range(500)])
        assert texts(await taken(stream, 500)) == [f"Claim {n}" for n in range(500)]


async def test_claims_that_a_revision_repeats_are_no_news(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("It is old"), Said("It will close in May"))])
    client = await desk()
    async with following(client) as stream:
        store.write([enriched(1, Said("It is old"), Said("It will close in June"), revision=2)])
        got = await taken(stream, 1)
    assert [(one["claim"]["text"], one["change"]) for event in got for one in event.data["claims"]] == [
        ("It will close in June", "changed")
    ]


async def test_an_idle_stream_has_a_heartbeat_with_a_position(
    store: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that who comes back need not look through what they did not want."""
    monkeypatch.setattr("claimwire.desk.api._HEARTBEAT_S", 0.5)
    client = await desk()
    async with following(client, q="mill") as stream, asyncio.timeout(WITHIN_S):
        store.write([enriched(1, Said("Nothing for them"))])
        async for event in stream:
            assert event.kind == "heartbeat"
            if event.id == store.claims(Search()).rows[0].position:
                break


async def test_a_stream_of_no_query_says_why(desk: Desks) -> None:
    client = await desk()
    for params, said in (
        ({"q": "(mill"}, "parenthesis"),
        ({"limit": "0"}, "limit"),
        ({"after": "-1"}, "after"),
    ):
        status, _, detail = await client.problem("/api/stream", params=params)
        assert (status, said in detail) == (422, True)
    status, _, _ = await client.problem("/api/stream", headers={"Last-Event-ID": "x"})
    assert status == 422


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_slow_reader_gets_everything_in_order_and_holds_nobody_up(
    store: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is queued for it: it has a place in the store, and reads on from there."""
    monkeypatch.setattr("claimwire.desk.live._RING", 50)
    client = await desk()
    slow = asyncio.create_task(_read_slowly(client.port, 1_000))
    async with following(client, limit="50") as stream:
        for start in range(0, 500, 100):
            store.write(
                [
                    enriched(n, *(Said(f"Claim {n} {one} " + "word " * 400) for one in range(2)))
                    for n in range(start, start + 100)
                ]
            )
        quick = texts(await taken(stream, 1_000))
        assert not slow.done(), "it was as quick"
    assert await slow == [text.split(" word", 1)[0] for text in quick]


async def _read_slowly(port: int, count: int) -> list[str]:
    """Read some events a second, through a small window; return how the texts of the claims begin."""
    small = socket.create_connection(("127.0.0.1", port))
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    reader, writer = await asyncio.open_connection(sock=small, limit=1 << 22)
    writer.write(b"GET /api/stream?after=0&limit=10 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    found: list[str] = []
    async with asyncio.timeout(4 * WITHIN_S):
        while len(found) < count:
            line = await reader.readline()
            if line.startswith(b'data: {"claims'):
                told = orjson.loads(line[6:])["claims"]
                found += [one["claim"]["text"].split(" word", 1)[0] for one in told]
                await asyncio.sleep(0.05)
    writer.transport.abort()
    return found


async def test_a_reader_that_never_reads_holds_nobody_up_and_is_sent_away(
    store: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimwire.desk.guard._SEND_S", 2.0)
    client = await desk()
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port, limit=1024)
    writer.write(b"GET /api/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await writer.drain()
    async with following(client, limit="200") as stream:
        for start in range(0, 2000, 200):
            store.write(
                [
                    enriched(n, *(Said(f"Claim {n} {one} " + "word " * 100) for one in range(3)))
                    for n in range(start, start + 200)
                ]
            )
        assert len(texts(await taken(stream, 6000))) == 6000
        async with asyncio.timeout(WITHIN_S):
            while "claimwire_desk_streams 1.0" not in await (await client.get("/metrics")).text():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        writer.transport.abort()  # or its last bytes would wait for it
        await asyncio.sleep(0.5)
    del reader
