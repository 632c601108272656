"""Pairs: two statements side by side, and what they share, add and turn.

Words that are opposites count as shared: they speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimwire.match.links.statement import RARE, Amount, Statement
from claimwire.match.links.wording import canon, opposites_of, turns_of

_COPIED = 4
"""Words from which two claims of one source are the same if nothing differs."""

_HELD, _OVERLAP = 0.45, 0.25
"""Least share of the shorter claim, and of both, that links have in common."""

_NEAR = 0.005
"""Relative difference below which two numbers are one."""

_NUMBER = 6.0
"""How much such a number tells."""

_TELLING = 3
"""Digits from which a number is hardly shared by chance."""


@dataclass(frozen=True)
class Pair:
    """Two statements, the one published first before the other, and their words laid side by side."""

    first: Statement
    second: Statement

    @cached_property
    def weights(self) -> tuple[dict[str, float], dict[str, float]]:
        """What each term of each statement tells."""
        return _weights(self.first, self.second), _weights(self.second, self.first)

    @cached_property
    def shared(self) -> frozenset[str]:
        """The terms that both have, without names of two people who share one, such as two Clintons."""
        one, other = self.weights
        both = one.keys() & other.keys()
        namesakes = both & self.first.name_of.keys() & self.second.name_of.keys()
        return frozenset(both.difference(term for term in namesakes if self._are_namesakes(term)))

    def _are_namesakes(self, term: str) -> bool:
        one, other = self.first.name_of[term], self.second.name_of[term]
        return " " in one and " " in other and one.split()[0] != other.split()[0]

    @cached_property
    def apart(self) -> tuple[list[str], list[str]]:
        """The terms that only one of them has."""
        one, other = self.weights
        return [it for it in one if it not in self.shared], [it for it in other if it not in self.shared]

    @cached_property
    def opposites(self) -> list[tuple[str, str]]:
        """The terms of the one that mean the opposite of one in the other."""
        one, other = self.apart
        right = frozenset(other)
        return [
            (term, found) for term in one for found in sorted((opposites_of(term) | turns_of(term)) & right)
        ]

    @cached_property
    def common(self) -> float:
        """How much the shared terms tell, opposites among them."""
        one, _ = self.weights
        common = self.shared.union(left for left, _ in self.opposites)
        words = sum(told for term, told in one.items() if term in common)  # in one order, in each process
        return words + _NUMBER * len({it.low for it in self.amounts[0] if is_telling(it)})

    @cached_property
    def sums(self) -> tuple[float, float]:
        """How much all terms of each statement tell."""
        told = _NUMBER * len({it.low for it in self.amounts[0] if is_telling(it)})
        one, other = self.weights
        return sum(one.values()) + told, sum(other.values()) + told

    @property
    def is_near(self) -> bool:
        """Whether they share enough to be looked at: no pair that is linked shares less."""
        return self.held >= _HELD and self.overlap >= _OVERLAP

    @cached_property
    def overlap(self) -> float:
        """How much of what both tell they share."""
        one, other = self.sums
        return min(1.0, self.common / max(one + other - self.common, 1.0))

    @cached_property
    def held(self) -> float:
        """How much of what the shorter one tells the longer one tells too."""
        return min(1.0, self.common / max(min(self.sums), 1.0))

    @cached_property
    def names(self) -> tuple[list[str], list[str], list[str]]:
        """The names that both have, and those that only one of them has."""
        one, other = (
            {term: name for term, name in it.name_of.items() if term in weights}
            for it, weights in zip((self.first, self.second), self.weights, strict=True)
        )
        both = [one[term] for term in one.keys() & other.keys() & self.shared]
        left, right = ([it[term] for term in it if term not in self.shared] for it in (one, other))
        return sorted(both), left, right

    @cached_property
    def amounts(self) -> tuple[list[Amount], list[tuple[Amount, Amount]]]:
        """The numbers that both give, and those of one measure that differ."""
        compared = [
            (left, right)
            for left in self.first.amounts
            for right in self.second.amounts
            if same_measure(left, right)
        ]
        same = [both for both in compared if same_number(*both)]
        taken = {id(it) for both in same for it in both}
        differ = [both for both in compared if not {id(it) for it in both} & taken]
        return [left for left, _ in same], differ

    @cached_property
    def same_speaker(self) -> bool | None:
        """Whether one source says both; None if one of them has none."""
        if not self.first.speaker or not self.second.speaker:
            return None
        if self.first.actor_id and self.first.actor_id == self.second.actor_id:
            return True
        one, other = self.first.speaker.split(), self.second.speaker.split()
        return one == other or (one[-1] == other[-1] and (set(one) <= set(other) or set(other) <= set(one)))

    @cached_property
    def is_copy(self) -> bool:
        """Whether one source says the same words, with the same negations, numbers, days and accused."""
        one, other = self.first, self.second
        return (
            bool(self.same_speaker)
            and one.terms == other.terms
            and one.negations == other.negations
            and (one.amounts, one.days, one.accused) == (other.amounts, other.days, other.accused)
            and len(one.said) >= _COPIED
            and one.said == other.said
        )

    @cached_property
    def against(self) -> list[str]:
        """The words against something that only one of them has."""
        return [term for side in self.apart for term in side if term in ("against", "without")]

    @property
    def gap(self) -> int:
        """The days between their articles, 0 where one has no date."""
        first, second = self.first.day, self.second.day
        return abs(second - first) if first is not None and second is not None else 0

    @cached_property
    def turned(self) -> bool:
        """Whether a negation turns one of them round."""
        return self._turns(0) % 2 != self._turns(1) % 2

    def _turns(self, side: int) -> int:
        """Count a side's negations, but for those in what it says beyond the other."""
        one = (self.first, self.second)[side]
        said = self.shared.union(both[side] for both in self.opposites)
        return sum(not term or canon(term) in said for term in one.negated)

    @cached_property
    def restored(self) -> bool:
        """Whether a negation and an opposite make them say the same: `not allow` and `ban`."""
        return self.turned and bool(self.opposites)

    @cached_property
    def slots(self) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
        """What only one of them has, each by the shared terms before and after it; empty at its ends."""
        numbers = {it for it in set(self.first.canons).intersection(self.second.canons) if it[0].isdigit()}
        kept = self.shared.union(numbers, (term for both in self.opposites for term in both))
        return _slots(self.first.canons, kept), _slots(self.second.canons, kept)

    @cached_property
    def substituted(self) -> list[tuple[str, str]]:
        """What the one has in place of something in the other: `train` and `bus`."""
        one, other = self.slots
        return [(one[slot], other[slot]) for slot in one.keys() & other.keys() if any(slot)]

    @cached_property
    def reordered(self) -> bool:
        """Whether they have the same names in another order: `A leads B` and `B leads A`."""
        both = self.shared & self.first.name_of.keys() & self.second.name_of.keys()
        one, other = (
            list(dict.fromkeys(it for it in side.canons if it in both)) for side in (self.first, self.second)
        )
        return one != other

    @cached_property
    def adds(self) -> tuple[float, float]:
        """The rarest words that only one of them has, as a share of the rarest of all."""
        turned = {term for both in self.opposites for term in both}
        one, other = (
            max((weights[term] for term in side if term not in turned), default=0.0) / RARE
            for side, weights in zip(self.apart, self.weights, strict=True)
        )
        return one, other


