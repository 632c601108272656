"""The tagger: a text in, for each of its words the probability of each label out.

The weights are quantized dynamically: one scale for a whole activation tensor, so a row's numbers depend on
every other row, and every padding, of the same call. One window to a call, unpadded, is what makes the same
article give the same bytes whatever it is batched with; it costs nothing measurable on a CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from pipeline.extract.model import ModelFiles

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
WINDOW = 254
OVERLAP = 127
CHUNK = 20_000
"""Characters given to the tokenizer at a time: the memory that an encoding takes is bounded."""

CLS, SEP = 101, 102

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TaggedWords:
    """Words in order: where each starts and ends in the text, and its labels' probabilities (a row each)."""

    starts: Ints
    ends: Ints
    probabilities: Floats


@dataclass(frozen=True)
class _Pieces:
    ids: Ints
    starts: Ints
    ends: Ints
    first: NDArray[np.bool_]
    """Whether a piece begins a word."""


class Tagger:
    """Tokenizer and ONNX session. Safe to call from many threads."""

    def __init__(self, files: ModelFiles, *, threads: int) -> None:
        self._tokenizer = _load_tokenizer(files)
        self._session = _load_session(files)
        self._pool = ThreadPoolExecutor(threads, "claimwire-tagger") if threads > 1 else None

    def tag(self, text: str) -> TaggedWords:
        """Return the words of `text` with the probabilities of their labels."""
        pieces = _joined(self._encoded(text))
        probabilities = self._averaged(pieces.ids)
        first = np.flatnonzero(pieces.first)
        last = np.append(first[1:], len(pieces.ids)) - 1 if len(first) else first
        return TaggedWords(pieces.starts[first], pieces.ends[last], probabilities[first])

    def _encoded(self, text: str) -> Iterator[tuple[int, Encoding]]:
        for start, end in chunks(text):
            yield start, self._tokenizer.encode(text[start:end], add_special_tokens=False)

    def _averaged(self, ids: Ints) -> Floats:
        total = np.zeros((len(ids), len(LABELS)), np.float32)
        weight = np.zeros((len(ids), 1), np.float32)
        bounds = windows(len(ids))
        rows = (ids[start:end] for start, end in bounds)
        for (start, end), probabilities in zip(bounds, self._mapped(self._probabilities, rows), strict=True):
            share = edge_weights(end - start, opens=start == 0, closes=end == len(ids))
            total[start:end] += probabilities * share
            weight[start:end] += share
        total /= weight
        return total

    def _mapped(self, function: Callable[[Ints], Floats], rows: Iterable[Ints]) -> Iterator[Floats]:
        return self._pool.map(function, rows) if self._pool else map(function, rows)

    def _probabilities(self, ids: Ints) -> Floats:
        row = np.concatenate(([CLS], ids, [SEP]))[None, :]
        (logits,) = self._session.run(["logits"], {"ids": row, "mask": np.ones_like(row)})
        inner: Floats = logits[0, 1:-1]
        powers = np.exp(inner - inner.max(axis=1, keepdims=True))
        probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
        return probabilities


def windows(pieces: int) -> list[tuple[int, int]]:
    """Return the bounds of the windows over so many pieces: each overlaps the one before by `OVERLAP`."""
    if pieces == 0:
        return []
    starts = range(0, max(1, pieces - OVERLAP), WINDOW - OVERLAP)
    return [(start, min(pieces, start + WINDOW)) for start in starts]


def edge_weights(size: int, *, opens: bool, closes: bool) -> Floats:
    """Return how much each piece of a window counts: less towards an edge that cuts the text."""
    from_start = np.full(size, OVERLAP) if opens else np.arange(1, size + 1)
    to_end = np.full(size, OVERLAP) if closes else np.arange(size, 0, -1)
    least: Ints = np.minimum(np.minimum(from_start, to_end), OVERLAP)
    return least.astype(np.float32)[:, None]


def chunks(text: str, *, size: int = CHUNK) -> Iterator[tuple[int, int]]:
    """Cut a text at white space into ranges of at most `size` characters; within a word where it has none."""
    start = 0
    while len(text) - start > size:
        end = start + size
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space + 1 if space > start else end
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _joined(encoded: Iterable[tuple[int, Encoding]]) -> _Pieces:
    parts = [_arrays(start, encoding) for start, encoding in encoded]
    if not parts:
        nothing = np.empty(0, np.int64)
        return _Pieces(nothing, nothing, nothing, np.empty(0, np.bool_))
    ids, starts, ends, first = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return _Pieces(ids, starts, ends, first)


def _arrays(start: int, encoding: Encoding) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2) + start
    words = np.array(encoding.word_ids, np.int64)
    first = np.append(True, words[1:] != words[:-1])[: len(words)]
    return np.array(encoding.ids, np.int64), offsets[:, 0], offsets[:, 1], first


def _load_tokenizer(files: ModelFiles) -> Tokenizer:
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
    return ort.InferenceSession(str(files.weights), options, providers=["CPUExecutionProvider"])
