"""The place of one incident among the places that its report names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.model import Account, Field, How, Report, When
from dateline.reader.contract import IncidentReading, Reading
from dateline.resolve.where import PlaceMention, choose_incident_place

# An incident of the last weeks that a report recalls without a place happened, most often, where the
# report's own incident did: "an attack on a police academy earlier in the week".
_RECENT_DAYS = 31


def state_place(
    report: Report,
    reading: Reading,
    incident: IncidentReading,
    places: Sequence[PlaceMention],
    maker: StatementMaker,
) -> bool:
    """State the place if one of ``places`` fits; True when it does."""
    trigger = incident.occurrences[0].span
    for choice in choose_incident_place(report, places, trigger, frozenset(incident.sentences)):
        where, spans = choice.where, [choice.mention.span]
        maker.said(Field.WHERE, where, spans, how=How.NORMALISED, confidence=choice.score)
        return True
    return False


def infer_place(incident: IncidentReading, when: When | None, main: Sequence[Account], maker: StatementMaker) -> None:
    """The place of background whose place is not said again: that of the main incident, marked as
    inferred, when it is recent; else unknown, with the reason."""
    where = next((account.where for account in main if account.where is not None), None)
    recent = when is not None and when.offset is not None and when.offset.low >= -_RECENT_DAYS
    if where is None or not recent:
        maker.unknown(Field.WHERE, "the report does not say where")
        return
    maker.inferred(
        Field.WHERE,
        replace(where, detail="", reason="not said again; taken from the main incident"),
        [incident.occurrences[0].span],
        "the report does not say where; it tells of it beside its main incident, of the same days",
        confidence=0.4,
    )
