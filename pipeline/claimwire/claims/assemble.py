"""Claims put together: each attribution's proposition and each checkable sentence of the outlet's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimwire.claims.accused import accused_of
from claimwire.claims.citing import Citation, citations
from claimwire.claims.edits import edit, without
from claimwire.claims.gap import subject_before, swallowed
from claimwire.claims.labels import CHECKABLE, confidence_of, labels_of, own_sentences, said_in
from claimwire.claims.labels.said import Said
from claimwire.claims.mentioned import Mentioned, ids_within
from claimwire.claims.quantities import quantities_in
from claimwire.claims.resolve import Resolved, resolved
from claimwire.claims.saying import medium_of, said_of
from claimwire.claims.text import Proposition, text_of
from claimwire.claims.times import times_in
from claimwire.claims.words import UNASSERTED
from claimwire.english.document import Document
from claimwire.extract.lemma import words_of
from claimwire_schemas import (
    Article,
    Attribution,
    Claim,
    Claimant,
    Edit,
    Entity,
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
    """What is in a proposition, by the claim's fields."""

    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    entities: tuple[str, ...]


def claims_of(
    article: Article,
    document: Document,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    *,
    extractor: str,
) -> tuple[Claim, ...]:
    """Return a claim for each attribution and for each checkable sentence of the outlet's own.

    They are in the order of the text; claims of attributions that begin together are in the attributions'.
    """
    contents = {one.attribution_id: one.content for one in attributions}
    passed_on = citations(article.text, attributions)
    chains = resolved(article, attributions, entities, passed_on)
    reported = sorted((span for one in attributions for span in one.content), key=lambda span: span.start)
    starts = [span.start for span in reported]
    cues = frozenset(one.cue.spans[0].start for one in attributions if one.cue)
    mentioned = Mentioned(entities)
    known = _Known(article, document, mentioned, chains, passed_on, contents, reported, starts, cues)
    claims = [_attributed(known, one) for one in attributions]
    own = (_own(known, one, extractor) for one in own_sentences(article, document, attributions))
    chosen = [*claims, *(one for one in own if one.check_worthiness >= CHECKABLE)]
    return tuple(sorted(map(_rated, chosen), key=_place))


def _rated(claim: Claim) -> Claim:
    """Return a claim whose confidence is its own instead of its attribution's."""
    return claim.model_copy(update={"confidence": confidence_of(claim)})


def _place(one: Claim) -> int:
    spans: list[Span] = [
        *one.content,
        *(one.cue.spans if one.cue else ()),
        *((one.source,) if one.source else ()),
    ]
    return min(span.start for span in spans)


def _attributed(known: _Known, one: Attribution) -> Claim:
    chain, cited = known.resolved.chains[one.attribution_id], known.citations.get(one.attribution_id)
    labels = labels_of(said_in(known.document, one))
    accused = _accused(known, one) if labels.stance == "accuses" else None
    text = known.article.text
    around = known.contents.get(one.within or "", ())
    subject = accused if labels.stance == "accuses" else chain[-1]
    standalone, edits = _text(known, one, _Said(labels.stance, subject))
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
        accused=accused,
        medium=medium_of(text, one, around),
        said=_said(known, one, around),
        kind=one.kind,
        confidence=one.confidence,
        extractor=one.extractor,
        **labels._asdict(),
        **_found(known, one.content)._asdict(),
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
    standalone, edits = text_of(text, proposition, known.resolved.antecedents[one.attribution_id])
    more = [edit(text, (span.start, span.end), "conjunction") for span in left_out]
    return standalone, tuple(sorted([*edits, *more], key=lambda one: one.span.start))


def _asserted_lemma(text: str, one: Attribution) -> str:
    """Return a cue's lemma; empty where nobody says so: `could be charged`, `if she accuses`."""
    if one.cue is None:
        return ""
    words = words_of(span.exact for span in one.cue.spans)
    place = min(span.start for span in (*one.cue.spans, *one.content, *([one.source] if one.source else [])))
    is_open = CONDITION.search(text, max(0, place - LONGEST_CONDITION), place) is not None
    return "" if is_open or words[:1] == ["to"] or not UNASSERTED.isdisjoint(words) else one.cue.lemma


def _own(known: _Known, said: Said, extractor: str) -> Claim:
    """Return the claim that the outlet itself makes in a sentence."""
    article, sentence = known.article, said.span
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
        accused=None,
        medium=None,
        said=None,
        kind="indirect",
        confidence=1,
        extractor=extractor,
        **labels_of(said)._asdict(),
        **_found(known, (sentence,))._asdict(),
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


def _accused(known: _Known, one: Attribution) -> Claimant | None:
    antecedents = known.resolved.antecedents[one.attribution_id]
    return accused_of(known.article.text, one, known.mentioned, antecedents)


def _found(known: _Known, content: tuple[Span, ...]) -> _Found:
    """Return what is in a proposition."""
    text = known.article.text
    return _Found(
        quantities=quantities_in(text, content),
        times=times_in(text, content, known.article.published),
        entities=ids_within(known.mentioned, content),
    )
