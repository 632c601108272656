"""What a number counts: the noun phrase that the tree has it in, or that it is a part of."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.claims.numerals import DATA
from claimwire.english import syntax
from claimwire.english.document import Document, Word

Place = tuple[int, int]

_NUMBERING = ("nummod", "det", "amod", "nmod:unmarked", "compound", "advmod")
"""Relations of a number to the noun that it counts."""

_BEFORE_NOUN = (*_NUMBERING, "nmod:poss", "flat", "nmod:desc")
_NOT_COUNTED = ("det", "nummod", "nmod:poss", "punct", "advmod", "cc", "case")
"""Relations of what opens a noun phrase and is not counted."""

_MORE = frozenset({"more", "other", "further", "additional"})
"""Words between a number and what it counts."""

_OF = " of "
_GAP = len("” ")
"""Characters between a number and what it counts, at most."""


def counted_by(document: Document, start: int, end: int, *, is_measure: bool = False) -> Place | None:
    """Return the place of what the number at `text[start:end]` counts: `Syrian soldiers and clerks`.

    That is what it is `of`, as in `eleven of the ships`, else its noun. A measure has only the former.
    """
    is_part = document.text.startswith(_OF, end)
    if not is_part and (is_measure or not _is_of_noun(document, start, end)):
        return None
    end += len(_OF) - 1 if is_part else 0
    noun = _noun_after(document, end)
    words = _phrase(document, noun, end) if noun is not None and noun.tag in ("NOUN", "PROPN") else ()
    return (words[0].start, words[-1].end) if words else None


def _is_of_noun(document: Document, start: int, end: int) -> bool:
    tops = document.heads(document.within(start, end))
    return any(syntax.is_relation(top, *_NUMBERING) and top.head > top.i for top in tops)


def _noun_after(document: Document, end: int) -> Word | None:
    """Return the noun of the phrase that the first word behind a place opens."""
    word = next((one for one in document.within(end, end + _GAP + 1) if one.tag != "PUNCT"), None)
    while word is not None and word.head > word.i and syntax.is_relation(word, *_BEFORE_NOUN):
        word = document.words[word.head]
    return word


def _phrase(document: Document, noun: Word, end: int) -> Sequence[Word]:
    """Return the words of a noun phrase that starts behind a number, with the nouns joined to it."""
    words = [one for one in syntax.noun_chunk(document, noun) if one.start >= end]
    if not words or words[0].start > end + _GAP:
        return ()
    while words and _opens(words[0]):
        del words[0]
    last = noun
    for one in syntax.children(document, noun, "conj"):
        is_number = one.text.lower() in DATA["rounds"]
        if one.tag != "NOUN" or is_number or syntax.child(document, one, "det", "nummod", "nmod:poss"):
            break
        last = one
    return document.words[words[0].i : max(last.i, words[-1].i) + 1] if words else ()


def _opens(word: Word) -> bool:
    """Tell whether a word opens a noun phrase and is not counted."""
    return (
        word.relation in _NOT_COUNTED
        or word.tag in ("NUM", "PUNCT", "DET")
        or (word.relation == "amod" and word.text.lower() in _MORE)
    )


def is_plural(document: Document, place: Place) -> bool:
    """Tell whether the noun of a phrase is in the plural."""
    return any(syntax.number(document, one) == "plural" for one in document.heads(document.within(*place)))


def is_superlative(document: Document, place: Place) -> bool:
    """Tell whether a phrase has a superlative: `best towns`."""
    return any(one.form in ("JJS", "RBS") for one in document.within(*place))


def is_of_name(document: Document, start: int, end: int) -> bool:
    """Tell whether a number belongs to the noun or name right before it: `Flight 370`, `phase one`.

    Not to a plural: in `in two weeks 14 were shot`, it is a number of its own.
    """
    words = document.within(start, end)
    before = document.words[words[0].i - 1] if words and words[0].i else None
    if before is None or before.tag not in ("NOUN", "PROPN") or before.end != start - 1:
        return False
    if before.tag == "NOUN" and syntax.number(document, before) == "plural":
        return False
    return any(
        word.head == before.i or (word.head == before.head and word.relation == "flat") for word in words
    )


def is_round_number(document: Document, start: int, end: int) -> bool:
    """Tell whether `scores` counts: `scores of homes`, `scores were hurt`, but not `test scores rose`."""
    word = document.at(start)
    if word is None or syntax.child(document, word, "det", "nmod:poss", "compound", "amod") is not None:
        return False
    return word.relation == "nsubj:pass" or document.text.startswith((_OF, " more "), end)
