"""Settling: what readers say of links, with the clusters that change by it."""

from __future__ import annotations

from dataclasses import replace

from claimwire.match.clusters import Clusters
from claimwire.match.links.book import publish_links, record_of
from claimwire.store import LinkRow, LinkState, MatchAlert, MatchEvent, Matching
from claimwire.store.words import now_ms
from claimwire_schemas import ClaimLink


def settle_link(
    matching: Matching, link_id: str, state: LinkState, *, alert: MatchAlert | None = None
) -> ClaimLink | None:
    """Note that a link is right or wrong, or take that back; return its record, if there is one.

    Its clusters are made again, and what changes waits for its topic. A link that is gone stays so. To
    alerts, what follows from a right link happens now, whenever its claims came.
    """
    link = matching.links.link(link_id)
    if link is None or link.state == "gone":
        return None
    matching.links.set_state([link_id], state)
    publish_links(matching, [link], state=state)
    ends = matching.links.statements([link.earlier_id, link.later_id])
    clusters = Clusters(matching)
    clusters.remake(row.cluster_id for row in ends)
    clusters.settle()
    if alert:
        alert(matching, _events(clusters, replace(link, state=state)))
    return record_of(link, state=state)


def _events(clusters: Clusters, link: LinkRow) -> list[MatchEvent]:
    """Return what alerts may tell of once a reader has judged a link."""
    if link.state != "right":  # a cluster that was parted says nothing new
        return []
    found = clusters.events
    if link.kind == "contradicts":
        found.append(MatchEvent.contradiction(link))
    return [replace(one, at_ms=now_ms()) for one in found]
