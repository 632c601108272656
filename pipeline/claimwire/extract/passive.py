"""Passives: cues whose subject is not who speaks, `was asked`, `is widely expected`, `known as`."""

from __future__ import annotations

import re

BE = r"(?:is|am|are|was|were|be|been|being|['’]s|gets?|got)"
BEFORE = r"(?:has|have|had|having|not|also|to|will|would|may|might|could|can|should|must|\w+ly)"
BETWEEN = r"(?:not|also|once|now|being|still|\w+ly)"
PARTICIPLE = r"(?:\w+(?:ed|en|wn|ght)|said|told|held|made|set|put)"
ALONE = (
    r"asked|known|told|called(?! (?:for|on|upon)\b)|dubbed|accused|pressed|described|expected|believed|"
    "reported(?:ly)?|allegedly"
)
"""Participles and adverbs that stand without a verb more often than for one."""

PASSIVE = re.compile(rf"\W*(?:(?:{BEFORE}\W+)*{BE}(?:\W+{BETWEEN})*\W+{PARTICIPLE}|{ALONE})\b", re.IGNORECASE)
MOST_CHARACTERS = 200
"""Of a cue that are looked at."""

CHARGED = re.compile(
    r"(?:(?:accused|suspected) of|charged with|blamed for|(?:arraigned|indicted|prosecuted) (?:for|on))\b"
)
CLAUSE_OPENS = re.compile(
    r"(?:\A|[\n.!?;:,(—–“\"]\s?|(?:\A|\s)(?:about|after|against|among|and|as|between|but|by|for|from|including|of|or|than|"
    r"to|with)\s)\Z",
    re.IGNORECASE,
)
LONGEST_OPENING = 12
NOT_OBJECTS = frozenset(("he", "i", "it", "she", "they", "we", "who"))


def is_passive(cue: str) -> bool:
    """Return whether a cue is a passive without an agent: `was asked`, but not `asked by`."""
    return PASSIVE.match(cue, 0, MOST_CHARACTERS) is not None and not cue.endswith(" by")


def is_charged(text: str, subject: tuple[int, int], cue: int) -> bool:
    """Return whether the noun phrase right before a cue is charged by it: `two aides` of `accused of lying`.

    Where a relative clause may end with the cue, it charges somebody else: `the man police accused of lying`.
    """
    start, end = subject
    if text[end:cue] not in {" ", ", "} or CHARGED.match(text, cue) is None:
        return False
    opens = CLAUSE_OPENS.search(text, max(0, start - LONGEST_OPENING), start)
    return opens is not None and text[start:end].lower() not in NOT_OBJECTS
