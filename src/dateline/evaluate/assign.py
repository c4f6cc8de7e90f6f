"""The best one-to-one assignment, exactly."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(points: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """``(row, column)`` pairs, each row and column once, whose sum of ``points`` is greatest; pairs of
    zero points are left out. Deterministic (Hungarian method, cubic in the larger side)."""
    rows, columns = len(points), len(points[0]) if points else 0
    if not rows or not columns:
        return []
    if rows > columns:
        turned = [[points[i][j] for i in range(rows)] for j in range(columns)]
        return sorted((i, j) for j, i in best_pairs(turned))
    return [(i, j) for i, j in _hungarian(points, rows, columns) if points[i][j] > 0]


def _hungarian(points: Sequence[Sequence[float]], rows: int, columns: int) -> list[tuple[int, int]]:
    """Potentials and augmenting paths over the negated points; ``rows <= columns``."""
    far = float("inf")
    up, down = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, used, came = [far] * (columns + 1), [False] * (columns + 1), [0] * (columns + 1)
        while owner[column]:
            used[column], here, delta, to = True, owner[column], far, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = -points[here - 1][j - 1] - up[here] - down[j]
                if cost < least[j]:
                    least[j], came[j] = cost, column
                if least[j] < delta:
                    delta, to = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    up[owner[j]] += delta
                    down[j] -= delta
                else:
                    least[j] -= delta
            column = to
        while column:
            owner[column] = owner[came[column]]
            column = came[column]
    return sorted((owner[j] - 1, j - 1) for j in range(1, columns + 1) if owner[j])
