"""Lemmas: the dictionary form of a cue, `claim responsibility` of `has claimed full responsibility for`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimwire.extract.lexicon import Lexicon, lexicon

WORD = re.compile(r"n['’]t\b|['’](?:ll|ve|re|d|s)\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+(?:-[^\W_]+)*")
MOST_WORDS = 40
"""Of a cue that are looked at."""


def words_of(texts: Iterable[str]) -> list[str]:
    """Return a cue's words in lower case; `didn't` is two."""
    joined = " ".join(texts).lower()
    return [match[0] for match, _ in zip(WORD.finditer(joined), range(MOST_WORDS), strict=False)]


def lemma_of(texts: Iterable[str]) -> str:
    """Return the lemma of a cue given as the texts of its spans.

    That is the lexicon's first entry in it, of those that begin with the same word the longest; else the base
    of its first word that means something; else the cue as it is.
    """
    texts = list(texts)
    known, words = lexicon(), words_of(texts)
    bases = [known.base(word) for word in words]
    for i, base in enumerate(bases):
        entry = _longest_entry(known, bases[i:]) if base in known.by_first_word else None
        if entry is not None:
            return " ".join(entry)
    meant = [base for word, base in zip(words, bases, strict=True) if word not in known.function_words]
    return (meant or words or [" ".join(texts).strip().lower()])[0]


def _longest_entry(known: Lexicon, bases: list[str]) -> tuple[str, ...] | None:
    for entry in known.by_first_word[bases[0]]:
        if _in_order(entry, bases):
            return entry
    return None


def _in_order(entry: tuple[str, ...], bases: list[str]) -> bool:
    rest = iter(bases)
    return all(any(base == word for base in rest) for word in entry)
