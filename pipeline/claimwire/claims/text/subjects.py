"""The names and descriptions at the beginning of an article that can tell what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from claimwire.claims.text.naming import is_bare
from claimwire.english import syntax
from claimwire.english.closed_class import ARTICLES, FUNCTION_WORDS
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.words import words_of
from claimwire_schemas import Entity, EntityKind

NAMED: frozenset[EntityKind] = frozenset(("place", "organization", "government", "armed_or_political_group"))
"""Kinds of entities whose names tell what an article is about; a person's would seem to be the speaker's."""

FIRST = 5
"""Sentences that tell it, the headline included."""

LONGEST = 16
TELLING = 3
"""Words that carry content in a description without a name."""

ASIDES = ("acl", "acl:relcl", "advcl", "appos", "cc", "conj", "parataxis")
FEATURED = ("nsubj", "obj", "obl", "nmod", "root")
Counts = Iterable[tuple[str, float]]


class Subject(NamedTuple):
    """A name or a description, without an article before it."""

    text: str
    head: Word
    words: Sequence[Word]
    """Those of the article."""

    content: frozenset[str]
    """The words of the text that carry content, as searches compare them."""

    entity: Entity | None
    """Whose name it is, if it is one."""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the article."""
        return self.words[0].start, self.words[-1].end


class Subjects:
    """What can tell what a document is about, and what is known of each."""

    def __init__(self, document: Document, entities: Sequence[Entity]) -> None:
        self._document = document
        self._entities = entities

    def __iter__(self) -> Iterator[Subject]:
        """Give each subject once."""
        found = {subject.place: subject for subject in (*self._descriptions(), *self._names())}
        return iter(found.values())

    def features(self, subject: Subject) -> Counts:
        """Give the features of a subject by itself: numbers of words, mentions and sentences, and shares."""
        content, document = subject.content, self._document
        place = range(*subject.place)
        yield "sentence", subject.head.sentence
        yield "words", len(subject.words)
        yield "content", len(content)
        yield "mentions", len(subject.entity.mentions) if subject.entity else 0
        yield subject.head.tag, 1
        yield from Counter(name.kind for name in document.names if name.start in place).items()
        yield "headline", len(content & self.headline) / len(content)
        yield "of headline", len(content & self.headline) / max(1, len(self.headline))
        yield "lead", len(content & self.lead) / len(content)
        yield "often", sum(map(self._often.__getitem__, content)) / len(content)
        yield "described", self._described[noun(subject.head)]
        yield "nouns described later", sum(self._described[noun(word)] for word in subject.words)
        yield "preposition", any(word.tag == "ADP" for word in subject.words)
        yield from ((one, 1) for one in FEATURED if syntax.is_relation(subject.head, one))

    @cached_property
    def headline(self) -> frozenset[str]:
        """The content words of the first sentence."""
        return self._content(0, 1)

    @cached_property
    def lead(self) -> frozenset[str]:
        """The content words of the next two sentences."""
        return self._content(1, 3)

    def _content(self, first: int, after: int) -> frozenset[str]:
        sentences = self._document.sentences[first:after]
        words = self._document.words[sentences[0].start : sentences[-1].stop] if sentences else ()
        return frozenset(words_of(self._document.exact(words))) - FUNCTION_WORDS

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(words_of(self._document.text))

    @cached_property
    def _described(self) -> Counter[str]:
        """How often each noun has a mere `the`."""
        return Counter(noun(word) for word in self._document.words if is_bare(self._document, word))

    @cached_property
    def _first(self) -> Sequence[Word]:
        return (
            self._document.words[: self._document.sentences[:FIRST][-1].stop] if self._document.words else ()
        )

    def _names(self) -> Iterator[Subject]:
        """Give names that the first sentences have and the headline has not alone."""
        headline = self._document.sentence_of(self._first[0])[-1].end if self._first else 0
        for entity in self._entities:
            first, last = entity.mentions[0], entity.mentions[-1]
            words = self._document.within(first.start, first.end)
            is_name = entity.kind in NAMED and entity.name[:1].isupper() and last.start >= headline
            if is_name and words and words[-1].i < len(self._first) and self._stands_alone(entity):
                yield from self._subject(entity.name, words, entity)

    def _stands_alone(self, entity: Entity) -> bool:
        """Tell whether a name ever stands for itself, unlike that in `Harbour master Ida Holm`."""
        words = (self._document.within(one.start, one.end) for one in entity.mentions)
        return any(one and not syntax.is_relation(one[-1], "compound") for one in words)

    def _descriptions(self) -> Iterator[Subject]:
        """Give the descriptions that tell a thing from others, where the article has no other of its kind."""
        for subject in self._described_things():
            words = self._document.words
            same = (one for one in words if one.tag == "NOUN" and noun(one) == noun(subject.head))
            if all(self._told(one) <= subject.content for one in same):
                yield subject

    def _described_things(self) -> Iterator[Subject]:
        """Give noun phrases that have a name in them, or words enough."""
        for head in self._first:
            is_running = (
                self._document.sentence_of(head)[-1].tag == "PUNCT"
            )  # trees of headlines are often wrong
            words = self._description(head) if head.tag == "NOUN" and is_running else ()
            is_told = sum(word.lower not in FUNCTION_WORDS for word in words) >= TELLING
            is_named = any(word.tag == "PROPN" for word in words)
            is_plain = not any(word.tag in ("PRON", "PUNCT") for word in words)
            if (is_told or is_named) and is_plain and len(words) <= LONGEST:
                yield from self._subject(" ".join(self._document.exact(words).split()), words, None)

    def _description(self, head: Word) -> Sequence[Word]:
        """Return a noun phrase without its article; nothing if it goes on with an `and` within it."""
        words = syntax.phrase(self._document, head, without=ASIDES)
        after = self._document.words[words[-1].i + 1 : words[-1].i + 2]
        if words[-1] is not head and any(one.tag == "CCONJ" or one.text == "," for one in after):
            return ()
        while words and words[0].lower in ARTICLES:
            words = words[1:]
        return words

    def _told(self, head: Word) -> frozenset[str]:
        return frozenset(words_of(self._document.exact(self._description(head)))) - FUNCTION_WORDS

    def _subject(self, text: str, words: Sequence[Word], entity: Entity | None) -> Iterator[Subject]:
        head = next(self._document.heads(words), words[-1])
        content = frozenset(words_of(text)) - FUNCTION_WORDS
        if content:
            yield Subject(text, head, words, content, entity)


def noun(word: Word) -> str:
    """Return the base form of a noun, in lower case."""
    return base(word.text, word.form).lower()
