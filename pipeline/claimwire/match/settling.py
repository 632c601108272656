"""Settling: what readers say of links, with the clusters that change by it."""

from __future__ import annotations

from dataclasses import replace

from claimwire.match.clusters import Clusters
from claimwire.match.links.book import publish_links, record_of
from claimwire.store import LinkState, MatchAlert, MatchEvent, Matching
from claimwire.store.words import now_ms
from claimwire_schemas import ClaimLink


def settle_link(
    matching: Matching, link_id: str, state: LinkState, *, alert: MatchAlert | None = None
) -> ClaimLink | None:
    """Note that a link is right or wrong, or take that back; return its record, if there is one.

    Its clusters are made again, and what changes waits for its topic. A link that is gone stays so. Alerts
    tell of a contradiction that is right as of one that is found.
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
    if link.kind == "contradicts" and state == "right":
        clusters.events.append(MatchEvent.contradiction(replace(link, state=state), at_ms=now_ms()))
    if alert:
        alert(matching, clusters.events)
    return record_of(link, state=state)
