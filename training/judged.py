"""Claims compared with annotations: which annotation one matches, and whether claimant and text are right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

WORD = re.compile(r"\w+(?:['’.]\w+)*")
SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "by",
        "dr",
        "for",
        "from",
        "in",
        "mr",
        "mrs",
        "ms",
        "of",
        "on",
        "s",
        "the",
        "to",
        "with",
    )
)
SAME, FAR = 0.5, 0.3
"""Shares of words from which contents are one, and below which they are two."""

RIGHT_TEXT = 0.8
"""Token F1 with the nearest reference from which a text is right."""

Places = Iterable[tuple[int, int]]


def words(text: str) -> list[str]:
    """Return a text's words in lower case, without possessives."""
    return [one.group().lower().replace("’", "'").removesuffix("'s") for one in WORD.finditer(text)]


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words of either that both have."""
    left, right = Counter(one), Counter(other)
    return (left & right).total() / max(1, (left | right).total())


def token_f1(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the harmonic mean of the shares of each that the other has."""
    return 2 * (Counter(one) & Counter(other)).total() / max(1, len(one) + len(other))


def same_name(given: str | None, gold: str | None) -> bool:
    """Tell whether two names may be one's: one has the other's words, or they share half."""
    if not given or not gold:
        return not given and not gold
    one, other = set(words(given)) - SMALL, set(words(gold)) - SMALL
    if not one or not other:
        return given.lower() == gold.lower()
    held = (one <= other and len(one) * 3 >= len(other)) or other <= one
    return held or len(one & other) * 2 >= max(len(one), len(other))


def is_right_text(text: str, references: Iterable[str]) -> bool:
    """Tell whether a claim's text is near a reference."""
    return any(token_f1(words(text), words(one)) >= RIGHT_TEXT for one in references)


def nearest(content: str, contents: Sequence[str]) -> tuple[int | None, float]:
    """Return which of some contents is nearest to one, and how near."""
    mine = words(content)
    shares = [overlap(mine, words(one)) for one in contents]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return best, shares[best] if best is not None else 0.0
