"""The place of one incident among the places that its report names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.assemble.maker import StatementMaker
from dateline.assemble.unlisted import name_alone, with_marked
from dateline.codebook.families import DEVELOPMENTS
from dateline.model import Account, Field, How, PlaceClass, Report, When, Where
from dateline.reader.contract import IncidentReading, Label, Reading
from dateline.resolve.where import PlaceMention, choose_incident_place, contains

# An incident of the last weeks that a report recalls without a place happened, most often, where the
# report's own incident did: "an attack on a police academy earlier in the week".
_RECENT_DAYS = 31
_SAME_PLACE = re.compile(
    r"(?i)\b(?:in|of|on|outside|near) the (?:same )?(?:city|town|village|district|province|area)\b"
)
_NAME_ALONE = 0.4  # how sure a name is that only the reader takes for the place
_UNSAID = "the report does not say where"


def state_place(
    report: Report, incident: IncidentReading, places: Sequence[PlaceMention], maker: StatementMaker
) -> None:
    """State the place of the main incident: the one that fits best, else the outlet's home or what the
    headline says, marked as inferred; else that it is unknown."""
    triggers = [occurrence.span for occurrence in incident.occurrences]
    marked = [m.span for m in incident.marked((Label.WHERE,))]
    for choice in choose_incident_place(report, places, triggers[0], triggers[1:], marked=marked):
        if choice.mention is not None:
            where, spans = with_marked(report, choice.where, choice.mention, places, marked)
            maker.said(Field.WHERE, where, spans, how=How.NORMALISED, confidence=choice.score)
            return
        if choice.where.lat is not None:
            reason = "; ".join(choice.reasons) or choice.where.reason
            maker.inferred(Field.WHERE, choice.where, triggers[:1], reason, confidence=choice.score)
            return
    if (named := name_alone(report, places, marked)) is not None:
        maker.said(Field.WHERE, named[0], [named[1]], how=How.NORMALISED, confidence=_NAME_ALONE)
        return
    maker.unknown(Field.WHERE, _UNSAID)


def state_background_place(
    report: Report,
    incident: IncidentReading,
    places: Sequence[PlaceMention],
    beside: Where | None,
    maker: StatementMaker,
) -> None:
    """State the place of background: one of its own clauses; else, marked as inferred, the place
    ``beside`` of a main incident of the same days; else that it is unknown. A country that only holds
    ``beside`` ("the deadliest in Pakistan's history") says less than that."""
    triggers = [occurrence.span for occurrence in incident.occurrences]
    marked = [m.span for m in incident.marked((Label.WHERE,))]
    best = next(iter(choose_incident_place(report, places, triggers[0], triggers[1:])), None)
    if best is not None and best.mention is not None and not _only_holds(best.where, beside):
        where, spans = with_marked(report, best.where, best.mention, places, marked)
        maker.said(Field.WHERE, where, spans, how=How.NORMALISED, confidence=best.score)
    elif (named := name_alone(report, places, marked)) is not None:
        maker.said(Field.WHERE, named[0], [named[1]], how=How.NORMALISED, confidence=_NAME_ALONE)
    elif beside is not None:
        where = replace(beside, detail="", reason="not said again; taken from the main incident")
        reason = "the report does not say where; it tells of it beside its main incident, of the same days"
        maker.inferred(Field.WHERE, where, triggers[:1], reason, confidence=0.4)
    else:
        maker.unknown(Field.WHERE, _UNSAID)


def _only_holds(where: Where, beside: Where | None) -> bool:
    coarse = where.place_class in (PlaceClass.COUNTRY, PlaceClass.PROVINCE, PlaceClass.VAGUE_REGION)
    return coarse and beside is not None and contains(beside, where)


def place_beside(
    report: Report, reading: Reading, incident: IncidentReading, when: When | None, main: Sequence[Account]
) -> Where | None:
    """The main incident's place, where the report leads to it: the other one lies in the weeks before
    publication, too, follows from it (an inquiry), or happened in "the city"."""
    where = next((account.where for account in main), None)
    if where is None or where.lat is None:
        return None
    recent = when is not None and when.offset is not None and when.offset.low >= -_RECENT_DAYS
    own = sorted({o.sentence for o in incident.occurrences})
    same = any(_SAME_PLACE.search(report.text, *reading.sentences[s]) for s in own)
    return where if recent or same or incident.type in DEVELOPMENTS else None
