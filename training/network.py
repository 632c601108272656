"""The network: a BERT encoder that also reads traits, with heads for roles, entities and syntax."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import onnx
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import BertConfig, BertModel

from claimwire.extract.labels import FORMS, LABELS, NAME_LABELS, RELATIONS, TAGS
from claimwire.extract.pieces import TRAITS

DROPPED = 0.1
WIDTH, HEADS, INNER = 384, 12, 1536
ARC = 192
"""Width of a word as a dependent, and as a head."""


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


class Parse(NamedTuple):
    """Logits for each word of a window."""

    arcs: Tensor
    """`[batch, words, 1 + words]`: of a root, then of each word as the head."""

    relations: Tensor
    """To the head, whatever it is."""

    tags: Tensor
    forms: Tensor
    ends: Tensor
    """`[batch, words]`: that a sentence ends."""


class Syntax(nn.Module):
    """A biaffine parser (Dozat and Manning 2017) over the vectors of words."""

    def __init__(self) -> None:
        super().__init__()
        self.dependent = nn.Linear(WIDTH, ARC)
        self.head = nn.Linear(WIDTH, ARC)
        self.root = nn.Parameter(torch.zeros(ARC))
        self.between = nn.Linear(ARC, ARC)
        self.word = nn.Linear(WIDTH, WIDTH)
        self.labels = nn.Linear(WIDTH, len(RELATIONS) + len(TAGS) + len(FORMS) + 1)
        self.dropout = SharedDropout()

    def forward(self, states: Tensor, words: Tensor) -> Parse:
        """Return the logits of words, which are given as the places of their pieces, `[batch, words]`."""
        vectors = torch.gather(states, 1, words[:, :, None].expand(-1, -1, WIDTH))
        dependents = self.dropout(gelu(self.dependent(vectors)))
        heads = self.dropout(gelu(self.head(vectors)))
        root = self.root.to(heads.dtype).expand(heads.shape[0], 1, ARC)
        arcs = self.between(dependents) @ torch.cat([root, heads], dim=1).transpose(1, 2)
        labels = self.labels(self.dropout(gelu(self.word(vectors))))
        sizes = [len(RELATIONS), len(TAGS), len(FORMS), 1]
        relations, tags, forms, ends = labels.split(sizes, dim=-1)
        return Parse(arcs, relations, tags, forms, ends.squeeze(-1))


class Network(nn.Module):
    """Logits of roles and entities for each piece, and of syntax for each word."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = _with_shared_dropout(encoder)
        self.traits = nn.Embedding(TRAITS, WIDTH)
        nn.init.zeros_(self.traits.weight)
        self.dropout = SharedDropout()
        self.roles = nn.Linear(WIDTH, len(LABELS))
        self.entities = nn.Linear(WIDTH, len(NAME_LABELS))
        self.syntax = Syntax()

    def forward(self, ids: Tensor, traits: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Return logits of roles and of entities, `[batch, pieces, labels]`."""
        return self.labels(self.states(ids, traits, mask))

    def states(self, ids: Tensor, traits: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the vectors of pieces, from which all heads read."""
        words = self.encoder.embeddings.word_embeddings(ids) + self.traits(traits)
        return self.dropout(self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state)

    def labels(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits of roles and of entities, from the vectors of pieces."""
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
