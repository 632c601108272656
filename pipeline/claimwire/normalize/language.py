"""The language of a text, by py3langid's n-gram model; a declared language only breaks doubt."""

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
_LETTER = re.compile(r"[^\W\d_]")
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


def _identifier() -> LanguageIdentifier:
    with _loading:
        return _load()


@cache
def _load() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
