"""Marks: a text cut into pieces, each with what is marked there, so that marks may overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_MOST_COMPARED = 300
"""Words of a text that are compared one by one; beyond, the whole is shown as replaced."""


@dataclass(frozen=True)
class Mark:
    """A marked place, and the number of the claim that it belongs to."""

    start: int
    end: int
    kind: Literal["content", "source", "cue", "edit", "open"]
    claim: int


@dataclass(frozen=True)
class Piece:
    """A part of a text that is marked alike throughout."""

    text: str
    kinds: tuple[str, ...]
    claim: int | None
    """The number of the claim whose mark is the shortest."""


@dataclass(frozen=True)
class Change:
    """Words that two texts share, or that only one has."""

    text: str
    how: Literal["same", "added", "dropped"]


def cut(text: str, blocks: Sequence[tuple[int, int]], marks: Iterable[Mark]) -> list[list[Piece]]:
    """Return the pieces of each block of a text; blocks are in order and do not overlap."""
    begins: defaultdict[int, list[Mark]] = defaultdict(list)
    ends: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        begins[mark.start].append(mark)
        ends[mark.end].append(mark)
    edges = {edge for block in blocks for edge in block}
    at, active, found = 0, set[Mark](), dict[int, list[Piece]]()
    of_block = iter(blocks)
    block = next(of_block, None)
    for place in sorted({*begins, *ends, *edges}):
        if block and block[0] <= at < place <= block[1]:
            found.setdefault(block[0], []).append(_piece(text[at:place], active))
        if block and place >= block[1]:
            block = next(of_block, None)
        active = (active - set(ends.get(place, ()))) | set(begins.get(place, ()))
        at = place
    return [found.get(start, []) for start, _ in blocks]


def _piece(text: str, active: set[Mark]) -> Piece:
    inner = min(active, key=lambda mark: (mark.end - mark.start, mark.start, mark.claim), default=None)
    return Piece(text, tuple(sorted({mark.kind for mark in active})), inner.claim if inner else None)


def compare(before: str, after: str) -> list[Change]:
    """Return how one text became another, by words."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _MOST_COMPARED:
        return [Change(before, "dropped"), Change(after, "added")]
    changes: list[Change] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            changes.append(Change(" ".join(old[a:b]), "same"))
            continue
        changes.extend(Change(" ".join(old[a:b]), "dropped") for _ in range(b > a))
        changes.extend(Change(" ".join(new[c:d]), "added") for _ in range(d > c))
    return changes
