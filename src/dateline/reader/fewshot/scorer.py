"""How probable a new type is, by its features: one logistic regression for all types, learned on types that
the network knows, each treated as if it were new (``python -m dateline.train.few_shot``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from dateline.reader.fewshot.features import NAMES, Doubles


@dataclass(frozen=True, slots=True)
class Scorer:
    """Means and spreads of the features, their weights, and a constant."""

    mean: Doubles
    spread: Doubles
    weights: Doubles
    constant: float

    def __call__(self, rows: Doubles) -> Doubles:
        """The probabilities, in 0..1, of rows of features."""
        scores = ((rows - self.mean) / self.spread) @ self.weights + self.constant
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))


@cache
def load() -> Scorer:
    """The scorer that comes in the wheel."""
    text = (resources.files("dateline.reader.fewshot") / "scorer.json").read_text("utf-8")
    told = json.loads(text)["features"]
    mean, spread, weights = (np.array([told[name][n] for name in NAMES]) for n in range(3))
    return Scorer(mean, spread, weights, float(json.loads(text)["constant"]))


def fit(rows: Doubles, right: Doubles, penalty: float = 1e-4) -> Scorer:
    """The scorer that fits rows of features and whether each was right (ridge, Newton's method)."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    told = np.concatenate(((rows - mean) / spread, np.ones((len(rows), 1))), 1)
    keep = np.diag([penalty * len(rows)] * rows.shape[1] + [0.0])
    weights = np.zeros(told.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-np.clip(told @ weights, -30, 30)))
        slope = told.T @ (right - sure) - keep @ weights
        bend = (told * (sure * (1 - sure))[:, None]).T @ told + keep + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return Scorer(mean, spread, weights[:-1], float(weights[-1]))
