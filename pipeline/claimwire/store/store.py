"""The store: claims and articles in a database, a view of the topics that can be made again.

Every method is a transaction of its own and blocks; call it in a thread. Rows come newest first, by the
order in which they were stored.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import randbits
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, false, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from claimwire.errors import InputError, StoreError
from claimwire.store.actors import ActorShelf
from claimwire.store.alerting import Alert, forget_deliveries, saved_searches, searches_changed
from claimwire.store.answers import Counts, Day, Name, Names, Revision, Saved
from claimwire.store.deliveries import Deliveries
from claimwire.store.engine import Dialect
from claimwire.store.feedback import FeedbackShelf
from claimwire.store.groups import GroupShelf
from claimwire.store.links import LinkShelf
from claimwire.store.matching import Matching, claims_at, last_stored, matched, revision_of
from claimwire.store.outgoing import OutgoingShelf
from claimwire.store.postgresql import PostgreSQL
from claimwire.store.query import Word, parse
from claimwire.store.ranking import MOST_RANKED
from claimwire.store.reading import Cut, Dimension, Page, Reading, Statements, columns_of
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.search import Plan, Search, plan_articles, plan_claims
from claimwire.store.sqlite import SQLite
from claimwire.store.tallies import Role, counted_languages, first_accused, forget_day, tallied_counts
from claimwire.store.words import HOUR_MS, ID, day_of, exact, key_of, milliseconds
from claimwire.store.writing import Kept, Offset, Writing, Written
from claimwire_schemas import EnrichedArticle

_READ_S = 5.0
_LONGEST_READ_S = 600.0
"""For who takes everything away, and waits."""
_CLOSE_S = 30.0
_MOST_REVISIONS = 100
_MOST_COUNTED = 5_000
_IDENTIFY = "INSERT INTO counters VALUES ('identity', :value) ON CONFLICT (name) DO NOTHING"
_IDENTITY = "SELECT value FROM counters WHERE name = 'identity'"


def open_store(url: str, *, read_only: bool = False) -> Store:
    """Return a store, with the tables of this version; one that is read only must have them.

    `url` is `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/DATABASE`. Raises `StoreError` if it cannot
    be opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError("store: not a URL: give sqlite:///PATH or postgresql://…") from None
    if parsed.drivername == "sqlite" and parsed.database:
        return Store(SQLite(Path(parsed.database), read_only=read_only), read_only=read_only)
    if parsed.drivername == "postgresql":
        return Store(PostgreSQL(parsed, read_only=read_only), read_only=read_only)
    raise StoreError(f"store: {parsed.drivername!r} is neither sqlite nor postgresql")


