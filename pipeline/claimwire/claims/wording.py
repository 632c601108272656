"""Wording: how sure a proposition is, whether it is negated, and what sort of proposition it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from typing_extensions import TypedDict

from claimwire.claims.numerals import any_of
from claimwire.data import read_json
from claimwire.extract.clauses import SENTENCE_END
from claimwire_schemas import Cue, Span
from claimwire_schemas.claims import Certainty, ClaimType, Quantity, Stance

BEFORE = 16
LONGEST = 600
"""Characters of a proposition that are looked at: its first sentence, or the beginning of it."""

OPENING = " \t\n“”\"‘’'«»([…-–—"


class _Data(TypedDict):
    possible: list[str]
    probable: list[str]
    conditional: list[str]
    not_before: list[str]
    unknown: list[str]
    negations: list[str]
    not_negations: list[str]
    clause_ends: list[str]
    openers: list[str]
    lead: list[str]
    questions: list[str]
    deontic: list[str]
    imperatives: list[str]
    after_imperative: list[str]
    future: list[str]
    future_cues: list[str]
    opinion_cues: list[str]
    opinions: list[str]
    statistics: list[str]


class Wording(NamedTuple):
    """How a proposition is worded."""

    certainty: Certainty
    hedges: tuple[Span, ...]
    """The words that make it less than certain."""

    negated: bool


class Phrasing(NamedTuple):
    """What tells the sort of a proposition besides its words."""

    stance: Stance | None
    cue: Cue | None
    quantities: tuple[Quantity, ...]


DATA = read_json("claimwire.claims", "wording.json", _Data)


def _words(patterns: Sequence[str]) -> str:
    return rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])"


HEDGE = re.compile(
    rf"(?P<conditional>(?<!\b(?i:as|so)\s)(?i:{_words(DATA['conditional'])}))"
    rf"|(?P<possible>(?!May\b)(?i:{_words(DATA['possible'])}))|(?P<probable>(?i:{_words(DATA['probable'])}))"
)
NOT_BEFORE = re.compile(rf"(?i)\b(?:{any_of(DATA['not_before'])})\s$")
UNKNOWN = re.compile(rf"(?i)(?:{'|'.join(DATA['unknown'])})\b")
NEGATION = re.compile(rf"(?i){_words(DATA['negations'])}")
NOT_NEGATION = re.compile(rf"(?i)(?:{any_of(DATA['not_negations'])})\b")
CLAUSE_END = re.compile(rf"(?i){'|'.join(DATA['clause_ends'])}")
OPENER = re.compile(rf"(?i)(?:{any_of(DATA['openers'])})\s[^,]{{1,150}},\s")
LEAD = re.compile(rf"(?i)(?:{any_of(DATA['lead'])})\b,?\s")
QUESTION = re.compile(rf"(?i)(?:{any_of(DATA['questions'])})\b")
DEONTIC = re.compile(rf"(?i){_words(DATA['deontic'])}")
IMPERATIVE = re.compile(
    rf"(?:{'|'.join(word.capitalize() for word in DATA['imperatives'])})\b"
    rf"(?!\s(?:{any_of(DATA['after_imperative'])})\b|,)"
)
FUTURE = re.compile(rf"(?i)(?:(?<!\w)|(?=['’]))(?:{'|'.join(DATA['future'])})(?!\w)")
OPINION = re.compile(
    rf"(?i){_words(DATA['opinions'])}"
    r"|(?<=[“\"‘«])\s?(?:It|This|That|He|She|[A-Z]\w+ \w+)(?:['’]s|\sis) (?:a|an|always|only)\b"
)
PLEASE = re.compile(r"(?i)\bplease\b")
MODAL = re.compile(r"\b(?:may|might|could)\b")
OF = re.compile(r"of\s")
RELATIVE = re.compile(r"(?<=[a-z])\s(?:he|she|it|they|we|I|you)\s")
FRONTED = re.compile(r"(?i)(?:until|in|on|at|now|so|today|then|here|there|for|from|with|by|to)\b")
SHORT = 4
STATISTIC = re.compile(rf"(?i){_words(DATA['statistics'])}")
PLAIN_TYPES: dict[Stance | None, ClaimType] = {
    "asks": "question",
    "demands": "position",
    "praises": "opinion",
    "promises": "prediction",
    "threatens": "prediction",
}
"""What a stance alone tells."""

SHARES = {"percent", "percentage_point"}
BEHIND = re.compile(r"(?i)\bto\shave\b")


def wording_of(text: str, spans: Sequence[Span], claim_type: ClaimType) -> Wording:
    """Return how the first sentence of a proposition is worded; a question is of unknown certainty."""
    start, end = head_of(text, spans)
    hedges = tuple(_hedges(text, start, end))
    grades = {grade for grade, _ in hedges}
    certainty: Certainty = "certain"
    if claim_type == "question" or UNKNOWN.match(text, start, end):
        certainty = "unknown"
    elif grades:
        certainty = next(grade for grade in _WEAKEST if grade in grades)
    return Wording(
        certainty, tuple(Span.of(text, *place) for _, place in hedges), is_negated(text, start, end)
    )


_WEAKEST: tuple[Certainty, ...] = ("conditional", "possible", "probable")


def claim_type_of(text: str, spans: Sequence[Span], phrasing: Phrasing) -> ClaimType:
    """Return what sort of proposition it is: by the stance that the cue takes, else by its first sentence."""
    start, end = head_of(text, spans)
    stance = phrasing.stance
    if _is_question(text, start, end, stance):
        return "question"
    if stance in ("predicts", "promises") and phrasing.quantities and BEHIND.search(text, start, end):
        return "statistic"
    return PLAIN_TYPES.get(stance) or _type_by_words(text, start, end, phrasing)


def _type_by_words(text: str, start: int, end: int, phrasing: Phrasing) -> ClaimType:
    if _is_position(text, start, end):
        return "position"
    if _is_future(text, start, end, phrasing):
        return "prediction"
    if _is_statistic(text, start, end, phrasing.quantities):
        return "statistic"
    return "opinion" if _is_opinion(text, start, end, phrasing) else "event"


def _is_position(text: str, start: int, end: int) -> bool:
    """Whether a sentence says what should be: `should`, an order, `please`."""
    if IMPERATIVE.match(text, start, end) or PLEASE.search(text, start, end):
        return True
    return DEONTIC.search(text, start, _clause_end(text, start, end)) is not None


def head_of(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Return the place of a proposition's first sentence, without the marks and the `that` before it.

    Of content that is split after its subject it is the part with the verb.
    """
    split = len(spans) > 1 and _is_subject(spans[0].exact) and spans[1].exact[0].islower()
    span = spans[1] if split else spans[0]
    return _first_sentence(text, span.start, min(span.end, span.start + LONGEST))


