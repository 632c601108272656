"""The words that matter when claims are compared, and their lemmas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from claimwire.data import read_json
from claimwire.english.inflection import base


def lemma(word: str) -> str:
    """Return a word's lemma, of the likeliest category.

    >>> lemma("rose"), lemma("Soldiers"), lemma("denied")
    ('rise', 'soldier', 'deny')
    """
    return _lemma(word.lower())


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    if not word.isalpha() or len(word) < 3:
        return word
    for form in ("VBD", "NNS", "VBG", "VBZ", "VBN"):
        if (found := base(word, form)) != word and len(found) > 1:
            return found
    return word


@cache
def word_sets() -> dict[str, frozenset[str]]:
    """Return the words that matter here.

    Claims of `stances` are what follows the cue; `negative` (lemmas) and `turning` (function words) turn it;
    `future`, `past` and `present` tell the tense, `duty` what ought to be; lemmas in `light` tell little;
    `selves` are pronouns that may mean who speaks, `pointing` those whose thing only the context tells;
    numbers with a lemma in `unmoving` are not given anew; `parties` have capitals and are no names; the words
    of `fillers` mean nothing together.
    """
    data = read_json("claimwire.match.links", "words.json", dict[str, list[str]])
    return {name: frozenset(some) for name, some in data.items()}


@cache
def rarities() -> Mapping[str, float]:
    """Return how seldom claims have a word, as a logarithm, for those that are common."""
    return read_json("claimwire.match.links", "rarity.json", dict[str, float])


@cache
def light() -> frozenset[str]:
    """Return the lemmas that say little of what a sentence is about."""
    return word_sets()["light"]
