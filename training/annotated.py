"""The project's annotations of claims, with their texts: `training/annotations/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("annotations")
MARK = re.compile(r"\{([SCX]):([^}]*)\}")
ROLES = {"S": "source", "C": "cue", "X": "content"}
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Noted:
    """An attribution as somebody annotated it."""

    source: Places
    cue: Places
    content: Places
    stance: str
    type: str
    worth: int
    form: str = "proposition"


@dataclass(frozen=True)
class Sentence:
    """A sentence of the outlet's own that calls for checking, with reference wordings."""

    place: tuple[int, int]
    type: str
    worth: int


@dataclass(frozen=True)
class Annotated:
    """A text with its annotations."""

    text: str
    attributions: tuple[Noted, ...]
    own: tuple[Sentence, ...] = ()


def read_texts(paths: Iterable[Path]) -> Mapping[str, str]:
    """Return the texts of files of JSON lines, by their digests."""
    lines = (line for path in paths for line in path.read_text("utf-8").split("\n") if line.strip())
    texts = (json.loads(line)["text"] for line in lines)
    return {f"sha256:{sha256(text.encode()).hexdigest()}": text for text in texts}


def read_claims(texts: Mapping[str, str], name: str = "claims.jsonl") -> list[Annotated]:
    """Return the articles whose claims are annotated; raises `KeyError` where a text is not among `texts`."""
    return [_claims(texts[row["digest"]], row) for row in _rows(FOLDER / name)]


def read_labels(texts: Mapping[str, str]) -> list[Annotated]:
    """Return the articles with attributions of which stance, type and worth are annotated."""
    return [
        Annotated(texts[row["digest"]], tuple(map(_noted, row["attributions"])))
        for row in _rows(FOLDER / "labels.jsonl")
    ]


def read_written() -> list[Annotated]:
    """Return the sentences that were written for what is rare in news."""
    lines = (FOLDER / "written.txt").read_text("utf-8").splitlines()
    return [_written(*line.split(" ", 2)) for line in lines if line and not line.startswith("#")]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


def _claims(text: str, row: dict[str, Any]) -> Annotated:
    own = (Sentence(tuple(one["sentence"]), one["type"], one["worth"]) for one in row["own"])
    return Annotated(text, tuple(map(_noted, row["attributions"])), tuple(own))


def _noted(row: dict[str, Any]) -> Noted:
    source, cue, content = (
        tuple((start, end) for start, end in row[role]) for role in ("source", "cue", "content")
    )
    form = row.get("form", "proposition")
    return Noted(source, cue, content, row["stance"], row["type"], row["worth"], form)


def _written(stance: str, kind: str, marked: str) -> Annotated:
    places: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    text, at = "", 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        places[ROLES[match[1]]].append((len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    noted = _noted({**places, "stance": stance, "type": kind, "worth": 2})
    return Annotated(text + marked[at:], (noted,))
