"""Datelines: the place, date and agency that open a wire story."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimwire.data import read_lines
from claimwire.normalize.agencies import agency_named
from claimwire.normalize.dates import DAY_PATTERN, WEEKDAY_PATTERN

_LONGEST = 160
"""Characters of a dateline."""

_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-])*"
_DATELINE = re.compile(
    rf"(?P<place>{_WORD}(?:[ /]{_WORD}){{0,4}})?"
    rf"(?P<region>(?:,\ {_WORD}(?:\ {_WORD}){{0,3}}){{0,2}}?)"
    rf"(?:(?:,\ |\ |^)(?P<date>{DAY_PATTERN}|{WEEKDAY_PATTERN}(?!\w)))?"
    r"\ ?(?:(?<!\w)(?:\((?P<agency>[^()]{2,60})\)|/(?P<wire>[^/]{2,40})/))?"
    r"\ ?(?P<dash>—|–|―|--|-(?=\ )|:(?=\ ))",
    re.VERBOSE,
)


class FoundDateline(NamedTuple):
    """A dateline at the start of a paragraph: its length and parts, as printed."""

    length: int
    place: str | None
    date: str | None
    agency: str | None


def find_dateline(paragraph: str) -> FoundDateline | None:
    """Return the dateline that opens `paragraph`.

    >>> find_dateline("BAGHDAD, March 4 (Reuters) — The bridge is closed.")
    FoundDateline(length=28, place='BAGHDAD', date='March 4', agency='Reuters')
    """
    match = _DATELINE.match(paragraph[:_LONGEST])
    if match is None or not _is_dateline(match) or paragraph[match.end() :].isupper():
        return None
    place = match["place"]
    agency = match["agency"] or match["wire"]
    return FoundDateline(
        length=match.end(),
        place=f"{place}{match['region'] or ''}" if place else None,
        date=match["date"],
        agency=None if agency is None else agency_named(agency) or agency,
    )


def opens_with_dateline(line: str) -> bool:
    """Tell whether `line` begins with a dateline."""
    return find_dateline(line) is not None


def _is_dateline(match: re.Match[str]) -> bool:
    place = match["place"]
    agency = match["agency"] or match["wire"]
    credited = agency is not None and agency_named(agency) is not None
    # A single word in capitals may be an acronym that the parenthesis explains.
    is_named = place is not None and place.isupper() and " " in place
    if agency is not None and not credited and match["date"] is None and not is_named:
        return False
    if place is None:
        return credited
    if not place[0].isupper() or place.upper() in _not_places():
        return False
    if credited or match["date"] is not None:
        return credited or place.isupper()
    return place.isupper() and len(place) > 2 and match["dash"] != ":"


@cache
def _not_places() -> frozenset[str]:
    return frozenset(read_lines("claimwire.normalize", "data/not_places.txt"))
