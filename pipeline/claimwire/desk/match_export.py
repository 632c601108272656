"""Exports of matches: links with both of their claims, and clusters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimwire.desk.formats import Columns, Kind
from claimwire.desk.records import claim_item
from claimwire.match.links.book import record_of
from claimwire.store import ClaimRow, LinkRow, Store
from claimwire.store.match_search import ClusterSearch, LinkSearch
from claimwire.store.words import instant
from claimwire_schemas import ClaimCluster, ClaimLink, LinkedClaim

_PAGE = 250
_OF_CLAIM: dict[str, Kind] = {
    "claim_id": "text",
    "text": "text",
    "claimant": "text",
    "stance": "text",
    "outlet": "text",
    "headline": "text",
    "url": "text",
    "published": "time",
    "article_id": "text",
}
LINK_COLUMNS: Columns = {
    "link_id": "text",
    "kind": "text",
    "tier": "text",
    "state": "text",
    "score": "number",
    "seen": "time",
    "reasons": "text",
    "model": "text",
    **{f"{end}_{name}": kind for end in ("earlier", "later") for name, kind in _OF_CLAIM.items()},
}
CLUSTER_COLUMNS: Columns = {
    "cluster_id": "text",
    "text": "text",
    "claims": "whole",
    "articles": "whole",
    "families": "whole",
    "outlets": "whole",
    "contradicted_by": "whole",
    "sources": "text",
    "first_published": "time",
    "first_seen": "time",
    "last_seen": "time",
    "first_claim_id": "text",
    "first_outlet": "text",
    "first_url": "text",
    "best_claim_id": "text",
}
_SAME = frozenset(CLUSTER_COLUMNS) & ClaimCluster.model_fields.keys()


def links(store: Store, asked: LinkSearch, whole: bool) -> Iterator[list[Any]]:  # noqa: FBT001 # as claims are
    """Give pages of links; a claim that is no longer in the store is null, and has no text."""
    for rows in store.links.every(asked, pages_of=_PAGE):
        records = [record_of(row) for row in rows]
        ends = (end for one in records for end in (one.earlier, one.later))
        claims = store.claims_at({one.claim_id: one.article.article_id for one in ends})
        made = _link_item if whole else _link_cells
        yield [made(row, one, claims) for row, one in zip(rows, records, strict=True)]


def clusters(store: Store, asked: ClusterSearch, whole: bool) -> Iterator[list[Any]]:  # noqa: FBT001
    """Give pages of clusters."""
    for bodies in store.groups.every(asked, pages_of=_PAGE):
        encoded = [body.encode() for body in bodies]
        yield encoded if whole else [_cluster_cells(ClaimCluster.decode(one)) for one in encoded]


def _link_item(row: LinkRow, link: ClaimLink, claims: Mapping[str, ClaimRow]) -> dict[str, Any]:
    found = {"earlier": claims.get(row.earlier_id), "later": claims.get(row.later_id)}
    ends = {end: claim_item(claim) if claim else None for end, claim in found.items()}
    return {"link": link.model_dump(), "state": row.state, **ends}


def _link_cells(row: LinkRow, link: ClaimLink, claims: Mapping[str, ClaimRow]) -> dict[str, Any]:
    told = {name: getattr(link, name) for name in ("link_id", "kind", "tier", "score", "model")}
    reasons = "; ".join(one.text for one in link.reasons)
    cells = told | {"state": row.state, "seen": instant(row.at_ms), "reasons": reasons}
    for name, end in (("earlier", link.earlier), ("later", link.later)):
        of_end = _end_cells(end, claims.get(end.claim_id))
        cells |= {f"{name}_{column}": value for column, value in of_end.items()}
    return cells


def _end_cells(end: LinkedClaim, claim: ClaimRow | None) -> dict[str, Any]:
    article = end.article
    return {
        "claim_id": end.claim_id,
        "text": claim and claim.text,
        "claimant": claim and claim.claimant,
        "stance": claim and claim.stance,
        "outlet": article.outlet,
        "headline": article.headline,
        "url": article.url,
        "published": article.published_at,
        "article_id": article.article_id,
    }


def _cluster_cells(cluster: ClaimCluster) -> dict[str, Any]:
    return {
        **{name: getattr(cluster, name) for name in _SAME},
        "contradicted_by": len(cluster.contradicted_by),
        "sources": "; ".join(one.name for one in cluster.sources if one.name),
        "first_claim_id": cluster.first.claim_id,
        "first_outlet": cluster.first.article.outlet,
        "first_url": cluster.first.article.url,
        "best_claim_id": cluster.best.claim_id,
    }
