"""What one row is: which incidents become one under a codebook's unit, what ties others, and counts that
are chosen by the codebook's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dateline.codebook import Codebook, Unit
from dateline.export.coded.parties import parties
from dateline.export.material import Material, headline
from dateline.link.choose import (
    Evidence,
    choose_actors,
    choose_claims,
    choose_kind,
    choose_targets,
    choose_tolls,
    choose_weapons,
    choose_when,
    choose_where,
)
from dateline.model import Actor, Effect, Field, Incident, Toll, When, Where
from dateline.model.geo import distance_km

_TIED_KM, _TIED_DAYS = 50.0, 3


def recounted(incident: Incident, material: Material, book: Codebook) -> Incident:
    """The incident with its tolls chosen by the codebook's rule."""
    return replace(incident, tolls=choose_tolls(_evidence([incident], material), book.default_toll_rule))


def merged(incidents: Sequence[Incident], material: Material, book: Codebook) -> list[Incident]:
    """The incidents as rows: those that agree in all that the unit names are one, where it says so."""
    if not book.unit.merge:
        return list(incidents)
    rows: dict[Any, list[Incident]] = defaultdict(list)
    for incident in incidents:
        rows[unit_key(incident, book.unit) or incident.id].append(incident)
    return [some[0] if len(some) == 1 else _joined(some, material, book) for some in rows.values()]


def unit_key(incident: Incident, unit: Unit) -> tuple[Any, ...] | None:
    """What must agree; None where one of it is unknown: unknown places are not the same place."""
    key: list[Any] = []
    when, where = incident.when.value, incident.where.value
    told = parties(incident)
    for part in unit.same:
        match part:
            case "type":
                key.append(incident.type)
            case "subtype":
                key.append(incident.subtype)
            case "day":
                exact = isinstance(when, When) and when.earliest is not None and when.earliest == when.latest
                key.append(when.edtf if exact and isinstance(when, When) else None)
            case "place":
                known = isinstance(where, Where) and (where.geonames_id or where.name)
                key.append(
                    (where.geonames_id or where.name, where.detail)
                    if known and isinstance(where, Where)
                    else None
                )
            case "sides":
                key.append((_named(told.first), _named(told.second)))
            case "target":
                key.append(tuple(sorted(str(getattr(c.value, "name", "")) for c in incident.targets)))
    return None if None in key or not key else tuple(key)


def _named(side: Sequence[Any]) -> tuple[str, ...]:
    """Who stands on a side; a force without a registry id is what it is called."""
    return tuple(
        sorted({c.value.actor_id or c.value.name.casefold() for c in side if isinstance(c.value, Actor)})
    )


def _joined(some: Sequence[Incident], material: Material, book: Codebook) -> Incident:
    """One incident of several, its values chosen anew from all their statements."""
    first = min(some, key=lambda i: i.id)
    evidence = _evidence(some, material)
    kind, subtype, stage = choose_kind(evidence.accounts, material.origins)
    reports = {a.report_id for a in evidence.accounts}
    return replace(
        first,
        type=kind,
        subtype=subtype,
        stage=stage,
        accounts=tuple(evidence.accounts),
        when=choose_when(evidence),
        where=choose_where(evidence),
        actors=choose_actors(evidence),
        targets=choose_targets(evidence),
        weapons=choose_weapons(evidence),
        tolls=choose_tolls(evidence, book.default_toll_rule),
        claims=choose_claims(evidence),
        origins=len({material.origins.get(r, r) for r in reports}),
        inferred=tuple(s for i in some for s in i.inferred),
        reasons=(*first.reasons, f"one {book.name} event by its unit: " + ", ".join(i.id for i in some)),
        invented=any(i.invented for i in some),
    )


def _evidence(some: Sequence[Incident], material: Material) -> Evidence:
    accounts = [a for i in some for a in i.accounts]
    dated = {
        a.id: s
        for i in some
        for s in i.inferred
        if s.field is Field.WHEN
        for a in i.accounts
        if _of(s.id, a.id)
    }
    return Evidence(accounts, material.reports, material.origins, material.published, dated)


def _of(statement: str, account: str) -> bool:
    return statement.startswith(f"{account}/")


def ties(incidents: Sequence[Incident]) -> dict[str, list[str]]:
    """Incidents that one report tells of, near in time and space, each with the others: parts of one chain of
    attacks."""
    by_report: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        for name in {a.report_id for a in incident.accounts}:
            by_report[name].append(incident)
    found: dict[str, set[str]] = defaultdict(set)
    for some in by_report.values():
        for one in some:
            found[one.id] |= {o.id for o in some if o.id != one.id and _close(one, o)}
    return {name: sorted(others) for name, others in found.items() if others}


def _close(one: Incident, other: Incident) -> bool:
    a, b = one.when.value, other.when.value
    if not (isinstance(a, When) and isinstance(b, When) and a.earliest and b.earliest):
        return False
    if abs((a.earliest - b.earliest).days) > _TIED_DAYS:
        return False
    here, there = one.where.value, other.where.value
    if not (isinstance(here, Where) and isinstance(there, Where)):
        return False
    apart = distance_km(here, there)
    return here.country == there.country and (apart is None or apart <= _TIED_KM)


def shares(
    incidents: Sequence[Incident], tied: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Totals over tied incidents: where the very words of one report count two or more of them, by incident
    and effect among how many the total is shared out, and which share is this incident's."""
    by_id = {i.id: i for i in incidents}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for incident in incidents:
        for effect in Effect:
            words = _words(incident, effect)
            same = [incident.id] + [
                o for o in tied.get(incident.id, ()) if o in by_id and words & _words(by_id[o], effect)
            ]
            if words and len(same) > 1:
                found[incident.id, effect.value] = len(same), sorted(same).index(incident.id)
    return found


def _words(incident: Incident, effect: Effect) -> set[Any]:
    toll = headline(incident, effect)
    names = {n for c in incident.tolls if c.value is toll or (isinstance(c.value, Toll) and c.value == toll)
             for n in c.support}  # fmt: skip
    return {span for a in incident.accounts for s in a.statements if s.id in names for span in s.spans}
