"""Credits: places in a text that credit a wire agency or another outlet with the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from claimwire.data import read_json
from claimwire.normalize.agencies import agencies, agency_pattern
from claimwire_schemas import Credit, Span

_MOST = 100
"""Credits that are noted, of one article."""

_MOST_NAMES = 20_000
_WINDOW = 48


def find_credits(text: str) -> tuple[Credit, ...]:
    """Return where `text` credits an agency with the story, in order, at most 100.

    >>> [credit.span.exact for credit in find_credits("It is shut, Reuters reports.")]
    ['Reuters reports']
    """
    return tuple(islice(_credits(text), _MOST))


def _credits(text: str) -> Iterator[Credit]:
    done = 0
    for match in islice(_name().finditer(text), _MOST_NAMES):
        place = _credit_around(text, *match.span())
        if place is None or place[0] < done:
            continue
        done = place[1]
        yield Credit(span=Span.of(text, *place), agency=agencies()[match[0]])


def _credit_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of the credit that the agency's name at `start:end` is part of."""
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if left.endswith("(") and (closing := _closing().match(right)):
        return start - 1, end + closing.end()
    if after := _after().match(right):
        return start, end + after.end()
    if before := _before().search(left):
        return start - len(left) + before.start(), end
    if (dash := _dash().search(left)) and _paragraph_end().match(right):
        return start - len(left) + dash.start(), end
    return None


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{agency_pattern()})(?![\w-])")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?:[/,&]\s?(?:{agency_pattern()})){{0,3}}\)")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf",? (?:{_any_of('after')})(?!\w)")


@cache
def _before() -> re.Pattern[str]:
    between = _any_of("between")
    lead = rf"(?<!\w)(?:{_any_of('before')}):? (?:\d{{4}} )?(?:(?:{between}) ){{0,2}}"
    return re.compile(rf"{lead}$", re.IGNORECASE)


@cache
def _dash() -> re.Pattern[str]:
    return re.compile(r"(?:—|–|―|--|-) ?$")


@cache
def _paragraph_end() -> re.Pattern[str]:
    return re.compile(r"\.?(?:\n|$)")


def _any_of(kind: str) -> str:
    phrases = read_json("claimwire.normalize", "data/credits.json", dict[str, list[str]])[kind]
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
