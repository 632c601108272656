"""Settling: what readers say of a link."""

from __future__ import annotations

from claimwire.store import LinkState, Store
from claimwire_schemas import ClaimLink


def settle_link(store: Store, link_id: str, state: LinkState) -> ClaimLink | None:
    """Note what a reader says of a link, and return it; None if there is none, or a claim of it is gone."""
    with store.matching() as matching:
        row = matching.links.link(link_id)
        if row is None or row.state == "gone":
            return None
        matching.links.set_state([link_id], state)
    return ClaimLink.decode(row.body.encode())
