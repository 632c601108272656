"""Features: what two statements have in common, and in what they differ, each with words for people.

All values are between 0 and 1. Words that are opposites count as common: they speak of the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from claimwire.match.links.blocks import DAYS
from claimwire.match.links.statement import RARE, Amount, Statement
from claimwire.match.links.wording import are_opposites, canon
from claimwire.words import words_of

SHORT = 8
COPIED = 4
"""Words from which two claims of one source are the same if nothing differs."""
_RARELY = 0.7
"""Rarity, as a share of the rarest, from which a word in place of another makes a claim another one."""
_NEAR = 0.005
"""Relative difference below which two numbers are one."""


@dataclass(frozen=True)
class Seen:
    """A feature: its name, its value, and what was seen in words; empty if it tells people nothing."""

    name: str
    value: float
    words: str = ""


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
        return frozenset(term for term in one.keys() & other.keys() if not self._are_namesakes(term))

    def _are_namesakes(self, term: str) -> bool:
        one, other = self.first.name_of.get(term, ""), self.second.name_of.get(term, "")
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
        return [(left, right) for left in one for right in other if are_opposites(left, right)]

    @cached_property
    def common(self) -> float:
        """How much the shared terms tell, opposites among them."""
        one, _ = self.weights
        return sum(one[term] for term in {*self.shared, *(left for left, _ in self.opposites)})

    @cached_property
    def same_speaker(self) -> bool | None:
        """Whether one source says both; None if one of them has none."""
        one, other = self.first.speaker.split(), self.second.speaker.split()
        if not one or not other:
            return None
        return one == other or (one[-1] == other[-1] and (set(one) <= set(other) or set(other) <= set(one)))

    @cached_property
    def is_copy(self) -> bool:
        """Whether one source says the same words, with the same stance, numbers, days and accused."""
        one, other = ((it.negations, it.amounts, it.days, it.accused) for it in (self.first, self.second))
        said = words_of(self.first.text) if one == other and self.same_speaker else []
        return len(said) >= COPIED and said == words_of(self.second.text)


def pair_of(one: Statement, other: Statement) -> Pair:
    """Return two statements as a pair: the one published first, of two at once the one with the lower id."""
    return Pair(*sorted((one, other), key=_published))


def _published(one: Statement) -> tuple[float, str]:
    at = one.article.published_at
    return at.timestamp() if at else 0.0, one.claim_id


def _weights(one: Statement, other: Statement) -> dict[str, float]:
    """Return what each term tells, but for the other's speaker: `he took bribes` is of `I did not`."""
    understood = set(other.speaker.split()) - set(other.terms)
    if understood.isdisjoint(one.terms):
        return one.weights
    return {term: told for term, told in one.weights.items() if term not in understood} or one.weights


def features(pair: Pair) -> list[Seen]:
    """Return what is seen in a pair."""
    return [
        Seen("base", 1.0),
        *_overlap(pair),
        *_added(pair),
        *_names(pair),
        *_order(pair),
        *_phrases(pair),
        *_numbers(pair),
        *_times(pair),
        *_turned(pair),
        *_denials(pair),
        *_manner(pair),
        *_speakers(pair),
    ]


def _overlap(pair: Pair) -> Iterator[Seen]:
    one, other = (sum(side.values()) for side in pair.weights)
    told = ", ".join(f"“{term}”" for term in sorted(pair.shared, key=lambda it: -pair.weights[0][it])[:5])
    jaccard = pair.common / max(one + other - pair.common, 1.0)
    yield Seen("overlap", min(1.0, jaccard), f"both say {told}" if told else "")
    yield Seen("overlap_squared", min(1.0, jaccard) ** 2)
    yield Seen("held_by_longer", min(1.0, pair.common / max(min(one, other), 1.0)))
    yield Seen("held_by_shorter", min(1.0, pair.common / max(one, other, 1.0)))
    yield Seen("much_shared", min(1.0, pair.common / 40))


