"""Wording: what pages write for a record's codes, numbers and times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import orjson

from claimwire.data import read_json
from claimwire.store import ClaimRow
from claimwire_schemas import Claim, Claimant, Edit, Quantity, Time

_SURE = ((0.9, "very likely right"), (0.7, "likely right"), (0.5, "uncertain"), (0.0, "doubtful"))
_RESOLVED = {
    "pronoun": "a pronoun in the text",
    "description": "a description in the text",
    "metonym": "a place that stands for them",
    "elided": "left out in the text",
    "unnamed": "left without a name",
    "unresolved": "not resolved",
}
_REASONS = {
    "pronoun": "a pronoun is replaced",
    "description": "a description is replaced",
    "conjunction": "a conjunction is left out",
    "mark": "a quotation mark is left out",
    "capital": "a capital begins the sentence",
    "end": "a full stop ends it",
    "subject": "the subject is added",
}
_WORTH = read_json("claimwire.desk", "worth.json", dict[str, str])
"""Features of check-worthiness in words; of others, which are grammar, readers are not told."""
_OF_WORDS = frozenset({"word", "head", "cue", "cue_word", "source"})
_MINOR = frozenset({"conjunction", "mark", "capital", "end"})
"""Edits that change no meaning."""


@dataclass(frozen=True)
class Fact:
    """A line of what is known of a claim."""

    name: str
    text: str


def words(code: str | None) -> str:
    """Return a code as words.

    >>> words("claims_responsibility")
    'claims responsibility'
    """
    return (code or "").replace("_", " ")


def sentence(text: str) -> str:
    """Return what a message says as a sentence.

    >>> sentence("the search takes more than 5 s: narrow it")
    'The search takes more than 5 s: narrow it.'
    """
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def sure(confidence: float) -> str:
    """Return a confidence in words.

    >>> sure(0.95)
    'very likely right'
    """
    return next(name for least, name in _SURE if confidence >= least)


def open_spans(row: ClaimRow) -> list[tuple[int, int]]:
    """Return the places of words that only the article explains; extractors of old told none."""
    return [(span["start"], span["end"]) for span in orjson.loads(row.record).get("open") or ()]


def day(at: datetime) -> str:
    """Return a day for a list.

    >>> day(datetime(2026, 3, 4))
    '4 Mar 2026'
    """
    return f"{at.day} {at:%b} {at.year}"


def stored_day(number: int) -> str:
    """Return a day of the store.

    >>> stored_day(20260304)
    '4 Mar 2026'
    """
    return day(datetime(number // 10_000, number // 100 % 100, number % 100, tzinfo=UTC))


def when(at: datetime) -> str:
    """Return an instant in UTC.

    >>> when(datetime(2026, 3, 4, 9, 5))
    '4 Mar 2026, 09:05'
    """
    return f"{day(at)}, {at:%H:%M}"


def web_url(url: str | None) -> str | None:
    """Return an address that a page may link to; None for others, such as `javascript:`."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def name_url(role: str, key: str) -> str:
    """Return the address of a speaker's or an outlet's page."""
    return f"/{role}s/{quote(key, safe='')}"


def facts(claim: Claim) -> list[Fact]:
    """Return what is known of a claim, beside who says what."""
    return [Fact(name, text) for name, text in _facts(claim) if text]


def edits(claim: Claim) -> list[tuple[Edit, str]]:
    """Return the edits that change words, each with its reason."""
    return [(edit, _reason(edit)) for edit in claim.edits if edit.reason not in _MINOR]


def _reason(edit: Edit) -> str:
    is_context = "context" in (edit.rule or "").split("+")
    return "what the article calls it is added" if is_context else _REASONS[edit.reason]


def through(claim: Claim) -> list[Claimant]:
    """Return who passes a claim on, outermost first; empty where nobody does."""
    return list(claim.chain[:-1])


def worth_reason(feature: str) -> str:
    """Return what a feature of check-worthiness is in words; empty for what only a grammarian reads.

    >>> worth_reason("said+year=True"), worth_reason("word=flood"), worth_reason("head_tag=VERB")
    ('a year', '“flood”', '')
    """
    kind, _, value = feature.rpartition("+")[2].partition("=")
    if kind in _OF_WORDS:
        return f"“{value}”" if value[:1].isalpha() and value != "None" else ""
    return _WORTH.get(f"{kind}={value}" if value else kind) or _WORTH.get(kind, "")


def _facts(claim: Claim) -> Iterator[tuple[str, str]]:
    yield "Named as", _mention(claim)
    yield "Role", claim.claimant.role or ""
    yield "Speaks for", claim.claimant.affiliation or ""
    yield "Said", ", ".join(_said(claim))
    yield "Type", ", ".join([claim.claim_type, _kind(claim), *(["negated"] if claim.negated else [])])
    hedges = ", ".join(f"“{span.exact}”" for span in claim.hedges)
    yield "Certainty", claim.certainty + (f": {hedges}" if hedges else "")
    yield "Numbers", "; ".join(map(_quantity, claim.quantities))
    yield "Times", "; ".join(map(_time, claim.times))
    yield "Confidence", f"{sure(claim.confidence)} ({claim.confidence:.2f})"
    yield "Understood alone", {True: "likely", False: "needs its article", None: ""}[claim.standalone]
    found = [reason for one in claim.features if one.weight > 0 and (reason := worth_reason(one.name))]
    reasons = ", ".join(dict.fromkeys(found))
    yield "Worth checking", f"{claim.check_worthiness:.2f}" + (f": {reasons}" if reasons else "")
    yield "Extractor", claim.extractor


def _mention(claim: Claim) -> str:
    source = claim.source.exact if claim.source and claim.source.exact != claim.claimant.name else ""
    found = _RESOLVED.get(claim.claimant.resolution, "")
    return ", ".join(filter(None, [f"“{source}”" if source else "", found]))


def _said(claim: Claim) -> Iterator[str]:
    if claim.said:
        yield _time(claim.said)
    if claim.medium:
        yield claim.medium.exact


def _kind(claim: Claim) -> str:
    quoted = {"direct": "quoted", "indirect": "paraphrased", "mixed": "partly quoted"}
    return quoted[claim.kind] if claim.attribution_id else "the outlet’s own words"


def _quantity(quantity: Quantity) -> str:
    number = f"{quantity.low:,.15g}"
    if quantity.high != quantity.low:
        number += f" to {quantity.high:,.15g}"
    bound = "" if quantity.bound == "exactly" else words(quantity.bound)
    meant = " ".join(filter(None, [bound, number, words(quantity.unit)]))
    counted = f" {quantity.counted.exact}" if quantity.counted else ""
    return f"{quantity.span.exact}{counted}" + ("" if meant == quantity.span.exact else f" = {meant}")


def _time(time: Time) -> str:
    days = [one for one in (time.first_day, time.last_day) if one]
    return time.span.exact + (f" = {' to '.join(dict.fromkeys(days))}" if days else "")
