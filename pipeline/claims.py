"""Claims: what is put to a source, as a proposition with the stance that the cue takes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.lemma import lemma_of, words_of
from pipeline.extract.lexicon import lexicon
from schemas import Attribution, Claim, Cue, Span, Stance
from schemas.ids import claim_id

OPENING, CLOSING = "\"“„«‘'`", "\"”»’'"
PARTNER = {"“": "”“", "„": "“”", "«": "»", "‘": "’", "'": "'", '"': '"', "`": "'`"}
OPENING_CHARACTERS = 60
SPACE = re.compile(r"\s+")


def claims_of(attributions: Iterable[Attribution]) -> tuple[Claim, ...]:
    """Return one claim for each attribution, in their order."""
    return tuple(_claim(one) for one in attributions)


def _claim(one: Attribution) -> Claim:
    return Claim(
        claim_id=claim_id(one.attribution_id),
        attribution_id=one.attribution_id,
        article=one.article,
        text=claim_text(one.content),
        content=one.content,
        source=one.source,
        cue=one.cue,
        stance=stance_of(one.cue, one.content[-1]),
        kind=one.kind,
        confidence=one.confidence,
        extractor=one.extractor,
    )


def claim_text(content: Iterable[Span]) -> str:
    """Return the spans' texts joined by a space, each without its outer quotation marks and last comma.

    `“We will rebuild,”` and `“starting today.”` give `We will rebuild starting today.`
    """
    texts = [span.exact for span in content]
    bare = [text for text in map(_bare, texts) if text]
    return " ".join(bare) or " ".join(texts)


def _bare(text: str) -> str:
    text = SPACE.sub(" ", text).strip().rstrip(",").rstrip()
    if text[:2] == "''" or text[:2] == "``":
        text = text[2:].removesuffix("''")
    elif text[:1] in PARTNER and not _pairs_within(text):
        text = text[1:-1] if text[-1:] in PARTNER[text[0]] and len(text) > 1 else text[1:]
    return text.strip().rstrip(",").rstrip()


def _pairs_within(text: str) -> bool:
    """Whether the mark that opens a text closes before its end, as in `“No” means “no”`."""
    partner = PARTNER[text[0]]
    return any(
        mark in partner and not (mark in "'’" and text[i + 1 : i + 2].isalnum())
        for i, mark in enumerate(text[1:-1], start=1)
    )


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
