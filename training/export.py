"""Export: a trained network becomes the int8 ONNX file that the pipeline runs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: TID251 # off in training/__init__.py
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from claimwire.extract.model import FOLDER, SUMS, TOKENIZER, WEIGHTS
from training.network import Network

OPSET = 17


def ship(network: Network) -> None:
    """Replace the package's weights by a network's, and their digests."""
    export(network, FOLDER / WEIGHTS)
    sums = [f"{sha256((FOLDER / name).read_bytes()).hexdigest()}  {name}\n" for name in (WEIGHTS, TOKENIZER)]
    (FOLDER / SUMS).write_text("".join(sums), "ascii")


def export(network: Network, target: Path) -> None:
    """Write a network as ONNX with fused attention and int8 weights.

    Weights take seven bits (`reduce_range`): the sums of eight overflow on processors without VNNI, and the
    same text would get other numbers there.
    """
    window = _Window(network).eval()
    row = torch.ones(1, 16, dtype=torch.int64)
    axes = {name: {1: "pieces"} for name in ("ids", "traits", "logits")}
    axes |= {"words": {1: "words"}, "arcs": {1: "words", 2: "heads"}, "labels": {1: "words"}}
    with TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        torch.onnx.export(
            window,
            (row, row, row[:, :8]),
            str(plain),
            input_names=["ids", "traits", "words"],
            output_names=["logits", "arcs", "labels"],
            dynamic_axes=axes,
            opset_version=OPSET,
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            target,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


class _Window(nn.Module):
    """One window, whole: no padding and so no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.encoder.layer:
            layer.attention.self = _Attention(layer.attention.self)

    def forward(self, ids: Tensor, traits: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = self.network.states(ids, traits)
        arcs, *labels, ends = self.network.syntax(states, words)
        logits = torch.cat(self.network.labels(states), dim=-1)
        return logits, arcs, torch.cat([*labels, ends[:, :, None], states[0, words[0]][None]], dim=-1)


class _Attention(nn.Module):
    """A layer's attention as the one operator that ONNX Runtime has for it."""

    def __init__(self, plain: Any) -> None:  # transformers' own class
        super().__init__()
        parts = (plain.query, plain.key, plain.value)
        self.heads = int(plain.num_attention_heads)
        self.weight = nn.Parameter(torch.cat([part.weight.T for part in parts], dim=1))
        self.bias = nn.Parameter(torch.cat([part.bias for part in parts]))

    def forward(self, states: Tensor, *_: Any, **__: Any) -> tuple[Tensor, None]:
        return _Fused.apply(states, self.weight, self.bias, self.heads), None


class _Fused(torch.autograd.Function):
    @staticmethod
    def symbolic(graph: Any, states: Any, weight: Any, bias: Any, heads: int) -> Any:
        return graph.op("com.microsoft::Attention", states, weight, bias, num_heads_i=heads).setType(
            states.type()
        )

    @staticmethod
    def forward(_: Any, states: Tensor, weight: Tensor, bias: Tensor, heads: int) -> Tensor:
        batch, size, width = states.shape
        parts = (states @ weight + bias).split(width, dim=-1)
        query, key, value = (part.view(batch, size, heads, -1).transpose(1, 2) for part in parts)
        return scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(states.shape)
