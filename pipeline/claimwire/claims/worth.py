"""Check-worthiness: how much a claim calls for checking, as the sum of what was seen in it.

The weights are log odds, in `worth.json`; what they add up to, through the logistic function, is the score.
They were set by hand, from what fact-checkers choose: numbers, dates, names and deeds, and no opinions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire_schemas import Certainty, ClaimType, Feature, Quantity, Span, Stance, Time

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
FEW = 4
"""Words; so many or fewer seldom say anything that could be checked."""

MOST_WORDS = 400
MONEY = re.compile(r"[A-Z]{3}|percent|percentage_point|fraction")


class _Data(TypedDict):
    weights: dict[str, float]
    words: dict[str, list[str]]
    vague: list[str]
    pronouns: list[str]
    verbs: list[str]


_DATA = read_json("claimwire.claims", "worth.json", _Data)
_VAGUE, _PRONOUNS, _VERBS = (frozenset(_DATA[name]) for name in ("vague", "pronouns", "verbs"))
_NAMES_OF = {
    word: tuple(name for name, words in _DATA["words"].items() if word in words)
    for word in {word for words in _DATA["words"].values() for word in words}
}


class Facts(NamedTuple):
    """What was found of a claim, as far as its check-worthiness depends on it."""

    content: Sequence[Span]
    stance: Stance | None
    claim_type: ClaimType
    certainty: Certainty
    quantities: Sequence[Quantity]
    times: Sequence[Time]
    entities: int


class Worth(NamedTuple):
    """A score between 0 and 1, and what made it."""

    score: float
    features: tuple[Feature, ...]


def worth_of(facts: Facts) -> Worth:
    """Return how much a claim calls for checking, with each feature once."""
    weights = _DATA["weights"]
    names = (name for name in dict.fromkeys(_seen(facts)) if name in weights)
    features = tuple(Feature(name=name, weight=weights[name]) for name in names)
    return Worth(round(1 / (1 + exp(-sum(one.weight for one in features))), 4), features)


def _seen(facts: Facts) -> Iterator[str]:
    """Give the names of what was seen; some more than once, some without a weight."""
    yield "base"
    yield from _found(facts)
    yield f"type_{facts.claim_type}"
    yield f"stance_{facts.stance}"
    if facts.certainty == "conditional":
        yield "conditional"
    elif facts.certainty != "certain":
        yield "hedged"
    yield from _in_words(facts.content)


def _found(facts: Facts) -> Iterator[str]:
    if facts.quantities:
        yield "quantity"
    if any(one.unit and MONEY.fullmatch(one.unit) for one in facts.quantities):
        yield "money_or_share"
    if any(one.first_day or one.last_day for one in facts.times):
        yield "time"
    if facts.entities:
        yield "named_entity"
    if facts.entities > 1:
        yield "several_entities"


def _in_words(content: Sequence[Span]) -> Iterator[str]:
    words = [word for span in content for word in _words(span.exact)]
    for word in words:
        yield from _NAMES_OF.get(word, ())
    if words and words[0] in _VAGUE:
        yield "vague_subject"
    if words and words[0] in _PRONOUNS:
        yield "pronoun_subject"
    if len(words) <= FEW:
        yield "few_words"
    if not any(map(_is_verb, words)):
        yield "no_verb"
    if content[-1].exact.rstrip("”’\"') ").endswith("!"):
        yield "exclamation"


def _words(text: str) -> list[str]:
    found = zip(WORD.finditer(text), range(MOST_WORDS), strict=False)
    return [match[0].lower() for match, _ in found]


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.endswith("ed") or "event_word" in _NAMES_OF.get(word, ())
