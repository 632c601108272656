"""Migrations: stores of earlier versions open, keep what they have, and get the tables of this one.

`older/` has a store of each engine from before there were alerts: two articles, their offset, a saved search.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from claimwire.alerts.saved import every_search
from claimwire.errors import StoreError
from claimwire.match.engine import step
from claimwire.store import Search, Store, open_store
from tests.store import postgresql
from tests.store.articles import Said, enriched

OLDER = Path(__file__).parent / "older"


@pytest.fixture
def older_url(store_url: str) -> str:
    """The address of a store of an earlier version."""
    if store_url.startswith("sqlite"):
        packed = (OLDER / "sqlite.db.gz").read_bytes()
        Path(store_url.removeprefix("sqlite:///")).write_bytes(gzip.decompress(packed))
    else:
        with psycopg.connect(store_url, autocommit=True) as connection:
            connection.execute(gzip.decompress((OLDER / "postgresql.sql.gz").read_bytes()))
    return store_url


def differences(store: Store) -> list[object]:
    """Return how the tables differ from those that the code describes."""
    known = set(store._tables.metadata.tables)

    def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in known

    with store._engine.connect() as connection:
        options = {"include_object": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, store._tables.metadata)
    # Two indexes on columns of words are PostgreSQL's own, and described nowhere else.
    return [
        one for one in found if not (one[0] == "remove_index" and one[1].name.endswith(("_words", "_parts")))
    ]


def test_an_older_store_is_upgraded_and_keeps_what_it_has(older_url: str) -> None:
    """Its claims are found, and matched as new ones are."""
    with pytest.raises(StoreError, match="tables of another version: start this version's `claimwire desk`"):
        open_store(older_url, read_only=True)
    for _ in range(2):  # the second time there is nothing to do
        store = open_store(older_url)
        try:
            assert differences(store) == []
            texts = [row.text for row in store.claims(Search()).rows]
            assert sorted(texts) == ["Rents fell", "The mill is safe", "The mill will close"]
            assert store.offsets("kafka", "news.articles.enriched.v1") == {0: 2}
            assert sum(store.languages().values()) == 2
            assert [(one.articles, one.claims) for one in store.days()] == [(1, 1), (1, 2)]
            assert [one.search.q for one in every_search(store)] == ["mill"]
            assert store.deliveries.listed() == []
        finally:
            store.close()
    store = open_store(older_url)
    assert [row.text for row in store.claims(Search(q="mill clos*")).rows] == ["The mill will close"]
    done = step(store)
    assert done is not None
    assert (done.articles, done.claims) == (2, 3)
    assert store.unmatched() == 0
    later = enriched(3, Said("The mill burns"), seen=datetime(2026, 3, 6, tzinfo=UTC))
    store.write([later])
    assert len(store.claims(Search(q="mill")).rows) == 3
    open_store(older_url, read_only=True).close()
    store.close()


def test_a_new_store_has_the_tables_that_the_code_describes(store: Store) -> None:
    assert differences(store) == []


def test_a_store_of_a_later_version_is_left_alone(store: Store, store_url: str) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
    for read_only, told in ((True, "another version"), (False, "a later version made it")):
        with pytest.raises(StoreError, match=told):
            open_store(store_url, read_only=read_only)


def test_a_database_in_another_encoding_is_refused(postgresql_server: postgresql.Server) -> None:
    """Its words would come as bytes; servers without a locale make such databases."""
    name = f"desk_{uuid4().hex}"
    postgresql_server.execute(f"CREATE DATABASE {name} ENCODING SQL_ASCII LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(StoreError, match="in SQL_ASCII: create it with ENCODING 'UTF8'"):
            open_store(postgresql_server.url(name))
    finally:
        postgresql_server.execute(f"DROP DATABASE {name} WITH (FORCE)")
