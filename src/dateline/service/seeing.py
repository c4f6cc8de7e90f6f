"""Alerts: what changed of an incident since a person last looked at it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dateline.errors import NotFound
from dateline.export.words import describe, describe_counts, describe_type, plain
from dateline.ledger import Ledger
from dateline.model import Claim, Incident, Toll
from dateline.service.exploring import support_of
from dateline.service.joining import bring_up_to_date


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a person saw otherwise; "" where there was or is none."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Alert:
    """An incident that is no longer what a person saw. ``gone_to`` is where it went when it is no more."""

    incident: str
    title: str
    differences: tuple[Difference, ...]
    gone_to: str = ""


def snapshot(incident: Incident) -> dict[str, str]:
    """The values of which a change is an alert: tolls, claims and blame, and how well it is supported."""
    found = {"grading": support_of(incident)}
    for chosen in incident.tolls:
        if isinstance(toll := chosen.value, Toll):
            whom = "" if toll.group == "unknown" else f", {plain(toll.group.value)}"
            found[f"{toll.effect.value}{whom}"] = describe_counts(toll)
    for chosen in incident.claims:
        if isinstance(claim := chosen.value, Claim):
            found[f"{claim.stance.value}: {claim.claimant}"] = describe(claim)
    return found


def see(ledger: Ledger, user: str, incident_id: str) -> None:
    """Note that a person looks at an incident now. Raises NotFound."""
    incident = ledger.incident(incident_id)
    title = describe_type(incident.type, incident.subtype) + ", " + describe(incident.when.value)
    ledger.see(user, incident_id, json.dumps({"title": title, "values": snapshot(incident)}))


def alerts(ledger: Ledger, user: str) -> list[Alert]:
    """The incidents whose toll, claim or grading changed since ``user`` last saw them, latest first."""
    bring_up_to_date(ledger)
    found = []
    for seen in ledger.seen_before_changes(user):
        kept = json.loads(seen.data)
        before: dict[str, str] = kept["values"]
        try:
            after = snapshot(ledger.incident(seen.incident))
        except NotFound:
            went = ledger.successors(seen.incident)
            found.append(Alert(seen.incident, kept["title"], (), went[0] if went else "-"))
            continue
        names = sorted(before.keys() | after.keys(), key=lambda n: (n == "grading", n))
        told = [Difference(n, before.get(n, ""), after.get(n, "")) for n in names]
        differences = tuple(d for d in told if d.was != d.now)
        if differences:
            found.append(Alert(seen.incident, kept["title"], differences))
    return found
