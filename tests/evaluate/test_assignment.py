"""The best one-to-one assignment, against every permutation."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.evaluate.assignment import best_assignment

sides = st.tuples(st.integers(1, 5), st.integers(1, 5))
matrices = sides.flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 4).map(float), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


def test_nothing_is_assigned_to_nothing() -> None:
    assert best_assignment([]) == [] and best_assignment([[], []]) == []


def test_the_whole_counts_and_not_the_best_single_pair() -> None:
    assert best_assignment([[3.0, 2.0], [2.0, 0.0]]) == [(0, 1), (1, 0)]


@settings(deadline=None)
@given(matrices)
def test_no_permutation_is_better_and_nothing_is_taken_twice(gain: list[list[float]]) -> None:
    pairs = best_assignment(gain)
    rows, columns = len(gain), len(gain[0])
    assert len(pairs) == min(rows, columns)
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs)
    turned = [list(column) for column in zip(*gain, strict=True)] if rows > columns else gain
    every = (
        sum(row[c] for row, c in zip(turned, order, strict=True))
        for order in permutations(range(len(turned[0])), len(turned))
    )
    assert sum(gain[r][c] for r, c in pairs) == pytest.approx(max(every))


@settings(deadline=None)
@given(matrices)
def test_turning_the_matrix_keeps_the_sum(gain: list[list[float]]) -> None:
    turned = [list(column) for column in zip(*gain, strict=True)]
    assert sum(gain[r][c] for r, c in best_assignment(gain)) == sum(
        turned[r][c] for r, c in best_assignment(turned)
    )
