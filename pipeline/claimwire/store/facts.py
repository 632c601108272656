"""Facts of a store, found without opening it for writing: for the doctor."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from claimwire.errors import StoreError
from claimwire.store.postgresql import PostgreSQL

_VERSION = "SELECT version_num FROM alembic_version"


@dataclass(frozen=True)
class Facts:
    """What a store is: the version of its tables, None without any, and its size."""

    where: str
    version: str | None
    size: int
    folder: Path | None
    """Where it grows, if that is on this machine."""


def newest_version() -> str | None:
    """Return the version of the tables that this Claimwire makes."""
    config = Config()
    config.set_main_option("script_location", "claimwire.store:migrations")
    return ScriptDirectory.from_config(config).get_current_head()


def store_facts(url: str) -> Facts:
    """Return a store's facts; raises `StoreError` where it does not answer."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("store: not a URL: give sqlite:///PATH or postgresql://…") from None
    return _of_postgresql(parsed) if parsed.drivername == "postgresql" else _of_file(parsed)


def _of_file(url: URL) -> Facts:
    file = Path(url.database or "")
    folder = next(one for one in file.absolute().parents if one.is_dir())
    if not file.exists():
        return Facts(str(file), None, 0, folder)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (version,) = connection.execute(_VERSION).fetchone() or (None,)
    except sqlite3.Error as error:
        raise StoreError(f"store: {file}: {error}") from None
    return Facts(str(file), version, file.stat().st_size, folder)


def _of_postgresql(url: URL) -> Facts:
    engine = PostgreSQL(url).connect()
    try:
        with engine.connect() as connection:
            there = connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar()
            version = connection.execute(text(_VERSION)).scalar() if there else None
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise StoreError(f"store: {said[:300]}") from None
    finally:
        engine.dispose()
    return Facts(url.render_as_string(hide_password=True), version, int(size or 0), None)
