"""Claims put together: each attribution's proposition and each checkable sentence of the outlet's own."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Self

from claimwire.claims.known import antecedents_of, articles_of
from claimwire.claims.labels import (
    Labels,
    Seen,
    checkable_labels_of,
    claimed_in,
    confidence_of,
    is_against,
    labels_of,
    own_sentences,
    part_of,
    seen_of,
    stands_alone,
)
from claimwire.claims.labels.said import Said as Sentence
from claimwire.claims.linear import Floats
from claimwire.claims.mentioned import Mentioned, ids_within
from claimwire.claims.quantities import quantities_in
from claimwire.claims.saying import medium_of, said_of
from claimwire.claims.text import Context, Said, Wording, parts_of, text_of
from claimwire.claims.times import times_in
from claimwire.english.document import Document
from claimwire.resolve import Antecedent, Resolved
from claimwire.resolve.sources import by_outlet
from claimwire_schemas import (
    Article,
    Attribution,
    Claim,
    Quantity,
    Span,
    Time,
)
from claimwire_schemas.ids import claim_id, outlet_claim_id

NEAR = 6
"""Contents that begin before a place and may reach over it."""


class _Contents(NamedTuple):
    """The contents of an article's attributions."""

    of: Mapping[str, tuple[Span, ...]]
    """By the attributions' ids."""

    spans: Sequence[Span]
    """In order of the text."""

    starts: Sequence[int]

    @classmethod
    def among(cls, attributions: Sequence[Attribution]) -> Self:
        spans = sorted((span for one in attributions for span in one.content), key=lambda span: span.start)
        return cls(
            of={one.attribution_id: one.content for one in attributions},
            spans=spans,
            starts=[span.start for span in spans],
        )


class _Known(NamedTuple):
    """What is known of an article before its claims are put together."""

    article: Article
    document: Document
    context: Context
    mentioned: Mentioned
    resolved: Resolved
    contents: _Contents
    who: Mapping[int, Antecedent]
    """Whom words mean, by their indexes."""

    articles: Mapping[str, str]
    """`the `, by the ids of the bodies whose names have it."""


class _Found(NamedTuple):
    """What was found in a proposition, by the claim's fields."""

    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    entities: tuple[str, ...]


def claims_of(
    article: Article,
    document: Document,
    attributions: Sequence[Attribution],
    resolved: Resolved,
    *,
    extractor: str,
    context: Context | None = None,
) -> tuple[Claim, ...]:
    """Return the claims of each attribution that has one and of each checkable sentence of the outlet's own.

    They are in the order of the text; claims of attributions that begin together are in the attributions'.
    What nobody is named for is the outlet's alone where the outlet says the same, `the clerk allegedly lied`,
    and somebody's alone who says the same: `Lee said he was told to go`. The same words of one claimant are
    one claim, the surest: `he said he had asked for it` is told twice.
    """
    known = _known(article, document, attributions, resolved, context or Context(document))
    claimed = list(claimed_in(document, attributions))
    claims = [claim for one, seen in claimed for claim in _attributed(known, one, seen)]
    sentences = own_sentences(article, document, [one for one, _ in claimed])
    found = (_own(known, one, extractor) for one in sentences)
    own = [one for one in found if one is not None]
    of_somebody = defaultdict[str, list[Claim]](list)
    for one in claims:
        if one.claimant.name:
            of_somebody[one.text].append(one)
    of_outlet = {one.text for one in own}
    chosen = [*(one for one in claims if not _is_others(one, of_somebody, of_outlet)), *own]
    surest = {_identity(one): one for one in sorted(chosen, key=lambda one: one.confidence)}
    return tuple(one for one in sorted(chosen, key=_place) if surest[_identity(one)] is one)


def _known(
    article: Article,
    document: Document,
    attributions: Sequence[Attribution],
    resolved: Resolved,
    context: Context,
) -> _Known:
    articles = articles_of(document, resolved.entities)
    return _Known(
        article=article,
        document=document,
        context=context,
        mentioned=Mentioned(resolved.entities),
        resolved=resolved,
        contents=_Contents.among(attributions),
        who=antecedents_of(document, attributions, resolved, articles),
        articles=articles,
    )


def _rated(known: _Known, claim: Claim, states: Floats) -> Claim:
    """Return a claim that tells how likely it is right, not its attribution, and if it stands alone."""
    rated = {
        "confidence": confidence_of(claim, states),
        "standalone": stands_alone(claim, known.document, states),
    }
    return claim.model_copy(update=rated)


def _is_others(one: Claim, of_somebody: Mapping[str, Sequence[Claim]], of_outlet: Container[str]) -> bool:
    """Tell whether a claim that nobody is named for is somebody's, or without a source the outlet's own.

    Both are given by their texts; somebody's stands in the same place.
    """
    if one.claimant.name:
        return False
    is_told = any(_overlap(one, it) for it in of_somebody.get(one.text, ()))
    return is_told or (not one.source and one.text in of_outlet)


def _overlap(one: Claim, other: Claim) -> bool:
    starts = one.content[0].start, other.content[0].start
    return max(starts) < min(one.content[-1].end, other.content[-1].end)


