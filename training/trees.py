"""Trees: texts whose sentences are parsed, as JSON lines, to learn syntax from."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from claimwire.english.universal import FORMS, RELATIONS, TAGS, relation_of
from training.texts import Text, Trees

LINE_RATES = (0.0, 0.2, 0.5, 1.0)
"""Shares of a text's sentences that end a line; one is drawn for a text."""

UNPUNCTUATED = 0.8
"""Share of lines that end behind a sentence without a mark at its end: mostly headings."""

CLITIC = re.compile(r"n['’`]t|['’`](?:s|m|d|re|ve|ll)", re.IGNORECASE)
FUSED = {("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"), ("gim", "me"), ("lem", "me")}


def read_trees(path: Path) -> list[Text]:
    """Read JSON lines of `doc_id` and `sentences` (`words`, `space_after`, `upos`, `xpos`, `head`, `rel`)."""
    lines = path.read_text("utf-8").split("\n")
    return [text_of(json.loads(line)) for line in lines if line.strip()]


def text_of(document: Mapping[str, Any]) -> Text:
    """Return a parsed document as a text: its sentences one behind the other, a space between them."""
    text = ""
    starts: list[tuple[int, int]] = []
    rows: list[tuple[int, ...]] = []
    for number, sentence in enumerate(document["sentences"]):
        text += " " if text else ""
        base = len(starts)
        for at, (word, spaced) in enumerate(_spaced(sentence)):
            starts.append((len(text), len(text) + len(word)))
            text += word + (" " if spaced else "")
            rows.append((*_row(sentence, at, base), number))
        text = text.rstrip(" ")
    places, columns = np.array(starts).reshape(-1, 2), np.array(rows).reshape(-1, 5).T
    return Text(document["doc_id"], text, None, trees=Trees(places[:, 0], places[:, 1], *columns))


def _spaced(sentence: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Give words and whether a space follows; the treebanks' files say nothing of it within `don't`."""
    words, following = sentence["words"], [*sentence["words"][1:], ""]
    forms = [*sentence["xpos"][1:], ""]
    for word, spaced, after, form in zip(words, sentence["space_after"], following, forms, strict=True):
        joined = form == "POS" or CLITIC.fullmatch(after) or (word.lower(), after.lower()) in FUSED
        yield word, bool(spaced) and not joined


def _row(sentence: Mapping[str, Any], at: int, base: int) -> tuple[int, int, int, int]:
    head = sentence["head"][at]
    return (
        base + head - 1 if head else -1,
        RELATIONS.index(relation_of(sentence["rel"][at])),
        TAGS.index(sentence["upos"][at]),
        FORMS.index(sentence["xpos"][at]),
    )


def in_lines(one: Text, random_: random.Random) -> Text:
    """Return a parsed text, as long as before, with lines ended behind some of its sentences."""
    if one.trees is None:
        return one
    letters, rate = list(one.text), random_.choice(LINE_RATES)
    last = np.flatnonzero(np.diff(one.trees.sentences))
    marks = one.trees.tags[last] == TAGS.index("PUNCT")
    for end, marked in zip(one.trees.ends[last], marks, strict=True):
        if random_.random() < (rate if marked else max(rate, UNPUNCTUATED)):
            letters[end] = "\n"
    return replace(one, text="".join(letters))
