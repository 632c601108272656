"""Searches of links and clusters: what an export of them has, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import text

from claimwire.store.deliveries import Connecting
from claimwire.store.standing import CONFIRMED, HOLDS
from claimwire.store.words import milliseconds
from claimwire_schemas import LinkKind, LinkTier
from claimwire_schemas.message import Timestamp, Value

Rows = Sequence[Any]


class LinkSearch(Value):
    """What links must have; what is left out is not asked."""

    kind: Annotated[tuple[LinkKind, ...], Field(strict=False, max_length=4)] = Field(
        default=(), description="One of these kinds."
    )
    tier: LinkTier | None = Field(
        default=None, description="`confirmed`, by the model or a reader, or `suggested`."
    )
    rejected: bool = Field(default=False, description="Include links that readers rejected.")
    seen_from: Timestamp | None = Field(default=None, description="Later claim arrived then or later.")
    seen_until: Timestamp | None = Field(default=None, description="Later claim arrived before this time.")


class ClusterSearch(Value):
    """What clusters must have; what is left out is not asked."""

    families: int = Field(default=1, ge=1, le=10_000, description="In this many independent texts or more.")
    contested: bool = Field(default=False, description="Contradicted clusters alone.")
    seen_from: Timestamp | None = Field(default=None, description="Last claim arrived then or later.")
    seen_until: Timestamp | None = Field(default=None, description="Last claim arrived before this time.")


def link_pages(reading: Connecting, asked: LinkSearch, *, pages_of: int) -> Iterator[Rows]:
    """Give links but those that are gone, the latest first, a page at a time; each is a transaction."""
    conditions = [_STATES[asked.rejected], *_times(asked, "at_ms")]
    if asked.kind:
        conditions.append(f"kind IN ({', '.join(repr(str(one)) for one in asked.kind)})")
    if asked.tier:
        conditions.append(_TIERS[asked.tier])
    statement = (
        f"SELECT link_id, earlier_id, later_id, kind, tier, state, at_ms, body FROM links "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} AND (at_ms, link_id) < (:at, :id) "
        "ORDER BY at_ms DESC, link_id DESC LIMIT :most"
    )
    yield from _pages(reading, statement, _values(asked), {"at": 2**62, "id": ""}, pages_of, _place_of_link)


def cluster_pages(reading: Connecting, asked: ClusterSearch, *, pages_of: int) -> Iterator[Rows]:
    """Give clusters by their ids, so that one that changes meanwhile comes once; a page at a time."""
    conditions = ["families >= :families", *_times(asked, "last_ms")]
    if asked.contested:
        conditions.append("contradicted > 0")
    statement = (
        f"SELECT cluster_id, body FROM clusters WHERE {' AND '.join(conditions)} AND cluster_id > :id "  # noqa: S608
        "ORDER BY cluster_id LIMIT :most"
    )
    values = _values(asked) | {"families": asked.families}
    yield from _pages(reading, statement, values, {"id": ""}, pages_of, lambda row: {"id": row.cluster_id})


_STATES = {False: HOLDS, True: "state <> 'gone'"}
_TIERS: dict[LinkTier, str] = {"confirmed": CONFIRMED, "suggested": f"NOT {CONFIRMED}"}


def _place_of_link(row: Any) -> dict[str, Any]:
    return {"at": row.at_ms, "id": row.link_id}


def _pages(  # one for each part of a page
    reading: Connecting,
    statement: str,
    values: Mapping[str, Any],
    place: Mapping[str, Any],
    pages_of: int,
    place_of: Callable[[Any], Mapping[str, Any]],
) -> Iterator[Rows]:
    rows: Rows | None = None
    while rows is None or len(rows) == pages_of:
        with reading() as connection:
            rows = connection.execute(text(statement), {**values, **place, "most": pages_of}).all()
        yield rows
        place = place_of(rows[-1]) if rows else place


def _times(asked: LinkSearch | ClusterSearch, column: str) -> Iterator[str]:
    if asked.seen_from:
        yield f"{column} >= :start"
    if asked.seen_until:
        yield f"{column} < :stop"


def _values(asked: LinkSearch | ClusterSearch) -> dict[str, Any]:
    times = {"start": asked.seen_from, "stop": asked.seen_until}
    return {name: milliseconds(at) for name, at in times.items() if at}
