"""Relative clauses: what a pronoun stands for, put where the clause of a text lacks it."""

from __future__ import annotations

from itertools import islice

from claimwire.claims.text.draft import Draft
from claimwire.english import syntax
from claimwire.english.closed_class import RELATIVE_PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.senses import sense
from claimwire_schemas import Span

_RELATIVE = ("WDT", "WP", "WP$")
"""Forms of a word that begins no sentence of its own."""

_NEAR = 4
"""Words behind a pronoun among which its verb is, source and cue included."""

_ONE = ("a", "an")
_SINGULAR, _PLURAL = ("is", "was", "has"), ("are", "were", "have")


def put_antecedent(draft: Draft, pronoun: Word) -> None:
    """Put the noun that a relative pronoun stands for in its place, unless the verb is of another number."""
    meant = syntax.antecedent(draft.document, pronoun)
    if meant is not None and _disagrees(draft, meant, pronoun):
        return
    if meant is not None and draft.has(meant) and pronoun.i == meant.i + 1:
        draft.leave_out([pronoun], "subject")
    elif meant is not None and not draft.has(meant):
        span = _phrase(draft.document, meant)
        draft.put([pronoun], span.exact, "subject", antecedent=span)


def _disagrees(draft: Draft, noun: Word, pronoun: Word) -> bool:
    """Tell whether the auxiliary behind a pronoun shows that a noun is not meant: `ads, which was wrong`."""
    behind = (piece.word.lower for piece in draft.visible if piece.word and piece.start > pronoun.start)
    auxiliary = next((one for one in islice(behind, _NEAR) if one in _SINGULAR or one in _PLURAL), "")
    if auxiliary in _PLURAL:
        articles = syntax.children(draft.document, noun, "det")
        is_one = noun.form == "NN" and sense(noun.lower) != "group"
        return is_one and pronoun.lower != "who" and any(one.lower in _ONE for one in articles)
    return noun.form == "NNS" and auxiliary in _SINGULAR


def put_behind_verb(draft: Draft, pronoun: Word) -> None:
    """Put the noun that a relative pronoun stands for where an object stands: `which he said he sold`."""
    document, verb = draft.document, draft.document.words[pronoun.head]
    meant = syntax.antecedent(document, pronoun)
    if meant is None or draft.has(meant) or not draft.has(verb):
        return
    behind = syntax.children(document, verb, "compound:prt", "iobj")
    last = max((verb, *(one for one in behind if draft.has(one))), key=lambda one: one.i)
    span = _phrase(document, meant)
    first = document.at(span.start)
    is_name = first is not None and first.tag == "PROPN"
    noun = span.exact if is_name else span.exact[0].lower() + span.exact[1:]
    draft.leave_out([pronoun], "subject")
    draft.put([last], f"{last.text} {noun}", "subject", antecedent=span)


def opens_relative(draft: Draft) -> bool:
    """Tell whether a draft begins with a `which` or `what` that nothing stands for."""
    first = next((piece.word for piece in draft.visible if piece.word and piece.word.tag != "PUNCT"), None)
    if first is None or draft.rules(first):
        return False
    return first.form in _RELATIVE or lacks_object(draft, first)


def lacks_object(draft: Draft, first: Word) -> bool:
    """Tell whether a draft begins with a relative pronoun that is an object: `that he could prove`."""
    is_relative = first.lower in RELATIVE_PRONOUNS and first.form != "DT"
    return first.relation == "obj" and is_relative and not draft.rules(first)


def _phrase(document: Document, noun: Word) -> Span:
    chunk = syntax.noun_chunk(document, noun)
    return Span.of(document.text, chunk[0].start, chunk[-1].end)
