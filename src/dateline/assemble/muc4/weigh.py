"""Choosing among candidates by weighed features: a softmax over groups of mentions and "none of them"."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml

K = TypeVar("K", bound=Hashable)


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of each choice ("dates", "places") by feature."""
    text = (files("dateline.assemble.muc4") / "weights.yaml").read_text("utf-8")
    data: dict[str, dict[str, float]] = yaml.safe_load(text)
    return data


def best_group(choice: str, groups: Mapping[K, Sequence[frozenset[str]]], none: frozenset[str]) -> K | None:
    """The group whose mentions together weigh most; None where "none of them" weighs more."""
    table = weights()[choice]
    best, most = None, sum(table.get(f, 0.0) for f in none)
    for key, mentions in groups.items():
        total = log_sum(sum(table.get(f, 0.0) for f in features) for features in mentions)
        if total > most:
            best, most = key, total
    return best


def log_sum(values: Iterable[float]) -> float:
    """log Σ exp of some values: further mentions of the same thing add a little."""
    listed = list(values)
    top = max(listed)
    return top + math.log(sum(math.exp(value - top) for value in listed))


def bucket(value: int, limits: Sequence[tuple[int, str]]) -> str:
    """The name of the first limit that a value does not pass; "far" beyond the last."""
    return next((name for limit, name in limits if value <= limit), "far")
