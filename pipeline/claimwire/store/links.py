"""Links, clusters and stories in the store.

What a matcher needs is in `LinkRows`, for one transaction; `LinkShelf` is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, bindparam, text

from claimwire.store.deliveries import Connecting

LinkState = Literal["", "right", "wrong", "gone"]
"""What became of a link: nothing yet, a reader says it is right or wrong, or one of its claims is gone."""
_Value = TypeVar("_Value", int, str)
_AT_ONCE = 500


@dataclass(frozen=True)
class StatementRow:
    """A claim as it is compared, in `body`, and as its cluster shows it, in `member`."""

    claim_id: str
    article_id: str
    number: int
    seen_ms: int
    cluster_id: str
    body: str
    member: str


@dataclass(frozen=True)
class LinkRow:
    """A link between two claims; `body` is its record as it was judged."""

    link_id: str
    earlier_id: str
    later_id: str
    kind: str
    tier: str
    state: LinkState
    at_ms: int
    """When the later one of its claims was seen."""
    body: str

    @property
    def counts(self) -> bool:
        """Whether it holds and is sure."""
        return self.state == "right" or (self.state == "" and self.tier == "confirmed")


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


class LinkRows:
    """Links, clusters and stories, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Statements

    def holders(self, marks: Iterable[int]) -> dict[int, list[str]]:
        """Return the claims that have each of some marks."""
        found = dict[int, list[str]]()
        for part in _parts(sorted(set(marks))):
            for row in _chosen(self._connection, _HOLDERS, part):
                found.setdefault(row.mark, []).append(row.claim_id)
        return found

    def statements(self, claim_ids: Iterable[str]) -> list[StatementRow]:
        """Return some statements, the earlier number first."""
        return self._statements("claim_id", claim_ids)

    def of_article(self, article_id: str) -> list[StatementRow]:
        """Return the statements of an article."""
        return self._statements("article_id", [article_id])

    def put_statements(self, rows: Sequence[StatementRow]) -> None:
        """Keep statements."""
        if rows:
            self._connection.execute(text(_PUT_STATEMENT), [asdict(row) for row in rows])

    def drop_statements(self, claim_ids: Sequence[str]) -> None:
        """Forget statements."""
        if claim_ids:
            dropped = text("DELETE FROM statements WHERE claim_id = :claim")
            self._connection.execute(dropped, [{"claim": one} for one in claim_ids])

    # Links

    def links_of(self, claim_ids: Iterable[str]) -> list[LinkRow]:
        """Return the links that some claims have, but for those that are gone."""
        ids, found = list(claim_ids), dict[str, LinkRow]()
        for end in ("earlier_id", "later_id"):
            for part in _parts(ids):
                rows = _chosen(self._connection, f"{_LINKS} {end} IN :some AND state <> 'gone'", part)
                found |= {row.link_id: LinkRow(*row) for row in rows}
        return sorted(found.values(), key=lambda one: (one.at_ms, one.link_id))

    def link(self, link_id: str) -> LinkRow | None:
        """Return a link; None if there is none."""
        rows = _chosen(self._connection, f"{_LINKS} link_id IN :some", [link_id])
        return LinkRow(*rows[0]) if rows else None

    def put_links(self, rows: Sequence[LinkRow]) -> None:
        """Keep links; what a reader said of one stays."""
        if rows:
            self._connection.execute(text(_PUT_LINK), [asdict(row) for row in rows])

    def set_state(self, link_ids: Sequence[str], state: LinkState) -> None:
        """Note what became of links."""
        if link_ids:
            changed = text("UPDATE links SET state = :state WHERE link_id = :link")
            self._connection.execute(changed, [{"state": state, "link": one} for one in link_ids])

    # Clusters

    def members(self, cluster_id: str, *, most: int) -> list[MemberRow]:
        """Return the claims of a cluster in the order in which they came, the first of them."""
        rows = self._connection.execute(text(_MEMBERS), {"cluster": cluster_id, "most": most})
        return [MemberRow(*row) for row in rows]

    def size(self, cluster_id: str) -> Size:
        """Return how much there is in a cluster."""
        return Size(*self._connection.execute(text(_SIZE), {"cluster": cluster_id}).one())

    def contradicting(self, claim_ids: Sequence[str]) -> list[str]:
        """Return the claims that contradict some claims, by links that readers did not reject."""
        found = dict[str, None]()
        for this, other in (("earlier_id", "later_id"), ("later_id", "earlier_id")):
            chosen = (
                f"SELECT {other} AS other FROM links WHERE {this} IN :some AND kind = 'contradicts' "  # noqa: S608
                "AND state IN ('', 'right') ORDER BY at_ms, link_id"
            )
            for part in _parts(claim_ids):
                found |= {row.other: None for row in _chosen(self._connection, chosen, part)}
        return list(found)

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

    def drop_cluster(self, cluster_id: str) -> bool:
        """Forget a cluster's record; tell whether there was one."""
        dropped = text("DELETE FROM clusters WHERE cluster_id = :id")
        return self._connection.execute(dropped, {"id": cluster_id}).rowcount > 0

    # Stories

    def stories_of(self, article_ids: Iterable[str]) -> list[StoryRow]:
        """Return the stories that articles are of, the article seen first in front."""
        rows = _chosen(self._connection, _STORIES_OF, list(article_ids))
        return [StoryRow(*row) for row in rows]

    def articles_of(self, story_id: str, *, most: int) -> list[StoryRow]:
        """Return the articles of a story, in the order in which they came."""
        rows = self._connection.execute(text(_ARTICLES_OF), {"story": story_id, "most": most})
        return [StoryRow(*row) for row in rows]

    def put_story_article(self, row: StoryRow) -> None:
        """Put an article into a story."""
        self._connection.execute(text(_PUT_STORY_ARTICLE), asdict(row))

    def join_stories(self, story_ids: Iterable[str], into: str) -> None:
        """Put the articles of some stories into another one, and forget their records."""
        for one in story_ids:
            moved = text("UPDATE story_articles SET story_id = :into WHERE story_id = :one")
            self._connection.execute(moved, {"one": one, "into": into})
            self._connection.execute(text("DELETE FROM stories WHERE story_id = :one"), {"one": one})

    def put_story(self, story_id: str, body: str, *, families: int, last_ms: int) -> None:
        """Keep a story's record, in place of the one before."""
        row = {"id": story_id, "families": families, "last": last_ms, "body": body}
        self._connection.execute(text(_PUT_STORY), row)

    def families_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the first family of each article."""
        chosen = "SELECT article_id, family_id FROM texts WHERE article_id IN :some"
        return {
            row.article_id: row.family_id
            for part in _parts(list(article_ids))
            for row in _chosen(self._connection, chosen, part)
        }

    def forget(self, *, compared_ms: int, shown_ms: int) -> None:
        """Forget what was seen before a time: statements, of which none is compared any more, and records."""
        for statement in _FORGET_COMPARED:
            self._connection.execute(text(statement), {"before": compared_ms})
        for statement in _FORGET_SHOWN:
            self._connection.execute(text(statement), {"before": shown_ms})

    def _statements(self, column: str, some: Iterable[str]) -> list[StatementRow]:
        found = f"{_STATEMENTS} {column} IN :some ORDER BY number"
        return [
            StatementRow(*row)
            for part in _parts(list(some))
            for row in _chosen(self._connection, found, part)
        ]


class LinkShelf:
    """Links, clusters and stories for people; methods block, each is a transaction."""

    def __init__(self, reading: Connecting) -> None:
        self._reading = reading

    def of_claims(self, claim_ids: Sequence[str], *, limit: int = 200) -> list[LinkRow]:
        """Return the links of claims, the latest first, but for those that are gone."""
        found = dict[str, LinkRow]()
        with self._reading() as connection:
            for end in ("earlier_id", "later_id"):
                statement = f"{_LINKS} {end} IN :some AND state <> 'gone' ORDER BY at_ms DESC LIMIT {limit:d}"
                for part in _parts(claim_ids):
                    found |= {row.link_id: LinkRow(*row) for row in _chosen(connection, statement, part)}
        return sorted(found.values(), key=lambda one: (-one.at_ms, one.link_id))[:limit]

    def clusters_with(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """Return the cluster's id of each claim that was compared lately; that of one alone has no record."""
        chosen = "SELECT claim_id, cluster_id FROM statements WHERE claim_id IN :some"
        with self._reading() as connection:
            rows = [row for part in _parts(claim_ids) for row in _chosen(connection, chosen, part)]
        return {row.claim_id: row.cluster_id for row in rows}

    def families_with(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return the first family of each article that was compared lately."""
        with self._reading() as connection:
            return LinkRows(connection).families_of(article_ids)

    def latest(self, kind: str, *, since_ms: int, limit: int = 50) -> list[LinkRow]:
        """Return the latest links of a kind that readers did not reject, the latest first."""
        values = {"kind": kind, "since": since_ms, "most": limit}
        with self._reading() as connection:
            return [LinkRow(*row) for row in connection.execute(text(_LATEST), values)]

    def link(self, link_id: str) -> LinkRow | None:
        """Return a link; None if there is none."""
        with self._reading() as connection:
            return LinkRows(connection).link(link_id)

    def cluster_of(self, claim_id: str) -> str | None:
        """Return the record of the cluster that a claim is in; None where it is alone."""
        with self._reading() as connection:
            row = connection.execute(text(_CLUSTER_OF), {"claim": claim_id}).one_or_none()
        return row.body if row else None

    def cluster(self, cluster_id: str) -> str | None:
        """Return the record of a cluster; None if there is none."""
        chosen = text("SELECT body FROM clusters WHERE cluster_id = :id")
        with self._reading() as connection:
            row = connection.execute(chosen, {"id": cluster_id}).one_or_none()
        return row.body if row else None

    def clusters(self, *, since_ms: int, families: int = 2, limit: int = 50) -> list[str]:
        """Return the records of clusters to which something came lately, those of most families first."""
        values = {"since": since_ms, "families": families, "most": limit}
        with self._reading() as connection:
            return [row.body for row in connection.execute(text(_CLUSTERS), values)]

    def contested(self, *, since_ms: int, limit: int = 50) -> list[str]:
        """Return the records of clusters that are contradicted, the latest first."""
        with self._reading() as connection:
            rows = connection.execute(text(_CONTESTED), {"since": since_ms, "most": limit})
            return [row.body for row in rows]

    def family_of(self, article_id: str) -> list[str]:
        """Return the records of the families that an article is in, the largest first."""
        with self._reading() as connection:
            return [row.body for row in connection.execute(text(_FAMILY_OF), {"article": article_id})]

    def story_of(self, article_id: str) -> str | None:
        """Return the record of the story that an article is of; None where it is alone."""
        with self._reading() as connection:
            row = connection.execute(text(_STORY_OF), {"article": article_id}).one_or_none()
        return row.body if row else None

    def story(self, story_id: str) -> str | None:
        """Return the record of a story; None if there is none."""
        chosen = text("SELECT body FROM stories WHERE story_id = :id")
        with self._reading() as connection:
            row = connection.execute(chosen, {"id": story_id}).one_or_none()
        return row.body if row else None

    def stories(self, *, since_ms: int, limit: int = 50) -> list[str]:
        """Return the records of stories to which something came lately, those of most families first."""
        with self._reading() as connection:
            rows = connection.execute(text(_LATEST_STORIES), {"since": since_ms, "most": limit})
            return [row.body for row in rows]


def _chosen(connection: Connection, statement: str, some: Sequence[object]) -> Sequence[Any]:
    if not some:
        return ()
    chosen = text(statement).bindparams(bindparam("some", expanding=True))
    return connection.execute(chosen, {"some": some}).all()


def _parts(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


_HOLDERS = (
    "SELECT marks.mark, statements.claim_id FROM marks "
    "JOIN statements ON statements.number = marks.number WHERE marks.mark IN :some"
)
_STATEMENTS = "SELECT claim_id, article_id, number, seen_ms, cluster_id, body, member FROM statements WHERE"
_PUT_STATEMENT = (
    "INSERT INTO statements (claim_id, article_id, number, seen_ms, cluster_id, body, member) "
    "VALUES (:claim_id, :article_id, :number, :seen_ms, :cluster_id, :body, :member) "
    "ON CONFLICT (claim_id) DO UPDATE SET number = excluded.number, body = excluded.body, "
    "member = excluded.member"
)
_LINKS = "SELECT link_id, earlier_id, later_id, kind, tier, state, at_ms, body FROM links WHERE"
_PUT_LINK = (
    "INSERT INTO links (link_id, earlier_id, later_id, kind, tier, state, at_ms, body) "
    "VALUES (:link_id, :earlier_id, :later_id, :kind, :tier, :state, :at_ms, :body) "
    "ON CONFLICT (link_id) DO UPDATE SET tier = excluded.tier, body = excluded.body, "
    "state = CASE WHEN links.state = 'gone' THEN excluded.state ELSE links.state END"
)
_LATEST = (
    f"{_LINKS} kind = :kind AND at_ms >= :since AND state IN ('', 'right') "
    "ORDER BY at_ms DESC, link_id LIMIT :most"
)
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
    "WHERE statements.cluster_id = :cluster ORDER BY statements.number LIMIT :most"
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
_FORGET_COMPARED = (
    "DELETE FROM statements WHERE seen_ms < :before",
    "DELETE FROM story_articles WHERE seen_ms < :before",
)
_FORGET_SHOWN = (
    "DELETE FROM links WHERE at_ms < :before",
    "DELETE FROM clusters WHERE last_ms < :before",
    "DELETE FROM stories WHERE last_ms < :before",
)
