"""The quality of claims by outlet, for Prometheus: who speaks, and whether a claim can be read alone."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter

from claimwire_schemas import Claim, EnrichedArticle

Speaker = Literal["named", "unnamed", "outlet", "nobody"]
MOST_OUTLETS = 200
"""Outlets with series of their own; later ones are counted together, as feeds may name any."""
OTHERS = "(others)"
_LONGEST_OUTLET = 100


@dataclass(frozen=True)
class Quality:
    """An article's claims, by their kind of speaker and whether they are standalone."""

    outlet: str
    claims: Tally[tuple[Speaker, bool]]


def quality_of(enriched: EnrichedArticle) -> Quality:
    """Count the claims of an article."""
    outlet = (enriched.article.outlet or "(none)")[:_LONGEST_OUTLET]
    return Quality(outlet, Tally((speaker_of(claim), bool(claim.standalone)) for claim in enriched.claims))


def speaker_of(claim: Claim) -> Speaker:
    """Return what is known of a claim's speaker; one of whom the text gives no name is `unnamed`."""
    kind, name = claim.claimant.kind, claim.claimant.name or ""
    if kind is None:
        return "nobody"
    if kind == "outlet":
        return "outlet"
    return "unnamed" if kind == "unnamed" or name.islower() else "named"


class QualityMetrics:
    """Delivered claims, counted by outlet, speaker and whether they are standalone."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._outlets: set[str] = set()
        self._claims = Counter(
            "claimwire_claims_total",
            "Claims delivered, by outlet, kind of speaker, and whether they can be read without the article.",
            ["outlet", "speaker", "standalone"],
            registry=registry,
        )

    def count(self, quality: Quality) -> None:
        """Count an article's claims."""
        if not quality.claims:
            return
        outlet = self._known(quality.outlet)
        for (speaker, standalone), number in quality.claims.items():
            self._claims.labels(outlet, speaker, str(standalone).lower()).inc(number)

    def _known(self, outlet: str) -> str:
        if outlet not in self._outlets and len(self._outlets) >= MOST_OUTLETS:
            return OTHERS
        self._outlets.add(outlet)
        return outlet
