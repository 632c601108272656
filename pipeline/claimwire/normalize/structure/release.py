"""What a press release has below its story: who the sender is, whom to ask, what it does not promise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimwire.data import read_json
from claimwire.normalize.structure.part import Part

_DATA = read_json("claimwire.normalize", "data/structure.json", dict[str, list[str]])
_NOTE = re.compile("|".join(map(re.escape, _DATA["release_notes"])), re.IGNORECASE)
_END = re.compile("|".join(map(re.escape, _DATA["release_ends"])), re.IGNORECASE)
_FEWEST_ABOVE = 2
"""Paragraphs of the story above `About …`."""


def with_boilerplate(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with what is a release's boilerplate told apart from its story."""
    found: list[Part] = []
    below = ended = False
    for at, part in enumerate(parts):
        ended = ended or _END.fullmatch(part.text) is not None
        if part.kind == "heading":
            below = at >= _FEWEST_ABOVE and part.text.startswith("About ")
        is_note = part.kind == "text" and _NOTE.match(part.text) is not None
        found.append(part.as_kind("boilerplate") if below or ended or is_note else part)
    return found
