"""Learns new types from a handful of sentences, and how sure it may be of them.

A trigger is of a new type as far as it is closer to the mean of that type's examples than to the nearest
example of any other type (Snell et al., 2017, for means of examples as classes), and as far as the network
is unsure which of its own types it is. How sure that makes one is fitted on the examples themselves, each
left out in turn, with Platt's smoothed targets: five examples cannot make anybody surer than six in seven,
however clear they look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.codebook import Codebook
from dateline.errors import CodebookError
from dateline.reader.fewshot.embed import Seen, examples
from dateline.reader.model.decode import Floats
from dateline.reader.model.load import Weights

#: Below this many examples nothing can be left out to see how sure one may be.
LEAST = 2
#: How often a trigger is taken to be of a new type before anything is known of it. Tried on types of the
#: part of the corpus that is trained on (0.05 to 0.5): lower finds nothing, higher finds it everywhere.
PRIOR = 0.2


@dataclass(frozen=True, slots=True)
class Kind:
    """A new type and the sentences that it is learned from: its definition, then its examples."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fitted:
    mean: Floats
    others: Floats
    parameters: NDArray[np.float64]  # of the margin, of the network's own answer, and the rest
    ceiling: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, by type."""

    kinds: Mapping[str, _Fitted]

    def probabilities(self, seen: Seen) -> dict[str, float]:
        """How probable each new type is for a trigger."""
        found = {}
        for name, fitted in self.kinds.items():
            margin = float(seen.vector @ fitted.mean - (fitted.others @ seen.vector).max())
            logit = float(np.dot(fitted.parameters, (margin, seen.known, 1.0)))
            found[name] = min(float(1 / (1 + np.exp(-np.clip(logit, -30, 30)))), fitted.ceiling)
        return found

    def best(self, seen: Seen) -> tuple[str, float]:
        """The most probable new type; ``("", 0.0)`` where there is none."""
        return max(self.probabilities(seen).items(), key=lambda p: p[1], default=("", 0.0))


def kinds_of(book: Codebook, known: Sequence[str]) -> list[Kind]:
    """The types of a codebook that a network with the types ``known`` was not taught. Raises CodebookError
    for one with too few examples."""
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
                f"give it `examples:`, at least {LEAST} with `example`, better five, triggers in [brackets]",
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


def learn(
    kinds: Sequence[Kind], others: Mapping[str, Sequence[str]], weights: Weights, without: Sequence[str] = ()
) -> Learned:
    """Learn ``kinds``, told from ``others`` (and from each other). ``without`` names types that the network
    is not to know, for measuring. Deterministic."""
    told = {kind.name: examples(kind.sentences, weights, without) for kind in kinds}
    contrast = {name: examples(list(texts), weights, without) for name, texts in others.items()}
    found = {}
    for name, mine in told.items():
        rest = [one for other, some in (*contrast.items(), *told.items()) if other != name for one in some]
        if len(mine) < LEAST or not rest:
            continue
        found[name] = _fit(mine, rest)
    return Learned(found)


def _fit(mine: Sequence[Seen], rest: Sequence[Seen]) -> _Fitted:
    own, others = (np.asarray(np.stack([s.vector for s in some]), np.float32) for some in (mine, rest))
    near = others @ others.T
    np.fill_diagonal(near, -1.0)
    wrong = others @ own.mean(0) - near.max(1)  # each contrast, as if it were met in a report
    right = [
        float(vector @ np.delete(own, number, 0).mean(0) - (others @ vector).max())
        for number, vector in enumerate(own)
    ]
    features = np.stack(
        (np.concatenate((right, wrong)), [s.known for s in (*mine, *rest)], np.ones(len(mine) + len(rest))), 1
    )
    return _Fitted(own.mean(0), others, _platt(features, len(mine)), (len(mine) + 1) / (len(mine) + 2))


def _platt(features: NDArray[np.float64], right: int) -> NDArray[np.float64]:
    """Logistic regression with Platt's targets (Platt, 1999); the first ``right`` rows are right. Newton's
    method."""
    wrong = len(features) - right
    ups, downs = (right + 1) / (right + 2), 1 / (wrong + 2)
    targets = np.concatenate((np.full(right, ups), np.full(wrong, downs)))
    weight = np.concatenate((np.full(right, PRIOR / right), np.full(wrong, (1 - PRIOR) / wrong)))
    keep = np.diag([1e-3, 1e-3, 0.0])
    parameters = np.zeros(3)
    for _ in range(50):
        sure = 1 / (1 + np.exp(-np.clip(features @ parameters, -30, 30)))
        slope = features.T @ (weight * (targets - sure)) - keep @ parameters
        bend = (features * (weight * sure * (1 - sure))[:, None]).T @ features + keep + 1e-9 * np.eye(3)
        step = np.linalg.solve(bend, slope)
        parameters = parameters + step
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(parameters)
