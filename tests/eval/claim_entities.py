"""Which entity of the gold each entity found is: the one that most of its mentions are mentions of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from claimwire_schemas import Entity
from tests.eval.claim_pairs import place_of, shared
from tests.eval.finding import Finding
from tests.eval.gold_claims import GoldArticle, Place
from tests.eval.score import OVERLAP, WEAK

DETERMINER = re.compile(r"(?:the|a|an|his|her|its|their|our|my)\s+", re.I)
WORD = re.compile(r"\w+")
Mention = tuple[str, Place]
"""A mention of the gold: its entity's name and its place."""


class Identities:
    """The entities found in an article, known by those of its gold."""

    def __init__(self, gold: GoldArticle, entities: Sequence[Entity]) -> None:
        self._gold = gold
        self._has: dict[str, list[Mention]] = {one.entity_id: self._mentions(one) for one in entities}

    def name(self, entity_id: str | None) -> str | None:
        """Return the gold's name of an entity; `None` for nobody and for one that the gold has not."""
        names = Counter(name for name, _ in self._has.get(entity_id or "", ()))
        return max(names, key=lambda name: names[name]) if names else None

    def main(self, name: str) -> str | None:
        """Return the id of the entity found that has most mentions of an entity, and is no other."""
        counts = {
            one: sum(name == of for of, _ in has)
            for one, has in self._has.items()
            if has and self.name(one) == name
        }
        return max(counts, key=lambda one: counts[one]) if counts else None

    def holder(self, mention: Mention) -> str | None:
        """Return the id of the entity found that has a mention of the gold."""
        return next((one for one, has in self._has.items() if mention in has), None)

    def _mentions(self, one: Entity) -> list[Mention]:
        closest = (self._closest(place_of(span)) for span in one.mentions)
        return [mention for mention in closest if mention]

    def _closest(self, place: Place) -> Mention | None:
        near = [
            (shared(place, other), name, other)
            for name, places in self._gold.mentions.items()
            for other in places
            if self._same(name, place, other)
        ]
        return max(near)[1:] if near else None

    def _same(self, name: str, found: Place, gold: Place) -> bool:
        """Whether two places mention the same.

        They share half of their characters, their first word, or a word of the name.
        """
        if not shared(found, gold):
            return False
        text = self._gold.text
        common = text[max(found[0], gold[0]) : min(found[1], gold[1])]
        return (
            shared(found, gold) >= OVERLAP
            or _start(text, found) == _start(text, gold)
            or not (_words(name) - WEAK).isdisjoint(_words(common))
        )


def entity_findings(gold: GoldArticle, entities: Sequence[Entity], who: Identities) -> Iterator[Finding]:
    """Give what became of each entity of the gold and of each of its mentions."""
    kinds = {one.entity_id: one.kind for one in entities}
    for entity in gold.notes.entities:
        main, place = who.main(entity.name), f"{gold.name}: {entity.name}"
        yield Finding("entities", place, entity.name, entity.name if main else "–", right=main is not None)
        if main:
            yield Finding("entity kind", place, entity.kind, kinds[main], right=entity.kind == kinds[main])
        for at in gold.mentions[entity.name]:
            holder = who.holder((entity.name, at))
            found = holder and (who.name(holder) or "")
            right = holder is not None and holder == main
            yield Finding("mentions found", place, gold.text[slice(*at)], found or "–", right=bool(holder))
            if holder:
                yield Finding("mentions grouped", place, gold.text[slice(*at)], found, right=right)


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def _start(text: str, place: Place) -> int:
    determiner = DETERMINER.match(text, *place)
    return determiner.end() if determiner else place[0]
