"""The real push server on a free port, over a real broker or a publisher that a test holds back."""

from __future__ import annotations

import asyncio
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiokafka.errors import KafkaError
from prometheus_client import CollectorRegistry

from claimwire.kafka import Outgoing, Publisher
from claimwire.push import PushLimits, push_server
from claimwire.settings import Settings

TOKEN = "for-tests-and-nobody-else"


@dataclass
class Held:
    """A publisher that answers at once, or, when told to `hold`, once it is let go."""

    sent: list[Outgoing] = field(default_factory=list)
    waiting: list[Future[object]] = field(default_factory=list)
    hold: bool = False
    error: KafkaError | None = None

    async def send(self, message: Outgoing) -> Future[object]:
        if self.error:
            raise self.error
        self.sent.append(message)
        future: Future[object] = asyncio.get_running_loop().create_future()
        if self.hold:
            self.waiting.append(future)
        else:
            future.set_result(None)
        return future

    def let_go(self) -> None:
        self.hold = False
        for future in self.waiting:
            future.set_result(None)


@dataclass(frozen=True)
class Client:
    """Somebody who pushes, with the token unless a header says otherwise."""

    session: aiohttp.ClientSession
    port: int
    registry: CollectorRegistry

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/articles"

    async def post(
        self, data: object, kind: str = "application/json", **headers: str
    ) -> aiohttp.ClientResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind} | named
        response = await self.session.post(self.url, data=data, headers=sent)
        await response.read()
        return response

    def counted(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(f"claimwire_push_{name}", labels) or 0


class Servers:
    """Starts push servers, and stops them when the test is over."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def __call__(self, publisher: Publisher, **limits: float) -> Client:
        registry = CollectorRegistry()
        settings = Settings(push_token=TOKEN, push_port=0)
        chosen = PushLimits(**{"read_s": 5, "deliver_s": 20, "stop_s": 5} | limits)  # type: ignore[arg-type] # by name
        server = push_server(settings, publisher, registry=registry, limits=chosen)
        port = await self._stack.enter_async_context(server)
        session = await self._stack.enter_async_context(aiohttp.ClientSession(auto_decompress=True))
        return Client(session, port, registry)


@pytest.fixture
async def serve() -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        yield Servers(stack)


@pytest.fixture
def held() -> Held:
    return Held()
