"""Teaching: what a trained network says of texts, kept for another to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from claimwire.extract.pieces import read_pieces
from claimwire.extract.quotes import find_quotations
from claimwire.extract.tagger import TaggedWords, probabilities_of, words_of
from claimwire.extract.windows import Floats, Window, read_in_windows
from training.network import Network
from training.texts import Text

BATCH = 16


def words_by(network: Network, tokenizer: Tokenizer, text: str, *, overlap: int) -> TaggedWords:
    """Return the words of a text with a network's probabilities."""

    def read(windows: list[Window]) -> Iterator[Floats]:
        for start in range(0, len(windows), BATCH):
            yield from _run(network, windows[start : start + BATCH])

    pieces = read_pieces(tokenizer, text, find_quotations(text))
    return words_of(pieces, read_in_windows(pieces, read, overlap=overlap))


def _run(network: Network, rows: Sequence[Window]) -> list[Floats]:
    longest = max(len(ids) for ids, _ in rows)
    columns = [np.stack([np.pad(row[i], (0, longest - len(row[i]))) for row in rows]) for i in (0, 1)]
    ids, traits = map(torch.from_numpy, columns)
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        logits = torch.cat(network(ids, traits, (ids != 0).long()), dim=-1).float().numpy()
    return [probabilities_of(one[: len(row[0])]) for one, row in zip(logits, rows, strict=True)]


def teach(network: Network, tokenizer: Tokenizer, texts: Sequence[Text], kept: Path) -> None:
    """Write the probabilities of the roles of every word of the texts."""
    found = {
        one.name: words_by(network, tokenizer, one.text, overlap=64).probabilities.astype(np.float16)
        for one in texts
    }
    np.savez(kept, allow_pickle=False, **found)
