"""The lexicon: cues with their stances, and the inflected forms by which a text has them.

`cues.json` gives a lemma (of one word or several) its stance; `words.json` the irregular forms, the verbs
that double their last letter, spellings, and the words that carry no meaning of their own in a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire_schemas import Stance

SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""Verbs of one short syllable double their last letter: slam, slammed."""

SIBILANT = re.compile(r".*(?:s|x|z|ch|sh|o)")
CONSONANT_Y = re.compile(r".*[^aeiou]y")

E_STEM = re.compile(r".*(?:[cvzu]|[^s]s|at|[lr]g|dg|[bdgkptz]l|[^aeiou][aeiou][bdgkmnprt])")
"""What is left of a verb in -e without its ending: announc-, accus-, declin-."""

DOUBLED = re.compile(r".*([bdgmnprt])\1")


class _Words(TypedDict):
    irregular: dict[str, list[str]]
    doubling: list[str]
    variants: dict[str, str]
    function_words: list[str]
    negations: list[str]


@dataclass(frozen=True)
class Lexicon:
    """Cues and word forms, ready to be looked up."""

    stances: dict[str, Stance]
    by_first_word: dict[str, tuple[tuple[str, ...], ...]]
    """Each lemma's words, by the first of them, those with the most words first."""

    forms: dict[str, str]
    function_words: frozenset[str]
    negations: frozenset[str]

    def base(self, word: str) -> str:
        """Return the dictionary form of a word in lower case: by the lexicon, else by rule."""
        return self.forms.get(word) or base_by_rule(word)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that is in the package."""
    stances = read_json("claimwire.extract", "cues.json", dict[str, Stance])
    words = read_json("claimwire.extract", "words.json", _Words)
    entries = sorted((tuple(lemma.split()) for lemma in stances), key=lambda entry: (-len(entry), entry))
    by_first_word: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in entries:
        by_first_word[entry[0]] = (*by_first_word.get(entry[0], ()), entry)
    bases = {word for entry in entries for word in entry} | set(words["irregular"])
    return Lexicon(
        stances,
        by_first_word,
        _forms(bases, words),
        frozenset(words["function_words"]),
        frozenset(words["negations"]),
    )


def _forms(bases: set[str], words: _Words) -> dict[str, str]:
    """Map forms to their bases; a base stands for itself even where it is a form of another (found, saw)."""
    spelled = {base: base for base in bases} | words["variants"]
    doubling = set(words["doubling"])
    forms = {
        form: base for word, base in spelled.items() for form in inflections(word, doubles=word in doubling)
    }
    irregular = {form: base for base, others in words["irregular"].items() for form in others}
    return forms | spelled | irregular


def inflections(verb: str, *, doubles: bool) -> Iterator[str]:
    """Give a verb's regular forms: `deny` gives denies, denied, denying.

    With `doubles`, those with its last letter doubled too (signalled beside signaled).
    """
    if CONSONANT_Y.fullmatch(verb):
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if SIBILANT.fullmatch(verb) else "s")
    short = SHORT.fullmatch(verb)
    if verb.endswith("e"):
        yield from (verb + "d", verb[:-1] + "ing")
    elif not short:
        yield from (verb + "ed", verb + "ing")
    if short or doubles:
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def base_by_rule(word: str) -> str:
    """Return the likeliest dictionary form of a word that the lexicon does not have."""
    if len(word) < 5:
        return word
    for ending, instead in (("ies", "y"), ("ied", "y")):
        if word.endswith(ending):
            return word[:-3] + instead
    if word.endswith("s"):
        return _without_s(word)
    stem = word.removesuffix("ing") if word.endswith("ing") else word.removesuffix("ed")
    if stem == word or not re.search(r"[aeiouy]", stem):
        return word
    if DOUBLED.fullmatch(stem):
        return stem[:-1]
    return stem + "e" if E_STEM.fullmatch(stem) and not stem.endswith(("er", "en", "on", "it")) else stem


def _without_s(word: str) -> str:
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-2] if re.fullmatch(r".*(?:ss|x|z|ch|sh)es", word) else word[:-1]
