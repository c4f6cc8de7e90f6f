"""What the desk's pages show of incidents, reports, sources and runs."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.codebook import Codebook, load
from dateline.errors import CodebookError, NotFound
from dateline.export.contract import account_json
from dateline.ledger import Filter, Ledger
from dateline.model import Account, Field, Incident, Published, Report, Statement
from dateline.model.codec import encode_value, from_json, to_json
from dateline.service.joining import bring_up_to_date
from dateline.service.reviewing import Item
from dateline.service.telling import Told, told_of


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with its accounts as they stand, and the incident that each is in."""

    report: Report
    published: Published
    accounts: tuple[Account, ...]
    incidents: Mapping[str, Incident]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where reports come from."""

    name: str
    reports: int
    agencies: tuple[str, ...]
    languages: tuple[str, ...]
    first: str
    last: str
    undated: int
    incidents: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a verb. ``finished`` is "" while it goes on, or when it was killed."""

    number: int
    verb: str
    version: str
    started: str
    finished: str
    summary: dict[str, int]


def whole(ledger: Ledger, ids: Sequence[str]) -> list[Incident]:
    """Incidents with their accounts, in the order of their ids as given."""
    found = {i.id: i for i in ledger.incidents_of(ids)}
    return [found[name] for name in ids if name in found]


def changes_of(ledger: Ledger, incident_id: str) -> list[Told]:
    """What became of one incident, oldest first."""
    return [told_of(one) for one in ledger.changes_of(incident_id)]


def report_view(ledger: Ledger, report_id: str) -> ReportView:
    """A report to read beside its accounts. Raises NotFound."""
    bring_up_to_date(ledger)
    report = ledger.reports([report_id]).get(report_id)
    if report is None:
        raise NotFound(f"no report {report_id[:80]!r}", "list what is there with: dateline incidents")
    machine = [a for many in ledger.accounts_of_reports([report_id]) for a in many]
    homes = ledger.homes_of([a.id for a in machine])
    incidents = {i.id: i for i in ledger.incidents_of(set(homes.values()))}
    laid = {a.id: a for i in incidents.values() for a in i.accounts}
    linked = ledger.dated([report_id]).get(report_id)
    published = report.published if report.published.edtf or linked is None else linked
    accounts = tuple(laid.get(a.id, a) for a in machine)
    return ReportView(
        report, published, accounts, {a: incidents[h] for a, h in homes.items() if h in incidents}
    )


def item_json(item: Item) -> dict[str, Any]:
    """An account under review, for programs."""
    return {
        "account": account_json(item.account),
        "report": item.report.id,
        "incident": item.incident.id if item.incident else None,
        "version": item.version,
        "cleared": to_json(item.cleared) if item.cleared else None,
        "statements": [
            {
                "subject": r.subject,
                "field": r.statement.field.value,
                "state": r.state,
                "value": encode_value_json(r.statement),
                "spans": [[s.start, s.end] for s in r.statement.spans],
            }
            for r in item.statements
        ],
        "history": [to_json(decision) for decision in item.history],
    }


def encode_value_json(statement: Statement) -> Any:
    """The value of a statement as decisions take it: tagged with its kind."""
    value = encode_value(statement.value)
    return value if isinstance(value, dict | str) or value is None else str(value)


def outlets(ledger: Ledger) -> list[Outlet]:
    """Outlets by the number of their reports; those that name none are told of as "(no outlet named)"."""
    bring_up_to_date(ledger)
    reports: dict[str | None, list[dict[str, str | None]]] = defaultdict(list)
    for report in ledger.report_heads():
        reports[report["outlet"]].append(report)
    told = ledger.incidents_by_outlet()
    found = []
    for name, mine in reports.items():
        days = sorted(day for r in mine if (day := r["earliest"]))
        agencies = Counter(agency for r in mine if (agency := r["agency"]))
        found.append(
            Outlet(
                name=name or "(no outlet named)",
                reports=len(mine),
                agencies=tuple(agency for agency, _ in agencies.most_common(5)),
                languages=tuple(sorted({lang for r in mine if (lang := r["language"])})),
                first=days[0] if days else "",
                last=days[-1] if days else "",
                undated=sum(not r["earliest"] for r in mine),
                incidents=told.get(name, 0),
            )
        )
    return sorted(found, key=lambda o: (-o.reports, o.name))


def runs(ledger: Ledger) -> list[Run]:
    """The last runs, newest first."""
    return [
        Run(r.seq, r.verb, r.version, r.started, r.finished or "", json.loads(r.summary) if r.summary else {})
        for r in ledger.latest_runs()
    ]


def load_codebook(name: str) -> Codebook:
    """A codebook by name or path. Raises CodebookError."""
    found = load(name)
    if not isinstance(found, Codebook):
        raise CodebookError(f"{name} is no codebook of incidents", "take dateline, or a file of your own")
    return found


_LOOKED_AT = 400  # statements of a field among which examples are looked for


@dataclass(frozen=True, slots=True)
class Example:
    """A statement of the ledger that shows what a field is: its value and its words."""

    value: Any
    words: str
    report: str


def field_examples(ledger: Ledger, count: int = 3) -> dict[Field, list[Example]]:
    """Some statements on each field, with different values, from what came in last."""
    found: dict[Field, dict[str, Statement]] = {field: {} for field in Field}
    looked_at: Counter[str] = Counter()
    for name, data in ledger.latest_statements():
        known = found[Field(name)]
        looked_at[name] += 1
        if len(known) < count and looked_at[name] <= _LOOKED_AT:
            told = json.loads(data)
            value = json.dumps(told["value"], sort_keys=True)
            if value not in known and told["value"] is not None and told["spans"]:
                known[value] = from_json(Statement, told)
    chosen = [statement for known in found.values() for statement in known.values()]
    reports = ledger.reports({s.spans[0].report_id for s in chosen})
    return {
        field: [
            Example(s.value, reports[s.spans[0].report_id].quote(s.spans[0]), s.spans[0].report_id)
            for s in known.values()
            if s.spans[0].report_id in reports
        ]
        for field, known in found.items()
    }


def type_counts(ledger: Ledger) -> dict[tuple[str, str], int]:
    """How many incidents there are of each type and subtype."""
    bring_up_to_date(ledger)
    found: Counter[tuple[str, str]] = Counter()
    for one in ledger.buckets(Filter()):
        found[one.type, one.subtype] += one.all
    return found