def _added(pair: Pair) -> Iterator[Seen]:
    """Find the rarest words that only one of them has; where both have one, they may be of two things."""
    turned = {term for both in pair.opposites for term in both}
    adds = [
        max((weights[term] for term in side if term not in turned), default=0.0) / RARE
        for side, weights in zip(pair.apart, pair.weights, strict=True)
    ]
    yield Seen("adds", max(adds))
    yield Seen("swapped", min(adds))
    if min(adds) >= _RARELY:
        yield Seen("swapped_rare", 1.0)


def _names(pair: Pair) -> Iterator[Seen]:
    one, other = (
        {canon(term): name for term, name in it.names if canon(term) in weights}
        for it, weights in zip((pair.first, pair.second), pair.weights, strict=True)
    )
    both = [one[term] for term in one.keys() & other.keys() & pair.shared]
    left, right = ([side[term] for term in side if term not in pair.shared] for side in (one, other))
    if both:
        yield Seen("names_shared", min(1.0, len(both) / 3), f"both name {_titled(sorted(both)[:3])}")
    if left and right:
        yield Seen("names_differ", 1.0, f"one names {_titled(left[:2])}, the other {_titled(right[:2])}")
    elif left or right:
        yield Seen("names_added", 1.0, f"only one names {_titled((left or right)[:2])}")


def _titled(names: Sequence[str]) -> str:
    return ", ".join(name.title() for name in names)


def _order(pair: Pair) -> Iterator[Seen]:
    """Compare the order of what is shared, and the words that end each: there the object mostly is."""
    one, other = (
        [canon(it) for it in side.terms if canon(it) in weights]
        for side, weights in zip((pair.first, pair.second), pair.weights, strict=True)
    )
    pairs = set(pairwise(one)), set(pairwise(other))
    yield Seen("neighbours", len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs))))
    if one and other:
        yield Seen("same_end", float(one[-1] == other[-1] or are_opposites(one[-1], other[-1])))
        yield Seen("same_start", float(one[0] == other[0]))
        yield Seen("end_held", float(one[-1] in other or other[-1] in one))


def _phrases(pair: Pair) -> Iterator[Seen]:
    """Compare runs of three words, which quotations of one speech share."""
    one, other = pair.first.phrases, pair.second.phrases
    shared = len(one & other)
    told = "the same words" if shared > 3 else ""
    yield Seen("same_phrases", shared / max(1, min(len(one), len(other))), told)
    yield Seen("many_phrases", min(1.0, shared / 10))


def _numbers(pair: Pair) -> Iterator[Seen]:
    one, other = pair.first.amounts, pair.second.amounts
    compared = [(left, right) for left in one for right in other if _same_measure(left, right)]
    same = [both for both in compared if _same_number(*both)]
    taken = {id(it) for both in same for it in both}
    differ = [both for both in compared if not {id(it) for it in both} & taken]
    if same:
        yield Seen("numbers_same", 1.0, f"both give {_amount(same[0][0])}")
    if differ:
        yield Seen("numbers_differ", 1.0, " against ".join(_amount(it) for it in differ[0]))
    elif (one or other) and not same:
        yield Seen("numbers_added" if bool(one) != bool(other) else "numbers_apart", 1.0)
    if one and other and len(same) == len(one) == len(other):
        yield Seen("all_numbers_same", 1.0)


def _same_measure(one: Amount, other: Amount) -> bool:
    return one.unit == other.unit and (one.counted == other.counted or not (one.counted and other.counted))


def _same_number(one: Amount, other: Amount) -> bool:
    if one.low <= other.high and other.low <= one.high:
        return True
    return abs(one.low - other.low) <= _NEAR * max(abs(one.low), abs(other.low))


def _amount(one: Amount) -> str:
    number = f"{one.low:,g}" if one.low == one.high else f"{one.low:,g} to {one.high:,g}"
    return " ".join(filter(None, (number, one.unit, one.counted)))


