"""Tallies: how many current claims there are, by hour, stance, outlet and speaker, and how many articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from sqlalchemy import Connection, select, text

from claimwire.store.engine import Dialect
from claimwire.store.reading import Dimension
from claimwire.store.rows import ClaimRow
from claimwire.store.search import Bounds, Search
from claimwire.store.words import HOUR_MS, day_of

_Tallied = Literal["hour", "stance", "outlet", "speaker", "accused", "language"]
Role = Literal["speaker", "outlet"]
_HOURS = 24
_NOBODY = "outlet"
"""A claimant of this kind is the outlet itself."""


class CountedArticle(Protocol):
    """What is counted of an article."""

    @property
    def day(self) -> int:
        """The day on which it was seen, 20260304."""

    @property
    def seen_ms(self) -> int:
        """When it was seen."""

    @property
    def language(self) -> str:
        """Its language's tag."""

    @property
    def claims(self) -> int:
        """How many claims it has."""


@dataclass
class _Name:
    """What a batch does to a speaker or an outlet."""

    name: str
    kind: str
    first_ms: int
    last_ms: int
    claims: int = 0
    accused: int = 0


@dataclass
class Tally:
    """What a transaction does to the tallies, written at its end."""

    counts: Counter[tuple[_Tallied, int, str]] = field(default_factory=Counter)
    names: dict[tuple[Role, str], _Name] = field(default_factory=dict)
    articles: Counter[int] = field(default_factory=Counter)
    """Articles by day."""
    claims: Counter[int] = field(default_factory=Counter)
    """Claims by day."""

    def add(self, rows: Iterable[ClaimRow]) -> None:
        """Count claims that are now current."""
        self._count(rows, 1)

    def take(self, rows: Iterable[ClaimRow]) -> None:
        """Count claims no more."""
        self._count(rows, -1)

    def add_article(self, article: CountedArticle) -> None:
        """Count an article that is now current."""
        self._count_article(article, 1)

    def take_article(self, article: CountedArticle) -> None:
        """Count an article no more."""
        self._count_article(article, -1)

    def apply(self, connection: Connection, dialect: Dialect) -> None:
        """Write all of it."""
        counts = [
            {"dimension": dimension, "hour": hour, "key": key, "claims": claims}
            for (dimension, hour, key), claims in sorted(self.counts.items())
            if claims
        ]
        if counts:
            connection.execute(text(_COUNT), counts)
        if self.names:
            dialect.names_added(connection, self._new(connection, dialect))
            connection.execute(text(_NAME), list(self._name_values()))
        if self.articles:
            connection.execute(text(_ON_DAY), list(self._day_values()))
        for counted in (self.counts, self.names, self.articles, self.claims):
            counted.clear()

    def _count(self, rows: Iterable[ClaimRow], by: int) -> None:
        for row in rows:
            for dimension, hour, key in _places(row):
                self.counts[dimension, hour, key] += by
            for role, key, name in _named(row):
                self._name(role, key, name, row).claims += by
            if row.accused_key and row.accused:
                self._name("speaker", row.accused_key, row.accused, row).accused += by

    def _count_article(self, article: CountedArticle, by: int) -> None:
        self.counts["language", _day_hour(article.seen_ms), article.language] += by
        self.articles[article.day] += by
        self.claims[article.day] += by * article.claims

    def _name(self, role: Role, key: str, name: str, row: ClaimRow) -> _Name:
        of_speaker = role == "speaker" and key == row.claimant_key
        kind = (row.claimant_kind or "") if of_speaker else ""
        found = self.names.setdefault((role, key), _Name(name, kind, row.seen_ms, row.seen_ms))
        found.first_ms = min(found.first_ms, row.seen_ms)
        found.last_ms = max(found.last_ms, row.seen_ms)
        found.kind = found.kind or kind
        return found

    def _new(self, connection: Connection, dialect: Dialect) -> list[str]:
        """Return the keys of names that the store does not have."""
        keys = {key for _, key in self.names}
        names = dialect.tables.names
        # Both columns of the primary key: by the key alone, every name would be looked at for each batch.
        asked = names.c.role.in_(get_args(Role)) & names.c.key.in_(keys)
        known = connection.execute(select(names.c.key).where(asked)).scalars()
        return sorted(keys - set(known))

    def _name_values(self) -> Iterator[dict[str, object]]:
        for (role, key), name in sorted(self.names.items()):
            yield {"role": role, "key": key, **vars(name)}

    def _day_values(self) -> Iterator[dict[str, int]]:
        for day, articles in sorted(self.articles.items()):
            yield {"day": day, "articles": articles, "claims": self.claims[day]}


def _places(row: ClaimRow) -> Sequence[tuple[_Tallied, int, str]]:
    hour, day = row.seen_ms // HOUR_MS, _day_hour(row.seen_ms)
    found: list[tuple[_Tallied, int, str]] = [("hour", hour, ""), ("stance", hour, row.stance or "")]
    if row.outlet_key:
        found.append(("outlet", hour, row.outlet_key))
    if row.claimant_key and row.claimant_kind != _NOBODY:
        found.append(("speaker", day, row.claimant_key))
    if row.accused_key:
        found.append(("accused", day, row.accused_key))
    return found


def _day_hour(seen_ms: int) -> int:
    """Return the first hour of a day."""
    hour = seen_ms // HOUR_MS
    return hour - hour % _HOURS


def _named(row: ClaimRow) -> Iterator[tuple[Role, str, str]]:
    if row.claimant_key and row.claimant and row.claimant_kind != _NOBODY:
        yield "speaker", row.claimant_key, row.claimant
    if row.outlet_key and row.outlet:
        yield "outlet", row.outlet_key, row.outlet


