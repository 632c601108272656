"""Match events: what matching finds about claims that saved searches may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from claimwire.store.links import LinkRow
from claimwire.store.words import milliseconds
from claimwire_schemas import ClaimCluster, ClaimLink, LinkedClaim


@dataclass(frozen=True)
class MatchEvent:
    """A contradiction between two claims, or a cluster that has grown."""

    claims: tuple[LinkedClaim, ...]
    """Both claims of a link, the earlier first; of a cluster those it shows, in the order they came."""
    at_ms: int
    """When the last claim was seen, or a reader confirmed the link."""
    is_sure: bool = True
    """Whether a contradiction is confirmed, by the judge or by a reader."""
    link_id: str | None = None
    cluster_id: str | None = None
    reached: range = range(0)
    """The numbers of independent texts that a cluster has and did not have before."""

    @classmethod
    def contradiction(cls, row: LinkRow) -> Self:
        """Return the event that a contradiction is when its later claim is seen."""
        link = ClaimLink.decode(row.body.encode())
        return cls((link.earlier, link.later), row.at_ms, row.counts, link_id=row.link_id)

    @classmethod
    def growth(cls, cluster: ClaimCluster, *, before: int = 0) -> Self:
        """Return the event that a cluster has more independent texts than before."""
        return cls(
            cluster.members,
            milliseconds(cluster.last_seen),
            cluster_id=cluster.cluster_id,
            reached=range(before + 1, cluster.families + 1),
        )
