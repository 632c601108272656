"""Verdicts: each attribution, annotated or found, right or not as the scorer's relation has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimwire_schemas import Attribution, Span
from tests.eval import score
from tests.eval.score import Relation, Tokens


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether an attribution has its counterpart: content that overlaps by half, and a source that agrees.

    `kind` is the scorer's, by the share of words in double quotation marks, on both sides.
    """

    kind: str
    has_source: bool
    right: bool


@dataclass(frozen=True)
class Judged:
    """The verdicts of an article: on what is annotated, and on what was found with its confidence."""

    gold: tuple[Verdict, ...]
    found: tuple[tuple[Verdict, float], ...]


def as_spans(one: Attribution) -> dict[str, Any]:
    """Return an attribution as the scorer takes it."""

    def places(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
        return [(span.start, span.end) for span in spans]

    return {
        "source": places((one.source,)) if one.source else [],
        "cue": places(one.cue.spans) if one.cue else [],
        "content": places(one.content),
    }


def judge(text: str, golds: list[dict[str, Any]], found: Sequence[Attribution]) -> Judged:
    """Return the verdicts of one article; attributions without a word of content get none."""
    tokens = Tokens(text)
    gold = tokens.relations(golds)
    guesses = [(relation, one.confidence) for one in found for relation in tokens.relations([as_spans(one)])]
    pairs = score.pairs_of(gold, [relation for relation, _ in guesses])
    agreeing = [pair for pair in pairs if score.sources_agree(tokens, pair[0].source, pair[1].source)]
    # By identity: two equal relations can be in a text, and only one of them paired.
    right = {id(one) for pair in agreeing for one in pair}

    def verdict(one: Relation) -> Verdict:
        return Verdict(kind=tokens.kind(one.content), has_source=bool(one.source), right=id(one) in right)

    return Judged(
        tuple(verdict(one) for one in gold),
        tuple((verdict(one), confidence) for one, confidence in guesses),
    )
