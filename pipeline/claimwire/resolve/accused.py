"""Whom an attribution accuses or blames, by the place of a noun phrase beside its cue."""

from __future__ import annotations

from collections.abc import Container, Iterator

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.english.syntax import (
    agent,
    antecedent,
    child,
    children,
    complement,
    head,
    is_nominal,
    is_passive,
    negation,
    object_of,
    own_subject,
    person,
    subject,
)
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import Attribution


class _Data(TypedDict):
    after: dict[str, list[str]]
    objects: list[str]
    clauses: list[str]
    tried: list[str]
    """Verbs of what happens to somebody who is accused."""

    answering: list[str]
    """Verbs of what the accused does, but to what is in `procedure`."""

    procedure: list[str]
    called: list[str]
    """Nouns for the accused."""


_DATA = read_json("claimwire.resolve", "accused.json", _Data)
_OBJECTS, _CLAUSES = frozenset(_DATA["objects"]), frozenset(_DATA["clauses"])
_TRIED, _ANSWERING = frozenset(_DATA["tried"]), frozenset(_DATA["answering"])
_PROCEDURE = frozenset(_DATA["procedure"])
_REASONS = ("for", "of", "over", "with")
"""Prepositions of what somebody is accused of."""

_REASONS_OF = {"accuse": ("of",), "charge": ("with", "over")}
"""The same by verb; others have `for` and `over`."""

ACCUSED = frozenset(_DATA["called"])
"""Nouns for the accused."""


def stands_accused(document: Document, word: Word) -> bool:
    """Tell whether a clause says of a noun that it is accused: `was charged`, `a man jailed for theft`."""
    while word.relation == "conj":
        word = document.words[word.head]
    above = head(document, word)
    clauses = [
        (one, child(document, one, "nsubj", "nsubj:pass"))
        for one in children(document, word, "acl", "acl:relcl")
    ]
    return any(
        _is_accused(document, verb, noun) for verb, noun in [(above, word), *clauses] if verb is not None
    )


def _is_accused(document: Document, verb: Word, noun: Word | None) -> bool:
    """Tell whether a verb says so of a noun; of what it is said of without one, if it is a participle."""
    if verb.tag != "VERB" or negation(document, verb) is not None:
        return False
    lemma = base(verb.lower, verb.form)
    if lemma in _TRIED:
        return noun.relation in ("obj", "nsubj:pass") if noun else verb.form == "VBN"
    done = object_of(document, verb)
    is_procedure = done is not None and done.lower in _PROCEDURE
    return lemma in _ANSWERING and noun is not None and noun.relation == "nsubj" and not is_procedure


def reason_behind(document: Document, noun: Word) -> Word | None:
    """Return what somebody is blamed for where the tree puts it under their name: `sued the town over it`.

    An `of` belongs to the name, unless an act follows: `accused the head of the board of lying`.
    """
    verb = head(document, noun)
    lemma = base(verb.lower, verb.form) if verb is not None else ""
    if lemma not in _OBJECTS:
        return None
    expected = _REASONS_OF.get(lemma, ("for", "over"))
    for one in children(document, noun, "nmod", "acl", "advcl"):
        case = child(document, one, "case", "mark")
        before = case.lower if case is not None and one.i > noun.i else ""
        if before in expected and (before != "of" or one.form == "VBG"):
            return one
    return None


def is_allegation(one: Attribution) -> bool:
    """Whether a cue alleges something, of somebody or of nobody: `it is alleged that`."""
    return one.cue is not None and one.cue.lemma in _CLAUSES


def blames(one: Attribution) -> bool:
    """Whether a cue itself accuses or blames somebody."""
    return one.cue is not None and lexicon().stances.get(one.cue.lemma) == "accuses"


def accused_words(document: Document, one: Attribution) -> Iterator[Word]:
    """Give the head words of whom an attribution may be directed against, the likeliest first."""
    if one.cue is None or (one.source is None and is_allegation(one)):
        return
    cues = [word for span in one.cue.spans for word in document.within(span.start, span.end)]
    for word in _candidates(document, one, cues):
        yield antecedent(document, word) or word


