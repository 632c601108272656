"""What tests of polling share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from claimwire.sources.reader import DocumentReader
from tests.polling.world import SmallWorld, new_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what shares a reader run in the reader's event loop."""
    for item in items:
        if "documents" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def documents() -> AsyncIterator[DocumentReader]:
    """A reader for a module: its process takes a second to start."""
    reader = DocumentReader()
    yield reader
    await reader.close()


@pytest_asyncio.fixture(loop_scope="module")
async def world(documents: DocumentReader) -> AsyncIterator[SmallWorld]:
    """A world with nothing in it."""
    async with new_world(documents) as found:
        yield found
