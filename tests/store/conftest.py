"""Stores for tests: each test with `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from claimwire.store import Store, open_store
from tests.store import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    with postgresql.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty store's address."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    name = f"desk_{uuid4().hex}"
    server.execute(f"CREATE DATABASE {name}")
    try:
        yield server.url(name)
    finally:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    one = open_store(store_url)
    yield one
    one.close()
