"""Standing: which links hold, and which of these are sure, told once for SQL and for Python."""

from __future__ import annotations

from typing import Literal

LinkState = Literal["", "right", "wrong", "gone"]
"""What became of a link: nothing yet, a reader says it is right or wrong, or one of its claims is gone."""

HOLDS = "state IN ('', 'right')"
CONFIRMED = "(state = 'right' OR tier = 'confirmed')"
"""By a reader or the model; a reader may have rejected what the model confirmed."""
SURE = f"{HOLDS} AND {CONFIRMED}"


def is_sure(state: LinkState, tier: str) -> bool:
    """Tell whether a link holds and is confirmed, as `SURE` does."""
    return state == "right" or (state == "" and tier == "confirmed")
