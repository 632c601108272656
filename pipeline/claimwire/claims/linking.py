"""Descriptions and the entities that they mean: by words that say so, else by kind and nearness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimwire.claims.drafts import Draft
from claimwire.claims.nouns import (
    COMPANIES,
    EPITHETS,
    GENERIC,
    NOT_COMPANIES,
    OFFICES,
    PEOPLE,
    demonym_country,
    given_gender,
    head_kind,
    noun_gender,
    noun_kind,
)
from claimwire.claims.phrases import Phrase
from claimwire_schemas import EntityKind

NEAR = 1500
"""Characters before a description in which a person whom nothing but an epithet means is looked for."""

MOST_COMPARED = 200
MOST_NAMED = 300
"""Names that a description may mean by their kind alone, those with the most mentions."""

PERSONAL = re.compile(r"(?:er|or|ist|ian|man|woman|ee)$")
POSSESSIVE = frozenset(("his", "her", "its", "their", "my", "our", "your", "whose"))
DEMONSTRATIVE = frozenset(("", "the", "this", "that", "these", "those"))
ARMED = frozenset(("armed", "militant", "rebel", "guerrilla", "insurgent", "jihadist", "paramilitary"))
COLLECTIVE = ("ch", "ese", "iss", "sh")
"""Ends of words of origin that after `the` mean a people."""

DOCUMENTS = frozenset(("paper", "report", "document", "letter", "study", "survey", "assessment"))


class Linker:
    """Finds the draft that a description means, among those that an article has."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._about: dict[str, list[Draft]] = {}
        known = [draft for draft in drafts if draft.kind not in ("place", "nationality")]
        self._named = sorted(known, key=lambda draft: (-len(draft.mentions), draft.first))[:MOST_NAMED]
        for draft in known:
            self.index(draft)

    def index(self, draft: Draft) -> None:
        """Make a draft known by the words that it is described by."""
        for word in draft.about:
            known = self._about.setdefault(word, [])
            if draft not in known[-MOST_COMPARED:]:
                known.append(draft)

    def link(self, phrase: Phrase) -> Draft | None:
        """Return what a definite description means; null where nothing in the article tells."""
        found = self._by_words(phrase)
        is_owned = phrase.determiner not in DEMONSTRATIVE
        return found if found is not None or is_owned else self._by_kind(phrase)

    def _by_words(self, phrase: Phrase) -> Draft | None:
        """Return the one that the article has called so: last before the place, else first after it."""
        found = [
            draft
            for draft in self._about.get(phrase.head, ())[-MOST_COMPARED:]
            if draft.plural == phrase.plural and self._agrees(phrase, draft)
        ]
        return min(found, key=lambda draft: _distance(draft, phrase.start), default=None)

    @staticmethod
    def _agrees(phrase: Phrase, draft: Draft) -> bool:
        """Whether nothing in a description says that it is of another: `the finance minister`."""
        own = set(draft.about) | {word.casefold() for word in (draft.affiliation or "").split()}
        countries = {demonym_country(word) for word in phrase.modifiers} - {None}
        others = {word for word in phrase.modifiers - own if demonym_country(word) is None}
        if draft.is_named and draft.kind != "person" and phrase.head not in draft.about:
            return False
        return not others and (not countries or draft.country is None or draft.country in countries)

    def _by_kind(self, phrase: Phrase) -> Draft | None:
        if phrase.plural and phrase.head not in GENERIC:
            return None
        if phrase.head == "year-old" or phrase.head in EPITHETS or _is_national(phrase):
            return self._person(phrase)
        kinds = GENERIC.get(phrase.head, ())
        if phrase.head in COMPANIES and phrase.modifiers:
            return None
        found = [draft for draft in self._named if draft.kind in kinds and _may_be_called(draft, phrase.head)]
        if phrase.head in DOCUMENTS:
            found = [draft for draft in self._about.get("document", ()) if not draft.plural]
        best = max(found, key=lambda draft: _salience(draft, phrase), default=None)
        if best is not None:
            best.called.add(phrase.head)
        return best

    def introduced(self, phrase: Phrase) -> Draft | None:
        """Return the named one that an indefinite description means, where the article has no other.

        `A militant group said ... The Brigades of the Dawn said`.
        """
        kinds = GENERIC.get(phrase.head, ())
        if "armed_or_political_group" not in kinds:
            return None
        found = [draft for draft in self._named if draft.kind in kinds and draft.is_named]
        armed = [draft for draft in found if draft.kind == "armed_or_political_group"]
        return armed[0] if len(armed) == 1 else None

    def _person(self, phrase: Phrase) -> Draft | None:
        """Return the last person before an epithet who may be meant."""
        near = [
            (place, draft)
            for draft in self._named
            if draft.kind == "person" and draft.is_named and _may_be(draft, phrase.head)
            for place in [draft.last_before(phrase.start)]
            if place is not None and phrase.start - place < NEAR
        ]
        return max(near, key=lambda one: one[0])[1] if near else None


