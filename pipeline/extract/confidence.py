"""Confidence: how likely an attribution is right, from how sure the tagger is of its parts.

A logistic regression, `confidence.json`, over the log odds of each part; fitted to attributions judged right
where content overlaps the annotators' by half and the source agrees.
"""

from __future__ import annotations

import json
from functools import cache
from math import exp, log
from pathlib import Path

from pipeline.extract.segments import Link, Segment

LEAST = 0.3
"""Links less likely than this are no attributions."""

ROUNDING = 0.001
"""Keeps log odds finite."""


def confidence_of(link: Link) -> float:
    """Return the probability that a link is right, to two places."""
    weights = _weights()
    content = sum(part.confidence for part in link.content) / len(link.content)
    score = weights["constant"] + weights["content"] * _log_odds(content)
    score += _part(link.cue, "cue") + _part(link.source, "source")
    return round(1 / (1 + exp(-score)), 2)


def _part(segment: Segment | None, role: str) -> float:
    weights = _weights()
    return weights[role] * _log_odds(segment.confidence) if segment else weights[f"no_{role}"]


def _log_odds(probability: float) -> float:
    return log((probability + ROUNDING) / (1 - probability + ROUNDING))


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(Path(__file__).with_name("confidence.json").read_text("utf-8"))
    return weights
