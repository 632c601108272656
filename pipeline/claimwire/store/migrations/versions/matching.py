"""What matching keeps: copies, people and bodies, links, clusters and stories."""

from __future__ import annotations

from alembic import op

revision = "matching"
down_revision = "alerts"

_TABLES = (
    "texts (article_id TEXT NOT NULL, number BIGINT NOT NULL, text_digest TEXT NOT NULL, "
    "seen_ms BIGINT NOT NULL, family_id TEXT NOT NULL, agency TEXT NOT NULL, shingles {bytes} NOT NULL, "
    "PRIMARY KEY (article_id))",
    "marks (mark BIGINT NOT NULL, slot BIGINT NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (mark, slot))",
    "kin (family_id TEXT NOT NULL, article_id TEXT NOT NULL, seen_ms BIGINT NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (family_id, article_id))",
    "cores (family_id TEXT NOT NULL, seen_ms BIGINT NOT NULL, articles BIGINT NOT NULL, "
    "shingles {bytes} NOT NULL, PRIMARY KEY (family_id))",
    "families (family_id TEXT NOT NULL, articles BIGINT NOT NULL, last_ms BIGINT NOT NULL, "
    "body TEXT NOT NULL, PRIMARY KEY (family_id))",
    "actors (actor_id TEXT NOT NULL, names TEXT NOT NULL, articles BIGINT NOT NULL, last_ms BIGINT NOT NULL, "
    "body TEXT NOT NULL, PRIMARY KEY (actor_id))",
    "actor_keys (actor_id TEXT NOT NULL, key TEXT NOT NULL, last_ms BIGINT NOT NULL, "
    "PRIMARY KEY (actor_id, key))",
    "actor_pasts (article_id TEXT NOT NULL, at_ms BIGINT NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (article_id))",
    "actor_changes (change_id TEXT NOT NULL, at_ms BIGINT NOT NULL, undone_ms BIGINT NOT NULL, "
    "body TEXT NOT NULL, PRIMARY KEY (change_id))",
    "statements (claim_id TEXT NOT NULL, article_id TEXT NOT NULL, number BIGINT NOT NULL, "
    "seen_ms BIGINT NOT NULL, cluster_id TEXT NOT NULL, body TEXT NOT NULL, member TEXT NOT NULL, "
    "PRIMARY KEY (claim_id))",
    "links (link_id TEXT NOT NULL, earlier_id TEXT NOT NULL, later_id TEXT NOT NULL, kind TEXT NOT NULL, "
    "tier TEXT NOT NULL, state TEXT NOT NULL, at_ms BIGINT NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (link_id))",
    "clusters (cluster_id TEXT NOT NULL, families BIGINT NOT NULL, contradicted BIGINT NOT NULL, "
    "last_ms BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (cluster_id))",
    "story_articles (article_id TEXT NOT NULL, story_id TEXT NOT NULL, seen_ms BIGINT NOT NULL, "
    "body TEXT NOT NULL, PRIMARY KEY (article_id))",
    "stories (story_id TEXT NOT NULL, families BIGINT NOT NULL, last_ms BIGINT NOT NULL, "
    "body TEXT NOT NULL, PRIMARY KEY (story_id))",
    "outgoing (topic TEXT NOT NULL, key TEXT NOT NULL, turn BIGINT NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY (topic, key))",
)
_INDEXES = (
    "texts_by_number ON texts (number)",
    "texts_by_time ON texts (seen_ms)",
    "kin_of_article ON kin (article_id)",
    "kin_by_time ON kin (seen_ms)",
    "cores_by_time ON cores (seen_ms)",
    "families_by_time ON families (last_ms)",
    "actors_by_articles ON actors (articles DESC, actor_id)",
    "actor_keys_by_key ON actor_keys (key, last_ms DESC, actor_id)",
    "actor_pasts_by_time ON actor_pasts (at_ms)",
    "statements_by_number ON statements (number)",
    "statements_by_time ON statements (seen_ms)",
    "statements_compared ON statements (seen_ms) WHERE number > 0",
    "statements_of_article ON statements (article_id)",
    "statements_of_cluster ON statements (cluster_id, number)",
    "links_of_earlier ON links (earlier_id, kind)",
    "links_of_later ON links (later_id, kind)",
    "links_by_kind ON links (kind, at_ms DESC)",
    "links_by_time ON links (at_ms)",
    "clusters_by_time ON clusters (last_ms)",
    "clusters_by_families ON clusters (families DESC, last_ms DESC)",
    "story_articles_of_story ON story_articles (story_id, seen_ms)",
    "story_articles_by_time ON story_articles (seen_ms)",
    "stories_by_time ON stories (last_ms)",
    "outgoing_by_turn ON outgoing (topic, turn)",
)


def upgrade() -> None:
    """Create the tables."""
    is_sqlite = op.get_context().dialect.name == "sqlite"
    after, blob = (" WITHOUT ROWID", "BLOB") if is_sqlite else ("", "BYTEA")
    for one in _TABLES:
        op.execute(f"CREATE TABLE {one.format(bytes=blob)}{after}")
    for one in _INDEXES:
        op.execute(f"CREATE INDEX {one}")