def _slots(terms: Sequence[str], shared: Container[str]) -> dict[tuple[str, str], str]:
    return {
        (before, after): term
        for before, term, after in zip(("", *terms), terms, (*terms[1:], ""), strict=False)
        if term not in shared and all(it in shared or not it for it in (before, after))
    }


def pair_of(one: Statement, other: Statement) -> Pair:
    """Return two statements as a pair: the one published first, of two at once the one with the lower id."""
    return Pair(*sorted((one, other), key=_published))


def _published(one: Statement) -> tuple[float, str]:
    at = one.article.published_at
    return at.timestamp() if at else 0.0, one.claim_id


def _weights(one: Statement, other: Statement) -> dict[str, float]:
    """Return what each term tells, but for the other's speaker: `he took bribes` is of `I did not`.

    Of `she is fit` the speaker is understood, of `Ada Vane is fit` nobody.
    """
    understood = other.speaks.difference(other.terms)
    if understood.isdisjoint(one.terms) or not other.is_of_itself:
        return one.weights
    return {term: told for term, told in one.weights.items() if term not in understood} or one.weights


def is_telling(one: Amount) -> bool:
    """Tell whether a number has digits enough not to be shared by chance: `2,383` has, `1,200` has not."""
    return len(f"{one.low:.15g}".split("e")[0].replace(".", "").strip("0-")) >= _TELLING


def same_measure(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts have one unit and may count one thing."""
    return one.unit == other.unit and (one.counted == other.counted or not (one.counted and other.counted))


def same_number(one: Amount, other: Amount) -> bool:
    """Tell whether the ranges of two amounts meet, or nearly do."""
    if one.low <= other.high and other.low <= one.high:
        return True
    return abs(one.low - other.low) <= _NEAR * max(abs(one.low), abs(other.low))
