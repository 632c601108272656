"""What tests of polling share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.polling.world import SmallWorld, new_world


@pytest.fixture
async def world() -> AsyncIterator[SmallWorld]:
    """A world with nothing in it."""
    async with new_world() as found:
        yield found
