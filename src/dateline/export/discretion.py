"""What an export does not tell: names, sources, precise places. Applied to the material before any format
sees it, to statements that dissent as well as to values that were chosen."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dateline.errors import UsageError
from dateline.export.material import Material, retold
from dateline.export.persons import mark_persons
from dateline.model import (
    Actor,
    PlaceClass,
    Report,
    Speaker,
    Statement,
    Value,
    Where,
)

_KM_PER_DEGREE = 111.32
_AREAS = ("admin2", "admin1", "country")
#: Radius of an area without a known one, in metres.
_WIDE = {"admin2": 30_000, "admin1": 150_000, "country": 500_000}
_CLASSES = {"admin2": PlaceClass.DISTRICT, "admin1": PlaceClass.PROVINCE, "country": PlaceClass.COUNTRY}


@dataclass(frozen=True, slots=True)
class Discretion:
    """``private_names``: names of private persons are kept (``who`` says who asked for that; it is put on
    record). ``redact``: rules for sources: ``outlet=NAME``, ``agency=NAME``, ``speaker=KIND`` (witness,
    medical, …), ``off-record``, ``urls``, ``titles``. ``coarsen``: "" for places as they are, ``admin2``,
    ``admin1``, ``country``, or a size of grid such as ``25km``."""

    private_names: bool = False
    who: str = ""
    redact: tuple[str, ...] = ()
    coarsen: str = ""


def discreet(material: Material, discretion: Discretion) -> Material:
    """The material as it may be told. Raises UsageError for a rule that is none."""
    check(discretion)
    hidden = _Hidden(material, discretion.redact)
    place = _coarser(discretion.coarsen)

    def value_of(value: Value) -> Value:
        if isinstance(value, Actor) and value.private and discretion.private_names:
            return replace(value, private=False)
        return place(value) if isinstance(value, Where) else value

    if not discretion.private_names:
        material = mark_persons(material)
    if not (discretion.private_names or discretion.redact or discretion.coarsen):
        return material
    incidents = tuple(retold(i, hidden.statement, value_of) for i in material.incidents)
    reports = {name: hidden.report(report) for name, report in material.reports.items()}
    return replace(material, incidents=incidents, reports=reports)


def check(discretion: Discretion) -> None:
    """Raises UsageError for rules that make no sense."""
    for rule in discretion.redact:
        name, _, what = rule.partition("=")
        if name not in ("outlet", "agency", "speaker", "off-record", "urls", "titles"):
            way_out = "use outlet=NAME, agency=NAME, speaker=KIND, off-record, urls or titles"
            raise UsageError(f"no rule of redaction is called {name!r}", way_out)
        if (name in ("outlet", "agency", "speaker")) != bool(what.strip()):
            raise UsageError(f"redaction {rule!r} is not whole", "write outlet=NAME, or urls without a name")
    _coarser(discretion.coarsen)
    if discretion.private_names and not discretion.who.strip():
        raise UsageError("names of private persons are only written for somebody", "say who with --who NAME")


class _Hidden:
    """Sources that the rules withhold, each under a number of its own."""

    def __init__(self, material: Material, rules: tuple[str, ...]) -> None:
        pairs = [rule.partition("=") for rule in rules]
        self._plain = {name for name, _, what in pairs if not what}
        self._speakers = {what.strip() for name, _, what in pairs if name == "speaker"}
        named = {what.strip().casefold() for name, _, what in pairs if name in ("outlet", "agency")}
        met = sorted(
            {
                n
                for r in material.reports.values()
                for n in (r.outlet, r.agency)
                if n and n.casefold() in named
            }
        )
        self._names: Mapping[str, str] = {n.casefold(): f"withheld source {i}" for i, n in enumerate(met, 1)}

    def report(self, report: Report) -> Report:
        outlet, agency = (self._names.get((n or "").casefold()) for n in (report.outlet, report.agency))
        if outlet or agency:
            return replace(report, outlet=outlet or report.outlet, agency=agency or report.agency, url=None,
                           title="", byline=None)  # fmt: skip
        return replace(
            report,
            url=None if "urls" in self._plain else report.url,
            title="" if "titles" in self._plain else report.title,
        )

    def statement(self, statement: Statement) -> Statement:
        speaker = statement.said_by
        if speaker.kind in self._speakers or ("off-record" in self._plain and speaker.record == "off"):
            return replace(statement, said_by=Speaker("withheld source", "", speaker.record, speaker.span))
        name = self._names.get(speaker.name.casefold())
        return replace(statement, said_by=replace(speaker, name=name)) if name else statement


def _coarser(how: str) -> Callable[[Where], Where]:
    if not how:
        return lambda where: where
    if how in _AREAS:
        return lambda where: _to_area(where, how)
    size = re.fullmatch(r"(\d{1,4}(?:\.\d+)?) ?km", how)
    if size is None or float(size[1]) <= 0:
        raise UsageError(f"--coarsen {how!r} is no precision", "use admin2, admin1, country, or a size: 25km")
    km = float(size[1])
    return lambda where: _to_grid(where, km)


def _to_grid(where: Where, km: float) -> Where:
    """The middle of the cell of a grid; what is vaguer already stays as it is."""
    radius = int(km * 1000)
    area = where.admin2 or where.admin1 or where.country or ""
    if where.lat is None or where.lon is None:  # a name without a point may be that of a hamlet
        known = where.place_class in (PlaceClass.DISTRICT, PlaceClass.PROVINCE, PlaceClass.COUNTRY)
        return replace(where, name=where.name if known else area, detail="", line=(), pcode="")
    if (where.radius_m or 0) >= radius:
        return replace(where, detail="", line=())
    step = km / _KM_PER_DEGREE
    lat = (where.lat // step + 0.5) * step
    wide = step / max(math.cos(math.radians(min(abs(lat), 89.0))), 0.05)  # cells are as wide as they are high
    lon = (where.lon // wide + 0.5) * wide
    return replace(
        where,
        name=area,
        lat=round(max(-90.0, min(90.0, lat)), 4),
        lon=round(max(-180.0, min(180.0, lon)), 4),
        geonames_id=None,
        place_class=PlaceClass.VAGUE_REGION,
        radius_m=radius,
        centroid=True,
        detail="",
        line=(),
        pcode="",
        reason=f"coarsened to {km:g} km",
    )


def _to_area(where: Where, how: str) -> Where:
    """The name of an area and no finer one. Its middle is not known here: no point is better than that of the
    place that is to be hidden."""
    finer = {"admin2": where.admin2, "admin1": where.admin1, "country": where.country}
    names = [finer[name] for name in _AREAS[_AREAS.index(how) :] if finer[name]]
    level = next((name for name in _AREAS[_AREAS.index(how) :] if finer[name]), "country")
    return Where(
        name=next((name for name in names if name), ""),
        country=where.country,
        admin1=where.admin1 if how != "country" else None,
        admin2=where.admin2 if how == "admin2" else None,
        place_class=_CLASSES[level],
        radius_m=max(where.radius_m or 0, _WIDE[level]),
        centroid=True,
        reason=f"coarsened to {how}",
        disputed=where.disputed,
    )
