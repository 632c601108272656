"""Words: search tokens of a text, the same in every engine and in memory.

A token starts with the letter of its field: `tmill` is the word *mill* of a claim's text, `cmill` of its
claimant's name. So one inverted index answers for words and for every equality filter at once, and a phrase
never runs from one field into the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b

from claimwire.words import words_of

_LONGEST_KEY = 200
MOST_TOKENS = 16_000
"""Of a record. PostgreSQL counts positions up to 16,383."""
HOUR_MS = 3_600_000

TEXT, CLAIMANT, ACCUSED, OUTLET, ENTITY = "t", "c", "a", "o", "e"
"""Fields of words."""
STANCE, TYPE, CERTAINTY, LANGUAGE, PUBLISHED_DAY, SEEN_HOUR, ID = "s", "y", "n", "l", "d", "h", "i"
ALONE = "b"
SPEAKER_KEY, ACCUSED_KEY, OUTLET_KEY, ENTITY_KEY = "k", "u", "w", "v"
"""Fields of one token each."""
EVERY = "z"
"""A token of every record."""
_BREAK = "x"
"""Gap between two names of one field, so that no phrase spans both."""


def key_of(name: str | None) -> str | None:
    """Return a name's key for comparison: its words joined by hyphens; None without words.

    >>> key_of("Petra  Ólund")
    'petra-olund'
    """
    return "-".join(words_of(name or ""))[:_LONGEST_KEY] or None


def fielded(field: str, text: str | None) -> list[str]:
    """Return a text's words as tokens of a field."""
    return [field + word for word in words_of(text or "")]


def names(field: str, several: Iterable[str]) -> Iterator[str]:
    """Yield the words of several names as tokens of a field; no phrase spans two names."""
    for name in several:
        yield from fielded(field, name)
        yield _BREAK


def exact(field: str, value: str) -> str:
    """Return the token of a value that is compared as a whole, such as a key or an id."""
    return field + blake2b(value.encode(), digest_size=8).hexdigest()


def day_of(at_ms: int) -> int:
    """Return the day in UTC as a number that people can read: 20260304."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return at.year * 10_000 + at.month * 100 + at.day


def milliseconds(at: datetime) -> int:
    """Return a time as milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def now_ms() -> int:
    """Return the present as milliseconds since 1970."""
    return milliseconds(datetime.now(UTC))


def instant(at_ms: int) -> datetime:
    """Return milliseconds since 1970 as a time in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)
