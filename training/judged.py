"""Contents compared with annotations: which one matches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

WORD = re.compile(r"\w+(?:['’.]\w+)*")
SAME, FAR = 0.5, 0.3
"""Shares of words from which contents are one, and below which they are two."""


def words(text: str) -> list[str]:
    """Return a text's words in lower case, without possessives."""
    return [one.group().lower().replace("’", "'").removesuffix("'s") for one in WORD.finditer(text)]


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words of either that both have."""
    left, right = Counter(one), Counter(other)
    return (left & right).total() / max(1, (left | right).total())


def nearest(content: str, contents: Sequence[str]) -> tuple[int | None, float]:
    """Return which of some contents is nearest to one, and how near."""
    mine = words(content)
    shares = [overlap(mine, words(one)) for one in contents]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best, shares[best] if best is not None else 0.0
