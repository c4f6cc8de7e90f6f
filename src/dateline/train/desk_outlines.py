"""Makes the desk's outlines of provinces, ``provinces.json``, of the polygons that places are found with.

    python -m dateline.train.desk_outlines

A border is drawn once: where two provinces of one country meet. Each line is a list of numbers in hundredths
of a degree: longitude and latitude of its first point, then the steps from each point to the next. A name is
written where its province is widest: name, longitude, latitude, and the province's area in square degrees.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.resolve.where.gazetteer import default_gazetteer

AREAS = Path(str(files("dateline.resolve.where") / "data" / "areas.npz"))
OUT = Path(str(files("dateline.web") / "static" / "vendor" / "provinces.json"))

_HUNDREDTHS = 100  # of a degree, in which points are written
_GRID = 15  # points across a province that are tried for its name

Point = tuple[int, int]
Edge = tuple[Point, Point]


def main() -> None:
    """Command line of the module."""
    lines = chained(inner_edges(AREAS))
    names = [[name, *at, size] for name, at, size in labels(AREAS, default_gazetteer().name_of)]
    told = {"lines": [_steps(line) for line in lines], "names": names}
    OUT.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(
        f"{len(lines)} lines, {sum(map(len, lines))} points, {len(names)} names, {OUT.stat().st_size} bytes"
    )


def rings(path: Path) -> Iterator[tuple[int, NDArray[Any]]]:
    """The rings of provinces: the number of the province, and its points. Raises OSError."""
    with np.load(path) as data:
        steps, lengths, owner = data["steps"].astype(int), data["lengths"], data["owner"]
    begin = 0
    for province, length in zip(owner, lengths[: len(owner)], strict=True):
        yield int(province), np.cumsum(steps[begin : begin + length], axis=0)
        begin += length


def inner_edges(path: Path) -> list[Edge]:
    """The edges between two provinces of one country, in order. Raises OSError."""
    with np.load(path) as data:
        country = [str(code) for code in data["country"]]
    owners: dict[Edge, set[int]] = defaultdict(set)
    for province, ring in rings(path):
        points = [(int(x), int(y)) for x, y in ring]
        for a, b in zip(points, [*points[1:], points[0]], strict=True):
            if a != b:
                owners[min(a, b), max(a, b)].add(province)
    return sorted(e for e, own in owners.items() if len(own) > 1 and len({country[o] for o in own}) == 1)


def labels(
    path: Path, name_of: Callable[[int], str | None]
) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Names of provinces, with longitude and latitude of where to write each, and areas in square degrees.
    Provinces without a name are left out. Raises OSError."""
    with np.load(path) as data:
        ids = data["province"].tolist()
    largest: dict[int, tuple[float, NDArray[Any]]] = {}
    areas: dict[int, float] = defaultdict(float)
    for province, ring in rings(path):
        area = _area(ring) / _HUNDREDTHS**2
        areas[province] += area
        if area > largest.get(province, (0.0, ring))[0]:
            largest[province] = (area, ring)
    for province, (_, ring) in sorted(largest.items()):
        name = name_of(ids[province]) if ids[province] else None
        if name:
            x, y = widest(ring)
            yield name, (x / _HUNDREDTHS, y / _HUNDREDTHS), round(areas[province], 2)


def _area(ring: NDArray[Any]) -> float:
    x, y = ring[:, 0].astype(float), ring[:, 1].astype(float)
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2)


def widest(ring: NDArray[Any]) -> Point:
    """About the point within a ring that is farthest from its outline."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    begin, end = ring.astype(float), np.roll(ring, -1, axis=0).astype(float)
    best, found = -1.0, (int(ring[0, 0]), int(ring[0, 1]))
    for x in np.linspace(west, east, _GRID + 2)[1:-1]:
        for y in np.linspace(south, north, _GRID + 2)[1:-1]:
            if not _is_within(x, y, begin, end):
                continue
            near = _distance(x, y, begin, end)
            if near > best:
                best, found = near, (round(x), round(y))
    return found


def _is_within(x: float, y: float, begin: NDArray[Any], end: NDArray[Any]) -> bool:
    crosses = (begin[:, 1] > y) != (end[:, 1] > y)
    one, other = begin[crosses], end[crosses]
    at = one[:, 0] + (y - one[:, 1]) * (other[:, 0] - one[:, 0]) / (other[:, 1] - one[:, 1])
    return bool(np.count_nonzero(at > x) % 2)


def _distance(x: float, y: float, begin: NDArray[Any], end: NDArray[Any]) -> float:
    along, point = end - begin, np.array((x, y))
    length = (along**2).sum(axis=1)
    share = ((point - begin) * along).sum(axis=1) / np.where(length == 0, 1, length)
    nearest = begin + np.clip(share, 0, 1)[:, None] * along
    return float(np.sqrt(((nearest - point) ** 2).sum(axis=1)).min())


def chained(edges: list[Edge]) -> list[list[Point]]:
    """Edges joined to lines that are as long as they can be; at forks lines end."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
    left = set(edges)
    ends = sorted(p for p, others in beside.items() if len(others) != 2)
    lines = []
    for start in [*ends, *sorted(beside)]:  # what no end leads to is a ring
        for other in sorted(beside[start]):
            if (min(start, other), max(start, other)) in left:
                lines.append(_walk(start, other, beside, left))
    return lines


def _walk(start: Point, second: Point, beside: dict[Point, list[Point]], left: set[Edge]) -> list[Point]:
    line = [start, second]
    left.remove((min(start, second), max(start, second)))
    while len(beside[line[-1]]) == 2:
        before, here = line[-2:]
        after = next(p for p in beside[here] if p != before)
        edge = (min(here, after), max(here, after))
        if edge not in left:
            break
        left.remove(edge)
        line.append(after)
    return line


def _steps(line: list[Point]) -> list[int]:
    flat = list(line[0])
    for (x0, y0), (x1, y1) in pairwise(line):
        flat += [x1 - x0, y1 - y0]
    return flat


if __name__ == "__main__":
    main()
