"""Whether a draft reads as a clause: it has a verb with a tense and a subject, and its seams fit.

A seam is a place where words of the article between those of a draft are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from itertools import dropwhile

from claimwire.claims.text.draft import Draft
from claimwire.claims.text.relative import opens_relative
from claimwire.english import syntax
from claimwire.english.document import Word

_DEPENDENT = ("nsubj", "csubj", "expl", "aux", "cop", "case", "det", "amod", "compound", "fixed")
"""Relations of a word that says nothing without its head."""

_NEEDED = ("nsubj", "csubj", "expl", "obj", "aux", "cop", "fixed", "goeswith")
"""Relations of a word that its head says nothing without."""

_OF_NOUN = ("amod", "nmod", "compound", "appos")
"""Relations of what stands within a noun phrase."""

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def is_whole(draft: Draft, *, apart: Collection[int] = ()) -> bool:
    """Tell whether a draft reads as a clause before names are put in.

    `apart` are the indexes of the words of source and cue, which are no part of a proposition and may stand
    anywhere in a report.
    """
    words = [piece.word for piece in draft.pieces if piece.word and piece.text]
    kept = {word.i for word in words}
    left_out = set(range(min(kept), max(kept))) - kept if kept else set[int]()
    told = kept.union(apart)
    if opens_relative(draft):
        return False
    return any(_heads_clause(draft, word) for word in _with_tense(draft, words)) and not any(
        (word.i not in apart and _is_cut_off(draft, word, left_out))
        or _is_stray(draft, word, left_out, told)
        or _lacks_part(draft, word, left_out - told)
        or _has_two_subjects(draft, word, left_out)
        or _is_second_verb(draft, word)
        or _lacks_mark(draft, word)
        for word in words
    )


def _is_stray(draft: Draft, word: Word, left_out: Set[int], kept: Set[int]) -> bool:
    """Tell whether a noun before a seam belongs to a clause that is left out.

    So it does where of `support for Vane grew as critics said it was unfair`, `Vane it was unfair` is left.
    """
    if word.type not in ("obj", "iobj", "obl", "nmod") or word.i + 1 not in left_out:
        return False
    return not any(one.i in kept for one in syntax.ancestors(draft.document, word))


def _with_tense(draft: Draft, words: list[Word]) -> Iterator[Word]:
    """Give the verbs with a tense behind the first noun of some words, auxiliaries too."""
    behind = dropwhile(lambda word: not (_is_noun(word) or "subject" in draft.rules(word)), words)
    return (word for word in behind if _is_finite(draft, word))


def _is_finite(draft: Draft, word: Word) -> bool:
    """Tell whether a word has a tense: by its form, or as the only verb of a subject, whatever its form."""
    if word.form in _FINITE or "tense" in draft.rules(word):
        return True
    document = draft.document
    if syntax.auxiliaries(document, word):
        return False
    has_subject = any(one.relation == "nsubj" for one in document.dependents[word.i])
    return syntax.is_finite(document, word) or (word.form in ("VBN", "VB") and has_subject)


def _is_noun(word: Word) -> bool:
    return syntax.is_nominal(word) or syntax.is_relation(word, "nsubj", "csubj", "expl")


def _heads_clause(draft: Draft, word: Word) -> bool:
    """Tell whether a verb or auxiliary is of a clause that a draft has by itself, under no other."""
    document = draft.document
    verb = document.words[word.head] if syntax.is_relation(word, "aux", "cop") else word
    while draft.has(verb):
        above = syntax.head(document, verb)
        subject = syntax.own_subject(document, verb)
        is_given = "tense" in draft.rules(verb) or (subject and "subject" in draft.rules(subject))
        is_aside = syntax.is_relation(verb, "acl", "advcl") and not is_given
        if syntax.is_relation(verb, *_OF_NOUN) and above is not None and draft.has(above):
            return False
        marks = [one for one in syntax.children(document, verb, "mark") if draft.has(one)]
        if is_aside and (marks or (above is not None and draft.has(above)) or _has_gap(draft, verb)):
            return False
        if above is None:
            return True
        verb = above
    return True


def _has_gap(draft: Draft, verb: Word) -> bool:
    """Tell whether a relative clause lacks the noun that it is about: `what police called a raid`."""
    document, noun = draft.document, syntax.head(draft.document, verb)
    if verb.relation != "acl:relcl" or noun is None or syntax.is_passive(document, verb):
        return False
    below = syntax.children(document, verb, "obl", "nsubj", "nmod", "advmod")
    if any(one.form in ("WDT", "WP", "WRB") for one in below):
        return False
    return noun.form == "WP" or syntax.child(document, verb, "obj", "ccomp") is None


def _is_cut_off(draft: Draft, word: Word, left_out: Set[int]) -> bool:
    """Tell whether a word's head is left out beside it, and the word says nothing without.

    So it is with `as being late`, but not with a noun that another verb without a subject goes on from.
    """
    if word.head not in left_out:
        return False
    if word.relation == "advcl":
        return word.form == "VBG" and syntax.child(draft.document, word, "mark") is not None
    return syntax.is_relation(word, *_DEPENDENT) and not _has_other_verb(draft, word)


def _has_other_verb(draft: Draft, word: Word) -> bool:
    """Tell whether the next word after a subject is a verb that has none: `Ada, he said, can go`."""
    behind = (piece.word for piece in draft.visible if piece.word and piece.start > word.start)
    after = next((one for one in behind if one.tag != "PUNCT" and not _is_under(draft, one, word)), None)
    if not syntax.is_relation(word, "nsubj") or after is None or after.form not in _FINITE:
        return False
    verb = draft.document.words[after.head] if syntax.is_relation(after, "aux", "cop") else after
    return syntax.own_subject(draft.document, verb) is None


def _is_under(draft: Draft, word: Word, top: Word) -> bool:
    return any(one.i == top.i for one in syntax.ancestors(draft.document, word))


def _lacks_part(draft: Draft, word: Word, left_out: Set[int]) -> bool:
    """Tell whether a word's argument or auxiliary is left out beside it, and no noun stands for it."""
    needed = syntax.children(draft.document, word, *_NEEDED)
    return any(one.i in left_out and "subject" not in draft.rules(one) for one in needed)


def _has_two_subjects(draft: Draft, word: Word, left_out: Set[int]) -> bool:
    """Tell whether a word has two subjects that were apart in the article: `Magnitude 6 it was`."""
    subjects = [one.i for one in syntax.children(draft.document, word, "nsubj") if draft.has(one)]
    return len(subjects) > 1 and not left_out.isdisjoint(range(subjects[0], subjects[-1]))


def _lacks_mark(draft: Draft, word: Word) -> bool:
    """Tell whether a clause stands beside its main clause without its conjunction: `although it fell`."""
    above = syntax.head(draft.document, word)
    if word.relation != "advcl" or above is None or not draft.has(above):
        return False
    marks = syntax.children(draft.document, word, "mark")
    is_clause = syntax.own_subject(draft.document, word) is not None
    return is_clause and bool(marks) and not any(draft.has(one) for one in marks)


def _is_second_verb(draft: Draft, word: Word) -> bool:
    """Tell whether a participle was given a tense though its noun has a verb: `the jet was seen crashed`."""
    noun = syntax.head(draft.document, word) if "tense" in draft.rules(word) else None
    verb = syntax.head(draft.document, noun) if noun and syntax.is_relation(noun, "nsubj") else None
    return verb is not None and word.relation == "acl" and draft.has(verb)
