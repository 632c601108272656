"""Reasons: what was seen in a pair, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claimwire.match.links.pair import Pair
from claimwire.match.links.statement import Amount
from claimwire.match.links.wording import canon


def reason(name: str, pair: Pair) -> str:
    """Return what a feature says of a pair; empty if it tells people nothing."""
    return _REASONS[name](pair) if name in _REASONS else ""


def _copied(pair: Pair) -> str:
    return f"the same words of {_titled([pair.first.speaker])}"


def _shared(pair: Pair) -> str:
    weights, _ = pair.weights
    told = sorted(pair.shared, key=lambda term: (-weights[term], term))[:5]
    words = {canon(word): word for word in reversed(pair.first.terms)}
    return "both say " + ", ".join(f"“{words.get(term, term)}”" for term in told) if told else ""


def _names_shared(pair: Pair) -> str:
    return f"both name {_titled(pair.names[0][:3])}"


def _names_differ(pair: Pair) -> str:
    _, left, right = pair.names
    return f"one names {_titled(left[:2])}, the other {_titled(right[:2])}"


def _names_added(pair: Pair) -> str:
    _, left, right = pair.names
    return f"only one names {_titled((left or right)[:2])}"


def _same_phrases(pair: Pair) -> str:
    return "the same words" if len(pair.first.phrases & pair.second.phrases) > 3 else ""


def _numbers_same(pair: Pair) -> str:
    return f"both give {_amount(pair.amounts[0][0])}"


def _numbers_differ(pair: Pair) -> str:
    return " against ".join(map(_amount, pair.amounts[1][0]))


def _days_between(pair: Pair) -> str:
    return f"{pair.gap} days lie between" if pair.gap > 1 else ""


def _opposites(pair: Pair) -> str:
    left, right = pair.opposites[0]
    return f"“{left}” against “{right}”"


def _same_speaker(pair: Pair) -> str:
    return f"both from {_titled([pair.first.speaker])}"


def _same_accused(pair: Pair) -> str:
    return f"both accuse {_titled([pair.first.accused])}"


def _titled(names: Sequence[str]) -> str:
    return ", ".join(name.title() for name in names)


def _amount(one: Amount) -> str:
    number = f"{one.low:,.15g}" if one.low == one.high else f"{one.low:,.15g} to {one.high:,.15g}"
    return " ".join(filter(None, (number, one.unit, one.counted)))


_REASONS: Mapping[str, Callable[[Pair], str]] = {
    "copied": _copied,
    "overlap": _shared,
    "names_shared": _names_shared,
    "names_differ": _names_differ,
    "names_added": _names_added,
    "same_phrases": _same_phrases,
    "numbers_same": _numbers_same,
    "numbers_differ": _numbers_differ,
    "days_differ": lambda _: "they name other days",
    "days_between": _days_between,
    "negation": lambda _: "one is negated",
    "opposites": _opposites,
    "against": lambda pair: f"only one says “{pair.against[0]}”",
    "denial": lambda _: "one is a denial",
    "accusation_denied": lambda _: "an accusation and a denial",
    "came_to_pass": lambda _: "what was to come has come",
    "short": lambda _: "one has fewer than eight words",
    "same_speaker": _same_speaker,
    "speaks_of_itself": lambda _: "one source is whom the other speaks of",
    "same_accused": _same_accused,
}
