"""Counts of articles by day and language are of current articles alone; they are counted again."""

from __future__ import annotations

from alembic import op

revision = "counts"
down_revision = "matching"

_STATEMENTS = (
    "UPDATE days SET articles = 0, claims = 0",
    "UPDATE days SET articles = found.articles, claims = found.claims FROM (SELECT day, "
    "count(*) AS articles, sum(claims) AS claims FROM articles WHERE NOT superseded GROUP BY day) AS found "
    "WHERE found.day = days.day",
    "DELETE FROM tallies WHERE dimension = 'language'",
    # At a day's first hour: a day has 86,400,000 ms.
    "INSERT INTO tallies SELECT 'language', seen_ms / 86400000 * 24, language, count(*) "
    "FROM articles WHERE NOT superseded GROUP BY 2, 3",
)


def upgrade() -> None:
    """Count again."""
    for one in _STATEMENTS:
        op.execute(one)
