"""Referents: who and what a document speaks of, as far as it has been read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from claimwire.english.closed_class import Gender, Number
from claimwire.entities.clusters import Draft
from claimwire.entities.nouns import (
    demonym_country,
    given_gender,
    noun_gender,
    noun_kind,
    singular,
    title_gender,
)
from claimwire.resolve.kinds import Kinds
from claimwire.resolve.mentions import Mention

_GENDERS: dict[str | None, Gender] = {"male": "masculine", "female": "feminine"}
_EITHER = frozenset(("actor", "alderman", "congressman", "freshman", "chairman"))
"""Nouns with a masculine form that women are called by too."""

_TAGGED = 0.7
"""What a name's kind as told by tags and lists weighs, beside what its vectors tell."""

STATUS = frozenset(
    ("former", "ex", "deputy", "vice", "acting", "assistant", "late", "then", "incoming", "outgoing")
)
"""Words that tell one holder of an office from another."""


@dataclass(eq=False)
class Referent:
    """Somebody or something, with its mentions so far."""

    name: Draft | None
    number: Number
    kinds: Kinds

    gender: Gender | None = None
    about: set[str] = field(default_factory=set)
    """Words that it is called and described by, nouns in the singular."""

    nouns: set[str] = field(default_factory=set)
    """Common nouns that it is called by."""

    mentions: list[Mention] = field(default_factory=list)
    parts: tuple[Referent, ...] = ()
    """Of those joined by `and`: each of them."""

    _seen: list[int] = field(default_factory=list)

    def see(self, mention: Mention) -> None:
        """Note a mention, at its place among the others."""
        place = bisect_left(self._seen, mention.i)
        self._seen.insert(place, mention.i)
        self.mentions.insert(place, mention)
        if mention.form == "description":
            self.call(mention.noun, mention.modifiers)
            self.gender = self.gender or mention.gender

    def call(self, noun: str, modifiers: Iterable[str] = ()) -> None:
        """Note a noun that it is called by, and the words before that."""
        self.nouns.add(noun)
        self.about |= {noun, *modifiers}

    def last_before(self, i: int) -> Mention | None:
        """Return its last mention whose head comes before a word."""
        place = bisect_left(self._seen, i)
        return self.mentions[place - 1] if place else None

    def count_before(self, i: int) -> int:
        """Return how many of its mentions come before a word."""
        return bisect_left(self._seen, i)

    @property
    def is_named(self) -> bool:
        """Whether the document has a name for it, or for each of its parts."""
        return self.name is not None or (bool(self.parts) and all(part.is_named for part in self.parts))

    @property
    def countries(self) -> set[str]:
        """The countries that the words about it name."""
        return {found for word in self.about if (found := demonym_country(word))}


def referent_of_name(draft: Draft, likely: NDArray[np.float32]) -> Referent:
    """Return the referent of a name, with what the whole document tells of it."""
    told: Kinds = {
        "person": (1.0, 0.0, 0.0, 0.0),
        "place": (0.0, 0.2, 1.0, 0.0),
        "nationality": (0.0, 0.0, 0.0, 1.0),
        "document": (0.0, 0.0, 0.0, 1.0),
    }.get(draft.kind or "", (0.0, 1.0, 0.0, 0.0))
    gender = gender_of(draft)
    if draft.kind == "person" and gender is None and not draft.takes_who:
        told = (0.6, 0.3, 0.1, 0.0)
    kinds = tuple(_TAGGED * tag + (1 - _TAGGED) * float(one) for tag, one in zip(told, likely, strict=True))
    about = set(draft.about) | {word.casefold() for word in draft.words}
    about |= {demonym_country(word) or word.casefold() for word in (draft.affiliation or "").split()}
    nouns = {singular(word) for word in draft.role.split()[-1:]} if draft.role else set()
    if draft.kind != "person":
        nouns |= {singular(word) for word in draft.words[-1:]}
        nouns |= {word for word in draft.about if noun_kind(word)}
    number: Number = "plural" if draft.plural else "singular"
    return Referent(draft, number, (kinds[0], kinds[1], kinds[2], kinds[3]), gender, about, nouns)


def gender_of(draft: Draft) -> Gender | None:
    """Return a person's gender by title, role or given name."""
    if draft.kind != "person":
        return "neuter" if draft.kind is not None else None
    told = [title_gender(title) for title in sorted(draft.titles)]
    told.append(given_gender(draft.name.split()[0]) if len(draft.words) > 1 else None)
    told += [noun_gender(word) for word in sorted(draft.about) if word not in _EITHER]
    return next((_GENDERS[one] for one in told if one is not None), None)
