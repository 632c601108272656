"""Matching: what a matcher reads and writes, in one transaction with how far it has read the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, text

from claimwire.store.actors import ActorRows
from claimwire.store.answers import Revision
from claimwire.store.feedback import add_feedback
from claimwire.store.groups import GroupRows
from claimwire.store.links import LinkRows
from claimwire.store.outgoing import put_outgoing
from claimwire.store.reading import columns_of
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.tables import Tables
from claimwire.store.window import Window
from claimwire_schemas import Feedback
from claimwire_schemas.topics import CLAIM_CLUSTERS, FAMILIES, STORIES

_MATCHED = "matched"


class Matching:
    """A matcher's transaction."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        self._connection = connection
        self._tables = tables
        self.window = Window(connection)
        """What copies are found in."""
        self.actors = ActorRows(connection)
        """People and bodies across articles."""
        self.links = LinkRows(connection)
        """Links, and the statements that they are found by."""
        self.groups = GroupRows(connection)
        """Clusters and stories."""

    def position(self) -> int:
        """Return the position up to which articles were matched."""
        return matched(self._connection)

    def advance(self, position: int) -> None:
        """Note that articles up to a position were matched."""
        self._connection.execute(text(_ADVANCE), {"name": _MATCHED, "position": position})

    def articles(self, *, most: int) -> list[Revision]:
        """Return the next articles in the order in which they were stored, with their claims."""
        articles, days, after = self._tables.articles, self._tables.days, self.position()
        of_days = [day for (day,) in self._connection.execute(select(days.c.day).where(days.c.last > after))]
        chosen = (
            select(*columns_of(articles))
            .where(articles.c.day.in_(of_days), articles.c.position > after)
            .order_by(articles.c.position)
            .limit(most)
        )
        rows = self._connection.execute(chosen).mappings().all()
        return [revision_of(self._connection, self._tables, ArticleRow(**row)) for row in rows]

    def last_stored(self) -> int:
        """Return the position of the last article that was stored."""
        return last_stored(self._connection)

    def publish(self, topic: str, records: Iterable[tuple[str, str]]) -> None:
        """Let records wait for a topic by key; one without a body ends its key."""
        put_outgoing(self._connection, topic, records)

    def add_feedback(self, record: Feedback) -> None:
        """Store what a reader says of a link, with what follows from it."""
        add_feedback(self._connection, record)

    def clear(self) -> None:
        """Forget what was matched, but for links and actors; groups end on their topics, if not made again.

        The store will be read from its start.
        """
        for topic, table, key in _GROUPS:
            keys = self._connection.execute(text(f"SELECT {key} FROM {table}")).scalars()  # noqa: S608
            self.publish(topic.name, ((one, "") for one in keys))
        for table in _MADE_AGAIN:
            self._connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 # names from here
        self._connection.execute(text("DELETE FROM counters WHERE name = :name"), {"name": _MATCHED})


def matched(connection: Connection) -> int:
    """Return the position up to which articles were matched."""
    chosen = text("SELECT value FROM counters WHERE name = :name")
    return int(connection.execute(chosen, {"name": _MATCHED}).scalar() or 0)


def last_stored(connection: Connection) -> int:
    """Return the position of the last article that was stored; 0 where none was."""
    return int(connection.execute(text("SELECT MAX(last) FROM days")).scalar() or 0)


def revision_of(connection: Connection, tables: Tables, article: ArticleRow) -> Revision:
    """Return an article's row with those of its claims."""
    claims = tables.claims
    own = claims.c.position.between(article.position - article.claims, article.position - 1)
    chosen = select(*columns_of(claims)).where(claims.c.day == article.day, own).order_by(claims.c.ordinal)
    rows: Sequence[ClaimRow] = [ClaimRow(**row) for row in connection.execute(chosen).mappings()]
    return Revision(article, tuple(rows))


def claims_at(connection: Connection, tables: Tables, articles: Mapping[str, str]) -> dict[str, ClaimRow]:
    """Return claims by their ids, of which `articles` has the article's id."""
    rows = tables.articles
    chosen = select(rows.c.article_id, rows.c.day, rows.c.position, rows.c.claims).where(
        rows.c.article_id.in_(sorted(set(articles.values())))
    )
    found = dict[str, ClaimRow]()
    for article_id, day, position, number in connection.execute(chosen).all():
        wanted = [claim for claim, article in articles.items() if article == article_id]
        found |= _claims_between(connection, tables, day, (position - number, position - 1), wanted)
    return found


def _claims_between(
    connection: Connection, tables: Tables, day: int, positions: tuple[int, int], wanted: Sequence[str]
) -> dict[str, ClaimRow]:
    claims = tables.claims
    own = (claims.c.day == day) & claims.c.position.between(*positions) & claims.c.claim_id.in_(wanted)
    rows = connection.execute(select(*columns_of(claims)).where(own)).mappings()
    return {row["claim_id"]: ClaimRow(**row) for row in rows}


_ADVANCE = (
    "INSERT INTO counters (name, value) VALUES (:name, :position) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_GROUPS = (
    (FAMILIES, "families", "family_id"),
    (CLAIM_CLUSTERS, "clusters", "cluster_id"),
    (STORIES, "stories", "story_id"),
)
_MADE_AGAIN = (
    *("texts", "marks", "kin", "cores", "families"),
    *("statements", "clusters", "story_articles", "stories"),
)
