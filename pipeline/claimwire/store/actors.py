"""Actors in the store: their records, the keys that they are found by, how articles were read, and changes.

What a reader of articles needs is in `ActorRows`, for one transaction of its own; `ActorShelf` is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from claimwire.store.deliveries import Connecting
from claimwire.store.expanding import parts, rows_in
from claimwire.store.outgoing import OutgoingRows

_AT_ONCE = 100
SPOKEN = "k"
"""What begins the keys of the names under which an actor speaks."""


@dataclass(frozen=True)
class ActorRow:
    """An actor: its record, and what it is found by."""

    actor_id: str
    names: str
    """In lower case, for people to search."""
    articles: int
    last_ms: int
    body: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class ChangeRow:
    """What somebody did to actors."""

    change_id: str
    at_ms: int
    undone_ms: int
    """When it was undone; 0 if it is in force."""
    body: str


class ActorRows:
    """Actors, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.outgoing = OutgoingRows(connection)
        """What is to be published."""

    def near(self, keys: Iterable[str]) -> list[str]:
        """Return the records of actors with one of some keys, those seen last at the end."""
        found = dict[str, None]()
        for part in parts(sorted(set(keys)), most=_AT_ONCE):
            wanted = " UNION ALL ".join(_OF_KEY.format(at) for at in range(len(part)))
            values = {f"key_{at}": key for at, key in enumerate(part)}
            found |= {row.actor_id: None for row in self._connection.execute(text(wanted), values)}
        return self.bodies(found)

    def find(self, part: str = "", *, limit: int = 50) -> list[str]:
        """Return the records of actors with a part in a name, those of most articles first."""
        values = {"part": f"%{_literal(part.casefold())}%", "most": limit}
        return [row.body for row in self._connection.execute(text(_FIND), values)]

    def get(self, actor_id: str) -> list[str]:
        """Return the records of actors whose ids begin so, at most two."""
        values = {"begin": actor_id, "end": f"{actor_id}g"}  # behind all digits of an id, in any collation
        return [row.body for row in self._connection.execute(text(_GET), values)]

    def bodies(self, actor_ids: Iterable[str]) -> list[str]:
        """Return the records of some actors, those seen last at the end."""
        rows = rows_in(self._connection, _BODIES, sorted(set(actor_ids)))
        return [row.body for row in sorted(rows, key=lambda row: (row.last_ms, row.actor_id))]

    def put(self, rows: Iterable[ActorRow]) -> None:
        """Keep actors, each in place of what was known of it."""
        kept = list(rows)
        if not kept:
            return
        self._connection.execute(text(_PUT), [_without_keys(one) for one in kept])
        self._connection.execute(text(_DROP_KEYS), [{"actor": one.actor_id} for one in kept])
        keys = [
            {"key": key, "actor": one.actor_id, "last": one.last_ms}
            for one in kept
            for key in sorted(set(one.keys))
        ]
        if keys:
            self._connection.execute(text(_PUT_KEY), keys)

    def past(self, article_id: str) -> str | None:
        """Return how an article was read; None if it is not known."""
        chosen = text("SELECT body FROM actor_pasts WHERE article_id = :article")
        return self._connection.execute(chosen, {"article": article_id}).scalar()

    def put_past(self, article_id: str, body: str, *, at_ms: int) -> None:
        """Keep how an article was read."""
        self._connection.execute(text(_PUT_PAST), {"article": article_id, "at": at_ms, "body": body})

    def forget_pasts(self, before_ms: int) -> int:
        """Forget how articles from before a time were read; return their number."""
        forgotten = text("DELETE FROM actor_pasts WHERE at_ms < :before")
        return self._connection.execute(forgotten, {"before": before_ms}).rowcount

    def change(self, change_id: str) -> ChangeRow | None:
        """Return the change whose id begins so; None if there is none or more than one."""
        chosen = text(f"{_CHANGES} WHERE change_id LIKE :begin ESCAPE '!' LIMIT 2")
        rows = self._connection.execute(chosen, {"begin": f"{_literal(change_id)}%"}).all()
        return ChangeRow(*rows[0]) if len(rows) == 1 else None

    def put_change(self, row: ChangeRow) -> None:
        """Keep a change, or when it was undone."""
        self._connection.execute(text(_PUT_CHANGE), asdict(row))


