"""Words that mean about the same, and words that mean the opposite."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from claimwire.data import read_json


@cache
def _alike() -> Mapping[str, str]:
    groups = read_json("claimwire.match.links", "alike.json", list[list[str]])
    return {word: group[0] for group in reversed(groups) for word in group}


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = read_json("claimwire.match.links", "opposites.json", list[tuple[str, str]])
    both = ((canon(one), canon(other)) for one, other in pairs)
    return frozenset(way for one, other in both if one != other for way in ((one, other), (other, one)))


def canon(term: str) -> str:
    """Return the first of the words that mean about what a lemma does."""
    return _alike().get(term, term)


def are_opposites(one: str, other: str) -> bool:
    """Tell whether two lemmas, as `canon` gives them, mean the opposite."""
    return (one, other) in _opposites()
