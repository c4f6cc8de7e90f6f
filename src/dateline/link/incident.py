"""Incidents: a pure function of statements, judgements, decisions and reports."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from dateline.link.cluster import Cluster, cluster
from dateline.link.dates import Inferred, infer_dates
from dateline.link.origin import origins
from dateline.link.overlay import laid_over, standing
from dateline.model import Account, Decision, Incident, Judgement, Published, Report


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows beside the accounts: ``invented_reports`` are ids of reports that are
    labelled as invented; ``origins`` may hand in what :func:`origins` returned, to spare the work."""

    invented_reports: frozenset[str] = frozenset()
    origins: Mapping[str, str] | None = None


def incidents(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    codebook: object | None = None,
    options: Options = Options(),
) -> list[Incident]:
    """Compute all incidents, sorted by id. The same input gives the same incidents in whatever order.

    ``Incident.accounts`` are the accounts with persons' corrections laid over them (see
    :func:`dateline.link.overlay.laid_over`); an account whose report is not in ``reports`` still counts.
    ``codebook`` is reserved for the choice of rules; the native ones are used.
    """
    del codebook
    in_force = standing(decisions)
    clusters = cluster(laid_over(accounts, in_force), judgements, in_force)
    told = {a.report_id for a in accounts}
    known = options.origins
    if known is None:
        known = origins({i: r for i, r in reports.items() if i in told})
    inferred = infer_dates(clusters, reports, known)
    found = [_incident(c, reports, known, inferred, options.invented_reports) for c in clusters]
    return sorted(found, key=lambda i: i.id)


def inferred_published(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
) -> dict[str, Published]:
    """Report id -> day of publication inferred through links, for reports that have none of their own."""
    in_force = standing(decisions)
    clusters = cluster(laid_over(accounts, in_force), judgements, in_force)
    told = {a.report_id for a in accounts}
    return infer_dates(clusters, reports, origins({i: r for i, r in reports.items() if i in told})).published


def incident_id(accounts: Sequence[Account], reports: Mapping[str, Report]) -> str:
    """The id, derived from the founding account: the one whose report came out first, then the smallest
    id. Later reports leave it as it is."""

    def age(account: Account) -> tuple[bool, str, str]:
        report = reports.get(account.report_id)
        day = report.published.earliest if report else None
        return (day is None, day.isoformat() if day else "", account.id)

    founder = min(accounts, key=age)
    return "i" + hashlib.sha256(founder.id.encode()).hexdigest()[:12]


def _incident(
    group: Cluster,
    reports: Mapping[str, Report],
    known: Mapping[str, str],
    inferred: Inferred,
    invented: frozenset[str],
) -> Incident:
    evidence = Evidence(group.accounts, reports, known, inferred.published, inferred.dated)
    kind, subtype, stage = choose_kind(group.accounts, known)
    refused = [f"{a.id}: {reason}" for a in group.accounts for reason in inferred.refused.get(a.id, ())]
    return Incident(
        id=incident_id(group.accounts, reports),
        type=kind,
        subtype=subtype,
        stage=stage,
        accounts=group.accounts,
        when=choose_when(evidence),
        where=choose_where(evidence),
        actors=choose_actors(evidence),
        targets=choose_targets(evidence),
        weapons=choose_weapons(evidence),
        tolls=choose_tolls(evidence),
        claims=choose_claims(evidence),
        origins=len({known.get(a.report_id, a.report_id) for a in group.accounts}),
        inferred=tuple(inferred.dated[a.id] for a in group.accounts if a.id in inferred.dated),
        reasons=(*group.reasons, *refused),
        invented=any(a.report_id in invented for a in group.accounts),
    )
