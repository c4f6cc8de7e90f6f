"""Attention as one step of the graph.

The exporter writes it as a dozen: heads apart, scores of every pair of pieces, shares, their sums, heads
together. Each walks through the largest matrices that there are. The runtime has one step for all of them,
which goes through the scores in blocks that stay near the processor, and never holds them all (Dao and
others, 2022): two fifths less time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import onnx
from onnx import helper

from dateline.train.reader.graph import (
    Makers,
    constants_of,
    drop_unused,
    makers_of,
    number_of,
    replaced,
    users_of,
)

_DOMAIN = "com.microsoft"  # of the runtime's own steps
_APART, _ACROSS = [0, 2, 1, 3], [0, 2, 3, 1]  # heads before pieces; and pieces last, to be multiplied with
Users = Mapping[str, Sequence[onnx.NodeProto]]
Constants = Mapping[str, onnx.TensorProto]


@dataclass(frozen=True, slots=True)
class _Heads:
    """What is parted into heads: the name of the whole, how many heads, and by what it is multiplied."""

    whole: str
    heads: int
    scale: float


def joined_attention(model: onnx.ModelProto) -> int:
    """Write each attention of a graph without masks and biases as one step; how many there were. What comes
    out differs by rounding alone."""
    graph = model.graph
    makers, users, constants = makers_of(graph), users_of(graph), constants_of(graph)
    count = 0
    for softmax in [node for node in graph.node if node.op_type == "Softmax"]:
        scores = makers.get(softmax.input[0])
        (mixed,) = users[softmax.output[0]]
        if scores is None or scores.op_type != "MatMul" or mixed.op_type != "MatMul":
            continue
        query = _parted(scores.input[0], _APART, makers, constants)
        key = _parted(scores.input[1], _ACROSS, makers, constants)
        value = _parted(mixed.input[1], _APART, makers, constants)
        last = _put_together(mixed, users)
        if query is None or key is None or value is None or last is None or value.scale != 1:
            continue
        node = helper.make_node(
            "MultiHeadAttention",
            [query.whole, key.whole, value.whole],
            [last.output[0]],
            name=softmax.name.removesuffix("Softmax") + "MultiHeadAttention",
            domain=_DOMAIN,
            num_heads=query.heads,
            scale=query.scale * key.scale,
        )
        replaced(graph, last, node)
        count += 1
    drop_unused(graph)
    if count and all(opset.domain != _DOMAIN for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    return count


def _parted(name: str, order: Sequence[int], makers: Makers, constants: Constants) -> _Heads | None:
    """What ``name`` is the heads of, turned in that order; None where it is something else."""
    scale, node = 1.0, makers.get(name)
    if node is not None and node.op_type == "Mul":
        factor = number_of(constants[node.input[1]]) if node.input[1] in constants else None
        if factor is None:
            return None
        scale, node = factor, makers.get(node.input[0])
    if node is None or node.op_type != "Transpose" or list(node.attribute[0].ints) != order:
        return None
    reshaped = makers.get(node.input[0])
    if reshaped is None or reshaped.op_type != "Reshape":
        return None
    heads = _heads(reshaped, makers, constants)
    return None if heads is None else _Heads(reshaped.input[0], heads, scale)


def _heads(reshaped: onnx.NodeProto, makers: Makers, constants: Constants) -> int | None:
    """How many heads a layer's numbers are parted into: as many as its biases hold the size of a head."""
    added, shape = makers.get(reshaped.input[0]), makers.get(reshaped.input[1])
    if added is None or added.op_type != "Add" or shape is None or shape.op_type != "Concat":
        return None
    widths = [constants[name].dims[-1] for name in added.input if name in constants]
    size = number_of(constants[shape.input[-1]]) if shape.input[-1] in constants else None
    return None if len(widths) != 1 or size is None or size < 1 else int(widths[0] / size)


def _put_together(mixed: onnx.NodeProto, users: Users) -> onnx.NodeProto | None:
    """The step after which the heads of an attention stand side by side again."""
    last = mixed
    while following := [n for n in users.get(last.output[0], ()) if n.op_type in ("Reshape", "Transpose")]:
        (last,) = following
    return last if last.op_type == "Reshape" else None
