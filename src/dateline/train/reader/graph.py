"""Walks over ONNX graphs, for the steps that make one shorter."""

from __future__ import annotations

from collections.abc import Mapping

import onnx
from onnx import numpy_helper

#: Which step makes a number, by the number's name.
Makers = Mapping[str, onnx.NodeProto]


def makers_of(graph: onnx.GraphProto) -> dict[str, onnx.NodeProto]:
    """The steps of a graph by the names of what they make."""
    return {name: node for node in graph.node for name in node.output}


def users_of(graph: onnx.GraphProto) -> dict[str, list[onnx.NodeProto]]:
    """The steps of a graph by the names of what they take."""
    users: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    return users


def constants_of(graph: onnx.GraphProto) -> dict[str, onnx.TensorProto]:
    """The numbers that a graph brings along."""
    told = {i.name: i for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            told[node.output[0]] = node.attribute[0].t
    return told


def number_of(constant: onnx.TensorProto) -> float | None:
    """The one number that a constant holds, if it holds one."""
    values = numpy_helper.to_array(constant)
    return float(values.reshape(-1)[0]) if values.size == 1 else None


def replaced(graph: onnx.GraphProto, old: onnx.NodeProto, new: onnx.NodeProto) -> None:
    """Put a step where another stood."""
    place = list(graph.node).index(old)
    graph.node.remove(old)
    graph.node.insert(place, new)


def drop_unused(graph: onnx.GraphProto) -> None:
    """Leave out the steps and numbers from which nothing that is asked for follows."""
    wanted = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):
        if wanted.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            wanted.update(node.input)
    for number in [i for i in graph.initializer if i.name not in wanted]:
        graph.initializer.remove(number)
    made = {name for node in graph.node for name in node.output}
    # the shapes that are noted of the others stay: by them the runtime knows which steps it can join
    for shape in [shape for shape in graph.value_info if shape.name not in made]:
        graph.value_info.remove(shape)
