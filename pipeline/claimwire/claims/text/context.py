"""What an article is about, put into claims that say too little alone.

Whoever reads a claim has not read its article. `190 were dead` becomes `190 were dead [Khalpur]`, and `The
structure had no sprinklers` becomes `The parking structure at Sola Airport had no sprinklers`. A logistic
regression chooses what brings a text nearest to the wordings of people who were to make claims readable alone
(Choi et al. 2021, decontextualization), or nothing. Its features are numbers, as `log(1 + n)`;
`training/contexts.py` fits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import log1p
from typing import NamedTuple, Protocol

from claimwire.claims.text.draft import Draft
from claimwire.claims.text.naming import has_quoted, is_bare
from claimwire.claims.text.said import Form
from claimwire.claims.text.subjects import Counts, Subject, Subjects, noun
from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.words import words_of
from claimwire_schemas import Entity, Span

WEIGHTS = read_json("claimwire.claims.text", "context.json", dict[str, float])
SURE = -0.5
"""Log odds from which a subject is put in; chosen on development data."""

MARGIN = 0.7
"""Log odds by which a name has to be likelier by itself than any other."""

TRIED = 16
"""Subjects that are tried on each claim, the likeliest by themselves."""


class PutsContext(Protocol):
    """Puts a document's subject into drafts of its claims."""

    @property
    def document(self) -> Document:
        """Whose claims they are."""

    def put(self, draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> bool:
        """Put it in and tell so, or leave the draft as it is."""


class Told(NamedTuple):
    """What a claim's text has so far."""

    words: frozenset[str]
    """The claimant's name included, since readers see it beside the text."""

    basis: Sequence[Word]
    """The article's words that it still has."""

    nouns: frozenset[str]
    described: Mapping[str, Word]
    """Its nouns with a mere `the` that stand in it as in the article."""

    open: frozenset[str]
    """Its words that only the article explains."""

    form: Form

    def suits(self, subject: Subject) -> bool:
        """Tell whether a subject is a name of which it has no part, or explains a description that it has."""
        if subject.entity:
            return not self.names(subject)
        return noun(subject.head) in self.described and not subject.content <= self.words

    def names(self, subject: Subject) -> bool:
        """Tell whether it has a part of a subject that is a name."""
        return subject.entity is not None and bool(subject.content & self.words)


def told_in(draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> Told:
    """Return what a draft tells so far."""
    words = [word for piece in draft.visible for word in words_of(piece.text)] + words_of(claimant or "")
    basis = [piece.word for piece in draft.pieces if piece.word and piece.text]
    kept = (piece.word for piece in draft.pieces if piece.word and piece.text and not piece.rules)
    opened = (word for span in left_open for word in draft.document.within(span.start, span.end))
    return Told(
        words=frozenset(words),
        basis=basis,
        nouns=frozenset(noun(word) for word in basis if word.tag == "NOUN"),
        described={noun(word): word for word in kept if is_bare(draft.document, word)},
        open=frozenset(map(noun, opened)),
        form=form,
    )


class Context:
    """What can be put into the claims of a document, at log odds of at least `sure`."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        *,
        weights: Mapping[str, float] = WEIGHTS,
        sure: float = SURE,
        margin: float = MARGIN,
    ) -> None:
        self.document = document
        self._subjects = Subjects(document, entities)
        self._weights, self._sure, self._margin = weights, sure, margin

    @cached_property
    def rated(self) -> list[tuple[float, Subject]]:
        """All subjects with their log odds by themselves, the likeliest first."""
        found = [(self._score(self._subjects.features(one)), one) for one in self._subjects]
        return sorted(found, key=lambda one: -one[0])

    def put(self, draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> bool:
        """Put the likeliest subject in for a description that it explains, or in brackets at the end.

        Tell whether there is one.
        """
        told = told_in(draft, left_open, form, claimant=claimant)
        subject = self._best(told)
        if subject is None:
            return False
        span = Span.of(self.document.text, *subject.place)
        if subject.entity:
            draft.add(f"[{subject.text}]", "context", entity_id=subject.entity.entity_id, antecedent=span)
            return True
        described = told.described[noun(subject.head)]
        is_quoted = form == "quotation" or has_quoted(draft, described)
        draft.put([described], f"[{subject.text}]" if is_quoted else subject.text, "context", antecedent=span)
        return True

    def features(self, told: Told, subject: Subject) -> Counts:
        """Give all features of a subject for a claim."""
        yield from self._subjects.features(subject)
        yield from self._of_claim(told)
        yield from _between(told, subject)

    def _score(self, counts: Counts) -> float:
        return sum([self._weights.get(name, 0.0) * log1p(count) for name, count in counts])

    def _best(self, told: Told) -> Subject | None:
        """Return the likeliest subject if it is likely enough and no other could be meant."""
        base = self._weights.get("base", 0.0) + self._score(self._of_claim(told))
        scored = [
            (base + alone + self._score(_between(told, one)), one)
            for alone, one in self.rated[:TRIED]
            if told.suits(one)
        ]
        likely = [(one.entity is None, value, one) for value, one in scored if value > self._sure]
        best = max(likely, key=lambda one: one[:2])[2] if likely else None
        return None if best is not None and best.entity and self._has_rival(told, best) else best

    def _has_rival(self, told: Told, best: Subject) -> bool:
        """Tell whether a claim has a name already, or another is nearly as likely: it may be of that one."""
        names = [(value, one) for value, one in self.rated[:TRIED] if one.entity]
        mine = next(value for value, one in names if one is best)
        return any(told.names(one) or value > mine - self._margin for value, one in names if one is not best)

    def _of_claim(self, told: Told) -> Counts:
        yield "claim words", len(told.words)
        yield "claim open", len(told.open)
        yield f"claim {told.form}", 1
        yield "claim names", sum(word.tag == "PROPN" for word in told.basis)
        yield "claim sentence", told.basis[0].sentence if told.basis else 0
        yield "claim descriptions", len(told.described)
        yield "claim headline", len(told.words & self._subjects.headline)
        yield "claim lead", len(told.words & self._subjects.lead)


def _between(told: Told, subject: Subject) -> Counts:
    """Give the features of a subject and a claim together."""
    first, last = (told.basis[0], told.basis[-1]) if told.basis else (subject.head, subject.head)
    head, new = noun(subject.head), len(subject.content - told.words)
    nouns = frozenset(noun(word) for word in subject.words if syntax.is_nominal(word))
    yield "new", new
    yield "old", 1 - new / len(subject.content)
    yield "new share", new / max(1, len(told.words))
    yield "head there", head in told.nouns
    yield "head described", head in told.described
    yield "head open", head in told.open
    yield "nouns there", len(nouns & told.nouns)
    yield "nouns described", len(nouns & told.described.keys())
    yield "nouns open", len(nouns & told.open)
    yield "same sentence", subject.head.sentence == first.sentence
    yield "sentences between", max(0, first.sentence - subject.head.sentence)
    yield "within", first.start <= subject.place[0] and subject.place[1] <= last.end
