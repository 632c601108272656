"""Nested attributions: a reporting clause inside the content of another.

`He said she told him it rained` has one, of `she`. The network gives each word one role, so these are read
off the tree: a word that reports (`reports.py`), its subject and what it reports.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS, Quotation, find_quotations_at
from claimwire.extract.reports import CONFIDENCE, NOT_SOURCE, Pattern, Report, reported

Place = tuple[int, int]
"""Start and end in the text, in code points, the end exclusive."""


@dataclass(frozen=True)
class Nested:
    """The places of a reporting clause inside content."""

    source: Place | None
    cue: Place
    content: tuple[Place, ...]
    pattern: Pattern

    @property
    def confidence(self) -> float:
        """How often what its pattern finds is right."""
        return CONFIDENCE[self.pattern]


def find_nested(document: Document, content: Iterable[Place]) -> Iterator[Nested]:
    """Give the attributions inside one content, in order of their cues."""
    places = list(content)
    quotations = [one for place in places for one in _quoted_in(document.text, place)]
    inside = {word.i for place in places for word in document.within(*place)}
    for i in sorted(inside):
        word = document.words[i]
        found = reported(document, word, quotations)
        nested = _nested(document, word, found, inside) if found else None
        if nested is not None and nested.content != tuple(places):
            yield nested


def _quoted_in(text: str, place: Place) -> list[Quotation]:
    """Return the quotations inside content, which may be quoted itself."""
    start, end = place
    if text[start] in MARKS:
        start, end = start + 1, end - (text[end - 1] in MARKS)
    return find_quotations_at(text, start, end)


def _nested(document: Document, verb: Word, found: Report, inside: set[int]) -> Nested | None:
    whole, cue = _source(document, verb, found.pattern), _inside(_cue(document, verb), inside)
    source = _inside(whole, inside)
    apart = inside.difference(word.i for word in (*source, *cue))
    content = tuple(part for words in found.content for part in _runs(_inside(words, apart)))
    if not content or (whole and not source and found.pattern != "passive"):
        return None
    return Nested(_place(source) if source else None, _place(cue), content, found.pattern)


def _inside(words: Sequence[Word], inside: Container[int]) -> Sequence[Word]:
    return [word for word in words if word.i in inside]


def _runs(words: Sequence[Word]) -> Iterator[Place]:
    """Give the places of neighbouring words that are not marks alone."""
    for _, group in groupby(enumerate(words), lambda pair: pair[1].i - pair[0]):
        run = [word for _, word in group]
        if any(word.tag != "PUNCT" for word in run):
            yield _place(run)


def _place(words: Sequence[Word]) -> Place:
    return words[0].start, words[-1].end


def _source(document: Document, cue: Word, pattern: Pattern) -> Sequence[Word]:
    """Return who reports; nobody, if it is not said."""
    if pattern == "hearsay":
        return ()
    if pattern == "noun":
        who = syntax.child(document, cue, "nmod:poss")
        return [one for one in syntax.phrase(document, who) if one.form != "POS"] if who else ()
    if pattern == "according":
        return [one for one in syntax.phrase(document, document.words[cue.head]) if one.i > cue.i + 1]
    who = syntax.agent(document, cue) if pattern == "passive" else syntax.subject(document, cue)
    return syntax.phrase(document, who, without=NOT_SOURCE) if who else ()


def _cue(document: Document, cue: Word) -> Sequence[Word]:
    """Return a verb with its auxiliaries and what negates it; `according to`."""
    if cue.relation == "case":
        return document.words[cue.i : cue.i + 2]
    first = cue.i
    own = {one.i for one in syntax.children(document, cue, "aux", "advmod", "cop") if one.i < cue.i}
    while first - 1 in own:
        first -= 1
    return document.words[first : cue.i + 1]
