"""The analysed document: a text with its words, sentences, tree, quotations and names.

It is made once for an article, and everything linguistic is read off it. `syntax.py` has the questions that
can be asked of the tree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Self, get_args

import numpy as np
from numpy.typing import NDArray

from claimwire.english.quotations import Quotation, find_quotations_at
from claimwire.english.universal import RELATIONS

NameKind = Literal["person", "organization", "place", "group"]
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)
_TYPES = {one: one.partition(":")[0] for one in RELATIONS}


class TaggedName(NamedTuple):
    """A name in the text (code points, end exclusive); a group is a nationality, religion or party."""

    start: int
    end: int
    kind: NameKind
    confidence: float
    """Mean probability, over its words, that a word has this kind."""


class Word(NamedTuple):
    """A word of Universal Dependencies: its place (code points, end exclusive) and its node of the tree."""

    i: int
    """Its index among the words of the document."""

    start: int
    end: int
    text: str
    head: int
    """Index of the word that it depends on; -1 at a root."""

    relation: str
    """Of `universal.RELATIONS`."""

    tag: str
    """Its part of speech, of `universal.TAGS`."""

    form: str
    """Its Penn Treebank tag, of `universal.FORMS`."""

    sentence: int
    """Index of its sentence."""

    lower: str
    """The word in lower case."""

    type: str
    """Its relation without a subtype."""

    @classmethod
    def of(cls, *node: *tuple[int, int, int, str, int, str, str, str, int]) -> Self:
        """Return a word from its fields up to `sentence`."""
        return cls(*node, node[3].lower(), _TYPES[node[5]])


@dataclass(frozen=True)
class Document:
    """A text as the network and the rules of quotation read it."""

    text: str
    words: tuple[Word, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    names: tuple[TaggedName, ...] = ()
    vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32), compare=False)
    """A row for each word: the network's last states, which fitted labels read."""

    @cached_property
    def sentences(self) -> tuple[range, ...]:
        """The indexes of each sentence's words."""
        firsts = [word.i for word in self.words if not word.i or self._opens_sentence(word)]
        return tuple(map(range, firsts, [*firsts[1:], len(self.words)]))

    def _opens_sentence(self, word: Word) -> bool:
        return self.words[word.i - 1].sentence != word.sentence

    @cached_property
    def dependents(self) -> tuple[tuple[Word, ...], ...]:
        """The words that depend on each word, in order."""
        found: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                found[word.head].append(word)
        return tuple(map(tuple, found))

    @cached_property
    def auxiliaries(self) -> tuple[tuple[Word, ...], ...]:
        """The auxiliaries and the copula of each word, in order."""
        return tuple(tuple([one for one in below if one.type in ("aux", "cop")]) for below in self.dependents)

    @cached_property
    def extents(self) -> tuple[tuple[int, int], ...]:
        """The indexes of the first and the last word below each word, itself included."""
        found = [(word.i, word.i) for word in self.words]
        waiting = [len(below) for below in self.dependents]
        done = [word for word in self.words if not waiting[word.i]]
        for word in done:
            if word.head >= 0:
                first, last = found[word.head]
                found[word.head] = min(first, found[word.i][0]), max(last, found[word.i][1])
                waiting[word.head] -= 1
                if not waiting[word.head]:
                    done.append(self.words[word.head])
        return tuple(found)

    @cached_property
    def firsts(self) -> dict[str, int]:
        """The index of the first word of each spelling, in lower case."""
        return {word.lower: word.i for word in reversed(self.words)}

    @cached_property
    def lowercase(self) -> frozenset[str]:
        """The spellings of words that the text has in small letters."""
        return frozenset(word.text for word in self.words if word.text == word.lower)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [one.start for one in self.quotations]

    def within(self, start: int, end: int) -> Sequence[Word]:
        """Return the words that reach into `text[start:end]`."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.words[first].end <= start:
            first += 1
        return self.words[first : bisect_left(self._starts, end)]

    def at(self, place: int) -> Word | None:
        """Return the word that has a character, if any."""
        found = self.within(place, place + 1)
        return found[0] if found else None

    def quotation_at(self, place: int) -> Quotation | None:
        """Return the quotation around a place, its marks included."""
        i = bisect_right(self._quotation_starts, place) - 1
        return self.quotations[i] if i >= 0 and place < self.quotations[i].end else None

    @cached_property
    def _inner(self) -> dict[Quotation, list[Quotation]]:
        return {
            one: find_quotations_at(self.text, one.start + 1, one.end - one.closed) for one in self.quotations
        }

    def inner_quotation_at(self, place: int) -> Quotation | None:
        """Return the quotation around a place that stands within another, its marks included."""
        around = self.quotation_at(place)
        inner = self._inner[around] if around else []
        return next((one for one in inner if one.start <= place < one.end), None)

    @cached_property
    def _name_starts(self) -> list[int]:
        return [one.start for one in self.names]

    def name_at(self, word: Word) -> TaggedName | None:
        """Return the name that a word is of, if any."""
        i = bisect_right(self._name_starts, word.start) - 1
        return self.names[i] if i >= 0 and word.start < self.names[i].end else None

    def sentence_of(self, word: Word) -> Sequence[Word]:
        """Return the words of a word's sentence."""
        found = self.sentences[word.sentence]
        return self.words[found.start : found.stop]

    def exact(self, words: Sequence[Word]) -> str:
        """Return the text from the first of some words to the last."""
        return self.text[words[0].start : words[-1].end] if words else ""

    def heads(self, words: Sequence[Word]) -> Iterator[Word]:
        """Give those of neighbouring words that depend on none of them: one, if they are a phrase."""
        inside = range(words[0].i, words[-1].i + 1) if words else range(0)
        return (word for word in words if word.head not in inside)
