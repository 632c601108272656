"""The labels of one claim, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimwire.claims.labels.features import Seen, worth_features_of
from claimwire.claims.labels.modality import modality_of
from claimwire.claims.linear import linear, probability
from claimwire_schemas import Feature, Span
from claimwire_schemas.claims import CLAIM_TYPES, STANCES, Certainty, ClaimType, Stance

CHECKABLE = 0.6
"""The least check-worthiness of a sentence of the outlet's own that becomes a claim."""

_PACKAGE = "claimwire.claims.labels"
_AGAINST = ("accuses", "criticizes")
_LEAST_AGAINST = 0.45
"""The least probability that somebody is accused or criticized; below it, readers found few right."""

_SPOKEN = 8
"""Features of check-worthiness that are told one by one; the others are told as one."""


class Labels(NamedTuple):
    """What is known of a claim besides its words and who stands behind it."""

    stance: Stance | None
    claim_type: ClaimType
    certainty: Certainty
    hedges: tuple[Span, ...]
    negated: bool
    check_worthiness: float
    features: tuple[Feature, ...]


class _Worth(NamedTuple):
    """Check-worthiness."""

    score: float
    told: Sequence[tuple[str, float]]
    """What it was made from: weights that add up to its log odds."""


def labels_of(seen: Seen) -> Labels:
    """Return the labels of an attribution, or of a sentence of the outlet's own, which has no stance.

    Speech withheld (`declines`, which records do not have) has none either.
    """
    return _labels(seen, _worth(seen))


def checkable_labels_of(seen: Seen) -> Labels | None:
    """Return the labels of a sentence of the outlet's own, None where it is not worth a check."""
    worth = _worth(seen)
    return _labels(seen, worth) if worth.score >= CHECKABLE else None


def is_against(seen: Seen, stance: Stance | None) -> bool:
    """Tell whether an attribution of a stance likely enough accuses or criticizes somebody."""
    if stance not in _AGAINST:
        return False
    chances = linear(_PACKAGE, "stance").chances(seen.features, seen.states)
    return sum(chances[one] for one in _AGAINST) >= _LEAST_AGAINST


def _labels(seen: Seen, worth: _Worth) -> Labels:
    said, features, states = seen
    stance = linear(_PACKAGE, "stance").best(features, states) if said.is_attributed else None
    sort = linear(_PACKAGE, "type").best(features, states)
    modality = modality_of(said)
    certainty: Certainty = "unknown" if sort == "question" else modality.certainty
    return Labels(
        stance=next((one for one in STANCES if one == stance), None),
        claim_type=next(one for one in CLAIM_TYPES if one == sort),
        certainty=certainty,
        hedges=modality.hedges,
        negated=modality.negated,
        check_worthiness=worth.score,
        features=tuple(Feature(name=name, weight=weight) for name, weight in worth.told),
    )


def _worth(seen: Seen) -> _Worth:
    features = [*seen.features, *worth_features_of(seen.said)]
    base, *parts = linear(_PACKAGE, "worth").parts(features, seen.states)
    parts.sort(key=lambda part: (-abs(part[1]), part[0]))
    others = sum(weight for _, weight in parts[_SPOKEN:])
    whole = [base, *parts[:_SPOKEN], *([("others", others)] if parts[_SPOKEN:] else [])]
    told = [(name, round(weight, 3)) for name, weight in whole]
    return _Worth(round(probability(sum(weight for _, weight in told)), 4), told)
