"""IPTC 7901: stories as agencies send them over a line, each a header, the text and a trailer."""

from __future__ import annotations

import re

_FILL = r"[\x00\x16\x7f\s]*"
"""What a line sends while it has nothing to say; SYN stands before a story."""

_STORY = re.compile(r"\x01[^\x01-\x03]{0,1000}\x02(?P<text>[^\x01\x03]*)")
_BEGINS = re.compile(rf"{_FILL}{_STORY.pattern}")


def wire_stories(text: str) -> list[str]:
    r"""Return the texts of the stories in what came over a line; an empty list for any other text.

    >>> wire_stories("\x16\x16\x01tar062 4 i\n\x02It is safe.\n\x031137 GMT\n\x04")
    ['It is safe.\n']
    """
    if _BEGINS.match(text) is None:
        return []
    return [story["text"].replace("\x16", "") for story in _STORY.finditer(text)]
