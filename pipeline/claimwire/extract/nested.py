"""Nested attributions: a reporting clause inside the content of another.

`He said she told him it rained` has one, of `she`. The network gives each word one role, so these are read
off the tree: a word that reports (`reports.py`), its subject and what it reports.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS, Quotation, find_quotations_at
from claimwire.extract.reporting import reporting
from claimwire.extract.reports import CONFIDENCE, NOT_SOURCE, Pattern, Report, is_light, reports

Place = tuple[int, int]
"""Start and end in the text, in code points, the end exclusive."""

LEAST = 0.55
"""What is less likely is no attribution."""


@dataclass(frozen=True)
class Nested:
    """The places of a reporting clause inside content."""

    source: Place | None
    cue: Place
    content: tuple[Place, ...]
    pattern: Pattern
    confidence: float
    """How likely it is one."""


def find_nested(document: Document, content: Iterable[Place]) -> Iterator[Nested]:
    """Give the attributions inside one content, in order of their cues."""
    places = list(content)
    for _, options in candidates(document, places):
        best = chosen(document, options)
        if best is not None:
            yield best


def chosen(document: Document, options: Sequence[Candidate]) -> Nested | None:
    """Return what a word reports: what is listed for it, else what is likely enough."""
    listed = next((one for one in options if one.report.is_listed), None)
    if listed is not None:
        return replace(listed.nested, confidence=CONFIDENCE[listed.report.pattern])
    likely = [(reporting(document, one.word, one.report), one) for one in options]
    sure, best = max(likely, key=itemgetter(0))
    return replace(best.nested, confidence=round(sure, 2)) if sure >= LEAST else None


_ACTS = ("thing", "naming")
"""Patterns of deeds too, `found the money`, that only listed words report with."""


class Candidate(NamedTuple):
    """What a word inside content may report."""

    word: Word
    report: Report
    nested: Nested


def candidates(document: Document, content: Sequence[Place]) -> Iterator[tuple[Word, list[Candidate]]]:
    """Give each word inside one content that may report something, with all that it may report."""
    quotations = [one for place in content for one in _quoted_in(document.text, place)]
    inside = {word.i for place in content for word in document.within(*place)}
    for i in sorted(inside):
        word = document.words[i]
        found = ((one, _nested(document, word, one, inside)) for one in reports(document, word, quotations))
        options = [
            Candidate(word, one, nested)
            for one, nested in found
            if nested and nested.content != tuple(content)
        ]
        options = [one for one in options if one.report.is_listed or _says_something(one.report)]
        if options:
            yield word, options


def _says_something(report: Report) -> bool:
    """Tell whether a report may be one without being listed: no deed, and more than `think that`."""
    return report.pattern not in _ACTS and sum(map(len, report.content)) > 1


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
    if not content or (whole and not source and not syntax.is_passive(document, verb)):
        return None
    return Nested(_place(source) if source else None, _place(cue), content, found.pattern, 0.0)


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
    if pattern in ("hearsay", "held"):
        return ()
    if pattern == "noun":
        who = syntax.child(document, cue, "nmod:poss")
        if who is None and is_light(document, cue):
            who = syntax.subject(document, document.words[cue.head])
            return syntax.phrase(document, who, without=NOT_SOURCE) if who else ()
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