def forget_day(connection: Connection, day_hour: int) -> None:
    """Take a day's counts out of names and tallies; `day_hour` is its first hour since 1970."""
    span = {"first": day_hour, "last": day_hour + _HOURS - 1}
    for role, dimension, column in (
        ("speaker", "speaker", "claims"),
        ("speaker", "accused", "accused"),
        ("outlet", "outlet", "claims"),
    ):
        # The names are those above.
        connection.execute(text(_TAKE.format(column=column)), {**span, "role": role, "dimension": dimension})
    for dimension in get_args(_Tallied):
        connection.execute(
            text("DELETE FROM tallies WHERE dimension = :dimension AND hour BETWEEN :first AND :last"),
            {**span, "dimension": dimension},
        )
    connection.execute(text("DELETE FROM names WHERE claims <= 0 AND accused <= 0"))


def counted_languages(connection: Connection) -> dict[str, int]:
    """Return how many articles there are in each language, the most first."""
    chosen = text(
        "SELECT key, sum(claims) AS n FROM tallies WHERE dimension = 'language' "
        "GROUP BY key HAVING sum(claims) > 0 ORDER BY n DESC, key"
    )
    return {key: int(count) for key, count in connection.execute(chosen)}


def first_accused(connection: Connection, *, since_ms: int, limit: int) -> Sequence[str]:
    """Return the keys of who is accused since a day and was not before, the most accused first."""
    values = {"since": _day_hour(since_ms), "most": limit}
    return connection.execute(text(_FIRST_ACCUSED), values).scalars().all()


_SHOWN: dict[Dimension, str] = {
    "hour": "hour",
    # 20260304 in SQL is more than either engine has in common: it is made below.
    "day": "hour - hour % 24",
}


def tallied_counts(
    connection: Connection, search: Search, by: Dimension, bounds: Bounds, *, limit: int
) -> dict[str, int] | None:
    """Return how many claims match, the most first, where that was tallied; else None."""
    tallied = _tallied(search, by)
    if tallied is None:
        return None
    dimension, key = tallied
    first, last = bounds.seen_ms
    shown = _SHOWN.get(by, "key")
    chosen = text(
        f"SELECT {shown} AS shown, sum(claims) AS n FROM tallies WHERE dimension = :dimension "  # noqa: S608
        f"AND hour >= :first AND hour < :last {'AND key = :key' if key is not None else ''} "
        "GROUP BY shown HAVING sum(claims) > 0 ORDER BY n DESC, shown LIMIT :limit"
    )
    start = (first or 0) // HOUR_MS
    if by == "day" or dimension in ("speaker", "accused"):
        start -= start % _HOURS
    span = {"first": start, "last": 1 << 40 if last is None else -(-last // HOUR_MS)}
    named = {} if key is None else {"key": key}
    rows = connection.execute(chosen, {"dimension": dimension, "limit": limit, **span, **named})
    name = (lambda hour: str(day_of(hour * HOUR_MS))) if by == "day" else str
    return {name(value): int(count) for value, count in rows}


def _tallied(search: Search, by: Dimension) -> tuple[str, str | None] | None:
    """Return which tallies answer a count, and of which key; None where none do."""
    asked = search.model_dump(exclude_defaults=True, exclude={"seen_from", "seen_until"})
    if not asked:
        return ("hour" if by == "day" else by), None
    [name, *others] = asked
    of_names = {"outlet_key": "outlet", "speaker": "speaker", "accused_key": "accused"}
    if others or by not in ("hour", "day"):
        return None
    if name == "stance" and len(search.stance) == 1:
        return name, search.stance[0]
    if name == "outlet_key" or (name in of_names and by == "day"):  # of speakers, days are tallied
        return of_names[name], asked[name]
    return None


_COUNT = (
    "INSERT INTO tallies (dimension, hour, key, claims) VALUES (:dimension, :hour, :key, :claims) "
    "ON CONFLICT (dimension, hour, key) DO UPDATE SET claims = tallies.claims + excluded.claims"
)
_ON_DAY = "UPDATE days SET articles = articles + :articles, claims = claims + :claims WHERE day = :day"
_NAME = (
    "INSERT INTO names (role, key, name, kind, claims, accused, first_ms, last_ms) "
    "VALUES (:role, :key, :name, :kind, :claims, :accused, :first_ms, :last_ms) "
    "ON CONFLICT (role, key) DO UPDATE SET "
    "claims = names.claims + excluded.claims, accused = names.accused + excluded.accused, "
    "kind = CASE WHEN names.kind = '' THEN excluded.kind ELSE names.kind END, "
    "first_ms = CASE WHEN excluded.first_ms < names.first_ms THEN excluded.first_ms ELSE names.first_ms END, "
    "last_ms = CASE WHEN excluded.last_ms > names.last_ms THEN excluded.last_ms ELSE names.last_ms END"
)
_FIRST_ACCUSED = (
    # Names have the sum over all days: where the last days' is as much, there was nothing before.
    "SELECT lately.key FROM (SELECT key, sum(claims) AS claims FROM tallies "
    "WHERE dimension = 'accused' AND hour >= :since GROUP BY key HAVING sum(claims) > 0) AS lately "
    "JOIN names ON names.role = 'speaker' AND names.key = lately.key AND names.accused = lately.claims "
    "WHERE names.kind <> 'unnamed' ORDER BY lately.claims DESC, lately.key LIMIT :most"
)
_TAKE = (
    "UPDATE names SET {column} = names.{column} - gone.gone FROM ("
    "SELECT key, sum(claims) AS gone FROM tallies "
    "WHERE dimension = :dimension AND hour BETWEEN :first AND :last GROUP BY key) AS gone "
    "WHERE names.role = :role AND names.key = gone.key"
)
