"""Incidents: a pure function of statements, judgements, decisions and reports."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dateline.link.choose import (
    TOLL_RULE,
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
from dateline.link.closures import parts
from dateline.link.cluster import Cluster, cluster
from dateline.link.dates import Inferred, came_before, infer_dates
from dateline.link.origin import origins
from dateline.link.overlay import laid_over, standing
from dateline.model import Account, Decision, DecisionVerb, Incident, Judgement, Published, Report, When

if TYPE_CHECKING:
    from dateline.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows beside the accounts: ``invented_reports`` are ids of reports that are
    labelled as invented; ``origins`` may hand in what :func:`origins` returned, to spare the work;
    ``names`` says which accounts gave their incidents their ids, and in which order they did: an incident
    keeps the oldest of its names, however it grows. ``tolls`` is the name of the rule for counts."""

    invented_reports: frozenset[str] = frozenset()
    origins: Mapping[str, str] | None = None
    names: Mapping[str, int] = field(default_factory=dict)
    tolls: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Incidents sorted by id, and the days of publication that undated reports have through links."""

    incidents: list[Incident]
    published: dict[str, Published]


def incidents(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    codebook: Codebook | None = None,
    options: Options = Options(),
) -> list[Incident]:
    """Compute all incidents, sorted by id. The same input gives the same incidents in whatever order.

    ``Incident.accounts`` are the accounts with persons' corrections laid over them (see
    :func:`dateline.link.overlay.laid_over`); an account whose report is not in ``reports`` still counts.
    The rule for counts is that of ``options``, else the codebook's.
    """
    if codebook is not None and not options.tolls:
        options = replace(options, tolls=codebook.default_toll_rule)
    return outcome(accounts, reports, judgements, decisions, options).incidents


def outcome(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    options: Options = Options(),
) -> Outcome:
    """What :func:`incidents` and :func:`inferred_published` give, computed part by part."""
    in_force = standing(decisions)
    laid = laid_over(accounts, in_force)
    by_account: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_account[judgement.left].append(judgement)
    decided = [d for d in in_force if d.verb in (DecisionVerb.MERGE, DecisionVerb.SPLIT)]
    found = Outcome([], {})
    for part in parts(laid, reports, judgements, in_force):
        inner = [j for a in part for j in by_account.get(a.id, ())]
        computed = _part(part, reports, inner, decided, options)
        found.incidents.extend(computed.incidents)
        found.published.update(computed.published)
    found.incidents.sort(key=lambda i: i.id)
    return found


def _part(
    part: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    options: Options,
) -> Outcome:
    names = {a.id for a in part}
    own = {a.report_id: reports[a.report_id] for a in part if a.report_id in reports}
    decided = [d for d in decisions if names.issuperset(d.subject)]
    clusters = cluster(part, judgements, decided, {name: r.table for name, r in own.items()})
    known = options.origins
    if known is None:
        known = origins(own) if len(own) > 1 else {}
    inferred = infer_dates(clusters, own, known)
    return Outcome([_incident(c, own, known, inferred, options) for c in clusters], inferred.published)


def inferred_published(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
) -> dict[str, Published]:
    """Report id -> day of publication inferred through links, for reports that have none of their own."""
    return outcome(accounts, reports, judgements, decisions).published


def named_after(accounts: Sequence[Account], reports: Mapping[str, Report]) -> str:
    """The account that founded an incident: its report came out first; of equals the smallest id."""

    def age(account: Account) -> tuple[bool, str, str]:
        report = reports.get(account.report_id)
        day = report.published.earliest if report else None
        return (day is None, day.isoformat() if day else "", account.id)

    return min(accounts, key=age).id


def name_of(account_id: str) -> str:
    """The id of the incident that an account founded."""
    return "i" + hashlib.sha256(account_id.encode()).hexdigest()[:12]


def incident_id(accounts: Sequence[Account], reports: Mapping[str, Report], names: Mapping[str, int]) -> str:
    """The oldest name among those that its accounts gave; without one, that of the founding account."""
    named = [a.id for a in accounts if a.id in names]
    if named:
        return name_of(min(named, key=lambda i: names[i]))
    return name_of(named_after(accounts, reports))


def _incident(
    group: Cluster,
    reports: Mapping[str, Report],
    known: Mapping[str, str],
    inferred: Inferred,
    options: Options,
) -> Incident:
    evidence = Evidence(group.accounts, reports, known, inferred.published, inferred.dated)
    kind, subtype, stage = choose_kind(group.accounts, known)
    refused = [f"{a.id}: {reason}" for a in group.accounts for reason in inferred.refused.get(a.id, ())]
    when = choose_when(evidence)
    day = when.value.earliest if isinstance(when.value, When) else None
    return Incident(
        id=incident_id(group.accounts, reports, options.names),
        type=kind,
        subtype=subtype,
        stage=stage,
        accounts=group.accounts,
        when=when,
        where=choose_where(evidence),
        actors=choose_actors(evidence),
        targets=choose_targets(evidence),
        weapons=choose_weapons(evidence),
        tolls=choose_tolls(evidence, options.tolls or TOLL_RULE),
        claims=choose_claims(evidence),
        origins=len({known.get(a.report_id, a.report_id) for a in group.accounts}),
        inferred=tuple(inferred.dated[a.id] for a in group.accounts if a.id in inferred.dated),
        reasons=(*group.reasons, *refused, *came_before(group, day, reports)),
        invented=any(a.report_id in options.invented_reports for a in group.accounts),
    )
