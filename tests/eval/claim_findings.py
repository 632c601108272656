"""The findings of an article: its claims, field by field, its entities, and what the outlet says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claimwire_schemas import Claim, Claimant, Quantity, Span, Time
from tests.eval.claim_entities import Identities, entity_findings
from tests.eval.claim_pairs import attributions_by_claim, paired, place_of, shared
from tests.eval.claim_runs import Made
from tests.eval.finding import Finding
from tests.eval.gold_claims import GoldArticle, GoldClaim, NotedQuantity, NotedTime
from tests.eval.score import OVERLAP

T = TypeVar("T")
WORD = re.compile(r"\w+")
NOBODY = "nobody"
CLOSE = 0.01


@dataclass(frozen=True)
class Case:
    """A claim made for a claim of the gold, and who its article's entities are."""

    place: str
    gold: GoldClaim
    claim: Claim
    who: Identities


def findings_of(made: Made) -> Iterator[Finding]:
    """Give the findings of one article."""
    gold, whole = made.gold, made.enriched
    who = Identities(gold, whole.entities)
    attributions = attributions_by_claim(made)
    claims = {one.attribution_id: one for one in whole.claims if one.attribution_id}
    for number, noted in enumerate(gold.claims):
        attribution = attributions.get(number)
        claim = claims.get(attribution.attribution_id) if attribution else None
        content = " … ".join(gold.text[slice(*place)] for place in noted.attribution["content"])
        place = f"{gold.name} {number}"
        yield Finding("claims", place, content, claim.text if claim else "–", right=claim is not None)
        if claim:
            yield from _claim_findings(Case(place, noted, claim, who))
    yield from entity_findings(gold, whole.entities, who)
    outlet = [one.content[0] for one in whole.claims if one.attribution_id is None]
    yield from _outlet_findings(gold, outlet)


def _claim_findings(case: Case) -> Iterator[Finding]:
    yield from _claimant_findings(case)
    yield from _plain_findings(case)
    medium = (case.gold.note.medium, case.claim.medium.exact if case.claim.medium else None)
    yield from _optional("medium", case.place, *medium, right=_share_words(*medium))
    yield from _time_findings(case)
    yield from _quantity_findings(case)


def _plain_findings(case: Case) -> Iterator[Finding]:
    note, claim = case.gold.note, case.claim
    sides: dict[str, tuple[object, object]] = {
        "resolution": (note.resolution, claim.claimant.resolution),
        "stance": (note.stance, claim.stance),
        "claim type": (note.type, claim.claim_type),
        "certainty": (note.certainty, claim.certainty),
        "negated": (note.negated, claim.negated),
    }
    for figure, (gold, found) in sides.items():
        yield Finding(figure, case.place, str(gold), str(found), right=gold == found)


def _claimant_findings(case: Case) -> Iterator[Finding]:
    note, claim, who = case.gold.note, case.claim, case.who
    shown = _shown(claim.claimant, who)
    right = _is(note.claimant, claim.claimant, who)
    yield Finding("claimant", case.place, note.claimant or NOBODY, shown, right=right)
    # The last of a chain is the claimant again.
    chain = [who.name(one.entity_id) or one.name or NOBODY for one in claim.chain[:-1]]
    right = chain == list(note.chain)
    noted = " > ".join(note.chain) or None
    yield from _optional("chain", case.place, noted, " > ".join(chain) or None, right=right)
    accused = _shown(claim.accused, who) if claim.accused else None
    right = claim.accused is not None and _is(note.accused, claim.accused, who)
    yield from _optional("accused", case.place, note.accused, accused, right=right)


def _is(name: str | None, found: Claimant, who: Identities) -> bool:
    """Whether a claimant is the entity of a name; nobody is nobody only where that is said."""
    if name is None:
        return found.entity_id is None and found.resolution == "unresolved"
    return who.name(found.entity_id) == name


def _shown(found: Claimant, who: Identities) -> str:
    known = who.name(found.entity_id)
    return f"{found.name or found.resolution}{f' (= {known})' if known else ''}"


def _optional(
    figure: str, place: str, gold: str | None, found: str | None, *, right: bool
) -> Iterator[Finding]:
    """Give a finding unless both sides have nothing; it is right only where both have something."""
    if gold is not None or found is not None:
        yield Finding(figure, place, gold, found, right=right and None not in (gold, found))


def _share_words(gold: str | None, found: str | None) -> bool:
    """Whether half of the words of the shorter are in the other."""
    one, other = (set(WORD.findall((text or "").lower())) for text in (gold, found))
    return len(one & other) >= OVERLAP * max(1, min(len(one), len(other)))


def _time_findings(case: Case) -> Iterator[Finding]:
    note, claim = case.gold.note, case.claim
    said = (_told(_noted_days, note.said), _told(_days, claim.said))
    right = note.said is not None and claim.said is not None and _same_days(note.said, claim.said)
    yield from _optional("said", case.place, *said, right=right)
    golds = list(zip(note.times, case.gold.times, strict=True))
    for gold, one, right in paired(golds, claim.times, _same_days):
        # A time that tells no day, and that nobody annotated, says nothing wrong.
        if gold or (one and (one.first_day or one.last_day)):
            shown = (_told(_noted_days, gold), _told(_days, one))
            yield Finding("times", case.place, *shown, right=right)


def _same_days(gold: NotedTime, found: Time) -> bool:
    return gold.days == (found.first_day, found.last_day)


def _quantity_findings(case: Case) -> Iterator[Finding]:
    golds = list(zip(case.gold.note.quantities, case.gold.quantities, strict=True))
    for gold, one, right in paired(golds, case.claim.quantities, _same_quantity):
        shown = (_told(_noted_quantity, gold), _told(_quantity, one))
        yield Finding("quantities", case.place, *shown, right=right)
        if gold and one:
            counted = (gold.counted, one.counted.exact if one.counted else None)
            yield from _optional("counted", case.place, *counted, right=_share_words(*counted))


def _same_quantity(gold: NotedQuantity, found: Quantity) -> bool:
    pairs = ((gold.low, found.low), (_high(gold), found.high))
    close = all(abs(one - other) <= CLOSE * abs(one) for one, other in pairs)
    return close and (gold.bound, gold.unit) == (found.bound, found.unit)


def _high(gold: NotedQuantity) -> float:
    return gold.low if gold.high is None else gold.high


def _outlet_findings(gold: GoldArticle, spans: Sequence[Span]) -> Iterator[Finding]:
    left = list(spans)
    for place in gold.outlet:
        near = next((one for one in left if shared(place_of(one), place) >= OVERLAP), None)
        left = [one for one in left if one is not near]
        sentence = gold.text[slice(*place)]
        yield Finding("outlet", gold.name, sentence, near.exact if near else None, right=near is not None)
    for one in left:
        yield Finding("outlet", gold.name, None, one.exact, right=False)


def _told(show: Callable[[T], str], one: T | None) -> str | None:
    return None if one is None else show(one)


def _noted_days(one: NotedTime) -> str:
    return f"{one.text}: {one.days[0]} – {one.days[1]}"


def _days(one: Time) -> str:
    return f"{one.span.exact}: {one.first_day} – {one.last_day}"


def _noted_quantity(one: NotedQuantity) -> str:
    return f"{one.text}: {one.bound} {one.low:g} – {_high(one):g} {one.unit}"


def _quantity(one: Quantity) -> str:
    return f"{one.span.exact}: {one.bound} {one.low:g} – {one.high:g} {one.unit}"
