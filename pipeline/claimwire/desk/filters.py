"""Filters: a page's search as its address and its form have it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

from pydantic import Field, ValidationError
from starlette.datastructures import QueryParams

from claimwire.desk.queries import OrderedQuery
from claimwire.desk.wording import words
from claimwire.errors import InputError
from claimwire.store import Search
from claimwire_schemas import CLAIM_TYPES, STANCES, Certainty

_SEVERAL = ("stance", "type", "certainty", "language")
_PLACES = ("cursor", "limit")
_ORDER = "order"
"""No filter, but it stays in the address."""
_DAY = timedelta(days=1)
_LEAST = "0.5"
"""Confidence of claims on the wire, if the reader asks for no other."""

_MOST_TOLD = 3
_LABELS = {
    "q": "words",
    "claimant": "speaker",
    "entity": "mentioned",
    "accused": "accused or criticized",
    "accused_key": "accused or criticized",
    "outlet_key": "outlet",
    "min_confidence": "at least this likely",
    "min_worth": "at least this worth checking",
    "standalone": "understood alone",
    "superseded": "earlier revisions too",
}


class WireQuery(OrderedQuery):
    """A search as the form asks it: beside the API's filters, whole days in UTC."""

    since: date | None = Field(default=None, description="Seen on this day or later.")
    until: date | None = Field(default=None, description="Seen on this day or earlier.")

    def search(self) -> Search:
        """Return the search alone."""
        asked = super().search()
        start, end = _midnight(self.since), _midnight(self.until, later=_DAY)
        times = {"seen_from": asked.seen_from or start, "seen_until": asked.seen_until or end}
        return asked.model_copy(update=times)


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True)
class Filters:
    """What a page's address asks; blanks, which a form sends for what is not filled in, are left out."""

    given: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, params: QueryParams) -> Filters:
        """Return what an address asks, but for what the wire does anyway."""
        asked = ((name, value) for name, value in params.multi_items() if value.strip())
        return cls(tuple(pair for pair in asked if pair != ("min_confidence", _LEAST)))

    def on_wire(self) -> Filters:
        """Return the filters as the wire has them: without claims that are more likely wrong than right."""
        return self if self.get("min_confidence") else Filters((*self.given, ("min_confidence", _LEAST)))

    def query(self) -> WireQuery:
        """Return the search; raises `InputError` that says what is wrong with it."""
        fields: dict[str, Any] = dict(self.given)
        fields |= {name: tuple(self.every(name)) for name in _SEVERAL if name in fields}
        try:
            return WireQuery.model_validate(fields, strict=False)
        except ValidationError as error:
            told = error.errors(include_url=False)[:_MOST_TOLD]
            said = (f"{'.'.join(map(str, one['loc']))[:60]}: {one['msg'][:200]}" for one in told)
            raise InputError("; ".join(said)) from None

    def get(self, name: str) -> str:
        """Return a filter's value as it was given; empty where it is not set."""
        return next(reversed(self.every(name)), "")

    def every(self, name: str) -> list[str]:
        """Return a filter's values."""
        return [value for one, value in self.given if one == name]

    def url(self, path: str, **changed: str | None) -> str:
        """Return an address with these filters and some changed, from the first page on."""
        kept = [(name, value) for name, value in self.given if name not in changed and name not in _PLACES]
        return _url(path, [*kept, *((name, value) for name, value in changed.items() if value is not None)])

    def chips(self, path: str) -> list[Chip]:
        """Return the filters that are set, each with the address without it."""
        asked = [pair for pair in self.given if pair[0] not in _PLACES]
        return [
            Chip(
                name=_LABELS.get(name, words(name)),
                value=words(value) if name in _SEVERAL else value,
                without=_url(path, [one for place, one in enumerate(asked) if place != number]),
            )
            for number, (name, value) in enumerate(asked)
            if name != _ORDER
        ]

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """What can be chosen."""
        return {"stance": STANCES, "type": CLAIM_TYPES, "certainty": get_args(Certainty)}


def api_url(path: str, search: Search, **more: str) -> str:
    """Return an address of the API that asks a search."""
    fields = search.model_dump(mode="json", exclude_defaults=True)
    pairs = [(name, _text(one)) for name, value in fields.items() for one in _values(value)]
    return _url(path, [*pairs, *more.items()])


def _values(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _url(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def _midnight(day: date | None, *, later: timedelta = timedelta()) -> datetime | None:
    """Return a day's first instant, or one later; raises `InputError` for a day beyond all calendars."""
    try:
        return None if day is None else datetime.combine(day, time(), UTC) + later
    except OverflowError:
        raise InputError(f"{day}: there is no later day") from None
