"""The day of one incident among the days that its report names."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.assemble.maker import StatementMaker
from dateline.model import Field, How, Report, When
from dateline.reader.contract import IncidentReading, Reading
from dateline.resolve.when import Scene, TimeMention, choose_incident_day

_UNSAID = "the report does not say when"


def state_day(
    report: Report,
    reading: Reading,
    incident: IncidentReading,
    days: Sequence[TimeMention],
    maker: StatementMaker,
) -> When | None:
    """State the day, or that it is unknown and why; returns the day stated.

    ``days`` are the days that may be meant: for the main incident all that belong to no other, for
    background those of its own clauses. A day is only inferred from publication for the main incident:
    the news reports at once, but it recalls what lies any time back.
    """
    trigger = incident.occurrences[0].span
    scene = Scene(report.text, reading.sentences, trigger, frozenset(incident.sentences))
    for choice in choose_incident_day(days, scene, report.published):
        if choice.mention is not None:
            how = How.EXACT if choice.when.anchor == "absolute" else How.NORMALISED
            maker.said(Field.WHEN, choice.when, [choice.mention.span], how=how, confidence=choice.score)
            return choice.when
        if incident.main and choice.when.earliest is not None:
            reason = "; ".join(choice.reasons) or choice.when.reason
            maker.inferred(Field.WHEN, choice.when, [trigger], reason, confidence=choice.score)
            return choice.when
    maker.unknown(
        Field.WHEN, _UNSAID if report.published.edtf else f"{_UNSAID}, and {report.published.reason}"
    )
    return None
