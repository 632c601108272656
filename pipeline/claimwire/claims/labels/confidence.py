"""Confidence of a claim: the calibrated probability that its claimant and its text are both right.

A logistic regression, `confidence.json`, fitted by `training/labels.py` to claims compared with annotations.
"""

from __future__ import annotations

from functools import cache
from math import log

from claimwire.claims.linear import probability
from claimwire.data import read_json
from claimwire.english.closed_class import PRONOUNS
from claimwire_schemas import Claim

_ROUNDING = 0.01
"""Keeps log odds finite."""

_MARKS = "“”\"‘’'[]().,;:!?"
_LENGTHS = (6, 12, 24, 48)
"""Bounds, in words, of the classes of a text's length."""


def confidence_of(claim: Claim) -> float:
    """Return the probability that a claim is right, to two places; its `confidence` is its attribution's."""
    weights = _weights()
    return round(
        probability(sum(weights.get(name, 0) * value for name, value in features_of(claim).items())), 2
    )


def features_of(claim: Claim) -> dict[str, float]:
    """Return what the confidence of a claim is made from."""
    words = [word.strip(_MARKS) for word in claim.text.lower().split()]
    third = any(PRONOUNS[one]["person"] == 3 for one in words if one in PRONOUNS)
    whose = "own" if claim.attribution_id is None else "attributed"
    found = [
        f"constant_{whose}",
        f"resolution={claim.claimant.resolution}",
        f"kind={claim.kind}",
        f"length={sum(len(words) > bound for bound in _LENGTHS)}",
        *(f"edit={reason}" for reason in {edit.reason for edit in claim.edits}),
        *(["pronoun_left"] if third else []),
        *(["split"] if len(claim.content) > 1 else []),
    ]
    given = {
        "attribution": _log_odds(claim.confidence),
        "claimant": _log_odds(claim.claimant.confidence),
    }
    return dict.fromkeys(found, 1.0) | ({} if whose == "own" else given)


def _log_odds(likely: float) -> float:
    return log((likely + _ROUNDING) / (1 - likely + _ROUNDING))


@cache
def _weights() -> dict[str, float]:
    return read_json("claimwire.claims.labels", "confidence.json", dict[str, float])
