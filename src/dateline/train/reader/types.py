"""Fits the list of words that tells the type of an incident from all of its words (``types.npz``)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from dateline.reader.model.decode import Floats
from dateline.reader.model.kinds import Kinds
from dateline.reader.model.typed import Words, features, types_of, weighed
from dateline.train.reader.example import Example
from dateline.train.reader.tags import native_types

_SELDOM = 1
_VERSIONS, _KEPT = 3, 0.65  # each incident whole, and twice without a third of its words
_RIDGE = 0.06  # of the squared weights, beside the summed loss: chosen on the held-back tenth
_STEPS = 60


def fit_types(examples: Sequence[Example], path: Path, seed: int = 1) -> None:
    """Write ``path`` from examples with all native labels. Incidents of too few words are learned from, too:
    the reader misses some."""
    kinds, names = Kinds(native_types()), types_of(native_types())
    rng = random.Random(f"types {seed}")
    told = [
        (features(some, kinds), names.index(kind))
        for words, kind in _incidents(examples)
        for some in _versions(words, rng)
    ]
    seen = Counter(name for found, _ in told for name in set(found))
    known = sorted(name for name, count in seen.items() if count >= _SELDOM * _VERSIONS)
    rarity = np.array([np.log(len(told) / seen[name]) + 1 for name in known], np.float32)
    row = {name: number for number, name in enumerate(known)}
    table = np.zeros((len(told), len(known)), np.float32)
    for number, (found, _) in enumerate(told):
        rows, values = weighed(found, row, rarity)
        table[number, rows] = values
    weights, bias = _regression(table, [kind for _, kind in told], len(names))
    scale = np.abs(weights).max(0) / 127 + 1e-9
    np.savez_compressed(
        path,
        known=np.frombuffer("\n".join(known).encode("utf-8"), np.uint8),
        rarity=rarity.astype(np.float16),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
    )


def _incidents(examples: Sequence[Example]) -> Iterator[tuple[list[Words], str]]:
    """The words of each incident, with its type."""
    for example in examples:
        numbers = sorted({n for span in example.spans for n in span.incidents})
        for number in numbers:
            own = [s for s in example.spans if number in s.incidents]
            kinds = [s.classes["type"] for s in own if s.label == "ev" and s.incidents[0] == number]
            if kinds:
                yield [(s.label, example.text[s.start : s.end]) for s in own], kinds[0].partition("/")[0]


def _versions(words: list[Words], rng: random.Random) -> Iterator[list[Words]]:
    yield words
    for _ in range(_VERSIONS - 1):
        yield [one for one in words if rng.random() < _KEPT]


def _regression(table: Floats, gold: Sequence[int], kinds: int) -> tuple[Floats, Floats]:
    """Multinomial logistic regression with a ridge: convex, so the same from any start."""
    rows, wanted = torch.from_numpy(table), torch.as_tensor(gold)
    weights = torch.zeros(table.shape[1], kinds, requires_grad=True)
    bias = torch.zeros(kinds, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        found = torch.nn.functional.cross_entropy(rows @ weights + bias, wanted, reduction="sum")
        found = found + _RIDGE * (weights**2).sum()
        found.backward()
        return found

    optimizer.step(loss)
    return weights.detach().numpy(), bias.detach().numpy()
