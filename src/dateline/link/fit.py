"""Fit the weights of the comparison to judged pairs: logistic regression with a Gaussian prior.

The prior is the table in force: what the pairs cannot teach (a registry of armed groups, when all pairs are
of street crime) keeps its weight. The maximum is found by coordinate-wise Newton steps, which needs nothing
beyond the standard library and always ends at the same weights.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline.link.features import Features

_ROUNDS = 60
_LONGEST_STEP = 1.0


def fit(
    pairs: Sequence[tuple[Features, bool]], prior: Mapping[str, float], strength: float = 3.0
) -> dict[str, float]:
    """Weights by feature name, with ``bias``.

    ``pairs`` are features with the truth ("the same incident"); ``strength`` is the precision of the
    prior, in units of one over the variance of a weight.
    """
    weights = {"bias": prior.get("bias", 0.0)} | dict(prior)
    columns: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, (features, _) in enumerate(pairs):
        columns["bias"].append((row, 1.0))
        for name, value in features.items():
            if value:
                columns[name].append((row, value))
    labels = [float(same) for _, same in pairs]
    sums = [0.0] * len(pairs)
    for name, column in columns.items():
        for row, value in column:
            sums[row] += weights.get(name, 0.0) * value
    for _ in range(_ROUNDS):
        moved = max(
            (
                _step(name, columns[name], weights, prior, (labels, sums, strength))
                for name in sorted(columns)
            ),
            default=0.0,
        )
        if moved < 1e-3:
            break
    return weights


def _step(
    name: str,
    column: Sequence[tuple[int, float]],
    weights: dict[str, float],
    prior: Mapping[str, float],
    state: tuple[Sequence[float], list[float], float],
) -> float:
    """One Newton step along one weight; returns how far it moved."""
    labels, sums, strength = state
    old = weights.get(name, 0.0)
    precision = 0.01 if name == "bias" else strength
    slope, bend = precision * (prior.get(name, 0.0) - old), precision
    for row, value in column:
        chance = 1.0 / (1.0 + math.exp(-min(max(sums[row], -35.0), 35.0)))
        slope += (labels[row] - chance) * value
        bend += chance * (1.0 - chance) * value * value
    move = min(max(slope / bend, -_LONGEST_STEP), _LONGEST_STEP)
    weights[name] = old + move
    for row, value in column:
        sums[row] += move * value
    return abs(move)
