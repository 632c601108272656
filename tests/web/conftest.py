"""The server that misbehaves, running for one test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.web.server import Site, misbehaving_server


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with misbehaving_server() as running:
        yield running
