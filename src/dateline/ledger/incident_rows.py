"""Incidents as rows: what is stored of them, and the columns that filters look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dateline.ledger.records import dump
from dateline.model import Account, Chosen, ClaimStance, Incident, Toll, When, Where
from dateline.model.codec import from_json, to_json


def incident_row(incident: Incident, machine: Mapping[str, Account], number: int) -> dict[str, Any]:
    """The row of ``incidents``: the incident, and the columns for filters; ``number`` stands for its id.

    An account stands in it by its id where it is what the machine wrote, and in full where decisions of
    persons lie over it.
    """
    when, where = incident.when.value, incident.where.value
    row = _narrow(incident, when, where)
    data = to_json(replace(incident, accounts=()))
    data["accounts"] = [a.id if machine.get(a.id) == a else to_json(a) for a in incident.accounts]
    return {**row, "number": number, "bucket": bucket_of(row), "data": dump(data)}


def bucket_of(row: Mapping[str, Any]) -> str:
    """All that an incident is counted by, in one: type, subtype, country, year, disputed, claimed, invented,
    and whether a point is known."""
    told = (row["type"], row["subtype"], row["country"] or "", (row["earliest"] or "")[:4])
    flags = (row["disputed"], row["claimed"], row["invented"], int(row["lat"] is not None))
    return "|".join(map(str, (*told, *flags)))


def _narrow(incident: Incident, when: object, where: object) -> dict[str, Any]:
    return {
        "id": incident.id,
        "type": incident.type,
        "subtype": incident.subtype,
        "earliest": when.earliest.isoformat() if isinstance(when, When) and when.earliest else None,
        "latest": when.latest.isoformat() if isinstance(when, When) and when.latest else None,
        "country": where.country if isinstance(where, Where) else None,
        "places": _folded(_place_names(incident)),
        "actors": _folded(_actor_names(incident)),
        "killed": _killed(incident),
        "disputed": int(any(chosen.dissent for chosen in every_value(incident))),
        "claimed": int(any(getattr(c.value, "stance", "") == ClaimStance.CLAIMS for c in incident.claims)),
        **_point(where),
        "reports": len({account.report_id for account in incident.accounts}),
        "origins": incident.origins,
        "invented": int(incident.invented),
    }


def _point(where: object) -> dict[str, Any]:
    """Where an incident lies, with its uncertainty; a line is shown by its middle."""
    if not isinstance(where, Where):
        return {"lat": None, "lon": None, "radius": None, "place": None}
    lat, lon = where.lat, where.lon
    if (lat is None or lon is None) and where.line:
        lat, lon = where.line[len(where.line) // 2]
    return {"lat": lat, "lon": lon, "radius": where.radius_m, "place": where.name or None}


def incident_of(data: str, accounts: Mapping[str, Account]) -> Incident:
    """The incident of the ``data`` column, its accounts looked up in ``accounts``."""
    fields = json.loads(data)
    parts = fields.pop("accounts")
    incident = from_json(Incident, {**fields, "accounts": []})
    whole = [from_json(Account, part) if isinstance(part, dict) else accounts[part] for part in parts]
    return replace(incident, accounts=tuple(whole))


def summary_of(data: str) -> Incident:
    """The incident of the ``data`` column without its accounts: enough for a line in a list."""
    return from_json(Incident, {**json.loads(data), "accounts": []})


def incident_accounts(data: str) -> list[str]:
    """The ids that :func:`incident_of` will look up."""
    return [part for part in json.loads(data)["accounts"] if isinstance(part, str)]


def every_value(incident: Incident) -> tuple[Chosen, ...]:
    """All chosen values of an incident, in the order in which exports list them."""
    return (
        incident.when,
        incident.where,
        *incident.actors,
        *incident.targets,
        *incident.weapons,
        *incident.tolls,
        *incident.claims,
    )


def _killed(incident: Incident) -> int | None:
    """The highest figure of dead that the incident's chosen tolls hold, best before low."""
    found = [
        n
        for chosen in incident.tolls
        if isinstance(toll := chosen.value, Toll) and toll.effect == "killed"
        for n in (toll.best if toll.best is not None else toll.low,)
        if n is not None
    ]
    return max(found, default=None)


def _place_names(incident: Incident) -> Iterable[str | None]:
    where = incident.where.value
    if isinstance(where, Where):
        yield from (where.name, where.detail, where.admin1, where.admin2, where.country)


def _actor_names(incident: Incident) -> Iterable[str | None]:
    for chosen in (*incident.actors, *incident.claims):
        for attribute in ("name", "actor_id", "claimant", "by"):
            yield getattr(chosen.value, attribute, None)


def _folded(names: Iterable[str | None]) -> str:
    return "\n".join(sorted({name.casefold() for name in names if name}))
