"""Features: what two statements have in common, and in what they differ.

All values are between 0 and 1. Words that are opposites count as common: they speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from claimwire.match.links.blocks import DAYS
from claimwire.match.links.statement import RARE, Amount, Statement
from claimwire.match.links.wording import are_opposites, canon, opposites_of, turns_of

SHORT = 8
_COPIED = 4
"""Words from which two claims of one source are the same if nothing differs."""

_RARELY = 0.7
"""Rarity, as a share of the rarest, from which a word in place of another makes a claim another one."""

_HELD, _OVERLAP = 0.45, 0.25
"""Least share of the shorter claim, and of both, that links have in common."""

_ADDED = 0.5
"""Rarity below which one of two claims says no more than the other."""

_NEAR = 0.005
"""Relative difference below which two numbers are one."""

_NUMBER = 6.0
"""How much such a number tells."""

_TELLING = 3
"""Digits from which a number is hardly shared by chance."""

Some = Iterator[tuple[str, float]]
"""Names of features and their values."""


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
        return words + _NUMBER * len({it.low for it in self.amounts[0] if _is_telling(it)})

    @cached_property
    def sums(self) -> tuple[float, float]:
        """How much all terms of each statement tell."""
        told = _NUMBER * len({it.low for it in self.amounts[0] if _is_telling(it)})
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
            if _same_measure(left, right)
        ]
        same = [both for both in compared if _same_number(*both)]
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
        if not one.negated or min(self.adds) >= _ADDED:
            return one.negations
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


def features(pair: Pair) -> dict[str, float]:
    """Return what is seen in a pair."""
    seen = {"base": 1.0}
    for part in _PARTS:
        seen.update(part(pair))
    return seen


def _overlap(pair: Pair) -> Some:
    yield "overlap", pair.overlap
    yield "overlap_squared", pair.overlap**2
    yield "held_by_longer", pair.held
    yield "held_by_shorter", min(1.0, pair.common / max(*pair.sums, 1.0))
    yield "much_shared", min(1.0, pair.common / 40)


def _added(pair: Pair) -> Some:
    """Find the rarest words that only one of them has; where both have one, they may be of two things."""
    yield "adds", max(pair.adds)
    yield "swapped", min(pair.adds)
    if min(pair.adds) >= _RARELY:
        yield "swapped_rare", 1.0


def _names(pair: Pair) -> Some:
    both, left, right = pair.names
    if both:
        yield "names_shared", min(1.0, len(both) / 3)
    if left and right:
        yield "names_differ", 1.0
    elif left or right:
        yield "names_added", 1.0


def _order(pair: Pair) -> Some:
    """Compare the order of what is shared, and the words that end each: there the object mostly is."""
    one, other = (
        [it for it in side.canons if it in weights]
        for side, weights in zip((pair.first, pair.second), pair.weights, strict=True)
    )
    pairs = set(pairwise(one)), set(pairwise(other))
    yield "neighbours", len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))
    if one and other:
        yield "same_end", float(one[-1] == other[-1] or are_opposites(one[-1], other[-1]))
        yield "same_start", float(one[0] == other[0])
        yield "end_held", float(one[-1] in other or other[-1] in one)


def _replaced(pair: Pair) -> Some:
    """Find what stands in place of something else, and names in another order: `A leads B`, `B leads A`."""
    if any(not (one[0].isdigit() and other[0].isdigit()) for one, other in pair.substituted):
        yield "substituted", 1.0
    if any(one[0].isdigit() and other[0].isdigit() for one, other in pair.substituted):
        yield "number_substituted", 1.0
    if pair.reordered:
        yield "names_reordered", 1.0
        yield "converse", float(bool(pair.opposites))


def _quoted(pair: Pair) -> Some:
    """Find words that one quotes and the other has."""
    one, other = pair.first, pair.second
    held = [it for it in (*one.quoted, *other.quoted) if _holds(one.said, it) and _holds(other.said, it)]
    if held:
        yield "quoted_alike", min(1.0, max(map(len, held)) / 6)


def _holds(words: Sequence[str], run: Sequence[str]) -> bool:
    width = len(run)
    return any(words[i] == run[0] and words[i : i + width] == run for i in range(len(words) - width + 1))


def _phrases(pair: Pair) -> Some:
    """Compare runs of three words, which quotations of one speech share."""
    one, other = pair.first.phrases, pair.second.phrases
    shared = len(one & other)
    yield "same_phrases", shared / max(1, min(len(one), len(other)))
    yield "many_phrases", min(1.0, shared / 10)


def _numbers(pair: Pair) -> Some:
    one, other = pair.first.amounts, pair.second.amounts
    if not one and not other:
        return
    same, differ = pair.amounts
    if same:
        yield "numbers_same", 1.0
    if any(map(_is_telling, same)):
        yield "telling_number", 1.0
    if differ:
        yield "numbers_differ", 1.0
        yield (
            "many_numbers_differ",
            float(min(len({id(it) for it in side}) for side in zip(*differ, strict=True)) > 1),
        )
    elif not same:
        yield ("numbers_added" if bool(one) != bool(other) else "numbers_apart"), 1.0
    if one and other and len(same) == len(one) == len(other):
        yield "all_numbers_same", 1.0


def _owned(pair: Pair) -> Some:
    """Compare the numbers of each name that both have: `Ruiz has 46 percent, Kowal 41`."""
    one, other = pair.first.owned, pair.second.owned
    owned = [(one[name], other[name]) for name in one.keys() & other.keys() & pair.shared]
    if owned:
        yield ("owned_same" if any(left & right for left, right in owned) else "owned_differ"), 1.0


def _is_telling(one: Amount) -> bool:
    """Tell whether a number has digits enough not to be shared by chance: `2,383` has, `1,200` has not."""
    return len(f"{one.low:.15g}".split("e")[0].replace(".", "").strip("0-")) >= _TELLING


def _same_measure(one: Amount, other: Amount) -> bool:
    return one.unit == other.unit and (one.counted == other.counted or not (one.counted and other.counted))


def _same_number(one: Amount, other: Amount) -> bool:
    if one.low <= other.high and other.low <= one.high:
        return True
    return abs(one.low - other.low) <= _NEAR * max(abs(one.low), abs(other.low))


def _times(pair: Pair) -> Some:
    one, other = pair.first.days, pair.second.days
    if one and other:
        yield (
            ("days_same" if any(a <= d and c <= b for a, b in one for c, d in other) else "days_differ"),
            1.0,
        )
    elif one or other:
        yield "days_added", 1.0
    yield "days_between", min(1.0, pair.gap / DAYS)
    yield "same_day", float(pair.gap <= 1)


def _turned(pair: Pair) -> Some:
    """Find what turns one of them round: a negation, an opposite, a word against."""
    if pair.restored:
        yield "opposite_negated", 1.0
        return
    if pair.turned:
        yield "negation", 1.0
    elif pair.first.negations % 2 != pair.second.negations % 2:
        yield "negation_added", 1.0
    elif pair.first.negations or pair.second.negations:
        yield "negations_alike", 1.0
    if pair.opposites:
        yield "opposites", 1.0
    if pair.against:
        yield "against", 1.0
    if pair.turned or pair.opposites:
        yield "turned_alike", min(1.0, pair.common / max(1.0, *pair.sums))


def _denials(pair: Pair) -> Some:
    one, other = pair.first, pair.second
    denies = [it.stance in ("denies", "doubts") for it in (one, other)]
    if any(denies) and not all(denies) and pair.turned and not pair.restored:
        yield "denial", 1.0
        if {"accuses", "criticizes"} & {one.stance, other.stance}:
            yield "accusation_denied", 1.0


def _manner(pair: Pair) -> Some:
    one, other = pair.first, pair.second
    differ = {
        "tense_differs": one.tense != other.tense,
        "came_to_pass": one.tense == "future" and other.tense != "future",
        "of_themselves": pair.same_speaker is False and (one.is_of_speaker or other.is_of_speaker),
        "duty_differs": one.duty != other.duty,
        "certainty_differs": one.certain != other.certain,
        "types_differ": one.kind != other.kind,
        "stances_differ": one.stance != other.stance,
        "short": min(one.words, other.words) < SHORT,
        "very_short": min(one.words, other.words) < SHORT // 2 + 1,
    }
    yield from ((name, 1.0) for name, yes in differ.items() if yes)
    longer, shorter = max(one.words, other.words), min(one.words, other.words)
    yield "lengths_differ", 1 - shorter / max(1, longer)


def _speakers(pair: Pair) -> Some:
    one, other = pair.first, pair.second
    if pair.same_speaker is None:
        yield "speaker_unknown", 1.0
    else:
        yield ("same_speaker" if pair.same_speaker else "speakers_differ"), 1.0
    if not pair.same_speaker and (one.last_name in other.name_of or other.last_name in one.name_of):
        yield "speaks_of_itself", 1.0
    if any(_accuses(*both) for both in ((one, other), (other, one))):
        yield "accused_answers", float(pair.turned)
    if one.accused and one.accused == other.accused:
        yield "same_accused", 1.0


def _accuses(one: Statement, other: Statement) -> bool:
    """Tell whether one accuses or criticizes who says the other."""
    return bool(one.accused and other.speaker) and one.accused.split()[-1] == other.speaker.split()[-1]


_PARTS: tuple[Callable[[Pair], Some], ...] = (
    _overlap,
    _added,
    _names,
    _order,
    _replaced,
    _quoted,
    _phrases,
    _numbers,
    _owned,
    _times,
    _turned,
    _denials,
    _manner,
    _speakers,
)
