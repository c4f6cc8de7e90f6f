"""An incident as the expressions of a codebook see it: plain values by the names of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dateline import __version__
from dateline.codebook import Codebook
from dateline.codebook.countries import country
from dateline.codebook.names import EFFECTS
from dateline.export.coded.counted import toll_view
from dateline.export.coded.parties import Parties, is_name, parties
from dateline.export.coded.sourced import notes, report_views, source_scale, support
from dateline.export.material import Material, without_private_names
from dateline.export.words import describe_type, describe_when, describe_where, unnamed
from dateline.model import Actor, Chosen, Granularity, Incident, Target, Weapon, When, Where

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a view needs beside its incident: all that is exported, the codebook, and the time."""

    material: Material
    book: Codebook
    at: datetime | None = None


def view_of(incident: Incident, context: Context) -> View:
    """Every name of :data:`dateline.codebook.names.NAMES` with its value; unknown is None."""
    material, book = context.material, context.book
    told = parties(incident)
    reports = report_views(incident, material, book)
    entry = book.get(incident.type)
    found: View = {
        "id": incident.id,
        "number": number_of(incident.id),
        "type": incident.type,
        "subtype": incident.subtype or None,
        "kind": f"{incident.type}/{incident.subtype}" if incident.subtype else incident.type,
        "family": entry.family if entry else None,
        "violent": entry.violent if entry else None,
        "stage": incident.stage,
        "invented": incident.invented,
        "label": describe_type(incident.type, incident.subtype),
        "codes": _codes(incident, book),
        "when": _when(incident.when),
        "where": _where(incident.where),
        **_sides(incident, told),
        "targets": [_thing(c.value) for c in incident.targets if isinstance(c.value, Target)],
        "weapons": [_thing(c.value) for c in incident.weapons if isinstance(c.value, Weapon)],
        "tolls": {e: toll_view(incident, e, told) for e in EFFECTS},
        "reports": reports,
        "sources": list(dict.fromkeys(r["outlet"] for r in reports)),
        "origins": incident.origins,
        "source_scale": source_scale(reports),
        "support": support(incident),
        "related": [],
    }
    found |= notes(incident, material, _sentence(incident, found))
    moment = context.at or datetime.fromtimestamp(0, UTC)
    found["made"] = {
        "version": __version__,
        "codebook": book.name,
        "at": int(moment.timestamp()),
        "day": moment.date().isoformat(),
    }
    return found


def tied(view: View, others: Sequence[str], shares: Mapping[tuple[str, str], tuple[int, int]]) -> None:
    """Tell a view which incidents are tied to its own, and how many share a total with it."""
    view["related"] = [number_of(name) for name in others]
    for effect, toll in view["tolls"].items():
        toll["shares"], toll["share"] = shares.get((view["id"], effect), (1, 0))


def number_of(incident_id: str) -> int:
    """An id as a whole number of at most 15 digits: the same for as long as the id is."""
    digits = incident_id.removeprefix("i")
    try:
        return int(digits[:12], 16)
    except ValueError:
        return int.from_bytes(incident_id.encode()[-6:], "big")


def _codes(incident: Incident, book: Codebook) -> View:
    mapping = book.mapping(incident.type, incident.subtype)
    return {name: list(getattr(mapping, name)) for name in ("acled", "ucdp", "gtd", "plover", "muc4")}


