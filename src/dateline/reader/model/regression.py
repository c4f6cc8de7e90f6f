"""Regressions over named features, which stand beside the network's answers.

The network reads a word where it stands but has seen few examples of what is rare: a denial, a claim, a
doubted figure. A list of words with weights learns those from the same examples, and errs elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from dateline.reader.model.decode import Floats

_PARTS = ("known", "rarity", "weights", "scale", "bias")


class Regression:
    """``weights`` is (features, answers) over the rows of ``known``, which are weighed by ``rarity``;
    ``bias`` is (answers)."""

    def __init__(self, known: Sequence[str], rarity: Floats, weights: Floats, bias: Floats) -> None:
        self._row: Mapping[str, int] = {name: row for row, name in enumerate(known)}
        self._rarity, self._weights, self._bias = rarity, weights, bias

    def odds(self, told: Iterable[str]) -> Floats:
        """(answers) scores of one case from its features; those that come twice count more."""
        rows, values = weighed(told, self._row, self._rarity)
        return np.asarray(values @ self._weights[rows] + self._bias, np.float32)

    def shares(self, told: Iterable[str]) -> Floats:
        """(answers) probabilities that sum to one."""
        odds = self.odds(told)
        odds = np.exp(odds - odds.max())
        return np.asarray(odds / odds.sum(), np.float32)


def weighed(told: Iterable[str], row: Mapping[str, int], rarity: Floats) -> tuple[list[int], Floats]:
    """Rows and values of a case: a feature that comes often counts little more than once, a rare one
    more than a common one, and all together have length one."""
    counts = Counter(map(row.get, told))  # a reader asks hundreds of times a report: nothing is looped over
    rows = sorted(number for number in counts if number is not None)
    values = (1 + np.log([counts[r] for r in rows])) * rarity[rows] if rows else np.zeros(0)
    return rows, np.asarray(values / max(float(np.sqrt((values**2).sum())), 1e-9), np.float32)


def stored(
    name: str, known: Sequence[str], rarity: Floats, weights: Floats, bias: Floats
) -> dict[str, object]:
    """A regression as arrays for a file: the weights in eight bits by answer."""
    scale = np.abs(weights).max(0) / 127 + 1e-9
    parts = (
        np.frombuffer("\n".join(known).encode("utf-8"), np.uint8),
        rarity.astype(np.float16),
        np.round(weights / scale).astype(np.int8),
        scale.astype(np.float32),
        bias.astype(np.float32),
    )
    return {f"{name}.{part}": array for part, array in zip(_PARTS, parts, strict=True)}


def read_regressions(arrays: Mapping[str, Floats]) -> dict[str, Regression]:
    """The regressions of a file by their names."""
    found = {}
    for name in sorted({key.rpartition(".")[0] for key in arrays}):
        known, rarity, weights, scale, bias = (arrays[f"{name}.{part}"] for part in _PARTS)
        words = bytes(known.astype(np.uint8)).decode("utf-8").split("\n")
        found[name] = Regression(
            words, rarity.astype(np.float32), weights.astype(np.float32) * scale, bias.astype(np.float32)
        )
    return found
