"""Reporting: how likely a word reports what it may report, `reporting.json`.

A logistic regression over what can be seen of a word, its clause and what it may report, fitted to annotated
articles (`training/reports.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp

from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.extract.lexicon import lexicon
from claimwire.extract.reports import Report, base

_LENGTHS = (1, 2, 4, 8, 16)
_FAR = 3
"""Words between a verb and what it reports."""

_MODALS = frozenset(("would", "could", "might", "may", "can", "should", "must", "will", "shall"))


def reporting(document: Document, word: Word, report: Report) -> float:
    """Return the probability that a word reports something."""
    return probability(features(document, word, report), _weights())


def probability(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the probability that some features and their weights give."""
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) for name in names)))


def features(document: Document, word: Word, report: Report) -> list[str]:
    """Return what can be seen of a word and of what it may report."""
    lemma, pattern = base(word), report.pattern
    way = f"{pattern} {report.kind}"
    stance = lexicon().stances.get(lemma, "none")
    return [
        "constant",
        f"lemma {lemma}",
        pattern,
        f"listed {report.is_listed}",
        f"listed {report.is_listed} {pattern}",
        way,
        f"{lemma} {pattern}",
        f"{lemma} {way}",
        f"stance {stance}",
        f"{stance} {pattern}",
        f"{stance} {way}",
        *(f"{pattern} {one}" for one in _of_word(document, word)),
        *(f"stance {stance != 'none'} {one}" for one in _of_word(document, word)),
        *_of_word(document, word),
        *_of_content(word, report),
    ]


def _of_word(document: Document, word: Word) -> Iterator[str]:
    yield f"form {word.form}"
    yield f"relation {word.relation}"
    yield f"source {_who(document, word)}"
    helpers = [one.lower for one in syntax.auxiliaries(document, word)]
    yield from (f"helper {one}" for one in helpers if one in _MODALS or one in ("do", "did", "does"))
    mark = syntax.child(document, word, "mark")
    if mark is not None:
        yield f"mark {mark.lower}"
    if syntax.negation(document, word) is not None:
        yield "negated"


def _who(document: Document, word: Word) -> str:
    if word.tag == "NOUN":
        who = syntax.child(document, word, "nmod:poss")
    elif syntax.is_passive(document, word):
        return "agent" if syntax.agent(document, word) else "passive"
    else:
        who = syntax.subject(document, word)
    if who is None:
        return "nobody"
    if who.lower in PRONOUNS:
        return f"pronoun {who.lower}"
    name = document.name_at(who)
    return name.kind if name else who.tag


def _of_content(word: Word, report: Report) -> Iterator[str]:
    size = sum(map(len, report.content))
    behind = report.content[-1][0].i - word.i - 1
    where = f"{behind}" if 0 <= behind < _FAR else "far" if behind > 0 else "before"
    yield f"{report.pattern} behind {where}"
    yield f"length {sum(size > one for one in _LENGTHS)}"
    yield f"{report.pattern} length {sum(size > one for one in _LENGTHS)}"
    yield f"parts {len(report.content)}"


@cache
def _weights() -> dict[str, float]:
    return read_json("claimwire.extract", "reporting.json", dict[str, float])
