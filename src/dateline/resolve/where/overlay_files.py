"""Files of a user's own places, row by row: GeoNames country dumps and GeoJSON. Hostile until read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dateline.errors import GazetteerError
from dateline.resolve.where.build import subdivision_ids
from dateline.resolve.where.kinds import Kind, town_radius_km

_KINDS = {"P": Kind.TOWN, "H": Kind.WATER, "A": Kind.DISTRICT}
_RADIUS_KM = {Kind.DISTRICT: 25.0, Kind.PROVINCE: 100.0}
_COLUMNS = 19
_MOST_POINTS = 1_000_000  # of an outline
#: Names, the main one first; columns of the index; what else is known.
Row = tuple[list[str], dict[str, Any], dict[str, str]]


def rows(file: Path, text: str) -> Iterator[Row]:
    """The places of a file. Raises GazetteerError with the line or the number of the feature."""
    return _geojson(file, text) if file.suffix.lower() in (".geojson", ".json") else _geonames(file, text)


def _geonames(file: Path, text: str) -> Iterator[Row]:
    """Rows of a GeoNames dump: 19 columns between tabs, see the readme of download.geonames.org."""
    ids = subdivision_ids()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        at = f"{file}, line {number}"
        if len(cells) != _COLUMNS:
            raise GazetteerError(
                f"{at}: {len(cells)} columns, not {_COLUMNS}", "give a GeoNames country dump as published"
            )
        try:
            gid, lat, lon, people = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
        except ValueError as error:
            raise GazetteerError(
                f"{at}: {error}", "id, latitude, longitude and population must be numbers"
            ) from error
        _check_point(lat, lon, at)
        _check_numbers(gid, people, at)
        country, admin1 = cells[8], f"{cells[8]}.{cells[10]}"
        kind = Kind.PROVINCE if cells[7] == "ADM1" else _KINDS.get(cells[6], Kind.FEATURE)
        values = {
            "gid": gid, "lat": lat, "lon": lon, "population": people, "kind": kind, "country": country,
            "radius_km": _RADIUS_KM.get(kind, 5.0) if kind is not Kind.TOWN else town_radius_km(people),
            "admin1": ids.get(admin1, 0), "admin2": ids.get(f"{admin1}.{cells[11]}", 0),
        }  # fmt: skip
        yield [cells[1], cells[2], *filter(None, cells[3].split(","))], values, {}


def _geojson(file: Path, text: str) -> Iterator[Row]:
    """Features with a ``name``; further names in ``names``; ``country``, ``population``, any ``*pcode*``."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise GazetteerError(
            f"{file}, line {error.lineno}: {error.msg}", "give a valid GeoJSON file"
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets without end
        raise GazetteerError(f"{file}: no GeoJSON ({error})", "give a valid GeoJSON file") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{file}, line 1: not a FeatureCollection", "give a GeoJSON FeatureCollection")
    for number, feature in enumerate(features, 1):
        at = f"{file}, feature {number}"
        told = _fields(feature, "properties")
        name = told.get("name") or told.get("NAME")
        points = list(islice(_points(_fields(feature, "geometry").get("coordinates")), _MOST_POINTS))
        if not isinstance(name, str) or not name.strip() or not points:
            raise GazetteerError(
                f"{at}: no name or no coordinates", "give every feature a name and a geometry"
            )
        yield _named(told, name), _values(told, points, at), _note(told)


def _fields(feature: object, part: str) -> dict[str, Any]:
    """A part of a feature; empty where the file has something else there."""
    found = feature.get(part) if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _named(told: dict[str, Any], name: str) -> list[str]:
    more = told.get("names")
    return [name, *(n for n in more if isinstance(n, str))] if isinstance(more, list) else [name]


def _note(told: dict[str, Any]) -> dict[str, str]:
    pcode = next((str(v) for k, v in told.items() if "pcode" in k.lower() and v), "")
    return {"pcode": pcode} if pcode else {}


def _values(told: dict[str, Any], points: list[tuple[float, float]], at: str) -> dict[str, Any]:
    """The columns of one feature: the middle of its points, and how far they reach."""
    lats, lons = [p[1] for p in points], [p[0] for p in points]
    for here in ((min(lats), min(lons)), (max(lats), max(lons))):
        _check_point(*here, at)
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    across = math.hypot(max(lats) - min(lats), (max(lons) - min(lons)) * math.cos(math.radians(lat))) * 55.6
    country, gid, people = told.get("country"), told.get("geonameid"), told.get("population") or 0
    gid = gid if isinstance(gid, int) else 0
    if not isinstance(people, int | float) or not math.isfinite(people):
        raise GazetteerError(f"{at}: a population of {str(people)[:40]!r}", "give a number, or none")
    _check_numbers(gid, int(people), at)
    kind = Kind.FEATURE if len(points) == 1 else Kind.REGION
    if str(told.get("kind", "")).lower() in ("town", "village", "city", "populated_place"):
        kind = Kind.TOWN
    return {
        "gid": gid, "lat": lat, "lon": lon, "radius_km": max(1.0, across), "population": int(people),
        "kind": kind,
        "country": country if isinstance(country, str) and re.fullmatch("[A-Z]{2}", country) else "",
    }  # fmt: skip


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """All positions of a geometry, however deep."""
    if isinstance(coordinates, list):
        if len(coordinates) >= 2 and all(isinstance(c, int | float) for c in coordinates[:2]):
            yield float(coordinates[0]), float(coordinates[1])
        else:
            for part in coordinates:
                yield from _points(part)


def _check_numbers(gid: int, people: int, at: str) -> None:
    if not (0 <= gid < 1 << 31 and 0 <= people < 1 << 32):
        raise GazetteerError(
            f"{at}: {gid}, {people} is no GeoNames id or no number of people", "both count from 0, ids to 2³¹"
        )


def _check_point(lat: float, lon: float, at: str) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(
            f"{at}: {lat}, {lon} is no point on earth", "degrees: latitude first in GeoNames, last in GeoJSON"
        )
