"""Attention as one step: the same numbers, and what is no plain attention stays as it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

pytestmark = pytest.mark.train

onnx = pytest.importorskip("onnx", reason="needs the extra `train`: pip install -e '.[train]'")

HEADS, SIZE = 3, 8
WIDTH = HEADS * SIZE


def _attention(between: list | None = None):
    """As the exporter writes it, between layers with biases; ``between`` are steps from "scores" to
    "weighed"."""
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(1)
    numbers = {"table": rng.normal(size=(100, WIDTH)).astype(np.float32)}
    for part in ("query", "key", "value"):
        numbers |= {
            f"{part}.weight": rng.normal(size=(WIDTH, WIDTH)).astype(np.float32) / 3,
            f"{part}.bias": rng.normal(size=WIDTH).astype(np.float32),
        }
    numbers |= {
        "axis": np.array([0]), "rest": np.array([-1]), "size": np.array([SIZE]), "width": np.array([WIDTH]),
        "root": np.float32(SIZE**-0.25), "bias": np.float32(0.5),
    }  # fmt: skip
    make = helper.make_node
    nodes = [
        make("Gather", ["table", "ids"], ["words"]),
        make("Shape", ["ids"], ["lengths"]),
        make("Concat", ["lengths", "rest", "size"], ["parted"], axis=0),
        make("Concat", ["lengths", "width"], ["whole"], axis=0),
    ]
    for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        nodes += [
            make("MatMul", ["words", f"{part}.weight"], [f"{part}.product"]),
            make("Add", [f"{part}.bias", f"{part}.product"], [f"{part}.all"]),
            make("Reshape", [f"{part}.all", "parted"], [f"{part}.parted"]),
            make("Transpose", [f"{part}.parted"], [f"{part}.heads"], perm=order),
        ]
    nodes += [
        make("Mul", ["query.heads", "root"], ["query.scaled"]),
        make("Mul", ["key.heads", "root"], ["key.scaled"]),
        make("MatMul", ["query.scaled", "key.scaled"], ["scores"]),
        *(between or ()),
        make("Softmax", ["weighed" if between else "scores"], ["shares"], axis=-1),
        make("MatMul", ["shares", "value.heads"], ["mixed"]),
        make("Transpose", ["mixed"], ["side_by_side"], perm=[0, 2, 1, 3]),
        make("Reshape", ["side_by_side", "whole"], ["together"]),
        make("Add", ["together", "words"], ["hidden"]),
    ]
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"])
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [1, "pieces", WIDTH])
    kept = [numpy_helper.from_array(np.asarray(value), name) for name, value in numbers.items()]
    graph = helper.make_graph(nodes, "attention", [ids], [hidden], kept)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _said(model, ids: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"ids": ids})[0]


def test_one_step_says_what_a_dozen_said() -> None:
    from dateline.train.reader.attention import joined_attention

    long, short = _attention(), _attention()
    assert joined_attention(short) == 1
    onnx.checker.check_model(short)
    steps = [node.op_type for node in short.graph.node]
    assert steps == ["Gather", *("MatMul", "Add") * 3, "MultiHeadAttention", "Add"]
    (joined,) = [node for node in short.graph.node if node.op_type == "MultiHeadAttention"]
    assert list(joined.input) == ["query.all", "key.all", "value.all"]
    assert {a.name: a.i or a.f for a in joined.attribute} == {
        "num_heads": HEADS, "scale": pytest.approx(SIZE**-0.5)
    }  # fmt: skip
    for length in (1, 7, 90):
        ids = np.random.default_rng(length).integers(0, 100, (1, length))
        assert np.allclose(_said(long, ids), _said(short, ids), atol=1e-5)


def test_an_attention_that_is_biased_stays() -> None:
    from onnx import helper

    from dateline.train.reader.attention import joined_attention

    model = _attention([helper.make_node("Add", ["scores", "bias"], ["weighed"])])
    assert joined_attention(model) == 0
    assert [node.op_type for node in model.graph.node].count("Softmax") == 1


def test_finished_files_are_shortened_and_have_another_version(tmp_path: Path) -> None:
    import hashlib
    import json

    from dateline.train.reader.shorten import main

    for name in ("heads.npz", "tokenizer.json", "regressions.npz"):
        (tmp_path / name).write_bytes(name.encode())
    onnx.save(_attention(), tmp_path / "network.onnx")
    (tmp_path / "model.json").write_text(json.dumps({"name": "toy", "version": "old", "sha256": {}}))
    main(tmp_path)
    about = json.loads((tmp_path / "model.json").read_text("utf-8"))
    told = hashlib.sha256((tmp_path / "network.onnx").read_bytes()).hexdigest()
    assert about["sha256"]["network.onnx"] == told
    assert about["version"] not in ("old", "") and about["name"] == "toy"
    before = about["version"]
    main(tmp_path)  # there is nothing left to shorten
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["version"] == before
