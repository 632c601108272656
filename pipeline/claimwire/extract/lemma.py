"""Lemmas: the dictionary form of a cue, `claim responsibility` of `has claimed full responsibility for`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from claimwire.english.closed_class import FUNCTION_WORDS
from claimwire.english.document import Document
from claimwire.extract.lexicon import Lexicon, base_of, lexicon
from claimwire_schemas import Span

WORD = re.compile(r"n['’]t\b|['’](?:ll|ve|re|d|s)\b|[^\W_]+?(?=n['’]t\b)|[^\W_]+(?:-[^\W_]+)*", re.IGNORECASE)
MOST_WORDS = 40
"""Of a cue that are looked at."""


def words_of(texts: Iterable[str]) -> list[str]:
    """Return a cue's words in lower case; `didn't` is two."""
    found = (match[0].lower() for text in texts for match in WORD.finditer(text))
    return list(islice(found, MOST_WORDS))


def lemma_of(texts: Iterable[str]) -> str:
    """Return the lemma of a cue given as the texts of its spans.

    That is the lexicon's first entry in it, of those that begin with the same word the longest; else the base
    of its first word that means something; else the cue as it is.
    """
    texts = list(texts)
    return _lemma([(word, None) for word in words_of(texts)], texts)


def lemma_at(document: Document, cue: Sequence[Span]) -> str:
    """Return the lemma of a cue in a document, which knows the forms of its words."""
    return _lemma(list(islice(_words_at(document, cue), MOST_WORDS)), [span.exact for span in cue])


def _words_at(document: Document, cue: Sequence[Span]) -> Iterator[tuple[str, str | None]]:
    for span in cue:
        for match in WORD.finditer(span.exact):
            word = document.at(span.start + match.end() - 1)
            yield match[0].lower(), word.form if word else None


def _lemma(words: Sequence[tuple[str, str | None]], texts: Sequence[str]) -> str:
    known = lexicon()
    bases = [base_of(word, form) for word, form in words]
    for i, base in enumerate(bases):
        entry = _longest_entry(known, bases[i:]) if base in known.by_first_word else None
        if entry is not None:
            return " ".join(entry)
    meant = [base for (word, _), base in zip(words, bases, strict=True) if word not in FUNCTION_WORDS]
    return (meant or [word for word, _ in words] or [" ".join(texts).strip().lower()])[0]


def _longest_entry(known: Lexicon, bases: list[str]) -> tuple[str, ...] | None:
    for entry in known.by_first_word[bases[0]]:
        if _in_order(entry, bases):
            return entry
    return None


def _in_order(entry: tuple[str, ...], bases: list[str]) -> bool:
    rest = iter(bases)
    return all(any(base == word for base in rest) for word in entry)
