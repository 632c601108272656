"""Runs of capital words, which names stand in: `White House Press Secretary Ama Brandt`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimwire.english.currencies import SIGN_PATTERN
from claimwire.entities.capital_words import ABBREVIATIONS
from claimwire.entities.name_words import NameWords
from claimwire.entities.nouns import CALENDAR, JOINING, MONTHS, OPENERS, PARTICLES, head_kind

_CURRENCY = re.compile(SIGN_PATTERN)
_ARTICLE_BEFORE = re.compile(r"(?:al|el|as|ad|an|ar|at|ul)-[^\W\d_]")
_PLURAL_POSSESSIVE = re.compile(r"[’'] ")
_DAY_AFTER = re.compile(r"\.?\s\d")
_MOST_WORDS = 12


class Runs:
    """Finds the runs of one text."""

    def __init__(self, known: NameWords) -> None:
        self._known, self._text, self._words = known, known.text, known.words

    def find(self) -> Iterator[tuple[int, int]]:
        """Give the runs of capital words, as indices of their first and last word."""
        place, count = 0, len(self._words)
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
        before = self._words[place - 1] if place else None
        is_particle = before is not None and before.text in PARTICLES and len(before.text) > 1
        return place - 1 if is_particle and self._joined(place - 1) else place

    def _is_capital(self, place: int) -> bool:
        word = self._words[place].text
        if _ARTICLE_BEFORE.match(word):
            return place > 0 and self._is_capital(place - 1)
        if not word[0].isupper() or word == "I" or word[:2] in ("I’", "I'") or word in CALENDAR:
            return False
        start, end = self._words[place].start, self._words[place].end
        if self._is_figure(place) or (start, end) in self._known.of_no_name:
            return False
        if place in self._known.titles and word not in self._known.inside and not self._is_person(place):
            return False
        if word.isupper() and self._is_shouted(place):
            return False
        return self._is_whole(place)

    def _is_person(self, place: int) -> bool:
        """Whether the model tagged a word as a person's: in a headline, capitals do not tell."""
        tag = self._known.tag_at.get(self._words[place].start)
        return tag is not None and tag.kind == "person"

    def _is_figure(self, place: int) -> bool:
        """Whether a word is part of a date or an amount: `May 3`, `Rs 40`."""
        word = self._words[place]
        if word.text in MONTHS and _DAY_AFTER.match(self._text, word.end):
            return True
        return _CURRENCY.match(self._text, word.start) is not None

    def _is_whole(self, place: int) -> bool:
        """Whether what stands after a hyphen is of the name: `Mi-kyung`, not `Kurdish-led`."""
        word = self._words[place]
        last = word.text.rpartition("-")[2]
        return last == word.text or not last.islower() or word.end - len(last) in self._known.proper

    def _is_shouted(self, place: int) -> bool:
        """Whether a word is in capital letters for being loud: `CALLED OUT BY DOCTORS`."""
        word = self._words[place].text
        if word.capitalize() in OPENERS and len(word) > 1:
            beside = self._words[max(0, place - 1) : place] + self._words[place + 1 : place + 2]
            return any(other.text.isupper() and len(other.text) > 2 for other in beside)
        return len(word) > 3 and word.casefold() in self._known.small

    def _joined(self, place: int) -> bool:
        """Whether nothing but a space stands between a word and the next."""
        word = self._words[place]
        if word.possessive or place + 1 >= len(self._words):
            return False
        gap = self._text[word.end : self._words[place + 1].start]
        if gap == " " and self._known.ends_person(word, self._words[place + 1]):
            return False
        if gap in (" ", " & ") or (gap == ", " and self._known.same_tag(place, place + 1)):
            return True
        if _PLURAL_POSSESSIVE.fullmatch(gap):
            return word.text.endswith("s") and head_kind(self._words[place + 1].text) is not None
        return gap == ". " and (word.text in ABBREVIATIONS or len(word.text) == 1 or "." in word.text)

    def _following(self, place: int) -> int | None:
        """Return the next word of the run that a word is in; null where the run ends."""
        if not self._joined(place):
            return None
        if self._is_capital(place + 1):
            return place + 1
        following = self._words[place + 1].text
        if following in PARTICLES and self._leads(place + 1):
            return place + 2
        if following in ("and", "&") and self._leads(place + 1) and self._known.same_tag(place, place + 2):
            return place + 2
        return self._after_of(place + 1) if following in ("of", "for") and self._goes_on(place) else None

    def _goes_on(self, place: int) -> bool:
        """Whether `of` after a word may be a part of the name that the word is in."""
        word = self._words[place]
        tag = self._known.tag_at.get(word.start)
        tagged = tag is not None and tag.end > word.end + len(" of ")
        return tagged or word.text in JOINING or head_kind(word.text) is not None

    def _after_of(self, place: int) -> int | None:
        if self._leads(place):
            return place + 1
        is_the = self._joined(place) and self._words[place + 1].text == "the"
        return place + 2 if is_the and self._leads(place + 1) else None

    def _leads(self, place: int) -> bool:
        return self._joined(place) and self._is_capital(place + 1)
