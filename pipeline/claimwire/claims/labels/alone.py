"""Standing alone: whether a reader understands a claim without its article.

A logistic regression over what a text's words may leave open and over the network's states, fitted by
`training/confidence.py` to claims that were read with the article in hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimwire.claims.linear import Floats, linear, probability
from claimwire.english import syntax
from claimwire.english.closed_class import DEMONSTRATIVES, PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.senses import sense
from claimwire.entities.nouns import singular
from claimwire_schemas import Claim

_LIKELY = 0.5
"""How likely a claim stands alone at least, to be said to."""

_LEADING_BACK = frozenset(
    ("again", "already", "also", "earlier", "here", "instead", "later", "so", "still", "then", "there", "too")
)
"""Adverbs that may lead back to what was said before."""

_POINTING = DEMONSTRATIVES | {"another", "both", "one", "other", "such"}
_DETERMINERS = frozenset(("the", "a", "an", "another", "any", "no", "some")) | DEMONSTRATIVES
_PARTS_OF_NAMES = ("compound", "fixed", "nmod:desc")
_MANY = 4
"""From this number on, counts are one class."""

_FARTHEST = 12
"""Sentences that tell how far down an article a claim stands."""


def stands_alone(claim: Claim, document: Document, states: Floats) -> bool:
    """Tell whether a claim is likely to be understood without its article; none is that leaves words open.

    `states` are those of its attribution, or of the outlet's own sentence.
    """
    if claim.open:
        return False
    model = linear("claimwire.claims.labels", "alone")
    return probability(float(model.scores(openness_of(claim, document), states)[0])) >= _LIKELY


def openness_of(claim: Claim, document: Document) -> list[str]:
    """Return what a claim's standing alone is told from, beside the network's states."""
    words = _kept(claim, document)
    return list(dict.fromkeys([*_of_claim(claim, words), *_of_words(document, words)]))


def _kept(claim: Claim, document: Document) -> Sequence[Word]:
    """Return the article's words that a text has unchanged."""
    changed = [edit.span for edit in claim.edits]
    words = (word for span in claim.basis for word in document.within(span.start, span.end))
    return [word for word in words if not any(span.start <= word.start < span.end for span in changed)]


def _of_claim(claim: Claim, words: Sequence[Word]) -> Iterator[str]:
    yield f"form={claim.form}"
    yield f"stance={claim.stance}"
    yield f"type={claim.claim_type}"
    yield f"resolution={claim.claimant.resolution}"
    yield f"length={min(10, len(claim.text) // 30)}"
    yield from (f"rule={rule}" for edit in claim.edits for rule in (edit.rule or "").split("+"))
    if words:
        yield f"first={words[0].lower}"
        yield f"sentence={min(words[0].sentence, _FARTHEST) // 2}"


def _of_words(document: Document, words: Sequence[Word]) -> Iterator[str]:
    first = min((word.i for word in words), default=0)
    names = [word for word in words if document.name_at(word) is not None]
    plain = [word for word in words if document.name_at(word) is None]
    nouns = [word for word in plain if word.tag == "NOUN" and word.relation not in _PARTS_OF_NAMES]
    definite = [noun for noun in nouns if _determiner(document, noun) == "the"]
    yield f"names={min(_MANY, len(names))}"
    yield f"definite={min(_MANY, len(definite))}"
    yield f"definite before={min(_MANY, sum(_is_known(document, noun, first) for noun in definite))}"
    yield from (f"noun={singular(noun.lower)}" for noun in definite)
    for noun in nouns:
        yield from _of_noun(document, noun, first)
    for word in plain:
        yield from _of_pointer(word)


def _of_noun(document: Document, noun: Word, first: int) -> Iterator[str]:
    """Give how a noun is determined, and whether the article had it before the claim."""
    determiner = _determiner(document, noun)
    before = "before" if _is_known(document, noun, first) else "new"
    modifiers = syntax.children(document, noun, "amod", "compound", "nummod")
    is_named = any(document.name_at(one) for one in modifiers)
    described = "named" if is_named else ("described" if modifiers else "bare")
    behind = any(one.i > noun.i for one in syntax.children(document, noun, "nmod", "acl"))
    yield determiner
    yield f"{determiner} {before}"
    yield f"{determiner} {before} {described} {behind}"
    yield f"{determiner} {sense(singular(noun.lower))}"
    yield f"{determiner} {before} {sense(singular(noun.lower))}"


def _of_pointer(word: Word) -> Iterator[str]:
    """Give a word that stands for something else."""
    pronoun = PRONOUNS.get(word.lower)
    if pronoun is not None and pronoun["person"] == 3:
        yield "pronoun"
        yield f"pronoun={word.lower}"
    elif (word.tag == "PRON" and word.lower in _POINTING) or word.lower in _LEADING_BACK:
        yield f"pointer={word.lower}"


def _determiner(document: Document, noun: Word) -> str:
    found = syntax.child(document, noun, "det")
    if found is not None:
        return found.lower if found.lower in _DETERMINERS else "other"
    return "whose" if syntax.child(document, noun, "nmod:poss") else "none"


def _is_known(document: Document, noun: Word, first: int) -> bool:
    """Tell whether an article has a noun before a claim's first word, in one number or the other."""
    spellings = (noun.lower, singular(noun.lower))
    return any(document.firsts.get(one, first) < first for one in spellings)
