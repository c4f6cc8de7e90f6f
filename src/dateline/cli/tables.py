"""Incidents as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.table import Table

from dateline.cli.console import cell, many, printable
from dateline.evaluate.result import Evaluation
from dateline.export.material import Material, headline, outlet_of, over_time, published_of
from dateline.export.words import (
    describe,
    describe_claim,
    describe_counts,
    describe_type,
    describe_when,
    describe_where,
    plain,
)
from dateline.model import (
    Account,
    Actor,
    ActorRole,
    Chosen,
    Claim,
    ClaimStance,
    Effect,
    Group,
    Incident,
    Report,
    Statement,
    Toll,
    When,
    Where,
)
from dateline.service import Demonstration, Shown, TollRow

_SIDES = ((ActorRole.PERPETRATOR, ""), (ActorRole.TARGET, "against "), (ActorRole.VICTIM, "against "))


def incidents_table(incidents: Iterable[Incident], title: str = "") -> Table:
    """One row an incident. Killed is low/best/high."""
    table = Table(title=cell(title) if title else None, title_justify="left", show_lines=True)
    table.add_column("incident")
    table.add_column("when", no_wrap=True)
    table.add_column("where")
    table.add_column("sides", min_width=12)
    table.add_column("killed", no_wrap=True)
    table.add_column("claims and blame", min_width=12)
    table.add_column("reports / origins", justify="right", width=9)
    for incident in incidents:
        table.add_row(*(cell(text) for text in _row(incident)))
    return table


def _row(incident: Incident) -> list[str]:
    when, where = incident.when.value, incident.where.value
    kind = describe_type(incident.type, incident.subtype)
    stage = "" if incident.stage == "accomplished" else f"\n({incident.stage})"
    return [
        ("INVENTED " if incident.invented else "") + kind + stage + f"\n{incident.id}",
        _marked(describe_when(when) if isinstance(when, When) else "unknown", incident.when),
        _marked(describe_where(where) if isinstance(where, Where) else "unknown", incident.where),
        sides(incident),
        killed(incident),
        claims(incident),
        f"{len({account.report_id for account in incident.accounts})} / {incident.origins}",
    ]


def _marked(words: str, chosen: Chosen) -> str:
    return f"{words} (inferred)" if chosen.how == "inferred" and chosen.value is not None else words


def claims(incident: Incident) -> str:
    """Who claims it, who denies it, who is blamed by whom: one line each, and whether claims compete."""
    told = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    by = [c for c in told if c.stance is ClaimStance.CLAIMS]
    lines = []
    if by:
        ending = " (in dispute)" if any(c.disputed for c in by) else ""
        lines.append("claimed by " + "; ".join(dict.fromkeys(_claimant(c) for c in by)) + ending)
    lines += [describe_claim(c) for c in told if c.stance is ClaimStance.DENIES]
    lines += [f"! {describe_claim(c)}" for c in told if c.stance is ClaimStance.BLAMED]
    return "\n".join(dict.fromkeys(lines))


def _claimant(claim: Claim) -> str:
    joint = f" with {claim.jointly_with}" if claim.jointly_with else ""
    return claim.claimant + joint + (f" ({claim.channel})" if claim.channel else "")


def sides(incident: Incident) -> str:
    """Who is told to have done it, and to whom; claims and blame stand in their own column."""
    names: dict[str, dict[str, None]] = {"": {}, "against ": {}}
    for role, word in _SIDES:
        for chosen in incident.actors:
            if isinstance(actor := chosen.value, Actor) and actor.role is role:
                names[word][describe(actor)] = None
    return "\n".join(word + ", ".join(list(told)[:4]) for word, told in names.items() if told)


def killed(incident: Incident) -> str:
    """``59/61/62``; a dash for a bound that nobody gave."""
    toll = headline(incident, Effect.KILLED)
    if toll is None:
        return ""
    low, best, high = ("–" if n is None else str(n) for n in (toll.low, toll.best, toll.high))
    return f"{low}/{best}/{high}"


def over_time_table(rows: Iterable[TollRow], title: str) -> Table:
    """What each source said, by day of publication; what one said twice in a report stands there once."""
    table = Table(title=cell(title), title_justify="left")
    for name in ("published", "outlet", "says", "killed", "wording", "whom"):
        table.add_column(name)
    for line in dict.fromkeys(_toll_line(row) for row in rows):
        table.add_row(*(cell(text) for text in line))
    return table


def _toll_line(row: TollRow) -> tuple[str, ...]:
    return (
        row.published.isoformat() if row.published else "undated",
        row.source or row.report_id,
        row.said_by or "the report itself",
        describe_counts(Toll(row.effect, row.group, row.low, row.best, row.high)),
        row.qualifier,
        "" if row.group is Group.UNKNOWN else plain(row.group.value),
    )


def values_table(incident: Incident, reports: Mapping[str, Report]) -> Table:
    """Every value of an incident with its rule, its support, and what dissents."""
    known = {s.id: (s, a.report_id) for a in incident.accounts for s in a.statements}
    table = Table(show_lines=True)
    for name in ("field", "value", "chosen by", "rests on"):
        table.add_column(name)
    rows = [incident.when, incident.where, *incident.actors, *incident.targets, *incident.weapons]
    for chosen in (*rows, *incident.tolls, *incident.claims):
        lines = [_evidence(known[i], reports) for i in chosen.support if i in known]
        lines += ["✗ " + _evidence(known[i], reports) for i in chosen.dissent if i in known]
        value = describe(chosen.value) if chosen.value is not None else f"unknown: {chosen.reason}"
        table.add_row(
            cell(chosen.field),
            cell(_marked(value, chosen)),
            cell(chosen.rule),
            cell("\n".join(dict.fromkeys(lines))),
        )
    return table


def _evidence(found: tuple[Statement, str], reports: Mapping[str, Report]) -> str:
    statement, report_id = found
    report = reports.get(report_id)
    if report is None or not statement.spans:
        return f"{report_id}: {statement.reason or 'inferred'}"
    words = " … ".join(" ".join(report.quote(span).split()) for span in statement.spans)
    speaker = f" ({statement.said_by.name})" if statement.said_by.name else ""
    stance = "" if statement.stance == "asserted" else f" [{statement.stance.value}]"
    return f"{outlet_of(report)}{speaker}{stance}: “{words}”"


def shown_tables(shown: Shown, material: Material) -> Iterator[RenderableType]:
    """An incident with its values, its toll over time, its reports, and why they are one."""
    incident = shown.incident
    yield incidents_table([incident])
    yield values_table(incident, shown.reports)
    rows = over_time(incident, material, Effect.KILLED)
    if len(rows) > 1:
        yield over_time_table(rows, "killed, over time and by source")
    reports = Table(title="reports", title_justify="left")
    for name in ("id", "outlet", "published", "origin", "title"):
        reports.add_column(name)
    for report in shown.reports.values():
        published = published_of(report, material)
        day = published.edtf or f"unknown: {published.reason}"
        how = " (through a link)" if published is not report.published else ""
        origin = shown.origins.get(report.id, report.id)
        chain = shown.chains.get(report.id, "")
        own = chain or ("its own" if origin == report.id else origin)
        reports.add_row(*(cell(t) for t in (report.id, outlet_of(report), day + how, own, report.title)))
    yield reports
    for reason in incident.reasons:
        yield cell(f"one incident: {reason}")
    for statement in incident.inferred:
        yield cell(f"inferred: {describe(statement.value)}: {statement.reason}")


def account_lines(report: Report, accounts: Iterable[Account]) -> Iterator[str]:
    """A report and what it tells of, for a person."""
    published = report.published.edtf or f"unknown, {report.published.reason}"
    yield printable(f"{report.id}  {outlet_of(report)}  published {published}")
    for account in accounts:
        when = describe(account.when) if account.when else "day unknown"
        where = describe(account.where) if account.where else "place unknown"
        kind = describe_type(account.type, account.subtype)
        mark = "main" if account.main else "background"
        facts = [kind, mark, when, where, *(describe(toll) for toll, _ in account.tolls)]
        yield printable("  " + " · ".join(facts))
        for claim, _ in account.claims:
            yield printable("    " + describe_claim(claim))


def demo_parts(shown: Demonstration) -> Iterator[RenderableType]:
    """One cluster of the demo."""
    summary, material = shown.summary, shown.material
    yield cell(f"\n{shown.cluster.title}", "bold")
    if shown.cluster.invented:
        yield cell("INVENTED: nothing of this happened; the reports were written to be read here.", "red")
    yield cell(f"{many(summary.reports, 'report')}, {many(summary.incidents, 'incident')}")
    yield incidents_table(material.incidents)
    if shown.tolls:
        yield over_time_table(shown.tolls, "killed, over time and by source")
    yield cell(f"ledger: {shown.ledger}")
    yield cell(f"evidence page: {shown.page}")


def evaluation_parts(outcome: Evaluation) -> Iterator[RenderableType]:
    """The figures of a benchmark, and what must be known to use them."""
    table = Table(title=cell(f"{outcome.name}: {outcome.command}"), title_justify="left")
    for name in outcome.columns:
        table.add_column(name)
    for row in outcome.rows:
        table.add_row(*(cell(text) for text in row))
    yield table
    for note in outcome.notes:
        yield cell(note)
