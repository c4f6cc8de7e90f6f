"""The place of the incident, alone: gun-violence reports with the archive's coordinates and town.

The first word of shooting in a report is taken as its trigger. "Same city": the place chosen carries the
archive's name of the town, or lies within 15 km of its coordinates and is a town, site or address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.errors import DatelineError, UsageError
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation, two_halves
from dateline.ingest import iter_pages, read
from dateline.ingest.limits import Failure
from dateline.model import PlaceClass, Report, Span, Where
from dateline.model.geo import haversine_km
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import default_gazetteer
from dateline.resolve.where.incident import PlaceChoice, choose_incident_place
from dateline.resolve.where.key import name_key

_SHOOTING = re.compile(
    r"(?i)\b(?:shot|shots|shooting|shootings|gunshots?|gunfire|gunned|fired|killed|homicide|murder|wounded)\b"
)
_FINE = (PlaceClass.POPULATED_PLACE, PlaceClass.SITE, PlaceClass.ADDRESS)


@dataclass(frozen=True, slots=True)
class GvaCase:
    """A report, its first word of shooting, and what the archive says. ``half`` by incident."""

    report: Report
    trigger: Span | None
    city: str
    state: str
    lat: float
    lon: float
    half: int


def read_reports(data: Path) -> Iterator[GvaCase]:
    """All reports of the folder that can be read. Raises UsageError when its files are not there."""
    reports, incidents = data / "reports.jsonl", data / "incidents.jsonl"
    if not reports.is_file() or not incidents.is_file():
        raise UsageError(f"no reports.jsonl and incidents.jsonl in {data}", "pass the folder of the gva set")
    known = {i["incident_id"]: i for i in map(json.loads, incidents.read_text("utf-8").splitlines())}
    belongs = {r["id"]: r["incident_id"] for r in map(json.loads, reports.read_text("utf-8").splitlines())}
    for page in iter_pages([reports]):
        if isinstance(page, Failure):
            continue
        try:
            report = read(page)
        except DatelineError:
            continue
        incident = known[belongs[report.id]]
        if not incident["lat_long"]:
            continue
        found = _SHOOTING.search(report.text)
        trigger = report.span(*found.span()) if found else None
        half = sha256(incident["incident_id"].encode()).digest()[0] % 2
        lat, lon = incident["lat_long"]
        yield GvaCase(report, trigger, incident["city_or_county"], incident["state"], lat, lon, half)


def truth_km(case: GvaCase, where: Where) -> float | None:
    """Distance of a place from the archive's point; None when the place has none."""
    if where.lat is None or where.lon is None:
        return None
    return haversine_km(case.lat, case.lon, where.lat, where.lon)


def measured(data: Path, half: int | None = None) -> dict[str, float]:
    """Shares within 161 km, in the same city, and without a place; ``half`` restricts by incident."""
    gazetteer = default_gazetteer()
    near = city = none = total = 0
    for case in through(read_reports(data)):
        if half is not None and case.half != half:
            continue
        total += 1
        places = find_places(case.report, gazetteer)
        best = choose_incident_place(case.report, places, case.trigger, (), gazetteer)[0]
        km = truth_km(case, best.where)
        none += km is None
        near += km is not None and km <= 161
        city += same_city(case, best)
    return {
        "reports": float(total),
        "within 161 km": near / max(1, total),
        "same city": city / max(1, total),
        "no place": none / max(1, total),
    }


def run(data: Path) -> Evaluation:
    """The same for the half that fitted the weights, and for the other one: the honest figures."""
    return two_halves(
        "where-gva", "dateline evaluate where-gva --data PATH", [measured(data, half) for half in (0, 1)]
    )


def same_city(case: GvaCase, choice: PlaceChoice) -> bool:
    """Whether the choice is the archive's town: by name, or a town or site within 15 km."""
    km = truth_km(case, choice.where)
    if km is None:
        return False
    bare = re.sub(r"\s*\(.*\)|\s+county\Z", "", case.city, flags=re.IGNORECASE)
    if name_key(choice.where.name) in (name_key(case.city), name_key(bare)) and km <= 161:
        return True
    return km <= 15 and choice.where.place_class in _FINE
