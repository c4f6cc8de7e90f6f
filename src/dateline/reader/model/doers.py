"""Who acts in the words that name a deed: "killed in police firing", "rebel shelling", "an army raid".

The network has seen few deeds whose doer stands within their name, and marks nobody there. The grammar is
plain: a group right before a noun of acting is who acted, where the incident has no other perpetrator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.codebook.families import VIOLENCE
from dateline.model import ActorKind, Report
from dateline.reader.contract import IncidentReading, Label, Mark
from dateline.resolve.who import ActorMention

_ACTING = re.compile(
    r"(?i)[ -](?:firing|gunfire|fire|bullets?|shelling|bombing|bombardment|raids?|attacks?|"
    r"assault|ambush|shootings?|(?:air ?)?strikes?|crackdown|offensive)\b"
)
# Those who bear arms: "a student protest", "a farmers' strike" are no deeds of this kind.
_BEAR_ARMS = frozenset(
    (
        ActorKind.POLICE,
        ActorKind.STATE_FORCES,
        ActorKind.EXTERNAL,
        ActorKind.REBELS,
        ActorKind.MILITIA,
        ActorKind.CRIMINAL,
    )
)
SURE = 0.6


def with_doers(report: Report, incident: IncidentReading, actors: Sequence[ActorMention]) -> IncidentReading:
    """The incident, with those who act in its triggers as perpetrators where none is marked."""
    if incident.type not in VIOLENCE or any(m.label is Label.PERPETRATOR for m in incident.marks):
        return incident
    marked = {m.span.pair() for m in incident.marks}
    found = []
    for actor in actors:
        noun = _ACTING.match(report.text, actor.span.end)
        if actor.kind not in _BEAR_ARMS or noun is None or actor.span.pair() in marked:
            continue
        if any(o.span.start < noun.end() and noun.start() < o.span.end for o in incident.occurrences):
            found.append(Mark(actor.span, Label.PERPETRATOR, confidence=SURE))
    return replace(incident, marks=(*incident.marks, *found)) if found else incident
