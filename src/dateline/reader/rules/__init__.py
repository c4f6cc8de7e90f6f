"""The reader by rules and lists."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.codebook.families import DEVELOPMENTS
from dateline.codebook.lexicon import Lexicon
from dateline.codebook.lexicon import load as load_lexicon
from dateline.model import ActorKind, Report, Stance
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import Findings
from dateline.reader.rules.facts import attach
from dateline.reader.rules.grouping import Group, group
from dateline.reader.rules.prominence import main_index
from dateline.reader.rules.roles import RoleMark, mark_roles
from dateline.reader.rules.things import mark_things
from dateline.reader.rules.triggers import Trigger, TriggerFinder
from dateline.text import sentences, tokens

BY = "rules@2"
_TOLD = 0.7  # how far a part told by rules is trusted
_WITHOUT_TARGETS = frozenset(("inquiry", "ceasefire", "agreement", "statement", "troop_movement", "release"))
_FORCES = frozenset((ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL))
_CROWD = frozenset((ActorKind.PROTESTERS, ActorKind.COMMUNAL))
_ARMED = frozenset((ActorKind.REBELS, ActorKind.MILITIA, ActorKind.CRIMINAL))


class RuleReader:
    """Reads by the codebook's trigger lexicon. Build it once; it holds no state between reports."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._finder = TriggerFinder(lexicon or load_lexicon())

    @property
    def by(self) -> str:
        """``component@version``."""
        return BY

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        """Mark the incidents of each report, in the order in which it brings them up."""
        return [self.read_one(report, findings) for report, findings in told]

    def read_one(self, report: Report, findings: Findings) -> Reading:
        """Mark the incidents of one report."""
        bounds = sentences(report.text)
        triggers = self._finder.find(report.text, tokens(report.text), bounds, findings.actors)
        groups = group(triggers, attach(report.text, bounds, triggers, findings))
        main = main_index(groups, report.title)
        told = _told_in(groups, len(bounds))
        roles = mark_roles(report.text, bounds, groups, findings)
        kinds = {a.span.pair(): a.kind for a in findings.actors}
        incidents = tuple(
            _by_sides(_incident(report, one, (i == main, told[i]), roles[i]), kinds)
            for i, one in enumerate(groups)
        )
        return mark_things(report, Reading(tuple(bounds), incidents, self.by))


def _incident(
    report: Report, one: Group, place: tuple[bool, tuple[int, ...]], roles: tuple[RoleMark, ...]
) -> IncidentReading:
    main, told = place
    kind, subtype = one.type
    return IncidentReading(
        type=kind,
        subtype=subtype,
        stage=one.stage,
        main=main,
        occurrences=tuple(_occurrence(report, t) for t in one.triggers),
        sentences=told,
        marks=tuple(Mark(m.span, Label(m.role.value), Stance.ASSERTED, _TOLD) for m in roles),
        confidence=0.9 if any(t.strong for t in one.triggers) else 0.6,
    )


def _by_sides(incident: IncidentReading, kinds: Mapping[tuple[int, int], ActorKind]) -> IncidentReading:
    """ "Troops killed four militants": the plain word for violence is a security operation where forces of
    the state act and an armed group suffers, and excessive force where a crowd does. "The government formed
    a team": no target of an inquiry."""
    if incident.type in _WITHOUT_TARGETS:
        marks = (replace(m, label=Label.OTHER) if m.label is Label.TARGET else m for m in incident.marks)
        return replace(incident, marks=tuple(marks))
    if incident.type != "armed_attack":
        return incident
    doers = [kinds.get(m.span.pair()) for m in incident.marked((Label.PERPETRATOR,))]
    others = [kinds.get(m.span.pair()) for m in incident.marked((Label.TARGET, Label.VICTIM))]
    if not doers or not all(kind in _FORCES for kind in doers):
        return incident
    if others and all(k in _CROWD for k in others):
        return replace(incident, type="repression", subtype="excessive_force")
    if not any(k in _ARMED for k in others):
        return incident
    subtype = incident.subtype if incident.subtype == "raid" else ""
    return replace(incident, type="security_operation", subtype=subtype)


def _occurrence(report: Report, trigger: Trigger) -> Occurrence:
    span = report.span(trigger.start, trigger.end)
    return Occurrence(span, trigger.sentence, 0.9 if trigger.strong else 0.6)


def _told_in(groups: Sequence[Group], count: int) -> list[tuple[int, ...]]:
    """For each group the sentences that speak of it: those of its triggers, and for acts of violence
    those after them without a trigger, for a story goes on about what it last named."""
    owner: dict[int, list[int]] = {}
    violent: dict[int, list[int]] = {}
    for index, one in enumerate(groups):
        for trigger in one.triggers:
            owner.setdefault(trigger.sentence, []).append(index)
            if one.type[0] not in DEVELOPMENTS:
                violent.setdefault(trigger.sentence, []).append(index)
    carriers = sorted(violent) or sorted(owner)
    source = violent or owner
    told: list[set[int]] = [set() for _ in groups]
    for sentence in range(count):
        at = bisect_right(carriers, sentence) - 1
        going_on = source[carriers[max(at, 0)]] if carriers else []
        for index in owner.get(sentence, going_on):
            told[index].add(sentence)
    return [tuple(sorted(t)) for t in told]


__all__ = ["BY", "RuleReader"]
