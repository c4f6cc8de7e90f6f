"""The small heads: pairs are told by what they are defined by, however they are computed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dateline.reader.model import folder_of, load
from dateline.reader.model.decode import Tagged
from dateline.reader.model.heads import gelu

HEADS = load(folder_of("base")).heads


def test_the_activation_is_the_exact_one() -> None:
    values = np.linspace(-6, 6, 401, dtype=np.float32)
    exact = [x * 0.5 * (1 + math.erf(x / math.sqrt(2))) for x in values.tolist()]
    found = gelu(values)
    assert found.dtype == np.float32
    assert found == pytest.approx(exact, abs=2e-6)


def test_pairs_are_sum_product_difference_and_distance() -> None:
    rng = np.random.default_rng(3)
    left, right = (rng.normal(size=(n, HEADS.pair_size)).astype(np.float32) for n in (5, 3))
    distances = np.array([[0, 1, -2], [3, 7, 8], [-15, 16, 100], [5000, 2, -1], [31, 32, 33]], np.int64)
    same, layers = HEADS.same(left, right, distances), HEADS._weights
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            near = min(int(math.log2(abs(int(distances[i, j])) + 1)), 11)
            told = np.concatenate(
                (one + other, one * other, np.abs(one - other), layers["near.weight"][near])
            )
            hidden = gelu(layers["pair.0.weight"] @ told + layers["pair.0.bias"])
            logits = layers["pair.2.weight"] @ hidden + layers["pair.2.bias"]
            assert same[i, j] == pytest.approx(1 / (1 + math.exp(-logits[0])), abs=1e-5)


def test_the_same_spans_are_paired_once() -> None:
    rng = np.random.default_rng(5)
    sides = rng.normal(size=(7, HEADS.pair_size)).astype(np.float32)
    apart = np.subtract.outer(np.arange(7) ** 3, np.arange(7) ** 3)
    found = HEADS.alike(sides, apart)
    assert found == pytest.approx(HEADS.same(sides, sides, apart), abs=1e-6)
    assert (found == found.T).all()


def test_without_spans_there_are_no_answers() -> None:
    hidden = np.zeros((4, HEADS.hidden_size), np.float32)
    vectors = HEADS.vectors(hidden, [])
    assert HEADS.answer("stance", vectors).shape == (0, 4)
    sides = HEADS.sides(vectors, np.zeros(0, np.int64))
    nothing = np.zeros((0, 0), np.int64)
    assert HEADS.same(sides, sides, nothing).shape == HEADS.alike(sides, nothing).shape == (0, 0)
    assert HEADS.vectors(hidden, [Tagged(1, 2, 0, 3, 0, 1.0)]).shape == (1, HEADS.vector_size)
