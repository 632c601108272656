"""Restoring: the network that is shipped, to train it further without the steps before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from claimwire.extract.model import FOLDER, WEIGHTS
from training.network import WIDTH, Network, from_folder
from training.weights import student_folder


def shipped() -> Network:
    """Return the shipped network in full precision, as near as its int8 weights tell; its labels are new."""
    graph = onnx.load(FOLDER / WEIGHTS).graph
    network = from_folder(student_folder())
    state = network.state_dict()
    found = dict(_weights(graph))
    for name in state:
        if name.startswith("said."):
            continue
        state[name] = found[name].reshape(state[name].shape)
    network.load_state_dict(state)
    return network


def _weights(graph: Any) -> Iterator[tuple[str, Tensor]]:
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for name, value in held.items():
        if name.startswith("network.") and not name.endswith(("_scale", "_zero_point", "_quantized")):
            yield from _named(name.removeprefix("network."), value)
        elif name.startswith("network.") and name.endswith("_quantized"):
            whole = name.removesuffix("_quantized")
            yield from _named(whole.removeprefix("network."), _plain(held, whole))
        elif name.startswith("onnx::Expand"):
            yield "syntax.root", torch.tensor(value)
    for node in graph.node:
        weights = next(
            (one for one in node.input if one.startswith("onnx::MatMul") and one.endswith("_quantized")), None
        )
        if weights:
            path = node.name.split("/MatMul")[0].strip("/").replace("/", ".")
            yield f"{path}.weight", torch.tensor(_plain(held, weights.removesuffix("_quantized")).T.copy())


def _plain(held: Mapping[str, Any], name: str) -> np.ndarray[Any, Any]:
    quantized, zero, scale = (held[f"{name}_{part}"] for part in ("quantized", "zero_point", "scale"))
    value: np.ndarray[Any, Any] = (quantized.astype(np.float32) - zero.astype(np.float32)) * scale
    return value


def _named(name: str, value: np.ndarray[Any, Any]) -> Iterator[tuple[str, Tensor]]:
    """Give a tensor by its name in the network; attention is fused in the file."""
    if ".attention.self." not in name:
        yield name, torch.tensor(value)
        return
    path, kind = name.rsplit(".", 1)
    for part, one in zip(
        ("query", "key", "value"), np.split(value, [WIDTH, 2 * WIDTH], axis=-1), strict=True
    ):
        yield f"{path}.{part}.{kind}", torch.tensor(one.T.copy())