class ActorShelf:
    """Actors for people; methods block, each is a transaction."""

    def __init__(self, reading: Connecting, writing: Connecting) -> None:
        self._reading = reading
        self._writing = writing

    @contextmanager
    def changing(self) -> Iterator[ActorRows]:
        """Give the actors in a transaction that nobody else writes beside."""
        with self._writing() as connection:
            yield ActorRows(connection)

    @contextmanager
    def looking(self) -> Iterator[ActorRows]:
        """Give the actors as they are now."""
        with self._reading() as connection:
            yield ActorRows(connection)

    def find(self, part: str = "", *, limit: int = 50) -> list[str]:
        """Return the records of actors with a part in a name, those of most articles first."""
        with self._reading() as connection:
            return ActorRows(connection).find(part, limit=limit)

    def get(self, actor_id: str) -> str | None:
        """Return the record of an actor; None if there is none."""
        with self._reading() as connection:
            return next(iter(ActorRows(connection).bodies([actor_id])), None)

    def spoken(self, key: str) -> list[str]:
        """Return the records of actors that speak under a key, those seen last at the end."""
        with self._reading() as connection:
            return ActorRows(connection).near([f"{SPOKEN} {key}"])

    def changes(self, *, limit: int = 50) -> list[ChangeRow]:
        """Return what was done to actors, the latest first."""
        chosen = text(f"{_CHANGES} ORDER BY at_ms DESC, change_id LIMIT :most")
        with self._reading() as connection:
            return [ChangeRow(*row) for row in connection.execute(chosen, {"most": limit})]


def _without_keys(row: ActorRow) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if name != "keys"}


def _literal(part: str) -> str:
    """Return a part as LIKE has it, with nothing in it that stands for something else."""
    return part.replace("\0", "").replace("!", "!!").replace("%", "!%").replace("_", "!_")


_OF_KEY = (
    "SELECT actor_id FROM (SELECT actor_id FROM actor_keys WHERE key = :key_{0} "
    "ORDER BY last_ms DESC, actor_id LIMIT 16) AS of_{0}"
)
"""Of a key, the actors seen last: so a look-up costs the same however many have it."""

_BODIES = "SELECT actor_id, last_ms, body FROM actors WHERE actor_id IN :some"
_PUT = (
    "INSERT INTO actors (actor_id, names, articles, last_ms, body) "
    "VALUES (:actor_id, :names, :articles, :last_ms, :body) ON CONFLICT (actor_id) DO UPDATE SET "
    "names = excluded.names, articles = excluded.articles, last_ms = excluded.last_ms, body = excluded.body"
)
_DROP_KEYS = "DELETE FROM actor_keys WHERE actor_id = :actor"
_PUT_KEY = "INSERT INTO actor_keys (key, actor_id, last_ms) VALUES (:key, :actor, :last)"
_PUT_PAST = (
    "INSERT INTO actor_pasts (article_id, at_ms, body) VALUES (:article, :at, :body) "
    "ON CONFLICT (article_id) DO UPDATE SET at_ms = excluded.at_ms, body = excluded.body"
)
_CHANGES = "SELECT change_id, at_ms, undone_ms, body FROM actor_changes"
_PUT_CHANGE = (
    "INSERT INTO actor_changes (change_id, at_ms, undone_ms, body) "
    "VALUES (:change_id, :at_ms, :undone_ms, :body) "
    "ON CONFLICT (change_id) DO UPDATE SET undone_ms = excluded.undone_ms"
)
_FIND = (
    "SELECT body FROM actors WHERE names LIKE :part ESCAPE '!' ORDER BY articles DESC, actor_id LIMIT :most"
)
_GET = "SELECT body FROM actors WHERE actor_id >= :begin AND actor_id < :end ORDER BY actor_id LIMIT 2"
