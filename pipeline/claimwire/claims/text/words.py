"""The words that decide on a text's form, from `text.json`."""

from __future__ import annotations

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire_schemas import Stance


class _Data(TypedDict):
    reported: frozenset[Stance]
    alleged: frozenset[str]
    quoted: frozenset[str]
    withheld: frozenset[str]
    withholding: frozenset[str]
    told: frozenset[str]
    asked: frozenset[str]
    contracted: dict[str, tuple[str, str]]
    function_words: frozenset[str]


_DATA = read_json("claimwire.claims.text", "text.json", _Data)
REPORTED = _DATA["reported"]
"""Stances whose content is never asserted by itself: who `denied that he lied` does not say `he lied`."""

ALLEGED = _DATA["alleged"]
"""Lemmas of cues whose content is never asserted by itself: what a court heard or somebody hopes."""

QUOTED = _DATA["quoted"]
"""Lemmas of cues whose quotation is no part of their clause: `“Never,” she said`."""

WITHHELD = _DATA["withheld"]
"""Lemmas of cues that say that nothing is said."""

WITHHOLDING = _DATA["withholding"]
"""Verbs that head other such cues: `stopped short of calling`."""

TOLD = _DATA["told"]
"""Lemmas of cues of saying, asking and settling: negated, they claim nothing."""

ASKED = _DATA["asked"]
"""Lemmas of cues before a question."""

CONTRACTED = _DATA["contracted"]
"""What an auxiliary behind an apostrophe stands for, and what before a participle: `he’s gone`."""

FUNCTION_WORDS = _DATA["function_words"].union(*CONTRACTED.values())
"""The only words that a text has which are not the article's."""
