"""Confidence: how likely an attribution is right, from how sure the tagger is of its parts.

A logistic regression, `confidence.json`, over the log odds of each part; fitted (`training/calibrate.py`) to
attributions judged right where content overlaps the annotators' by half and the source agrees.
"""

from __future__ import annotations

from functools import cache
from math import exp, log

from claimwire.data import read_json
from claimwire.extract.segments import Link

LEAST = 0.25
"""Links less likely than this are no attributions."""

GIVEN = 0.97
"""Of a link that the structure of the article gives."""

ROUNDING = 0.001
"""Keeps log odds finite."""


def confidence_of(link: Link) -> float:
    """Return the probability that a link is right, to two places."""
    if link.is_given:
        return GIVEN
    weights = _weights()
    score = sum(weights[name] * value for name, value in features_of(link).items())
    return round(1 / (1 + exp(-score)), 2)


def features_of(link: Link) -> dict[str, float]:
    """Return what the confidence of a link is made from."""
    content = sum(part.confidence for part in link.content) / len(link.content)
    parts = {"cue": link.cue, "source": link.source}
    found = {name: _log_odds(part.confidence) for name, part in parts.items() if part}
    missing = {f"no_{name}": 1.0 for name, part in parts.items() if not part}
    return {"constant": 1.0, "content": _log_odds(content), **found, **missing}


def _log_odds(probability: float) -> float:
    return log((probability + ROUNDING) / (1 - probability + ROUNDING))


@cache
def _weights() -> dict[str, float]:
    return read_json("claimwire.extract", "confidence.json", dict[str, float])
