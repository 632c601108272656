"""Tables: the same in both engines, but for partitions and what makes words searchable."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from claimwire.store.rows import ArticleRow, ClaimRow

_KINDS = {
    "str": Text,
    "str | None": Text,
    "int": BigInteger,
    "int | None": BigInteger,
    "float": Float,
    "bool": Boolean,
    "Change": Text,
}
"""Columns' types by the types of a row's fields."""
_PLAIN = {int: BigInteger, str: Text, bytes: LargeBinary}
"""Those of small tables."""
_PARTITION = ("cluster", "topic", "partition")


@dataclass(frozen=True)
class Tables:
    """The tables of one engine."""

    metadata: MetaData
    articles: Table
    claims: Table
    days: Table
    """What is on each day, and between which positions: retention drops whole days."""
    tallies: Table
    """How many claims: by hour in all, of a stance, of an outlet and of a speaker."""
    names: Table
    """Speakers and outlets, with how many claims and accusations there are of each at present."""
    offsets: Table
    """The next offset of each partition of a topic that is read; written with the rows that led to it."""
    counters: Table
    searches: Table
    """Saved searches, as JSON."""
    hits: Table
    """Which claims a saved search has told of: none is told twice, even if the store is made again."""
    deliveries: Table
    """What is to be sent, and what became of it."""
    feedback: Table
    """What readers say of claims, as records."""


def tables(*, by_day: bool) -> Tables:
    """Return the tables: partitioned by day and with a column of words, or with positions as row numbers."""
    metadata = MetaData()
    articles = _of_rows("articles", ArticleRow, metadata, by_day=by_day)
    Index("articles_of_id", articles.c.article_id)
    return Tables(
        metadata=metadata,
        articles=articles,
        claims=_of_rows("claims", ClaimRow, metadata, by_day=by_day),
        days=_table("days", metadata, ("day",), first=int, last=int, articles=int, claims=int),
        tallies=_table("tallies", metadata, ("dimension", "hour", "key"), hour=int, claims=int),
        names=_names(metadata),
        offsets=_table("offsets", metadata, _PARTITION, partition=int, next_offset=int),
        counters=_table("counters", metadata, ("name",), value=int),
        searches=_table("searches", metadata, ("id",), name=str, body=str, created_ms=int, updated_ms=int),
        hits=_hits(metadata),
        deliveries=_deliveries(metadata),
        feedback=_feedback(metadata),
    )


def _names(metadata: MetaData) -> Table:
    told = {"name": str, "kind": str, "claims": int, "accused": int, "first_ms": int, "last_ms": int}
    names = _table("names", metadata, ("role", "key"), **told)
    Index("names_by_claims", names.c.role, names.c.claims.desc(), names.c.key)
    return names


def _hits(metadata: MetaData) -> Table:
    hits = _table("hits", metadata, ("claim_id", "search_id"), at_ms=int)
    Index("hits_by_time", hits.c.at_ms)
    return hits


def _deliveries(metadata: MetaData) -> Table:
    message = {"search_id": str, "channel": str, "target": str, "body": str, "claims": int, "more": int}
    times = {"created_ms": int, "since_ms": int, "due_ms": int}
    outcome = {"attempts": int, "state": str, "turn": int, "trouble": str, "done_ms": int}
    deliveries = _table("deliveries", metadata, ("id",), **message, **times, **outcome)
    columns = deliveries.c
    is_next = (columns.state == "waiting") & (columns.turn == 1)
    Index("deliveries_due", columns.due_ms, sqlite_where=is_next, postgresql_where=is_next)
    line = (columns.search_id, columns.channel, columns.target, columns.turn, columns.since_ms, columns.id)
    waits = columns.state == "waiting"
    Index("deliveries_lines", *line, sqlite_where=waits, postgresql_where=waits)
    Index("deliveries_of_search", columns.search_id, columns.created_ms)
    return deliveries


def _feedback(metadata: MetaData) -> Table:
    feedback = _table("feedback", metadata, ("id",), claim_id=str, at_ms=int, body=str)
    Index("feedback_of_claim", feedback.c.claim_id)
    Index("feedback_by_time", feedback.c.at_ms, feedback.c.id)
    return feedback


def _of_rows(name: str, row: type, metadata: MetaData, *, by_day: bool) -> Table:
    columns: list[Column[Any]] = [
        Column(
            field.name,
            _KINDS[str(field.type)] if by_day or field.name != "position" else Integer,
            nullable=str(field.type).endswith("None"),
        )
        for field in fields(row)
    ]
    if not by_day:
        return Table(name, metadata, *columns, PrimaryKeyConstraint("position"))
    words = Column("words", TSVECTOR, nullable=False)
    key = PrimaryKeyConstraint("position", "day")
    return Table(name, metadata, *columns, words, key, postgresql_partition_by="LIST (day)")


def _table(name: str, metadata: MetaData, key: tuple[str, ...], /, **kinds: type) -> Table:
    """Return a small table; columns of the key that have no kind are text, and days numbers."""
    named = {column: kinds.pop(column, int if column == "day" else str) for column in key} | kinds
    columns: list[Column[Any]] = [
        Column(column, _PLAIN[kind], nullable=False, autoincrement=False) for column, kind in named.items()
    ]
    return Table(name, metadata, *columns, PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
