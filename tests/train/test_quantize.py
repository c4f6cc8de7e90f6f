"""Weights in eight bits: what the smaller network says is what the larger says, nearly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.train

torch = pytest.importorskip("torch", reason="needs the extra `train`: pip install -e '.[train]'")
pytest.importorskip("onnx_ir", reason="needs the extra `train`: pip install -e '.[train]'")


class _Small(torch.nn.Module):
    """Word vectors of more than five million numbers, and a layer."""

    def __init__(self) -> None:
        super().__init__()
        self.words = torch.nn.Embedding(20_000, 256)
        self.layer = torch.nn.Linear(256, 256, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.layer(self.words(ids))


def test_weights_alone_in_eight_bits(tmp_path: Path) -> None:
    import onnxruntime

    from dateline.train.reader.quantize import weights_only

    torch.manual_seed(1)
    ids = torch.arange(0, 20_000, 2_000).unsqueeze(0)
    large, small = tmp_path / "large.onnx", tmp_path / "small.onnx"
    torch.onnx.export(_Small(), (ids,), str(large), input_names=["ids"], opset_version=17, dynamo=False)
    weights_only(large, small)
    assert small.stat().st_size < 0.3 * large.stat().st_size
    said = [
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(
            None, {"ids": ids.numpy()}
        )[0]
        for path in (large, small)
    ]
    assert np.corrcoef(said[0].ravel(), said[1].ravel())[0, 1] > 0.999
