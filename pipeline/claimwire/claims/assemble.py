"""Claims put together: each attribution's proposition and each checkable sentence of the outlet's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimwire.claims.edits import edit, without
from claimwire.claims.gap import subject_before, swallowed
from claimwire.claims.mentioned import Mentioned, ids_within
from claimwire.claims.naming import Antecedent
from claimwire.claims.quantities import quantities_in
from claimwire.claims.saying import medium_of, said_of
from claimwire.claims.sentences import own_sentences
from claimwire.claims.stance import stance_of
from claimwire.claims.text import Proposition, text_of
from claimwire.claims.times import times_in
from claimwire.claims.wording import Phrasing, claim_type_of, wording_of
from claimwire.claims.words import UNASSERTED
from claimwire.claims.worth import Facts, worth_of
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.extract.lemma import words_of
from claimwire.resolve.accused import is_allegation
from claimwire.resolve.antecedent import Resolved
from claimwire.resolve.citing import Citation
from claimwire_schemas import (
    Article,
    Attribution,
    Certainty,
    Claim,
    Claimant,
    ClaimType,
    Cue,
    Edit,
    Entity,
    Feature,
    Quantity,
    Span,
    Stance,
    Time,
)
from claimwire_schemas.ids import claim_id, outlet_claim_id

NEAR = 6
"""Contents that begin before a place and may reach over it."""

CONDITION = re.compile(r"\b(?:if|unless|whether|did|does|do)\s\Z", re.IGNORECASE)
LONGEST_CONDITION = 10
CHECKABLE = 0.5
"""The least check-worthiness of a sentence of the outlet's own that becomes a claim."""


class _Known(NamedTuple):
    """What is known of an article before its claims are put together."""

    article: Article
    document: Document
    mentioned: Mentioned
    resolved: Resolved
    citations: Mapping[str, Citation]
    contents: Mapping[str, tuple[Span, ...]]
    """Of attributions, by their ids."""

    reported: Sequence[Span]
    """All of those contents, in order of the text."""

    starts: Sequence[int]
    cues: frozenset[int]
    """Where cues begin."""


class _Said(NamedTuple):
    """What a cue does, and whose deed its content is."""

    stance: Stance | None
    subject: Claimant | None


class _Found(NamedTuple):
    """What was found in a proposition, by the claim's fields."""

    claim_type: ClaimType
    certainty: Certainty
    hedges: tuple[Span, ...]
    negated: bool
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    entities: tuple[str, ...]
    check_worthiness: float
    features: tuple[Feature, ...]


def claims_of(
    article: Article,
    document: Document,
    attributions: Sequence[Attribution],
    resolved: Resolved,
    *,
    extractor: str,
) -> tuple[Claim, ...]:
    """Return a claim for each attribution and for each checkable sentence of the outlet's own.

    They are in the order of the text; claims of attributions that begin together are in the attributions'.
    """
    contents = {one.attribution_id: one.content for one in attributions}
    reported = sorted((span for one in attributions for span in one.content), key=lambda span: span.start)
    starts = [span.start for span in reported]
    cues = frozenset(one.cue.spans[0].start for one in attributions if one.cue)
    mentioned = Mentioned(resolved.entities)
    known = _Known(
        *(article, document, mentioned, resolved, resolved.citations, contents, reported, starts, cues)
    )
    claims = [_attributed(known, one) for one in attributions]
    own = (_own(known, one, extractor) for one in own_sentences(article, attributions))
    return tuple(sorted([*claims, *(one for one in own if one.check_worthiness >= CHECKABLE)], key=_place))


def _place(one: Claim) -> int:
    spans: list[Span] = [
        *one.content,
        *(one.cue.spans if one.cue else ()),
        *((one.source,) if one.source else ()),
    ]
    return min(span.start for span in spans)


def _attributed(known: _Known, one: Attribution) -> Claim:
    chain, cited = known.resolved.chains[one.attribution_id], known.citations.get(one.attribution_id)
    stance, accused = _stance(known, one)
    text = known.article.text
    around = known.contents.get(one.within or "", ())
    standalone, edits = _text(known, one, _Said(stance, accused if stance == "accuses" else chain[-1]))
    return Claim(
        claim_id=claim_id(one.attribution_id),
        attribution_id=one.attribution_id,
        article=one.article,
        text=standalone,
        edits=edits,
        content=one.content,
        source=cited.cited if cited and len(chain) > 1 else one.source,
        claimant=chain[-1],
        chain=chain if len(chain) > 1 else (),
        cue=one.cue,
        stance=stance,
        accused=accused,
        medium=medium_of(text, one, around),
        said=_said(known, one, around),
        kind=one.kind,
        confidence=one.confidence,
        extractor=one.extractor,
        **_found(known, one.content, stance, one.cue)._asdict(),
    )


