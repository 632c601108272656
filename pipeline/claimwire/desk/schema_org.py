"""schema.org: a claim as `Claim`, and the draft of a `ClaimReview` that a fact-checker completes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, get_args

from claimwire.store import ClaimRow
from claimwire_schemas import Claimant
from claimwire_schemas.entities import EntityKind

Linked = Literal["jsonld", "claimreview"]
LINKED: tuple[Linked, ...] = get_args(Linked)
_CONTEXT = "https://schema.org"
_TYPES: dict[EntityKind | None, str] = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "armed_or_political_group": "Organization",
    "outlet": "NewsMediaOrganization",
}


def linked_claim(row: ClaimRow, form: str) -> dict[str, Any]:
    """Return a claim as JSON-LD; a review has no rating and no author, which are the fact-checker's."""
    claim = {"@type": "Claim", **_claim(row)}
    if form == "claimreview":
        reviewed = {"@type": "ClaimReview", "claimReviewed": row.text, "itemReviewed": claim}
        return {"@context": _CONTEXT, **reviewed}
    return {"@context": _CONTEXT, **claim}


def _claim(row: ClaimRow) -> dict[str, Any]:
    claim = row.claim
    said = claim.said.first_day if claim.said and claim.said.first_day == claim.said.last_day else None
    return _present(
        {
            "@id": f"urn:uuid:{row.claim_id}",
            "text": row.text,
            "author": _somebody(claim.claimant),
            "datePublished": said or row.published,
            "inLanguage": row.language,
            "appearance": _appearance(row),
        }
    )


def _appearance(row: ClaimRow) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": row.outlet} if row.outlet else None
    return _present(
        {
            "@type": "NewsArticle",
            "@id": f"urn:uuid:{row.article_id}",
            "url": row.claim.article.url,
            "headline": row.headline,
            "datePublished": row.published,
            "publisher": publisher,
        }
    )


def _somebody(who: Claimant) -> dict[str, Any] | None:
    if who.name is None:
        return None
    told = {"name": who.name, "jobTitle": who.role if who.kind == "person" else None}
    return {"@type": _TYPES.get(who.kind, "Thing"), **_present(told)}


def _present(fields: Mapping[str, str | datetime | dict[str, Any] | None]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
