"""Teaching: what a trained network says of texts, kept for another to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from claimwire.english.quotations import find_quotations
from claimwire.extract.pieces import read_pieces
from claimwire.extract.tagger import TaggedWords, probabilities_of, words_of
from claimwire.extract.windows import Floats, Window, averaged, window, windows
from training.network import Network
from training.texts import Text

BATCH = 16


def words_by(network: Network, tokenizer: Tokenizer, text: str, *, overlap: int) -> TaggedWords:
    """Return the words of a text with a network's probabilities."""
    pieces = read_pieces(tokenizer, text, find_quotations(text))
    bounds = windows(len(pieces.ids), overlap=overlap)
    given = [window(pieces, *one, words=np.empty(0, np.int64)) for one in bounds]
    batches = (given[start : start + BATCH] for start in range(0, len(given), BATCH))
    numbers = [rows for batch in batches for rows in _run(network, batch)]
    return words_of(pieces, averaged(bounds, numbers, overlap=overlap))


def _run(network: Network, rows: Sequence[Window]) -> list[Floats]:
    longest = max(len(one.ids) for one in rows)

    def column(name: str) -> Tensor:
        padded = [np.pad(getattr(one, name), (0, longest - len(one.ids))) for one in rows]
        return torch.from_numpy(np.stack(padded))

    ids, traits = column("ids"), column("traits")
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        logits = torch.cat(network(ids, traits, (ids != 0).long()), dim=-1).float().numpy()
    return [probabilities_of(row[: len(one.ids)]) for row, one in zip(logits, rows, strict=True)]


def teach(network: Network, tokenizer: Tokenizer, texts: Sequence[Text], kept: Path) -> None:
    """Write the probabilities of the roles and entities of every word of the texts."""

    def read(text: str) -> NDArray[np.float16]:
        words = words_by(network, tokenizer, text, overlap=64)
        return np.concatenate([words.probabilities, words.names], axis=1).astype(np.float16)

    np.savez(kept, allow_pickle=False, **{one.name: read(one.text) for one in texts})
