"""The network of a reader that ships, as a checkpoint to fit further: eight bits are near enough for that.

Checkpoints are large and are not kept with the project; what ships is. Nothing but rounding is lost: a
stage that goes on from here begins within a point of where the last one ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

from dateline.errors import UsageError
from dateline.train.reader.network import shaped_like

_MIDDLE = 128  # of eight bits without a sign
#: How names of tables end in eight bits, with those of their scales and middles (none: 0).
_TABLES = ((".int8", ".scale", ""), ("_quantized", "_scale", "_zero_point"))
_Numbers = Mapping[str, NDArray[Any]]


def recover(network: nn.Module, folder: Path) -> dict[str, Tensor]:
    """The state of ``network`` as ``folder`` (``network.onnx``, ``heads.npz``) has it, in single precision.

    Raises UsageError where a weight of the network is not in the files, or has another shape there.
    """
    graph = onnx.load(str(folder / "network.onnx")).graph
    numbers = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        name.removeprefix("network."): value for name, value in numbers.items() if name.startswith("network.")
    }
    found |= _tables(numbers) | _layers(graph, numbers)
    found |= np.load(folder / "heads.npz")
    shaped_like(network, {name: value.shape for name, value in found.items()})
    state = network.state_dict()
    for name, value in state.items():
        if name not in found or tuple(found[name].shape) != tuple(value.shape):
            raise UsageError(
                f"the weights in {folder} have no {name} of shape {tuple(value.shape)}",
                "recover with the version of Dateline that made them, or begin with fit",
            )
        state[name] = torch.tensor(np.ascontiguousarray(found[name])).to(value.dtype)
    return state


def _tables(numbers: _Numbers) -> dict[str, NDArray[Any]]:
    """Vectors that are looked up: by row (``weights_only``) or as one table (``whole``)."""
    made: dict[str, NDArray[Any]] = {}
    for name, value in numbers.items():
        if not name.startswith("network.encoder.embeddings."):
            continue
        for end, scale, zero in _TABLES:
            if name.endswith(end):
                stem = name.removesuffix(end)
                middle = numbers[stem + zero].astype(np.float32) if zero else np.float32(0)
                made[stem.removeprefix("network.")] = (value.astype(np.float32) - middle) * numbers[
                    stem + scale
                ].astype(np.float32)
    return made


def _layers(graph: onnx.GraphProto, numbers: _Numbers) -> dict[str, NDArray[Any]]:
    """Weights of linear layers: named by the layer whose product they are part of, and laid the other way."""
    made: dict[str, NDArray[Any]] = {}
    for node in graph.node:
        name = _parameter(node.name)
        if node.op_type == "MatMulNBits":
            bits, scales = (numbers[i] for i in node.input[1:3])
            blocks = (bits.astype(np.float32) - _MIDDLE) * scales.reshape(*bits.shape[:2], 1)
            made[name] = blocks.reshape(bits.shape[0], -1)
        elif node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            middle = numbers[stem + "_zero_point"].astype(np.float32)
            plain = (numbers[stem + "_quantized"].astype(np.float32) - middle) * numbers[stem + "_scale"]
            made[name] = plain.T
        elif node.op_type in ("MatMul", "Gemm") and node.input[1] in numbers:
            plain = numbers[node.input[1]]
            turned = any(a.name == "transB" and a.i for a in node.attribute)
            made[name] = plain if turned else plain.T
    return made


def _parameter(node: str) -> str:
    """``/encoder/encoder/layer.0/output/dense/MatMul_quant`` → the weight of that layer; a module in a
    sequence has its place after the dot: ``/window/window.0/Gemm`` is ``window.0``."""
    parts: list[str] = []
    for part in node.strip("/").split("/")[:-1]:
        if parts and part.startswith(parts[-1] + "."):
            parts[-1] = part
        else:
            parts.append(part)
    return ".".join(parts) + ".weight"
