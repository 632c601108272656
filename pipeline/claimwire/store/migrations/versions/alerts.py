"""What alerts and feedback keep.

Before the first release, stores were made that have these tables and are at step `first`.
"""

from __future__ import annotations

from alembic import op

revision = "alerts"
down_revision = "first"

_TABLES = (
    "hits (claim_id TEXT NOT NULL, search_id TEXT NOT NULL, at_ms BIGINT NOT NULL, "
    "PRIMARY KEY (claim_id, search_id))",
    "deliveries (id TEXT NOT NULL, search_id TEXT NOT NULL, channel TEXT NOT NULL, target TEXT NOT NULL, "
    "body TEXT NOT NULL, claims BIGINT NOT NULL, more BIGINT NOT NULL, created_ms BIGINT NOT NULL, "
    "since_ms BIGINT NOT NULL, due_ms BIGINT NOT NULL, attempts BIGINT NOT NULL, state TEXT NOT NULL, "
    "turn BIGINT NOT NULL, trouble TEXT NOT NULL, done_ms BIGINT NOT NULL, PRIMARY KEY (id))",
    "feedback (id TEXT NOT NULL, claim_id TEXT NOT NULL, at_ms BIGINT NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (id))",
)
_INDEXES = (
    "hits_by_time ON hits (at_ms)",
    "deliveries_due ON deliveries (due_ms) WHERE state = 'waiting' AND turn = 1",
    "deliveries_lines ON deliveries (search_id, channel, target, turn, since_ms, id) WHERE state = 'waiting'",
    "deliveries_of_search ON deliveries (search_id, created_ms)",
    "feedback_of_claim ON feedback (claim_id)",
    "feedback_by_time ON feedback (at_ms, id)",
)


def upgrade() -> None:
    """Create the tables that are missing."""
    after = " WITHOUT ROWID" if op.get_context().dialect.name == "sqlite" else ""
    for one in _TABLES:
        op.execute(f"CREATE TABLE IF NOT EXISTS {one}{after}")
    for one in _INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {one}")
