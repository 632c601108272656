"""What an article tells of things, put into claims that only its readers would understand.

Whoever reads a claim has not read its article. `The fire started in a car` becomes `The fire in a warehouse
at Wend Airport started in a car`, and `190 were dead` becomes `190 were dead [Khalpur, Wendia]`
(decontextualization, Choi et al. 2021). A linear regression tells how much nearer a phrase brings a text to
the wordings of annotators who were to make claims readable alone. `training/contexts.py` fits it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log1p
from typing import NamedTuple, Protocol

from claimwire.claims.text.draft import Draft, Piece
from claimwire.claims.text.naming import has_quoted
from claimwire.claims.text.phrases import Counts, Phrase, Phrases, noun
from claimwire.claims.text.said import Form
from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import DEMONSTRATIVES
from claimwire.english.document import Document, Word
from claimwire.english.senses import is_happening, sense
from claimwire.entities.nouns import noun_kind
from claimwire.words import words_of
from claimwire_schemas import Span

WEIGHTS = read_json("claimwire.claims.text", "context.json", dict[str, float])
LEAST = 0.03
"""Token F1 that a phrase is expected to gain at least; chosen on development data."""

ASIDE = 0.04
"""What a place in brackets has to gain besides: it may be that of something else."""

NEW = 0.3
"""Share of a phrase's words that the claim must not have."""

DEFINITE = DEMONSTRATIVES | {"the"}
_TELLING = ("nmod", "acl", "appos", "flat", "nummod", "nmod:poss")
_RELATIONS = ("nsubj", "obj", "obl", "nmod", "root", "conj")


class PutsContext(Protocol):
    """Puts what a document tells into drafts of its claims."""

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

    nouns: Sequence[Word]
    """Those of its nouns that no phrase of it tells from others."""

    last: Word | None
    """The last word, if something can be put behind it."""

    lemmas: frozenset[str]
    open: frozenset[str]
    """Its words that only the article explains."""

    form: Form
    places: int


class Insertion(NamedTuple):
    """A phrase and the word that it is put around."""

    at: Word
    phrase: Phrase
    before: str
    after: str


