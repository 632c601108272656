"""Which entities a place of the text mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimwire_schemas import Entity, Span


class Mention(NamedTuple):
    """One mention of an entity."""

    start: int
    end: int
    entity: Entity


class Mentioned:
    """Every mention of some entities, in order of the text."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        found = (Mention(span.start, span.end, one) for one in entities for span in one.mentions)
        self._mentions = sorted(found, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self.by_id = {one.entity_id: one for one in entities}

    def within(self, start: int, end: int) -> Iterator[Mention]:
        """Give the mentions that are in a place, whole."""
        for mention in self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if mention.end <= end:
                yield mention

    def before(self, end: int, *, at_most: int) -> Mention | None:
        """Return the last mention that ends before a place, not more than so many characters before it."""
        around = self._mentions[bisect_left(self._starts, end - at_most) : bisect_left(self._starts, end)]
        return next((mention for mention in reversed(around) if mention.end <= end), None)


def ids_within(mentioned: Mentioned, spans: Iterable[Span]) -> tuple[str, ...]:
    """Return the ids of the entities that some spans mention, each once, in order of the text."""
    found = (mention.entity.entity_id for span in spans for mention in mentioned.within(span.start, span.end))
    return tuple(dict.fromkeys(found))
