"""Words that tell what a pronoun is in its clause, from `words.json`."""

from __future__ import annotations

from typing_extensions import TypedDict

from claimwire.data import read_json


class _Data(TypedDict):
    possessive: frozenset[str]
    after_object: frozenset[str]
    relatives: frozenset[str]
    finite: frozenset[str]
    before_object: frozenset[str]


_DATA = read_json("claimwire.claims", "words.json", _Data)
POSSESSIVE = _DATA["possessive"]
AFTER_OBJECT = _DATA["after_object"]
"""Words before which `her` is an object, not a possessive."""

RELATIVES = _DATA["relatives"]
"""What begins a relative clause, `what was believed` too."""

FINITE = _DATA["finite"]
"""Verbs that a clause without a subject begins with."""

BEFORE_OBJECT = _DATA["before_object"]
"""Prepositions before a noun phrase that belongs to no other: not `of`, not `in`."""
