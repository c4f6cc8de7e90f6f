"""A narrower encoder: without the heads and the inner numbers of which the losses ask least.

An encoder that knows all that is written is wider than what is asked of it here. What a head or an inner
number adds is let through a gate; by how much the losses change with a gate says how much is lost without
what it lets through (Michel, Levy and Neubig, 2019). What is left is finished once more.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from dateline.errors import UsageError
from dateline.train.reader.fit import ANSWERS_TOO
from dateline.train.reader.losses import batch, losses
from dateline.train.reader.network import Network
from dateline.train.reader.windows import Window

_AT_ONCE = 4  # windows
_LAYER = "encoder.encoder.layer."
_INTO_HEADS = tuple(f"attention.self.{name}" for name in ("query", "key", "value"))
_OUT_OF_HEADS, _INTO_INNER, _OUT_OF_INNER = "attention.output.dense", "intermediate.dense", "output.dense"


@dataclass(frozen=True, slots=True)
class Asked:
    """By how much the losses change with the gates of the heads, and of the inner numbers, of each layer."""

    heads: Sequence[Tensor]
    inner: Sequence[Tensor]


def asked_of(network: Network, told: Sequence[Window], seed: int) -> Asked:
    """What the losses of some windows ask of the parts of an encoder. Raises UsageError for one whose layers
    are not called like those of BERT."""
    layers = getattr(getattr(network.encoder, "encoder", None), "layer", ())
    if not layers or not hasattr(layers[0], "intermediate") or not hasattr(layers[0].attention, "self"):
        raise UsageError("only the layers of a BERT can be made narrower", "use --name base")
    size = layers[0].attention.self.attention_head_size
    network.eval().requires_grad_(False)
    heads = [torch.ones(layer.attention.output.dense.in_features // size) for layer in layers]
    inner = [torch.ones(layer.output.dense.in_features) for layer in layers]
    hooks = []
    for layer, of_heads, of_inner in zip(layers, heads, inner, strict=True):
        hooks += [
            _gated(layer.attention.output.dense, of_heads, size),
            _gated(layer.output.dense, of_inner, 1),
        ]
    gates = [gate.requires_grad_() for gate in (*heads, *inner)]
    totals = [torch.zeros_like(gate) for gate in gates]
    rng = random.Random(seed)
    for windows in _batches(told):
        found = losses(network, batch(windows), rng, bf16=False)
        total = torch.stack([ANSWERS_TOO[name] * loss for name, loss in found.items()]).sum()
        for sums, change in zip(totals, torch.autograd.grad(total, gates), strict=True):
            sums += change.abs()
    for hook in hooks:
        hook.remove()
    network.requires_grad_(True)
    return Asked(totals[: len(layers)], totals[len(layers) :])


def _gated(layer: nn.Module, gates: Tensor, each: int) -> torch.utils.hooks.RemovableHandle:
    """Let what flows into a layer through gates, ``each`` numbers through one."""
    return layer.register_forward_pre_hook(lambda _, told: (told[0] * gates.repeat_interleave(each),))


def _batches(told: Sequence[Window]) -> Iterable[Sequence[Window]]:
    ordered = sorted(told, key=lambda w: len(w.ids))
    return [ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE)]


def narrowed(state: Mapping[str, Tensor], asked: Asked, heads: int, inner: int) -> dict[str, Tensor]:
    """The weights with the ``heads`` of all layers together that are asked of most, at least one in each
    layer, and with so many ``inner`` numbers in each layer."""
    made = dict(state)
    kept = _kept_heads(asked.heads, heads)
    for number, (of_heads, of_inner) in enumerate(zip(kept, asked.inner, strict=True)):
        at = f"{_LAYER}{number}."
        size = state[f"{at}{_OUT_OF_HEADS}.weight"].shape[1] // len(asked.heads[number])
        pieces = torch.cat([torch.arange(h * size, (h + 1) * size) for h in of_heads])
        for name in _INTO_HEADS:
            _rows(made, at + name, pieces)
        _columns(made, at + _OUT_OF_HEADS, pieces)
        numbers = of_inner.topk(min(inner, len(of_inner))).indices.sort().values
        _rows(made, at + _INTO_INNER, numbers)
        _columns(made, at + _OUT_OF_INNER, numbers)
    return made


def _kept_heads(asked: Sequence[Tensor], count: int) -> list[list[int]]:
    kept = [[int(row.argmax())] for row in asked]
    told = [(chance, i, j) for i, row in enumerate(asked) for j, chance in enumerate(row.tolist())]
    others = sorted((one for one in told if one[2] not in kept[one[1]]), reverse=True)
    for _, layer, head in others[: max(count - len(kept), 0)]:
        kept[layer].append(head)
    return [sorted(own) for own in kept]


def _rows(state: dict[str, Tensor], name: str, kept: Tensor) -> None:
    for part in ("weight", "bias"):
        state[f"{name}.{part}"] = state[f"{name}.{part}"][kept].clone()


def _columns(state: dict[str, Tensor], name: str, kept: Tensor) -> None:
    state[f"{name}.weight"] = state[f"{name}.weight"][:, kept].clone()
