"""The two small linear models of this package: which spans name a place, and which place a name means.

Weights are trained by ``dateline.train.where`` on the public geoparsing sets and kept as JSON beside the
code; running them needs nothing but arithmetic.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Weights:
    """``mention[feature]`` for texts in mixed case, ``mention_upper`` for capitals; ``rank`` one weight a
    feature of :mod:`dateline.resolve.where.rank`, for the first and the second pass."""

    mention: dict[str, float]
    mention_upper: dict[str, float]
    rank: tuple[dict[str, float], dict[str, float]]


@cache
def weights() -> Weights:
    """The trained weights, read once."""
    raw = json.loads((files("dateline.resolve.where") / "data" / "weights.json").read_text("utf-8"))
    return Weights(raw["mention"], raw["mention_upper"], (raw["rank"][0], raw["rank"][1]))


def sigmoid(x: float) -> float:
    """Logistic function, safe for large arguments."""
    return 1.0 / (1.0 + math.exp(-x)) if x > -60 else 0.0


def probability(features: Sequence[str], table: dict[str, float]) -> float:
    """Logistic regression over present features."""
    get = table.get
    return sigmoid(sum([get(f, 0.0) for f in features]) + get("bias", 0.0))


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that sum to one."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]
