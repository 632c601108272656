"""Modifiers of a thing, put into claims that only the article's readers would understand.

Whoever reads a claim has not read its article. If that tells of `the Orland bill` before, `the bill passed`
becomes `the Orland bill passed` (decontextualization, Choi et al. 2021). But a noun may mean another bill. A
logistic regression over both mentions and the network's states tells how likely it means that one.
`training/modifiers.py` fits it to judgments. Of what else was tried, too much was wrong: phrases behind a
noun, places, and an article's place in brackets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.claims.linear import linear, probability
from claimwire.claims.text.draft import Draft, Piece
from claimwire.claims.text.naming import has_quoted, is_bare
from claimwire.claims.text.said import Form
from claimwire.english import syntax
from claimwire.english.closed_class import FUNCTION_WORDS
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.english.senses import sense
from claimwire.words import words_of
from claimwire_schemas import Span

SURE = 0.8
"""The least probability at which a modifier is put in; chosen on the judgments."""

MENTIONS = 8
"""First modified mentions of a noun that are looked at: work on a claim does not grow with the article."""

_BEFORE = ("compound", "amod", "nmod:desc")
_JOINING = ("DET", "CCONJ", "PUNCT", "ADP")
_FAR = (1, 3, 8, 20)
"""Bounds, in sentences, of the classes of a distance."""

_MANY = 4
"""From this number on, counts are one class."""


class Modified(NamedTuple):
    """A mention of a noun with what modifies it."""

    noun: Word
    modifier: Sequence[Word]
    """Neighbouring words before the noun."""

    text: str
    """The modifier in lower case."""


class Context:
    """What a document tells of the things in its claims."""

    def __init__(self, document: Document, *, sure: float = SURE) -> None:
        self.document = document
        self._sure = sure

    def put(self, draft: Draft, form: Form, *, claimant: str | None) -> None:
        """Put the likeliest modifier before its noun, if it is sure enough.

        Quotations stay as they are. Nothing is put in that the text or the claimant's name has.
        """
        if form == "quotation":
            return
        told = {word for piece in draft.visible for word in words_of(piece.text)}
        told.update(words_of(claimant or ""))
        found = [
            (self.likely(word, one), word, one)
            for word in _open_nouns(draft)
            for one in self._modified[lemma(word)]
            if one.noun.i < word.i and not draft.has(one.noun) and told.isdisjoint(_content(one))
        ]
        sure = [one for one in found if one[0] >= self._sure]
        if sure:
            _, word, one = max(sure, key=lambda it: it[0])
            antecedent = Span.of(self.document.text, one.modifier[0].start, one.modifier[-1].end)
            draft.insert(word, f"{self._told(one)} ", "context", antecedent=antecedent)

    def likely(self, word: Word, one: Modified) -> float:
        """Return the probability that a noun means the thing of another mention."""
        model = linear("claimwire.claims.text", "context")
        return probability(float(model.scores(self.features(word, one), self.states(word, one))[0]))

    def modified(self, noun: Word) -> Modified | None:
        """Return a noun with its modifier, if it is nobody's: `his own party` is no `own party`."""
        is_owned = syntax.child(self.document, noun, "nmod:poss") is not None
        # Trees of headlines are often wrong.
        is_running = self.document.words[self.document.sentences[noun.sentence].stop - 1].tag == "PUNCT"
        found = self._before(noun) if noun.tag == "NOUN" and is_running and not is_owned else ()
        is_marked = any(word.tag == "PUNCT" and word.text != "-" for word in found)
        return Modified(noun, found, self._text(found).lower()) if found and not is_marked else None

    def _before(self, noun: Word) -> Sequence[Word]:
        """Return the compounds and adjectives right before a noun."""
        document = self.document
        branches = (one for one in syntax.children(document, noun, *_BEFORE) if one.i < noun.i)
        below = {word.i for one in branches for word in syntax.subtree(document, one)}
        first = noun.i
        while first - 1 in below:
            first -= 1
        while document.words[first].tag in _JOINING:
            first += 1
        return document.words[first : noun.i]

    def _text(self, words: Sequence[Word]) -> str:
        return " ".join(self.document.exact(words).split())

    def _told(self, one: Modified) -> str:
        """Return a modifier without the capital that it has for opening a sentence."""
        first, text = one.modifier[0], self._text(one.modifier)
        opens = first.i == self.document.sentences[first.sentence].start and first.tag != "PROPN"
        return text[0].lower() + text[1:] if opens else text

    @cached_property
    def _modified(self) -> defaultdict[str, list[Modified]]:
        found = defaultdict[str, list[Modified]](list)
        for word in self.document.words:
            known = found[lemma(word)] if word.tag == "NOUN" else None
            one = self.modified(word) if known is not None and len(known) < MENTIONS else None
            if known is not None and one is not None:
                known.append(one)
        return found

    @cached_property
    def _bare(self) -> Counter[str]:
        """How often each noun has a mere `the`."""
        return Counter(lemma(word) for word in self.document.words if is_bare(self.document, word))

    @cached_property
    def _headline(self) -> frozenset[str]:
        return frozenset(
            words_of(self.document.exact(self.document.words[: self.document.sentences[0].stop]))
        )

    def states(self, word: Word, one: Modified) -> NDArray[np.float32]:
        """Return the network's states of a noun and, on average, of a modifier, each of length 1."""
        vectors = self.document.vectors
        if not vectors.size:
            return np.zeros(0, np.float32)
        mean = vectors[one.modifier[0].i : one.modifier[-1].i + 1].mean(axis=0)
        pair = (vectors[word.i], mean)
        return np.concatenate([state / (np.linalg.norm(state) + 1e-6) for state in pair]).astype(np.float32)

    def features(self, word: Word, one: Modified) -> list[str]:
        """Return what tells whether a noun means the thing of another mention."""
        noun, other = lemma(word), one.noun
        return [
            f"noun={noun}",
            f"sense={sense(noun)}",
            f"relation={word.type}",
            f"same number={word.form == other.form}",
            f"bare={min(_MANY, self._bare[noun])}",
            f"sentence={min(_MANY, word.sentence)}",
            f"quoted={self.document.quotation_at(word.start) is not None}",
            f"in headline={word.lower in self._headline}",
            f"first={self.document.firsts[word.lower] == word.i}",
            *self._of_other(one),
            *self._of_both(word, one),
        ]

    def _of_other(self, one: Modified) -> Iterator[str]:
        other, words = one.noun, one.modifier
        yield f"other determiner={determiner(self.document, other)}"
        yield f"other relation={other.type}"
        yield f"other sentence={min(_MANY, other.sentence)}"
        yield f"other quoted={self.document.quotation_at(other.start) is not None}"
        yield f"words={min(_MANY, len(words))}"
        yield f"modifier in headline={_content(one) <= self._headline}"
        # In order, since sums of floats depend on it.
        yield from (f"tag={tag}" for tag in sorted({word.tag for word in words}))
        yield from (f"adjective={word.lower}" for word in words if word.tag == "ADJ")
        names = {name.kind for word in words if (name := self.document.name_at(word)) is not None}
        yield from (f"name={kind}" for kind in sorted(names))

    def _of_both(self, word: Word, one: Modified) -> Iterator[str]:
        known = self._modified[lemma(word)]
        before = [it for it in known if it.noun.i < word.i]
        yield f"same={min(_MANY, sum(it.text == one.text for it in known))}"
        yield f"others={min(_MANY, len({it.text for it in known} - {one.text}))}"
        yield f"nearest={bool(before) and before[-1].text == one.text}"
        yield f"opens={known[0].text == one.text}"
        yield f"far={sum(word.sentence - one.noun.sentence >= bound for bound in _FAR)}"


def lemma(noun: Word) -> str:
    """Return the base form of a noun, in lower case."""
    return base(noun.text, noun.form).lower()


def _content(one: Modified) -> frozenset[str]:
    return frozenset(words_of(one.text)) - FUNCTION_WORDS


def _open_nouns(draft: Draft) -> Iterator[Word]:
    """Give the nouns of a draft with a `the` and nothing that tells which one is meant."""
    return (piece.word for piece in draft.visible if piece.word and _is_open(draft, piece, piece.word))


def _is_open(draft: Draft, piece: Piece, word: Word) -> bool:
    """Tell whether a word is such a noun; none is that a speaker says literally, or that owns something."""
    document = draft.document
    if piece.rules or syntax.is_relation(word, "compound", "nmod:poss") or not is_bare(document, word):
        return False
    before = document.text[document.words[document.sentences[word.sentence].start].start : word.start]
    return not has_quoted(draft, word) and before.rfind("[") <= before.rfind("]")


def determiner(document: Document, noun: Word) -> str:
    """Return a noun's determiner in lower case; else its tag, which tells a plural."""
    found = syntax.child(document, noun, "det")
    return found.lower if found else noun.form
