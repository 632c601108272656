"""The words that a claim's text is made by, from `text.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_DATA: dict[str, Any] = json.loads((Path(__file__).parent / "text.json").read_text("utf-8"))


def _words(kind: str) -> frozenset[str]:
    return frozenset(_DATA[kind])


FIRST_PERSON = _words("first_person")
POSSESSIVE = _words("possessive")
AFTER_DEMONSTRATIVE = _words("after_demonstrative")
"""Words before which `that` is a demonstrative, not a conjunction."""

AFTER_OBJECT = _words("after_object")
"""Words before which `her` is an object, not a possessive."""

SUBJECT_STANCES = _words("subject_stances")
"""Stances to one's own deed: who `promised to go` will go."""

FUTURE_STANCES = _words("future_stances")
HOPING = _words("hoping")
"""Lemmas of beliefs about one's own deed: `hopes to win`."""

SELF_CUES = _words("self_cues")
"""Lemmas of cues whose infinitive is of who speaks: `claims to be a doctor`."""

RELATIVES = _words("relatives")
"""What begins a relative clause, `what was believed` too."""

RAISING = _words("raising")
"""Lemmas of cues whose passive has the subject of what is reported: `is believed to have fled`."""

EXPECTING = _words("expecting")
"""Such lemmas after which it is to come: `is expected to win`."""

CHARGES: dict[str, list[str]] = _DATA["charges"]
"""By the lemma of a cue that charges somebody with a deed, the prepositions before the deed."""

DESCRIBING = _words("describing")
"""Lemmas of cues that say of an object what it is by `as`: `described the plan as unfair`."""

CALLING = _words("calling")
"""Lemmas of cues that say it at once: `called the plan a disgrace`."""

URGING = _words("urging")
"""Lemmas of cues that say what an object is to do: `urged residents to leave`."""

TELLING = _words("telling")
"""Those whose content has no addressee but as a passive's subject."""

TO_BE_DONE = _words("to_be_done")
"""Nouns whose infinitive says what they are for: `attempts to flee`, `the use of force to end it`."""

NOMINATIVES: dict[str, str] = _DATA["nominatives"]
"""By pronoun in lower case, the form that it has as a subject."""

SEVERAL = _words("several")
"""Pronouns and determiners that mean several."""

SINGULARS = _words("singulars")
"""What ends as plurals do and is one."""

UNASSERTED = _words("unasserted")
"""Words in a cue that tell that it is not what somebody says: `could be charged`, `falsely accused`."""

NOBODIES = _words("nobodies")
NOT_GERUNDS = _words("not_gerunds")
FUNCTION_WORDS = _words("function_words")
"""The only words that an edit adds, apart from names."""

CLAUSE_WORDS = _words("clause_words")
"""Words that tell that what they are in is no mere noun phrase."""

FINITE = _words("finite")
"""Verbs that a clause without a subject begins with."""

BEFORE_OBJECT = _words("before_object")
"""Prepositions before a noun phrase that belongs to no other: not `of`, not `in`."""
