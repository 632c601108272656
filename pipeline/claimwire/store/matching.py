"""Matching: what a matcher reads and writes, in one transaction with how far it has read the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, false, or_, select, text

from claimwire.store.actors import ActorRows
from claimwire.store.answers import Revision
from claimwire.store.events import MatchEvent
from claimwire.store.expanding import parts
from claimwire.store.feedback import add_feedback
from claimwire.store.groups import GroupRows
from claimwire.store.links import LinkRows
from claimwire.store.outgoing import OutgoingRows
from claimwire.store.reading import columns_of
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.tables import Tables
from claimwire.store.window import Window
from claimwire_schemas import Feedback, LinkedClaim
from claimwire_schemas.topics import CLAIM_CLUSTERS, FAMILIES, STORIES

_MATCHED = "matched"
_ARTICLES = 100
"""Asked for at once, at most."""


class Matching:
    """A matcher's transaction."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        self.connection = connection
        self._tables = tables
        self.window = Window(connection)
        """What copies are found in."""
        self.actors = ActorRows(connection)
        """People and bodies across articles."""
        self.links = LinkRows(connection)
        """Links, and the statements that they are found by."""
        self.groups = GroupRows(connection)
        """Clusters and stories."""
        self.outgoing = OutgoingRows(connection)
        """What is to be published."""

    def position(self) -> int:
        """Return the position up to which articles were matched."""
        return matched(self.connection)

    def advance(self, position: int) -> None:
        """Note that articles up to a position were matched."""
        self.connection.execute(text(_ADVANCE), {"name": _MATCHED, "position": position})

    def articles(self, *, most: int) -> list[Revision]:
        """Return the next articles in the order in which they were stored, with their claims."""
        articles, days, after = self._tables.articles, self._tables.days, self.position()
        of_days = [day for (day,) in self.connection.execute(select(days.c.day).where(days.c.last > after))]
        chosen = (
            select(*columns_of(articles))
            .where(articles.c.day.in_(of_days), articles.c.position > after)
            .order_by(articles.c.position)
            .limit(most)
        )
        rows = self.connection.execute(chosen).mappings().all()
        return [revision_of(self.connection, self._tables, ArticleRow(**row)) for row in rows]

    def claims(self, linked: Iterable[LinkedClaim]) -> dict[str, ClaimRow]:
        """Return those of some claims that are still in the store, by their ids."""
        places = {one.claim_id: one.article.article_id for one in linked}
        return claims_at(self.connection, self._tables, places)

    def last_stored(self) -> int:
        """Return the position of the last article that was stored."""
        return last_stored(self.connection)

    def add_feedback(self, record: Feedback) -> None:
        """Store what a reader says of a link, with what follows from it."""
        add_feedback(self.connection, record)

    def clear(self) -> None:
        """Forget what was matched, but for links and actors; groups end on their topics, if not made again.

        The store will be read from its start.
        """
        for topic, table, key in _GROUPS:
            keys = self.connection.execute(text(f"SELECT {key} FROM {table}")).scalars()  # noqa: S608
            self.outgoing.put(topic.name, ((one, "") for one in keys))
        for table in _MADE_AGAIN:
            self.connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 # names from here
        self.connection.execute(text("DELETE FROM counters WHERE name = :name"), {"name": _MATCHED})


MatchAlert = Callable[[Matching, Sequence[MatchEvent]], int]
"""Tells of match events in their transaction; returns how many claims it told of."""


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
    found = dict[str, ClaimRow]()
    for wanted in parts(list(articles), most=_ARTICLES):
        places = _places(connection, tables, {articles[one] for one in wanted})
        is_there = or_(false(), *places) & tables.claims.c.claim_id.in_(wanted)
        rows = connection.execute(select(*columns_of(tables.claims)).where(is_there)).mappings()
        found |= {row["claim_id"]: ClaimRow(**row) for row in rows}
    return {one: row for one, row in found.items() if row.article_id == articles[one]}


def _places(connection: Connection, tables: Tables, article_ids: set[str]) -> list[ColumnElement[bool]]:
    """Return where the claims of each revision of some articles are."""
    rows, claims = tables.articles.c, tables.claims.c
    chosen = select(rows.day, rows.position, rows.claims).where(rows.article_id.in_(sorted(article_ids)))
    return [
        (claims.day == day) & claims.position.between(position - number, position - 1)
        for day, position, number in connection.execute(chosen)
    ]


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
