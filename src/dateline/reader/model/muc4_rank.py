"""How probable it is that an entity fills a slot of a MUC-4 template: one probability from all that is known.

A threshold for each label treats "guerrillas", named nine times in a report that is hardly relevant, like
"guerrillas", named once in the sentence on the attack. The task fills a slot only for incidents that count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.decode import Tagged

SLOTS = ("m.ind", "m.org", "m.phys", "m.name", "m.desc", "m.weapon")
WIDTH = 13 + 2 * len(SLOTS)
"""How many features an entity has."""
_LEAST = 1e-4
_SURE = 0.5
Array = NDArray[np.float64]


@dataclass(slots=True)
class Entity:
    """Spans of one label with the same words, or with words inside each other's. ``kinds`` are the mean
    probabilities of the types of incident that it fills, ``by_words`` the best odds by the words around."""

    spans: list[Tagged]
    label: str
    words: frozenset[str]
    probability: float
    kinds: Array
    by_words: float = 0.0


def features(entities: Sequence[Entity], relevant: float, types: Array, pieces: int) -> Array:
    """(entities, features). ``relevant`` and ``types`` (in the order of ``Entity.kinds``) are what the window
    heads say of the report, ``pieces`` is its length."""
    if not entities:
        return np.zeros((0, WIDTH))
    best = np.array([max(s.probability for s in e.spans) for e in entities])
    label = np.array([SLOTS.index(e.label) for e in entities])
    counts = np.array([len(e.spans) for e in entities])
    rank = [(best[label == label[i]] > best[i]).sum() for i in range(len(entities))]
    columns = [
        _odds(best),
        _odds(np.array([np.mean([s.probability for s in e.spans]) for e in entities])),
        np.log(counts),
        np.log(0.01 + np.array([sum(s.probability for s in e.spans) for e in entities])),
        np.array([min(s.first for s in e.spans) for e in entities]) / max(pieces, 1),
        np.full(len(entities), _odds(np.array([relevant]))[0]),
        np.full(len(entities), _odds(np.array([types.max()]))[0]),
        _odds(np.array([float(e.kinds @ types) for e in entities])),
        np.array([e.kinds.max() for e in entities]),
        np.minimum([len(e.words) for e in entities], 6) / 3,
        np.log1p(rank),
        np.full(len(entities), np.log1p((best > _SURE).sum())),
        np.array([e.by_words for e in entities]),
    ]
    own = np.eye(len(SLOTS))[label]
    return np.column_stack([*columns, own, own * _odds(best)[:, None]])


def _odds(probability: Array) -> Array:
    kept = np.clip(probability, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept / (1 - kept)))


def ranked(rows: Array, ranker: Mapping[str, Sequence[float]]) -> Array:
    """The probabilities of the rows of :func:`features`; ``ranker`` is what :func:`fitted` gives."""
    if not len(rows):
        return np.zeros(0)
    scaled = (rows - np.array(ranker["mean"])) / np.array(ranker["scale"])
    return np.asarray(1 / (1 + np.exp(-(scaled @ np.array(ranker["weights"]) + ranker["bias"][0]))))


def fitted(rows: Array, right: Array, ridge: float = 5.0) -> dict[str, list[float]]:
    """Logistic regression with a ridge, by Newton's method: convex, so the same from any start."""
    mean, scale = rows.mean(0), np.where(rows.std(0) > 1e-6, rows.std(0), 1.0)
    table = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    penalty = np.append(np.full(rows.shape[1], ridge), 1e-6)
    weights = np.zeros(table.shape[1])
    for _ in range(40):
        said = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (said - right) + penalty * weights
        curvature = (table * (said * (1 - said))[:, None]).T @ table + np.diag(penalty)
        weights = weights - np.linalg.solve(curvature, gradient)
    told = {"mean": mean, "scale": scale, "weights": weights[:-1], "bias": weights[-1:]}
    return {name: [round(float(v), 5) for v in values] for name, values in told.items()}
