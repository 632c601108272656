"""Words of the closed classes: pronouns with their grammar, auxiliaries, prepositions, months."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from claimwire.data import read_json

Number = Literal["singular", "plural"]
Gender = Literal["masculine", "feminine", "neuter"]


class Pronoun(TypedDict):
    """The grammar of a personal or possessive pronoun."""

    person: Literal[1, 2, 3]
    number: Number
    gender: NotRequired[Gender]


class _Data(TypedDict):
    pronouns: dict[str, Pronoun]
    demonstratives: list[str]
    articles: list[str]
    negations: list[str]
    question_words: list[str]
    relative_pronouns: list[str]
    conditionals: list[str]
    possessives: list[str]
    auxiliaries: list[str]
    conjunctions: list[str]
    prepositions: list[str]
    adverbs: list[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    magnitudes: dict[str, int]


_DATA = read_json("claimwire.english", "closed_class.json", _Data)

PRONOUNS = _DATA["pronouns"]
"""By the word in lower case."""

DEMONSTRATIVES = frozenset(_DATA["demonstratives"])
ARTICLES = frozenset(_DATA["articles"])
NEGATIONS = frozenset(_DATA["negations"])
QUESTION_WORDS = frozenset(_DATA["question_words"])
RELATIVE_PRONOUNS = frozenset(_DATA["relative_pronouns"])
CONDITIONALS = frozenset(_DATA["conditionals"])
"""Words that open a condition: `if`, and by inversion `had`, `were`, `should`."""

_POSSESSIVES = frozenset(_DATA["possessives"])
_AUXILIARIES = frozenset(_DATA["auxiliaries"])
"""Forms of `be`, `have` and `do`, modal verbs, and their contractions."""

_CONJUNCTIONS = frozenset(_DATA["conjunctions"])
PREPOSITIONS = frozenset(_DATA["prepositions"])
MONTHS = _DATA["months"]
"""Their numbers, by the word in lower case, short or not."""

WEEKDAYS = _DATA["weekdays"]
"""Their numbers from Monday, 0, by the word in lower case, short or not."""

NUMBERS = _DATA["numbers"]
"""The numbers below a hundred that are one word."""

MAGNITUDES = _DATA["magnitudes"]

FUNCTION_WORDS = (
    ARTICLES
    | DEMONSTRATIVES
    | _POSSESSIVES
    | _AUXILIARIES
    | _CONJUNCTIONS
    | PREPOSITIONS
    | NEGATIONS
    | QUESTION_WORDS
    | RELATIVE_PRONOUNS
    | frozenset(PRONOUNS)
    | frozenset(_DATA["adverbs"])
)
"""All function words: they carry grammar, not content."""