def _is_national(phrase: Phrase) -> bool:
    """Whether a phrase is one person by where he is from: `the Italian`, but not `the French`."""
    is_bare = phrase.determiner == "the" and not phrase.modifiers and not phrase.plural
    return is_bare and demonym_country(phrase.head) is not None and not phrase.head.endswith(COLLECTIVE)


def _may_be_called(draft: Draft, noun: str) -> bool:
    return (
        draft.is_named and draft.is_sure and (noun not in COMPANIES or draft.about.isdisjoint(NOT_COMPANIES))
    )


def _may_be(draft: Draft, noun: str) -> bool:
    """Whether a person may be called by an epithet: a man and a woman only where their gender is known."""
    country = demonym_country(noun)
    if country is not None and {demonym_country(word) for word in draft.about} - {None, country}:
        return False
    gender, own = noun_gender(noun), given_gender(draft.name.split()[0])
    return own == gender if noun in ("man", "woman") else gender is None or own is None or own == gender


def _distance(draft: Draft, place: int) -> tuple[bool, bool, int]:
    """Order drafts for a place: those mentioned before it first, named ones first, the nearest first."""
    last = draft.last_before(place)
    return last is None, not draft.is_named, place - last if last is not None else draft.first - place


def _salience(draft: Draft, phrase: Phrase) -> tuple[float, int]:
    """Return how much a named one comes to mind: as a speaker, by its mentions, and how near they are.

    A text that has called one `the company` mostly goes on so, whoever speaks in between.
    """
    place = phrase.start
    last = draft.last_before(place)
    spoke = max((start for start in draft.sources if start < place), default=None)
    near = 3.0 - min((place - spoke) / 600, 3.0) if spoke is not None else 0.0
    far = min((place - last) / 600, 3.0) if last is not None else 3.0
    called = 4.0 if phrase.head in COMPANIES and phrase.head in draft.called else 0.0
    return called + near - far + min(len(draft.mentions), 4) * 0.25, -draft.first


def kind_of(phrase: Phrase) -> EntityKind:
    """Return the kind of what a description without a name means."""
    head = phrase.head
    if head == "year-old" or (head in PEOPLE and noun_kind(head) != "armed_or_political_group"):
        is_one = phrase.is_definite and not phrase.plural and phrase.determiner not in POSSESSIVE
        return "person" if is_one and head in OFFICES else "unnamed"
    if noun_kind(head) == "organization" and not phrase.modifiers.isdisjoint(ARMED):
        return "armed_or_political_group"
    if phrase.plural and noun_kind(head) == "place":
        return "unnamed"
    if noun_kind(head) or head_kind(head):
        return noun_kind(head) or head_kind(head) or "organization"
    return (
        "organization"
        if phrase.is_definite and not phrase.plural and not PERSONAL.search(head)
        else "unnamed"
    )


def mentions_in_order(drafts: Iterable[Draft]) -> Iterator[tuple[int, int, Draft]]:
    """Give every mention with its draft, in order of the text."""
    found = ((start, end, draft) for draft in drafts for start, end in draft.mentions)
    yield from sorted(found, key=lambda one: (one[0], -one[1]))
