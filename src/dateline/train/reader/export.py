"""The trained network as files for the reader: ONNX graphs, small heads, tokenizer, names of the outputs."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dateline.train.reader.network import Network, questions
from dateline.train.reader.shorten import shorten
from dateline.train.reader.tags import TAGS, WINDOW


class _Graph(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.network.read(ids, mask)


def export(network: Network, tokenizer: Path, folder: Path, shrink: Callable[[Path, Path], None]) -> None:
    """Write ``network.fp32.onnx``, ``network.onnx`` (what ``shrink`` makes of it), ``heads.npz``,
    ``tokenizer.json`` and ``labels.json`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "windows", 1: "pieces"}
    with warnings.catch_warnings():
        # the exporter that replaced this one writes graphs that the int8 tool cannot read yet
        warnings.simplefilter("ignore", DeprecationWarning)
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
    shrink(folder / "network.fp32.onnx", folder / "network.onnx")
    shorten(folder / "network.onnx")
    kept = {
        name: value.detach().numpy().astype(np.float32)
        for name, value in network.named_parameters()
        if name.split(".")[0] in ("span", "answers", "label", "near", "side", "pair")
    }
    np.savez_compressed(folder / "heads.npz", **kept)
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    labels = {"tags": TAGS, "window": WINDOW, "questions": questions()}
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
