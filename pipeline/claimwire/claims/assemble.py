"""Claims put together: each attribution's proposition and each checkable sentence of the outlet's own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from claimwire.claims.accused import accused_of, is_allegation
from claimwire.claims.citing import Citation, citations
from claimwire.claims.known import antecedents_of
from claimwire.claims.mentioned import Mentioned, ids_within
from claimwire.claims.quantities import quantities_in
from claimwire.claims.resolve import Resolved, resolved
from claimwire.claims.saying import medium_of, said_of
from claimwire.claims.sentences import own_sentences
from claimwire.claims.stance import stance_of
from claimwire.claims.text import Said, Wording, parts_of, text_of
from claimwire.claims.times import times_in
from claimwire.claims.wording import Phrasing, claim_type_of, wording_of
from claimwire.claims.worth import Facts, worth_of
from claimwire.english.document import Document
from claimwire.resolve.antecedent import Antecedent
from claimwire_schemas import (
    Article,
    Attribution,
    Certainty,
    Claim,
    Claimant,
    ClaimType,
    Cue,
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
    who: Mapping[int, Antecedent]
    """Whom words mean, by their indexes."""


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
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    *,
    document: Document,
    extractor: str,
) -> tuple[Claim, ...]:
    """Return the claims of each attribution and of each checkable sentence of the outlet's own.

    They are in the order of the text; claims of attributions that begin together are in the attributions'.
    """
    contents = {one.attribution_id: one.content for one in attributions}
    passed_on = citations(article.text, attributions)
    chains = resolved(article, attributions, entities, passed_on)
    reported = sorted((span for one in attributions for span in one.content), key=lambda span: span.start)
    starts = [span.start for span in reported]
    sources = [(one, chains.chains[one.attribution_id][-1]) for one in attributions]
    found = (one for several in chains.antecedents.values() for one in several)
    who = antecedents_of(document, found, sources, entities)
    known = _Known(article, document, Mentioned(entities), chains, passed_on, contents, reported, starts, who)
    claims = [claim for one in attributions for claim in _attributed(known, one)]
    own = (_own(known, one, extractor) for one in own_sentences(article, attributions))
    return tuple(sorted([*claims, *(one for one in own if one is not None)], key=_place))


def _place(one: Claim) -> int:
    spans: list[Span] = [
        *one.content,
        *(one.cue.spans if one.cue else ()),
        *((one.source,) if one.source else ()),
    ]
    return min(span.start for span in spans)


def _attributed(known: _Known, one: Attribution) -> Iterator[Claim]:
    """Give a claim for each statement of an attribution's content."""
    chain, cited = known.resolved.chains[one.attribution_id], known.citations.get(one.attribution_id)
    stance, accused = _stance(known, one)
    said = _as_said(one, chain[-1], stance, _reported(known, one))
    around = known.contents.get(one.within or "", ())
    for number, part in enumerate(parts_of(known.document, said)):
        wording = text_of(known.document, replace(said, content=part), known.who)
        if wording.form == "none":
            continue
        yield Claim(
            claim_id=claim_id(one.attribution_id, number=number),
            attribution_id=one.attribution_id,
            article=one.article,
            content=one.content,
            source=cited.cited if cited and len(chain) > 1 else one.source,
            claimant=chain[-1],
            chain=chain if len(chain) > 1 else (),
            cue=one.cue,
            stance=stance,
            accused=accused,
            medium=medium_of(known.article.text, one, around),
            said=_said(known, one, around),
            kind=one.kind,
            confidence=one.confidence,
            extractor=one.extractor,
            **_worded(wording),
            **_found(known, part, stance, one.cue)._asdict(),
        )


def _reported(known: _Known, one: Attribution) -> tuple[Span, ...]:
    """Return an attribution's content without the words that only say who is cited."""
    cited = known.citations.get(one.attribution_id)
    end = cited.lead.end if cited and cited.lead else 0
    text = known.article.text
    return tuple(Span.of(text, max(part.start, end), part.end) for part in one.content if part.end > end)


def _as_said(one: Attribution, claimant: Claimant, stance: Stance | None, content: tuple[Span, ...]) -> Said:
    return Said(
        content=content,
        source=one.source,
        cue=one.cue.spans if one.cue else (),
        lemma=one.cue.lemma if one.cue else "",
        kind=one.kind,
        stance=stance,
        claimant=claimant.name,
        claimant_id=claimant.entity_id,
        confidence=one.confidence,
    )


def _worded(wording: Wording) -> dict[str, Any]:
    """Return the fields of a claim that tell its text."""
    return {
        "text": wording.text,
        "edits": wording.edits,
        "form": wording.form,
        "basis": wording.basis,
        "standalone": wording.standalone,
        "open": wording.open,
    }


def _said(known: _Known, one: Attribution, around: tuple[Span, ...]) -> Time | None:
    """Return when it was said; a time in what another attribution reports is not of saying."""
    found = said_of(known.article.text, one, known.article.published, around)
    if found is None or one.cue is None:
        return None
    place, cue = found.span.start, one.cue.spans[0].start
    at = bisect_right(known.starts, place)
    near = known.reported[max(0, at - NEAR) : at]
    return None if any(span.end > place and not span.start <= cue < span.end for span in near) else found


def _own(known: _Known, sentence: Span, extractor: str) -> Claim | None:
    """Return the claim that the outlet itself makes in a sentence, if that is checkable."""
    article = known.article
    found = _found(known, (sentence,), None, None)
    if found.check_worthiness < CHECKABLE:
        return None
    wording = text_of(known.document, Said((sentence,), own=True), known.who)
    if wording.form == "none":
        return None
    return Claim(
        claim_id=outlet_claim_id(article.article_id, article.text_digest, content=(sentence,)),
        attribution_id=None,
        article=article.ref(),
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
        **_worded(wording),
        **found._asdict(),
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
    accused = (
        accused_of(known.article.text, one, known.mentioned, known.resolved.antecedents[one.attribution_id])
        if stance == "accuses"
        else None
    )
    if stance == "accuses" and accused is None and is_allegation(one.cue):
        return "asserts", None
    return stance, accused


def _found(known: _Known, content: tuple[Span, ...], stance: Stance | None, cue: Cue | None) -> _Found:
    """Return what was found in a proposition."""
    text = known.article.text
    quantities = quantities_in(known.document, content)
    times = times_in(text, content, known.article.published)
    entities = ids_within(known.mentioned, content)
    claim_type = claim_type_of(text, content, Phrasing(stance, cue, quantities))
    wording = wording_of(text, content, claim_type)
    named = sum(known.mentioned.by_id[one].kind != "unnamed" for one in entities)
    worth = worth_of(Facts(content, stance, claim_type, wording.certainty, quantities, times, named))
    return _Found(claim_type, *wording, quantities, times, entities, *worth)
