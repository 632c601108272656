"""Annotated articles: from a file of JSON lines, or from a folder of `.txt` and `.json` pairs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "gold"
ROLES = ("source", "cue", "content")
BETWEEN = r"(?!(?<=\w)\w)"
"""Anywhere but inside a word."""


@dataclass(frozen=True)
class Annotated:
    """A text with its attributions, as lists of spans by role."""

    name: str
    text: str
    attributions: list[dict[str, Any]]
    """Those that are scored: none stands inside another's content."""

    nested: tuple[dict[str, Any], ...] = ()
    """Those inside the content of another."""

    invented: tuple[str, ...] = ()
    """Contents that the shipped extractor is known to find although nothing is attributed there."""


@dataclass(frozen=True)
class Corpus:
    """Annotated articles, and the digest of what is scored of them."""

    articles: tuple[Annotated, ...]
    digest: str


def read_jsonl(path: Path) -> Corpus:
    """Read lines of `doc_id`, `text` and `attributions`, some `nested`; the digest is the file's."""
    data = path.read_bytes()
    lines = [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]
    articles = (_annotated(line["doc_id"], line["text"], line["attributions"]) for line in lines)
    return Corpus(tuple(articles), sha256(data).hexdigest())


def read_gold(folder: Path = GOLD) -> Corpus:
    """Read the project's own annotated articles.

    A note quotes its parts: `{"paragraph": 1, "source": ["Ms Vane"], "cue": ["said"], "content": ["“No,”"]}`.
    It is `"nested": true` inside the content of another, and says what the extractor makes of it where that
    is known to be wrong: `"missed": "not found"`. A note of another kind, `{"invented": "the pier"}`, quotes
    a content that is known to be found where there is none.
    """
    articles = tuple(_gold(path) for path in sorted(folder.glob("*.txt")))
    scored = [
        [one.name, one.text, [[part[role] for role in ROLES] for part in one.attributions]]
        for one in articles
    ]
    return Corpus(articles, sha256(json.dumps(scored).encode()).hexdigest())


def _gold(path: Path) -> Annotated:
    text = path.read_text("utf-8")
    notes = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = located(text, (note for note in notes if "invented" not in note))
    invented = tuple(note["invented"] for note in notes if "invented" in note)
    return replace(_annotated(path.stem, text, found), invented=invented)


def _annotated(name: str, text: str, found: Sequence[dict[str, Any]]) -> Annotated:
    nested = tuple(one for one in found if one.get("nested"))
    return Annotated(name, text, [one for one in found if not one.get("nested")], nested)


def located(text: str, notes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return annotations with each quoted part replaced by its span.

    A note names its `paragraph` (the headline is 0); its parts are looked for as whole words from there on,
    or from the words `after` where an earlier place has the same words. Its marks stay as they are.
    Raises `ValueError` for a part that is not there.
    """
    starts = [0, *(match.end() for match in re.finditer(r"\n\n", text))]
    return [_located(text, note, starts[note["paragraph"]]) for note in notes]


def _located(text: str, note: dict[str, Any], start: int) -> dict[str, Any]:
    start = text.index(note.get("after", ""), start)
    found: dict[str, Any] = {mark: note[mark] for mark in ("nested", "missed", "unsure") if mark in note}
    for role in ROLES:
        at, found[role] = start, []
        for part in note.get(role, ()):
            found[role].append(_place(text, part, at))
            at = found[role][-1][1]
    return found


def _place(text: str, part: str, start: int) -> tuple[int, int]:
    if match := re.compile(rf"{BETWEEN}{re.escape(part)}{BETWEEN}").search(text, start):
        return match.span()
    raise ValueError(f"substring not found: {part!r}")
