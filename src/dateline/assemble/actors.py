"""The actors of one incident, with their parts; an accused stays an accused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dateline.assemble.maker import StatementMaker
from dateline.model import Actor, ActorKind, ActorRole, Field, Group, Report, Span, Speaker, Stance
from dateline.reader.contract import IncidentReading
from dateline.reader.findings import Findings
from dateline.reader.sources import speaker_at
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import ActorMention

# "suspected militants", "alleged members of", "a man accused of": the part is doubted, not asserted.
_SUSPECTED = re.compile(
    r"(?i)\b(?:suspected|alleged(?:ly)?|presumed|accused|believed to be|purported)\s+(?:\w+\s+){0,2}$"
)
_KIND_OF_GROUP = {
    Group.CIVILIANS: ActorKind.CIVILIANS,
    Group.SECURITY_FORCES: ActorKind.STATE_FORCES,
    Group.MILITANTS: ActorKind.REBELS,
    Group.ATTACKERS: ActorKind.UNIDENTIFIED,
    Group.UNKNOWN: ActorKind.OTHER,
}


def state_actors(
    report: Report,
    incident: IncidentReading,
    findings: Findings,
    counts: Sequence[CountMention],
    maker: StatementMaker,
) -> None:
    """One statement for each actor, part and speaker, resting on all the words that name it."""
    found: dict[tuple[str, ActorRole, Speaker], tuple[Actor, list[Span], Stance | None]] = {}
    for mark in incident.roles:
        actor = _actor(report, mark.span, mark.role, findings.actors, counts)
        stance = _stance(report, mark.span, mark.role)
        key = (actor.actor_id or actor.name.lower(), mark.role, speaker_at(findings.sources, mark.span))
        _, spans, first = found.setdefault(key, (actor, [], stance))
        spans.append(mark.span)
        if first is not None and stance is None:
            found[key] = (actor, spans, None)  # somewhere the report asserts it outright
    for actor, spans, stance in found.values():
        maker.said(Field.ACTOR, actor, spans, stance=stance, confidence=0.7)


def _actor(
    report: Report,
    span: Span,
    role: ActorRole,
    actors: Iterable[ActorMention],
    counts: Iterable[CountMention],
) -> Actor:
    for mention in actors:
        if mention.span.overlaps(span):
            return mention.actor(role)
    for count in counts:
        if count.span.overlaps(span):
            private = bool(count.individuals)
            return Actor(report.quote(span), role, kind=_KIND_OF_GROUP[count.toll.group], private=private)
    return Actor(report.quote(span), role)


def _stance(report: Report, span: Span, role: ActorRole) -> Stance | None:
    if role is ActorRole.PERPETRATOR and _SUSPECTED.search(report.text[max(0, span.start - 50) : span.start]):
        return Stance.DOUBTED
    words = report.quote(span).lower()
    if role is ActorRole.PERPETRATOR and words.startswith(("suspected", "alleged", "suspect")):
        return Stance.DOUBTED
    return None
