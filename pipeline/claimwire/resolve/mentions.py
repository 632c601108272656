"""Mentions: the words of a document that may mean somebody or something, read off its tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.english.closed_class import DEMONSTRATIVES, PRONOUNS, Gender, Number, Pronoun
from claimwire.english.document import Document, Word
from claimwire.english.syntax import child, children, is_relation, noun_chunk, number
from claimwire.entities.nouns import demonym_country, noun_gender, singular
from claimwire.resolve.kinds import UNKNOWN, Kinds, kinds_of_noun

Form = Literal["name", "pronoun", "description"]
Determiner = Literal["definite", "demonstrative", "possessive", "indefinite", "bare"]
Sort = Literal["he", "it", "they", "description"]
Place = Literal["subject", "object", "owner", "oblique", "noun", "other"]

_INSIDE = (
    "compound",
    "flat",
    "fixed",
    "goeswith",
    "nmod:desc",
    "amod",
    "det",
    "nummod",
    "advmod",
    "cc",
    "case",
)
"""Relations of words that only belong to a noun phrase."""

_COLLECTIVE = ("ch", "ese", "iss", "sh")
"""Ends of words of origin that after `the` mean a people."""

_PLACES: Mapping[str, Place] = {
    **dict.fromkeys(("nsubj", "csubj"), "subject"),
    **dict.fromkeys(("obj", "iobj"), "object"),
    "nmod:poss": "owner",
    "obl": "oblique",
    **dict.fromkeys(("nmod", "appos"), "noun"),
}
INDEFINITE = frozenset(
    ("some", "another", "several", "many", "few", "others", "one", "two", "somebody", "someone", "most")
)
"""Words that stand for people or things without a noun: `many said`."""


class Mention(NamedTuple):
    """A noun phrase or pronoun that means somebody or something."""

    head: Word
    start: int
    """In code points, as is `end`, which is exclusive."""

    end: int
    form: Form
    noun: str
    """Its head in lower case, a common noun in the singular."""

    number: Number
    gender: Gender | None
    determiner: Determiner
    modifiers: frozenset[str]
    """The words before its head but determiners, nouns in the singular."""

    place: Place
    """Where it stands in its clause."""

    kinds: Kinds = UNKNOWN

    @property
    def i(self) -> int:
        """The index of its head word."""
        return self.head.i


def sort_of(mention: Mention) -> Sort:
    """Return the sort of a mention, each of which has weights of its own."""
    if mention.form != "pronoun":
        return "description"
    if mention.gender in ("masculine", "feminine"):
        return "he"
    return "it" if mention.number == "singular" else "they"


def mentions_of(
    document: Document, names: Mapping[int, tuple[int, int]], kinds: NDArray[np.float32]
) -> Iterator[Mention]:
    """Give the mentions of a document in order, its names too: their places by their head words."""
    for word in document.words:
        if word.i in names:
            yield _named(document, word, names[word.i])
        elif (pronoun := PRONOUNS.get(word.lower)) is not None and word.tag in ("PRON", "DET"):
            whole = document.text[max(0, word.start - 1) : word.start] != "]"
            if pronoun["person"] == 3 and word.relation != "expl" and whole:
                yield Mention(
                    *(word, word.start, word.end, "pronoun", word.lower, pronoun["number"]),
                    *(
                        pronoun.get("gender"),
                        "bare",
                        frozenset(),
                        place_of(document, word),
                        _of_pronoun(pronoun),
                    ),
                )
        elif heads_phrase(document, word):
            yield _described(document, word, kinds_of_noun(word, kinds))


def _of_pronoun(pronoun: Pronoun) -> Kinds:
    if pronoun.get("gender") in ("masculine", "feminine"):
        return (1.0, 0.0, 0.0, 0.0)
    return (0.0, 0.4, 0.2, 0.4) if pronoun["number"] == "singular" else (0.5, 0.3, 0.0, 0.2)


def heads_phrase(document: Document, word: Word) -> bool:
    """Tell whether a word is the noun of a phrase of its own: `mayor`, `injured` of `the injured`."""
    if is_relation(word, *_INSIDE) and word.relation != "nmod":
        return False
    if word.tag in ("NOUN", "PROPN"):
        return child(document, word, "case") is None or word.relation != "fixed"
    if word.tag == "PRON" and word.lower not in PRONOUNS:
        return word.lower in INDEFINITE
    stands = is_relation(word, "nsubj", "obj", "obl", "conj", "root")
    return word.tag in ("ADJ", "NUM", "DET") and (child(document, word, "det") is not None or stands)


def _named(document: Document, word: Word, place: tuple[int, int]) -> Mention:
    return Mention(
        *(word, *place, "name", word.lower, "singular", None, "bare", frozenset()),
        place_of(document, word),
    )


def _described(document: Document, noun: Word, kinds: Kinds) -> Mention:
    chunk = noun_chunk(document, noun)
    is_common = noun.form != "NNP"
    called = singular(noun.lower) if is_common else noun.lower
    called = "year-old" if document.text.endswith("-year-old", 0, noun.end) else called
    gender = noun_gender(called)
    return Mention(
        *(noun, chunk[0].start, chunk[-1].end, "description", called, _number(document, noun)),
        {"male": "masculine", "female": "feminine"}.get(gender or ""),  # type: ignore[arg-type]
        determiner_of(document, noun),
        frozenset((*_modifiers(chunk, noun), *_complements(document, noun))),
        place_of(document, noun),
        kinds,
    )


def _number(document: Document, noun: Word) -> Number:
    is_people = demonym_country(noun.text) is not None and noun.lower.endswith(_COLLECTIVE)
    return "plural" if is_people else number(document, noun)


def _complements(document: Document, noun: Word) -> Iterator[str]:
    """Give what a noun is of, in a word: `state` of `the secretary of state`."""
    for below in children(document, noun, "nmod"):
        case = child(document, below, "case")
        if case is not None and case.lower == "of" and below.i > noun.i:
            yield demonym_country(below.text) or below.lower


def _modifiers(chunk: Sequence[Word], noun: Word) -> Iterator[str]:
    for word in chunk:
        if word.i < noun.i and word.tag in ("NOUN", "PROPN", "ADJ", "VERB"):
            yield demonym_country(word.text) or singular(word.lower)


def determiner_of(document: Document, noun: Word) -> Determiner:
    """Return what kind of determiner a noun has."""
    if child(document, noun, "nmod:poss") is not None:
        return "possessive"
    found = child(document, noun, "det")
    if found is None:
        return "indefinite" if child(document, noun, "nummod") is not None else "bare"
    if found.lower in DEMONSTRATIVES:
        return "demonstrative"
    return "definite" if found.lower in ("the", "both") else "indefinite"


def place_of(document: Document, word: Word) -> Place:
    """Return where a phrase stands in its clause, by its first conjunct."""
    while word.relation == "conj" and word.head >= 0:
        word = document.words[word.head]
    return _PLACES.get(word.relation) or _PLACES.get(word.relation.partition(":")[0], "other")
