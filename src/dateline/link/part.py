"""A part of a ledger (see :mod:`dateline.link.closures`): the incidents that its accounts make."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.link.choose import (
    TOLL_RULE,
    Evidence,
    Sentences,
    choose_actors,
    choose_claims,
    choose_kind,
    choose_targets,
    choose_tolls,
    choose_weapons,
    choose_when,
    choose_where,
)
from dateline.link.cluster import Cluster, Grouping
from dateline.link.dates import Inferred, came_before, infer_dates
from dateline.link.origin import Origins
from dateline.model import Account, Decision, Incident, Judgement, Published, Report, When


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


class Part:
    """The accounts of one part, and what is known of them together, so that more may join: what a newcomer
    costs a crowd of thousands is what it touches, and not all that was ever compared."""

    def __init__(
        self,
        accounts: Sequence[Account],
        reports: Mapping[str, Report],
        judgements: Sequence[Judgement],
        in_force: Sequence[Decision],
        options: Options,
    ) -> None:
        self.accounts = {a.id: a for a in accounts}
        self._reports = {a.report_id: reports[a.report_id] for a in accounts if a.report_id in reports}
        self._grouping = Grouping(accounts, judgements, in_force, _tables(self._reports))
        self._origins: Origins | None = None
        self._options = options
        self._sentences = Sentences()

    def outcome(self) -> Outcome:
        """The incidents of the part."""
        clusters, own, options = self._grouping.clusters(), self._reports, self._options
        known = options.origins
        if known is None:
            known = self._copies().found() if len(own) > 1 else {}
        inferred = infer_dates(clusters, own, known)
        found = []
        for cluster in clusters:
            told = inferred.published, inferred.dated, self._sentences
            found.append(_incident(cluster, Evidence(cluster.accounts, own, known, *told), inferred, options))
        return Outcome(found, inferred.published)

    def grow(
        self,
        accounts: Sequence[Account],
        reports: Mapping[str, Report],
        judgements: Sequence[Judgement],
        withdrawn: Collection[tuple[str, str]],
        options: Options,
    ) -> bool:
        """Let accounts of more reports join, which no person decided on.

        ``judgements`` are those of them, with each other and with what is here; pairs that are ``withdrawn``
        are judged no longer; ``options`` hold for all. False when the part may be two by that, or when texts
        must be compared anew: it is of no use then. What comes out otherwise is what a new one would give.
        """
        fresh = {n: r for n, r in reports.items() if n not in self._reports}
        if self._options.tolls != options.tolls or len(fresh) < len({a.report_id for a in accounts}):
            return False
        is_one = self._grouping.grow(accounts, judgements, withdrawn, _tables(fresh))
        grown = is_one and self._copies().add(fresh)
        self.accounts |= {a.id: a for a in accounts}
        self._reports |= fresh
        self._options = options
        return grown

    def _copies(self) -> Origins:
        if self._origins is None:
            self._origins = Origins(self._reports)
        return self._origins


def _tables(reports: Mapping[str, Report]) -> dict[str, str]:
    """The table that each report is a row of."""
    return {name: report.table for name, report in reports.items()}


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


def _incident(group: Cluster, evidence: Evidence, inferred: Inferred, options: Options) -> Incident:
    reports, known = evidence.reports, evidence.origins
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
        reasons=(*_together(group, reports), *refused, *came_before(group, day, reports)),
        invented=any(a.report_id in options.invented_reports for a in group.accounts),
    )


def _together(group: Cluster, reports: Mapping[str, Report]) -> list[str]:
    """Why accounts are together: by the outlets and days that a person knows them by, not by their ids."""
    report_of = {a.id: reports.get(a.report_id) for a in group.accounts}

    def name(account_id: str) -> str:
        report = report_of.get(account_id)
        own = (report.outlet or report.agency) if report else None
        if report is None or not own:
            return account_id
        day = report.published.day
        return f"{own} ({day.isoformat()})" if day else own

    return sorted({f"{name(left)} and {name(right)}: {words}" for left, right, words in group.reasons})
