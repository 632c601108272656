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


def is_passive(cue: str) -> bool:
    """Return whether a cue is a passive without an agent: `was asked`, but not `asked by`."""
    return PASSIVE.match(cue, 0, MOST_CHARACTERS) is not None and not cue.endswith(" by")
