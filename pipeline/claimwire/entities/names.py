"""Proper names in a text: what runs of capital words hold, set right by the names that the model tagged."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimwire.english.document import Document
from claimwire.entities.abbreviations import Abbreviation, abbreviations_in
from claimwire.entities.name_kinds import kind_of, kind_of_head
from claimwire.entities.name_words import NameWords
from claimwire.entities.nouns import (
    FUNCTION_WORDS,
    OPENERS,
    PARTICLES,
    POST_NOMINALS,
    TITLES,
    demonym_country,
    given_gender,
    head_kind,
    is_known,
    singular,
)
from claimwire.entities.runs import Runs
from claimwire.normalize.agencies import agencies
from claimwire_schemas import EntityKind

_ENDINGS = ("ing", "ly", "ed")


@dataclass(frozen=True)
class Name:
    """A name in the text, with the titles before it."""

    start: int
    end: int
    bare: int
    """Where the name itself starts, after its titles."""

    words: tuple[str, ...]
    """Of the name itself, in lower case."""

    kind: EntityKind | None
    """Null where nothing in the name or its tag tells."""

    tagged: bool
    country: str | None = None
    """That it names: of a nationality, whose it is; of a capital, whose government sits there."""


class Names:
    """Finds the names of one text."""

    def __init__(self, document: Document) -> None:
        self._known = known = NameWords(document)
        self._text, self._words = known.text, known.words
        flat = (word for word in document.words if word.relation == "flat" and word.head >= 0)
        self._begins = {word.start: document.words[word.head].start for word in flat}  # by the tree

    def find(self) -> list[Name]:
        """Return the names, in order; those of origin (`Syrian`) apart from what they stand before."""
        found = [name for first, last in Runs(self._known).find() for name in self._names(first, last)]
        found = self._introduced(found)
        return [self._owned(name, before) for before, name in zip([None, *found], found, strict=False)]

    def _introduced(self, names: Sequence[Name]) -> list[Name]:
        """Return names with each that an abbreviation is introduced for as one, whatever was found there."""
        known = abbreviations_in(self._text)
        ends, inside = [one.end for one in known], defaultdict[int, list[Name]](list)
        found = []
        for name in names:
            at = bisect_right(ends, name.start)
            if at < len(known) and known[at].start < name.end:
                inside[at].append(name)
            else:
                found.append(name)
        found += [self._whole(known[at], parts) for at, parts in inside.items()]
        return sorted(found, key=lambda name: name.start)

    def _whole(self, one: Abbreviation, parts: Sequence[Name]) -> Name:
        first, last = (
            bisect_left(self._words, at, key=lambda word: word.start) for at in (one.start, one.end)
        )
        whole = self._name(first, first, last - 1, None)
        told = next((part.kind for part in parts if part.words == whole.words), None)
        return replace(whole, kind=told or kind_of(self._known, first, first, last - 1) or "organization")

    def _owned(self, name: Name, before: Name | None) -> Name:
        """Return a body's name with that of its country before it: `Iraq’s Defence Ministry`."""
        if before is None or name.kind != "government" or before.kind == "nationality":
            return name
        is_owner = self._text[before.end : name.start] in ("’s ", "'s ")
        return replace(name, start=before.start, bare=before.start) if is_owner else name

    def _names(self, first: int, last: int) -> Iterator[Name]:
        """Give the names of one run: of origin, then the name itself if there is one."""
        first = self._without_opener(first, last)
        head = kind_of_head(self._known, first, last)
        while first <= last:
            country = self._known.origin(first)
            if country is None or self._known.country(first, last) is not None:
                break
            if first < last and self._known.same_tag(first, first + 1):
                break
            if head is None or first == last:
                yield self._name(first, first, first, "nationality", country)
                first += 1
                continue
            if head == "government":
                yield self._name(first, first, first, "nationality", country)
            break
        if first <= last:
            yield from self._titled(first, last)

    def _titled(self, first: int, last: int) -> Iterator[Name]:
        """Give the name after its titles; titles alone are none.

        What stands before titles is a name of its own: `White House Press Secretary Ama Brandt`.
        """
        person = self._person(first, last)
        before = self._before_titles(first, last) if person is None else self._before_role(first, person)
        if before is not None:
            yield from self._titled(first, before)
            first = before + 1
        bare = person or first
        if person is not None or kind_of_head(self._known, first, last) is None:
            while (
                bare <= last
                and self._is_title(bare)
                and not (bare < last and self._known.same_tag(bare, bare + 1))
            ):
                bare += 1
            while first < bare <= last and (country := self._known.origin(bare)):
                yield self._name(bare, bare, bare, "nationality", country)
                bare, first = bare + 1, bare + 1
        if bare <= last:
            kind = kind_of(self._known, first, bare, last) if person is None else "person"
            yield self._name(first, bare, last, kind, self._known.country(bare, last))

    def _before_titles(self, first: int, last: int) -> int | None:
        """Return the last word before the titles inside a run; null where it has none."""
        if kind_of_head(self._known, first, last) is not None:
            return None
        titles = [i for i in range(first + 1, last) if TITLES.get(self._words[i].text) == "either"]
        place = titles[-1] if titles else first
        while place > first and self._words[place].text in TITLES:
            place -= 1
        return place if titles and self._words[place].text not in TITLES else None

    def _person(self, first: int, last: int) -> int | None:
        """Return the word inside a run from which its rest is tagged as a person: `Violinist Ama Brandt`."""
        tag = self._known.tag_at.get(self._words[last].start)
        place = last
        while place > first and tag is self._known.tag_at.get(self._words[place - 1].start):
            place -= 1
        is_full = tag is not None and tag.kind == "person" and last > place > first
        if not is_full or self._goes_back(place, last):
            return None
        before = self._known.tag_at.get(self._words[place - 1].start)
        return None if before is not None and before.kind == "person" else place

    def _goes_back(self, place: int, last: int) -> bool:
        """Whether a name begins before some words of it, by their first or by the tree."""
        opening = self._words[place]
        return opening.text.casefold() in PARTICLES or any(
            self._begins.get(word.start, opening.start) < opening.start
            for word in self._words[place : last + 1]
        )

    def _before_role(self, first: int, person: int) -> int | None:
        """Return the last word before the role of a tagged person: one of the name of a body or a place."""
        for place in range(person - 1, first - 1, -1):
            tag = self._known.tag_at.get(self._words[place].start)
            if tag is not None and tag.kind != "group" and self._words[place].text not in TITLES:
                return place
        return None

    def _is_title(self, place: int) -> bool:
        word = self._words[place].text
        return word in TITLES or (word[0].isupper() and word.casefold() != word and self._is_role(word))

    @staticmethod
    def _is_role(word: str) -> bool:
        return is_known(word.casefold()) and head_kind(word) is None and given_gender(word) is None

    def _without_opener(self, first: int, last: int) -> int:
        """Return where a run starts without the words that are capital for opening a sentence."""
        while first <= last and self._is_opener(first) and not self._tagged_from(first):
            first += 1
        if first < last - 1 and self._is_office_of(first):
            first += 1
        if first <= last and self._words[first].opens and not self._is_name(first, last):
            first += 1
        return first

    def _is_opener(self, place: int) -> bool:
        """Whether a word has its capital for opening a sentence: the `New` of `the New Leader` has not."""
        word = self._words[place]
        return word.text in OPENERS and (word.opens or place in self._known.titles or word.text.isupper())

    def _is_office_of(self, place: int) -> bool:
        """Whether a word ends an office before a name: `Secretary of State Ama Brandt`."""
        return place > 1 and self._words[place - 1].text == "of" and self._words[place - 2].text in TITLES

    def _tagged_from(self, place: int) -> bool:
        """Whether a tagged name begins with a word, or with `the` and the word: `The New Leader`."""
        word = self._words[place]
        tag = self._known.tag_at.get(word.start)
        if tag is None or word.text.casefold() in FUNCTION_WORDS:
            return False
        return self._text[tag.start : word.start].casefold().strip() in ("", "the")

    def _is_name(self, first: int, last: int) -> bool:
        """Whether the capital word that opens a sentence would have its capital elsewhere too."""
        word = self._words[first]
        is_particle = first < last and word.text.casefold() in PARTICLES
        if (
            is_particle
            or word.start in self._known.tag_at
            or word.text in self._known.inside
            or word.text in TITLES
        ):
            return True
        if self._known.country(first, first) or demonym_country(word.text) or word.text in agencies():
            return True
        if first < last and self._words[first + 1].start in self._known.tag_at:
            begins = self._known.tag_at[self._words[first + 1].start].start <= word.start
            return begins or word.start in self._known.proper
        lower = word.text.casefold()
        if lower in self._known.small or is_known(singular(lower)) or lower.endswith(_ENDINGS):
            return False
        return first < last

    def _name(
        self, first: int, bare: int, last: int, kind: EntityKind | None, country: str | None = None
    ) -> Name:
        end = self._words[last].end
        end += "." in self._words[last].text and self._text[end : end + 1] == "."
        spoken = tuple(map(_spoken, (word.text for word in self._words[bare : last + 1])))
        while len(spoken) > 2 and spoken[-1] in POST_NOMINALS:
            spoken = spoken[:-1]
        tagged = any(word.start in self._known.tag_at for word in self._words[bare : last + 1])
        return Name(self._words[first].start, end, self._words[bare].start, spoken, kind, tagged, country)


def _spoken(word: str) -> str:
    """Return a word as it is compared: `Erdoğan` as `erdogan`."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