def _candidates(document: Document, one: Attribution, cues: list[Word]) -> Iterator[Word]:
    lemma = one.cue.lemma if one.cue else ""
    prepositions = _DATA["after"].get(lemma, ())
    if lemma not in _OBJECTS and not prepositions:
        yield from _of_content(document, one)
        return
    first = one.content[0]
    if lemma in _OBJECTS and len(one.content) > 1 and first.end <= cues[0].start:
        yield from document.heads(document.within(first.start, first.end))
    acting = next((word for word in cues if word.tag == "VERB"), None)
    last = max(one.content[-1].end, one.cue.spans[-1].end if one.cue else 0)
    after = [word for word in document.within(cues[0].start, last) if _follows(document, word, prepositions)]
    blamed = None
    if acting is not None and lemma in _OBJECTS:
        blamed = _blamed(document, acting)
    taken = [blamed] if blamed is not None else []
    yield from [*taken, *after] if acting is not None and _has_reason(document, acting) else [*after, *taken]
    yield from document.heads(document.within(one.content[0].start, one.content[0].end))


def _has_reason(document: Document, verb: Word) -> bool:
    """Whether what somebody is blamed for follows: `blamed the crew for the loss on Friday`."""
    return any(_follows(document, one, _REASONS) for one in children(document, verb, "obl", "nmod", "advcl"))


def _follows(document: Document, word: Word, prepositions: Container[str]) -> bool:
    case = child(document, word, "case", "mark")
    return case is not None and case.lower in prepositions and not word.lower.endswith("day")


def _blamed(document: Document, verb: Word) -> Word | None:
    """Return whom a verb of accusing is about: Lee, in `charged Lee` and `Lee was charged`."""
    return subject(document, verb) if is_passive(document, verb) else _object(document, verb)


def _object(document: Document, verb: Word) -> Word | None:
    found = object_of(document, verb)
    if found is not None:
        return found
    below = complement(document, verb)
    if below is not None and (taken := own_subject(document, below)) is not None:
        return taken
    above = document.words[verb.head] if verb.relation == "acl:relcl" and verb.head >= 0 else None
    return above if above is not None and own_subject(document, verb) is not None else None


def _of_content(document: Document, one: Attribution) -> Iterator[Word]:
    """Give whom a content is directed against: who acts in it, or whose doing it is."""
    words = document.within(one.content[0].start, one.content[0].end)
    for top in document.heads(words):
        told = _told(document, top)
        is_passed_on = not blames(one) and _is_accusing(document, told)
        acting = _blamed(document, told) if is_passed_on else _acting(document, told)
        if acting is not None:
            owners = list(_owners(document, acting))
            yield from () if any(person(one) == 1 for one in owners) else (acting, *owners)


def _is_accusing(document: Document, verb: Word) -> bool:
    """Tell whether a verb accuses somebody of something: `charged Lee with fraud`, but not `charged fees`."""
    is_listed = verb.tag == "VERB" and base(verb.lower, verb.form) in _OBJECTS
    return is_listed and _has_reason(document, verb)


def _told(document: Document, head: Word) -> Word:
    """Return what somebody is told to think, else the verb itself: `police suspect that he lied`."""
    below = child(document, head, "ccomp")
    thinks = lexicon().stances.get(base(head.text, head.form).lower()) == "believes"
    return below if below is not None and thinks and negation(document, head) is None else head


def _acting(document: Document, head: Word) -> Word | None:
    """Return who does something: Lee, in `Lee had lied` and `they were paid by Lee`."""
    if is_nominal(head) and child(document, head, "cop") is None:
        return head
    return agent(document, head) if is_passive(document, head) else own_subject(document, head)


def _owners(document: Document, noun: Word) -> Iterator[Word]:
    """Give whose a thing is: `Lee’s conduct`, `the act of the board`, `the attack by rebels`."""
    for one in children(document, noun, "nmod:poss", "nmod"):
        case = child(document, one, "case")
        if one.relation == "nmod:poss" or (case is not None and case.lower in ("of", "by")):
            yield one
