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
from torch.nn.functional import cross_entropy, log_softmax

from claimwire.extract.labels import LABELS
from training.examples import UNLABELLED, Example, Taught, Varied
from training.network import Network
from training.texts import Text

log = logging.getLogger("training")
BATCH = 16
WARM_UP = 0.08
"""Share of all steps in which the learning rate rises."""

HEADS_RATE = 1e-3
DECAY = 0.01
LONGEST_STEP = 1.0
"""Largest norm of a gradient."""

ENTITIES_SHARE = 0.2
SMOOTHING = 0.05


@dataclass(frozen=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int
    rate: float
    taught_share: float
    """How much of the loss on annotated words is the teacher's word; on others it is all."""

    seed: int


@dataclass(frozen=True)
class Batch:
    """Examples side by side, padded."""

    ids: Tensor
    traits: Tensor
    mask: Tensor
    roles: Tensor
    entities: Tensor
    taught: Tensor


def fit(network: Network, texts: Sequence[Text], varied: Varied, plan: Plan, taught: Taught) -> None:
    """Train a network in place."""
    network.train()
    optimizer = torch.optim.AdamW(_groups(network, plan.rate), weight_decay=DECAY)
    examples = varied.epoch(texts, taught)
    steps = ceil(len(examples) / BATCH) * plan.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step / steps))

    def learn(batch: Batch) -> float:
        loss = _loss(network, batch, plan.taught_share)
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
        examples = varied.epoch(texts, taught) if epoch + 1 < plan.epochs else []


def _groups(network: Network, rate: float) -> list[dict[str, object]]:
    heads = (network.roles, network.entities, network.traits)
    fresh = [parameter for head in heads for parameter in head.parameters()]
    return [
        {"params": list(network.encoder.parameters()), "lr": rate},
        {"params": fresh, "lr": HEADS_RATE},
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
        rows = [getattr(one, name) for one in examples]
        padded = [np.pad(row, (0, longest - len(row)), constant_values=fill) for row in rows]
        return torch.from_numpy(np.stack(padded))

    taught = np.zeros((len(examples), longest, len(LABELS)), np.float32)
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
    )


def _loss(network: Network, batch: Batch, taught_share: float) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        roles, entities = network(batch.ids, batch.traits, batch.mask)
    main = _roles_loss(roles.float(), batch, taught_share)
    named = batch.entities != UNLABELLED
    if not named.any():
        return main
    return main + ENTITIES_SHARE * cross_entropy(entities.float()[named], batch.entities[named])


def _roles_loss(logits: Tensor, batch: Batch, taught_share: float) -> Tensor:
    known = batch.roles != UNLABELLED
    heard = batch.taught.sum(-1) > 0
    truth = batch.roles.clamp(min=0).flatten()
    hard = cross_entropy(logits.flatten(0, 1), truth, reduction="none", label_smoothing=SMOOTHING)
    soft = -(batch.taught * log_softmax(logits, -1)).sum(-1)
    share = torch.where(heard, torch.where(known, taught_share, 1.0), 0.0)
    both = (1 - share) * hard.view(known.shape) * known + share * soft
    return both[known | heard].mean()
