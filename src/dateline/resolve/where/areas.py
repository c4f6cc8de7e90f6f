"""Which province a point lies in, and where the border between two countries runs.

From ``data/areas.npz``, made by ``dateline.train.where_areas`` from Natural Earth 1:10m (public domain) with
the ids of GeoNames. Lines are good to about two kilometres. Old divisions of a few countries are merged or
cut anew since; a polygon that holds towns of several provinces answers with the country alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import GazetteerError
from dateline.model.geo import haversine_km

_SCALE = 100.0
_SHORE_KM = 12.0  # a point of a harbour may lie this far off a simplified coast
Line = tuple[tuple[float, float], ...]


class Areas:
    """The polygons and border lines, laid out for questions; coordinates in degrees."""

    def __init__(self, path: Path) -> None:
        """Reads ``path``. Raises GazetteerError when it is not there or damaged."""
        try:
            with np.load(path) as data:
                columns = {name: data[name] for name in data.files}
        except (OSError, ValueError, KeyError) as error:
            raise GazetteerError(f"cannot read {path.name}: {error}", "reinstall dateline") from error
        self._country: list[str] = [str(c) for c in columns["country"]]
        self._province: list[int] = [int(p) for p in columns["province"]]
        self._owner: NDArray[np.int32] = columns["owner"]
        lengths = columns["lengths"]
        ends = np.cumsum(lengths)
        starts = ends - lengths
        # The differences of all pieces are summed in one go; what came before a piece is taken off again.
        summed = np.cumsum(columns["steps"], axis=0, dtype=np.int64)
        before = np.vstack([np.zeros((1, 2), np.int64), summed[ends[:-1] - 1]])
        points = (summed - np.repeat(before, lengths, axis=0)) / _SCALE
        rings = len(self._owner)
        self._points: NDArray[np.float64] = points
        self._starts, self._ends = starts, ends
        low = np.minimum.reduceat(points, starts)[:rings]
        high = np.maximum.reduceat(points, starts)[:rings]
        self._boxes = np.hstack([low, high])
        self._borders: dict[str, list[Line]] = {}
        for number, pair in enumerate(columns["border"], rings):
            line = tuple((round(float(y), 2), round(float(x), 2)) for x, y in self._ring(number))
            self._borders.setdefault(str(pair), []).append(line)

    def _ring(self, number: int) -> NDArray[np.float64]:
        """The (longitude, latitude) pairs of one piece."""
        piece: NDArray[np.float64] = self._points[self._starts[number] : self._ends[number]]
        return piece

    def at(self, lat: float, lon: float) -> tuple[int, str] | None:
        """``(GeoNames id of the province or 0, country)`` of a point; None at sea. A point close to the
        shore belongs to the land beside it."""
        inside = self._around(lat, lon, 0.0)
        held: dict[int, bool] = {}
        for ring in inside:
            if _crossings(self._ring(ring), lat, lon) % 2:
                owner = int(self._owner[ring])
                held[owner] = not held.get(owner, False)
        found = next((owner for owner, odd in held.items() if odd), None)
        if found is None:
            found = self._nearest(lat, lon)
        return None if found is None else (self._province[found], self._country[found])

    def _around(self, lat: float, lon: float, margin: float) -> list[int]:
        box = self._boxes
        wide = margin / max(math.cos(math.radians(lat)), 0.05)
        near = (
            (box[:, 0] <= lon + wide) & (box[:, 2] >= lon - wide) & (box[:, 1] <= lat + margin)
            & (box[:, 3] >= lat - margin)
        )  # fmt: skip
        return [int(i) for i in np.flatnonzero(near)]

    def _nearest(self, lat: float, lon: float) -> int | None:
        best, found = _SHORE_KM, None
        for ring in self._around(lat, lon, _SHORE_KM / 111.0):
            points = self._ring(ring)
            east = (points[:, 0] - lon) * math.cos(math.radians(lat))
            km = 111.0 * float(np.sqrt(np.min(east**2 + (points[:, 1] - lat) ** 2)))
            if km < best:
                best, found = km, int(self._owner[ring])
        return found

    def centres(self) -> dict[int, tuple[float, float, float]]:
        """``{province: (lat, lon, radius in km)}``: the middle of its land, and how far it reaches."""
        rings: dict[int, list[NDArray[Any]]] = {}
        for number, owner in enumerate(self._owner):
            if province := self._province[int(owner)]:
                rings.setdefault(province, []).append(self._ring(number))
        return {province: _middle(own) for province, own in rings.items()}

    def border(self, one: str, two: str) -> list[Line]:
        """The lines along which two countries meet, the longest first; empty when they do not."""
        lines = self._borders.get(f"{min(one, two)}-{max(one, two)}", [])
        return sorted(lines, key=lambda line: -_length(line))


def _crossings(ring: NDArray[Any], lat: float, lon: float) -> int:
    """How often a ray to the east crosses the ring."""
    x, y = ring[:, 0], ring[:, 1]
    x1, y1, x2, y2 = x[:-1], y[:-1], x[1:], y[1:]
    cuts = (y1 > lat) != (y2 > lat)
    if not cuts.any():
        return 0
    x1, y1, x2, y2 = x1[cuts], y1[cuts], x2[cuts], y2[cuts]
    return int(np.count_nonzero(x1 + (lat - y1) * (x2 - x1) / (y2 - y1) > lon))


def _middle(rings: Sequence[NDArray[Any]]) -> tuple[float, float, float]:
    """Centre of gravity of the largest rings together, and the distance of the farthest corner from it."""
    weights, centres = [], []
    for ring in rings:
        x, y = ring[:, 0], ring[:, 1]
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        area = float(cross.sum()) / 2
        if abs(area) > 1e-9:
            centres.append(((x[:-1] + x[1:]) @ cross / (6 * area), (y[:-1] + y[1:]) @ cross / (6 * area)))
            weights.append(abs(area))
    if not weights:
        return float(rings[0][0, 1]), float(rings[0][0, 0]), 5.0
    lon, lat = np.average(np.array(centres), axis=0, weights=weights)
    large = [r for r, w in zip(rings, weights, strict=False) if w >= 0.02 * max(weights)] or list(rings)
    corners = np.vstack(large)
    east = (corners[:, 0] - lon) * math.cos(math.radians(float(lat)))
    far = 111.2 * float(np.sqrt(np.max(east**2 + (corners[:, 1] - lat) ** 2)))
    return round(float(lat), 4), round(float(lon), 4), max(far, 5.0)


def _length(line: Line) -> float:
    return sum(haversine_km(*one, *two) for one, two in pairwise(line))


@cache
def areas() -> Areas:
    """The areas that come with the package, read on first use."""
    return Areas(Path(str(files("dateline.resolve.where") / "data" / "areas.npz")))