def told_in(draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> Told:
    """Return what a draft tells so far."""
    document, shown = draft.document, draft.visible
    basis = [piece.word for piece in shown if piece.word]
    opened = (word for span in left_open for word in document.within(span.start, span.end))
    return Told(
        words=frozenset(word for piece in shown for word in words_of(piece.text))
        | frozenset(words_of(claimant or "")),
        basis=basis,
        nouns=[piece.word for piece in shown if piece.word and _is_open(draft, piece, piece.word)],
        last=_last(draft, basis),
        lemmas=frozenset(noun(word) for word in basis if word.tag == "NOUN"),
        open=frozenset(map(noun, opened)),
        form=form,
        places=sum((name := document.name_at(word)) is not None and name.kind == "place" for word in basis),
    )


def _is_open(draft: Draft, piece: Piece, word: Word) -> bool:
    """Tell whether a word is a noun with an article at most, and nothing that tells which one is meant.

    None is that a speaker says literally, or that owns something.
    """
    document, below = draft.document, draft.document.dependents[word.i]
    if word.tag != "NOUN" or piece.rules or syntax.is_relation(word, "compound", "nmod:poss"):
        return False
    before = document.text[document.sentence_of(word)[0].start : word.start]
    if has_quoted(draft, word) or before.rfind("[") > before.rfind("]"):
        return False
    return not any(syntax.is_relation(one, *_TELLING) and draft.has(one) for one in below)


def _last(draft: Draft, basis: Sequence[Word]) -> Word | None:
    """Return the last word of a draft, if it is not quoted: what is put behind it would be the speaker's."""
    words = [word for word in basis if word.tag != "PUNCT"]
    return words[-1] if words and not has_quoted(draft, words[-1]) else None


class Context:
    """What can be put into the claims of a document, if it gains `least`."""

    def __init__(
        self, document: Document, *, weights: Mapping[str, float] = WEIGHTS, least: float = LEAST
    ) -> None:
        self.document = document
        self._phrases = Phrases(document)
        self._weights, self._least = weights, least
        self._alone = dict[tuple[object, ...], Sequence[tuple[str, float]]]()

    def put(self, draft: Draft, left_open: Sequence[Span], form: Form, *, claimant: str | None) -> bool:
        """Put in the phrase that gains most, if it gains enough, and tell whether one does.

        A place in brackets is put in where no other phrase is.
        """
        told = told_in(draft, left_open, form, claimant=claimant)
        gains = ((one.phrase.kind != "aside", self._gain(told, one), one) for one in self.insertions(told))
        enough = [found for found in gains if found[1] >= self._least + (0 if found[0] else ASIDE)]
        if enough:
            _insert(draft, max(enough, key=lambda found: found[:2])[2])
        return bool(enough)

    def insertions(self, told: Told) -> Iterator[Insertion]:
        """Give what can be put into a claim that is no quotation: each phrase once, where it belongs."""
        for one in self._possible(told) if told.form != "quotation" else ():
            content = self._phrases.content(one.phrase)
            if content and len(content - told.words) > NEW * len(content):
                yield one

    def _possible(self, told: Told) -> Iterator[Insertion]:
        for word in told.nouns:
            yield from self._of_noun(told, word)
        mere = [word for word in told.nouns if self._is_mere(word)]
        happened = [word for word in mere if is_happening(noun(word))]
        bodies = [word for word in mere if noun_kind(noun(word)) == "government"]
        for phrase in self._phrases.places:
            at = bodies if phrase.after[0].lower == "of" else happened
            if at:
                yield Insertion(at[0], phrase, "", self._phrases.text(phrase.after))
        if told.last and not told.places:
            for phrase in self._phrases.names:
                yield Insertion(told.last, phrase, "", f"[{self._phrases.text(phrase.after)}]")

    def _is_mere(self, word: Word) -> bool:
        """Tell whether a noun has a `the` or `this`, and no name or noun before it."""
        return (
            _determiner(self.document, word) in DEFINITE
            and not self._is_named(word)
            and syntax.child(self.document, word, "compound") is None
        )

    def _is_named(self, word: Word) -> bool:
        """Tell whether a noun has a name before it: `the Wendian government`."""
        below = syntax.children(self.document, word, "compound", "amod")
        return any(self.document.name_at(one) is not None for one in below)

    def _of_noun(self, told: Told, word: Word) -> Iterator[Insertion]:
        has_before = bool(syntax.children(self.document, word, "compound", "amod"))
        for phrase in self._phrases.of(noun(word)) if not self._is_named(word) else ():
            if phrase.head not in told.basis and not (phrase.before and has_before):
                before, after = self._phrases.text(phrase.before), self._phrases.text(phrase.after)
                yield Insertion(word, phrase, before, phrase.joined + after if after else "")

    def features(self, told: Told, one: Insertion) -> Iterator[tuple[str, float]]:
        """Give the features of a phrase for a claim; each kind of phrase has its own."""
        kind = one.phrase.kind
        key = (kind, one.phrase.place, one.phrase.head.i)
        if key not in self._alone:
            self._alone[key] = list(self._phrases.features(one.phrase))
        yield kind, 1.0
        for name, count in (*self._alone[key], *self._of_claim(told), *self._of_both(told, one)):
            if count:
                yield f"{kind} {name}", log1p(count)

    def _gain(self, told: Told, one: Insertion) -> float:
        return sum(self._weights.get(name, 0.0) * value for name, value in self.features(told, one))

    def _of_claim(self, told: Told) -> Counts:
        yield "claim words", len(told.words)
        yield "claim open", len(told.open)
        yield f"claim {told.form}", 1
        yield "claim names", sum(word.tag == "PROPN" for word in told.basis)
        yield "claim places", told.places
        yield "claim sentence", told.basis[0].sentence if told.basis else 0
        yield "claim nouns", len(told.nouns)
        yield "claim past", any(word.form == "VBD" for word in told.basis)
        yield "claim present", any(word.form in ("VBZ", "VBP") for word in told.basis)
        yield "claim modal", any(word.form == "MD" for word in told.basis)
        yield "claim copula", any(word.relation == "cop" for word in told.basis)
        yield "claim passive", any(word.relation == "aux:pass" for word in told.basis)
        yield "claim happenings", sum(map(is_happening, told.lemmas))
        yield "claim headline", len(told.words & self._phrases.headline)
        yield "claim lead", len(told.words & self._phrases.lead)

    def _of_both(self, told: Told, one: Insertion) -> Counts:
        content, phrase = self._phrases.content(one.phrase), one.phrase
        new = len(content - told.words)
        yield "new", new
        yield "old", 1 - new / len(content)
        yield "new share", new / max(1, len(told.words))
        between = (told.basis[0].sentence if told.basis else 0) - phrase.head.sentence
        yield "same sentence", between == 0
        yield "sentences between", max(0, between)
        yield "later", between < 0
        yield "head there", noun(phrase.head) in told.lemmas
        yield "behind noun", one.at in told.nouns
        if one.at in told.nouns:
            yield from self._of_place(told, one.at)
        if phrase.kind == "thing":
            yield "same form", phrase.head.form == one.at.form
            yield "rivals", len({other.head.i for other in self._phrases.of(noun(one.at))})

    def _of_place(self, told: Told, at: Word) -> Counts:
        lemma = noun(at)
        yield f"at {_determiner(self.document, at)}", 1
        yield f"at {sense(lemma)}", 1
        yield from ((f"at {name}", 1) for name in _RELATIONS if syntax.is_relation(at, name))
        yield "at open", lemma in told.open
        yield "at bare", self._phrases.bare(lemma)
        yield "at in headline", at.lower in self._phrases.headline
        yield "at in lead", at.lower in self._phrases.lead
        yield "at first", self.document.firsts[at.lower] == at.i
        yield "at has before", bool(syntax.children(self.document, at, "compound", "amod"))


def _determiner(document: Document, word: Word) -> str:
    """Return a noun's determiner in lower case; else its tag, which tells a plural."""
    found = syntax.child(document, word, "det")
    return found.lower if found else word.form


def _insert(draft: Draft, one: Insertion) -> None:
    """Put a phrase around its word."""
    antecedent = Span.of(draft.document.text, *one.phrase.place)
    if one.before:
        draft.insert(one.at, f"{one.before} ", "context", antecedent=antecedent)
    if one.after:
        draft.append(one.at, f" {one.after}", "context", antecedent=antecedent)
