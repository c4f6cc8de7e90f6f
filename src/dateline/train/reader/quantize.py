"""Smaller weights: all numbers of a layer in eight bits, or its weights alone.

Where the numbers that flow through a network are of one size, both can be eight bits (``whole``): fastest. In
some networks a few of them are hundreds of times larger than the rest, and eight bits for all of them lose
what the rest says; there only the weights are stored so (``weights_only``).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

_BLOCK = 256  # so many weights share a scale
_BLOCKWISE_INTEGERS = 4  # the numbers that flow are rounded by block, not by layer
_TABLE = 5_000_000  # an initializer of more numbers, of which rows are looked up, holds the word vectors


def whole(source: Path, target: Path) -> None:
    """Eight bits for weights, by channel, and for what flows; what stands before and after stays in single
    precision."""
    prepared = target.with_name("prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False
    )
    prepared.unlink()


def weights_only(source: Path, target: Path) -> None:
    """Eight bits for the weights of layers, by block, and for word vectors, by word."""
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    how = DefaultWeightOnlyQuantConfig(
        block_size=_BLOCK, is_symmetric=True, accuracy_level=_BLOCKWISE_INTEGERS, bits=8
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(str(source)), algo_config=how)
    quantizer.process()
    model = quantizer.model.model
    for table in [i for i in model.graph.initializer if int(np.prod(i.dims)) > _TABLE]:
        _by_row(model.graph, table)
    onnx.save(model, str(target))


def _by_row(graph: onnx.GraphProto, table: onnx.TensorProto) -> None:
    """The rows of a table in eight bits each, with a scale, put together again where one is looked up."""
    users = [node for node in graph.node if table.name in node.input]
    if [node.op_type for node in users] != ["Gather"]:
        return
    (look_up,) = users
    values = numpy_helper.to_array(table)
    scale = np.abs(values).max(1, keepdims=True) / 127 + 1e-12
    small, scales = f"{table.name}.int8", f"{table.name}.scale"
    graph.initializer.remove(table)
    graph.initializer.append(numpy_helper.from_array(np.round(values / scale).astype(np.int8), small))
    graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), scales))
    ids, out = look_up.input[1], look_up.output[0]
    nodes = (
        helper.make_node("Gather", [small, ids], [f"{out}.int8"], axis=0),
        helper.make_node("Gather", [scales, ids], [f"{out}.scale"], axis=0),
        helper.make_node("Cast", [f"{out}.int8"], [f"{out}.float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}.float", f"{out}.scale"], [out]),
    )
    place = list(graph.node).index(look_up)
    graph.node.remove(look_up)
    for number, node in enumerate(nodes):
        graph.node.insert(place + number, node)
