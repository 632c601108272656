"""The first tables: articles, claims, and what is counted and kept beside them.

This step stays as it is, whatever becomes of the tables: a change is a step of its own.
"""

from __future__ import annotations

from alembic import op

revision = "first"
down_revision = None

_ARTICLES = """\
CREATE TABLE articles (
    position {position} NOT NULL, day BIGINT NOT NULL, article_id TEXT NOT NULL, revision BIGINT NOT NULL,
    text_digest TEXT NOT NULL, seen_ms BIGINT NOT NULL, published_ms BIGINT, headline TEXT, url TEXT,
    outlet TEXT, outlet_key TEXT, language TEXT NOT NULL, status TEXT NOT NULL, claims BIGINT NOT NULL,
    superseded BOOLEAN NOT NULL, extractor TEXT NOT NULL, record TEXT NOT NULL, {end}"""
_CLAIMS = """\
CREATE TABLE claims (
    position {position} NOT NULL, day BIGINT NOT NULL, claim_id TEXT NOT NULL, article_id TEXT NOT NULL,
    revision BIGINT NOT NULL, ordinal BIGINT NOT NULL, seen_ms BIGINT NOT NULL, published_ms BIGINT,
    headline TEXT, outlet TEXT, outlet_key TEXT, language TEXT NOT NULL, claimant TEXT, claimant_key TEXT,
    claimant_kind TEXT, accused TEXT, accused_key TEXT, entities TEXT NOT NULL, stance TEXT,
    claim_type TEXT NOT NULL, certainty TEXT NOT NULL, confidence FLOAT NOT NULL, worth FLOAT NOT NULL,
    change TEXT NOT NULL, replaces TEXT, superseded BOOLEAN NOT NULL, record TEXT NOT NULL, {end}"""
_SMALL = (
    "names (role TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, "
    "claims BIGINT NOT NULL, accused BIGINT NOT NULL, first_ms BIGINT NOT NULL, last_ms BIGINT NOT NULL, "
    "PRIMARY KEY (role, key))",
    "days (day BIGINT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL, articles BIGINT NOT NULL, "
    "claims BIGINT NOT NULL, PRIMARY KEY (day))",
    "tallies (dimension TEXT NOT NULL, hour BIGINT NOT NULL, key TEXT NOT NULL, claims BIGINT NOT NULL, "
    "PRIMARY KEY (dimension, hour, key))",
    "offsets (cluster TEXT NOT NULL, topic TEXT NOT NULL, partition BIGINT NOT NULL, "
    "next_offset BIGINT NOT NULL, PRIMARY KEY (cluster, topic, partition))",
    "counters (name TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (name))",
    "searches (id TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, created_ms BIGINT NOT NULL, "
    "updated_ms BIGINT NOT NULL, PRIMARY KEY (id))",
)
_INDEXES = (
    "CREATE INDEX articles_of_id ON articles (article_id)",
    "CREATE INDEX names_by_claims ON names (role, claims DESC, key)",
)
_SQLITE: tuple[str, ...] = ("CREATE VIRTUAL TABLE name_parts USING fts5(key, tokenize='trigram')",)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX names_parts ON names USING gin (key gin_trgm_ops)",
    "CREATE INDEX claims_words ON claims USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX articles_words ON articles USING gin (words) WITH (fastupdate = off)",
)


def upgrade() -> None:
    """Create them: on PostgreSQL in partitions by day."""
    if op.get_context().dialect.name == "sqlite":
        how, after = {"position": "INTEGER", "end": "PRIMARY KEY (position))"}, " WITHOUT ROWID"
        beside = _SQLITE
    else:
        end = "words TSVECTOR NOT NULL, PRIMARY KEY (position, day)) PARTITION BY LIST (day)"
        how, after, beside = {"position": "BIGINT", "end": end}, "", _POSTGRESQL
    large = [_ARTICLES.format(**how), _CLAIMS.format(**how)]
    small = [f"CREATE TABLE {one}{after}" for one in _SMALL]
    for statement in (*large, *small, *_INDEXES, *beside):
        op.execute(statement)
