"""Forces that killed the attackers did not attack: "troops shot the third", "the last was killed by police".

Who kills is a perpetrator almost everywhere, so a network takes them for one in the attack that they ended.
The grammar tells them apart: whom they hurt are those who attacked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import ActorKind, Report, Span
from dateline.reader.contract import IncidentReading, Label, Mark
from dateline.resolve.who import ActorMention

_FORCES = frozenset((ActorKind.STATE_FORCES, ActorKind.POLICE))
# In a battle, an operation or a repression both sides or the forces are perpetrators.
_ATTACKS = frozenset(
    "armed_attack bombing kidnapping hijacking robbery arson execution mob_violence property_destruction "
    "chemical_attack".split()
)
_ENDED = (
    r"(?:shot(?: and killed| dead)?|killed|gunned down|neutrali[sz]ed|eliminated|overpowered|subdued|"
    r"disarmed)"
)
_ATTACKERS = (
    r"(?:attackers?|assailants?|gunm[ae]n|bombers?|militants?|insurgents?|terrorists?|raiders?|intruders?|"
    r"fighters?|rebels?|robbers?|bandits?|kidnappers?|hijackers?|hostage-takers?|shooters?)"
)
_HOW_MANY = r"(?:(?:the|all|both|of|first|two|three|four|five|six|other|remaining|surviving) )*"
_LATER = (
    r"(?:the )?(?:second|third|fourth|fifth|last|others?|remaining|rest)(?: (?:two|three|four))?"
    rf"(?: (?:one|m[ae]n|{_ATTACKERS}))?"
)
# "The second" is one of the attackers where no noun follows: "the second guard" is somebody else.
_ENDS = r"(?=\W*$|[^\w\s]|\s+(?:and|as|at|before|after|in|inside|near|on|outside|to|when|while|who|with)\b)"
_DID = re.compile(rf"(?i)\W+(?:[\w-]+ ){{0,3}}?{_ENDED} (?:{_HOW_MANY}{_ATTACKERS}\b|{_LATER}{_ENDS})")
_DONE_BY = re.compile(
    rf"(?i)\b(?:(?:{_HOW_MANY}{_ATTACKERS}|{_LATER}) (?:(?:was|were|had been|being) )?{_ENDED}|{_LATER}) "
    r"by (?:the )?(?:[\w-]+ ){0,2}$"
)
_BEFORE, _AFTER = 110, 90  # characters around the words in which it stands


def fought_off(report: Report, incident: IncidentReading, actors: Sequence[ActorMention]) -> IncidentReading:
    """The incident, with forces that ended an attack as those who responded, where others attacked."""
    doers = list(incident.marked((Label.PERPETRATOR,)))
    forces = [m for m in doers if _is_force(m.span, actors)]
    if incident.type not in _ATTACKS or not forces or len(forces) == len(doers):
        return incident
    ended = {m.span for m in forces if _ended_it(report.text, m.span)}
    # the same party in other words: "the Frontier Corps" is "the troops" that shot the third
    parties = {m.party for m in forces if m.span in ended and m.party is not None}
    turned = {m.span for m in forces if m.span in ended or m.party in parties}
    marks = tuple(_responding(m) if m.span in turned else m for m in incident.marks)
    return replace(incident, marks=marks) if turned else incident


def _responding(mark: Mark) -> Mark:
    return replace(mark, label=Label.RESPONDER) if mark.label is Label.PERPETRATOR else mark


def _is_force(span: Span, actors: Sequence[ActorMention]) -> bool:
    return any(a.kind in _FORCES and a.span.overlaps(span) for a in actors)


def _ended_it(text: str, span: Span) -> bool:
    after = text[span.end : span.end + _AFTER]
    before = text[max(span.start - _BEFORE, 0) : span.start]
    return _DID.match(after) is not None or _DONE_BY.search(before) is not None
