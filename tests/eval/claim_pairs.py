"""Pairs: what is annotated with what was made of it, each with one at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from claimwire_schemas import Attribution, Span
from tests.eval import score
from tests.eval.claim_runs import Made
from tests.eval.gold_claims import Place
from tests.eval.score import Tokens
from tests.eval.verdicts import as_spans


class Placed(Protocol):
    """Something that stands at a span: a quantity, a time."""

    @property
    def span(self) -> Span:
        """Its place."""


G = TypeVar("G")
F = TypeVar("F", bound=Placed)


def attributions_by_claim(made: Made) -> dict[int, Attribution]:
    """Return the attribution found for each claim of the gold, by the claim's number.

    They are paired as the scorer pairs, by content that overlaps by half, nested with nested.
    """
    return _of_level(made, nested=False) | _of_level(made, nested=True)


def _of_level(made: Made, *, nested: bool) -> dict[int, Attribution]:
    tokens = Tokens(made.gold.text)
    golds = [
        (relation, one.note.attribution)
        for one in made.gold.claims
        for relation in tokens.relations([one.attribution])
        if bool(one.attribution.get("nested")) == nested
    ]
    guesses = [
        (relation, one)
        for one in made.enriched.attributions
        for relation in tokens.relations([as_spans(one)])
        if one.nested == nested
    ]
    # By identity: two equal relations can be in a text, and only one of them paired.
    numbers = {id(relation): number for relation, number in golds}
    found = {id(relation): one for relation, one in guesses}
    pairs = score.pairs_of([relation for relation, _ in golds], [relation for relation, _ in guesses])
    return {numbers[id(gold)]: found[id(guess)] for gold, guess in pairs}


def paired(
    golds: Sequence[tuple[G, Place]], found: Sequence[F], agree: Callable[[G, F], bool]
) -> Iterator[tuple[G | None, F | None, bool]]:
    """Pair what stands at places that overlap, those that agree first, and tell whether they do.

    What is left on either side stands alone.
    """
    left = list(found)
    for gold, place in golds:
        near = [one for one in left if shared(place_of(one.span), place)]
        right = [one for one in near if agree(gold, one)]
        best = next(iter(right or near), None)
        left = [one for one in left if one is not best]
        yield gold, best, bool(right)
    for one in left:
        yield None, one, False


def place_of(span: Span) -> Place:
    """Return where a span is."""
    return span.start, span.end


def shared(one: Place, other: Place) -> float:
    """Return the characters that two places share, of all that they have."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]))
