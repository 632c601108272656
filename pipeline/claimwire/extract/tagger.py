"""The tagger: a text in, for each of its words the probability of each label out, and the parse.

The weights are quantized dynamically: one scale for a whole activation tensor, so a row's numbers depend on
every other row, and every padding, of the same call. One window to a call, unpadded, is what makes the same
article give the same bytes whatever it is batched with; it costs nothing measurable on a CPU.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from claimwire.english.quotations import Quotation
from claimwire.english.words import words
from claimwire.extract.labels import LABELS
from claimwire.extract.model import ModelFiles
from claimwire.extract.onnx import onnxruntime as ort
from claimwire.extract.parse import Bounds, Glimpse, Parse, parsed
from claimwire.extract.pieces import Ints, Pieces, pieces_of, read_pieces
from claimwire.extract.windows import Floats, Window, averaged, edge_weights, window, windows


@dataclass(frozen=True)
class TaggedWords:
    """Words in order: where each starts and ends in the text, and its labels' probabilities (a row each)."""

    starts: Ints
    ends: Ints
    probabilities: Floats
    """Of `LABELS`."""

    names: Floats
    """Of `NAME_LABELS`."""


@dataclass(frozen=True)
class Analysis:
    """What one pass of the network finds in a text."""

    words: TaggedWords
    parse: Parse


class Tagger:
    """Tokenizer and ONNX session. Safe to call from many threads."""

    def __init__(self, files: ModelFiles, *, threads: int) -> None:
        self._tokenizer = load_tokenizer(files)
        self._session = _load_session(files)
        self._pool = ThreadPoolExecutor(threads, "claimwire-tagger") if threads > 1 else None

    def analyse(self, text: str, quotations: Sequence[Quotation], *, dateline_end: int = 0) -> Analysis:
        """Return what the network finds in `text`, which may have a dateline."""
        starts, ends = places_of(text)
        tagged, glimpses = self.glimpses(text, quotations, starts, ends)
        return Analysis(tagged, parsed(starts, ends, glimpses, text=text, dateline_end=dateline_end))

    def glimpses(
        self, text: str, quotations: Sequence[Quotation], starts: Ints, ends: Ints
    ) -> tuple[TaggedWords, list[Glimpse]]:
        """Return what the network finds in `text`, and what windows show of the words at given places."""
        pieces = read_pieces(self._tokenizer, text, quotations)
        bounds, firsts = windows(len(pieces.ids)), pieces_of(pieces, starts, ends)
        given = [window(pieces, *one, words=firsts) for one in bounds]
        found = list((self._pool.map if self._pool else map)(self._run, given))
        tagged = words_of(pieces, averaged(bounds, [probabilities_of(rows[0]) for rows in found]))
        shown = zip(given, bounds, found, strict=True)
        return tagged, [_glimpse(*one, size=len(pieces.ids)) for one in shown]

    def _run(self, one: Window) -> list[Floats]:
        given = {"ids": one.ids[None, :], "traits": one.traits[None, :], "words": one.words[None, :]}
        return [rows[0] for rows in self._session.run(None, given)]


def _glimpse(one: Window, bounds: Bounds, rows: Sequence[Floats], *, size: int) -> Glimpse:
    start, end = bounds
    weights = edge_weights(end - start, opens=start == 0, closes=end == size)
    return Glimpse(one.first, rows[1], rows[2], weights[one.words - 1, 0])


def places_of(text: str) -> tuple[Ints, Ints]:
    """Return where the words of a text start and end."""
    places = np.array(words(text), np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def probabilities_of(logits: Floats) -> Floats:
    """Return the probabilities of both heads side by side, from their logits."""
    heads = logits[:, : len(LABELS)], logits[:, len(LABELS) :]
    return np.concatenate([_softmax(head) for head in heads], axis=1)


def words_of(pieces: Pieces, probabilities: Floats) -> TaggedWords:
    """Return the words of pieces: each has the labels of its first piece."""
    real = pieces.starts < pieces.ends
    starts, ends, rows = pieces.starts[real], pieces.ends[real], probabilities[real]
    first = np.flatnonzero(pieces.first[real])
    last = np.append(first[1:], len(starts)) - 1 if len(first) else first
    return TaggedWords(starts[first], ends[last], rows[first, : len(LABELS)], rows[first, len(LABELS) :])


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def load_tokenizer(files: ModelFiles) -> Tokenizer:
    """Return the tokenizer, without truncation and padding."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(files.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _load_session(files: ModelFiles) -> Any:  # onnxruntime has no types
    options = ort.SessionOptions()
    # One thread to a window, so that no sum depends on how many threads there are.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 3
    # The fused operator takes a seventh longer than its two parts.
    return ort.InferenceSession(
        str(files.weights),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )
