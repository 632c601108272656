"""Gates: what a pair must have to be a contradiction or an update, whatever its score.

Two claims about one person, one of them with a `not`, are mostly of different things.
"""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.match.links.pair import Pair
from claimwire.match.links.statement import Amount, Statement
from claimwire.match.links.vocabulary import light
from claimwire.match.links.wording import canon

_SAME_STATEMENT = 0.9
"""How much of the shorter claim the longer one has too, where one turns the other or comes after it."""

_ALIKE, _OF_TWO = 0.9, 0.6
"""Overlap from which they say one thing, however common its words; and where they share two names."""

_OBJECT, _UNTIED = 9.5, 15.0
"""How much the words about somebody tell at least, and about nobody who is named."""

_GROWTH = 4
"""How many times as large a number is at most when it moves within the window."""

_UNLIKE = ("duty_differs", "quoted_alike")
"""What ought to be against what is, and one quotation twice."""

_BOUNDS = ("least", "most", "more", "approximately", "million")
"""Words of how a number is given."""

_SHARES = frozenset(("percent", "percentage_point", "fraction"))


def may_contradict(pair: Pair, seen: Mapping[str, float]) -> bool:
    """Tell whether one may say the opposite: of one person and object, and turned once."""
    if pair.held < _SAME_STATEMENT or not _are_of_one(pair, seen) or not seen.keys().isdisjoint(_UNLIKE):
        return False
    if pair.reordered or ("names_differ" in seen and "denial" not in seen):
        return False
    if "negation" in seen or "opposites" in seen:
        of_one = "accused_answers" in seen or _have_one_subject(pair)
        return of_one and _has_object(pair) and _is_turned(pair)
    return "numbers_differ" in seen and _moves(pair)


def may_update(pair: Pair, seen: Mapping[str, float]) -> bool:
    """Tell whether one may give another number of the same thing, or say nearly all that the other says."""
    if not _are_of_one(pair, seen):
        return False
    if "numbers_differ" in seen:
        return _moves(pair)
    alone = "negation" in seen and "days_differ" not in seen
    return pair.held >= _SAME_STATEMENT and _has_object(pair) and (not alone or _is_turned(pair))


def _are_of_one(pair: Pair, seen: Mapping[str, float]) -> bool:
    """Tell whether both say that something is so, of one person or thing; `it` may be anything."""
    if not (pair.first.is_asserted and pair.second.is_asserted):
        return False
    if "of_themselves" in seen and not _is_meant(seen):
        return False
    if "names_shared" in seen or _told(pair) >= _UNTIED:
        return True
    points = pair.first.points or pair.second.points
    return not points and (_is_meant(seen) or "same_speaker" in seen or pair.overlap >= _ALIKE)


def _is_meant(seen: Mapping[str, float]) -> bool:
    """Tell whether the one who says one is named in the other."""
    return not seen.keys().isdisjoint(("speaks_of_itself", "accused_answers"))


def _objects(pair: Pair) -> list[str]:
    """Return what they share that is neither a name nor common, nor of a number."""
    names = pair.first.name_of.keys() & pair.second.name_of.keys()
    said = pair.shared.union(left for left, _ in pair.opposites)
    return sorted(said.difference(names, light(), _BOUNDS))


def _told(pair: Pair) -> float:
    return sum(pair.weights[0].get(it, 0.0) for it in _objects(pair))


def _has_object(pair: Pair) -> bool:
    """Tell whether they share what is said, not only of whom."""
    if not _objects(pair):
        return False
    least = _OF_TWO if len(pair.names[0]) > 1 else _ALIKE
    return pair.overlap >= least or _told(pair) >= _OBJECT


def _have_one_subject(pair: Pair) -> bool:
    """Tell whether both have the first name of each: `Ada Vane apologizes for Lindh's words` is of Vane."""
    sides = zip((pair.first, pair.second), pair.weights, strict=True)
    firsts = (
        next((it for it in one.canons if it in told and " " in one.name_of.get(it, "")), "")
        for one, told in sides
    )
    return all(not it or it in pair.shared for it in firsts)


def _is_turned(pair: Pair) -> bool:
    """Tell whether one side alone is negated, in what they share, or opposites stand in one place."""
    sides = [one for one in (pair.first, pair.second) if one.negated]
    if not sides:
        return any(_stand_alike(pair, *both) for both in pair.opposites)
    denies = sides[0].stance in ("denies", "doubts")
    alone = len(sides) == 1 and not pair.against
    return alone and all(canon(it) in pair.shared if it else denies for it in sides[0].negated)


def _stand_alike(pair: Pair, left: str, right: str) -> bool:
    one, other = _around(pair.first, left), _around(pair.second, right)
    return any(it == that and it in pair.shared for it, that in zip(one, other, strict=True))


def _around(one: Statement, term: str) -> tuple[str, str]:
    padded = ["", *one.canons, ""]
    at = padded.index(term)
    return padded[at - 1], padded[at + 1]


def _moves(pair: Pair) -> bool:
    """Tell whether they give one number anew: of the same owners, nowhere else and of a like size.

    Shares are of one source: other polls give other ones.
    """
    if not (pair.first.moves and pair.second.moves and _belong(pair)):
        return False
    given = (both for both in pair.amounts[1] if pair.same_speaker or both[0].unit not in _SHARES)
    return any(_is_like(*both) for both in given)


def _belong(pair: Pair) -> bool:
    """Tell whether the numbers are of the same owners and all other names have numbers too."""
    one, other = pair.first.owned, pair.second.owned
    strangers = any(
        it in side.name_of and it not in side.owned
        for side, apart in zip((pair.first, pair.second), pair.apart, strict=True)
        for it in apart
    )
    owners = one.keys() & other.keys() & pair.shared
    if strangers or (not owners and (one or other)):
        return False
    return len(_objects(pair)) > 1 or len(owners) > 1


def _is_like(one: Amount, other: Amount) -> bool:
    low, high = sorted((abs(one.low), abs(other.low)))
    return high <= _GROWTH * low
