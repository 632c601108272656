"""Fitting: a network learns from annotated texts, and from what another network says of texts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, log_softmax

from claimwire.extract.labels import LABELS, WIDTH
from claimwire.extract.pieces import Ints
from training.examples import BATCH, UNLABELLED, Example, Taught, Varied
from training.network import FAR, Network, Parse
from training.texts import Text

log = logging.getLogger("training")
WARM_UP = 0.08
"""Share of all steps in which the learning rate rises."""

HEADS_RATE = 1e-3
DECAY = 0.01
LONGEST_STEP = 1.0
"""Largest norm of a gradient."""

ENTITIES_SHARE = 0.2
TAGS_SHARE = 0.3
"""Of tags, of forms and of sentence ends; arcs and relations count in full."""

SMOOTHING = 0.05


@dataclass(frozen=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int
    rate: float
    taught_share: float
    """How much of the loss on annotated words is the teacher's word; on others it is all."""

    seed: int
    labels_rate: float = HEADS_RATE
    """Of the heads for roles and entities."""

    sample: float = 1.0
    """Share of the texts without trees in each epoch."""

    trees: float = 1.0
    """Share of the texts with trees."""

    syntax_share: float = 0.35
    """Of syntax beside roles, whose loss is smaller than that of arcs and yet must not rise."""


@dataclass(frozen=True)
class Words:
    """Words whose syntax is known, side by side, padded; only of the examples that have them."""

    rows: Tensor
    """Numbers of those examples in the batch."""

    pieces: Tensor
    heads: Tensor
    relations: Tensor
    tags: Tensor
    forms: Tensor
    sentences: Tensor
    ends: Tensor


@dataclass(frozen=True)
class Batch:
    """Examples side by side, padded."""

    ids: Tensor
    traits: Tensor
    mask: Tensor
    roles: Tensor
    entities: Tensor
    taught: Tensor
    words: Words | None


def fit(network: Network, texts: Sequence[Text], varied: Varied, plan: Plan, taught: Taught) -> None:
    """Train a network in place."""
    network.train()
    optimizer = torch.optim.AdamW(_groups(network, plan), weight_decay=DECAY)
    examples = varied.epoch(texts, taught, sample=plan.sample, trees=plan.trees)
    steps = ceil(len(examples) / BATCH) * plan.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step / steps))

    def learn(batch: Batch) -> float:
        loss = _loss(network, batch, plan)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_STEP)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        return float(loss.item())

    for epoch in range(plan.epochs):
        started = monotonic()
        losses = [learn(batch) for batch in batches(examples)]
        log.info("epoch %d: loss %.4f, %.0f s", epoch, np.mean(losses), monotonic() - started)
        last = epoch + 1 == plan.epochs
        examples = [] if last else varied.epoch(texts, taught, sample=plan.sample, trees=plan.trees)


def _groups(network: Network, plan: Plan) -> list[dict[str, object]]:
    labels = (network.roles, network.entities, network.traits)
    return [
        {"params": list(network.encoder.parameters()), "lr": plan.rate},
        {"params": [one for head in labels for one in head.parameters()], "lr": plan.labels_rate},
        {"params": list(network.syntax.parameters()), "lr": HEADS_RATE},
    ]


def _pace(done: float) -> float:
    return min(done / WARM_UP, max(0.0, (1 - done) / (1 - WARM_UP)))


def batches(examples: Sequence[Example]) -> Iterator[Batch]:
    """Give padded batches, in order."""
    for start in range(0, len(examples), BATCH):
        yield _batch(examples[start : start + BATCH])


def _batch(examples: Sequence[Example]) -> Batch:
    longest = max(len(one.ids) for one in examples)

    def column(name: str, fill: int) -> Tensor:
        return _padded([getattr(one, name) for one in examples], longest, fill)

    taught = np.zeros((len(examples), longest, WIDTH), np.float32)
    for row, one in zip(taught, examples, strict=True):
        if one.taught is not None:
            row[: len(one.ids)] = one.taught
    ids = column("ids", 0)
    return Batch(
        ids,
        column("traits", 0),
        (ids != 0).long(),
        column("roles", UNLABELLED),
        column("entities", UNLABELLED),
        torch.from_numpy(taught),
        _words(examples),
    )


def _padded(rows: Sequence[Ints], longest: int, fill: int) -> Tensor:
    padded = [np.pad(row, (0, longest - len(row)), constant_values=fill) for row in rows]
    return torch.from_numpy(np.stack(padded))


def _words(examples: Sequence[Example]) -> Words | None:
    found = [(row, one.parsed) for row, one in enumerate(examples) if one.parsed and len(one.parsed.pieces)]
    if not found:
        return None
    longest = max(len(parsed.pieces) for _, parsed in found)

    def column(name: str, fill: int) -> Tensor:
        return _padded([getattr(parsed, name) for _, parsed in found], longest, fill)

    return Words(
        torch.tensor([row for row, _ in found]),
        column("pieces", 0),
        column("heads", UNLABELLED),
        column("relations", UNLABELLED),
        column("tags", UNLABELLED),
        column("forms", UNLABELLED),
        column("sentences", -1),
        column("ends", UNLABELLED),
    )


def _loss(network: Network, batch: Batch, plan: Plan) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        states = network.states(batch.ids, batch.traits, batch.mask)
        roles, entities = network.labels(states)
        parse = _parse(network, states, batch.words) if batch.words else None
    heard, taught = len(LABELS), batch.taught
    loss = _mixed_loss(roles, batch.roles, taught[..., :heard], plan.taught_share, SMOOTHING)
    loss = loss + ENTITIES_SHARE * _mixed_loss(
        entities, batch.entities, taught[..., heard:], plan.taught_share, 0.0
    )
    return loss + plan.syntax_share * _syntax_loss(parse, batch.words) if parse and batch.words else loss


def _parse(network: Network, states: Tensor, words: Words) -> Parse:
    parse: Parse = network.syntax(states[words.rows], words.pieces, words.heads.clamp(min=0))
    return parse


def _mixed_loss(logits: Tensor, labels: Tensor, taught: Tensor, share: float, smoothing: float) -> Tensor:
    """Return the loss by labels and by another network's probabilities: whichever is there, or a mixture."""
    logits = logits.float()
    known, heard = labels != UNLABELLED, taught.sum(-1) > 0
    if not (known | heard).any():
        return logits.new_zeros(())
    truth = labels.clamp(min=0).flatten()
    hard = cross_entropy(logits.flatten(0, 1), truth, reduction="none", label_smoothing=smoothing)
    soft = -(taught * log_softmax(logits, -1)).sum(-1)
    shares = torch.where(heard, torch.where(known, share, 1.0), 0.0)
    both = (1 - shares) * hard.view(known.shape) * known + shares * soft
    return both[known | heard].mean()


def _syntax_loss(parse: Parse, words: Words) -> Tensor:
    same = words.sentences[:, :, None] == words.sentences[:, None, :]
    arcs = parse.arcs.float()
    arcs = torch.cat([arcs[..., :1], arcs[..., 1:].masked_fill(~same, FAR)], dim=-1)
    known = words.ends != UNLABELLED
    ends = binary_cross_entropy_with_logits(parse.ends.float()[known], words.ends[known].float())
    tags = _cross_entropy(parse.tags, words.tags) + _cross_entropy(parse.forms, words.forms)
    relations = words.relations.masked_fill(words.heads == UNLABELLED, UNLABELLED)
    rest = _cross_entropy(arcs, words.heads) + _cross_entropy(parse.relations, relations)
    return rest + TAGS_SHARE * (tags + ends)


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    return cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=UNLABELLED)
