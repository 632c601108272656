"""The stance that a cue takes to the proposition, by the lexicon."""

from __future__ import annotations

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english.closed_class import NEGATIONS
from claimwire.extract.lemma import lemma_of, words_of
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import Cue, Span, Stance

OPENING_CHARACTERS = 60
QUOTES = '“"‘«„'
LONGEST_OBJECT = 8
"""Words of what is claimed, or of who is asked, that are looked at."""


class _Data(TypedDict):
    withholding: list[str]
    negated: dict[Stance, Stance]
    unknown: list[str]
    nobody: list[str]
    askable: list[str]
    questions: list[str]
    claimed: list[str]
    finite: list[str]


_DATA = read_json("claimwire.claims", "stance.json", _Data)
_NOBODY, _QUESTIONS, _CLAIMED, _FINITE = (
    frozenset(_DATA[name]) for name in ("nobody", "questions", "claimed", "finite")
)


def stance_of(cue: Cue | None, content: Span, source: Span | None = None) -> Stance | None:
    """Return what a cue does, by its lemma; null where the lexicon does not say or the cue is negated.

    Content that follows at once may say it: `claimed` before `responsibility for the attack`. A belief denied
    is a doubt: `does not think` doubts. Who `declined to say` something takes no stance to it.
    """
    if cue is None:
        return None
    known, texts = lexicon(), [span.exact for span in cue.spans]
    words, opening = words_of(texts), words_of([content.exact[:OPENING_CHARACTERS]])
    lemma = _longer_lemma(texts, opening, cue) if 0 <= content.start - cue.spans[-1].end <= 1 else cue.lemma
    if lemma in _DATA["withholding"]:
        return None
    stance = _by_object(lemma, opening, content) or (known.stances.get(lemma) if words else "asserts")
    if _is_plain(words, cue) and not _is_nobody(source):
        return stance
    return _DATA["negated"].get(stance) if stance and lemma not in _DATA["unknown"] else None


def _longer_lemma(texts: list[str], opening: list[str], cue: Cue) -> str:
    entries = lexicon().by_first_word.get(cue.lemma.split(" ", 1)[0], ())
    if not entries or len(entries[0]) <= len(cue.lemma.split()):
        return cue.lemma
    longer = lemma_of([*texts, " ".join(opening[:2])])
    return longer if longer.startswith(cue.lemma + " ") else cue.lemma


def _is_plain(words: list[str], cue: Cue) -> bool:
    """Whether a cue is not negated; `rule out` and `plead not guilty` are what they say."""
    return NEGATIONS.isdisjoint(words) or not NEGATIONS.isdisjoint(cue.lemma.split())


def _is_nobody(source: Span | None) -> bool:
    """Whether a source is none: `neither side`, `nobody`."""
    first = words_of([source.exact[:OPENING_CHARACTERS]])[:1] if source else []
    return not _NOBODY.isdisjoint(first)


def _by_object(lemma: str, opening: list[str], content: Span) -> Stance | None:
    if content.exact[0] in QUOTES:
        return None
    if lemma == "claim" and _is_attack(opening):
        return "claims_responsibility"
    asked = lemma in _DATA["askable"] and "to" in opening[:LONGEST_OBJECT] and opening[0] not in _QUESTIONS
    return "demands" if asked or (lemma == "tell" and opening[:1] == ["to"]) else None


def _is_attack(opening: list[str]) -> bool:
    """Whether what is claimed is an attack: `the bombing`, but not `the bombing had failed`."""
    things = [i for i, word in enumerate(opening[:LONGEST_OBJECT]) if word in _CLAIMED]
    if not things or opening[0] == "that" or not _FINITE.isdisjoint(opening[: things[0]]):
        return False
    after = opening[things[0] + 1 : things[0] + 2]
    return not after or (after[0] not in _FINITE and not after[0].endswith("ed"))
