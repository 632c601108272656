"""Proper names in a text: runs of capital words, set right by the names that the model tagged."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimwire.english.currencies import SIGN_PATTERN
from claimwire.english.document import Document, NameKind, TaggedName
from claimwire.entities.abbreviations import Abbreviation, abbreviations_in
from claimwire.entities.capital_words import ABBREVIATIONS, title_lines, words_of
from claimwire.entities.nouns import (
    CALENDAR,
    FUNCTION_WORDS,
    JOINING,
    METONYMS,
    MONTHS,
    OPENERS,
    PARTICLES,
    PLACE_FIRST,
    POST_NOMINALS,
    TITLES,
    capitals,
    countries,
    demonym_country,
    given_gender,
    head_kind,
    is_known,
    singular,
)
from claimwire.normalize.agencies import agencies
from claimwire_schemas import EntityKind

_CURRENCY = re.compile(SIGN_PATTERN)
_ARTICLE_BEFORE = re.compile(r"(?:al|el|as|ad|an|ar|at|ul)-[^\W\d_]")
_PLURAL_POSSESSIVE = re.compile(r"[’'] ")
_DAY_AFTER = re.compile(r"\.?\s\d")
_ENDINGS = ("ing", "ly", "ed")
_PLACE_BEFORE = re.compile(r"\b(?:in|near|outside|across|towards?|around|into)\s$")
_MOST_WORDS = 12
_KIND_OF: dict[NameKind, EntityKind] = {
    "person": "person",
    "organization": "organization",
    "place": "place",
    "group": "nationality",
}


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
        self.text = text = document.text
        self._proper = {word.start for word in document.words if word.tag == "PROPN"}
        flat = (word for word in document.words if word.relation == "flat" and word.head >= 0)
        self._begins = {word.start: document.words[word.head].start for word in flat}  # by the tree
        self.words = words_of(text)
        self._small = {word.text for word in self.words if word.text.islower()}
        self._titles = title_lines(text, self.words)
        self._inside = {
            word.text
            for i, word in enumerate(self.words)
            if word.text[0].isupper() and not word.opens and i not in self._titles
        }
        self._tag_at = self._covers(document.names)
        people = (text[tag.start : tag.end] for tag in document.names if tag.kind == "person")
        self._people = {" ".join(name.split()[:2]) for name in people if " " in name}

    def _covers(self, tagged: Sequence[TaggedName]) -> dict[int, TaggedName]:
        """Map the starts of words to the tags that they are in."""
        tags = sorted(tagged)
        found: dict[int, TaggedName] = {}
        place = 0
        for word in self.words:
            while place < len(tags) and tags[place].end <= word.start:
                place += 1
            if place < len(tags) and tags[place].start < word.end and word.start < tags[place].end:
                found[word.start] = tags[place]
        return found

    def find(self) -> list[Name]:
        """Return the names, in order; those of origin (`Syrian`) apart from what they stand before."""
        found = [name for first, last in self._runs() for name in self._names(first, last)]
        found = self._introduced(found)
        return [self._owned(name, before) for before, name in zip([None, *found], found, strict=False)]

    def _introduced(self, names: Sequence[Name]) -> list[Name]:
        """Return names with each that an abbreviation is introduced for as one, whatever was found there."""
        known = abbreviations_in(self.text)
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
            bisect_left(self.words, at, key=lambda word: word.start) for at in (one.start, one.end)
        )
        whole = self._name(first, first, last - 1, None)
        told = next((part.kind for part in parts if part.words == whole.words), None)
        return replace(whole, kind=told or self._kind(first, first, last - 1) or "organization")

    def _owned(self, name: Name, before: Name | None) -> Name:
        """Return a body's name with that of its country before it: `Iraq’s Defence Ministry`."""
        if before is None or name.kind != "government" or before.kind == "nationality":
            return name
        is_owner = self.text[before.end : name.start] in ("’s ", "'s ")
        return replace(name, start=before.start, bare=before.start) if is_owner else name

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Give the runs of capital words, as indices of their first and last word."""
        place, count = 0, len(self.words)
        while place < count:
            if not self._is_capital(place):
                place += 1
                continue
            last = place
            while last - place < _MOST_WORDS and (following := self._following(last)) is not None:
                last = following
            yield self._first(place), last
            place = last + 1

    def _first(self, place: int) -> int:
        """Return where a run starts: before its first capital word where that is `al Qaeda`'s."""
        before = self.words[place - 1] if place else None
        is_particle = before is not None and before.text in PARTICLES and len(before.text) > 1
        return place - 1 if is_particle and self._joined(place - 1) else place

    def _is_capital(self, place: int) -> bool:
        word = self.words[place].text
        if _ARTICLE_BEFORE.match(word):
            return place > 0 and self._is_capital(place - 1)
        if not word[0].isupper() or word == "I" or word[:2] in ("I’", "I'") or word in CALENDAR:
            return False
        if self._is_figure(place):
            return False
        if place in self._titles and word not in self._inside:
            return False
        if word.isupper() and self._is_shouted(place):
            return False
        return self._is_whole(place)

    def _is_figure(self, place: int) -> bool:
        """Whether a word is part of a date or an amount: `May 3`, `Rs 40`."""
        word = self.words[place]
        if word.text in MONTHS and _DAY_AFTER.match(self.text, word.end):
            return True
        return _CURRENCY.match(self.text, word.start) is not None

    def _is_whole(self, place: int) -> bool:
        """Whether what stands after a hyphen is of the name: `Mi-kyung`, not `Kurdish-led`."""
        word = self.words[place]
        last = word.text.rpartition("-")[2]
        return last == word.text or not last.islower() or word.end - len(last) in self._proper

    def _is_shouted(self, place: int) -> bool:
        """Whether a word is in capital letters for being loud: `CALLED OUT BY DOCTORS`."""
        word = self.words[place].text
        if word.capitalize() in OPENERS and len(word) > 1:
            beside = self.words[max(0, place - 1) : place] + self.words[place + 1 : place + 2]
            return any(other.text.isupper() and len(other.text) > 2 for other in beside)
        return len(word) > 3 and word.casefold() in self._small

    def _joined(self, place: int) -> bool:
        """Whether nothing but a space stands between a word and the next."""
        word = self.words[place]
        if word.possessive or place + 1 >= len(self.words):
            return False
        gap = self.text[word.end : self.words[place + 1].start]
        if gap in (" ", " & ") or (gap == ", " and self._same_tag(place, place + 1)):
            return True
        if _PLURAL_POSSESSIVE.fullmatch(gap):
            return word.text.endswith("s") and head_kind(self.words[place + 1].text) is not None
        return gap == ". " and (word.text in ABBREVIATIONS or len(word.text) == 1 or "." in word.text)

    def _following(self, place: int) -> int | None:
        """Return the next word of the run that a word is in; null where the run ends."""
        if not self._joined(place):
            return None
        if self._is_capital(place + 1):
            return place + 1
        following = self.words[place + 1].text
        if following in PARTICLES and self._leads(place + 1):
            return place + 2
        if following in ("and", "&") and self._leads(place + 1) and self._same_tag(place, place + 2):
            return place + 2
        return self._after_of(place + 1) if following in ("of", "for") and self._goes_on(place) else None

    def _same_tag(self, first: int, last: int) -> bool:
        """Whether one tag of a body has two words, and so what joins them: `Fire and Rescue`."""
        tag = self._tag_at.get(self.words[first].start)
        return (
            tag is not None and tag.kind == "organization" and tag is self._tag_at.get(self.words[last].start)
        )

    def _origin(self, place: int) -> str | None:
        """Return the country of a word of origin; null where a tagged person has it: `Christian Keysers`."""
        is_given = " ".join(word.text for word in self.words[place : place + 2]) in self._people
        return None if is_given else demonym_country(self.words[place].text)

    def _goes_on(self, place: int) -> bool:
        """Whether `of` after a word may be a part of the name that the word is in."""
        word = self.words[place]
        tag = self._tag_at.get(word.start)
        tagged = tag is not None and tag.end > word.end + len(" of ")
        return tagged or word.text in JOINING or head_kind(word.text) is not None

    def _after_of(self, place: int) -> int | None:
        if self._leads(place):
            return place + 1
        is_the = self._joined(place) and self.words[place + 1].text == "the"
        return place + 2 if is_the and self._leads(place + 1) else None

    def _leads(self, place: int) -> bool:
        return self._joined(place) and self._is_capital(place + 1)

    def _names(self, first: int, last: int) -> Iterator[Name]:
        """Give the names of one run: of origin, then the name itself if there is one."""
        first = self._without_opener(first, last)
        head = self._head_kind(first, last)
        while first <= last:
            country = self._origin(first)
            if country is None or self._country(first, last) is not None:
                break
            if first < last and self._same_tag(first, first + 1):
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
        if person is not None or self._head_kind(first, last) is None:
            while (
                bare <= last and self._is_title(bare) and not (bare < last and self._same_tag(bare, bare + 1))
            ):
                bare += 1
            while first < bare <= last and (country := self._origin(bare)):
                yield self._name(bare, bare, bare, "nationality", country)
                bare, first = bare + 1, bare + 1
        if bare <= last:
            kind = self._kind(first, bare, last) if person is None else "person"
            yield self._name(first, bare, last, kind, self._country(bare, last))

    def _before_titles(self, first: int, last: int) -> int | None:
        """Return the last word before the titles inside a run; null where it has none."""
        if self._head_kind(first, last) is not None:
            return None
        titles = [i for i in range(first + 1, last) if TITLES.get(self.words[i].text) == "either"]
        place = titles[-1] if titles else first
        while place > first and self.words[place].text in TITLES:
            place -= 1
        return place if titles and self.words[place].text not in TITLES else None

    def _person(self, first: int, last: int) -> int | None:
        """Return the word inside a run from which its rest is tagged as a person: `Violinist Ama Brandt`."""
        tag = self._tag_at.get(self.words[last].start)
        place = last
        while place > first and tag is self._tag_at.get(self.words[place - 1].start):
            place -= 1
        is_full = tag is not None and tag.kind == "person" and last > place > first
        if not is_full or self._goes_back(place, last):
            return None
        before = self._tag_at.get(self.words[place - 1].start)
        return None if before is not None and before.kind == "person" else place

    def _goes_back(self, place: int, last: int) -> bool:
        """Whether a name begins before some words of it, by their first or by the tree."""
        opening = self.words[place]
        return opening.text.casefold() in PARTICLES or any(
            self._begins.get(word.start, opening.start) < opening.start
            for word in self.words[place : last + 1]
        )

    def _before_role(self, first: int, person: int) -> int | None:
        """Return the last word before the role of a tagged person: one of the name of a body or a place."""
        for place in range(person - 1, first - 1, -1):
            tag = self._tag_at.get(self.words[place].start)
            if tag is not None and tag.kind != "group" and self.words[place].text not in TITLES:
                return place
        return None

    def _is_title(self, place: int) -> bool:
        word = self.words[place].text
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
        if first <= last and self.words[first].opens and not self._is_name(first, last):
            first += 1
        return first

    def _is_opener(self, place: int) -> bool:
        """Whether a word has its capital for opening a sentence: the `New` of `the New Leader` has not."""
        word = self.words[place]
        return word.text in OPENERS and (word.opens or place in self._titles or word.text.isupper())

    def _is_office_of(self, place: int) -> bool:
        """Whether a word ends an office before a name: `Secretary of State Ama Brandt`."""
        return place > 1 and self.words[place - 1].text == "of" and self.words[place - 2].text in TITLES

    def _tagged_from(self, place: int) -> bool:
        """Whether a tagged name begins with a word, or with `the` and the word: `The New Leader`."""
        word = self.words[place]
        tag = self._tag_at.get(word.start)
        if tag is None or word.text.casefold() in FUNCTION_WORDS:
            return False
        return self.text[tag.start : word.start].casefold().strip() in ("", "the")

    def _is_name(self, first: int, last: int) -> bool:
        """Whether the capital word that opens a sentence would have its capital elsewhere too."""
        word = self.words[first]
        is_particle = first < last and word.text.casefold() in PARTICLES
        if is_particle or word.start in self._tag_at or word.text in self._inside or word.text in TITLES:
            return True
        if self._country(first, first) or demonym_country(word.text) or word.text in agencies():
            return True
        if first < last and self.words[first + 1].start in self._tag_at:
            begins = self._tag_at[self.words[first + 1].start].start <= word.start
            return begins or word.start in self._proper
        lower = word.text.casefold()
        if lower in self._small or is_known(singular(lower)) or lower.endswith(_ENDINGS):
            return False
        return first < last

    def _country(self, first: int, last: int) -> str | None:
        name = self._bare_text(first, last).casefold()
        return countries().get(name) or capitals().get(name) or METONYMS.get(name)

    def _bare_text(self, first: int, last: int) -> str:
        return self.text[self.words[first].start : self.words[last].end]

    def _name(
        self, first: int, bare: int, last: int, kind: EntityKind | None, country: str | None = None
    ) -> Name:
        end = self.words[last].end
        end += "." in self.words[last].text and self.text[end : end + 1] == "."
        spoken = tuple(map(_spoken, (word.text for word in self.words[bare : last + 1])))
        while len(spoken) > 2 and spoken[-1] in POST_NOMINALS:
            spoken = spoken[:-1]
        tagged = any(word.start in self._tag_at for word in self.words[bare : last + 1])
        return Name(self.words[first].start, end, self.words[bare].start, spoken, kind, tagged, country)

    def _head_kind(self, first: int, last: int) -> EntityKind | None:
        """Return the kind by the name's head: its last word, or the one before `of`."""
        if first >= last:
            return None
        parts = self.words[first : last + 1]
        head = next((parts[i] for i, word in enumerate(parts[1:]) if word.text in ("of", "for")), parts[-1])
        return head_kind(head.text)

    def _kind(self, first: int, bare: int, last: int) -> EntityKind | None:
        """Return a name's kind: by lists, by its head, by its titles, by what is before it, by its tag."""
        told = self._listed_kind(bare, last) or self._head_kind(bare, last)
        if told is None and (first < bare or (bare < last and given_gender(self.words[bare].text))):
            return "person"
        if told is None and bare == last:
            told = self._single_kind(bare)
        return told or self._tag_kind(bare, last)

    def _listed_kind(self, bare: int, last: int) -> EntityKind | None:
        name = self._bare_text(bare, last)
        if name.casefold() in METONYMS:
            return "government"
        if name in agencies() and len(name) > 2:
            return "outlet"
        is_place = self._country(bare, last) is not None or (bare < last and name.split()[0] in PLACE_FIRST)
        return "place" if is_place else None

    def _single_kind(self, place: int) -> EntityKind | None:
        """Return the kind of a name of one word by the word (`Parliament`) or by what is before it."""
        word = self.words[place]
        kind = head_kind(word.text)
        if kind == "government" and not word.opens:
            return kind
        if kind == "armed_or_political_group" and word.text.endswith("s"):
            return kind
        is_place = _PLACE_BEFORE.search(self.text[max(0, word.start - 10) : word.start]) is not None
        return "place" if is_place and given_gender(word.text) is None else None

    def _tag_kind(self, bare: int, last: int) -> EntityKind | None:
        tags = [
            self._tag_at[word.start] for word in self.words[bare : last + 1] if word.start in self._tag_at
        ]
        if not tags:
            return None
        kind = _KIND_OF[max(tags, key=lambda tag: (tag.end - tag.start, tag.start)).kind]
        return None if kind == "nationality" and bare < last else kind


def _spoken(word: str) -> str:
    """Return a word as it is compared: `Erdoğan` as `erdogan`."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
