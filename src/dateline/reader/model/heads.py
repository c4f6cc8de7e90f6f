"""The small heads over spans and pairs of spans, in numpy: too many shapes for a graph, too cheap for one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.decode import Floats, Tagged

_DISTANCES = 12
#: Which of some spans, one after the other.
Numbers = NDArray[np.intp]


class Heads:
    """``weights`` by the names of the trained layers; ``questions`` are asked of spans, by their layer."""

    def __init__(self, weights: Mapping[str, Floats], questions: Mapping[str, Sequence[str]]) -> None:
        self._weights = weights
        self.questions = questions
        both, product, apart, near = np.split(weights["pair.0.weight"].T, np.cumsum([self.pair_size] * 3))
        self._of_either = np.ascontiguousarray(both)
        self._of_both = np.concatenate((product, apart))
        self._of_distance = weights["near.weight"] @ near + weights["pair.0.bias"]

    @property
    def hidden_size(self) -> int:
        """Numbers for a piece."""
        return int(self._weights["span.0.weight"].shape[1]) // 3

    @property
    def vector_size(self) -> int:
        """Numbers for a span."""
        return int(self._weights["span.0.bias"].shape[0])

    @property
    def pair_size(self) -> int:
        """Numbers that a span brings to a pair."""
        return int(self._weights["side.bias"].shape[0])

    def vectors(self, hidden: Floats, spans: Sequence[Tagged]) -> Floats:
        """(spans, size): from the first, the last and the mean piece of each."""
        if not spans:
            return np.zeros((0, self.vector_size), np.float32)
        first = np.array([s.first for s in spans])
        last = np.array([s.last for s in spans])
        mean = np.stack([_mean(hidden, s.first, s.last) for s in spans])
        return gelu(self._linear("span.0", np.concatenate((hidden[first], hidden[last], mean), 1)))

    def answer(self, question: str, vectors: Floats) -> Floats:
        """(spans, answers) probabilities of one question."""
        logits = self._linear("answers.q_" + question.replace(".", "_"), vectors)
        logits = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(logits / logits.sum(1, keepdims=True))

    def sides(self, vectors: Floats, labels: NDArray[np.int64]) -> Floats:
        """What each span brings to a pair."""
        return self._linear("side", np.concatenate((vectors, self._weights["label.weight"][labels]), 1))

    def same(self, left: Floats, right: Floats, distances: NDArray[np.int64]) -> Floats:
        """(left, right) probabilities that two spans tell of the same incident; ``distances`` in pieces."""
        one, two = np.divmod(np.arange(len(left) * len(right)), max(len(right), 1))
        return self._pairs(left, right, one, two, distances)[:, 0].reshape(len(left), len(right))

    def alike(self, sides: Floats, distances: NDArray[np.int64]) -> Floats:
        """(spans, spans) probabilities that two of the same spans tell of one incident."""
        return self._square(sides, distances, 0)

    def party(self, sides: Floats, distances: NDArray[np.int64]) -> Floats:
        """(spans, spans) probabilities that two spans of one incident name the same party."""
        return self._square(sides, distances, 1)

    def _square(self, sides: Floats, distances: NDArray[np.int64], column: int) -> Floats:
        """What is asked of two spans does not depend on which of them is named first: half are asked."""
        one, two = np.triu_indices(len(sides))
        made = np.empty((len(sides), len(sides)), np.float32)
        made[one, two] = made[two, one] = self._pairs(sides, sides, one, two, distances)[:, column]
        return made

    def _pairs(
        self, left: Floats, right: Floats, one: Numbers, two: Numbers, distances: NDArray[np.int64]
    ) -> Floats:
        """(pairs, 2) probabilities for the pairs of the numbers ``one`` on the left and ``two`` on the
        right."""
        if not len(one):
            return np.zeros((0, 2), np.float32)
        bucket = np.minimum(np.log2(np.abs(distances[one, two]) + 1).astype(int), _DISTANCES - 1)
        # what is linear in one of the two, or in the distance, is multiplied once and not for every pair
        hidden = (left @ self._of_either)[one]
        hidden += (right @ self._of_either)[two]
        hidden += self._of_distance[bucket]
        first, second = left[one], right[two]
        hidden += np.concatenate((first * second, np.abs(first - second)), axis=1) @ self._of_both
        logits = self._linear("pair.2", gelu(hidden))
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def _linear(self, name: str, values: Floats) -> Floats:
        return np.asarray(
            values @ self._weights[name + ".weight"].T + self._weights[name + ".bias"], np.float32
        )


def _mean(hidden: Floats, first: int, last: int) -> Floats:
    """Of some rows; numpy's own asks so much before it adds that it costs more than the heads."""
    if first == last:
        return np.asarray(hidden[first], np.float32)
    return np.asarray(np.add.reduce(hidden[first : last + 1], 0) / (last - first + 1), np.float32)


def gelu(values: Floats) -> Floats:
    """The exact form of the activation, with the error function to 1.5e-7 (Abramowitz and Stegun 7.1.26)."""
    scaled = np.abs(values) * math.sqrt(0.5)  # a number of numpy's would make all of them doubles
    t = 1 / (1 + 0.3275911 * scaled)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    error = np.copysign(1 - series * np.exp(-scaled * scaled), values)
    return np.asarray(values * 0.5 * (1 + error), np.float32)