class Store:
    """Articles and claims in SQLite or PostgreSQL."""

    def __init__(self, dialect: Dialect, *, read_only: bool = False) -> None:
        self._dialect = dialect
        self._tables = dialect.tables
        self._statements = Statements(dialect)
        self._idle = threading.Condition()
        self._running = 0
        self._is_closed = False
        self._engine: Engine = dialect.connect()
        self.deliveries = Deliveries(self._reading, self._changing, dialect.skips_locked)
        """What is to be sent, and what became of it."""
        self.feedback = FeedbackShelf(self._reading, self._changing)
        """What readers say of claims."""
        self.actors = ActorShelf(self._reading, self._writing)
        """People and bodies across articles."""
        self.links = LinkShelf(self._reading)
        """Links between claims."""
        self.groups = GroupShelf(self._reading)
        """Clusters, stories and families."""
        self.outgoing = OutgoingShelf(self._reading, self._writing)
        """Records on their way to their topics."""
        self._begin(read_only=read_only)

    def _begin(self, *, read_only: bool) -> None:
        """Bring the tables to this version, or check that they are of it; raises `StoreError`."""
        try:
            with self._reading() if read_only else self._writing() as connection:
                if read_only:
                    _check_version(connection)
                else:
                    _migrate(connection)
                    connection.execute(text(_IDENTIFY), {"value": randbits(62)})
        except StoreError:
            self._engine.dispose()
            raise

    @property
    def folder(self) -> Path | None:
        """The folder of the database's file; None for a server's."""
        return self._dialect.file.absolute().parent if isinstance(self._dialect, SQLite) else None

    def close(self) -> None:
        """Close its connections, once what runs in other threads has ended; what comes later is refused."""
        with self._idle:
            self._idle.wait_for(lambda: self._running == 0, _CLOSE_S)
            self._is_closed = True
        self._engine.dispose()

    # Writing

    def write(
        self,
        batch: Iterable[EnrichedArticle],
        offsets: Iterable[Offset] = (),
        *,
        keep_days: int = 3650,
        alert: Alert | None = None,
    ) -> Written:
        """Store articles with their claims, how far was read, and what alerts they lead to, all or nothing.

        What is stored already stays as it is. Articles that were seen more than `keep_days` ago are left out.
        """
        now = datetime.now(UTC)
        first_day = day_of(milliseconds(now - timedelta(days=keep_days)))
        with self._writing() as connection:
            kept = Kept(first_day, milliseconds(now))
            writing = Writing(connection, self._dialect, kept)
            written = writing.write(batch, offsets)
            if alert is not None:
                alert(connection, writing.stored)
            return written

    @contextmanager
    def matching(self) -> Iterator[Matching]:
        """Give what was matched lately, in a transaction that no other matcher or desk writes beside."""
        with self._writing() as connection:
            yield Matching(connection, self._tables)

    def drop_before(self, day: int) -> list[int]:
        """Drop the days before one, 20260304, whole; return them."""
        dropped = [one.day for one in self.days() if one.day < day]
        for one in dropped:
            while self._swept(one):
                pass
            with self._writing() as connection:
                self._dialect.drop_day(connection, one)
                forget_day(connection, _first_hour(one))
                connection.execute(delete(self._tables.days).where(self._tables.days.c.day == one))
        return dropped

    def clear(self) -> None:
        """Forget every article and offset, to be read again; saved searches stay, and positions go on."""
        for one in [one.day for one in self.days()]:
            self.drop_before(one + 1)
        with self._writing() as connection:
            for table in (self._tables.offsets, self._tables.tallies, self._tables.names):
                connection.execute(delete(table))
            self._dialect.clear(connection)

    def save(self, search_id: str, name: str, body: str) -> Saved:
        """Save a search, or save it anew under its id."""
        now_ms = milliseconds(datetime.now(UTC))
        with self._writing() as connection:
            connection.execute(text(_SAVE), {"id": search_id, "name": name, "body": body, "now": now_ms})
            searches_changed(connection)
            return saved_searches(connection, search_id)[0]

    def forget(self, search_id: str) -> bool:
        """Forget a saved search and what it was to send; tell whether there was one."""
        searches = self._tables.searches
        with self._writing() as connection:
            forget_deliveries(connection, search_id)
            searches_changed(connection)
            return connection.execute(delete(searches).where(searches.c.id == search_id)).rowcount > 0

    def _swept(self, day: int) -> bool:
        with self._writing() as connection:
            return self._dialect.sweep_day(connection, day)

    # Reading

    def saved(self) -> list[Saved]:
        """Return all saved searches, in the order in which they were saved first."""
        with self._reading() as connection:
            return saved_searches(connection)

    def saved_search(self, search_id: str) -> Saved | None:
        """Return a saved search; None where there is none."""
        with self._reading() as connection:
            return next(iter(saved_searches(connection, search_id)), None)

    def offsets(self, cluster: str, topic: str) -> dict[int, int]:
        """Return the next offset of each partition of a topic that was read."""
        offsets = self._tables.offsets
        chosen = select(offsets.c.partition, offsets.c.next_offset).where(
            (offsets.c.cluster == cluster) & (offsets.c.topic == topic)
        )
        with self._reading() as connection:
            return {row.partition: row.next_offset for row in connection.execute(chosen)}

    def identity(self) -> str:
        """Return what tells this store from others; desks that share it are one consumer group."""
        with self._reading() as connection:
            return f"{connection.execute(text(_IDENTITY)).scalar_one():x}"

    def last_position(self) -> int:
        """Return the highest position that was given; 0 where nothing was stored."""
        with self._reading() as connection:
            found = connection.execute(text("SELECT value FROM counters WHERE name = 'position'")).scalar()
        return found or 0

    def unmatched(self) -> int:
        """Return how many positions, those of claims and articles, a matcher has yet to read."""
        with self._reading() as connection:
            return max(last_stored(connection) - matched(connection), 0)

    def claims(self, search: Search, *, before: int | None = None, limit: int = 50) -> Page[ClaimRow]:
        """Return claims, newest first, below a position."""
        return self._page(self._tables.claims, ClaimRow, plan_claims(search), Cut(limit, before=before))

    def best_claims(self, search: Search, *, limit: int = 50) -> Page[ClaimRow]:
        """Return the claims that match a search's words best, among the newest 2,000 hits: one page.

        Raises `InputError` for a search without words.
        """
        plan, words = plan_claims(search), parse(search.q or "")
        if words is None:
            raise InputError("the best claims are those that match words best: give words")
        with self._reading() as connection:
            reading = Reading(connection, self._statements, self._tables.claims)
            return reading.best(plan, words, limit, most=MOST_RANKED)

    def claims_after(self, search: Search, position: int, *, limit: int = 500) -> Page[ClaimRow]:
        """Return claims above a position, oldest first."""
        return self._page(self._tables.claims, ClaimRow, plan_claims(search), Cut(limit, after=position))

    def articles(self, search: Search, *, before: int | None = None, limit: int = 50) -> Page[ArticleRow]:
        """Return articles, newest first, below a position."""
        return self._page(self._tables.articles, ArticleRow, plan_articles(search), Cut(limit, before=before))

    def every_claim(self, search: Search, *, pages_of: int) -> Iterator[tuple[ClaimRow, ...]]:
        """Give all claims up to now, newest first, a page at a time; each page is a transaction."""
        return self._pages(self._tables.claims, ClaimRow, plan_claims(search), pages_of)

    def every_article(self, search: Search, *, pages_of: int) -> Iterator[tuple[ArticleRow, ...]]:
        """Give all articles up to now, newest first, a page at a time; each page is a transaction."""
        return self._pages(self._tables.articles, ArticleRow, plan_articles(search), pages_of)

    def claim(self, claim_id: str) -> ClaimRow | None:
        """Return a claim; None where there is none."""
        tree = Word(exact(ID, claim_id))
        plan = Plan(tree, plan_claims(Search(superseded=True)).bounds)
        rows = self._page(self._tables.claims, ClaimRow, plan, Cut(1)).rows
        return rows[0] if rows and rows[0].claim_id == claim_id else None

    def claims_at(self, articles: Mapping[str, str]) -> dict[str, ClaimRow]:
        """Return claims by their ids, of which `articles` has the article's id; those that there are."""
        with self._reading() as connection:
            return claims_at(connection, self._tables, articles)

    def revisions(self, article_id: str) -> list[Revision]:
        """Return an article's revisions with their claims, the current one first, then the latest."""
        articles = self._tables.articles
        chosen = select(*columns_of(articles)).where(articles.c.article_id == article_id.replace("\0", ""))
        newest = chosen.order_by(articles.c.superseded, articles.c.seen_ms.desc(), articles.c.revision.desc())
        with self._reading() as connection:
            rows = connection.execute(newest.limit(_MOST_REVISIONS)).mappings().all()
            return [revision_of(connection, self._tables, ArticleRow(**row)) for row in rows]

    def names(
        self,
        role: Role,
        *,
        part: str | None = None,
        after: tuple[int, str] | None = None,
        unnamed: bool = False,
        limit: int = 50,
    ) -> Names:
        """Return speakers or outlets, those with most claims first; `part` is a part of the name."""
        names = self._tables.names
        asked = [names.c.role == role]
        if part is not None:
            key = key_of(part)
            asked.append(self._dialect.name_has(key) if key else false())
        if not unnamed:
            asked.append(names.c.kind != "unnamed")
        if after is not None:
            asked.append(_comes_after(names, after))
        # Of the few that have a part, each is looked up; else the index is read in its order.
        claims = names.c.claims if part is None else names.c.claims + 0
        ordered = select(names).where(*asked).order_by(claims.desc(), names.c.key).limit(limit + 1)
        with self._reading() as connection:
            rows = [_name(row) for row in connection.execute(ordered).mappings()]
        kept = tuple(rows[:limit])
        return Names(kept, (kept[-1].claims, kept[-1].key) if len(rows) > limit else None)

    def name(self, role: Role, key: str) -> Name | None:
        """Return a speaker or an outlet by its key, or by a name that makes it; None where there is none."""
        names = self._tables.names
        chosen = select(names).where((names.c.role == role) & (names.c.key == (key_of(key) or "")))
        with self._reading() as connection:
            row = connection.execute(chosen).mappings().one_or_none()
        return _name(row) if row else None

    def first_accused(self, *, since_ms: int, limit: int = 20) -> list[Name]:
        """Return who is accused since a day (UTC) and was not before, the most accused first."""
        with self._reading() as connection:
            keys = first_accused(connection, since_ms=since_ms, limit=limit)
        return [name for key in keys if (name := self.name("speaker", key))]

    def counts(self, search: Search, by: Dimension, *, limit: int = 1000) -> Counts:
        """Return how many claims match, by hour since 1970, day (20260304), stance or a key.

        They are exact where nothing but times is asked, by hour or day of a stance or outlet, and by day of a
        speaker or accused; else they are of the newest that match. Speakers are counted by whole days.
        """
        plan = plan_claims(search)
        with self._reading() as connection:
            tallied = tallied_counts(connection, search, by, plan.bounds, limit=limit)
            if tallied is not None:
                return Counts(tallied, is_complete=True)
            return self._counted(connection, plan, by, limit)

    def days(self) -> list[Day]:
        """Return the days in the store, the latest first, with their current articles and claims."""
        days = self._tables.days
        chosen = select(days.c.day, days.c.articles, days.c.claims).order_by(days.c.day.desc())
        with self._reading() as connection:
            return [Day(*row) for row in connection.execute(chosen)]

    def languages(self) -> dict[str, int]:
        """Return how many articles there are in each language, the most first."""
        with self._reading() as connection:
            return counted_languages(connection)

    def _counted(self, connection: Connection, plan: Plan, by: Dimension, limit: int) -> Counts:
        reading = Reading(connection, self._statements, self._tables.claims)
        found, is_complete = reading.counted(plan, by, most=_MOST_COUNTED)
        return Counts(dict(found.most_common(limit)), is_complete)

    def _page(self, table: Table, kind: Any, plan: Plan, cut: Cut, *, within_s: float = _READ_S) -> Page[Any]:
        with self._reading(within_s=within_s) as connection:
            return Reading(connection, self._statements, table).page(plan, cut, kind)

    def _pages(self, table: Table, kind: Any, plan: Plan, pages_of: int) -> Iterator[tuple[Any, ...]]:
        before: int | None = self.last_position() + 1
        while before is not None:
            cut = Cut(pages_of, before=before)
            page = self._page(table, kind, plan, cut, within_s=_LONGEST_READ_S)
            yield page.rows
            before = page.next

    @contextmanager
    def _reading(self, *, within_s: float = _READ_S) -> Iterator[Connection]:
        with self._counted_as_running(), self._dialect.reading(self._engine, within_s=within_s) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._counted_as_running(), self._dialect.writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._counted_as_running(), self._dialect.changing(self._engine) as connection:
            yield connection

    @contextmanager
    def _counted_as_running(self) -> Iterator[None]:
        with self._idle:
            if self._is_closed:  # the engine would connect again, and nobody would close that
                raise StoreError("store: closed")
            self._running += 1
        try:
            with _told():
                yield
        finally:
            with self._idle:
                self._running -= 1
                self._idle.notify_all()


