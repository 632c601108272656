"""Confidence of a claim: the calibrated probability that its claimant and its text are both right.

A logistic regression over what was done to make the claim and over the network's states, fitted by
`training/confidence.py` to claims that were read with the article in hand. A claim is right if it is faithful
and reads well, though a reader may need the article for what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from claimwire.claims.linear import Floats, linear, probability
from claimwire.english.closed_class import PRONOUNS
from claimwire_schemas import Claim

_ROUNDING = 0.01
"""Keeps log odds finite."""

_MARKS = "“”\"‘’'[]().,;:!?"
_LENGTHS = (3, 5, 8, 12, 20, 30, 45)
"""Bounds, in words, of the classes of a text's length."""

_MANY = 3
"""From this number on, counts are one class."""


def confidence_of(claim: Claim, states: Floats) -> float:
    """Return the probability that a claim is right, to two places; its `confidence` is its attribution's.

    `states` are those of its attribution, or of the outlet's own sentence.
    """
    model = linear("claimwire.claims.labels", "right")
    return round(probability(float(model.scores(features_of(claim), states)[0])), 2)


def features_of(claim: Claim) -> list[str]:
    """Return what the confidence of a claim is made from, beside the network's states."""
    return list(dict.fromkeys([*_of_saying(claim), *_of_text(claim)]))


def _of_saying(claim: Claim) -> Iterator[str]:
    yield f"stance={claim.stance}"
    yield f"type={claim.claim_type}"
    yield f"form={claim.form}"
    if claim.attribution_id is None:
        yield "own"
        return
    yield f"attribution={round(log_odds(claim.confidence))}"
    yield f"claimant={round(log_odds(claim.claimant.confidence))}"
    yield f"resolution={claim.claimant.resolution}"
    yield f"claimant kind={claim.claimant.kind}"
    yield f"kind={claim.kind}"
    yield f"form+kind={claim.form}+{claim.kind}"
    yield f"form+stance={claim.form}+{claim.stance}"
    yield f"source={claim.source is not None}"
    yield f"cue={claim.cue is not None}"
    yield f"chain={bool(claim.chain)}"
    yield f"contents={min(_MANY, len(claim.content))}"


def _of_text(claim: Claim) -> Iterator[str]:
    words = [word.strip(_MARKS) for word in claim.text.lower().split()]
    yield from (f"rule={rule}" for edit in claim.edits for rule in (edit.rule or "").split("+"))
    yield f"open={min(_MANY, len(claim.open))}"
    yield f"pronoun={any(PRONOUNS[one]['person'] == 3 for one in words if one in PRONOUNS)}"
    yield f"length={sum(len(words) > bound for bound in _LENGTHS)}"
    yield f"first={words[0] if words else ''}"


def log_odds(likely: float) -> float:
    """Return the logarithm of a probability's odds, finite for 0 and 1 too."""
    return log((likely + _ROUNDING) / (1 - likely + _ROUNDING))
