"""Kinds of what nouns mean: a person, a body, a place or something else, by the network's vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from claimwire.data import read_json
from claimwire.english.document import Document, Word
from claimwire.entities.nouns import PEOPLE, noun_kind, singular

Kinds = tuple[float, float, float, float]
"""How likely something is a person, a body, a place, or something else."""

UNKNOWN: Kinds = (0.25, 0.25, 0.25, 0.25)
KINDS = ("person", "body", "place", "other")
PERSON, BODY, PLACE, OTHER = range(4)
_LISTED: dict[str, Kinds] = {
    "place": (0.0, 0.2, 0.8, 0.0),
    "document": (0.0, 0.1, 0.0, 0.9),
}
_BODY: Kinds = (0.05, 0.9, 0.05, 0.0)
_HUMAN: Kinds = (0.95, 0.05, 0.0, 0.0)
WEIGHTS = np.array(read_json("claimwire.resolve", "kinds.json", list[list[float]]), np.float32)
"""A row for each dimension of the vectors and one for the bias; a column for each kind."""

_BY_KIND = np.ascontiguousarray(WEIGHTS[:-1].T)


def kinds_of(document: Document) -> NDArray[np.float32]:
    """Return, for each word, how likely it is of each of `KINDS`."""
    if not document.vectors.size:
        return np.full((len(document.words), len(KINDS)), 1 / len(KINDS), np.float32)
    # A product of matrices would start BLAS's threads, which spin on for long after so little work.
    scores = np.vecdot(document.vectors[:, None], _BY_KIND) + WEIGHTS[-1]
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True), np.float32)


def kinds_of_noun(word: Word, likely: NDArray[np.float32]) -> Kinds:
    """Return what a noun may mean: as lists have it, else by its vector."""
    noun = singular(word.lower)
    if noun in PEOPLE or noun.endswith("year-old"):
        return _HUMAN
    kind = noun_kind(noun)
    if kind is not None:
        return _LISTED.get(kind, _BODY)
    person, body, place, other = (float(one) for one in likely[word.i])
    return person, body, place, other
