"""Who did what to whom, from the words around each trigger.

Active verbs take the doer on their left and the sufferer on their right, passives the other way round;
nouns say it with prepositions: "an attack on a police academy", "the raid by Frontier Corps troops".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.model import ActorKind, ActorRole, Effect, Group, Span
from dateline.reader.contract import RoleMark
from dateline.reader.findings import Findings
from dateline.reader.rules.triggers import Trigger

_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|is|are|be|got|gets)(?:\s+(?:also|then|later|reportedly|allegedly|fatally|"
    r"critically|seriously|accidentally|apparently|all|both|\w+ly))*\s*$"
)
_BY = re.compile(r"(?i)\bby\s+(?:(?:a|an|the|some|suspected|unidentified|unknown|armed|two|three|four|\w+)\s+){0,4}$")
_ON = re.compile(r"(?i)\b(?:on|against|targeting|upon|at)\s+(?:(?:a|an|the|\w+)\s+){0,4}$")
_WITH = re.compile(r"(?i)\b(?:with|between|and)\s+(?:(?:a|an|the|\w+)\s+){0,3}$")
_OBJECT = re.compile(r"^\s*(?:(?:at least|up to|about|some|more than|a|an|the|two|three|four|several|\w+)\s+){0,4}$")
_CLAUSE = re.compile(r"[;:]|\b(?:that|which|who|whose|said|says|told|while|because|after|before|when|where|if)\b")
# What a responder does: "police are investigating", "officers responded to a call", "troops cordoned off".
_RESPONDS = re.compile(
    r"(?i)^\s*(?:\w+\s+){0,2}(?:responded|arrived|found|investigat\w+|cordoned|sealed|searched|searching|"
    r"launched a (?:search|manhunt)|rushed|were called|was called|reached|are looking|is looking|recovered|"
    r"rescued|returned fire|evacuated|treated)\b"
)
# Types in which the forces of the state act first and the armed group is the other side.
_STATE_ACTS = frozenset(("security_operation", "arrest", "repression", "weapons_seizure"))
_ARMED = frozenset((ActorKind.REBELS, ActorKind.MILITIA, ActorKind.UNIDENTIFIED, ActorKind.CRIMINAL))
_HARM = frozenset((Effect.KILLED, Effect.INJURED, Effect.ABDUCTED, Effect.MISSING, Effect.DISPLACED))
_STATE = frozenset((ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL))


@dataclass(frozen=True, slots=True)
class _Party:
    """Anybody who may play a part: an actor mention, or the people that a toll counts."""

    span: Span
    kind: ActorKind
    counted: bool
    suffers: bool = False  # a toll counts them: whatever the syntax, they are victims


def mark_roles(
    text: str,
    bounds: Sequence[tuple[int, int]],
    triggers: Sequence[Trigger],
    findings: Findings,
    kind: str,
) -> tuple[RoleMark, ...]:
    """The parts played in one incident of type ``kind``, told by ``triggers``; one mark a span."""
    sentences = {t.sentence for t in triggers}
    speakers = [m.speaker_span for m in findings.sources if m.speaker_span is not None]
    marks: dict[tuple[int, int], RoleMark] = {}
    for sentence in sorted(sentences):
        start, end = bounds[sentence]
        parties = [p for p in _parties(findings, start, end) if not _speaks(p, speakers)]
        own = [t for t in triggers if t.sentence == sentence]
        for party in parties:
            role = _role(text, (start, end), party, own, kind)
            if role is not None:
                marks.setdefault(party.span.pair(), RoleMark(party.span, role, 0.7))
    return tuple(marks[key] for key in sorted(marks))


def _parties(findings: Findings, start: int, end: int) -> list[_Party]:
    counts = [
        c
        for c in findings.counts
        if start <= c.span.start and c.span.end <= end and not c.cumulative and c.toll.best != 0
    ]
    harmed = [c.span for c in counts if c.toll.effect in _HARM and c.role_hint != "attacker"]
    parties = [
        _Party(a.span, a.kind, False, any(a.span.overlaps(h) for h in harmed))
        for a in findings.actors
        if start <= a.span.start and a.span.end <= end
    ]
    for count in counts:
        if not any(p.span.overlaps(count.span) for p in parties):
            parties.append(_Party(count.span, _kind_of(count.toll.group), True, count.span in harmed))
    return parties


def _kind_of(group: Group) -> ActorKind:
    return {
        Group.CIVILIANS: ActorKind.CIVILIANS,
        Group.SECURITY_FORCES: ActorKind.STATE_FORCES,
        Group.MILITANTS: ActorKind.REBELS,
        Group.ATTACKERS: ActorKind.UNIDENTIFIED,
    }.get(group, ActorKind.OTHER)


def _speaks(party: _Party, speakers: Iterable[Span]) -> bool:
    return any(party.span.overlaps(s) for s in speakers)


def _role(
    text: str, bounds: tuple[int, int], party: _Party, triggers: Sequence[Trigger], kind: str
) -> ActorRole | None:
    if party.suffers:
        return ActorRole.VICTIM
    if _RESPONDS.search(text[party.span.end : bounds[1]]) and party.kind in _STATE:
        return ActorRole.RESPONDER
    near = min(triggers, key=lambda t: _gap(t, party.span))
    if party.span.start >= near.end:
        role = _right_of(text, near, party)
    elif party.span.end <= near.start:
        role = _left_of(text, near, party, bounds)
    else:
        role = None
    if role is None and party.counted:
        role = ActorRole.VICTIM
    return _settle(role, party, kind)


def _gap(trigger: Trigger, span: Span) -> int:
    return max(span.start - trigger.end, trigger.start - span.end, 0)


def _right_of(text: str, trigger: Trigger, party: _Party) -> ActorRole | None:
    between = text[trigger.end : party.span.start]
    if len(between) > 80 or "." in between:
        return None
    if _BY.search(between):
        return ActorRole.PERPETRATOR
    if _ON.search(between):
        return ActorRole.TARGET
    if trigger.noun:
        return ActorRole.OTHER if _WITH.search(between) and trigger.type == "battle" else None
    return ActorRole.TARGET if _OBJECT.match(between) else None


def _left_of(text: str, trigger: Trigger, party: _Party, bounds: tuple[int, int]) -> ActorRole | None:
    between = text[party.span.end : trigger.start]
    if len(between) > 90 or _CLAUSE.search(between):
        return None
    passive = _PASSIVE.search(text[bounds[0] : trigger.start])
    if trigger.noun:
        # "the Islamic State attack": the name right before the noun is the doer's.
        named = re.fullmatch(r"(?:['’]s?)?\s*(?:\w+\s+)?", between) and party.kind in _ARMED | _STATE
        return ActorRole.PERPETRATOR if named else None
    return ActorRole.VICTIM if passive else ActorRole.PERPETRATOR


def _settle(role: ActorRole | None, party: _Party, kind: str) -> ActorRole | None:
    """Make a target of people a victim, and keep sides apart by the type of incident."""
    if role is ActorRole.TARGET and (party.counted or party.kind is ActorKind.CIVILIANS):
        return ActorRole.VICTIM
    if role is None and kind in _STATE_ACTS and party.kind in _ARMED:
        return ActorRole.TARGET
    return role
