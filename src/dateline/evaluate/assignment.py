"""The best one-to-one assignment of two small sets (Kuhn 1955, in the shortest-augmenting-path form)."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """``(row, column)`` pairs, no row or column twice, whose entries have the largest sum.

    As many pairs as the shorter side allows, in the order of the rows. The same input always gives the
    same pairs. ``gain`` is rectangular; without rows or columns there is no pair.
    """
    if not gain or not gain[0]:
        return []
    if len(gain) > len(gain[0]):
        turned = [list(column) for column in zip(*gain, strict=True)]
        return sorted((row, column) for column, row in best_assignment(turned))
    rows, columns = len(gain), len(gain[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken = [0] * (columns + 1)  # row that holds a column; 0: none
    for row in range(1, rows + 1):
        way, column = _augment(gain, row, (row_price, column_price), taken)
        while column:
            taken[column] = taken[way[column]]
            column = way[column]
    return sorted((taken[c] - 1, c - 1) for c in range(1, columns + 1) if taken[c])


def _augment(
    gain: Sequence[Sequence[float]],
    row: int,
    prices: tuple[list[float], list[float]],
    taken: list[int],
) -> tuple[list[int], int]:
    """One shortest path from ``row`` to a free column; adjusts the prices on the way."""
    row_price, column_price = prices
    columns = len(taken) - 1
    least, way, done = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
    taken[0], column = row, 0
    while taken[column]:
        done[column] = True
        current, step, following = taken[column], float("inf"), 0
        for c in range(1, columns + 1):
            if done[c]:
                continue
            reduced = -gain[current - 1][c - 1] - row_price[current] - column_price[c]
            if reduced < least[c]:
                least[c], way[c] = reduced, column
            if least[c] < step:
                step, following = least[c], c
        for c in range(columns + 1):
            if done[c]:
                row_price[taken[c]] += step
                column_price[c] -= step
            else:
                least[c] -= step
        column = following
    return way, column
