"""Makes the desk's outlines of provinces, ``provinces.json``, of the polygons that places are found with.

    python -m dateline.train.desk_outlines

A border is drawn once: where two provinces of one country meet. Each line is a list of numbers in hundredths
of a degree: longitude and latitude of its first point, then the steps from each point to the next.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

AREAS = Path(str(files("dateline.resolve.where") / "data" / "areas.npz"))
OUT = Path(str(files("dateline.web") / "static" / "vendor" / "provinces.json"))

Point = tuple[int, int]
Edge = tuple[Point, Point]


def main() -> None:
    """Command line of the module."""
    lines = chained(inner_edges(AREAS))
    OUT.write_text(json.dumps({"lines": [_steps(line) for line in lines]}, separators=(",", ":")) + "\n")
    print(f"{len(lines)} lines, {sum(map(len, lines))} points, {OUT.stat().st_size} bytes")


def inner_edges(path: Path) -> list[Edge]:
    """The edges between two provinces of one country, in order. Raises OSError."""
    with np.load(path) as data:
        steps, lengths, owner = data["steps"].astype(int), data["lengths"], data["owner"]
        country = [str(code) for code in data["country"]]
    owners: dict[Edge, set[int]] = defaultdict(set)
    begin = 0
    for ring, length in enumerate(lengths[: len(owner)]):
        points = [(int(x), int(y)) for x, y in np.cumsum(steps[begin : begin + length], axis=0)]
        begin += length
        for a, b in zip(points, [*points[1:], points[0]], strict=True):
            if a != b:
                owners[min(a, b), max(a, b)].add(int(owner[ring]))
    return sorted(e for e, own in owners.items() if len(own) > 1 and len({country[o] for o in own}) == 1)


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
