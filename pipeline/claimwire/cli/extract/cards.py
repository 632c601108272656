"""A claim as a card for people: who, how, what, and in words all else that the record says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from claimwire.cli.rows import harmless, printable
from claimwire.stances import how
from claimwire_schemas import Claim, Claimant, Edit, Quantity, Span, Time

_PUT_IN = frozenset({"pronoun", "description", "subject"})
"""Reasons of edits that put words into a claim's text; the others only mend its marks and capitals."""
_RESOLVED = {
    "pronoun": "a pronoun",
    "description": "a description",
    "metonym": "a metonym",
    "elided": "carried on from before",
    "unnamed": "not named",
}
"""How a claimant was found, where that is more than a name."""


class Fact(NamedTuple):
    """One thing that a record says of a claim."""

    label: str
    value: str


class Words(NamedTuple):
    """A part of a claim's text, and what stands there in the article where that is something else."""

    text: str
    instead_of: str | None


class Card(NamedTuple):
    """A claim as it is shown. Nothing in it is obeyed by a terminal, or turns the direction of a text."""

    number: int
    who: str
    how: str
    words: tuple[Words, ...]
    facts: tuple[Fact, ...]
    worth: float
    reasons: tuple[Fact, ...]


def card_of(claim: Claim, number: int) -> Card:
    """Return the card of a claim under the number that the article's text gives it."""
    return Card(
        number=number,
        who=who(claim),
        how=printable(how(claim)),
        words=_words(claim),
        facts=tuple(Fact(label, printable(value)) for label, value in _facts(claim) if value),
        worth=claim.check_worthiness,
        reasons=tuple(Fact(printable(one.name), f"{one.weight:+.2f}") for one in claim.features),
    )


def who(claim: Claim) -> str:
    """Return who stands behind a claim; a dash where the text does not tell."""
    if claim.claimant.resolution == "outlet":
        return printable(claim.claimant.name or "the outlet")
    return printable(claim.claimant.name or "–")


def _facts(claim: Claim) -> Iterator[tuple[str, str]]:
    yield from _facts_of_claimant(claim)
    yield "how", claim.medium.exact if claim.medium else ""
    yield "said", _time(claim.said) if claim.said else ""
    speech = claim.kind if claim.attribution_id else "the outlet's own"
    yield "type", ", ".join([claim.claim_type, speech, *(["negated"] if claim.negated else [])])
    yield "certainty", _certainty(claim)
    yield "numbers", "; ".join(map(_quantity, claim.quantities))
    yield "times", "; ".join(map(_time, claim.times))
    yield "replaced", "; ".join(_edit(edit) for edit in claim.edits if edit.text and edit.reason in _PUT_IN)
    yield "confidence", f"{claim.confidence:.2f}"


def _facts_of_claimant(claim: Claim) -> Iterator[tuple[str, str]]:
    claimant = claim.claimant
    yield "source", _mention(claim.source, claimant) if claimant.resolution != "outlet" else ""
    yield "role", claimant.role or ""
    yield "for", claimant.affiliation or ""
    through = [one.name or "somebody" for one in claim.chain]
    yield "through", " → ".join(through) if len(through) > 1 else ""
    yield "accused", (claim.accused.name or "not resolved") if claim.accused else ""


def _mention(source: Span | None, claimant: Claimant) -> str:
    """Return how the text mentions a claimant, where that is not by the name."""
    resolved = _RESOLVED.get(claimant.resolution)
    found = [f"{resolved} ({claimant.confidence:.2f})"] if resolved else []
    if claimant.resolution == "unresolved":
        found = ["not resolved"]
    mention = [f"“{source.exact}”"] if source and source.exact != claimant.name else []
    return ", ".join([*mention, *found])


def _certainty(claim: Claim) -> str:
    if claim.certainty == "certain":
        return ""
    hedges = ", ".join(f"“{span.exact}”" for span in claim.hedges)
    return claim.certainty + (f" ({hedges})" if hedges else "")


def _edit(edit: Edit) -> str:
    return f"“{edit.span.exact}” as “{edit.text}”"


def _quantity(quantity: Quantity) -> str:
    """Return a quantity's words and, where these are not the bare number, what they mean."""
    counted = f" {quantity.counted.exact}" if quantity.counted else ""
    low, high = f"{quantity.low:,.10g}", f"{quantity.high:,.10g}"
    number = low if low == high else f"{low} to {high}"
    bound = "" if quantity.bound == "exactly" else quantity.bound.replace("_", " ") + " "
    unit = f" {quantity.unit.replace('_', ' ')}" if quantity.unit else ""
    meant = f"{bound}{number}{unit}"
    said = quantity.span.exact
    return f"{said}{counted}" + ("" if meant == said else f" = {meant}")


def _time(time: Time) -> str:
    days = _days(time.first_day, time.last_day)
    return time.span.exact + (f" = {days}" if days else "")


def _days(first: str | None, last: str | None) -> str:
    """Return the days from one to another as people write them, either of which may be unknown."""
    if first and last and first != last:
        return f"{_day(first)} to {_day(last)}"
    if first:
        return _day(first) if last else f"from {_day(first)}"
    return f"until {_day(last)}" if last else ""


def _day(text: str) -> str:
    """Return a day as people write it; what no calendar has stays as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%b} {day.year}"


def _words(claim: Claim) -> tuple[Words, ...]:
    """Return a claim's text in parts, those that an edit put in apart."""
    parts = [
        part
        for span in claim.basis or claim.content
        for part in (*_edited(span, claim.edits), Words(" ", None))
    ]
    if "".join(part.text for part in parts).split() != claim.text.split():
        parts = [Words(claim.text, None)]
    shown = (Words(harmless(text), instead and printable(instead)) for text, instead in parts if text)
    return tuple(shown)


def _edited(span: Span, edits: tuple[Edit, ...]) -> Iterator[Words]:
    """Yield a span's text in parts, with the edits in it done."""
    at = span.start
    for edit in edits[bisect_left(edits, span.start, key=_start) : bisect_left(edits, span.end, key=_start)]:
        yield Words(span.exact[at - span.start : edit.span.start - span.start], None)
        yield Words(edit.text, edit.span.exact if edit.reason in _PUT_IN else None)
        at = edit.span.end
    yield Words(span.exact[at - span.start :], None)


def _start(edit: Edit) -> int:
    return edit.span.start
