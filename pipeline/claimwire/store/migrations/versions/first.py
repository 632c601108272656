"""The first tables.

Until the first release these are the tables as they are; from then on this step is written out, and a change
is a step of its own.
"""

from __future__ import annotations

from alembic import context, op

revision = "first"
down_revision = None


def upgrade() -> None:
    """Create all tables, and what the engine has beside them."""
    dialect = context.config.attributes["dialect"]
    dialect.tables.metadata.create_all(op.get_bind())
    dialect.prepare(op.get_bind())
