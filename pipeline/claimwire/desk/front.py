"""The front page: what changed on the wire in a period, as matches tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import get_args

from claimwire.desk.matches import Matches, Pair
from claimwire.desk.queries import Period
from claimwire.store import ClaimRow, LinkRow, Name, Search, Store
from claimwire.store.doubts import DOUBTFUL, doubts
from claimwire.store.words import milliseconds
from claimwire_schemas import ClaimCluster, LinkKind, Story

PERIODS: dict[Period, str] = {"24h": "24 h", "7d": "7 days", "14d": "14 days"}
_LONG: dict[Period, timedelta] = dict(
    zip(get_args(Period), map(timedelta, (1, 7, 14)), strict=True)  # in days
)
_READ = 8
"""How many links, claims or names are read for each that is shown: many are of the same, or doubtful."""


@dataclass(frozen=True)
class Accused:
    """Somebody who was not accused or criticized before, and of the latest claims that do so the surest."""

    name: Name
    claim: ClaimRow


@dataclass(frozen=True)
class Disputed:
    """A contradicted cluster, and the first of the claims that contradict it."""

    cluster: ClaimCluster
    against: ClaimRow | None


@dataclass(frozen=True)
class Front:
    """What changed."""

    contested: tuple[Pair, ...]
    """Claims that contradict earlier ones, the latest first; of the same two clusters, the latest."""
    disputed: tuple[Disputed, ...]
    """Other clusters that something came to, and that are contradicted."""
    repeated: tuple[ClaimCluster, ...]
    accused: tuple[Accused, ...]
    moved: tuple[Pair, ...]
    stories: tuple[Story, ...]


def since_of(period: Period) -> int:
    """Return when a period begins that ends now."""
    return milliseconds(datetime.now(UTC) - _LONG[period])


def front(store: Store, *, since_ms: int, limit: int = 10) -> Front:
    """Return what changed since a time, of each kind so many."""
    contested, clusters = _told(store, "contradicts", since_ms=since_ms, limit=limit)
    disputed = _clusters(store.groups.contested(since_ms=since_ms, limit=limit))
    return Front(
        contested=contested,
        disputed=tuple(_disputed(store, one) for one in disputed if one.cluster_id not in clusters),
        repeated=_clusters(store.groups.clusters(since_ms=since_ms, limit=limit)),
        accused=tuple(
            islice(_accused(store, store.first_accused(since_ms=since_ms, limit=limit * _READ)), limit)
        ),
        moved=_told(store, "updates", since_ms=since_ms, limit=limit)[0],
        stories=tuple(
            Story.decode(body.encode()) for body in store.groups.stories(since_ms=since_ms, limit=limit)
        ),
    )


def _told(
    store: Store, kind: LinkKind, *, since_ms: int, limit: int
) -> tuple[tuple[Pair, ...], frozenset[str]]:
    """Return the latest links of a kind, one for each two clusters; and these clusters."""
    links = store.links.latest(kind, since_ms=since_ms, limit=limit * _READ)
    clusters = store.groups.clusters_with([end for one in links for end in (one.earlier_id, one.later_id)])
    several = dict[frozenset[str], list[LinkRow]]()
    for one in links:
        ends = frozenset(clusters.get(end, end) for end in (one.earlier_id, one.later_id))
        several.setdefault(ends, []).append(one)
    first = {some[0].link_id: len(some) - 1 for some in several.values()}
    pairs = [one for one in Matches(store).pairs([some[0] for some in several.values()]) if _can_be_told(one)]
    told = tuple(replace(one, more=first[one.link.row.link_id]) for one in pairs[:limit])
    shown = (end.claim_id for one in told for end in (one.earlier, one.later))
    return told, frozenset(clusters.get(end, end) for end in shown)


def _can_be_told(pair: Pair) -> bool:
    """Tell whether a link is sure, or a suggestion about two claims that can be read without doubt."""
    return not pair.link.is_weak or not any((*doubts(pair.earlier), *doubts(pair.later)))


def _clusters(bodies: Sequence[str]) -> tuple[ClaimCluster, ...]:
    return tuple(ClaimCluster.decode(body.encode()) for body in bodies)


def _disputed(store: Store, cluster: ClaimCluster) -> Disputed:
    found = (store.claim(claim_id) for claim_id in cluster.contradicted_by)
    return Disputed(cluster, next((row for row in found if row), None))


def _accused(store: Store, names: Iterable[Name]) -> Iterator[Accused]:
    """Give those who have a name and are accused in a claim that is likelier right than wrong."""
    for name in names:
        if any(map(str.isupper, name.name)):
            asked = Search(accused_key=name.key, min_confidence=DOUBTFUL)
            rows = store.claims(asked, limit=_READ).rows
            if rows:
                yield Accused(name, max(rows, key=lambda row: row.confidence))
