"""Who a pronoun means: the entities named before it, by gender, number and how much they come to mind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from claimwire.claims.nouns import (
    Gender,
    given_gender,
    is_plural,
    noun_gender,
    singular,
    title_gender,
)
from claimwire_schemas import Entity

Sort = Literal["he", "she", "it", "they", "any"]
SORTS: dict[str, Sort] = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it", "which": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "both": "they", "all": "they", "who": "any", "whose": "any", "that": "any",
}  # fmt: skip
FIRST_PERSON = frozenset(["i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"])
SENTENCE = re.compile(r"(?<=[.!?…])[”’\"')]*\s+|\n+")
COMPLEMENT = re.compile(r"(?<=\w)\s(?:at|for|from|in|of|on|with)\s|,")
REACH = 2500
"""Characters before a pronoun in which its antecedent is looked for."""

MOST_CANDIDATES = 60
THINGS = ("organization", "government", "armed_or_political_group", "outlet", "document", "place")
BODIES = ("organization", "government", "armed_or_political_group", "outlet", "unnamed")


class Claimed(NamedTuple):
    """Somebody who was found to have said something, and where the source stands."""

    place: int
    entity_id: str


class Guess(NamedTuple):
    """Whom a pronoun may mean, and how sure that is."""

    entity: Entity
    confidence: float


class _Mention(NamedTuple):
    start: int
    end: int
    entity: Entity


class Salience:
    """What is known of an article's entities as far as it has been read."""

    def __init__(self, text: str, entities: Sequence[Entity], contents: Sequence[tuple[int, int]]) -> None:
        self._text = text
        found = (_Mention(span.start, span.end, one) for one in entities for span in one.mentions)
        self._mentions = sorted(found, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self._mentions]
        self._sentences = [0, *(match.end() for match in SENTENCE.finditer(text))]
        self._contents = sorted(contents)
        self._content_starts = [start for start, _ in self._contents]
        self._genders = {one.entity_id: gender_of(one) for one in entities}
        self._plural = {one.entity_id: is_several(one) for one in entities}
        self._claimed: list[Claimed] = []
        self._by_id = {one.entity_id: one for one in entities}
        people = (one.entity_id for one in entities if one.kind == "person")
        self._topic = next(people, None)

    def said(self, place: int, entity: Entity) -> None:
        """Note that somebody is the source of something at a place."""
        self._claimed.append(Claimed(place, entity.entity_id))

    def learn(self, entity: Entity, sort: Sort) -> None:
        """Note by which pronoun a text means somebody."""
        if sort in ("he", "she") and self._genders[entity.entity_id] is None:
            self._genders[entity.entity_id] = "male" if sort == "he" else "female"

    def may_be(self, entity: Entity, word: str) -> bool:
        """Whether an entity may be meant by a pronoun."""
        return word in SORTS and self._fits(entity, SORTS[word])

    def is_several(self, entity: Entity) -> bool:
        """Whether an entity is several people or things."""
        return self._plural[entity.entity_id]

    def antecedent(self, place: int, word: str) -> Guess | None:
        """Return whom the pronoun at a place means; null where nobody comes to mind."""
        sort = SORTS.get(word)
        if sort is None:
            return None
        scores = self._scores(place, sort)
        if not scores:
            return None
        best, second = scores[0], scores[1] if len(scores) > 1 else (-9.0, 0, None)
        if best[0] < -2.5 or best[2] is None:
            return None
        return Guess(best[2], _confidence(best[0] - second[0]))

    def _scores(self, place: int, sort: Sort) -> list[tuple[float, int, Entity | None]]:
        best: dict[str, tuple[float, int, Entity | None]] = {}
        for one in self._before(place):
            if not self._fits(one.entity, sort):
                continue
            score = self._score(one, place, sort), one.start, one.entity
            best[one.entity.entity_id] = max(
                best.get(one.entity.entity_id, score), score, key=lambda it: it[:2]
            )
        for claimed in self._claimed[-6:]:
            entity = self._by_id[claimed.entity_id]
            if claimed.place < place and self._fits(entity, sort):
                score = self._claim_score(claimed, place, entity), claimed.place, entity
                best[claimed.entity_id] = max(
                    best.get(claimed.entity_id, score), score, key=lambda it: it[:2]
                )
        return sorted(best.values(), key=lambda it: (-it[0], -it[1]))

    def _before(self, place: int) -> list[_Mention]:
        last = bisect_left(self._starts, place)
        near = self._mentions[max(0, last - MOST_CANDIDATES) : last]
        return [one for one in near if one.end <= place and place - one.start < REACH]

    def _fits(self, entity: Entity, sort: Sort) -> bool:
        """Whether an entity may be meant by a pronoun of a sort."""
        plural = self._plural[entity.entity_id]
        if sort in ("he", "she"):
            gender = self._genders[entity.entity_id]
            wanted = "male" if sort == "he" else "female"
            return entity.kind in ("person", "unnamed") and not plural and gender in (None, wanted)
        if sort == "it":
            return entity.kind in THINGS and not (plural and entity.kind != "document")
        if sort == "they":
            return entity.kind in BODIES and (
                plural or entity.kind in ("armed_or_political_group", "organization", "government")
            )
        return entity.kind not in ("place", "nationality")

    def _score(self, one: _Mention, place: int, sort: Sort) -> float:
        """Return how much a mention comes to mind: near, first in its sentence, not in somebody's words."""
        mine, its = self._sentence(place), self._sentence(one.start)
        score = -0.9 * min(mine - its, 4) - 0.4 * self._text.count("\n\n", one.end, place)
        score += 1.2 * self._opens(one, its)
        score -= 1.8 * (
            self._holder(one.start) is not None and self._holder(one.start) != self._holder(place)
        )
        score -= 0.6 * (self._text[one.end : one.end + 2] in ("’s", "'s"))
        score += 0.8 * (one.entity.entity_id == self._topic)
        if sort == "it" and one.entity.kind in ("place", "outlet"):
            score -= 1.5
        if sort == "they" and not self._plural[one.entity.entity_id]:
            score -= 1.0
        return score - 0.3 * (sort in ("he", "she") and self._genders[one.entity.entity_id] is None)

    def _claim_score(self, claimed: Claimed, place: int, entity: Entity) -> float:
        gap = self._sentence(place) - self._sentence(claimed.place)
        near = 2.2 - 0.5 * min(gap, 6) - 0.2 * self._text.count("\n\n", claimed.place, place)
        near -= 0.3 * (self._genders[entity.entity_id] is None and entity.kind in ("person", "unnamed"))
        near -= 2.0 * self._text[max(0, claimed.place - 40) : claimed.place].rstrip().endswith(
            (" by", " by her", " by his")
        )
        return near - 2.0 * (entity.kind == "outlet")

    def _sentence(self, place: int) -> int:
        return bisect_left(self._sentences, place + 1)

    def _opens(self, one: _Mention, sentence: int) -> bool:
        """Whether a mention is the first of its sentence: mostly its subject."""
        start = self._sentences[sentence - 1]
        first = bisect_left(self._starts, start)
        return self._starts[first] >= one.start - 1 if first < len(self._starts) else False

    def _holder(self, place: int) -> int | None:
        """Return the content that a place is in; null where it is in none."""
        index = bisect_left(self._content_starts, place + 1) - 1
        return index if index >= 0 and place < self._contents[index][1] else None


def gender_of(entity: Entity) -> Gender | None:
    """Return somebody's gender by title, role, description or given name; null where none tells."""
    words = [word for span in entity.mentions for word in (span.exact.split()[0], span.exact.split()[-1])]
    told = [title_gender(word.rstrip(".")) or noun_gender(singular(word)) for word in words]
    told.append(noun_gender(singular((entity.role or "").split(" ")[-1])))
    known = next((gender for gender in told if gender is not None), None)
    return known or (given_gender(entity.name.split()[0]) if entity.kind == "person" else None)


def is_several(entity: Entity) -> bool:
    """Whether an entity is several people or things."""
    if entity.kind not in ("unnamed", "armed_or_political_group", "government", "organization", "document"):
        return False
    words = COMPLEMENT.split(entity.mentions[0].exact.lstrip(" ,"))[0].split()
    return bool(words) and is_plural(words[-1]) and (entity.kind == "unnamed" or entity.name[:1].islower())


def _confidence(margin: float) -> float:
    """Return how sure the best of some candidates is, by how far it is before the second."""
    return 0.9 if margin >= 2 else 0.85 if margin >= 1 else 0.75 if margin >= 0.5 else 0.6
