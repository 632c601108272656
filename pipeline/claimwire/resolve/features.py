"""What tells for a referent as a mention's antecedent: features of the tree, of nearness and of speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.english.document import Document, Word
from claimwire.english.syntax import ancestors, clause_head, head
from claimwire.entities.nouns import EPITHETS, GENERIC, demonym_country, noun_kind
from claimwire.resolve.accused import ACCUSED, stands_accused
from claimwire.resolve.constraints import REFLEXIVE, is_outlet
from claimwire.resolve.kinds import BODY, PERSON, PLACE
from claimwire.resolve.mentions import Mention, sort_of
from claimwire.resolve.referents import Referent

_BREAK = "\n\n"
_NEAR_BY = 4000
"""Characters before a mention in which paragraphs are counted."""

_LATELY = 4
"""Sentences in which what comes up has just come up."""

_DEEPEST = 25
"""Words of a branch, from below, that are looked at."""

_MOST_ASKED = 20
"""Mentions that are asked whether they stand accused."""

OF_OTHERS = frozenset(
    ("detective", "doctor", "family", "investigator", "lawyer", "police", "prosecutor", "relative", "witness")
)
"""People who mostly speak of others: what `they` do in their words is not of themselves."""

OF_HIMSELF = "speaker subject of main clause"
_GENERAL = frozenset(
    (
        "man",
        "woman",
        "person",
        "people",
        "boy",
        "girl",
        "victim",
        "year-old",
        "individual",
        "child",
        "guy",
        "accused",
    )
)


class Speech(NamedTuple):
    """A stretch of text that somebody says."""

    start: int
    end: int
    source: int | None
    """The head word of who says it."""


@dataclass(frozen=True)
class Context:
    """What surrounds a mention."""

    document: Document
    directions: NDArray[np.float32]
    """Of the words' vectors."""

    speech: Speech | None
    speaker: Referent | None
    is_source: bool
    previous: Referent | None
    """Who was last found to have said something."""

    before_previous: Referent | None
    """Who said something before that."""


def features(mention: Mention, one: Referent, rank: int, context: Context) -> list[tuple[str, float]]:
    """Return what is known of a referent as the antecedent of a mention, by name."""
    last = one.last_before(mention.i)
    row = [("any", 1.0)]
    if last is None:
        row.append(("after", 1.0))
    else:
        row += _nearness(mention, last, rank)
        row += _in_clause(mention, last, context.document)
        if sort_of(mention) == "he":
            row += _come_up(mention, last, one, context.document)
        row += _quoted(mention, last, context.document)
        row.append(("alike", float(context.directions[mention.i] @ context.directions[last.i])))
    row += _standing(one, mention)
    row += _spoken(mention, one, context)
    row += _kind(mention, one)
    if mention.form != "pronoun":
        row += _described(mention, one)
        if mention.noun in ACCUSED and _is_accused(one, context.document):
            row.append(("stands accused", 1.0))
    elif context.is_source and sort_of(mention) == "he":
        row += [(f"source: {name}", value) for name, value in row]
    return row


def _nearness(mention: Mention, last: Mention, rank: int) -> Iterator[tuple[str, float]]:
    apart = mention.head.sentence - last.head.sentence
    yield f"sentences {apart if apart < 3 else '3+' if apart < 6 else '6+'}", 1.0
    yield "words", log(1 + max(0, mention.i - last.i)) / 3
    yield f"rank {min(rank, 3)}", 1.0
    yield f"last {last.place}", 1.0
    yield f"last {last.form}", 1.0
    if last.place == mention.place:
        yield "parallel", 1.0
    if apart == 1 and last.place == "subject":
        yield "subject before", 1.0
    if apart == 0 and last.place == "subject":
        yield "subject here", 1.0


def _come_up(
    mention: Mention, last: Mention, one: Referent, document: Document
) -> Iterator[tuple[str, float]]:
    """Give how many paragraphs ago a referent was last mentioned, how often lately, and if it is new."""
    near_by = max(last.start, mention.start - _NEAR_BY)
    yield f"paragraphs {min(document.text.count(_BREAK, near_by, mention.start), 3)}", 1.0
    if mention.head.sentence - one.mentions[0].head.sentence <= _LATELY:
        yield "introduced lately", 1.0
    count = one.count_before(mention.i)
    before = one.mentions[max(0, count - 3) : count]
    near = [it for it in before if mention.head.sentence - it.head.sentence <= _LATELY]
    yield f"mentions lately {len(near)}", 1.0
    if near and all(document.quotation_at(it.start) for it in near):
        yield "only quoted lately", 1.0


def _in_clause(mention: Mention, last: Mention, document: Document) -> Iterator[tuple[str, float]]:
    if last.head.sentence != mention.head.sentence:
        return
    mine, its = clause_head(document, mention.head), clause_head(document, last.head)
    reflexive = mention.noun.endswith(REFLEXIVE) and mention.form == "pronoun"
    if mine.i == its.i:
        yield ("own clause reflexive" if reflexive else f"own clause {mention.place}"), 1.0
        if last.place == "subject" and mention.place == "owner":
            yield "owner of subject", 1.0
    elif _is_above(its, mine, document):
        yield "clause above", 1.0
    if _is_inside(mention.head, last.head, document):
        yield "inside", 1.0


