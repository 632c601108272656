"""The words of a text that may be of names, with what the model and the text itself tell of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimwire.english.document import Document, TaggedName
from claimwire.english.senses import sense
from claimwire.entities.capital_words import Word, title_lines, words_of
from claimwire.entities.nouns import (
    METONYMS,
    PEOPLE,
    TITLES,
    capitals,
    countries,
    demonym_country,
    given_gender,
    head_kind,
    is_plural,
    singular,
)

_OF_NO_NAME = frozenset(("ADP", "AUX", "DET", "PART", "PRON", "SCONJ", "VERB"))
"""Words of these parts of speech are of no name unless the model tags them: `Says` in `Vane Says`."""

_NO_PERSON = ("act", "communication", "event", "group")
"""Classes of nouns that mean no person; others have too many that do: `star`, `model`."""


class NameWords:
    """A text's words, those that the model tagged as names, and how the text writes each elsewhere."""

    def __init__(self, document: Document) -> None:
        self.text = text = document.text
        self.words = words_of(text)
        self.proper = {word.start for word in document.words if word.tag == "PROPN"}
        self._flat = {word.start for word in document.words if word.relation == "flat"}
        """Where words start that go on a name, by the tree."""

        self.small = {word.text for word in self.words if word.text.islower()}
        self.titles = title_lines(text, self.words)
        self.inside = {
            word.text
            for i, word in enumerate(self.words)
            if word.text[0].isupper() and not word.opens and i not in self.titles
        }
        """Words that have a capital where none opens a sentence."""

        self.tag_at = self._covers(document.names)
        self.of_no_name = {
            (word.start, word.end)
            for word in document.words
            if word.tag in _OF_NO_NAME
            and word.start not in self.tag_at
            and word.text.rstrip(".") not in TITLES
        }
        self._nouns = dict(_nouns_beside(document))
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

    def same_tag(self, first: int, last: int) -> bool:
        """Whether one tag of a body has two words, and so what joins them: `Fire and Rescue`."""
        tag = self.tag_at.get(self.words[first].start)
        return (
            tag is not None and tag.kind == "organization" and tag is self.tag_at.get(self.words[last].start)
        )

    def ends_person(self, one: Word, after: Word) -> bool:
        """Whether a person's whole name ends between two words, by tag and tree: `Ada Vane Election Day`.

        It does not before the head of a body's name: `Ada Vane Foundation`.
        """
        tag = self.tag_at.get(one.start)
        is_whole = tag is not None and tag.kind == "person" and " " in self.text[tag.start : tag.end]
        goes_on = after.start in self.tag_at or after.start in self._flat
        return is_whole and not goes_on and head_kind(after.text) is None

    def is_no_person(self, place: int) -> bool:
        """Whether a noun beside a word means no person: `Tylko`, in `the language, Tylko`."""
        word = self.words[place]
        noun = self._nouns.get(word.start, "")
        is_people = singular(noun) in PEOPLE or is_plural(noun)
        return sense(noun) in _NO_PERSON and not is_people and given_gender(word.text) is None

    def origin(self, place: int) -> str | None:
        """Return the country of a word of origin; null where a tagged person has it: `Christian Keysers`."""
        is_given = " ".join(word.text for word in self.words[place : place + 2]) in self._people
        return None if is_given else demonym_country(self.words[place].text)

    def country(self, first: int, last: int) -> str | None:
        """Return the country that some words name: its own name, its capital or its seat of government."""
        name = self.bare_text(first, last).casefold()
        return countries().get(name) or capitals().get(name) or METONYMS.get(name)

    def bare_text(self, first: int, last: int) -> str:
        """Return the text from one word to another."""
        return self.text[self.words[first].start : self.words[last].end]


def _nouns_beside(document: Document) -> Iterator[tuple[int, str]]:
    """Give, for each name beside a noun that means the same, where it starts, and the noun."""
    for word in document.words:
        if word.relation == "appos":
            pair = document.words[word.head], word
            for name, noun in (pair, pair[::-1]):
                if name.tag == "PROPN" and noun.tag == "NOUN":
                    yield name.start, noun.lower
