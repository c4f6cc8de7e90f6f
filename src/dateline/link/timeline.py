"""How a toll grew, and who said so: every count of an incident in the order of publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateline.model import Effect, Group, Incident, Published, Report, Stance


@dataclass(frozen=True, slots=True)
class TollRow:
    """One count as one report gives it. ``published`` is None when the day is unknown."""

    published: date | None
    source: str
    said_by: str
    effect: Effect
    group: Group
    low: int | None
    best: int | None
    high: int | None
    report_id: str
    qualifier: str = ""
    stance: Stance = Stance.ASSERTED
    statement: str = ""


def toll_over_time(
    incident: Incident,
    reports: Mapping[str, Report],
    published: Mapping[str, Published] | None = None,
) -> list[TollRow]:
    """All counts of an incident, oldest report first, undated reports last.

    ``published`` holds days of publication inferred through links
    (:func:`dateline.link.inferred_published`); a row shows them where the report has none of its own.
    """
    rows = []
    for account in incident.accounts:
        report = reports.get(account.report_id)
        day = report.published.day if report else None
        if day is None and published and account.report_id in published:
            day = published[account.report_id].day
        for toll, statement in account.tolls:
            source = (report.outlet or report.agency or "") if report else ""
            rows.append(
                TollRow(
                    day,
                    source,
                    statement.said_by.name,
                    toll.effect,
                    toll.group,
                    toll.low,
                    toll.best,
                    toll.high,
                    account.report_id,
                    toll.qualifier,
                    statement.stance,
                    statement.id,
                )
            )
    return sorted(rows, key=lambda r: (r.published or date.max, r.report_id, r.effect, r.group, r.statement))