def _is_above(upper: Word, lower: Word, document: Document) -> bool:
    return _is_inside(lower, upper, document)


def _is_inside(lower: Word, upper: Word, document: Document) -> bool:
    return any(one.i == upper.i for one in islice(ancestors(document, lower), _DEEPEST))


def _quoted(mention: Mention, last: Mention, document: Document) -> Iterator[tuple[str, float]]:
    mine, its = document.quotation_at(mention.start), document.quotation_at(last.start)
    if mine is its:
        if mine is not None:
            yield "same quotation", 1.0
    elif its is not None:
        yield "other quotation", 1.0
    else:
        yield "outside quotation", 1.0


def directions_of(document: Document) -> NDArray[np.float32]:
    """Return the vectors of a document's words, each of length one."""
    if not document.vectors.size:
        return np.zeros((len(document.words), 1), np.float32)
    lengths = np.linalg.norm(document.vectors, axis=1, keepdims=True)
    return np.asarray(document.vectors / np.maximum(lengths, 1e-6), np.float32)


def _standing(one: Referent, mention: Mention) -> Iterator[tuple[str, float]]:
    if one.is_named:
        yield "named", 1.0
    if is_outlet(one):
        yield "outlet", 1.0
    if one.parts:
        yield "joined", 1.0
    yield "mentions", log(1 + one.count_before(mention.i))


def _spoken(mention: Mention, one: Referent, context: Context) -> Iterator[tuple[str, float]]:
    quoted = context.document.quotation_at(mention.start) is not None
    if context.speech is not None and context.speaker is not None:
        if one is context.speaker:
            yield f"speaker {'quoted' if quoted else mention.place}", 1.0
            if not quoted and _is_of_main_clause(mention, one, context.document):
                yield f"speaker {mention.place} of main clause", 1.0
        else:
            yield "not the speaker", 1.0
    if context.is_source:
        yield f"source {min(one.kinds.index(max(one.kinds)), 3)}", 1.0
    if sort_of(mention) == "he" and one is context.before_previous:
        yield "spoke before last", 1.0
    if one is context.previous:
        yield ("source again" if context.is_source else "spoke last"), 1.0
        if context.is_source and _is_generic(mention, one):
            yield "generic source again", 1.0


def _is_of_main_clause(mention: Mention, speaker: Referent, document: Document) -> bool:
    """Whether a mention stands in the very clause that completes the verb of its speaker."""
    last = speaker.last_before(mention.i)
    clause = clause_head(document, mention.head)
    return last is not None and clause.head == clause_head(document, last.head).i


def _is_generic(mention: Mention, one: Referent) -> bool:
    """Whether a noun is usual for a named body of its kind: `the group`, `the company`."""
    return one.name is not None and one.name.kind in GENERIC.get(mention.noun, ())


def _kind(mention: Mention, one: Referent) -> Iterator[tuple[str, float]]:
    yield "person", one.kinds[PERSON]
    yield "body", one.kinds[BODY]
    yield "place", one.kinds[PLACE]
    yield "plural", float(one.number == "plural")
    if mention.gender is not None and mention.gender == one.gender:
        yield "gender known", 1.0


def _described(mention: Mention, one: Referent) -> Iterator[tuple[str, float]]:
    if mention.noun in one.nouns:
        yield "same noun", 1.0
    elif mention.noun in one.about:
        yield "same word", 1.0
    elif any(noun_kind(noun) for noun in one.nouns):
        yield "other known noun", 1.0
    elif one.nouns:
        yield "other noun", 1.0
    if mention.modifiers:
        shared = len(mention.modifiers & one.about) / len(mention.modifiers)
        yield "modifiers shared", shared
        yield "modifiers new", 1 - shared
    if mention.noun in _GENERAL or mention.noun in EPITHETS or demonym_country(mention.noun):
        yield "general", one.kinds[PERSON]
    if _is_generic(mention, one):
        yield "generic for it", 1.0
    yield mention.determiner, 1.0


def _is_accused(one: Referent, document: Document) -> bool:
    return any(stands_accused(document, it.head) for it in one.mentions[:_MOST_ASKED])


def open_features(
    mention: Mention, document: Document, *, fits: int, fresh: bool
) -> Iterator[tuple[str, float]]:
    """Give what tells that a mention has no antecedent, or none that can be found."""
    yield "none", 1.0
    yield f"none of {min(fits, 3)}", 1.0
    yield f"none {mention.place}", 1.0
    if fresh:
        yield "none new noun", 1.0
    if any(
        one.i > mention.i and one.relation in ("nmod", "acl", "acl:relcl")
        for one in document.dependents[mention.i]
    ):
        yield "none completed", 1.0
    if document.quotation_at(mention.start) is not None:
        yield "none quoted", 1.0
    if mention.form == "description":
        yield f"none {mention.determiner}", 1.0
        if mention.modifiers:
            yield "none modified", 1.0
    above = head(document, mention.head)
    if mention.noun == "it" and above is not None:
        yield f"none before {above.tag}", 1.0
        if any(one.relation in ("csubj", "ccomp", "xcomp", "advcl") for one in document.dependents[above.i]):
            yield f"none {above.tag} completed", 1.0