def _identity(one: Claim) -> tuple[str, str]:
    """Return who claims what; of nobody who is known, each claim is one of its own."""
    return one.claimant.entity_id or one.claimant.name or one.claim_id, one.text


def _place(one: Claim) -> int:
    spans: list[Span] = [
        *one.content,
        *(one.cue.spans if one.cue else ()),
        *((one.source,) if one.source else ()),
    ]
    return min(span.start for span in spans)


def _attributed(known: _Known, one: Attribution, whole: Seen) -> Iterator[Claim]:
    """Give a claim for each statement of an attribution's content, given what its labels are read off."""
    said = _as_said(known, one)
    shared, parts = _shared(known, one), parts_of(known.document, said)
    for number, part in enumerate(parts):
        seen = whole if len(parts) == 1 else seen_of(part_of(whole.said, part))
        labels = labels_of(seen)
        wording = text_of(known.context, replace(said, content=part, stance=labels.stance), known.who)
        if wording.form != "none":
            claim = Claim(
                claim_id=claim_id(one.attribution_id, number=number),
                **shared,
                **_labelled(known, one, seen, labels),
                **_worded(wording),
                **_found(known, part)._asdict(),
            )
            yield _rated(known, claim, whole.states)


def _labelled(known: _Known, one: Attribution, seen: Seen, labels: Labels) -> dict[str, Any]:
    """Return the fields of a claim that its labels decide."""
    is_told = is_against(seen, labels.stance)
    accused = known.resolved.accused.get(one.attribution_id) if is_told else None
    return {"accused": accused, **labels._asdict()}


def _shared(known: _Known, one: Attribution) -> dict[str, Any]:
    """Return the fields that all claims of an attribution share."""
    chain, cited = known.resolved.chains[one.attribution_id], known.resolved.citations.get(one.attribution_id)
    around = known.contents.of.get(one.within or "", ())
    return {
        "attribution_id": one.attribution_id,
        "article": one.article,
        "content": one.content,
        "source": cited.cited if cited and len(chain) > 1 else one.source,
        "claimant": chain[-1],
        "chain": chain if len(chain) > 1 else (),
        "cue": one.cue,
        "medium": medium_of(known.article.text, one, around),
        "said": _said(known, one, around),
        "kind": one.kind,
        "confidence": one.confidence,
        "extractor": one.extractor,
    }


def _reported(known: _Known, one: Attribution) -> tuple[Span, ...]:
    """Return an attribution's content without the words that only say who is cited."""
    cited = known.resolved.citations.get(one.attribution_id)
    end = cited.lead.end if cited and cited.lead else 0
    text = known.article.text
    return tuple(Span.of(text, max(part.start, end), part.end) for part in one.content if part.end > end)


def _as_said(known: _Known, one: Attribution) -> Said:
    claimant = known.resolved.chains[one.attribution_id][-1]
    return Said(
        content=_reported(known, one),
        source=one.source,
        cue=one.cue.spans if one.cue else (),
        lemma=one.cue.lemma if one.cue else "",
        kind=one.kind,
        claimant=claimant.name,
        claimant_id=claimant.entity_id,
        article=known.articles.get(claimant.entity_id or "", ""),
        confidence=one.confidence,
    )


def _worded(wording: Wording) -> dict[str, Any]:
    """Return the fields of a claim that tell its text."""
    return {
        "text": wording.text,
        "edits": wording.edits,
        "form": wording.form,
        "basis": wording.basis,
        "open": wording.open,
    }


def _said(known: _Known, one: Attribution, around: tuple[Span, ...]) -> Time | None:
    """Return when it was said; a time in what another attribution reports is not of saying."""
    found = said_of(known.article.text, one, known.article.published, around)
    if found is None or one.cue is None:
        return None
    place, cue = found.span.start, one.cue.spans[0].start
    at = bisect_right(known.contents.starts, place)
    near = known.contents.spans[max(0, at - NEAR) : at]
    return None if any(span.end > place and not span.start <= cue < span.end for span in near) else found


def _own(known: _Known, own: Sentence, extractor: str) -> Claim | None:
    """Return the claim that the outlet itself makes in a sentence, if that is checkable."""
    article, sentence, seen = known.article, own.span, seen_of(own)
    labels = checkable_labels_of(seen)
    if labels is None:
        return None
    wording = text_of(known.context, Said((sentence,), own=True), known.who)
    if wording.form == "none":
        return None
    claim = Claim(
        claim_id=outlet_claim_id(article.article_id, article.text_digest, content=(sentence,)),
        attribution_id=None,
        article=article.ref(),
        content=(sentence,),
        source=None,
        claimant=by_outlet(article, confidence=1),
        chain=(),
        cue=None,
        accused=None,
        medium=None,
        said=None,
        kind="indirect",
        confidence=1,
        extractor=extractor,
        **_worded(wording),
        **labels._asdict(),
        **_found(known, (sentence,))._asdict(),
    )
    return _rated(known, claim, seen.states)


def _found(known: _Known, content: tuple[Span, ...]) -> _Found:
    """Return what is in a proposition."""
    return _Found(
        quantities=quantities_in(known.document, content),
        times=times_in(known.article.text, content, known.article.published),
        entities=ids_within(known.mentioned, content),
    )
