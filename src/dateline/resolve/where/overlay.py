"""The user's own places over the gazetteer: GeoNames country dumps and GeoJSON, added and removed at will.

Each file becomes an index of its own under ``gazetteer/overlays`` in the cache, and one entry of
``manifest.json`` beside them; removing deletes both, and the gazetteer is as it was.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.errors import GazetteerError, NotFound
from dateline.resolve.where.areas import areas
from dateline.resolve.where.build import subdivision_ids
from dateline.resolve.where.gazetteer import Gazetteer, cache_dir
from dateline.resolve.where.index import ALTERNATE, PRIMARY, IndexWriter
from dateline.resolve.where.key import name_hash, name_key
from dateline.resolve.where.kinds import Kind, town_radius_km

_KINDS = {"P": Kind.TOWN, "H": Kind.WATER, "A": Kind.DISTRICT}
_RADIUS_KM = {Kind.DISTRICT: 25.0, Kind.PROVINCE: 100.0}
_COLUMNS = 19
_OWN_IDS = -1_000_000  # ids of records that bring none of GeoNames


@dataclass(frozen=True, slots=True)
class Overlay:
    """A file that was added: ``name`` to remove it by, where it came from, its digest, its places."""

    name: str
    source: str
    sha256: str
    places: int


def overlays(folder: Path | None = None) -> list[Overlay]:
    """What was added to the gazetteer of a cache folder."""
    path = _home(folder) / "manifest.json"
    if not path.exists():
        return []
    return [Overlay(**entry) for entry in json.loads(path.read_text("utf-8"))]


def add_overlay(file: Path, gazetteer: Gazetteer, folder: Path | None = None) -> Overlay:
    """Add a GeoNames country dump (``.txt``) or a GeoJSON file (``.geojson``, ``.json``).

    The same bytes twice are one overlay. Places that the gazetteer already has by id are left out. Raises
    GazetteerError, with the line or the number of the feature, when the file is not of its format.
    """
    try:
        content = file.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise GazetteerError(f"cannot read {file}: {error.strerror}", "check the path") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise GazetteerError(f"{file}, line {line}: not UTF-8", "save the file as UTF-8") from error
    writer = IndexWriter()
    rows = _geojson(file, text) if file.suffix.lower() in (".geojson", ".json") else _geonames(file, text)
    for number, (names, values, note) in enumerate(rows):
        gid = values.pop("gid") or _OWN_IDS - int(sha256(content).hexdigest()[:4], 16) * 10_000 - number
        if gazetteer.by_id(gid) is None:
            _write(writer, names, gid, _with_area(values), note)
    digest = sha256(content).hexdigest()
    made = Overlay(f"{file.stem}-{digest[:8]}", file.name, digest, len(writer.names))
    if not writer.names:
        raise GazetteerError(f"{file} holds no place that is not known already", "nothing to add")
    home = _home(folder)
    writer.write(home / f"{made.name}.idx", {"version": digest})
    _save(home, [*(o for o in overlays(folder) if o.name != made.name), made])
    return made


def remove_overlay(name: str, folder: Path | None = None) -> Overlay:
    """Take an overlay away again. Raises NotFound when none has this name."""
    known = overlays(folder)
    found = next((o for o in known if o.name == name or o.source == name), None)
    if found is None:
        raise NotFound(
            f"no overlay called {name!r}", f"one of: {', '.join(o.name for o in known) or 'none added yet'}"
        )
    _save(_home(folder), [o for o in known if o is not found])
    (_home(folder) / f"{found.name}.idx").unlink(missing_ok=True)
    return found


def _with_area(values: dict[str, Any]) -> dict[str, Any]:
    """Country and province of the polygon in which a record lies, where the file does not say them."""
    if values.get("admin1") or values["kind"] in (Kind.COUNTRY, Kind.PROVINCE, Kind.REGION, Kind.WATER):
        return values
    inside = areas().at(values["lat"], values["lon"])
    if inside is None or values.get("country") not in ("", None, inside[1]):
        return values
    return {**values, "country": inside[1], "admin1": inside[0]}


def _home(folder: Path | None) -> Path:
    return (folder or cache_dir()) / "gazetteer" / "overlays"


def _save(home: Path, entries: list[Overlay]) -> None:
    temporary = home / f"manifest.json.{os.getpid()}.tmp"
    temporary.write_text(json.dumps([asdict(e) for e in entries], indent=1), "utf-8")
    os.replace(temporary, home / "manifest.json")


def _write(
    writer: IndexWriter, names: list[str], gid: int, values: dict[str, Any], note: dict[str, str]
) -> None:
    row = writer.add(names[0], gid=gid, **values)
    writer.call(row, name_hash(names[0]), PRIMARY)
    for name in dict.fromkeys(names[1:]):
        if len(name_key(name)) > 1:
            writer.call(row, name_hash(name), ALTERNATE)
    if note:
        writer.notes[str(row)] = dict(note)


_Row = tuple[list[str], dict[str, Any], dict[str, str]]


def _geonames(file: Path, text: str) -> Iterator[_Row]:
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
        country, admin1 = cells[8], f"{cells[8]}.{cells[10]}"
        kind = Kind.PROVINCE if cells[7] == "ADM1" else _KINDS.get(cells[6], Kind.FEATURE)
        values = {
            "gid": gid, "lat": lat, "lon": lon, "population": people, "kind": kind, "country": country,
            "radius_km": _RADIUS_KM.get(kind, 5.0) if kind is not Kind.TOWN else town_radius_km(people),
            "admin1": ids.get(admin1, 0), "admin2": ids.get(f"{admin1}.{cells[11]}", 0),
        }  # fmt: skip
        yield [cells[1], cells[2], *filter(None, cells[3].split(","))], values, {}


def _geojson(file: Path, text: str) -> Iterator[_Row]:
    """Features with a ``name``; further names in ``names``; ``country``, ``population``, any ``*pcode*``."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise GazetteerError(
            f"{file}, line {error.lineno}: {error.msg}", "give a valid GeoJSON file"
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{file}, line 1: not a FeatureCollection", "give a GeoJSON FeatureCollection")
    for number, feature in enumerate(features, 1):
        at = f"{file}, feature {number}"
        properties = (feature.get("properties") or {}) if isinstance(feature, dict) else {}
        name = properties.get("name") or properties.get("NAME")
        points = (
            list(_points((feature.get("geometry") or {}).get("coordinates")))
            if isinstance(feature, dict)
            else []
        )
        if not isinstance(name, str) or not name.strip() or not points:
            raise GazetteerError(
                f"{at}: no name or no coordinates", "give every feature a name and a geometry"
            )
        lats, lons = [p[1] for p in points], [p[0] for p in points]
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        _check_point(lat, lon, at)
        across = (
            math.hypot(max(lats) - min(lats), (max(lons) - min(lons)) * math.cos(math.radians(lat))) * 55.6
        )
        more = properties.get("names") or []
        country = properties.get("country")
        gid = properties.get("geonameid")
        values = {
            "gid": gid if isinstance(gid, int) else 0, "lat": lat, "lon": lon, "radius_km": max(1.0, across),
            "population": int(properties.get("population") or 0),
            "kind": Kind.FEATURE if len(points) == 1 else Kind.REGION,
            "country": country if isinstance(country, str) and re.fullmatch("[A-Z]{2}", country) else "",
        }  # fmt: skip
        if str(properties.get("kind", "")).lower() in ("town", "village", "city", "populated_place"):
            values["kind"] = Kind.TOWN
        pcode = next((str(v) for k, v in properties.items() if "pcode" in k.lower() and v), "")
        yield [name, *(n for n in more if isinstance(n, str))], values, {"pcode": pcode} if pcode else {}


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """All positions of a geometry, however deep."""
    if isinstance(coordinates, list):
        if len(coordinates) >= 2 and all(isinstance(c, int | float) for c in coordinates[:2]):
            yield float(coordinates[0]), float(coordinates[1])
        else:
            for part in coordinates:
                yield from _points(part)


def _check_point(lat: float, lon: float, at: str) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(
            f"{at}: {lat}, {lon} is no point on earth", "degrees: latitude first in GeoNames, last in GeoJSON"
        )
