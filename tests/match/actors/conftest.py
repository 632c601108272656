"""Stores, for actors."""

from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]
