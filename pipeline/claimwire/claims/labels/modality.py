"""Modality: how sure a proposition is and whether it is negated, by a table over its main clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from claimwire.claims.labels.said import Said
from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import NEGATIONS
from claimwire.english.document import Document, Word
from claimwire.extract.lexicon import base_of
from claimwire_schemas import Span
from claimwire_schemas.claims import Certainty

Place = Literal["modal", "adverb", "predicate", "passive", "mark", "inversion", "perfect"]
"""Where a hedge stands: what it is to the verb that it hedges."""

_DEEPEST = 4
"""Verbs below the first that still belong to a main clause: `seems | to have tried | to leave`."""


_Row = TypedDict("_Row", {"category": Certainty, "as": Place, "words": list[str]})

_SUBJECTS = frozenset(("DET", "NOUN", "PRON", "PROPN"))
_ONLY = frozenset(("doubt", "just", "least", "less", "merely", "only", "simply", "wonder"))
_WEAKEST: tuple[Certainty, ...] = ("unknown", "conditional", "possible", "probable")
_RULES: Mapping[tuple[Place, str], Certainty] = {
    (row["as"], word): row["category"]
    for row in read_json("claimwire.claims.labels", "modality.json", list[_Row])
    for word in row["words"]
}


class Modality(NamedTuple):
    """How a proposition is worded."""

    certainty: Certainty
    hedges: tuple[Span, ...]
    """The words that make it less than certain."""

    negated: bool


def modality_of(said: Said) -> Modality:
    """Return how the main clause of a content is worded."""
    document, top = said.document, said.head
    if top is None:
        return Modality("certain", (), negated=False)
    inside = {one.i for one in said.first_sentence}
    chain = [one for one in _chain(document, top) if one.i in inside]
    places = [place for verb in chain for place in _places(document, verb)]
    places += (("inversion", one) for one in _inverted(document, said.first_sentence[:1], chain))
    found = {
        hedge.i: category
        for place, hedge in places
        if hedge.i in inside and (category := _category(place, hedge))
    }
    certainty: Certainty = next((grade for grade in _WEAKEST if grade in found.values()), "certain")
    hedges = tuple(_span(document, document.words[i]) for i in sorted(found))
    return Modality(certainty, hedges, negated=_is_negated(document, top, said.content[0]))


def _category(place: Place, hedge: Word) -> Certainty | None:
    """Return what a hedge makes of a clause, by the word as it stands or by its lemma."""
    forms = hedge.lower, base_of(hedge.lower, hedge.form)
    return next((found for form in forms if (found := _RULES.get((place, form)))), None)


def _span(document: Document, word: Word) -> Span:
    return Span.of(document.text, word.start, word.end)


def _chain(document: Document, top: Word) -> Iterator[Word]:
    """Give a clause's verb and those that complete it: `is likely to leave`, `seems to have left`."""
    yield top
    for _ in range(_DEEPEST):
        below = syntax.child(document, top, "xcomp")
        if below is None:
            return
        yield below
        top = below


def _places(document: Document, verb: Word) -> Iterator[tuple[Place, Word]]:
    """Give the words that may hedge a verb, and where each stands."""
    yield ("passive" if syntax.is_passive(document, verb) else "predicate"), verb
    helpers = syntax.auxiliaries(document, verb)
    perfect = any(one.lower in ("have", "'ve", "’ve") for one in helpers)
    for one in helpers:
        if one.form == "MD" and (one.lower != "could" or not syntax.negation(document, verb)):
            yield ("perfect" if perfect and one.lower == "would" else "modal"), one
    yield from (("adverb", one) for one in syntax.children(document, verb, "advmod"))
    yield from (("mark", one) for one in syntax.children(document, verb, "mark", "advmod"))
    for clause in syntax.children(document, verb, "advcl"):
        yield from (("mark", one) for one in syntax.children(document, clause, "mark"))


def _inverted(document: Document, first: Sequence[Word], chain: Sequence[Word]) -> Iterator[Word]:
    """Give the verbs that stand before their subjects, and open a content or a clause: `had it held`."""
    clauses = (clause for verb in chain for clause in syntax.children(document, verb, "advcl"))
    for opening in (*first, *(syntax.subtree(document, clause)[0] for clause in clauses)):
        after = document.words[opening.i + 1 : opening.i + 2]
        if after and after[0].tag in _SUBJECTS:
            yield opening


def _is_negated(document: Document, top: Word, first: Word) -> bool:
    """Tell whether a main clause is negated, by its verb, its subject or its object."""
    found = [syntax.negation(document, top), first if first.lower in NEGATIONS else None]
    for one in syntax.children(document, top, "nsubj", "obj"):
        found += [one if one.lower in NEGATIONS else None, syntax.negation(document, one)]
    return any(one is not None and not _is_only(document, one) for one in found)


def _is_only(document: Document, negation: Word) -> bool:
    """Tell whether a negation denies nothing: `not only`, `no doubt`."""
    after = document.words[negation.i + 1 : negation.i + 2]
    return bool(after) and after[0].lower in _ONLY
