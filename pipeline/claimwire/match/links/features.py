"""Features: what two statements have in common, and in what they differ. All values are between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from claimwire.match.links.blocks import DAYS
from claimwire.match.links.pair import Pair, is_telling
from claimwire.match.links.statement import Statement
from claimwire.match.links.wording import are_opposites

SHORT = 8

_RARELY = 0.7
"""Rarity, as a share of the rarest, from which a word in place of another makes a claim another one."""

Some = Iterator[tuple[str, float]]
"""Names of features and their values."""


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
    if any(map(is_telling, same)):
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
