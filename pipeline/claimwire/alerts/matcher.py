"""The matcher: which of many saved searches want a claim, without trying each.

Each search's tree needs one of a few tokens. A claim's own tokens lead to the searches that may want it, and
only those are tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from claimwire.store import ClaimRow, Plan
from claimwire.store.query import And, Node, Or, Phrase, Prefix, Word
from claimwire.store.words import (
    ACCUSED,
    ACCUSED_KEY,
    CLAIMANT,
    ENTITY,
    ID,
    OUTLET,
    OUTLET_KEY,
    SPEAKER_KEY,
    TEXT,
)

T = TypeVar("T")
_KEYS = frozenset({ID, SPEAKER_KEY, ACCUSED_KEY, OUTLET_KEY})
_WORDS = frozenset({TEXT, CLAIMANT, ACCUSED, ENTITY, OUTLET})
_COMMON = 1_000.0
"""The weight of a stance, a type or a day: many claims have it."""


@dataclass(frozen=True)
class _Anchor:
    """What a claim needs one of, and how much is to be expected of it: the less, the better."""

    leaves: tuple[Word | Prefix, ...]
    weight: float


@dataclass
class Matcher(Generic[T]):
    """Searches, each known by whatever was added with it."""

    _by_token: dict[str, list[tuple[Plan, T]]] = field(default_factory=dict)
    _by_start: dict[str, list[tuple[Plan, T]]] = field(default_factory=dict)
    _lengths: set[int] = field(default_factory=set)
    _others: list[tuple[Plan, T]] = field(default_factory=list)
    """Those that name nothing a claim must have."""

    def add(self, plan: Plan, known_by: T) -> None:
        """Add a search."""
        anchor = None if plan.tree is None else _anchor(plan.tree)
        if anchor is None:
            self._others.append((plan, known_by))
            return
        for leaf in anchor.leaves:
            match leaf:
                case Word(token):
                    self._by_token.setdefault(token, []).append((plan, known_by))
                case Prefix(start):
                    self._by_start.setdefault(start, []).append((plan, known_by))
                    self._lengths.add(len(start))

    def matched(self, row: ClaimRow) -> list[T]:
        """Return what wants a claim, each once."""
        return [known_by for plan, known_by in self._candidates(row) if plan.matches(row)]

    def _candidates(self, row: ClaimRow) -> Iterable[tuple[Plan, T]]:
        found = list(self._others)
        for token in row.distinct:
            found += self._by_token.get(token, ())
            for length in self._lengths:
                found += self._by_start.get(token[:length], ())
        return {id(plan): (plan, known_by) for plan, known_by in found}.values()


def _anchor(tree: Node) -> _Anchor | None:
    """Return what a tree cannot match without; None where there is nothing."""
    match tree:
        case Word(token):
            return _Anchor((tree,), _weight(token))
        case Prefix(start):
            return _Anchor((tree,), 4 * _weight(start))
        case Phrase(tokens):
            return min((_Anchor((Word(token),), _weight(token)) for token in tokens), key=_by_weight)
        case And(parts):
            found = [anchor for anchor in map(_anchor, parts) if anchor]
            return min(found, key=_by_weight, default=None)
        case Or(parts):
            return _either([_anchor(part) for part in parts])
    return None


def _either(anchors: list[_Anchor | None]) -> _Anchor | None:
    found = [anchor for anchor in anchors if anchor]
    if len(found) < len(anchors):
        return None
    leaves = dict.fromkeys(leaf for anchor in found for leaf in anchor.leaves)
    return _Anchor(tuple(leaves), sum(anchor.weight for anchor in found))


def _by_weight(anchor: _Anchor) -> float:
    return anchor.weight


def _weight(token: str) -> float:
    """Return about how many claims of some thousands have a token: short words are common."""
    if token[0] in _KEYS:
        return 1.0
    return max(2.0, 60.0 / len(token)) if token[0] in _WORDS else _COMMON