def _times(pair: Pair) -> Iterator[Seen]:
    one, other = pair.first.days, pair.second.days
    if one and other:
        met = any(a <= d and c <= b for a, b in one for c, d in other)
        yield Seen("days_same" if met else "days_differ", 1.0, "" if met else "they name other days")
    elif one or other:
        yield Seen("days_added", 1.0)
    first, second = pair.first.day, pair.second.day
    gap = abs(second - first) if first is not None and second is not None else 0
    yield Seen("days_between", min(1.0, gap / DAYS), f"{gap} days lie between" if gap > 1 else "")
    yield Seen("same_day", float(gap <= 1))


def _turned(pair: Pair) -> Iterator[Seen]:
    """Find what turns one of them round: a negation, an opposite, a word against."""
    one, other = pair.first, pair.second
    turned = one.negations % 2 != other.negations % 2
    if turned:
        yield Seen("negation", 1.0, "one is negated")
    elif one.negations or other.negations:
        yield Seen("negations_alike", 1.0)
    if pair.opposites:
        left, right = pair.opposites[0]
        yield Seen("opposites", 1.0, f"“{left}” against “{right}”")
        yield Seen("opposite_negated", float(turned))
    against = [term for term in (*pair.apart[0], *pair.apart[1]) if term in ("against", "without")]
    if against:
        yield Seen("against", 1.0, f"only one says “{against[0]}”")
    if turned or pair.opposites:
        whole = max(1.0, *(sum(side.values()) for side in pair.weights))
        yield Seen("turned_alike", min(1.0, pair.common / whole))


def _denials(pair: Pair) -> Iterator[Seen]:
    one, other = pair.first, pair.second
    denies = [it.stance in ("denies", "doubts") for it in (one, other)]
    if any(denies) and not all(denies) and one.negations % 2 != other.negations % 2:
        yield Seen("denial", 1.0, "one is a denial")
        if {"accuses", "criticizes"} & {one.stance, other.stance}:
            yield Seen("accusation_denied", 1.0, "an accusation and a denial")


def _manner(pair: Pair) -> Iterator[Seen]:
    one, other = pair.first, pair.second
    differ: Mapping[str, bool] = {
        "tense_differs": one.tense != other.tense,
        "came_to_pass": one.tense == "future" and other.tense != "future",
        "duty_differs": one.duty != other.duty,
        "certainty_differs": one.certain != other.certain,
        "types_differ": one.kind != other.kind,
        "stances_differ": one.stance != other.stance,
        "short": min(one.words, other.words) < SHORT,
        "very_short": min(one.words, other.words) < SHORT // 2 + 1,
    }
    words = {"came_to_pass": "what was to come has come", "short": "one has fewer than eight words"}
    yield from (Seen(name, 1.0, words.get(name, "")) for name, yes in differ.items() if yes)
    longer, shorter = max(one.words, other.words), min(one.words, other.words)
    yield Seen("lengths_differ", 1 - shorter / max(1, longer))


def _speakers(pair: Pair) -> Iterator[Seen]:
    if pair.same_speaker is None:
        yield Seen("speaker_unknown", 1.0)
    elif pair.same_speaker:
        yield Seen("same_speaker", 1.0, f"both from {_titled([pair.first.speaker])}")
    else:
        yield Seen("speakers_differ", 1.0)
    named = [{term for term, _ in it.names} for it in (pair.first, pair.second)]
    speaks = [set(it.speaker.split()[-1:]) for it in (pair.second, pair.first)]
    if not pair.same_speaker and any(them & who for them, who in zip(named, speaks, strict=True)):
        yield Seen("speaks_of_itself", 1.0, "one source is whom the other speaks of")
    if pair.first.accused and pair.first.accused == pair.second.accused:
        yield Seen("same_accused", 1.0, f"both accuse {_titled([pair.first.accused])}")
