"""Dead letters: which ones are meant, and how a refused message goes back to where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.kafka import Headers, Outgoing
from schemas import DeadLetter
from schemas.topics import TOPICS

REDRIVE = "claimwire-redrive"
"""Header: how many times a message was sent again."""
SHORTEST_ID = 6


@dataclass(frozen=True)
class Selection:
    """Which dead letters are meant: all that fit everything asked. `ids` may be shortened."""

    ids: tuple[str, ...] = ()
    reason: str | None = None
    stage: str | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for an id too short to tell letters apart."""
        for name in self.ids:
            if len(name) < SHORTEST_ID:
                raise InputError(f"dead letter {name!r}: give at least {SHORTEST_ID} characters of the id")

    def __contains__(self, letter: DeadLetter) -> bool:
        return (
            self.reason in (None, letter.reason)
            and self.stage in (None, letter.stage)
            and (not self.ids or self.named(letter) is not None)
        )

    def named(self, letter: DeadLetter) -> str | None:
        """Return which of the ids means this letter, if any."""
        return next((name for name in self.ids if letter.dead_letter_id.startswith(name.lower())), None)


def redrives(letter: DeadLetter) -> int:
    """Return how many times the message was sent again before it was refused again."""
    counts = [header.value for header in letter.headers if header.name == REDRIVE]
    count = counts[-1] if counts else None
    return int(count) if count and count.isdigit() and len(count) < 10 else 0


def redriven(letter: DeadLetter) -> Outgoing:
    """Return the refused message as it was, for its own topic, with the times that it was sent again.

    It gets a new timestamp: with its old one, it might be past its topic's retention. Raises `InputError`
    for a letter whose topic is not one of Claimwire's, or that has not all of its message.
    """
    if letter.topic not in {topic.name for topic in TOPICS}:
        raise InputError(f"dead letter {letter.dead_letter_id}: {letter.topic!r} is not a topic of Claimwire")
    if not letter.complete:
        where = f"{letter.topic}/{letter.partition}/{letter.offset}"
        raise InputError(f"dead letter {letter.dead_letter_id}: too large to keep whole; it is at {where}")
    headers: Headers = [(header.name, header.value) for header in letter.headers if header.name != REDRIVE]
    count = str(redrives(letter) + 1).encode()
    return Outgoing(letter.topic, letter.key, letter.value, [*headers, (REDRIVE, count)])
