"""Doubts: why a claim is to be read with care."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from claimwire.store.rows import ClaimRow

DOUBTFUL = 0.5
"""Confidence below which a claim is more likely wrong than right."""


def doubts(row: ClaimRow) -> Iterator[str]:
    """Give the reasons to read a claim with care."""
    if row.confidence < DOUBTFUL:
        yield "doubtful"
    if is_open(row):
        yield "leaves words open"
    if row.claim.claimant.resolution == "unresolved":
        yield "speaker not resolved"
    if row.superseded:
        yield "superseded"


def is_open(row: ClaimRow) -> bool:
    """Tell whether a claim has words that only its article explains, as far as its extractor says."""
    return bool(orjson.loads(row.record).get("open"))
