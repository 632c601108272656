"""A desk on a real socket: over a real store, and where a test has `bootstrap`, over a real broker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from claimwire.desk.app import running_desk
from claimwire.settings import load_settings
from tests.conftest import free_port
from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]


@dataclass(frozen=True)
class Client:
    """A client of a desk."""

    session: aiohttp.ClientSession
    port: int

    @property
    def url(self) -> str:
        """The desk's address."""
        return f"http://127.0.0.1:{self.port}"

    async def get(self, path: str, **options: Any) -> aiohttp.ClientResponse:
        """Ask for a path, and read the answer."""
        answer = await self.session.get(self.url + path, **options)
        await answer.read()
        return answer

    async def json(self, path: str, **options: Any) -> Any:
        """Return what a path answers, which must be well."""
        answer = await self.get(path, **options)
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def problem(self, path: str, **options: Any) -> tuple[int, str, str]:
        """Return the status, reason and detail of a problem."""
        answer = await self.get(path, **options)
        assert answer.headers["Content-Type"] == "application/problem+json", await answer.text()
        told = await answer.json(content_type=None)
        assert told["status"] == answer.status
        return answer.status, told["reason"], told["detail"]


Desks = Callable[..., Any]


@pytest.fixture
async def desk(store_url: str) -> AsyncIterator[Desks]:
    """Run desks on the test's store, with the settings that are given. No broker answers by default."""
    async with AsyncExitStack() as stack:

        async def run(**given: Any) -> Client:
            nowhere = f"127.0.0.1:{free_port()}"
            settings = load_settings(
                **{"bootstrap_servers": nowhere, "store": store_url, "desk_port": 0} | given
            )
            running = await stack.enter_async_context(running_desk(settings))
            session = await stack.enter_async_context(aiohttp.ClientSession())
            return Client(session, running.http_port)

        yield run
