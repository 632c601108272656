"""Annotated articles: from a file of JSON lines, or from a folder of `.txt` and `.json` pairs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parents[1] / "gold"


@dataclass(frozen=True)
class Annotated:
    """A text with its attributions, as lists of spans by role."""

    name: str
    text: str
    attributions: list[dict[str, Any]]


@dataclass(frozen=True)
class Corpus:
    """Annotated articles, and the digest of the files that they were read from."""

    articles: tuple[Annotated, ...]
    digest: str


def read_jsonl(path: Path) -> Corpus:
    """Read lines of `doc_id`, `text` and `attributions`."""
    data = path.read_bytes()
    lines = [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]
    articles = (Annotated(line["doc_id"], line["text"], line["attributions"]) for line in lines)
    return Corpus(tuple(articles), sha256(data).hexdigest())


def read_gold(folder: Path = GOLD) -> Corpus:
    """Read the project's own annotated articles.

    A note quotes its parts: `{"paragraph": 1, "source": ["Ms Vane"], "cue": ["said"], "content": ["“No,”"]}`.
    """
    articles, digest = [], sha256()
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        notes = path.with_suffix(".json").read_text("utf-8")
        digest.update(f"{path.name}\n{text}\n{notes}".encode())
        articles.append(Annotated(path.stem, text, located(text, json.loads(notes))))
    return Corpus(tuple(articles), digest.hexdigest())


def located(text: str, notes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return annotations with each quoted part replaced by its span.

    A note names its `paragraph` (the headline is 0); its parts are looked for from there on, or from
    the words `after` where an earlier place has the same words.
    Raises `ValueError` for a part that is not there.
    """
    starts = [0, *(match.end() for match in re.finditer(r"\n\n", text))]
    return [_located(text, note, starts[note["paragraph"]]) for note in notes]


def _located(text: str, note: dict[str, Any], start: int) -> dict[str, Any]:
    start = text.index(note.get("after", ""), start)
    spans: dict[str, list[tuple[int, int]]] = {}
    for role in ("source", "cue", "content"):
        at, spans[role] = start, []
        for part in note.get(role, ()):
            at = text.index(part, at) + len(part)
            spans[role].append((at - len(part), at))
    return spans
