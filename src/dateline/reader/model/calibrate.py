"""Confidences that mean what they say: of the statements with 0.8, four in five are right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence


class Calibration:
    """``points`` by kind of statement: ``(score, share right)`` with both rising, between which confidences
    lie on a line. A kind without points keeps its scores."""

    def __init__(self, points: Mapping[str, Sequence[Sequence[float]]]) -> None:
        self._points = {kind: [(float(s), float(r)) for s, r in told] for kind, told in points.items()}

    def of(self, kind: str, score: float) -> float:
        """The confidence for a score in 0..1."""
        points = self._points.get(kind)
        if not points:
            return score
        at = bisect_right(points, (score, 2.0))
        if at == 0:
            return points[0][1]
        if at == len(points):
            return points[-1][1]
        (low, first), (high, last) = points[at - 1], points[at]
        share = (score - low) / (high - low) if high > low else 0.0
        return first + share * (last - first)
