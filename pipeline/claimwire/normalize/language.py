"""The language of a text or a paragraph, by py3langid's n-gram model; a declared one only breaks doubt."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from claimwire_schemas import Language

UNKNOWN = Language(tag="und", confidence=0.0)

_SAMPLE = 2_000
_FEWEST_LETTERS = 10
_CONFIDENT = 0.5
_CONFIDENT_IF_DECLARED = 0.2
_PARAGRAPH = 500
"""Characters of a paragraph that are looked at."""

_FEWEST_FOREIGN = 60
_MOST_OWN = 0.001
_NAMES = 0.6
"""Of the words of a paragraph; with more of them capitalized, it is hardly more than names."""

_ENGLISH = re.compile(r"\b(?:the|and)\b")
"""Words that most English paragraphs have; of other languages, only those with English titles."""

_EVERY = 12
"""A paragraph with one of them for so many words is English."""

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"[a-z]{2,3}")
_loading = Lock()


def identify_language(text: str, *, declared: str | None = None) -> Language:
    """Return the language of `text` and the model's probability for it.

    `und` where there are fewer than ten letters, or the model is in doubt: under 0.5, or under 0.2 where the
    model's first guess is the `declared` language (BCP 47).
    """
    sample = text[:_SAMPLE]
    if len(_LETTER.findall(sample[:1_000])) < _FEWEST_LETTERS:
        return UNKNOWN
    tag, probability = _identifier().classify(sample)
    agreed = declared is not None and re.split("[-_]", declared.strip().lower())[0] == tag
    if probability < (_CONFIDENT_IF_DECLARED if agreed else _CONFIDENT) or not _TAG.fullmatch(tag):
        return UNKNOWN
    return UNKNOWN if tag == "zxx" else Language(tag=tag, confidence=min(1.0, round(probability, 4)))


def foreign_language(paragraph: str, *, own: str) -> str | None:
    """Return the language of a paragraph if it is surely not `own`, the article's.

    That takes 60 letters, a probability of `own` under 0.001, more than names, and no half that reads as
    `own`, since translations stand beside their originals. What has enough of `the` and `and` is English.
    """
    sample = paragraph[:_PARAGRAPH]
    if len(_LETTER.findall(sample)) < _FEWEST_FOREIGN or _is_names(sample):
        return None
    if own == "en" and _reads_english(sample):
        return None
    ranked = _identifier().rank(sample)
    (tag, probability), of_own = ranked[0], next((one for name, one in ranked if name == own), 0.0)
    if tag == "zxx" or probability < _CONFIDENT or of_own > _MOST_OWN or not _TAG.fullmatch(tag):
        return None
    words = sample.split()
    halves = (" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :]))
    return None if any(identify_language(half).tag == own for half in halves) else tag


def _reads_english(sample: str) -> bool:
    """Tell whether a sample is surely English, so that the model, which takes longer, is not asked."""
    found = _ENGLISH.findall(sample)
    return len(set(found)) > 1 and len(found) * _EVERY >= len(sample.split())


def _is_names(sample: str) -> bool:
    words: list[str] = _WORD.findall(sample)
    return sum(word[0].isupper() and not word.isupper() for word in words) > _NAMES * len(words)


def _identifier() -> LanguageIdentifier:
    with _loading:
        return _load()


@cache
def _load() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
