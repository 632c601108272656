"""The words that a claim's text is made by, from `text.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from schemas import Stance


class _Data(TypedDict):
    first_person: list[str]
    possessive: list[str]
    after_demonstrative: list[str]
    after_object: list[str]
    subject_stances: list[Stance]
    future_stances: list[Stance]
    hoping: list[str]
    self_cues: list[str]
    raising: list[str]
    expecting: list[str]
    charges: dict[str, list[str]]
    describing: list[str]
    calling: list[str]
    urging: list[str]
    telling: list[str]
    to_be_done: list[str]
    nominatives: dict[str, str]
    several: list[str]
    singulars: list[str]
    unasserted: list[str]
    nobodies: list[str]
    not_gerunds: list[str]
    function_words: list[str]
    clause_words: list[str]
    finite: list[str]
    before_object: list[str]


_DATA: _Data = json.loads((Path(__file__).parent / "text.json").read_text("utf-8"))

FIRST_PERSON = frozenset(_DATA["first_person"])
POSSESSIVE = frozenset(_DATA["possessive"])
AFTER_DEMONSTRATIVE = frozenset(_DATA["after_demonstrative"])
"""Words before which `that` is a demonstrative, not a conjunction."""

AFTER_OBJECT = frozenset(_DATA["after_object"])
"""Words before which `her` is an object, not a possessive."""

SUBJECT_STANCES = frozenset(_DATA["subject_stances"])
"""Stances to one's own deed: who `promised to go` will go."""

FUTURE_STANCES = frozenset(_DATA["future_stances"])
HOPING = frozenset(_DATA["hoping"])
"""Lemmas of beliefs about one's own deed: `hopes to win`."""

SELF_CUES = frozenset(_DATA["self_cues"])
"""Lemmas of cues whose infinitive is of who speaks: `claims to be a doctor`."""

RAISING = frozenset(_DATA["raising"])
"""Lemmas of cues whose passive has the subject of what is reported: `is believed to have fled`."""

EXPECTING = frozenset(_DATA["expecting"])
"""Such lemmas after which it is to come: `is expected to win`."""

CHARGES = _DATA["charges"]
"""By the lemma of a cue that charges somebody with a deed, the prepositions before the deed."""

DESCRIBING = frozenset(_DATA["describing"])
"""Lemmas of cues that say of an object what it is by `as`: `described the plan as unfair`."""

CALLING = frozenset(_DATA["calling"])
"""Lemmas of cues that say it at once: `called the plan a disgrace`."""

URGING = frozenset(_DATA["urging"])
"""Lemmas of cues that say what an object is to do: `urged residents to leave`."""

TELLING = frozenset(_DATA["telling"])
"""Those whose content has no addressee but as a passive's subject."""

TO_BE_DONE = frozenset(_DATA["to_be_done"])
"""Nouns whose infinitive says what they are for: `attempts to flee`, `the use of force to end it`."""

NOMINATIVES = _DATA["nominatives"]
"""By pronoun in lower case, the form that it has as a subject."""

SEVERAL = frozenset(_DATA["several"])
"""Pronouns and determiners that mean several."""

SINGULARS = frozenset(_DATA["singulars"])
"""What ends as plurals do and is one."""

UNASSERTED = frozenset(_DATA["unasserted"])
"""Words in a cue that tell that it is not what somebody says: `could be charged`, `falsely accused`."""

NOBODIES = frozenset(_DATA["nobodies"])

NOT_GERUNDS = frozenset(_DATA["not_gerunds"])
FUNCTION_WORDS = frozenset(_DATA["function_words"])
"""The only words that an edit adds, apart from names."""

CLAUSE_WORDS = frozenset(_DATA["clause_words"])
"""Words that tell that what they are in is no mere noun phrase."""

FINITE = frozenset(_DATA["finite"])
"""Verbs that a clause without a subject begins with."""

BEFORE_OBJECT = frozenset(_DATA["before_object"])
"""Prepositions before a noun phrase that belongs to no other: not `of`, not `in`."""
