"""Kinship: which texts an article shares so much with that one was made from the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimwire_schemas import Kinship

_SHARED = 0.35
"""Of the shorter text. Different articles about one event share a fifth at most, by long quotations."""
_SHARED_BY_AGENCY = 0.25
"""Where both credit the same agency."""
_FEWEST, _SHORT = 64, 0.7
"""Fewer shared shingles are no copy, unless they are so much of a short text: lists of links, a statement."""
_ALL = 0.75
_MOST = 3


@dataclass(frozen=True)
class Candidate:
    """What an article may be kin to: the text that a family shares, or another article."""

    id: str
    agency: str | None
    shingles: frozenset[int]


@dataclass(frozen=True)
class Kin:
    """A candidate that an article shares enough with."""

    candidate: Candidate
    shared: int
    own_share: float
    """Of the article's own text."""
    other_share: float
    """Of the other one."""

    @property
    def kind(self) -> Kinship:
        """What the article is to the other text."""
        own, other = self.own_share >= _ALL, self.other_share >= _ALL
        if own:
            return "copy" if other else "excerpt"
        return "extended" if other else "part"


def kin_of(shingles: frozenset[int], agency: str | None, candidates: Sequence[Candidate]) -> list[Kin]:
    """Return the candidates that explain a text, the one that explains most first.

    A further one must share as much of what the ones before leave unexplained: a round-up of two stories is
    kin to both, and a copy of a copy to one.
    """
    left, found, rest = shingles, list[Kin](), list(candidates)
    while rest and len(found) < _MOST:
        ranked = [kin for one in rest if (kin := _kin(shingles, left, agency, one)) is not None]
        if not ranked:
            break
        best = min(ranked, key=lambda kin: (-kin.shared, kin.candidate.id))
        found.append(best)
        left -= best.candidate.shingles
        rest.remove(best.candidate)
    return found


def _kin(own: frozenset[int], left: frozenset[int], agency: str | None, one: Candidate) -> Kin | None:
    shared = len(one.shingles & left)
    shorter = min(len(own), len(one.shingles))
    if not shorter or shared < _needed(shorter, same_agency=agency is not None and agency == one.agency):
        return None
    return Kin(one, shared, shared / len(own), shared / len(one.shingles))


def _needed(shorter: int, *, same_agency: bool) -> float:
    share = _SHARED_BY_AGENCY if same_agency else _SHARED
    return max(share * shorter, min(_FEWEST, _SHORT * shorter))
