"""Dead letters: which ones are meant, and how a refused message goes back to where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from claimwire.envelope import RECEIVED, REDRIVE_OF, first_received, redrive_of
from claimwire.errors import InputError
from claimwire.kafka import Headers, Outgoing
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import TOPICS

REDRIVE = "claimwire-redrive"
"""Header: how many times a message was sent again."""
OURS = frozenset({REDRIVE, REDRIVE_OF, RECEIVED})
_SHORTEST_ID = 6


@dataclass(frozen=True)
class Selection:
    """Which dead letters are meant: all that fit everything asked. `ids` may be shortened.

    `since` and `until` (exclusive) are of the refused message's time; `outlet` and `url` are parts of what it
    says, where it can be read.
    """

    ids: tuple[str, ...] = ()
    reason: str | None = None
    stage: str | None = None
    topic: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    outlet: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for an id too short to tell letters apart."""
        for name in self.ids:
            if len(name) < _SHORTEST_ID:
                raise InputError(f"dead letter {name!r}: give at least {_SHORTEST_ID} characters of the id")

    def __contains__(self, letter: DeadLetter) -> bool:
        return (
            self.reason in (None, letter.reason)
            and self.stage in (None, letter.stage)
            and self.topic in (None, letter.topic)
            and (self.since is None or letter.timestamp >= self.since)
            and (self.until is None or letter.timestamp < self.until)
            and (not self.ids or bool(self.named(letter)))
            and self._is_said_in(letter)
        )

    def _is_said_in(self, letter: DeadLetter) -> bool:
        asked = {"outlet": self.outlet, "url": self.url}
        wanted = {name: words.casefold() for name, words in asked.items() if words is not None}
        if not wanted:
            return True
        try:
            fields = orjson.loads(letter.value or b"")
        except orjson.JSONDecodeError:
            return False
        said = fields if isinstance(fields, dict) else {}
        return all(words in str(said.get(name) or "").casefold() for name, words in wanted.items())

    def named(self, letter: DeadLetter) -> set[str]:
        """Return which of the ids mean this letter."""
        return {name for name in self.ids if letter.dead_letter_id.startswith(name.lower())}


def redrives(letter: DeadLetter) -> int:
    """Return how many times the message was sent again before it was refused again."""
    counts = [header.value for header in letter.headers if header.name == REDRIVE]
    count = counts[-1] if counts else None
    return int(count) if count and count.isdigit() and len(count) < 10 else 0


def former_of(letter: DeadLetter) -> str | None:
    """Return the id of the dead letter that the message had before it was sent again and refused again."""
    return redrive_of(_headers(letter))


def redriven(letter: DeadLetter) -> Outgoing:
    """Return the refused message as it was, for its own topic, with the times that it was sent again.

    It gets a new timestamp: with its old one, it might be past its topic's retention. When it first came is
    in a header. Raises `InputError` for a letter whose topic is not one of Claimwire's, that has not all of
    its message, or whose message has neither key nor value.
    """
    if letter.topic not in {topic.name for topic in TOPICS}:
        raise InputError(f"dead letter {letter.dead_letter_id}: {letter.topic!r} is not a topic of Claimwire")
    if not letter.complete:
        where = f"{letter.topic}/{letter.partition}/{letter.offset}"
        raise InputError(f"dead letter {letter.dead_letter_id}: too large to keep whole; it is at {where}")
    if letter.key is None and letter.value is None:
        raise InputError(f"dead letter {letter.dead_letter_id}: its message has neither key nor value")
    came = first_received(_headers(letter)) or letter.timestamp
    headers = [
        *((name, value) for name, value in _headers(letter) if name not in OURS),
        (RECEIVED, came.isoformat().encode()),
        (REDRIVE, str(redrives(letter) + 1).encode()),
        (REDRIVE_OF, letter.dead_letter_id.encode()),
    ]
    return Outgoing(letter.topic, letter.key, letter.value, headers)


def _headers(letter: DeadLetter) -> Headers:
    return [(header.name, header.value) for header in letter.headers]
