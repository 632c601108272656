"""Links between claims in the store, and the statements that they are found by.

What a matcher needs is in `LinkRows`, for one transaction; `LinkShelf` is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from claimwire.store.deliveries import Connecting
from claimwire.store.expanding import rows_in
from claimwire.store.match_search import LinkSearch, link_pages
from claimwire.store.standing import HOLDS, SURE, LinkState, is_sure
from claimwire_schemas import LinkKind


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
        return is_sure(self.state, self.tier)


class LinkRows:
    """Statements and links, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, marks: Iterable[int]) -> dict[int, list[str]]:
        """Return the claims that have each of some marks."""
        found = dict[int, list[str]]()
        for row in rows_in(self._connection, _HOLDERS, sorted(set(marks))):
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

    def links_of(self, claim_ids: Iterable[str]) -> list[LinkRow]:
        """Return the links that some claims have, but for those that are gone."""
        ids, found = list(claim_ids), dict[str, LinkRow]()
        for end in ("earlier_id", "later_id"):
            rows = rows_in(self._connection, f"{_LINKS} {end} IN :some AND state <> 'gone'", ids)
            found |= {row.link_id: LinkRow(*row) for row in rows}
        return sorted(found.values(), key=lambda one: (one.at_ms, one.link_id))

    def unjudged(self) -> list[LinkRow]:
        """Return the links of which no reader said anything."""
        return [LinkRow(*row) for row in self._connection.execute(text(f"{_LINKS} state = ''"))]

    def link(self, link_id: str) -> LinkRow | None:
        """Return a link; None if there is none."""
        rows = rows_in(self._connection, f"{_LINKS} link_id IN :some", [link_id])
        return LinkRow(*rows[0]) if rows else None

    def put_links(self, rows: Sequence[LinkRow]) -> list[LinkRow]:
        """Keep links, and return them as they are kept: what a reader said of one stays."""
        if not rows:
            return []
        self._connection.execute(text(_PUT_LINK), [asdict(row) for row in rows])
        kept = rows_in(self._connection, f"{_LINKS} link_id IN :some", [row.link_id for row in rows])
        return sorted((LinkRow(*row) for row in kept), key=lambda one: one.link_id)

    def set_state(self, link_ids: Sequence[str], state: LinkState) -> None:
        """Note what became of links."""
        if link_ids:
            changed = text("UPDATE links SET state = :state WHERE link_id = :link")
            self._connection.execute(changed, [{"state": state, "link": one} for one in link_ids])

    def contradicting(self, claim_ids: Sequence[str]) -> list[str]:
        """Return the claims that contradict some claims, by links that are sure."""
        found = dict[str, None]()
        for this, other in (("earlier_id", "later_id"), ("later_id", "earlier_id")):
            chosen = (
                f"SELECT {other} AS other FROM links WHERE {this} IN :some AND kind = 'contradicts' "  # noqa: S608
                f"AND {SURE} ORDER BY at_ms, link_id"
            )
            found |= {row.other: None for row in rows_in(self._connection, chosen, claim_ids)}
        return list(found)

    def forget(self, *, compared_ms: int, shown_ms: int) -> None:
        """Compare no more what was seen before a time, and forget what was seen before an earlier one."""
        self._connection.execute(text(_COMPARED), {"before": compared_ms})
        statements = text("DELETE FROM statements WHERE seen_ms < :before")
        self._connection.execute(statements, {"before": min(compared_ms, shown_ms)})
        self._connection.execute(text("DELETE FROM links WHERE at_ms < :before"), {"before": shown_ms})

    def _statements(self, column: str, some: Iterable[str]) -> list[StatementRow]:
        found = f"{_STATEMENTS} {column} IN :some ORDER BY number"
        return [StatementRow(*row) for row in rows_in(self._connection, found, list(some))]


class LinkShelf:
    """Links for people; methods block, each is a transaction."""

    def __init__(self, reading: Connecting) -> None:
        self._reading = reading

    def of_claims(
        self, claim_ids: Sequence[str], *, held: Sequence[LinkKind] = (), limit: int = 200
    ) -> list[LinkRow]:
        """Return the links of claims, the latest first, but for those that are gone.

        `held` asks for some kinds alone, and of those for what no reader rejected.
        """
        kinds = ", ".join(f"'{kind}'" for kind in held)
        only = f"AND kind IN ({kinds}) AND state <> 'wrong'" if held else ""
        found = dict[str, LinkRow]()
        with self._reading() as connection:
            for end in ("earlier_id", "later_id"):
                statement = (
                    f"{_LINKS} {end} IN :some AND state <> 'gone' {only} ORDER BY at_ms DESC LIMIT {limit:d}"
                )
                found |= {row.link_id: LinkRow(*row) for row in rows_in(connection, statement, claim_ids)}
        return sorted(found.values(), key=lambda one: (-one.at_ms, one.link_id))[:limit]

    def latest(
        self, kind: str, *, since_ms: int = 0, only_sure: bool = False, limit: int = 50
    ) -> list[LinkRow]:
        """Return the latest links of a kind that hold, or are sure, the latest first."""
        latest = text(_LATEST.format(standing=SURE if only_sure else HOLDS))
        values = {"kind": kind, "since": since_ms, "most": limit}
        with self._reading() as connection:
            return [LinkRow(*row) for row in connection.execute(latest, values)]

    def every(self, search: LinkSearch, *, pages_of: int) -> Iterator[list[LinkRow]]:
        """Give all links that match, the latest first, a page at a time; each page is a transaction."""
        for rows in link_pages(self._reading, search, pages_of=pages_of):
            yield [LinkRow(*row) for row in rows]

    def link(self, link_id: str) -> LinkRow | None:
        """Return a link; None if there is none."""
        with self._reading() as connection:
            return LinkRows(connection).link(link_id)


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
    f"{_LINKS} kind = :kind AND at_ms >= :since AND {{standing}} ORDER BY at_ms DESC, link_id LIMIT :most"
)
_COMPARED = "UPDATE statements SET number = 0, body = '' WHERE seen_ms < :before AND number > 0"
"""What is no longer compared keeps its cluster, which is shown for longer."""
