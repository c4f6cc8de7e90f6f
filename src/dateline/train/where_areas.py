"""Makes ``areas.npz``: the provinces of the world as polygons, and the borders between countries as lines.

    python -m dateline.train.where_areas --lines FOLDER

FOLDER holds three layers of Natural Earth 1:10m (public domain): ``ne_10m_admin_1_states_provinces_lines``,
``ne_10m_admin_0_boundary_lines_land`` and ``ne_10m_coastline`` (``.shp``). Lines that end shortly before the
coast are led to it, polygons are made of the whole, and a polygon belongs to the province (GeoNames id) in
which most of the gazetteer's towns inside it lie; where fewer than seven in ten agree, only to the country.
Needs shapely; nothing at run time does.
"""

from __future__ import annotations

import argparse
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.ops import linemerge, polygonize

from dateline.resolve.where.gazetteer import default_gazetteer
from dateline.resolve.where.kinds import Kind

OUT = Path(str(files("dateline.resolve.where") / "data" / "areas.npz"))
LAYERS = ("ne_10m_admin_1_states_provinces_lines", "ne_10m_admin_0_boundary_lines_land", "ne_10m_coastline")
SCALE = 100  # steps a degree: about a kilometre
_GAP, _SIMPLE, _BORDER_SIMPLE = 0.15, 0.03, 0.05  # degrees
_AGREE, _LEAST_BORDER = 0.7, 3


def main() -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=Path, required=True)
    folder = parser.parse_args().lines
    lines = [
        shapely.LineString(np.round(points, 6))
        for layer in LAYERS
        for points in read_lines(folder / f"{layer}.shp")
        if len(points) > 1
    ]
    made = list(polygonize(_closed(lines)))
    polygons = [p for p in shapely.coverage_simplify(made, _SIMPLE) if not p.is_empty]
    labels = _labels(polygons)
    kept = sorted(labels, key=lambda k: (labels[k][1], labels[k][0], -polygons[k].area, k))
    borders = _borders([polygons[k] for k in kept], [labels[k][1] for k in kept])
    _write([polygons[k] for k in kept], [labels[k] for k in kept], borders)
    print(f"{len(made)} polygons, {len(kept)} with towns, {len(borders)} borders, {OUT.stat().st_size} bytes")


def read_lines(path: Path) -> Iterator[np.ndarray[Any, Any]]:
    """The parts of every line of an ESRI shapefile, as arrays of (longitude, latitude)."""
    data, at = path.read_bytes(), 100
    while at < len(data):
        (length,) = struct.unpack(">i", data[at + 4 : at + 8])
        at += 8
        if struct.unpack("<i", data[at : at + 4])[0] in (3, 13, 23):
            parts, points = struct.unpack("<2i", data[at + 36 : at + 44])
            starts = (*struct.unpack(f"<{parts}i", data[at + 44 : at + 44 + 4 * parts]), points)
            places = np.frombuffer(data, "<f8", 2 * points, at + 44 + 4 * parts).reshape(-1, 2)
            for first, last in pairwise(starts):
                yield places[first:last]
        at += 2 * length


def _closed(lines: list[Any]) -> list[Any]:
    """The lines cut where they meet, with loose ends led to the nearest line close by."""
    pieces = list(linemerge(shapely.unary_union(lines)).geoms)
    ends = Counter(end for piece in pieces for end in (piece.coords[0], piece.coords[-1]))
    tree = shapely.STRtree(pieces)
    joints = []
    for number, piece in enumerate(pieces):
        for end, other in (
            (piece.coords[0], piece.coords[-1]),
            (piece.coords[-1], piece.coords[0]),
        ):
            if ends[end] != 1 or end == other:
                continue
            point = shapely.Point(end)
            near = [(pieces[k].distance(point), k) for k in tree.query(point.buffer(_GAP)) if k != number]
            distance, nearest = min(near, default=(_GAP, -1))
            if distance < _GAP:
                there = pieces[nearest].interpolate(pieces[nearest].project(point))
                east, north = there.x - end[0], there.y - end[1]
                over = (there.x + east * 1e-3 + np.sign(east) * 1e-7, there.y + north * 1e-3)
                joints.append(shapely.LineString([end, over]))
    return list(linemerge(shapely.unary_union([*pieces, *joints])).geoms)


def _labels(polygons: list[Any]) -> dict[int, tuple[int, str]]:
    """Polygon number → (GeoNames id of the province or 0, country), for those that hold a town."""
    gazetteer = default_gazetteer()
    index = gazetteer._indexes[0]
    rows = [row for row in range(len(index)) if index.kind[row] in (Kind.TOWN, Kind.CAPITAL)]
    points = shapely.points([index.lon[r] for r in rows], [index.lat[r] for r in rows])
    found: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    countries = list(index.meta["countries"])
    for point, polygon in zip(*shapely.STRtree(polygons).query(points, predicate="within"), strict=True):
        row = rows[point]
        found[int(polygon)][index.admin1[row], countries[index.country[row]]] += 1
    labels = {}
    for number, towns in found.items():
        (province, country), most = towns.most_common(1)[0]
        sure = most >= _AGREE * towns.total()
        if not sure:
            country = Counter(c for (_, c), n in towns.items() for _ in range(n)).most_common(1)[0][0]
        labels[number] = (province if sure else 0, country)
    return labels


def _borders(polygons: list[Any], countries: list[str]) -> list[tuple[str, str, Any]]:
    """The lines that polygons of two countries share, one entry a line."""
    owner: dict[tuple[tuple[float, float], tuple[float, float]], str] = {}
    shared: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for polygon, country in zip(polygons, countries, strict=True):
        for ring in (polygon.exterior, *polygon.interiors):
            places = list(ring.coords)
            for one, two in pairwise(places):
                edge = (min(one, two), max(one, two))
                other = owner.setdefault(edge, country)
                if other != country:
                    shared[min(other, country), max(other, country)].append(shapely.LineString(edge))
    made = []
    for pair, edges in sorted(shared.items()):
        whole = linemerge(edges) if len(edges) > 1 else edges[0]
        lines = list(whole.geoms) if hasattr(whole, "geoms") else [whole]
        made += [
            (*pair, line.simplify(_BORDER_SIMPLE)) for line in lines if len(line.coords) >= _LEAST_BORDER
        ]
    return made


def _write(polygons: list[Any], labels: list[tuple[int, str]], borders: list[tuple[str, str, Any]]) -> None:
    """Coordinates as differences in steps of 1/SCALE degree: small numbers, which compress well."""
    rings, owner = [], []
    for number, polygon in enumerate(polygons):
        for ring in (polygon.exterior, *polygon.interiors):
            rings.append(_steps(ring.coords))
            owner.append(number)
    lines = [_steps(line.coords) for _, _, line in borders]
    every = [*rings, *lines]
    np.savez_compressed(
        OUT,
        steps=np.concatenate(every).astype(np.int16),
        lengths=np.array([len(piece) for piece in every], np.int32),
        owner=np.array(owner, np.int32),
        province=np.array([province for province, _ in labels], np.int32),
        country=np.array([country for _, country in labels], "U2"),
        border=np.array([f"{one}-{two}" for one, two, _ in borders], "U5"),
    )


def _steps(coords: Any) -> np.ndarray[Any, Any]:
    whole = np.round(np.asarray(coords)[:, :2] * SCALE).astype(int)
    return np.vstack([whole[:1], np.diff(whole, axis=0)])


if __name__ == "__main__":
    main()
