"""What tells for a referent as a mention's antecedent: features of the tree, of nearness and of speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.syntax import ancestors, child, clause_head, head
from claimwire.entities.nouns import EPITHETS, GENERIC, KIN, OFFICES, demonym_country, noun_kind, singular
from claimwire.resolve.accused import ACCUSED, stands_accused
from claimwire.resolve.kinds import BODY, OTHER, PERSON, PLACE
from claimwire.resolve.mentions import Mention
from claimwire.resolve.referents import STATUS, Referent

Sort = Literal["he", "it", "they", "description"]
_REFLEXIVE = ("self", "selves")
_LEAST_SHARED = 0.3
"""How much a description and a referent must have in common of what kind they may be."""

_LEAST_PERSON = 0.5
_BREAK = "\n\n"
_NEAR_BY = 4000
"""Characters before a mention in which paragraphs are counted."""

_LATELY = 4
"""Sentences in which what comes up has just come up."""

_DEEPEST = 25
"""Words of a branch, from below, that are looked at."""

_MOST_ASKED = 20
"""Mentions that are asked whether they stand accused."""

_LIFELESS = 0.6
"""How likely something is a thing, from which on it says nothing."""

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


def sort_of(mention: Mention) -> Sort:
    """Return the sort of a mention, each of which has weights of its own."""
    if mention.form != "pronoun":
        return "description"
    if mention.gender in ("masculine", "feminine"):
        return "he"
    return "it" if mention.number == "singular" else "they"


def may_be(mention: Mention, one: Referent) -> bool:
    """Whether number, gender, kind, country and office allow that a mention means a referent."""
    if mention.form == "pronoun":
        return _pronoun_may_be(mention, one)
    return _description_may_be(mention, one)


def is_of_own_clause(mention: Mention, one: Referent, document: Document) -> bool:
    """Whether a pronoun is the object of what a referent does: `she described her` is of two."""
    last = one.last_before(mention.i)
    if last is None or mention.place != "object" or mention.noun.endswith(_REFLEXIVE):
        return False
    same = last.place == "subject" and last.head.sentence == mention.head.sentence
    return same and clause_head(document, mention.head).i == clause_head(document, last.head).i


def belongs_to_another(mention: Mention, speaker: Referent, document: Document) -> bool:
    """Whether a speaker is somebody’s whom a pronoun may mean as well: `her sister said she`."""
    owner = _owner(speaker, mention, document)
    told = PRONOUNS.get(owner.lower) if owner is not None else None
    return told is not None and mention.gender is not None and told.get("gender") == mention.gender


def _owner(speaker: Referent, mention: Mention, document: Document) -> Word | None:
    """Return whose a speaker is: `her`, in `her daughter, Maud Webb`."""
    last = speaker.last_before(mention.i)
    if last is None:
        return None
    beside = document.words[last.head.head] if last.head.relation == "appos" else None
    noun = beside if beside is not None and singular(beside.lower) in KIN else last.head
    return child(document, noun, "nmod:poss")


def _pronoun_may_be(mention: Mention, one: Referent) -> bool:
    sort = sort_of(mention)
    if sort == "they":
        return one.number == "plural" or one.kinds[PERSON] + one.kinds[BODY] > 0.3
    if one.number == "plural":
        return False
    if sort == "it":
        return one.kinds[PERSON] < 0.6 and one.gender in (None, "neuter")
    return one.kinds[PERSON] > 0.25 and one.gender in (None, mention.gender)


def _description_may_be(mention: Mention, one: Referent) -> bool:
    if one.number != mention.number:
        return False
    if mention.gender and one.gender and mention.gender != one.gender:
        return False
    if mention.noun in one.nouns:
        return _same_holder(mention, one) and not (_other_office(mention, one) or _other_owner(mention, one))
    is_group = one.name is not None and one.name.kind == "nationality"
    holds_another = mention.noun in OFFICES and one.nouns and mention.noun not in one.about
    if is_group or holds_another or _other_office(mention, one) or mention.determiner == "possessive":
        return False
    return _same_holder(mention, one) and sum(map(min, mention.kinds, one.kinds)) > _LEAST_SHARED


def _other_owner(mention: Mention, one: Referent) -> bool:
    """Whether a possessive shares no word before its noun with a referent: `Vane’s team`, `Lindh’s team`."""
    is_told = mention.determiner == "possessive" and bool(mention.modifiers)
    return is_told and mention.modifiers.isdisjoint(one.about)


def _other_office(mention: Mention, one: Referent) -> bool:
    """Whether an office is another’s: `the finance minister` is not the minister of salt."""
    person = one.name is not None and one.kinds[PERSON] > _LEAST_PERSON
    if not person or mention.noun not in OFFICES:
        return False
    return any(demonym_country(word) is None for word in mention.modifiers - one.about - STATUS)


def _same_holder(mention: Mention, one: Referent) -> bool:
    """Whether neither country nor `former` or `deputy` tells two holders of an office apart."""
    if (mention.modifiers & STATUS) - one.about:
        return False
    if mention.noun in one.nouns and (one.about & STATUS) - mention.modifiers:
        return False
    words = (*mention.modifiers, mention.noun)
    told = {found for word in words if (found := demonym_country(word))}
    return not told or not one.countries or not told.isdisjoint(one.countries)


def is_outlet(one: Referent) -> bool:
    """Whether a referent is an outlet by name, which mostly passes on what others said."""
    return one.name is not None and one.name.kind == "outlet"


def may_speak(one: Referent) -> bool:
    """Whether a referent can say something: somebody, a body, a paper."""
    return one.kinds[OTHER] < _LIFELESS or any(noun_kind(noun) == "document" for noun in one.nouns)


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
    reflexive = mention.noun.endswith(_REFLEXIVE) and mention.form == "pronoun"
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
