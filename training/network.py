"""The network: a BERT encoder that also reads traits, with heads for roles, entities and syntax."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import onnx
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import BertConfig, BertModel

from claimwire.english.universal import FORMS, RELATIONS, TAGS
from claimwire.extract.labels import LABELS, NAME_LABELS
from claimwire.extract.pieces import TRAITS

DROPPED = 0.1
WIDTH, HEADS, INNER = 384, 12, 1536
ARC = 192
"""Width of a word as a dependent, and as a head."""

FAR = -1e9
"""Logit of a head in another sentence."""


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
    """To the head that was given, or is likeliest."""

    tags: Tensor
    forms: Tensor
    ends: Tensor
    """`[batch, words]`: that a sentence ends."""


class Syntax(nn.Module):
    """A parser over the vectors of words, with biaffine arcs (Dozat and Manning 2017)."""

    def __init__(self) -> None:
        super().__init__()
        self.dependent = nn.Linear(WIDTH, ARC)
        self.head = nn.Linear(WIDTH, ARC)
        self.root = nn.Parameter(torch.zeros(ARC))
        self.between = nn.Linear(ARC, ARC)
        self.relation_of_dependent = nn.Linear(WIDTH, ARC)
        self.relation_of_head = nn.Linear(ARC, ARC)
        self.relation = nn.Linear(ARC, len(RELATIONS))
        self.word = nn.Linear(WIDTH, WIDTH)
        self.labels = nn.Linear(WIDTH, len(TAGS) + len(FORMS) + 1)
        self.dropout = SharedDropout()

    def forward(self, states: Tensor, words: Tensor, heads: Tensor | None = None) -> Parse:
        """Return the logits of words, given as the places of their pieces, `[batch, words]`.

        Their heads may be given too, as numbers from 1, 0 for the root.
        """
        vectors = torch.gather(states, 1, words[:, :, None].expand(-1, -1, WIDTH))
        dependents = self.dropout(gelu(self.dependent(vectors)))
        candidates = self.dropout(gelu(self.head(vectors)))
        root = self.root.to(candidates.dtype).expand(candidates.shape[0], 1, ARC)
        candidates = torch.cat([root, candidates], dim=1)
        arcs = self.between(dependents) @ candidates.transpose(1, 2)
        labels = self.labels(self.dropout(gelu(self.word(vectors))))
        tags, forms, ends = labels.split([len(TAGS), len(FORMS), 1], dim=-1)
        ends = ends.squeeze(-1)
        if heads is None:
            heads = likeliest(arcs, ends)
        relations = self._relations(vectors, candidates, heads)
        return Parse(arcs, relations, tags, forms, ends)

    def _relations(self, vectors: Tensor, candidates: Tensor, heads: Tensor) -> Tensor:
        of_heads = self.relation_of_head(candidates)
        of_head = torch.gather(of_heads, 1, heads[:, :, None].expand(-1, -1, ARC))
        return self.relation(self.dropout(gelu(self.relation_of_dependent(vectors) + of_head)))


def likeliest(arcs: Tensor, ends: Tensor) -> Tensor:
    """Return each word's likeliest head within its sentence, which ends where `ends` are above 0."""
    cut = (ends > 0).long()
    sentence, number = cut.cumsum(1) - cut, torch.ones_like(cut).cumsum(1)
    same = sentence[:, :, None] == sentence[:, None, :]
    other = number[:, :, None] != number[:, None, :]
    near = arcs[:, :, 1:].masked_fill(~(same & other), FAR)
    return torch.cat([arcs[:, :, :1], near], dim=2).argmax(2)


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
