"""The word that a source is headed by, from which everything about whom it means is asked."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.english.document import Document, Word
from claimwire.english.syntax import child, children, is_nominal, is_relation
from claimwire.entities.clusters import CALLS_ITSELF
from claimwire.entities.nouns import CALENDAR, PEOPLE, TITLES, noun_kind, singular
from claimwire.entities.roles import NAMED
from claimwire.resolve.mentions import INDEFINITE
from claimwire_schemas import Span

_JOINING = frozenset(("for", "of", "to", "with", "by", "from", "about", "and", "or"))

_ONE = frozenset(("another", "one"))
"""Words for somebody of several: `one of the lawyers, Ada Vane`."""

_SEVERAL = INDEFINITE - _ONE
_DAYS = frozenset(("today", "tomorrow", "tonight", "yesterday"))
_SAME = ("appos", "nsubj")
"""Relations of a name to a title that is said of it; within a source, the tree may take it for a subject."""


def source_word(document: Document, span: Span) -> Word | None:
    """Return the word that a source is headed by; of a paper, whose it is.

    `ministry` of `the ministry’s report`, `Chuck` of `Minority Leader Chuck Schumer`.
    """
    words = document.within(span.start, span.end)
    heads = list(document.heads(words))
    found = _last_of_compound(document, [word for word in heads if _stands_for_somebody(document, word)])
    found = found or next((word for word in words if is_nominal(word) and word.relation != "nmod:poss"), None)
    found = found or next(iter(heads), None)
    if found is None:
        return None
    inside = range(words[0].i, words[-1].i + 1)
    found = _owned(document, found, inside) or found
    return _titled(document, found, inside) or _author(document, found, inside) or found


def _stands_for_somebody(document: Document, word: Word) -> bool:
    """Whether a word is a noun or stands for one, but a day; of `one of them`, the pronoun tells more."""
    of_them = any(one.tag == "PRON" for one in children(document, word, "nmod"))
    is_somebody = is_nominal(word) and word.lower not in _DAYS
    return is_somebody or (word.lower in INDEFINITE and not of_them)


def _last_of_compound(document: Document, heads: Sequence[Word]) -> Word | None:
    """Return the first head, or the last where nothing parts them: `Port Police Sergeant Ann Lee`."""
    if len(heads) < 2:
        return next(iter(heads), None)
    between = document.words[heads[0].i : heads[-1].i]
    return heads[-1] if all(one.tag in ("PROPN", "NOUN", "ADJ") for one in between) else heads[0]


def _owned(document: Document, word: Word, inside: range) -> Word | None:
    """Return the noun or name that a name in the genitive stands before: `aide` of `Ada Vane’s aide`."""
    name = document.name_at(word)
    if name is None:
        return None
    last = document.within(name.start, name.end)[-1]
    mark = next((one for one in document.words[last.i : last.i + 2] if one.form == "POS"), None)
    if mark is None:
        return None
    after = document.words[mark.i + 1 : inside.stop]
    return next(
        (one for one in after if one.tag in ("NOUN", "PROPN") and not is_relation(one, "compound")), None
    )


def _titled(document: Document, word: Word, inside: range) -> Word | None:
    """Return the name that a title is said of: `Schumer` of `Minority Leader Chuck Schumer`."""
    title = document.name_at(word)
    if word.tag == "PRON" or word.lower in _SEVERAL or (title is not None and title.kind == "person"):
        return None
    for one in document.words[inside.start : inside.stop]:
        name = document.name_at(one)
        if name is None or name.kind != "person" or one.start != name.start:
            continue
        if one.i > word.i and not _is_apart(document, one, word):
            return next(document.heads(document.within(name.start, name.end)))
    return None


def _is_apart(document: Document, name: Word, word: Word) -> bool:
    """Whether a name in a source is of another: `a spokesman for Ada Vane`, `some Vane allies`."""
    before = document.text[word.end : name.start]
    if CALLS_ITSELF.search(before) or NAMED.search(before.rstrip()):
        return False
    if _belongs_to_noun(document, name):
        return True
    between = list(document.words[word.i + 1 : name.i])
    while between and (between[-1].text in TITLES or _goes_on(name, between[-1])):
        between.pop()
    if any(one.relation == "punct" for one in between):
        beside = document.words[name.head] if name.head >= 0 else word
        inner = any(singular(one.lower) in PEOPLE for one in (beside, *between) if one.i > word.i)
        beside_it = name.relation in _SAME or name.head > name.i or name.head < word.i
        is_somebody = singular(word.lower) in PEOPLE or (
            name.head == word.i and noun_kind(word.lower) is None
        )
        may_be = word.lower in _ONE or (is_somebody and not inner)
        return not beside_it or not may_be
    if (between and between[-1].lower in _JOINING) or name.relation == "conj":
        return True
    return any(one.form in ("WP", "WDT", "VBD", "VBG", "VBZ") for one in between)


def _goes_on(name: Word, before: Word) -> bool:
    """Whether a tag has taken the end of a name for one: `Belan`, of `residents of Qasr Belan`."""
    return name.relation == "flat" and before.tag == "PROPN"


def _belongs_to_noun(document: Document, name: Word) -> bool:
    """Whether a name is in the genitive, has a preposition or stands before the noun that it belongs to."""
    found = document.name_at(name)
    top = next(document.heads(document.within(found.start, found.end)), name) if found else name
    before_noun = is_relation(top, "compound") and top.head > top.i and document.words[top.head].tag == "NOUN"
    marks = children(document, top, "case") if is_relation(top, "nmod") else ()
    return before_noun or any(one.tag == "ADP" or one.form == "POS" for one in marks)


def _author(document: Document, word: Word, inside: range) -> Word | None:
    """Return the body whose paper or figures a source is: `NDC` of `the NDC’s report`."""
    if word.tag != "NOUN" or noun_kind(singular(word.lower)) != "document":
        return None
    near = [
        one
        for one in children(document, word, "nmod", "compound", "obl")
        if one.i in inside and one.text not in CALENDAR
    ]
    named = (one for one in near if document.name_at(one) or one.tag == "PROPN")
    return next((one for one in named if _belongs(document, one)), None)


def _belongs(document: Document, one: Word) -> bool:
    case = child(document, one, "case")
    return case is None or case.lower in ("of", "from", "by", "’s", "'s", "’", "'")
