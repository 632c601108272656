"""Questions to the tree of a document: phrases, arguments, voice, negation, number and person.

A relation asked for without a subtype has its subtypes too: `nsubj` is `nsubj` or `nsubj:pass`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from claimwire.english.closed_class import NEGATIONS, PRONOUNS, RELATIVE_PRONOUNS, Number
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base

_NOMINALS = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_ALWAYS_FINITE = frozenset(("am", "is", "are", "was", "were", "has", "does", "did"))
_PLURALS = frozenset(("NNS", "NNPS"))
_BEFORE_NOUN = frozenset(
    (
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "flat",
        "nmod:desc",
        "nmod:unmarked",
        "punct",
        "advmod",
    )
)
_OPENING = frozenset(("mark", "cc", "punct", "case"))
_APART = frozenset(("punct", "parataxis", "discourse", "vocative"))


def is_relation(word: Word, *relations: str) -> bool:
    """Tell whether a word has one of some relations, or a subtype of one."""
    return word.relation in relations or word.type in relations


def children(document: Document, word: Word, *relations: str) -> tuple[Word, ...]:
    """Return the words that depend on a word in one of some relations, in order."""
    below = document.dependents[word.i]
    return tuple([one for one in below if one.relation in relations or one.type in relations])


def child(document: Document, word: Word, *relations: str) -> Word | None:
    """Return the first word that depends on a word in one of some relations."""
    for one in document.dependents[word.i]:
        if one.relation in relations or one.type in relations:
            return one
    return None


def head(document: Document, word: Word) -> Word | None:
    """Return the word that a word depends on; None for a root."""
    return document.words[word.head] if word.head >= 0 else None


def ancestors(document: Document, word: Word) -> Iterator[Word]:
    """Give a word's head, the head's, and so on."""
    above = head(document, word)
    while above is not None:
        yield above
        above = head(document, above)


def subtree(document: Document, word: Word, *, without: Container[str] = ()) -> tuple[Word, ...]:
    """Return a word and all below it, in order, but for branches of the relations in `without`."""
    found, waiting = [], [word]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += (below for below in document.dependents[one.i] if below.relation not in without)
    return tuple(sorted(found, key=lambda one: one.i))


def phrase(document: Document, word: Word, *, without: Container[str] = ()) -> Sequence[Word]:
    """Return the neighbouring words of a subtree around its head, without what opens or closes it.

    What opens it is a preposition, a conjunction or a mark; what closes it is a mark.
    """
    inside = {one.i for one in subtree(document, word, without=without)}
    first = last = word.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < word.i and _opens(document.words[first], word):
        first += 1
    while last > word.i and document.words[last].relation == "punct":
        last -= 1
    return document.words[first : last + 1]


def _opens(one: Word, top: Word) -> bool:
    return one.relation == "punct" or (one.head == top.i and one.relation in _OPENING)


def noun_chunk(document: Document, noun: Word) -> Sequence[Word]:
    """Return a noun with what stands before it: `the three new members` of `the three new members of it`."""
    first = noun.i
    belonging = {
        one.i
        for before in document.dependents[noun.i]
        if before.i < noun.i and before.relation in _BEFORE_NOUN
        for one in subtree(document, before)
        if one.i < noun.i
    }
    while first - 1 in belonging:
        first -= 1
    while document.words[first].relation == "punct" and first < noun.i:
        first += 1
    last = noun.i
    while last + 1 < len(document.words) and _continues_name(document.words[last + 1], noun.i, last):
        last += 1
    return document.words[first : last + 1]


def _continues_name(word: Word, noun: int, last: int) -> bool:
    return word.relation in ("flat", "goeswith") and noun <= word.head <= last


def conjuncts(document: Document, word: Word) -> tuple[Word, ...]:
    """Return a word and those joined to it by `and`, `or` or a comma."""
    return (word, *children(document, word, "conj"))


def is_nominal(word: Word) -> bool:
    """Tell whether a word can be an argument: a noun, a name, a pronoun, a number."""
    return word.tag in _NOMINALS


def own_subject(document: Document, verb: Word) -> Word | None:
    """Return the subject that stands with a verb itself."""
    return child(document, verb, "nsubj", "csubj")


def subject(document: Document, verb: Word) -> Word | None:
    """Return the subject of a verb: its own, or that of the verb it is joined to or completes.

    Of `the man who left` and `the man seen leaving`, that is `man`; of `told him to leave`, `him`.
    """
    own = own_subject(document, verb)
    if own is not None:
        return antecedent(document, own) or own
    above = head(document, verb)
    if above is None:
        return None
    if verb.relation == "conj":
        return subject(document, above)
    if verb.relation == "xcomp":
        return object_of(document, above) or subject(document, above)
    participle = verb.relation == "acl" and verb.form in ("VBG", "VBN") and not child(document, verb, "mark")
    return above if participle and is_nominal(above) else None


def antecedent(document: Document, pronoun: Word) -> Word | None:
    """Return the noun that a relative pronoun stands for."""
    if pronoun.lower not in RELATIVE_PRONOUNS or pronoun.tag != "PRON" or _opens_sentence(document, pronoun):
        return None
    clause = next((one for one in ancestors(document, pronoun) if one.relation == "acl:relcl"), None)
    noun = head(document, clause) if clause else None
    if noun is not None and is_nominal(noun):
        return noun
    before = [one for one in document.words[max(0, pronoun.i - 2) : pronoun.i] if is_nominal(one)]
    if noun is None:
        before = [one for one in before if _is_argument(one) and _is_before_aside(document, one, pronoun)]
    return name_head(document, before[-1]) if before else None


def _opens_sentence(document: Document, pronoun: Word) -> bool:
    """Tell whether a `that` begins a sentence, also one that the tree goes on from another."""
    is_first = not pronoun.i or document.words[pronoun.i - 1].sentence != pronoun.sentence
    return pronoun.lower == "that" and (is_first or pronoun.text[0].isupper())


def _is_argument(noun: Word) -> bool:
    return noun.tag in ("NOUN", "PROPN") and is_relation(noun, "nsubj", "obj", "flat")


def _is_before_aside(document: Document, noun: Word, pronoun: Word) -> bool:
    """Tell whether only a comma stands between a noun and a `which` that the tree takes for no relative."""
    between = document.words[noun.i + 1 : pronoun.i]
    return pronoun.lower == "which" and [one.text for one in between] == [","]


def name_head(document: Document, word: Word) -> Word:
    """Return the first word of the name that a word goes on: `Ada` of `Ada Vane`."""
    while word.relation == "flat":
        word = document.words[word.head]
    return word


def object_of(document: Document, verb: Word) -> Word | None:
    """Return the direct object of a verb, else the indirect one."""
    return child(document, verb, "obj") or child(document, verb, "iobj")


def complement(document: Document, verb: Word) -> Word | None:
    """Return the head of the clause that completes a verb: `rains` of `said that it rains`."""
    return child(document, verb, "ccomp") or child(document, verb, "xcomp")


def agent(document: Document, verb: Word) -> Word | None:
    """Return who does what a passive verb says: `police` of `was found by police`."""
    return child(document, verb, "obl:agent")


def is_passive(document: Document, verb: Word) -> bool:
    """Tell whether a verb is a passive: `was asked`, and the participle in `a man accused of fraud`."""
    if child(document, verb, "nsubj:pass", "csubj:pass", "aux:pass", "obl:agent") is not None:
        return True
    helpers = auxiliaries(document, verb)
    is_alone = verb.relation in ("acl", "advcl") and not helpers
    return verb.form == "VBN" and (is_alone or any(base(one.text, one.form) == "be" for one in helpers))


def auxiliaries(document: Document, verb: Word) -> tuple[Word, ...]:
    """Return the auxiliaries and the copula of a verb or predicate, in order."""
    return document.auxiliaries[verb.i]


def is_finite(document: Document, verb: Word) -> bool:
    """Tell whether a verb or predicate has a tense: by its own form or by its first auxiliary's."""
    first = next(iter(auxiliaries(document, verb)), verb)
    return first.form in _FINITE or first.lower in _ALWAYS_FINITE


