"""The network: a BERT encoder that also reads traits, with a head for roles and one for entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from claimwire.extract.labels import LABELS, NAME_LABELS
from claimwire.extract.pieces import TRAITS

DROPPED = 0.1
WIDTH, HEADS, INNER = 384, 12, 1536


class SharedDropout(nn.Module):
    """Hides the same numbers from all pieces of a window (variational dropout, Gal and Ghahramani 2016).

    A tenth of the random numbers' cost on a CPU.
    """

    def forward(self, states: Tensor) -> Tensor:
        """Return states of `[batch, pieces, width]`; in training, some columns nothing, others larger."""
        if not self.training:
            return states
        kept = torch.rand(states.shape[0], 1, states.shape[2]) >= DROPPED
        return states * (kept / (1 - DROPPED)).to(states.dtype)


class Network(nn.Module):
    """Logits of roles and entities for each piece."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = _with_shared_dropout(encoder)
        self.traits = nn.Embedding(TRAITS, WIDTH)
        nn.init.zeros_(self.traits.weight)
        self.dropout = SharedDropout()
        self.roles = nn.Linear(WIDTH, len(LABELS))
        self.entities = nn.Linear(WIDTH, len(NAME_LABELS))

    def forward(self, ids: Tensor, traits: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return logits of roles and of entities, `[batch, pieces, labels]`."""
        words = self.encoder.embeddings.word_embeddings(ids) + self.traits(traits)
        states = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        states = self.dropout(states)
        return self.roles(states), self.entities(states)


def _with_shared_dropout(encoder: Any) -> Any:
    for layer in encoder.encoder.layer:
        layer.attention.output.dropout = SharedDropout()
        layer.output.dropout = SharedDropout()
    encoder.embeddings.dropout = SharedDropout()
    return encoder


def from_folder(folder: Path) -> Network:
    """Return an untrained network on a published encoder's folder (`config.json`, `model.safetensors`)."""
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
    return Network(encoder)


def from_onnx(weights: Path, *, layers: int) -> Network:
    """Return an untrained network on the encoder of an ONNX file of the BERT family, 384 wide.

    Raises `ValueError` where a tensor is not as wide.
    """
    graph = onnx.load(weights).graph
    found = {one.name: torch.tensor(onnx.numpy_helper.to_array(one)) for one in graph.initializer}
    # An exporter keeps the names of tensors, but those that it transposed; they stand in the graph's order.
    products = (node.input[1] for node in graph.node if node.op_type == "MatMul")
    transposed = (found[name].T for name in products if name in found)
    config = BertConfig(
        num_hidden_layers=layers,
        hidden_size=WIDTH,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        attention_probs_dropout_prob=0.0,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    state = {name: found[name] if name in found else next(transposed) for name in encoder.state_dict()}
    encoder.load_state_dict(state)
    return Network(encoder)
