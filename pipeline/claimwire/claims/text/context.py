"""What an article is about, put into claims that say too little alone.

Whoever reads a claim has not read its article. `190 were dead` becomes `190 were dead [Khalpur]`, and `The
structure had no sprinklers` becomes `The parking structure at Sola Airport had no sprinklers`. A logistic
regression chooses what brings a text nearest to the wordings of people who were to make claims readable alone
(Choi et al. 2021, decontextualization), or nothing. Its features are numbers, as `log(1 + n)`;
`training/contexts.py` fits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import log1p
from typing import NamedTuple

from claimwire.claims.text.draft import Draft
from claimwire.claims.text.naming import has_quoted, is_bare
from claimwire.claims.text.said import Form
from claimwire.claims.text.topics import Counts, Topic, Topics, noun
from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.words import words_of
from claimwire_schemas import Entity, Span

WEIGHTS = read_json("claimwire.claims.text", "context.json", dict[str, float])
SURE = -0.5
"""Log odds from which a topic is put in; chosen on development data."""

MARGIN = 0.7
"""Log odds by which a name has to be likelier by itself than any other."""

TRIED = 16
"""Topics that are tried on each claim, the likeliest by themselves."""


class Told(NamedTuple):
    """What a claim's text has so far."""

    words: frozenset[str]
    basis: Sequence[Word]
    """The article's words that it is made of."""

    nouns: frozenset[str]
    described: frozenset[str]
    """Its nouns with a mere `the`."""

    open: frozenset[str]
    """Its words that only the article explains."""

    form: Form | None

    def suits(self, topic: Topic) -> bool:
        """Tell whether a topic is a name of which it has no part, or explains a description that it has."""
        if topic.entity:
            return not self.names(topic)
        return noun(topic.head) in self.described and not topic.content <= self.words

    def names(self, topic: Topic) -> bool:
        """Tell whether it has a part of a topic that is a name."""
        return topic.entity is not None and bool(topic.content & self.words)


class Context:
    """What can be put into the claims of a document."""

    def __init__(self, document: Document, entities: Sequence[Entity]) -> None:
        self.document = document
        self._topics = Topics(document, entities)

    @cached_property
    def rated(self) -> list[tuple[float, Topic]]:
        """The likeliest topics by themselves, with their log odds."""
        found = [(score(self._topics.features(topic)), topic) for topic in self._topics]
        return sorted(found, key=lambda one: -one[0])[:TRIED]

    def put(self, draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> None:
        """Put the likeliest topic in for a description that it explains, or a name in brackets at the end.

        The claimant's name is none of them: readers see it beside the text.
        """
        words = [word for piece in draft.visible for word in words_of(piece.text)] + words_of(claimant or "")
        told = self.told(words, [piece.word for piece in draft.pieces if piece.word], left_open, form)
        told = told._replace(described=frozenset(map(noun, _descriptions(draft))))
        topic = self._best(told)
        if topic is None:
            return
        span = Span.of(self.document.text, *topic.place)
        if topic.entity:
            draft.add(f"[{topic.text}]", "context", entity_id=topic.entity.entity_id, antecedent=span)
            return
        described = next(word for word in _descriptions(draft) if noun(word) == noun(topic.head))
        is_quoted = form == "quotation" or has_quoted(draft, described)
        draft.put([described], f"[{topic.text}]" if is_quoted else topic.text, "context", antecedent=span)

    def told(
        self, words: Iterable[str], basis: Sequence[Word], left_open: Sequence[Span], form: Form | None
    ) -> Told:
        """Return what a text has, by its words and those of the article that it is made of."""
        opened = (word for span in left_open for word in self.document.within(span.start, span.end))
        return Told(
            words=frozenset(words),
            basis=basis,
            nouns=frozenset(noun(word) for word in basis if word.tag == "NOUN"),
            described=frozenset(noun(word) for word in basis if is_bare(self.document, word)),
            open=frozenset(map(noun, opened)),
            form=form,
        )

    def features(self, told: Told, topic: Topic) -> Counts:
        """Give all features of a topic for a claim."""
        yield from self._topics.features(topic)
        yield from self._of_claim(told)
        yield from _between(told, topic)

    def _best(self, told: Told) -> Topic | None:
        """Return the likeliest topic if it is likely enough, a description sooner than a name."""
        base = WEIGHTS.get("base", 0.0) + score(self._of_claim(told))
        scored = [
            (base + alone + score(_between(told, topic)), topic)
            for alone, topic in self.rated
            if told.suits(topic)
        ]
        likely = [(topic.entity is None, value, topic) for value, topic in scored if value > SURE]
        best = max(likely, key=lambda one: one[:2])[2] if likely else None
        return None if best is not None and best.entity and self._has_rival(told, best) else best

    def _has_rival(self, told: Told, best: Topic) -> bool:
        """Tell whether a claim has a name already, or another is nearly as likely: it may be of that one."""
        names = [(value, topic) for value, topic in self.rated if topic.entity]
        mine = next(value for value, topic in names if topic is best)
        return any(told.names(topic) or value > mine - MARGIN for value, topic in names if topic is not best)

    def _of_claim(self, told: Told) -> Counts:
        yield "claim words", len(told.words)
        yield "claim open", len(told.open)
        yield f"claim {told.form}", 1
        yield "claim names", sum(word.tag == "PROPN" for word in told.basis)
        yield "claim sentence", told.basis[0].sentence if told.basis else 0
        yield "claim descriptions", len(told.described)
        yield "claim headline", len(told.words & self._topics.headline)
        yield "claim lead", len(told.words & self._topics.lead)


def _between(told: Told, topic: Topic) -> Counts:
    """Give the features of a topic and a claim together."""
    first, last = (told.basis[0], told.basis[-1]) if told.basis else (topic.head, topic.head)
    head, new = noun(topic.head), len(topic.content - told.words)
    nouns = frozenset(noun(word) for word in topic.words if syntax.is_nominal(word))
    yield "new", new
    yield "old", 1 - new / len(topic.content)
    yield "new share", new / max(1, len(told.words))
    yield "head there", head in told.nouns
    yield "head described", head in told.described
    yield "head open", head in told.open
    yield "nouns there", len(nouns & told.nouns)
    yield "nouns described", len(nouns & told.described)
    yield "nouns open", len(nouns & told.open)
    yield "same sentence", topic.head.sentence == first.sentence
    yield "sentences between", max(0, first.sentence - topic.head.sentence)
    yield "within", first.start <= topic.place[0] and topic.place[1] <= last.end


def score(counts: Counts) -> float:
    """Return the log odds that some features add up to."""
    return sum([WEIGHTS.get(name, 0.0) * log1p(count) for name, count in counts])


def _descriptions(draft: Draft) -> Iterator[Word]:
    """Give the nouns with a mere `the` that a draft has as the article does."""
    words = (piece.word for piece in draft.pieces if piece.word and piece.text and not piece.rules)
    return (word for word in words if is_bare(draft.document, word))
