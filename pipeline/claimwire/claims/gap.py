"""The subject before a clause that begins with its verb: `rebels it said had fled`."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from claimwire.claims.phrases import is_participle
from claimwire.claims.words import BEFORE_OBJECT, CLAUSE_WORDS, FINITE
from claimwire.entities.nouns import DEFINITE, INDEFINITE, demonym_country
from claimwire_schemas import Attribution, Span

GAP = re.compile(r"(?:,?\s(?:who|which|that)\s|,?\s)\Z")
PRONOUN = re.compile(r"(?<=\s)(?:it|he|she|they|I|we)\s\Z")
FIRST = re.compile(r"[^\W_]+")
WORD_BEFORE = re.compile(r"(?P<word>[^\W_](?:[\w’'.-]*[\w’'])?)(?P<gap>\s?)\Z")
OF_BEFORE = re.compile(r"\b(?:of|in)\s\Z")
DETERMINERS = DEFINITE | INDEFINITE
MOST_WORDS = 6
REACH = 120


def subject_before(text: str, one: Attribution) -> Span | None:
    """Return the noun phrase before the source that a content of one clause goes on from.

    Null where the content has a subject of its own, or where it is not sure what stands there.
    """
    first = FIRST.match(one.content[0].exact)
    if len(one.content) != 1 or first is None or first[0] not in FINITE or not (one.source and one.cue):
        return None
    pronoun = PRONOUN.search(text, max(0, one.cue.spans[0].start - 6), one.cue.spans[0].start)
    said = pronoun.start() if pronoun else one.source.start
    gap = GAP.search(text, max(0, said - REACH), said)
    if said > one.content[0].start or gap is None:
        return None
    return _phrase_before(text, gap.start())


def swallowed(text: str, content: Sequence[Span], cues: Container[int]) -> Span | None:
    """Return the pronoun at the end of a content that is the source of a cue after it: `rebels it` said."""
    last = content[-1]
    pronoun = PRONOUN.search(text, max(last.start, last.end - 6), last.end + 1)
    if pronoun is None or last.end + 1 not in cues or pronoun.start() <= last.start:
        return None
    return Span.of(text, pronoun.start(), last.end)


def _phrase_before(text: str, end: int) -> Span | None:
    """Return the words before a place, back to their determiner, a preposition or a mark."""
    start, words = end, list[str]()
    while len(words) < MOST_WORDS:
        match = WORD_BEFORE.search(text, max(0, start - REACH), start)
        if match is None or match["word"].lower() in BEFORE_OBJECT or (words and not match["gap"]):
            break
        if match["word"].lower() in CLAUSE_WORDS | {"of", "in"}:
            return None
        start = match.start("word")
        words.insert(0, match["word"])
        if words[0].lower() in DETERMINERS:
            break
    if OF_BEFORE.search(text, max(0, start - 4), start):
        return None
    return Span.of(text, start, end) if words and _is_noun_phrase(words) else None


def _is_noun_phrase(words: Sequence[str]) -> bool:
    """Whether no verb is among some words; a participle is first, or after origin: `Chilean armed men`."""
    if words[-1].lower() in DETERMINERS or is_participle(words[-1].lower()):
        return False
    return all(
        before.lower() in DETERMINERS or demonym_country(before) is not None
        for before, word in pairwise(words)
        if is_participle(word.lower())
    )
