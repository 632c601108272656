"""What stands between workers and brokers: passes on bytes, late where told, and loses answers on purpose."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from tests.brokers.cluster import HOST, Cluster

PRODUCE = 0
Loss = Literal["cut", "silence"]


@dataclass
class Between:
    """How what passes is treated, at present: one for all connections."""

    delay_s: float = 0
    lose: Loss | None = None
    """What becomes of the answer to the next Produce: its connection is cut, or it never comes."""

    lost: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def connect(self, port: int, client: StreamReader, answer: StreamWriter) -> None:
        """Serve one connection to a broker's port until either side ends it."""
        try:
            server, request = await asyncio.open_connection(HOST, port)
        except OSError:
            answer.close()
            return
        written: set[bytes] = set()
        ways = (
            asyncio.create_task(self._requests(client, request, written)),
            asyncio.create_task(self._answers(server, answer, written)),
        )
        self._tasks.update(ways)
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._tasks.difference_update(ways)
        for writer in (request, answer):
            writer.transport.abort()

    async def _requests(self, source: StreamReader, target: StreamWriter, written: set[bytes]) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                frame = await _frame(source)
                if int.from_bytes(frame[4:6], "big") == PRODUCE:
                    written.add(frame[8:12])
                await self._pass_on(frame, target)

    async def _answers(self, source: StreamReader, target: StreamWriter, written: set[bytes]) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                frame = await _frame(source)
                is_produce = frame[4:8] in written
                written.discard(frame[4:8])
                if is_produce and self.lose:
                    how, self.lose, self.lost = self.lose, None, self.lost + 1
                    if how == "cut":
                        return
                    continue
                await self._pass_on(frame, target)

    async def _pass_on(self, frame: bytes, target: StreamWriter) -> None:
        await asyncio.sleep(self.delay_s)
        target.write(frame)
        await target.drain()


async def _frame(source: StreamReader) -> bytes:
    size = await source.readexactly(4)
    return size + await source.readexactly(int.from_bytes(size, "big"))


@asynccontextmanager
async def standing_between(cluster: Cluster) -> AsyncIterator[Between]:
    """Stand between a cluster and those who come by its second listeners, while the context lasts."""
    between = Between()
    async with AsyncExitStack() as stack:
        for broker in cluster.brokers:
            behind = broker.ports.behind

            async def serve(reader: StreamReader, writer: StreamWriter, port: int = behind) -> None:
                await between.connect(port, reader, writer)

            server = await asyncio.start_server(serve, HOST, broker.ports.between)
            stack.callback(server.close)
        yield between
