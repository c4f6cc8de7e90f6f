"""Flat tables: CSV for spreadsheets, GeoJSON for maps, JSON Lines for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import Any, TextIO

from dateline.export.contract import incident_json
from dateline.export.material import (
    Material,
    every_value,
    headline,
    outlet_or_site,
    scrubber,
    unknowns,
    without_private_names,
)
from dateline.export.words import describe, describe_toll
from dateline.model import Actor, ActorRole, Chosen, Claim, ClaimStance, Effect, Incident, Toll, When, Where

Row = dict[str, str | int | float | None]

#: A cell that begins so is a formula to Excel, LibreOffice and Google Sheets: a headline such as
#: "=HYPERLINK(…)" on a hostile page would run in the spreadsheet of whoever opens the export.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")

_NONE = Chosen("", None, "")
_ROLES = (ActorRole.PERPETRATOR, ActorRole.TARGET, ActorRole.VICTIM, ActorRole.RESPONDER, ActorRole.OTHER)
_COUNTED = (Effect.KILLED, Effect.INJURED, Effect.ABDUCTED, Effect.MISSING, Effect.ARRESTED, Effect.RELEASED)


def write_csv(material: Material, out: TextIO) -> None:
    """One incident a row. Names of private persons are left out, formulas are made text."""
    rows = [incident_row(incident, material) for incident in material.incidents]
    writer = csv.DictWriter(out, fieldnames=columns(), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(cell) for name, cell in row.items()})


def guarded(cell: str | int | float | None) -> str | int | float | None:
    """The cell, made text where a spreadsheet would take it for a formula. Numbers are numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell


def columns() -> list[str]:
    """The columns of the CSV, in order."""
    nothing = Incident("", "", "", "", (), _NONE, _NONE)
    return list(incident_row(nothing, Material((), {})))


def incident_row(incident: Incident, material: Material) -> Row:
    """The flat form of one incident. Several names in a cell are parted by "; "."""
    when = incident.when.value if isinstance(incident.when.value, When) else When()
    where = incident.where.value if isinstance(incident.where.value, Where) else None
    row: Row = {
        "id": incident.id,
        "type": incident.type,
        "subtype": incident.subtype or None,
        "stage": incident.stage,
        "date": when.edtf,
        "date_earliest": when.earliest.isoformat() if when.earliest else None,
        "date_latest": when.latest.isoformat() if when.latest else None,
        "date_granularity": when.granularity.value,
        "date_likeliest": when.likeliest.day.isoformat() if when.likeliest else None,
        "date_how": incident.when.how or None,
        **_place(where, incident.where.how),
    }
    for role in _ROLES:
        row[role.value] = _actors(incident, role)
    row["claimed_by"] = _claims(incident, ClaimStance.CLAIMS)
    row["denied_by"] = _claims(incident, ClaimStance.DENIES)
    row["blamed"] = _claims(incident, ClaimStance.BLAMED)
    row["targets"] = _joined(describe(c.value) for c in incident.targets)
    row["weapons"] = _joined(describe(c.value) for c in incident.weapons)
    for effect in _COUNTED:
        toll = headline(incident, effect)
        for name in ("low", "best", "high"):
            row[f"{effect.value}_{name}"] = getattr(toll, name) if toll else None
    row["tolls"] = _joined(describe_toll(c.value) for c in incident.tolls if isinstance(c.value, Toll))
    row["unknown"] = _joined(f"{name}: {why}" for name, why in unknowns(incident).items())
    row["disputed"] = _joined(sorted({c.field for c in every_value(incident) if c.dissent}))
    reports = sorted({account.report_id for account in incident.accounts})
    row["reports"] = len(reports)
    row["origins"] = incident.origins
    known = [material.reports[name] for name in reports if name in material.reports]
    row["outlets"] = _joined(dict.fromkeys(outlet_or_site(report) for report in known))
    row["urls"] = _joined(report.url for report in known if report.url)
    row["invented"] = "yes" if incident.invented else "no"
    clean = scrubber(incident)
    return {name: clean(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


def _place(where: Where | None, how: str) -> Row:
    return {
        "place": where.name if where else None,
        "place_detail": (where.detail or None) if where else None,
        "admin2": where.admin2 if where else None,
        "admin1": where.admin1 if where else None,
        "country": where.country if where else None,
        "latitude": where.lat if where else None,
        "longitude": where.lon if where else None,
        "radius_m": where.radius_m if where else None,
        "place_class": where.place_class.value if where else None,
        "centroid": ("yes" if where.centroid else "no") if where else None,
        "geonames_id": where.geonames_id if where else None,
        "place_how": (how or None) if where else None,
    }


def _actors(incident: Incident, role: ActorRole) -> str | None:
    kept = (without_private_names(chosen.value) for chosen in incident.actors)
    return _joined(dict.fromkeys(describe(a) for a in kept if isinstance(a, Actor) and a.role is role))


def _claims(incident: Incident, stance: ClaimStance) -> str | None:
    """Claimants; for blame with the accuser, for an accusation without its author is half of it."""
    found: dict[str, None] = {}
    for chosen in incident.claims:
        if isinstance(claim := chosen.value, Claim) and claim.stance is stance:
            joint = f" (jointly with {claim.jointly_with})" if claim.jointly_with else ""
            accuser = f" (by {claim.by})" if claim.by and stance is ClaimStance.BLAMED else ""
            found[claim.claimant + joint + accuser] = None
    return _joined(found)


def _joined(names: Any) -> str | None:
    return "; ".join(name.replace(";", ",") for name in names if name) or None


def write_geojson(material: Material, out: TextIO) -> None:
    """A FeatureCollection (RFC 7946). An incident without coordinates has a null geometry.

    A point that only stands for an area says so in ``centroid``, with the area's ``radius_m``.
    """
    features = [_feature(incident, material) for incident in material.incidents]
    json.dump({"type": "FeatureCollection", "features": features}, out, ensure_ascii=False, indent=1)
    out.write("\n")


def _feature(incident: Incident, material: Material) -> dict[str, Any]:
    where = incident.where.value
    point: dict[str, Any] | None = None
    if isinstance(where, Where) and where.lat is not None and where.lon is not None:
        point = {"type": "Point", "coordinates": [where.lon, where.lat]}
    row = incident_row(incident, material)
    row.pop("latitude")
    row.pop("longitude")
    properties: dict[str, Any] = dict(row)
    for name in ("centroid", "invented"):
        properties[name] = None if row[name] is None else row[name] == "yes"
    return {"type": "Feature", "id": incident.id, "geometry": point, "properties": properties}


def write_jsonl(material: Material, out: TextIO) -> None:
    """One incident a line, in the shapes of the contract."""
    for incident in material.incidents:
        told = _scrubbed(incident_json(incident, material), scrubber(incident))
        out.write(json.dumps(told, ensure_ascii=False) + "\n")


def _scrubbed(data: Any, clean: Callable[[str], str]) -> Any:
    """Every text of a JSON value without the names of private persons."""
    if isinstance(data, dict):
        return {key: _scrubbed(value, clean) for key, value in data.items()}
    if isinstance(data, list):
        return [_scrubbed(value, clean) for value in data]
    return clean(data) if isinstance(data, str) else data