def _when(chosen: Chosen) -> View:
    when = chosen.value if isinstance(chosen.value, When) else When()
    first, last = when.earliest, when.latest
    whole = when.granularity
    exact_month = first is not None and whole not in (Granularity.YEAR, Granularity.SEASON)
    exact_day = exact_month and whole is not Granularity.MONTH
    return {
        "known": first is not None,
        "edtf": when.edtf,
        "earliest": _iso(first),
        "latest": _iso(last),
        "middle": _iso(first + (last - first) // 2) if first and last else None,
        "year": first.year if first else None,
        "month": (first.month if exact_month else 0) if first else None,
        "day": (first.day if exact_day else 0) if first else None,
        "days": (last - first).days + 1 if first and last else None,
        "granularity": whole.value,
        "words": when.words or None,
        "inferred": chosen.how == "inferred",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_FIGHTERS = frozenset({"rebel_or_militant_group", "militia", "communal_group"})
_NEAR = (
    "near",
    "outside",
    "outskirts",
    "close to",
    "km from",
    "miles from",
    "kilometres",
    "kilometers",
    "around",
)
# "six kilometres west of Saravena", "north-east of Nebaj"
_BESIDE = re.compile(r"\b(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern outskirts)? of\b")


def _where(chosen: Chosen) -> View:
    where = chosen.value if isinstance(chosen.value, Where) else Where("")
    found = country(where.country)
    names = (
        "iso3",
        "iso_numeric",
        "gw",
        "cow",
        "gtd",
        "gtd_region",
        "gtd_region_name",
        "acled_region",
        "ucdp_region",
        "acled_name",
        "ucdp_name",
        "gtd_name",
    )
    return {
        "known": where.lat is not None and where.lon is not None,
        "name": where.name or None,
        "detail": where.detail or None,
        "lat": where.lat,
        "lon": where.lon,
        "country": where.country,
        "country_name": found.name if found else None,
        **{name: (getattr(found, name) or None) if found else None for name in names},
        "admin1": where.admin1,
        "admin2": where.admin2,
        "place_class": where.place_class.value,
        "radius_km": where.radius_m / 1000 if where.radius_m is not None else None,
        "centroid": where.centroid,
        "line": bool(where.line),
        "near": any(word in where.detail.casefold() for word in _NEAR)
        or bool(_BESIDE.search(where.detail.casefold())),
        "geonames_id": where.geonames_id,
        "inferred": chosen.how == "inferred",
    }


def _sides(incident: Incident, told: Parties) -> View:
    views = [actor_view(c.value, c) for c in incident.actors if isinstance(c.value, Actor)]
    return {
        "actors": [a for a in views if a["role"] != "claimant"],
        "side1": [actor_view(c.value, c) for c in told.first],
        "side2": [actor_view(c.value, c) for c in told.second],
        "responders": [a for a in views if a["role"] == "responder"],
        "groups": [group.view() for group in told.groups],
        "claims": [group.view() for group in told.groups if group.claimed],
        "blamed": [group.view() for group in told.groups if group.basis == "blamed"],
    }


def actor_view(value: Any, chosen: Chosen) -> View:
    """One actor, without the name of a private person."""
    actor = without_private_names(value)
    assert isinstance(actor, Actor)
    found = country(actor.country)
    return {
        "name": actor.name or None,
        "kind": actor.kind.value,
        "role": actor.role.value,
        "country": actor.country,
        "country_name": found.name if found else None,
        "iso3": found.iso3 if found else None,
        "gw": found.gw if found else None,
        "cow": found.cow if found else None,
        "gtd": found.gtd if found else None,
        **{f"{p}_name": getattr(found, f"{p}_name") if found else None for p in ("acled", "ucdp", "gtd")},
        "actor_id": actor.actor_id,
        "faction_of": actor.faction_of,
        "organised": _is_organised(actor),
    }


def _is_organised(actor: Actor) -> bool:
    """Whether an actor is a group or force with a name: the registry knows it, or the report gives a group of
    fighters a name of its own ("Ivindo Patriotic Front", but not "Rebels")."""
    if actor.actor_id is not None:
        return actor.kind.value not in ("civilians", "protesters")
    return actor.kind.value in _FIGHTERS and is_name(actor.name)


def _thing(value: Target | Weapon) -> View:
    return {"name": value.name, "kind": value.kind, "effect": getattr(value, "effect", None) or None}


def _sentence(incident: Incident, found: View) -> str:
    """ "Armed attack: raid, 2016-10-24, Quetta. Attackers against cadets. 61 killed (59–62)." """
    when, where = incident.when.value, incident.where.value
    kind = describe_type(incident.type, incident.subtype)
    head = [kind[:1].upper() + kind[1:]]
    head += [describe_when(when)] if isinstance(when, When) else []
    head += [describe_where(where)] if isinstance(where, Where) else []
    parts = [", ".join(head)]
    one, other = (
        _listed(a["name"] or unnamed(a["kind"]) for a in found[side]) for side in ("side1", "side2")
    )
    if one or other:
        parts.append(" against ".join(filter(None, (one, other))) if one else f"Against {other}")
    counts = [f"{t['best']} {e}" for e, t in found["tolls"].items() if t["best"] is not None]
    if counts:
        parts.append(", ".join(counts))
    return ". ".join(parts) + "."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(n.replace("_", " ") for n in names))[:4])
