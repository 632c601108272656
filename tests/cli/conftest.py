"""Brokers for the commands' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from claimwire.stream.embedded import embedded_broker_sync


@pytest.fixture
def embedded() -> Iterator[str]:
    """The address of a new embedded broker."""
    with embedded_broker_sync() as address:
        yield address
