"""The lexicon: cues with their stances.

`cues.json` gives a lemma (of one word or several) its stance; `spellings.json` has spellings that are not
those of the lemmas.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from claimwire.data import read_json
from claimwire.english import inflection
from claimwire_schemas import Stance

ANY_FORM = ("VBD", "NNS", "VBP")
"""The forms that a word without a part of speech may be in, the likeliest first."""


@dataclass(frozen=True)
class Lexicon:
    """Cues, ready to be looked up."""

    stances: dict[str, Stance]
    by_first_word: dict[str, tuple[tuple[str, ...], ...]]
    """Each lemma's words, by the first of them, those with the most words first."""

    words: frozenset[str]
    """All words of the lemmas."""

    variants: dict[str, str]
    """Spellings, by those of which the lemmas have none."""


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that is in the package."""
    stances = read_json("claimwire.extract", "cues.json", dict[str, Stance])
    variants = read_json("claimwire.extract", "spellings.json", dict[str, str])
    by_first_word: dict[str, tuple[tuple[str, ...], ...]] = defaultdict(tuple)
    for entry in sorted(map(tuple, map(str.split, stances)), key=lambda entry: (-len(entry), entry)):
        by_first_word[entry[0]] += (entry,)
    known = frozenset(word for lemma in stances for word in lemma.split())
    return Lexicon(stances, dict(by_first_word), known, variants)


def base_of(word: str, form: str | None = None) -> str:
    """Return the dictionary form of a word in lower case, of a Penn Treebank tag if that is known.

    A word of a lemma is preferred, whatever the tag: `concerned` as an adjective is of `concern`.
    """
    return word if len(word) > inflection.LONGEST else _base_of(word, form)


@lru_cache(maxsize=1 << 14)
def _base_of(word: str, form: str | None) -> str:
    known = lexicon()
    own = inflection.base(word, form) if form else word
    others = (inflection.base(word, one) for one in ANY_FORM)
    spelled = [known.variants.get(one, one) for one in (own, *others)]
    return next((one for one in spelled if one in known.words), spelled[0] if form else spelled[1])
