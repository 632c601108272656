"""Searches: what somebody wants to see, as one record that the API, saved searches and commands share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated

from pydantic import Field

from claimwire.errors import InputError
from claimwire.store.query import Node, Word, all_of, any_of, in_field, mapped, matches, parse
from claimwire.store.rows import ClaimRow
from claimwire.store.words import (
    ACCUSED,
    ACCUSED_KEY,
    ALONE,
    CERTAINTY,
    CLAIMANT,
    ENTITY,
    HOUR_MS,
    LANGUAGE,
    OUTLET,
    OUTLET_KEY,
    PUBLISHED_DAY,
    SEEN_HOUR,
    SPEAKER_KEY,
    STANCE,
    TEXT,
    TYPE,
    day_of,
    exact,
    milliseconds,
)
from claimwire_schemas import Certainty, ClaimType, Stance
from claimwire_schemas.message import Timestamp, Value

Line = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Share = Annotated[float, Field(ge=0, le=1)]
_MOST_PIECES = 62
"""A time that spans more days, or hours, is not worth looking up one by one."""
_CLAIMS_ONLY = (
    *("claimant", "speaker", "accused", "accused_key", "entity"),
    *("stance", "type", "certainty", "standalone"),
)


class Search(Value):
    """What claims, or articles, must have; what is left out is not asked.

    `claimant`, `accused`, `entity` and `outlet` are words of a name; `speaker`, `accused_key` and
    `outlet_key` are whole names, as `key_of` makes them.
    """

    q: Annotated[str, Field(max_length=2000)] | None = Field(
        default=None, description='Words, "phrases", AND, OR, NOT and prefixes* in what is said and by whom.'
    )
    claimant: Line | None = Field(default=None, description="Words in the claimant's name.")
    speaker: Line | None = Field(default=None, description="Key of the claimant, such as petra-olund.")
    accused: Line | None = Field(default=None, description="Words in the name of the accused.")
    accused_key: Line | None = Field(default=None, description="Key of the accused.")
    entity: Line | None = Field(default=None, description="Words in the name of somebody mentioned.")
    outlet: Line | None = Field(default=None, description="Words in the outlet's name.")
    outlet_key: Line | None = Field(default=None, description="Key of the outlet.")
    stance: Annotated[tuple[Stance, ...], Field(strict=False, max_length=16)] = Field(
        default=(), description="One of these stances."
    )
    type: Annotated[tuple[ClaimType, ...], Field(strict=False, max_length=16)] = Field(
        default=(), description="One of these types."
    )
    certainty: Annotated[tuple[Certainty, ...], Field(strict=False, max_length=16)] = Field(
        default=(), description="One of these certainties."
    )
    language: Annotated[tuple[Line, ...], Field(strict=False, max_length=16)] = Field(
        default=(), description="One of these languages, such as `en`."
    )
    min_confidence: Share | None = Field(default=None, description="Minimum confidence, 0 to 1.")
    min_worth: Share | None = Field(default=None, description="Minimum check-worthiness, 0 to 1.")
    published_from: Timestamp | None = Field(default=None, description="Published at this time or later.")
    published_until: Timestamp | None = Field(default=None, description="Published before this time.")
    seen_from: Timestamp | None = Field(default=None, description="Arrived at this time or later.")
    seen_until: Timestamp | None = Field(default=None, description="Arrived before this time.")
    standalone: bool = Field(
        default=False, description="Only claims whose text can likely be understood without the article."
    )
    superseded: bool = Field(default=False, description="Include earlier revisions.")


@dataclass(frozen=True)
class Bounds:
    """What no index answers: a row is looked at. Times are in milliseconds, from and before."""

    min_confidence: float | None = None
    min_worth: float | None = None
    published_ms: tuple[int | None, int | None] = (None, None)
    seen_ms: tuple[int | None, int | None] = (None, None)
    superseded: bool = False

    def values(self) -> dict[str, float]:
        """Return the bounds by column: the least as `COLUMN_from`, what is too much as `COLUMN_until`."""
        asked = {
            "confidence_from": self.min_confidence,
            "worth_from": self.min_worth,
            "published_ms_from": self.published_ms[0],
            "published_ms_until": self.published_ms[1],
            "seen_ms_from": self.seen_ms[0],
            "seen_ms_until": self.seen_ms[1],
        }
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def days(self) -> tuple[int, int]:
        """The first and last day on which rows can be."""
        start, end = self.seen_ms
        return (0 if start is None else day_of(start), 99_991_231 if end is None else day_of(end))


@dataclass(frozen=True)
class Plan:
    """A search as the store does it: a tree for the index, and bounds."""

    tree: Node | None
    bounds: Bounds

    def matches(self, row: ClaimRow) -> bool:
        """Tell whether a claim is wanted, as the store would: for what arrives."""
        bounds = self.bounds
        return (
            (bounds.superseded or not row.superseded)
            and row.confidence >= (bounds.min_confidence or 0)
            and row.worth >= (bounds.min_worth or 0)
            and _is_between(row.published_ms, bounds.published_ms)
            and _is_between(row.seen_ms, bounds.seen_ms)
            and (self.tree is None or matches(self.tree, row.tokens, row.distinct))
        )


def plan_claims(search: Search) -> Plan:
    """Return how claims are searched; raises `InputError` for words that are no query."""
    parts = [
        _query(search.q, (TEXT, CLAIMANT, ACCUSED)),
        *(_name(field, words) for field, words in _named(search)),
        *_keyed(search),
        *_chosen(search),
    ]
    return _plan(search, parts)


def plan_articles(search: Search) -> Plan:
    """Return how articles are searched; raises `InputError` for what articles do not have."""
    asked = [name for name in _CLAIMS_ONLY if getattr(search, name)]
    if asked or search.min_confidence is not None or search.min_worth is not None:
        raise InputError(f"articles have no {asked[0] if asked else 'confidence or worth'}: search claims")
    parts = [
        _query(search.q, (TEXT,)),
        _name(OUTLET, search.outlet),
        *_keyed(search),
        *_chosen(search),
    ]
    return _plan(search, parts)


def _plan(search: Search, parts: Iterable[Node | None]) -> Plan:
    published = _span(search.published_from, search.published_until)
    seen = _span(search.seen_from, search.seen_until)
    some = [*parts, _days(published), _hours(seen)]
    bounds = Bounds(search.min_confidence, search.min_worth, published, seen, search.superseded)
    return Plan(all_of([part for part in some if part is not None]), bounds)


def _query(text: str | None, fields: tuple[str, ...]) -> Node | None:
    tree = parse(text or "")
    if tree is None:
        if (text or "").strip():
            raise InputError("the query has no words")
        return None
    return mapped(tree, lambda leaf: any_of([in_field(field, leaf) for field in fields]) or leaf)


def _named(search: Search) -> Iterator[tuple[str, str | None]]:
    yield CLAIMANT, search.claimant
    yield ACCUSED, search.accused
    yield ENTITY, search.entity
    yield OUTLET, search.outlet


def _name(field: str, words: str | None) -> Node | None:
    tree = parse(words or "")
    if words and tree is None:
        raise InputError(f"{words!r} has no words")
    return None if tree is None else mapped(tree, partial(in_field, field))


def _keyed(search: Search) -> Iterator[Node]:
    keys = {SPEAKER_KEY: search.speaker, ACCUSED_KEY: search.accused_key, OUTLET_KEY: search.outlet_key}
    return (Word(exact(field, key)) for field, key in keys.items() if key)


def _chosen(search: Search) -> Iterator[Node | None]:
    several = {
        STANCE: search.stance,
        TYPE: search.type,
        CERTAINTY: search.certainty,
        LANGUAGE: search.language,
    }
    if search.standalone:
        yield Word(exact(ALONE, "true"))
    for field, values in several.items():
        yield any_of([Word(exact(field, value)) for value in values])


def _days(span: tuple[int | None, int | None]) -> Node | None:
    start, end = span
    if start is None or end is None or not 0 < end - start <= _MOST_PIECES * 24 * HOUR_MS:
        return None
    first = datetime.fromtimestamp(start / 1000, UTC)
    count = (end - start) // (24 * HOUR_MS) + 2
    days = (day_of(milliseconds(first + timedelta(days=number))) for number in range(count))
    last = day_of(end - 1)
    return any_of([Word(f"{PUBLISHED_DAY}{day}") for day in days if day <= last])


def _hours(span: tuple[int | None, int | None]) -> Node | None:
    start, end = span
    if start is None or end is None or not 0 < end - start <= _MOST_PIECES * HOUR_MS:
        return None
    hours = range(start // HOUR_MS, (end - 1) // HOUR_MS + 1)
    return any_of([Word(f"{SEEN_HOUR}{hour}") for hour in hours])


def _span(start: datetime | None, end: datetime | None) -> tuple[int | None, int | None]:
    return (None if start is None else milliseconds(start), None if end is None else milliseconds(end))


def _is_between(at_ms: int | None, span: tuple[int | None, int | None]) -> bool:
    start, end = span
    if span == (None, None):
        return True
    return at_ms is not None and (start is None or at_ms >= start) and (end is None or at_ms < end)
