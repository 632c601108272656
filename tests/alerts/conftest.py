"""Real receivers on this machine, and stores of both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.alerts.hooks import Hooks, hooks
from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]


@pytest.fixture
async def receiver() -> AsyncIterator[Hooks]:
    """A server that takes webhooks."""
    async with hooks() as running:
        yield running
