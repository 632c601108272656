"""Examples: windows of pieces with their labels, cut anew for each epoch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from tokenizers import Tokenizer

from claimwire.english.quotations import find_quotations
from claimwire.extract.labels import LABELS, NAME_LABELS
from claimwire.extract.pieces import CLS, SEP, Ints, Pieces, pieces_of, read_pieces
from claimwire.extract.windows import SIZE, Floats
from training.texts import Stretch, Text, Trees, restyled
from training.trees import in_lines

BATCH = 16
LENGTHS = 32
"""Windows whose lengths differ by less than this make a batch."""

MASK = 103
MASKED = 0.05
"""Share of words hidden from the network."""

RENAMED_TEXTS, RENAMED = 0.5, 0.7
"""Shares of texts in which names are replaced, and of their names."""

UNLABELLED = -100
Renamed = tuple[int, int, Ints]
"""First piece of a word, one past its last, and the pieces to stand there."""

Taught = Mapping[str, Floats]
"""By a text's name, another network's probabilities of its words' roles and entities, side by side."""


@dataclass(frozen=True)
class Parsed:
    """The words of a window whose syntax is known, a column each."""

    pieces: Ints
    """Where in the window the piece is that stands for a word."""

    heads: Ints
    """Number of the head among these words, from 1; 0 at a root, `UNLABELLED` if the window cuts it off."""

    relations: Ints
    tags: Ints
    forms: Ints
    sentences: Ints
    ends: Ints
    """1 where a sentence ends, else 0."""


@dataclass(frozen=True)
class Example:
    """A window, or a whole text: pieces, and labels where a word begins (`UNLABELLED` elsewhere)."""

    ids: Ints
    traits: Ints
    roles: Ints
    entities: Ints
    taught: Floats | None
    """Another network's probabilities of roles and entities, a row a piece."""

    parsed: Parsed | None = None


def encode(tokenizer: Tokenizer, one: Text, taught: Floats | None = None) -> tuple[Pieces, Example]:
    """Return a whole text as one example, and its pieces; `taught` has a row for each word."""
    pieces = read_pieces(tokenizer, one.text, find_quotations(one.text))
    roles = _labels(pieces, one.roles, LABELS)
    entities = _labels(pieces, one.entities, NAME_LABELS)
    parsed = _parsed(pieces, one.trees) if one.trees else None
    return pieces, Example(pieces.ids, pieces.traits, roles, entities, _spread(pieces, taught), parsed)


def _parsed(pieces: Pieces, trees: Trees) -> Parsed:
    ends = np.append(np.diff(trees.sentences) > 0, True).astype(np.int64)
    places = pieces_of(pieces, trees.starts, trees.ends)
    return Parsed(places, trees.heads + 1, trees.relations, trees.tags, trees.forms, trees.sentences, ends)


def _labels(pieces: Pieces, stretches: Sequence[Stretch] | None, names: Sequence[str]) -> Ints:
    labels = np.full(len(pieces.ids), UNLABELLED)
    if stretches is None:
        return labels
    firsts = np.flatnonzero(pieces.first)
    found = np.zeros(len(firsts), np.int64)
    for start, end, name in stretches:
        low, high = np.searchsorted(pieces.starts[firsts], (start, end))
        if low < high:
            found[low] = names.index(f"B-{name}")
            found[low + 1 : high] = names.index(f"I-{name}")
    labels[firsts] = found
    return labels


def _spread(pieces: Pieces, taught: Floats | None) -> Floats | None:
    if taught is None:
        return None
    rows = np.zeros((len(pieces.ids), taught.shape[1]), np.float32)
    rows[pieces.first] = taught
    return rows