@lru_cache(maxsize=8)
def _first_sentence(text: str, start: int, last: int) -> tuple[int, int]:
    while start < last and text[start] in OPENING:
        start += 1
    lead = LEAD.match(text, start, last)
    start = lead.end() if lead else start
    stop = SENTENCE_END.search(text, start, last)
    return start, stop.end() if stop else last


def _is_subject(exact: str) -> bool:
    return exact[-1].isalnum() and len(exact[:LONGEST].split()) <= SHORT


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the main clause at `start` is negated: `nothing was found`, `it has no record`."""
    opener = OPENER.match(text, start, end)
    start = opener.end() if opener else start
    stop = _clause_end(text, start, end)
    return any(not NOT_NEGATION.match(text, one.start(), end) for one in NEGATION.finditer(text, start, stop))


@lru_cache(maxsize=8)
def _clause_end(text: str, start: int, end: int) -> int:
    """Return where the first clause ends: at a mark, a conjunction, or a pronoun that opens another."""
    match = CLAUSE_END.search(text, min(start + 1, end), end)
    end = match.start() if match else end
    relative = None if FRONTED.match(text, start, end) else RELATIVE.search(text, start, end)
    return relative.start() if relative else end


def _hedges(text: str, start: int, end: int) -> list[tuple[Certainty, tuple[int, int]]]:
    found = [
        (_GRADES[match.lastgroup or ""], match.span())
        for match in HEDGE.finditer(text, start, end)
        if NOT_BEFORE.search(text[max(start, match.start() - BEFORE) : match.start()]) is None
    ]
    # What could not be, or what nobody could do, is no possibility.
    return [
        (grade, (opens, closes))
        for grade, (opens, closes) in found
        if text[opens:closes].lower() != "could" or not NEGATION.search(text, start, opens)
    ]


_GRADES: dict[str, Certainty] = {"conditional": "conditional", "possible": "possible", "probable": "probable"}


def _is_question(text: str, start: int, end: int, stance: Stance | None) -> bool:
    asked = text[start:end].rstrip(OPENING).endswith("?")
    return asked or (stance in (None, "asks") and QUESTION.match(text, start, end) is not None)


def _is_future(text: str, start: int, end: int, phrasing: Phrasing) -> bool:
    """Whether a main clause speaks of what is to come: `will`, hopes `to return`, a warning of rain."""
    stance, cue = phrasing.stance, phrasing.cue
    if stance in ("believes", "announces") and text.startswith("to ", start):
        return BEHIND.match(text, start, end) is None
    if stance == "warns" and (MODAL.search(text, start, end) or _is_of(text, start, cue)):
        return True
    if stance == "predicts" or (cue is not None and cue.lemma in DATA["future_cues"]):
        return True
    opener = OPENER.match(text, start, end)
    start = opener.end() if opener else start
    return FUTURE.search(text, start, _clause_end(text, start, end)) is not None


def _is_of(text: str, start: int, cue: Cue | None) -> bool:
    return OF.match(text, start) is not None or (cue is not None and cue.spans[-1].exact.endswith(" of"))


def _is_statistic(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> bool:
    """Whether a number is the point: a share, or any with a word such as `average` or `rose`."""
    here = [one for one in quantities if start <= one.span.start < end]
    if any(one.unit in SHARES for one in here):
        return True
    return bool(here) and STATISTIC.search(text, start, end) is not None


def _is_opinion(text: str, start: int, end: int, phrasing: Phrasing) -> bool:
    if phrasing.cue is not None and phrasing.cue.lemma in DATA["opinion_cues"]:
        return True
    return phrasing.stance == "doubts" or OPINION.search(text, start, end) is not None
