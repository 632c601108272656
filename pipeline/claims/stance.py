"""The stance that a cue takes to the proposition, by the lexicon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from pipeline.extract.lemma import lemma_of, words_of
from pipeline.extract.lexicon import lexicon
from schemas import Cue, Span, Stance

OPENING_CHARACTERS = 60
LONGEST_THING = 8
"""Words of what is claimed, an attack say, that are looked at."""


class _Data(TypedDict):
    withholding: list[str]
    withheld: list[str]
    negated: dict[Stance, Stance]
    claimed: list[str]
    finite: list[str]


_DATA: _Data = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
_WITHHELD, _CLAIMED, _FINITE = (frozenset(_DATA[name]) for name in ("withheld", "claimed", "finite"))


def stance_of(cue: Cue | None, content: Span) -> Stance | None:
    """Return what a cue does, by its lemma; null where the lexicon does not say or the cue is negated.

    Content that follows at once may say it: `claimed` before `responsibility for the attack`. A belief denied
    is a doubt: `does not think` doubts. Who `declined to say` something takes no stance to it.
    """
    if cue is None:
        return None
    known, texts = lexicon(), [span.exact for span in cue.spans]
    opening = _opening(content) if 0 <= content.start - cue.spans[-1].end <= 1 else []
    words = words_of(texts)
    lemma = _longer_lemma(texts, opening, cue)
    if _withholds(lemma, [*words, *opening[:2]]):
        return None
    stance = "claims_responsibility" if _claims_attack(lemma, opening) else known.stances.get(lemma)
    if known.negations.isdisjoint(words) or not known.negations.isdisjoint(cue.lemma.split()):
        return stance
    return _DATA["negated"].get(stance) if stance else None


def _opening(content: Span) -> list[str]:
    return words_of([content.exact[:OPENING_CHARACTERS]])


def _longer_lemma(texts: list[str], opening: list[str], cue: Cue) -> str:
    longer = lemma_of([*texts, " ".join(opening[:2])]) if opening else cue.lemma
    return longer if longer.startswith(cue.lemma + " ") else cue.lemma


def _withholds(lemma: str, words: list[str]) -> bool:
    """Whether somebody would not say: `declined to comment`, `refused to be drawn`."""
    if lemma not in _DATA["withholding"]:
        return False
    return "comment" in lemma or not _WITHHELD.isdisjoint(map(lexicon().base, words))


def _claims_attack(lemma: str, opening: list[str]) -> bool:
    """Whether `claim` has an attack for its object: `the bombing`, but not `the bombing had failed`."""
    if lemma != "claim":
        return False
    things = [i for i, word in enumerate(opening[:LONGEST_THING]) if word in _CLAIMED]
    if not things or opening[0] == "that" or not _FINITE.isdisjoint(opening[: things[0]]):
        return False
    after = opening[things[0] + 1 : things[0] + 2]
    return not after or (after[0] not in _FINITE and not after[0].endswith("ed"))
