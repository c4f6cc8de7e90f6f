"""A graph that reads one window at a time, without what only padding needs.

The exporter writes attention so that padded pieces count for nothing: a mask is added to the scores of every
pair of pieces, and a row of which all is masked is set to nought. The reader never pads
(:mod:`dateline.reader.model.session`), so both change no number, and cost a fifth of the network's time: they
walk through the largest matrices that there are.

    python -m dateline.train.reader.unpadded FOLDER

does it to the finished files of a reader. Their version stays, as they read what they read before.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import onnx


def without_padding(path: Path) -> int:
    """Rewrite the graph of a file; how many of its attentions were made shorter. What comes out for windows
    whose mask is all ones is the same to the last bit."""
    model = onnx.load(str(path))
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
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
    _drop_unused(graph)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return count


def _unmasked_rows(
    graph: onnx.GraphProto, softmax: onnx.NodeProto, makers: Mapping[str, onnx.NodeProto]
) -> list[onnx.NodeProto]:
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


def _scores(added: onnx.NodeProto, makers: Mapping[str, onnx.NodeProto]) -> str | None:
    """What a mask is added to."""
    if added.op_type != "Add":
        return None
    masks = [_follows_from_mask(name, makers) for name in added.input]
    return added.input[masks.index(False)] if sum(masks) == 1 else None


def _follows_from_mask(name: str, makers: Mapping[str, onnx.NodeProto]) -> bool:
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


def _drop_unused(graph: onnx.GraphProto) -> None:
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


def main(folder: Path) -> None:
    """Rewrite the network of a folder of finished files, and its checksum."""
    network, about = folder / "network.onnx", folder / "model.json"
    print(f"{without_padding(network)} attentions are shorter")
    told = json.loads(about.read_text("utf-8"))
    told["sha256"][network.name] = hashlib.sha256(network.read_bytes()).hexdigest()
    about.write_text(json.dumps(told, indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