def _said(known: _Known, one: Attribution, around: tuple[Span, ...]) -> Time | None:
    """Return when it was said; a time in what another attribution reports is not of saying."""
    found = said_of(known.article.text, one, known.article.published, around)
    if found is None or one.cue is None:
        return None
    place, cue = found.span.start, one.cue.spans[0].start
    at = bisect_right(known.starts, place)
    near = known.reported[max(0, at - NEAR) : at]
    return None if any(span.end > place and not span.start <= cue < span.end for span in near) else found


def _text(known: _Known, one: Attribution, said: _Said) -> tuple[str, tuple[Edit, ...]]:
    """Return an attribution's claim as text; who is cited, or speaks next, is left out of its content."""
    text, cited = known.article.text, known.citations.get(one.attribution_id)
    others = [cited.lead if cited else None, swallowed(text, one.content, known.cues)]
    left_out = [span for span in others if span is not None]
    proposition = Proposition(
        content=without(text, one.content, left_out),
        kind=one.kind,
        stance=said.stance,
        subject=said.subject,
        before=subject_before(text, one),
        lemma=_asserted_lemma(text, one),
    )
    if not proposition.content:
        proposition, left_out = proposition._replace(content=one.content), []
    standalone, edits = text_of(text, proposition, _meant(known, one))
    more = [edit(text, (span.start, span.end), "conjunction") for span in left_out]
    return standalone, tuple(sorted([*edits, *more], key=lambda one: one.span.start))


def _meant(known: _Known, one: Attribution) -> tuple[Antecedent, ...]:
    """Return the words of a content whose antecedents are sure, with the entities that they mean."""
    by_id, found = known.mentioned.by_id, known.resolved.antecedents
    words = (
        word
        for span in one.content
        for word in known.document.within(span.start, span.end)
        if word.i in found and found[word.i].entity_id in by_id
    )
    return tuple(_antecedent(known, word, by_id[found[word.i].entity_id or ""]) for word in words)


def _antecedent(known: _Known, word: Word, entity: Entity) -> Antecedent:
    if word.lower in PRONOUNS:
        return Antecedent(Span.of(known.article.text, word.start, word.end), entity, "pronoun")
    whole = next((one for one in entity.mentions if one.start <= word.start < one.end), None)
    return Antecedent(whole or Span.of(known.article.text, word.start, word.end), entity, "description")


def _asserted_lemma(text: str, one: Attribution) -> str:
    """Return a cue's lemma; empty where nobody says so: `could be charged`, `if she accuses`."""
    if one.cue is None:
        return ""
    words = words_of(span.exact for span in one.cue.spans)
    place = min(span.start for span in (*one.cue.spans, *one.content, *([one.source] if one.source else [])))
    is_open = CONDITION.search(text, max(0, place - LONGEST_CONDITION), place) is not None
    return "" if is_open or words[:1] == ["to"] or not UNASSERTED.isdisjoint(words) else one.cue.lemma


def _own(known: _Known, sentence: Span, extractor: str) -> Claim:
    """Return the claim that the outlet itself makes in a sentence."""
    article = known.article
    text, edits = text_of(article.text, Proposition((sentence,), "indirect", None, None))
    return Claim(
        claim_id=outlet_claim_id(article.article_id, article.text_digest, content=(sentence,)),
        attribution_id=None,
        article=article.ref(),
        text=text,
        edits=edits,
        content=(sentence,),
        source=None,
        claimant=_outlet(article),
        chain=(),
        cue=None,
        stance=None,
        accused=None,
        medium=None,
        said=None,
        kind="indirect",
        confidence=1,
        extractor=extractor,
        **_found(known, (sentence,), None, None)._asdict(),
    )


def _outlet(article: Article) -> Claimant:
    return Claimant(
        entity_id=None,
        name=article.outlet,
        kind="outlet",
        resolution="outlet",
        role=None,
        affiliation=None,
        confidence=1,
    )


def _stance(known: _Known, one: Attribution) -> tuple[Stance | None, Claimant | None]:
    """Return what the cue does, and whom it accuses; what is alleged of nobody is asserted."""
    stance = stance_of(one.cue, one.content[-1], one.source)
    accused = known.resolved.accused.get(one.attribution_id) if stance == "accuses" else None
    if stance == "accuses" and accused is None and is_allegation(one):
        return "asserts", None
    return stance, accused


def _found(known: _Known, content: tuple[Span, ...], stance: Stance | None, cue: Cue | None) -> _Found:
    """Return what was found in a proposition."""
    text = known.article.text
    quantities = quantities_in(text, content)
    times = times_in(text, content, known.article.published)
    entities = ids_within(known.mentioned, content)
    claim_type = claim_type_of(text, content, Phrasing(stance, cue, quantities))
    wording = wording_of(text, content, claim_type)
    named = sum(known.mentioned.by_id[one].kind != "unnamed" for one in entities)
    worth = worth_of(Facts(content, stance, claim_type, wording.certainty, quantities, times, named))
    return _Found(claim_type, *wording, quantities, times, entities, *worth)
