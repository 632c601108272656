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
from numpy.typing import NDArray
from tokenizers import Tokenizer

from claimwire.english.quotations import Quotation
from claimwire.english.words import words
from claimwire.extract.labels import LABELS, WIDTH
from claimwire.extract.model import ModelFiles
from claimwire.extract.onnx import onnxruntime as ort
from claimwire.extract.parse import Glimpse, Parse, certain_ends, parsed
from claimwire.extract.pieces import Ints, Pieces, pieces_of, read_pieces
from claimwire.extract.windows import Floats, Window, windows


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
        certain = certain_ends(text, starts, ends, dateline_end)
        tagged, glimpses = self.glimpses(text, quotations, starts, ends, certain)
        shown = sum(len(one.labels) for one in glimpses)  # none, if the text has no pieces
        return Analysis(tagged, parsed(starts[:shown], ends[:shown], glimpses, certain[:shown]))

    def glimpses(
        self,
        text: str,
        quotations: Sequence[Quotation],
        starts: Ints,
        ends: Ints,
        certain: NDArray[np.bool_],
    ) -> tuple[TaggedWords, list[Glimpse]]:
        """Return what the network finds in `text`, and what its windows show of the words at given places.

        Windows may end where a sentence certainly does.
        """
        pieces = read_pieces(self._tokenizer, text, quotations)
        given = windows(pieces, words=pieces_of(pieces, starts, ends), ends=certain)
        found = list((self._pool.map if self._pool else map)(self._run, given))
        logits = [rows[0][1:-1] for rows in found] or [np.zeros((0, WIDTH), np.float32)]
        glimpses = [Glimpse(arcs, labels) for _, arcs, labels in found]
        return words_of(pieces, probabilities_of(np.concatenate(logits))), glimpses

    def _run(self, one: Window) -> list[Floats]:
        given = {"ids": one.ids[None, :], "traits": one.traits[None, :], "words": one.words[None, :]}
        return [rows[0] for rows in self._session.run(None, given)]


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
