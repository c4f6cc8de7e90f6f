"""The trained network as files for the reader: ONNX graphs, small heads, tokenizer, names of the outputs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from dateline.train.reader.network import Network, questions
from dateline.train.reader.tags import TAGS, WINDOW


class _Graph(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.network.read(ids, mask)


def export(network: Network, tokenizer: Path, folder: Path) -> None:
    """Write ``network.fp32.onnx``, ``network.onnx`` (int8, by channel), ``heads.npz``, ``tokenizer.json`` and
    ``labels.json`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        _Graph(network),
        (ids, torch.ones_like(ids)),
        str(folder / "network.fp32.onnx"),
        input_names=["ids", "mask"],
        output_names=["hidden", "tags", "window"],
        dynamic_axes={"ids": axes, "mask": axes, "hidden": axes, "tags": axes, "window": {0: "windows"}},
        opset_version=17,
        dynamo=False,
    )
    quantize(folder)
    kept = {
        name: value.detach().numpy().astype(np.float32)
        for name, value in network.named_parameters()
        if name.split(".")[0] in ("span", "answers", "label", "near", "side", "pair")
    }
    np.savez_compressed(folder / "heads.npz", **kept)
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    labels = {"tags": TAGS, "window": WINDOW, "questions": questions()}
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")


def quantize(folder: Path) -> None:
    """int8 weights by channel; the tag and window heads stay in single precision."""
    prepared = folder / "prepared.onnx"
    quant_pre_process(str(folder / "network.fp32.onnx"), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(folder / "network.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=False,
    )
    prepared.unlink()
