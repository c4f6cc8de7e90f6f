"""Regressions over named features, which stand beside the network's answers.

The network reads a word where it stands but has seen few examples of what is rare: a denial, a claim, a
doubted figure. A list of words with weights learns those from the same examples, and errs elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from dateline.reader.model.decode import Floats

#: Numbers of features.
Rows = NDArray[np.int64]
_PARTS = ("known", "rarity", "weights", "scale", "bias")


class Regression:
    """``weights`` is (features, answers) over the rows of ``known``, which are weighed by ``rarity``;
    ``bias`` is (answers)."""

    def __init__(self, known: Sequence[str], rarity: Floats, weights: Floats, bias: Floats) -> None:
        self._row: Mapping[str, int] = {name: row for row, name in enumerate(known)}
        self._rarity, self._weights, self._bias = rarity, weights, bias
        self._tables: dict[tuple[str, ...], Mapping[str, Sequence[int]]] = {}

    def number(self, feature: str) -> int:
        """The number of a feature; -1 for one that it does not know."""
        return self._row.get(feature, -1)

    def numbers(self, words: Sequence[str], sides: Sequence[str]) -> Rows:
        """(words, sides) numbers of the features ``side:word``."""
        table, nothing = self._by_word(tuple(sides)), (-1,) * len(sides)
        return np.array([table.get(word, nothing) for word in words], np.int64).reshape(-1, len(sides))

    def _by_word(self, sides: tuple[str, ...]) -> Mapping[str, Sequence[int]]:
        """The features by their words, for one look-up of a word instead of one for each side of it."""
        if sides not in self._tables:
            place = {side: number for number, side in enumerate(sides)}
            table: dict[str, list[int]] = {}
            for feature, row in self._row.items():
                side, _, word = feature.partition(":")
                if side in place:
                    table.setdefault(word, [-1] * len(sides))[place[side]] = row
            self._tables[sides] = table
        return self._tables[sides]

    def odds(self, cases: Sequence[Sequence[str]]) -> Floats:
        """(cases, answers) scores from the features of each case; those that come twice count more."""
        return self.odds_by_rows(*rows_of(cases, self._row))

    def odds_by_rows(self, told: Rows, lengths: Sequence[int]) -> Floats:
        """The same from the numbers of the features, one case after the other (-1: it knows none), and how
        many of them each case has."""
        found = np.tile(self._bias, (len(lengths), 1))
        case, rows, values = weighed(told, lengths, self._rarity)
        if len(rows):
            begins = np.flatnonzero(np.append(True, case[1:] != case[:-1]))
            found[case[begins]] += np.add.reduceat(values[:, None] * self._weights[rows], begins, axis=0)
        return np.asarray(found, np.float32)

    def shares(self, cases: Sequence[Sequence[str]]) -> Floats:
        """(cases, answers) probabilities; those of a case sum to one."""
        return shares(self.odds(cases))


def shares(odds: Floats) -> Floats:
    """Odds as probabilities; those of a row sum to one."""
    odds = np.exp(odds - odds.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True), np.float32)


def rows_of(cases: Sequence[Sequence[str]], row: Mapping[str, int]) -> tuple[Rows, list[int]]:
    """The features of some cases by their numbers, and how many each has."""
    told = np.fromiter(map(row.get, chain.from_iterable(cases), repeat(-1)), np.int64)
    return told, [len(features) for features in cases]


def weighed(told: Rows, lengths: Sequence[int], rarity: Floats) -> tuple[Rows, Rows, Floats]:
    """``(case, row, value)`` of every known feature of some cases, by case and row: a feature that comes
    often counts little more than once, a rare one more than a common one, and all of a case together have
    length one. ``told`` has the features by number, ``lengths`` how many of them each case has."""
    # a reader asks about thousands of features a report: nothing is looped over
    case = np.repeat(np.arange(len(lengths)), lengths)
    known = told >= 0
    both, counts = np.unique(case[known] * len(rarity) + told[known], return_counts=True)
    case, rows = np.divmod(both, len(rarity))
    values = (1 + np.log(counts)) * rarity[rows]
    sizes = np.sqrt(np.bincount(case, values**2, len(lengths)))
    return case, rows, np.asarray(values / np.maximum(sizes[case], 1e-9), np.float32)


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
