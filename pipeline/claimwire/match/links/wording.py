"""Words that mean about the same, and words that mean the opposite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from claimwire.data import read_json

_NONE = frozenset[str]()
_PREFIXES = ("un", "in", "im", "dis", "non")


@cache
def _alike() -> Mapping[str, str]:
    groups = read_json("claimwire.match.links", "alike.json", list[list[str]])
    return {word: group[0] for group in reversed(groups) for word in group}


@cache
def _opposites() -> Mapping[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for one, other in read_json("claimwire.match.links", "opposites.json", list[tuple[str, str]]):
        left, right = canon(one), canon(other)
        if left != right:
            found[left].add(right)
            found[right].add(left)
    return {term: frozenset(some) for term, some in found.items()}


def canon(term: str) -> str:
    """Return the first of the words that mean about what a lemma does."""
    return _alike().get(term, term)


def opposites_of(term: str) -> frozenset[str]:
    """Return the lemmas that mean the opposite of one, as `canon` gives them."""
    return _opposites().get(term, _NONE)


@lru_cache(maxsize=50_000)
def turns_of(term: str) -> frozenset[str]:
    """Return what a word may be with and without a negative prefix: `aware` and `unaware`."""
    bare = (term.removeprefix(it) for it in _PREFIXES if term.startswith(it) and len(term) > len(it) + 3)
    return frozenset((*bare, *(f"{it}{term}" for it in _PREFIXES))) if len(term) > 3 else _NONE


def are_opposites(one: str, other: str) -> bool:
    """Tell whether two lemmas, as `canon` gives them, mean the opposite."""
    return other in opposites_of(one)
