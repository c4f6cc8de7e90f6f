"""The day of one incident among the days that its report names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Field, How, Report, When
from dateline.reader.contract import IncidentReading, Reading
from dateline.resolve.when import (
    LIKELY,
    DayChoice,
    Scene,
    TimeMention,
    choose_incident_day,
    contradictions,
    settle,
)

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
    choices = choose_incident_day(days, scene, report.published)
    best = settle(choices) if incident.main else next((c for c in choices if c.mention is not None), None)
    if best is not None and best.mention is not None and not best.inferred:
        how = How.EXACT if best.when.anchor == "absolute" else How.NORMALISED
        against = [c.reason for c in contradictions(days, report.published) if best.mention.span in c.spans]
        reason = "; ".join(filter(None, (best.when.reason, *against)))
        value = _weighed(best, reason)
        maker.said(Field.WHEN, value, [best.mention.span], how=how, confidence=best.score)
        return value
    if best is not None and best.when.earliest is not None:
        value = _weighed(best, best.when.reason)
        named = [c.mention.span for c in choices if c.mention is not None and c.score >= LIKELY]
        spans = named if best.mention is not None else [trigger]
        maker.inferred(Field.WHEN, value, spans, "; ".join(best.reasons), confidence=best.score)
        return value
    maker.unknown(
        Field.WHEN, _UNSAID if report.published.edtf else f"{_UNSAID}, and {report.published.reason}"
    )
    return None


def _weighed(best: DayChoice, reason: str) -> When:
    """The value with what the weighing of all days says beside it: a stretch also has its likeliest day."""
    likeliest = best.likeliest if best.when.earliest != best.when.latest else None
    return replace(best.when, within=best.within, likeliest=likeliest, reason=reason)
