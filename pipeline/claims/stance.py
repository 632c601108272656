"""The stance that a cue takes to the proposition, by a lexicon."""

from __future__ import annotations

from pipeline.extract.lemma import lemma_of, words_of
from pipeline.extract.lexicon import lexicon
from schemas import Cue, Span, Stance

OPENING_CHARACTERS = 60


def stance_of(cue: Cue | None, content: Span) -> Stance | None:
    """Return what a cue does, by its lemma; null where the lexicon does not say or the cue is negated.

    Content that follows at once may say it: `claimed` before `responsibility for the attack`. A belief denied
    is a doubt: `does not think` doubts.
    """
    if cue is None:
        return None
    known, texts = lexicon(), [span.exact for span in cue.spans]
    stance = known.stances.get(_longer_lemma(texts, content, cue))
    words = words_of(texts)
    if known.negations.isdisjoint(words) or not known.negations.isdisjoint(cue.lemma.split()):
        return stance
    return "doubts" if stance == "believes" else None


def _longer_lemma(texts: list[str], content: Span, cue: Cue) -> str:
    if not 0 <= content.start - cue.spans[-1].end <= 1:
        return cue.lemma
    opening = " ".join(words_of([content.exact[:OPENING_CHARACTERS]])[:2])
    longer = lemma_of([*texts, opening])
    return longer if longer.startswith(cue.lemma + " ") else cue.lemma
