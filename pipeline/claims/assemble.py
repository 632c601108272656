"""Claims put together: each attribution's proposition, with all that was found of it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.claims.stance import stance_of
from pipeline.claims.text import Proposition, text_of
from schemas import Article, Attribution, Claim, Claimant
from schemas.ids import claim_id

NOBODY = Claimant(
    entity_id=None, name=None, kind=None, resolution="unresolved", role=None, affiliation=None, confidence=0
)


def claims_of(article: Article, attributions: Iterable[Attribution]) -> tuple[Claim, ...]:
    """Return one claim for each attribution, in their order."""
    return tuple(_claim(article, one) for one in attributions)


def _claim(article: Article, one: Attribution) -> Claim:
    stance = stance_of(one.cue, one.content[-1])
    text, edits = text_of(article.text, Proposition(one.content, one.kind, stance, None))
    return Claim(
        claim_id=claim_id(one.attribution_id),
        attribution_id=one.attribution_id,
        article=one.article,
        text=text,
        edits=edits,
        content=one.content,
        source=one.source,
        claimant=NOBODY,
        chain=(),
        cue=one.cue,
        stance=stance,
        accused=None,
        medium=None,
        said=None,
        kind=one.kind,
        claim_type="event",
        certainty="certain",
        hedges=(),
        negated=False,
        quantities=(),
        times=(),
        entities=(),
        check_worthiness=0.5,
        features=(),
        confidence=one.confidence,
        extractor=one.extractor,
    )
