"""Graphs without what only padding needs: shorter, and the same to the last bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

pytestmark = pytest.mark.train

onnx = pytest.importorskip("onnx", reason="needs the extra `train`: pip install -e '.[train]'")

SIZE, MOST = 8, 40


def _attention(path: Path) -> None:
    """As the exporter writes it: scores, a mask added, rows that are all masked set to nought."""
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(1)
    numbers = {
        "table": rng.normal(size=(100, SIZE)).astype(np.float32),
        "least": np.float32(-3.4e38),
        "one": np.float32(1),
        "nought": np.float32(0),
    }
    make = helper.make_node
    nodes = [
        make("Gather", ["table", "ids"], ["words"]),
        make("Transpose", ["words"], ["across"], perm=[0, 2, 1]),
        make("MatMul", ["words", "across"], ["scores"]),
        make("Cast", ["mask"], ["kept"], to=TensorProto.FLOAT),
        make("Sub", ["one", "kept"], ["left_out"]),
        make("Mul", ["left_out", "least"], ["bias"]),
        make("Add", ["scores", "bias"], ["masked"]),
        make("Softmax", ["masked"], ["shares"]),
        make("IsNaN", ["shares"], ["none"]),
        make("Where", ["none", "nought", "shares"], ["sure"]),
        make("MatMul", ["sure", "words"], ["mixed"]),
        make("Add", ["mixed", "words"], ["hidden"]),
    ]
    ids, mask = (helper.make_tensor_value_info(n, TensorProto.INT64, [1, "pieces"]) for n in ("ids", "mask"))
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [1, "pieces", SIZE])
    kept = [numpy_helper.from_array(np.asarray(value), name) for name, value in numbers.items()]
    graph = helper.make_graph(nodes, "attention", [ids, mask], [hidden], kept)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def _said(path: Path, ids: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    asked = {"ids": ids, "mask": np.ones_like(ids)}
    return session.run(None, {i.name: asked[i.name] for i in session.get_inputs()})[0]


def test_a_window_reads_the_same_to_the_last_bit(tmp_path: Path) -> None:
    from dateline.train.reader.unpadded import without_padding

    long, short = tmp_path / "long.onnx", tmp_path / "short.onnx"
    _attention(long)
    _attention(short)
    model = onnx.load(short)
    assert without_padding(model) == 1
    onnx.save(model, short)
    steps = [node.op_type for node in onnx.load(short).graph.node]
    assert steps == ["Gather", "Transpose", "MatMul", "Softmax", "MatMul", "Add"]
    for length in (1, 7, MOST):
        ids = np.random.default_rng(length).integers(0, 100, (1, length))
        assert np.array_equal(_said(long, ids).view(np.int32), _said(short, ids).view(np.int32))


def test_what_is_added_to_scores_and_is_no_mask_stays(tmp_path: Path) -> None:
    """A bias by the distance of two pieces is read from a table: it follows from no mask."""
    from dateline.train.reader.unpadded import without_padding

    path = tmp_path / "network.onnx"
    _attention(path)
    model = onnx.load(path)
    (added,) = [node for node in model.graph.node if node.output[0] == "masked"]
    added.input[1] = "across_bias"
    model.graph.node.insert(0, onnx.helper.make_node("Gather", ["table", "ids"], ["across_bias"]))
    assert without_padding(model) == 0
    assert [n.op_type for n in model.graph.node].count("Add") == 2