_SAVE = (
    "INSERT INTO searches (id, name, body, created_ms, updated_ms) VALUES (:id, :name, :body, :now, :now) "
    "ON CONFLICT (id) DO UPDATE "
    "SET name = excluded.name, body = excluded.body, updated_ms = excluded.updated_ms"
)


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "claimwire.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreError("store: a later version made it: upgrade Claimwire") from None


def _check_version(connection: Connection) -> None:
    """Raise `StoreError` where a store has no tables, or those of another version."""
    if not inspect(connection).has_table("alembic_version"):
        raise StoreError("store: no tables yet: start `claimwire desk` with it")
    config = Config()
    config.set_main_option("script_location", "claimwire.store:migrations")
    there = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if there != ScriptDirectory.from_config(config).get_current_head():
        raise StoreError("store: tables of another version: start this version's `claimwire desk` with it")


@contextmanager
def _told() -> Iterator[None]:
    """Raise `StoreError` for what the database says, without statements and values."""
    try:
        yield
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise StoreError(f"store: {said[:300]}") from error


def _first_hour(day: int) -> int:
    at = datetime(day // 10_000, day // 100 % 100, day % 100, tzinfo=UTC)
    return milliseconds(at) // HOUR_MS


def _comes_after(names: Table, after: tuple[int, str]) -> ColumnElement[bool]:
    claims, key = after
    return (names.c.claims < claims) | ((names.c.claims == claims) & (names.c.key > key))


def _name(row: Mapping[Any, Any]) -> Name:
    fields = {name: row[name] for name in Name.__dataclass_fields__}
    return Name(**fields | {"kind": row["kind"] or None})
