"""Who did what to whom, from the words around each trigger.

Active verbs take the doer on their left and the sufferer on their right, passives the other way round;
nouns say it with prepositions: "an attack on a police academy", "the raid by Frontier Corps troops".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.model import ActorKind, ActorRole, Effect, Span
from dateline.model import Group as People
from dateline.reader.contract import RoleMark
from dateline.reader.findings import Findings
from dateline.reader.nearest import nearest
from dateline.reader.rules.grouping import DEVELOPMENTS, Group
from dateline.reader.rules.triggers import Trigger

_PASSIVE = re.compile(
    r"(?i)\b(?:was|were|been|being|is|are|be|got|gets)(?:\s+(?:also|then|later|reportedly|allegedly|fatally|"
    r"critically|seriously|accidentally|apparently|all|both|\w+ly))*\s*$"
)
_BY = re.compile(
    r"(?i)\bby\s+(?:(?:a|an|the|some|suspected|unidentified|unknown|armed|two|three|four|\w+)\s+){0,4}$"
)
_ON = re.compile(r"(?i)\b(?:on|against|targeting|upon|at)\s+(?:(?:a|an|the|\w+)\s+){0,4}$")
_WITH = re.compile(r"(?i)\b(?:with|between|and)\s+(?:(?:a|an|the|\w+)\s+){0,3}$")
_OBJECT = re.compile(
    r"^\s*(?:(?:at least|up to|about|some|more than|a|an|the|two|three|four|several|\w+)\s+){0,4}$"
)
_CLAUSE = re.compile(
    r"[;:]|\b(?:that|which|who|whose|said|says|told|while|because|after|before|when|where|if)\b"
)
# What a responder does: "police are investigating", "officers responded to a call", "troops cordoned off".
_RESPONDS = re.compile(
    r"(?i)^\s*(?:\w+\s+){0,2}(?:responded|arrived|found|investigat\w+|cordoned|sealed|searched|searching|"
    r"launched a (?:search|manhunt)|rushed|were called|was called|reached|are looking|is looking|recovered|"
    r"rescued|returned fire|evacuated|treated)\b"
)
_BELONGS = re.compile(
    r"(?i)\s+(?:also\s+)?(?:belong(?:ed|s)? to|(?:was|were|are|is) (?:an? )?"
    r"(?:members?|fighters?|militants?|part) of|"
    r"(?:was|were|are) (?:affiliated with|from|with)|allied (?:to|with)|loyal to)\s+(?:the\s+)?(?:banned\s+)?"
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
    text: str, bounds: Sequence[tuple[int, int]], groups: Sequence[Group], findings: Findings
) -> list[tuple[RoleMark, ...]]:
    """For each group the parts played in it; a party belongs to the trigger nearest to it."""
    speakers = [m.source_span for m in findings.sources if m.source_span is not None]
    claims = [c.span for c in findings.claims]
    told: dict[int, list[tuple[Trigger, int]]] = defaultdict(list)
    for index, one in enumerate(groups):
        for trigger in one.triggers:
            told[trigger.sentence].append((trigger, index))
    marks: list[dict[tuple[int, int], RoleMark]] = [{} for _ in groups]
    parties = _by_sentence(_parties(findings), bounds)
    for sentence, triggers in sorted(told.items()):
        pairs = [(t.start, t.end) for t, _ in triggers]
        for party in parties.get(sentence, ()):
            if any(party.span.overlaps(s) for s in speakers) or any(c.covers(party.span) for c in claims):
                continue  # who speaks or claims is no doer by that
            trigger, index = triggers[nearest(text, pairs, *party.span.pair())]
            role = _role(text, bounds[sentence], party, trigger, groups[index].type[0])
            if role is not None:
                marks[index].setdefault(party.span.pair(), RoleMark(party.span, role, 0.7))
    for index, mark in _affiliations(text, findings, marks):
        marks[index].setdefault(mark.span.pair(), mark)
    kinds = {a.span.pair(): a.kind for a in findings.actors}
    settled = [_answering(found, kinds) for found in marks]
    return [tuple(found[key] for key in sorted(found)) for found in settled]


def _answering(
    found: dict[tuple[int, int], RoleMark], kinds: Mapping[tuple[int, int], ActorKind]
) -> dict[tuple[int, int], RoleMark]:
    """ "Gunmen stormed the college; troops shot the third": where armed men did it, forces that act, too,
    answer the attack."""
    doers = {pair for pair, mark in found.items() if mark.role is ActorRole.PERPETRATOR}
    if not any(kinds.get(pair) in _ARMED for pair in doers):
        return found
    answering = {pair for pair in doers if kinds.get(pair) in _STATE}
    return {
        pair: replace(mark, role=ActorRole.RESPONDER) if pair in answering else mark
        for pair, mark in found.items()
    }


def _by_sentence(parties: Iterable[_Party], bounds: Sequence[tuple[int, int]]) -> dict[int, list[_Party]]:
    starts = [start for start, _ in bounds]
    shares: dict[int, list[_Party]] = defaultdict(list)
    for party in parties:
        shares[bisect_right(starts, party.span.start) - 1].append(party)
    return shares


def _affiliations(
    text: str, findings: Findings, marks: Sequence[dict[tuple[int, int], RoleMark]]
) -> Iterator[tuple[int, RoleMark]]:
    """ "The militants belonged to the LeJ": the group gets the part that its members have."""
    actors = sorted(findings.actors, key=lambda a: a.span.start)
    for member, whole in pairwise(actors):
        between = text[member.span.end : whole.span.start]
        if not whole.named or member.named or not _BELONGS.fullmatch(between):
            continue
        head = text[member.span.start : member.span.end].lower().split()[-1]
        for index in range(len(marks)):
            same = [m for (s, e), m in marks[index].items() if text[s:e].lower().endswith(head)]
            if same:
                yield index, RoleMark(whole.span, same[-1].role, 0.6)
                break


def _parties(findings: Findings) -> list[_Party]:
    counts = [c for c in findings.counts if not c.cumulative and c.toll.best != 0]
    harmed = {c.span.pair() for c in counts if c.toll.effect in _HARM and c.role_hint != "attacker"}
    counted = sorted((c.span.start, c.span.end) for c in counts)
    parties = []
    for actor in findings.actors:
        over = [pair for pair in _around(counted, actor.span) if pair in harmed]
        parties.append(_Party(actor.span, actor.kind, False, bool(over)))
    named = sorted(a.span.pair() for a in findings.actors)
    for count in counts:
        if not _around(named, count.span):
            suffers = count.span.pair() in harmed
            parties.append(_Party(count.span, _kind_of(count.toll.group), True, suffers))
    return parties


def _around(pairs: Sequence[tuple[int, int]], span: Span) -> list[tuple[int, int]]:
    """Those of the sorted pairs that overlap a span; spans of people are short, so a few neighbours do."""
    at = bisect_right(pairs, span.pair())
    near = pairs[max(at - 4, 0) : at + 4]
    return [(start, end) for start, end in near if start < span.end and span.start < end]


def _kind_of(group: People) -> ActorKind:
    return {
        People.CIVILIANS: ActorKind.CIVILIANS,
        People.SECURITY_FORCES: ActorKind.STATE_FORCES,
        People.MILITANTS: ActorKind.REBELS,
        People.ATTACKERS: ActorKind.UNIDENTIFIED,
    }.get(group, ActorKind.OTHER)


def _role(text: str, bounds: tuple[int, int], party: _Party, trigger: Trigger, kind: str) -> ActorRole | None:
    if party.suffers:
        return ActorRole.VICTIM
    if _RESPONDS.search(text[party.span.end : bounds[1]]) and party.kind in _STATE:
        return ActorRole.RESPONDER
    if party.span.start >= trigger.end:
        role = _right_of(text, trigger, party)
    elif party.span.end <= trigger.start:
        role = _left_of(text, trigger, party, bounds)
    else:
        role = None
    if kind in DEVELOPMENTS:
        # "police arrested", "the government formed a team": acting is not perpetrating
        doer = ActorRole.RESPONDER if party.kind in _STATE else ActorRole.OTHER
        return role if role in (ActorRole.TARGET, ActorRole.VICTIM) else doer
    if role is None and party.counted:
        role = ActorRole.VICTIM
    return _settle(role, party, kind)


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