class Varied:
    """Gives each epoch's examples: marks restyled, names replaced, words masked, windows shifted."""

    def __init__(self, tokenizer: Tokenizer, names: Sequence[str], *, seed: int) -> None:
        self._tokenizer = tokenizer
        self._names = {name.lower() for name in names}
        encodings = tokenizer.encode_batch(list(names), add_special_tokens=False)
        self._pool = [np.array(encoding.ids) for encoding in encodings]
        self._random = random.Random(seed)

    def epoch(
        self, texts: Sequence[Text], taught: Taught, *, sample: float = 1.0, trees: float = 1.0
    ) -> list[Example]:
        """Return the windows of all texts, or of samples of those without trees and with, shuffled."""
        windows: list[Example] = []
        for one in texts:
            if self._random.random() >= (sample if one.trees is None else trees):
                continue
            varied = in_lines(restyled(one, self._random), self._random)
            pieces, example = encode(self._tokenizer, varied, taught.get(one.name))
            if one.trees is None and self._random.random() <= RENAMED_TEXTS:
                example = _renamed(example, list(self._new_names(varied.text, pieces)))
            windows += self._windows(self._masked(example))
        return self._shuffled(windows)

    def _shuffled(self, windows: list[Example]) -> list[Example]:
        """Return windows in any order, but those of a batch of about one length: less of it is padding."""
        self._random.shuffle(windows)
        windows.sort(key=lambda one: len(one.ids) // LENGTHS)
        batches = [windows[start : start + BATCH] for start in range(0, len(windows), BATCH)]
        short = batches.pop()
        self._random.shuffle(batches)
        return [one for batch in (*batches, short) for one in batch]

    def _new_names(self, text: str, pieces: Pieces) -> Iterator[Renamed]:
        chosen: dict[str, Ints | None] = {}
        for start, end in _words(pieces):
            word = text[pieces.starts[start] : pieces.ends[end - 1]]
            key = word.lower()
            if key not in self._names or not word[0].isupper():
                continue
            if key not in chosen:
                renames = self._random.random() < RENAMED
                chosen[key] = self._random.choice(self._pool) if renames else None
            name = chosen[key]
            if name is not None:
                yield start, end, name

    def _masked(self, example: Example) -> Example:
        chance = np.random.default_rng(self._random.getrandbits(32)).random(len(example.ids))
        return replace(example, ids=np.where(chance < MASKED, MASK, example.ids))

    def _windows(self, example: Example) -> Iterator[Example]:
        size = len(example.ids)
        first = self._random.randrange(SIZE // 2, SIZE + 1)
        for start, end in pairwise([0, *range(first, size, SIZE), size]):
            if start < end:
                yield _cut(example, start, end)


def _words(pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Give the bounds of each word's pieces, without a line's end behind it."""
    real = np.flatnonzero(pieces.starts < pieces.ends)
    firsts = np.flatnonzero(pieces.first[real])
    for low, high in pairwise([*firsts, len(real)]):
        yield int(real[low]), int(real[high - 1]) + 1


def _renamed(example: Example, renamed: Sequence[Renamed]) -> Example:
    """Return an example with other pieces for some words, which keep their roles and lose their entities."""
    ids, rows, done = [], [], 0
    for start, end, name in renamed:
        ids += [example.ids[done:start], name]
        rows += [np.arange(done, start), np.full(len(name), start)]
        done = end
    all_rows = np.concatenate([*rows, np.arange(done, len(example.ids))])
    again = np.append(False, all_rows[1:] == all_rows[:-1])
    nameless = again | np.isin(all_rows, [start for start, _, _ in renamed])
    return Example(
        np.concatenate([*ids, example.ids[done:]]),
        example.traits[all_rows],
        np.where(again, UNLABELLED, example.roles[all_rows]),
        np.where(nameless, UNLABELLED, example.entities[all_rows]),
        None if example.taught is None else np.where(again[:, None], 0, example.taught[all_rows]),
    )


def _cut(example: Example, start: int, end: int) -> Example:
    return Example(
        np.concatenate(([CLS], example.ids[start:end], [SEP])),
        np.pad(example.traits[start:end], 1),
        np.pad(example.roles[start:end], 1, constant_values=UNLABELLED),
        np.pad(example.entities[start:end], 1, constant_values=UNLABELLED),
        None if example.taught is None else np.pad(example.taught[start:end], ((1, 1), (0, 0))),
        example.parsed and _cut_words(example.parsed, start, end),
    )


def _cut_words(parsed: Parsed, start: int, end: int) -> Parsed:
    low, high = (int(at) for at in np.searchsorted(parsed.pieces, (start, end)))
    words = slice(low, high)
    heads = parsed.heads[words]
    whole = (heads == 0) | ((heads > low) & (heads <= high))
    return Parsed(
        parsed.pieces[words] - start + 1,
        np.where(heads == 0, 0, np.where(whole, heads - low, UNLABELLED)),
        parsed.relations[words],
        parsed.tags[words],
        parsed.forms[words],
        parsed.sentences[words],
        parsed.ends[words],
    )
