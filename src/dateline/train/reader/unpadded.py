"""A graph that reads one window at a time, without what only padding needs.

The exporter writes attention so that padded pieces count for nothing: a mask is added to the scores of every
pair of pieces, and a row of which all is masked is set to nought. The reader never pads
(:mod:`dateline.reader.model.session`), so both change no number, and cost a fifth of the network's time: they
walk through the largest matrices that there are.
"""

from __future__ import annotations

import onnx

from dateline.train.reader.graph import Makers, drop_unused, makers_of


def without_padding(model: onnx.ModelProto) -> int:
    """Leave the masks out of the attentions of a graph; how many were made shorter. What comes out for
    windows whose mask is all ones is the same to the last bit."""
    graph = model.graph
    makers = makers_of(graph)
    instead: dict[str, str] = {}
    count = 0
    for node in graph.node:
        if node.op_type != "Softmax":
            continue
        for whole in _unmasked_rows(graph, node, makers):
            instead[whole.output[0]] = node.output[0]
        masked = makers.get(node.input[0])
        scores = None if masked is None else _scores(masked, makers)
        if masked is not None and scores is not None:
            instead[masked.output[0]] = scores
            count += 1
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name in instead:
                node.input[place] = instead[name]
    drop_unused(graph)
    return count


def _unmasked_rows(graph: onnx.GraphProto, softmax: onnx.NodeProto, makers: Makers) -> list[onnx.NodeProto]:
    """The steps that set to nought the rows of which all is masked: ``Where(IsNaN(x), 0, x)``."""
    (made,) = softmax.output
    return [
        node
        for node in graph.node
        if node.op_type == "Where"
        and node.input[2] == made
        and (test := makers.get(node.input[0])) is not None
        and test.op_type == "IsNaN"
        and test.input[0] == made
    ]


def _scores(added: onnx.NodeProto, makers: Makers) -> str | None:
    """What a mask is added to."""
    if added.op_type != "Add":
        return None
    masks = [_follows_from_mask(name, makers) for name in added.input]
    return added.input[masks.index(False)] if sum(masks) == 1 else None


def _follows_from_mask(name: str, makers: Makers) -> bool:
    """Whether a number follows from ``mask`` and from shapes, and from nothing that the network read."""
    seen, open_ = set(), [name]
    found = False
    while open_:
        one = open_.pop()
        if one in seen:
            continue
        seen.add(one)
        found = found or one == "mask"
        node = makers.get(one)
        if node is None:
            if one == "ids":
                return False
        elif node.op_type != "Shape":
            open_ += node.input
    return found
