"""Groups in the store: claims that say the same, articles about one event, and articles of one text.

What a matcher needs is in `GroupRows`, for one transaction; `GroupShelf` is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from claimwire.store.deliveries import Connecting
from claimwire.store.expanding import rows_in
from claimwire.store.match_search import ClusterSearch, cluster_pages


@dataclass(frozen=True)
class MemberRow:
    """A claim of a cluster, with the family of its article."""

    claim_id: str
    article_id: str
    seen_ms: int
    family_id: str
    member: str


@dataclass(frozen=True)
class Size:
    """How much there is in a cluster, and when the last of it came."""

    claims: int
    articles: int
    families: int
    last_ms: int


@dataclass(frozen=True)
class StoryRow:
    """An article of a story; `body` is its reference."""

    article_id: str
    story_id: str
    seen_ms: int
    body: str


class GroupRows:
    """Clusters and stories, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def members(self, cluster_id: str, *, most: int) -> list[MemberRow]:
        """Return the claims of a cluster in the order in which they came, the first of them."""
        rows = self._connection.execute(text(_MEMBERS), {"cluster": cluster_id, "most": most})
        return [MemberRow(*row) for row in rows]

    def size(self, cluster_id: str) -> Size:
        """Return how much there is in a cluster."""
        return Size(*self._connection.execute(text(_SIZE), {"cluster": cluster_id}).one())

    def move(self, claim_ids: Sequence[str], cluster_id: str) -> None:
        """Put claims into a cluster."""
        if claim_ids:
            moved = text("UPDATE statements SET cluster_id = :cluster WHERE claim_id = :claim")
            self._connection.execute(moved, [{"cluster": cluster_id, "claim": one} for one in claim_ids])

    def join(self, cluster_ids: Iterable[str], into: str) -> None:
        """Put the claims of some clusters into another one."""
        moved = text("UPDATE statements SET cluster_id = :into WHERE cluster_id = :one")
        for one in cluster_ids:
            self._connection.execute(moved, {"one": one, "into": into})

    def put_cluster(
        self, cluster_id: str, body: str, *, families: int, contradicted: int, last_ms: int
    ) -> None:
        """Keep a cluster's record, in place of the one before."""
        row = {"id": cluster_id, "families": families, "contra": contradicted, "last": last_ms, "body": body}
        self._connection.execute(text(_PUT_CLUSTER), row)

    def families_in(self, cluster_id: str) -> int:
        """Return how many families a cluster has by its record; 0 if it has none."""
        chosen = text("SELECT families FROM clusters WHERE cluster_id = :id")
        return int(self._connection.execute(chosen, {"id": cluster_id}).scalar() or 0)

    def drop_cluster(self, cluster_id: str) -> bool:
        """Forget a cluster's record; tell whether there was one."""
        dropped = text("DELETE FROM clusters WHERE cluster_id = :id")
        return self._connection.execute(dropped, {"id": cluster_id}).rowcount > 0

    def stories_of(self, article_ids: Iterable[str]) -> list[StoryRow]:
        """Return the stories that articles are of, the article seen first in front."""
        rows = rows_in(self._connection, _STORIES_OF, list(article_ids))
        return [StoryRow(*row) for row in rows]

    def articles_of(self, story_id: str, *, most: int) -> list[StoryRow]:
        """Return the articles of a story, in the order in which they came."""
        rows = self._connection.execute(text(_ARTICLES_OF), {"story": story_id, "most": most})
        return [StoryRow(*row) for row in rows]

    def put_story_article(self, row: StoryRow) -> None:
        """Put an article into a story."""
        self._connection.execute(text(_PUT_STORY_ARTICLE), asdict(row))

    def put_story(self, story_id: str, body: str, *, families: int, last_ms: int) -> None:
        """Keep a story's record, in place of the one before."""
        row = {"id": story_id, "families": families, "last": last_ms, "body": body}
        self._connection.execute(text(_PUT_STORY), row)

    def families_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the first family of each article."""
        chosen = "SELECT article_id, family_id FROM texts WHERE article_id IN :some"
        return {row.article_id: row.family_id for row in rows_in(self._connection, chosen, list(article_ids))}

    def forget(self, before_ms: int) -> None:
        """Forget articles that were seen before a time, and records to which nothing came since."""
        for statement in _FORGET:
            self._connection.execute(text(statement), {"before": before_ms})


class GroupShelf:
    """Clusters, stories and families for people; methods block, each is a transaction."""

    def __init__(self, reading: Connecting) -> None:
        self._reading = reading

    def clusters_with(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """Return the cluster's id of each claim that was compared lately; that of one alone has no record."""
        chosen = "SELECT claim_id, cluster_id FROM statements WHERE claim_id IN :some"
        with self._reading() as connection:
            rows = rows_in(connection, chosen, claim_ids)
        return {row.claim_id: row.cluster_id for row in rows}

    def families_with(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the first family of each article that was compared lately."""
        with self._reading() as connection:
            return GroupRows(connection).families_of(article_ids)

    def cluster_of(self, claim_id: str) -> str | None:
        """Return the record of the cluster that a claim is in; None where it is alone."""
        return self._body(_CLUSTER_OF, {"claim": claim_id})

    def cluster(self, cluster_id: str) -> str | None:
        """Return the record of a cluster; None if there is none."""
        return self._body("SELECT body FROM clusters WHERE cluster_id = :id", {"id": cluster_id})

    def clusters(self, *, since_ms: int, families: int = 2, limit: int = 50) -> list[str]:
        """Return the records of clusters to which something came lately, those of most families first."""
        values = {"since": since_ms, "families": families, "most": limit}
        return self._bodies(_CLUSTERS, values)

    def latest(self, *, families: int, limit: int = 50) -> list[str]:
        """Return the records of clusters of some families or more, the one that came last first."""
        values = {"families": families, "most": limit}
        return self._bodies(_LATEST_CLUSTERS, values)

    def every(self, search: ClusterSearch, *, pages_of: int) -> Iterator[list[str]]:
        """Give the records of all clusters that match, by id, a page at a time; each is a transaction."""
        for rows in cluster_pages(self._reading, search, pages_of=pages_of):
            yield [row.body for row in rows]

    def contested(self, *, since_ms: int, limit: int = 50) -> list[str]:
        """Return the records of clusters that are contradicted, the latest first."""
        return self._bodies(_CONTESTED, {"since": since_ms, "most": limit})

    def family_of(self, article_id: str) -> list[str]:
        """Return the records of the families that an article is in, the largest first."""
        return self._bodies(_FAMILY_OF, {"article": article_id})

    def story_of(self, article_id: str) -> str | None:
        """Return the record of the story that an article is of; None where it is alone."""
        return self._body(_STORY_OF, {"article": article_id})

    def story(self, story_id: str) -> str | None:
        """Return the record of a story; None if there is none."""
        return self._body("SELECT body FROM stories WHERE story_id = :id", {"id": story_id})

    def stories(self, *, since_ms: int, limit: int = 50) -> list[str]:
        """Return the records of stories to which something came lately, those of most families first."""
        return self._bodies(_LATEST_STORIES, {"since": since_ms, "most": limit})

    def _body(self, statement: str, values: Mapping[str, Any]) -> str | None:
        return next(iter(self._bodies(statement, values)), None)

    def _bodies(self, statement: str, values: Mapping[str, Any]) -> list[str]:
        with self._reading() as connection:
            return [row.body for row in connection.execute(text(statement), values)]


_SIZE = (
    "SELECT COUNT(*) AS claims, COUNT(DISTINCT statements.article_id) AS articles, "
    "COUNT(DISTINCT COALESCE(texts.family_id, statements.article_id)) AS families, "
    "COALESCE(MAX(statements.seen_ms), 0) AS last_ms FROM statements "
    "LEFT JOIN texts ON texts.article_id = statements.article_id WHERE statements.cluster_id = :cluster"
)
_MEMBERS = (
    "SELECT statements.claim_id, statements.article_id, statements.seen_ms, "
    "COALESCE(texts.family_id, statements.article_id) AS family_id, statements.member FROM statements "
    "LEFT JOIN texts ON texts.article_id = statements.article_id "
    "WHERE statements.cluster_id = :cluster ORDER BY statements.seen_ms, statements.claim_id LIMIT :most"
)
_PUT_CLUSTER = (
    "INSERT INTO clusters (cluster_id, families, contradicted, last_ms, body) "
    "VALUES (:id, :families, :contra, :last, :body) ON CONFLICT (cluster_id) DO UPDATE SET "
    "families = excluded.families, contradicted = excluded.contradicted, last_ms = excluded.last_ms, "
    "body = excluded.body"
)
_CLUSTER_OF = (
    "SELECT clusters.body FROM statements JOIN clusters ON clusters.cluster_id = statements.cluster_id "
    "WHERE statements.claim_id = :claim"
)
_CLUSTERS = (
    "SELECT body FROM clusters WHERE last_ms >= :since AND families >= :families "
    "ORDER BY families DESC, last_ms DESC, cluster_id LIMIT :most"
)
_LATEST_CLUSTERS = (
    "SELECT body FROM clusters WHERE families >= :families ORDER BY last_ms DESC, cluster_id LIMIT :most"
)
_CONTESTED = (
    "SELECT body FROM clusters WHERE last_ms >= :since AND contradicted > 0 "
    "ORDER BY last_ms DESC, cluster_id LIMIT :most"
)
_FAMILY_OF = (
    "SELECT families.body FROM kin JOIN families ON families.family_id = kin.family_id "
    "WHERE kin.article_id = :article ORDER BY families.articles DESC, families.family_id"
)
_STORIES_OF = (
    "SELECT article_id, story_id, seen_ms, body FROM story_articles WHERE article_id IN :some "
    "ORDER BY seen_ms, article_id"
)
_ARTICLES_OF = (
    "SELECT article_id, story_id, seen_ms, body FROM story_articles WHERE story_id = :story "
    "ORDER BY seen_ms, article_id LIMIT :most"
)
_PUT_STORY_ARTICLE = (
    "INSERT INTO story_articles (article_id, story_id, seen_ms, body) "
    "VALUES (:article_id, :story_id, :seen_ms, :body) "
    "ON CONFLICT (article_id) DO UPDATE SET story_id = excluded.story_id, body = excluded.body"
)
_PUT_STORY = (
    "INSERT INTO stories (story_id, families, last_ms, body) VALUES (:id, :families, :last, :body) "
    "ON CONFLICT (story_id) DO UPDATE "
    "SET families = excluded.families, last_ms = excluded.last_ms, body = excluded.body"
)
_STORY_OF = (
    "SELECT stories.body FROM story_articles JOIN stories ON stories.story_id = story_articles.story_id "
    "WHERE story_articles.article_id = :article"
)
_LATEST_STORIES = (
    "SELECT body FROM stories WHERE last_ms >= :since "
    "ORDER BY families DESC, last_ms DESC, story_id LIMIT :most"
)
_FORGET = (
    "DELETE FROM story_articles WHERE seen_ms < :before",
    "DELETE FROM clusters WHERE last_ms < :before",
    "DELETE FROM stories WHERE last_ms < :before",
)
