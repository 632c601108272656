"""Floors: for each corpus, by the SHA-256 of its files, the figures that extraction may not fall below."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import TypedDict

FLOORS = Path(__file__).with_name("floors.json")
Figures = dict[str, float]
SLACK = 0.5
"""Per cent by which a figure may miss its floor: the last bits of sums differ between kinds of processor, and
with them one attribution in two hundred."""


class Floored(TypedDict):
    """A corpus by name, and its floors by figure, in per cent."""

    corpus: str
    floors: Figures


@dataclass(frozen=True)
class Key:
    """A corpus: the digest of its files, and the name that it keeps when they change."""

    digest: str
    corpus: str

    def __str__(self) -> str:
        return f"{self.corpus} ({self.digest[:12]})"


@dataclass(frozen=True)
class Outcome:
    """What there is to say, and whether the gate lets it pass."""

    lines: tuple[str, ...]
    passed: bool


def check(path: Path, key: Key, figures: Figures, *, required: bool) -> Outcome:
    """Hold figures against the floors of their corpus; none at all will do unless they are `required`."""
    book = _read(path)
    stale = [f"{one} is stale: {key.corpus} has changed since" for one in _former(book, key)]
    if key.digest not in book:
        return Outcome((*stale, f"{key} has no floors; --pin writes them"), passed=not required)
    low = _below(book[key.digest]["floors"], figures)
    return Outcome((*stale, *(low or ["No figure is below its floor."])), passed=not low)


def pin(path: Path, key: Key, figures: Figures, *, allow_lower: bool) -> Outcome:
    """Write figures, rounded down to a tenth, as their corpus' floors; those of its former files go.

    Nothing is written where that lowers or drops a single floor, unless `allow_lower`.
    """
    book = _read(path)
    floors = {name: floor(value * 10) / 10 for name, value in figures.items()}
    replaced = [one for one in (key, *_former(book, key)) if one.digest in book]
    lower = [line for one in replaced for line in _lower(book[one.digest]["floors"], floors)]
    if lower and not allow_lower:
        return Outcome((*lower, "Nothing is pinned; --allow-lower pins it all the same."), passed=False)
    kept = {digest: entry for digest, entry in book.items() if digest not in {one.digest for one in replaced}}
    written = kept | {key.digest: Floored(corpus=key.corpus, floors=floors)}
    path.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return Outcome((*lower, f"{key}: {len(floors)} floors are pinned"), passed=True)


def _read(path: Path) -> dict[str, Floored]:
    book: dict[str, Floored] = json.loads(path.read_text("utf-8"))
    return book


def _former(book: dict[str, Floored], key: Key) -> list[Key]:
    """Return the keys under which the same corpus has floors for other files."""
    keys = [Key(digest, entry["corpus"]) for digest, entry in book.items()]
    return [one for one in keys if one.corpus == key.corpus and one.digest != key.digest]


def _below(floors: Figures, figures: Figures) -> list[str]:
    low = {name: least for name, least in floors.items() if figures.get(name, 0) < least - SLACK}
    return [f"{name} is {_said(figures, name)}, below its floor of {least}" for name, least in low.items()]


def _lower(old: Figures, new: Figures) -> list[str]:
    falling = {name: least for name, least in old.items() if new.get(name, 0) < least}
    return [f"{name} would fall from {least} to {_said(new, name)}" for name, least in falling.items()]


def _said(figures: Figures, name: str) -> str:
    return str(round(figures[name], 2)) if name in figures else "nothing measured"
