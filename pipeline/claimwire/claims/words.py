"""The words that a claim's text is made by, from `text.json`."""

from __future__ import annotations

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire_schemas import Stance


class _Data(TypedDict):
    first_person: frozenset[str]
    possessive: frozenset[str]
    after_demonstrative: frozenset[str]
    after_object: frozenset[str]
    subject_stances: frozenset[Stance]
    future_stances: frozenset[Stance]
    hoping: frozenset[str]
    self_cues: frozenset[str]
    relatives: frozenset[str]
    raising: frozenset[str]
    expecting: frozenset[str]
    charges: dict[str, list[str]]
    describing: frozenset[str]
    calling: frozenset[str]
    urging: frozenset[str]
    telling: frozenset[str]
    to_be_done: frozenset[str]
    nominatives: dict[str, str]
    several: frozenset[str]
    singulars: frozenset[str]
    unasserted: frozenset[str]
    nobodies: frozenset[str]
    not_gerunds: frozenset[str]
    function_words: frozenset[str]
    clause_words: frozenset[str]
    finite: frozenset[str]
    before_object: frozenset[str]


_DATA = read_json("claimwire.claims", "text.json", _Data)
FIRST_PERSON = _DATA["first_person"]
POSSESSIVE = _DATA["possessive"]
AFTER_DEMONSTRATIVE = _DATA["after_demonstrative"]
"""Words before which `that` is a demonstrative, not a conjunction."""

AFTER_OBJECT = _DATA["after_object"]
"""Words before which `her` is an object, not a possessive."""

SUBJECT_STANCES = _DATA["subject_stances"]
"""Stances to one's own deed: who `promised to go` will go."""

FUTURE_STANCES = _DATA["future_stances"]
HOPING = _DATA["hoping"]
"""Lemmas of beliefs about one's own deed: `hopes to win`."""

SELF_CUES = _DATA["self_cues"]
"""Lemmas of cues whose infinitive is of who speaks: `claims to be a doctor`."""

RELATIVES = _DATA["relatives"]
"""What begins a relative clause, `what was believed` too."""

RAISING = _DATA["raising"]
"""Lemmas of cues whose passive has the subject of what is reported: `is believed to have fled`."""

EXPECTING = _DATA["expecting"]
"""Such lemmas after which it is to come: `is expected to win`."""

CHARGES = _DATA["charges"]
"""By the lemma of a cue that charges somebody with a deed, the prepositions before the deed."""

DESCRIBING = _DATA["describing"]
"""Lemmas of cues that say of an object what it is by `as`: `described the plan as unfair`."""

CALLING = _DATA["calling"]
"""Lemmas of cues that say it at once: `called the plan a disgrace`."""

URGING = _DATA["urging"]
"""Lemmas of cues that say what an object is to do: `urged residents to leave`."""

TELLING = _DATA["telling"]
"""Those whose content has no addressee but as a passive's subject."""

TO_BE_DONE = _DATA["to_be_done"]
"""Nouns whose infinitive says what they are for: `attempts to flee`, `the use of force to end it`."""

NOMINATIVES = _DATA["nominatives"]
"""By pronoun in lower case, the form that it has as a subject."""

SEVERAL = _DATA["several"]
"""Pronouns and determiners that mean several."""

SINGULARS = _DATA["singulars"]
"""What ends as plurals do and is one."""

UNASSERTED = _DATA["unasserted"]
"""Words in a cue that tell that it is not what somebody says: `could be charged`, `falsely accused`."""

NOBODIES = _DATA["nobodies"]
NOT_GERUNDS = _DATA["not_gerunds"]
FUNCTION_WORDS = _DATA["function_words"]
"""The only words that an edit adds, apart from names."""

CLAUSE_WORDS = _DATA["clause_words"]
"""Words that tell that what they are in is no mere noun phrase."""

FINITE = _DATA["finite"]
"""Verbs that a clause without a subject begins with."""

BEFORE_OBJECT = _DATA["before_object"]
"""Prepositions before a noun phrase that belongs to no other: not `of`, not `in`."""