def is_turned(document: Document, verb: Word, *helpers: str) -> bool:
    """Tell whether an auxiliary of a verb, of some words if any are given, stands before its subject."""
    subject = own_subject(document, verb)
    found = (one for one in auxiliaries(document, verb) if not helpers or one.lower in helpers)
    return subject is not None and any(one.i < subject.i for one in found)


def is_asked(document: Document, word: Word) -> bool:
    """Tell whether a word's sentence ends with a question mark, a closing mark behind it or not."""
    return any(one.text == "?" for one in document.sentence_of(word)[-2:])


def negation(document: Document, verb: Word) -> Word | None:
    """Return the word that negates a verb or noun itself: `not`, `n't`, `never`, `no`."""
    return next(
        (one for one in children(document, verb, "advmod", "det", "cc") if one.lower in NEGATIONS), None
    )


def number(document: Document, noun: Word) -> Number:
    """Return the number of a noun, pronoun or of nouns joined by `and`."""
    pronoun = PRONOUNS.get(noun.lower)
    if pronoun is not None:
        return pronoun["number"]
    if noun.form in _PLURALS:
        return "plural"
    joins = [
        one.lower for joined in children(document, noun, "conj") for one in children(document, joined, "cc")
    ]
    return "plural" if joins and "or" not in joins else "singular"


def person(noun: Word) -> int:
    """Return the grammatical person of a noun or pronoun."""
    pronoun = PRONOUNS.get(noun.lower)
    return pronoun["person"] if pronoun else 3


def clause(document: Document, verb: Word) -> Sequence[Word]:
    """Return the words of a verb's clause, without the conjunction and marks that open and close it."""
    return phrase(document, verb)


def clause_head(document: Document, word: Word) -> Word:
    """Return the verb or predicate whose clause a word stands in."""
    while word.head >= 0 and not _heads_clause(word):
        word = document.words[word.head]
    return word


def _heads_clause(word: Word) -> bool:
    return is_relation(word, "root", "ccomp", "advcl", "acl", "csubj", "parataxis") or (
        word.relation in ("conj", "xcomp") and word.tag in ("VERB", "AUX")
    )


def is_apart(word: Word) -> bool:
    """Tell whether a word's branch stands outside the sense of its clause: a mark, an aside, an address."""
    return word.relation in _APART
