"""Marked texts for tables: `{S:She} {C:said} {X:it rains}`, `{1X:that {2S:he} …}`, or `{it rains}`."""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = re.compile(r"\{(?:(\d?[SCX]):)?|\}")


class Place(NamedTuple):
    """Where a mark's words stand in the text without marks."""

    start: int
    end: int
    mark: str


def unmarked(marked: str) -> tuple[str, list[Place]]:
    """Return a text without its marks, and their places in its order."""
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    places: list[Place] = []
    for match in MARK.finditer(marked):
        text, at = text + marked[at : match.start()], match.end()
        if match[0] != "}":
            opened.append((match[1] or "", len(text)))
        else:
            mark, start = opened.pop()
            places.append(Place(start, len(text), mark))
    return text + marked[at:], sorted(places)
