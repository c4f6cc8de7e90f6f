"""Learns new types from a handful of sentences, and how sure it may be of them.

A trigger is of a new type as far as it is closer to the mean of that type's examples than to the nearest example of
any other type (Snell et al., 2017, for means of examples as classes). How sure that is, is fitted on the examples
themselves, each left out in turn, with Platt's smoothed targets: five examples cannot make anybody surer than six in
seven, however clear they look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.codebook import Codebook
from dateline.errors import CodebookError
from dateline.reader.fewshot.embed import examples
from dateline.reader.model.decode import Floats
from dateline.reader.model.load import Weights

#: Below this many examples nothing can be left out to see how sure one may be.
LEAST = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """A new type and the sentences that it is learned from: its definition, then its examples."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fitted:
    mean: Floats
    others: Floats
    slope: float
    bias: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, by type."""

    kinds: Mapping[str, _Fitted]

    def probabilities(self, vector: Floats) -> dict[str, float]:
        """How probable each new type is for a trigger."""
        found = {}
        for name, fitted in self.kinds.items():
            margin = float(vector @ fitted.mean - (fitted.others @ vector).max())
            sure = 1 / (1 + np.exp(-np.clip(fitted.slope * margin + fitted.bias, -30, 30)))
            found[name] = min(float(sure), fitted.ceiling)
        return found

    def best(self, vector: Floats) -> tuple[str, float]:
        """The most probable new type; ``("", 0.0)`` where there is none."""
        return max(self.probabilities(vector).items(), key=lambda p: p[1], default=("", 0.0))


def kinds_of(book: Codebook, known: Sequence[str]) -> list[Kind]:
    """The types of a codebook that a network with the types ``known`` was not taught. Raises CodebookError for
    one with too few examples."""
    taught = {name.partition("/")[0] for name in known}
    found = []
    for entry in book.types:
        if entry.type in taught:
            continue
        told = [entry.example, *entry.examples]
        told += [text for s in entry.subtypes for text in (s.example, *s.examples)]
        if len(told) < LEAST:
            raise CodebookError(
                f"type {entry.type} has {len(told)} example, and the reader was not taught it",
                f"give it `examples:`, at least {LEAST} with `example`, better five, trigger words in [brackets]",
            )
        found.append(Kind(entry.type, tuple(told)))
    return found


def contrasts(book: Codebook, without: Sequence[str] = ()) -> dict[str, list[str]]:
    """Example sentences of other types, by type: what the new ones must be told from."""
    found: dict[str, list[str]] = {}
    for entry in book.types:
        if entry.type not in without:
            told = [entry.example, *entry.examples]
            found[entry.type] = told + [text for s in entry.subtypes for text in (s.example, *s.examples)]
    return found


def learn(kinds: Sequence[Kind], others: Mapping[str, Sequence[str]], weights: Weights) -> Learned:
    """Learn ``kinds``, told from ``others`` (and from each other). Deterministic."""
    vectors = {kind.name: _rows(examples(kind.sentences, weights)) for kind in kinds}
    contrast = {name: _rows(examples(list(told), weights)) for name, told in others.items()}
    found = {}
    for name, mine in vectors.items():
        rest = [v for other, v in (*contrast.items(), *vectors.items()) if other != name and len(v)]
        found[name] = _fit(mine, np.concatenate(rest))
    return Learned(found)


def _rows(vectors: Sequence[Floats]) -> Floats:
    return np.asarray(np.stack(vectors) if vectors else np.zeros((0, 1)), np.float32)


def _fit(mine: Floats, others: Floats) -> _Fitted:
    mean = mine.mean(0)
    near = others @ others.T
    np.fill_diagonal(near, -1.0)
    wrong = others @ mean - near.max(1)  # each contrast, as if it were met in a report
    right = []
    for number, vector in enumerate(mine):
        rest = np.delete(mine, number, 0)
        right.append(float(vector @ rest.mean(0) - (others @ vector).max()))
    slope, bias = _platt(np.array(right), wrong)
    return _Fitted(mean, others, slope, bias, (len(mine) + 1) / (len(mine) + 2))


def _platt(right: np.ndarray, wrong: np.ndarray) -> tuple[float, float]:  # type: ignore[type-arg]  # margins
    """Logistic regression of right on margin with Platt's targets (Platt, 1999); both sides weigh the same, for
    how often a new type is told of is not known. Newton's method."""
    values = np.concatenate((right, wrong)).astype(np.float64)
    ups, downs = (len(right) + 1) / (len(right) + 2), 1 / (len(wrong) + 2)
    targets = np.concatenate((np.full(len(right), ups), np.full(len(wrong), downs)))
    weight = np.concatenate((np.full(len(right), 0.5 / len(right)), np.full(len(wrong), 0.5 / len(wrong))))
    features = np.stack((values, np.ones_like(values)), 1)
    parameters = np.zeros(2)
    for _ in range(50):
        sure = 1 / (1 + np.exp(-np.clip(features @ parameters, -30, 30)))
        slope = features.T @ (weight * (targets - sure)) - 1e-3 * np.array([parameters[0], 0.0])
        bend = (features * (weight * sure * (1 - sure))[:, None]).T @ features + 1e-3 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        parameters = parameters + step
        if np.abs(step).max() < 1e-8:
            break
    return float(max(parameters[0], 0.0)), float(parameters[1])
