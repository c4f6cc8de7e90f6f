"""Who did what to whom, from the words around each trigger.

First the grammar of each trigger (:mod:`dateline.reader.rules.clauses`), then what the words for somebody
say by themselves ("the kidnappers", "hostages"), then what a toll says of them, then what the type of the
incident makes of the sides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.codebook.families import DEVELOPMENTS
from dateline.model import ActorKind, ActorRole, Span
from dateline.reader.findings import Findings
from dateline.reader.nearest import nearest
from dateline.reader.rules.clauses import Clause, parts
from dateline.reader.rules.grouping import Group
from dateline.reader.rules.parties import Party, find_parties
from dateline.reader.rules.triggers import Trigger

# What a responder does: "police are investigating", "officers responded to a call", "troops cordoned off".
_RESPONDS = re.compile(
    r"(?i)^\s*(?:\w+\s+){0,2}(?:responded|arrived|found|investigat\w+|cordoned|sealed|searched|searching|"
    r"launched a (?:search|manhunt|hunt)|rushed|were called|was called|reached|are looking|is looking|"
    r"recovered|rescued|returned fire|evacuated|treated|arrested|detained|repelled|repulsed|defused|"
    r"surrounded|intervened|dispersed|patrol\w+|escorted|restored|questioned|interrogated|guard(?:ed|ing)|"
    r"(?:were|was|have been|has been|had been) (?:deployed|rushed|sent|posted|stationed|airlifted|dispatched|"
    r"despatched|called (?:out|in))|(?:burst|lobbed|used|fired) (?:[\w-]+ ){0,3}(?:tear[ -]?gas|teargas|"
    r"tear smoke)|(?:baton|lathi|cane)[ -]charged|(?:tried|trying|managed|struggled|had) to "
    r"(?:persuade|stop|control|disperse|prevent|pacify|contain|restore|rescue|separate|calm|resort)|"
    r"stood guard|brought (?:[\w-]+ ){1,3}under control|swung into action|took (?:up )?positions?|"
    r"removed the (?:body|bodies)|pulled out|opened an (?:inquiry|investigation)|"
    r"(?:are|is) (?:hunting|searching))\b"
)
_BELONGS = re.compile(
    r"(?i)\s+(?:also\s+)?(?:belong(?:ed|s|ing)? to|(?:was|were|are|is) (?:an? )?"
    r"(?:members?|fighters?|militants?|part) of|of|from|"
    r"(?:was|were|are) (?:affiliated with|from|with)|allied (?:to|with)|loyal to)\s+"
    r"(?:an?\s+|the\s+)?(?:banned\s+|outlawed\s+|leftist\s+)?(?:\w+\s+)?"
)
_BRACKET = re.compile(r"\s*[(\[]\s*(?:the\s+)?")
# Types in which the forces of the state act first and the armed group is the other side.
_STATE_ACTS = frozenset(("security_operation", "arrest", "repression", "weapons_seizure"))
_ARMED = frozenset((ActorKind.REBELS, ActorKind.MILITIA, ActorKind.UNIDENTIFIED, ActorKind.CRIMINAL))
_STATE = frozenset((ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL))
_PEOPLE = frozenset((ActorKind.CIVILIANS, ActorKind.COMMUNAL, ActorKind.GOVERNMENT))
_BYSTANDERS = frozenset((ActorKind.CIVILIANS, ActorKind.COMMUNAL))
_NEAR = 4  # triggers on either side among which a party looks for its own
_FROM_TOLL, _FROM_GRAMMAR, _FROM_WORD = 0.8, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class RoleMark:
    """A stretch of text that plays a part in an incident ("a police academy": target)."""

    span: Span
    role: ActorRole
    confidence: float = 1.0


Marks = dict[tuple[int, int], RoleMark]


def mark_roles(
    text: str, bounds: Sequence[tuple[int, int]], groups: Sequence[Group], findings: Findings
) -> list[tuple[RoleMark, ...]]:
    """For each group the parts played in it. Linear in the length of the text."""
    reader = _Roles(text, bounds, groups)
    reader.add_verbs(findings)
    report_id = _report_id(findings)
    for sentence, parties in _by_sentence(find_parties(text, report_id, findings), bounds).items():
        reader.read(sentence, parties)
    marks = reader.marks
    for index, mark in _affiliations(text, findings, marks):
        known = marks[index].get(mark.span.pair())
        if known is None or known.confidence < mark.confidence:
            marks[index][mark.span.pair()] = mark
    kinds = {a.span.pair(): a.kind for a in findings.actors}
    settled = [_sides(found, kinds, one.type[0]) for found, one in zip(marks, groups, strict=True)]
    return [tuple(found[key] for key in sorted(found)) for found in settled]


def _report_id(findings: Findings) -> str:
    spans = [a.span for a in findings.actors[:1]] + [c.span for c in findings.counts[:1]]
    spans += [p.span for p in findings.places[:1]] + [t.span for t in findings.times[:1]]
    return spans[0].report_id if spans else ""


class _Roles:
    """Reads the sentences of one report in order."""

    def __init__(self, text: str, bounds: Sequence[tuple[int, int]], groups: Sequence[Group]) -> None:
        self._text, self._bounds, self._groups = text, bounds, groups
        self.marks: list[Marks] = [{} for _ in groups]
        self._told: dict[int, list[tuple[Trigger, int]]] = defaultdict(list)
        violent = []
        for index, one in enumerate(groups):
            for trigger in one.triggers:
                self._told[trigger.sentence].append((trigger, index))
                if one.type[0] not in DEVELOPMENTS:
                    violent.append((trigger.sentence, trigger.start, index))
        for triggers in self._told.values():
            triggers.sort(key=lambda t: t[0].start)
        self._violent = sorted(violent)

    def add_verbs(self, findings: Findings) -> None:
        """The verbs of tolls ("killed four men") tell who did it even where no trigger was seen in them:
        they join the incident that their sentence tells of."""
        starts = [start for start, _ in self._bounds]
        found: dict[int, list[tuple[Trigger, int]]] = defaultdict(list)
        verbs = {c.effect_span.pair(): (c.effect_span, c.effect_form == "noun") for c in findings.counts}
        for _, (span, noun) in sorted(verbs.items()):
            sentence = max(bisect_right(starts, span.start) - 1, 0)
            triggers = self._told.get(sentence, [])
            if not triggers or any(t.start < span.end and span.start < t.end for t, _ in triggers):
                continue
            near = nearest(self._text, [(t.start, t.end) for t, _ in triggers[:_NEAR]], *span.pair())
            model, group = triggers[near]
            word = self._text[span.start : span.end].lower()
            told = replace(model, start=span.start, end=span.end, word=word, noun=noun, type="")
            if self._groups[group].type[0] not in DEVELOPMENTS:
                found[sentence].append((told, group))
        for sentence, more in found.items():
            self._told[sentence] = sorted([*self._told[sentence], *more], key=lambda t: t[0].start)

    def read(self, sentence: int, parties: Sequence[Party]) -> None:
        """Mark the parties of one sentence."""
        triggers = self._told.get(sentence, [])
        roles = self._grammar(sentence, parties, triggers)
        for number, party in enumerate(parties):
            self._mark(sentence, party, triggers, roles.get(number, {}))

    def _grammar(
        self, sentence: int, parties: Sequence[Party], triggers: Sequence[tuple[Trigger, int]]
    ) -> dict[int, dict[int, ActorRole]]:
        """party -> trigger -> role, by the syntax alone."""
        if not triggers:
            return {}
        clause = Clause.read(
            self._text,
            self._bounds[sentence],
            [(*p.span.pair(), i) for i, p in enumerate(parties)],
            [(t.start, t.end, i) for i, (t, _) in enumerate(triggers)],
        )
        roles: dict[int, dict[int, ActorRole]] = defaultdict(dict)
        for index, (trigger, _) in enumerate(triggers):
            for party, role in parts(clause, index, trigger):
                roles[party].setdefault(index, role)
        return roles

    def _mark(
        self,
        sentence: int,
        party: Party,
        triggers: Sequence[tuple[Trigger, int]],
        roles: Mapping[int, ActorRole],
    ) -> None:
        own = self._own(party, triggers)
        by_grammar = own if own in roles else min(roles, key=lambda i: abs(i - own), default=-1)
        if by_grammar >= 0 and not party.suffers:
            own = by_grammar
        group = triggers[own][1] if own >= 0 else self._going_on(sentence)
        if group is None:
            return
        # "a gunman was arrested", "gunmen who had taken them were released": a doer did the violence
        if party.doer and own not in roles and self._groups[group].type[0] in DEVELOPMENTS:
            elsewhere = self._going_on(sentence)
            group = group if elsewhere is None else elsewhere
        kind = self._groups[group].type[0]
        covered = own >= 0 and _inside(party, triggers[own][0])
        role, confidence = self._role(sentence, party, kind, roles.get(own), own >= 0)
        if role is None and covered and kind not in DEVELOPMENTS:
            # "a guerrilla attack", "the air force bombed", "police firing"
            attack = triggers[own][0].noun and kind not in _STATE_ACTS
            acts = party.kind in (_ARMED if attack else _ARMED | _STATE)
            role, confidence = ActorRole.PERPETRATOR if acts else None, _FROM_GRAMMAR
        if role is not None:
            self.marks[group].setdefault(party.span.pair(), RoleMark(party.span, role, confidence))

    def _own(self, party: Party, triggers: Sequence[tuple[Trigger, int]]) -> int:
        """The trigger nearest to a party; -1 where its sentence has none."""
        if not triggers:
            return -1
        at = bisect_right(triggers, party.span.start, key=lambda t: t[0].start)
        low = max(at - _NEAR, 0)
        near = triggers[low : at + _NEAR]
        return low + nearest(self._text, [(t.start, t.end) for t, _ in near], *party.span.pair())

    def _going_on(self, sentence: int) -> int | None:
        """The act of violence that the report was telling of."""
        if not self._violent:
            return None
        at = bisect_right(self._violent, (sentence, float("inf"), 0)) - 1
        return self._violent[max(at, 0)][2]

    def _role(
        self, sentence: int, party: Party, kind: str, syntax: ActorRole | None, beside: bool
    ) -> tuple[ActorRole | None, float]:
        """The role and how sure it is; ``beside`` says that the sentence has a trigger."""
        if party.suffers and not (party.doer and kind not in _STATE_ACTS):
            return ActorRole.VICTIM, _FROM_TOLL
        stop = self._bounds[sentence][1]
        responds = _RESPONDS.search(self._text[party.span.end : min(party.span.end + 80, stop)])
        acts = party.kind in _STATE and syntax in (None, ActorRole.PERPETRATOR)
        if responds and acts and (kind not in _STATE_ACTS or kind == "arrest"):
            return ActorRole.RESPONDER, _FROM_GRAMMAR
        if kind in DEVELOPMENTS:
            return _development(party, kind, syntax, beside), _FROM_GRAMMAR
        if syntax is ActorRole.TARGET and party.doer and kind not in _STATE_ACTS:
            return ActorRole.PERPETRATOR, _FROM_WORD  # "troops shot the third attacker"
        if syntax is ActorRole.TARGET and (party.counted or party.kind in _PEOPLE):
            return ActorRole.VICTIM, _FROM_GRAMMAR
        if syntax is not None:
            return syntax, _FROM_GRAMMAR
        return _by_word(party, kind, beside), _FROM_WORD


def _inside(party: Party, trigger: Trigger) -> bool:
    return party.span.start < trigger.end and trigger.start < party.span.end


def _development(party: Party, kind: str, syntax: ActorRole | None, beside: bool) -> ActorRole | None:
    """ "Police arrested", "the government formed a team": acting is not perpetrating."""
    if syntax in (ActorRole.TARGET, ActorRole.VICTIM):
        return syntax
    if syntax is None and (not beside or kind == "statement" or party.kind in _BYSTANDERS):
        return None
    return ActorRole.RESPONDER if party.kind in _STATE else ActorRole.OTHER


def _by_word(party: Party, kind: str, beside: bool) -> ActorRole | None:
    if party.sufferer:
        return ActorRole.VICTIM
    if kind in _STATE_ACTS:
        return ActorRole.TARGET if party.kind in _ARMED and (beside or party.doer) else None
    return ActorRole.PERPETRATOR if party.doer else None


def _sides(found: Marks, kinds: Mapping[tuple[int, int], ActorKind], kind: str) -> Marks:
    """ "Gunmen stormed the college; troops shot the third": where armed men did it, forces that act, too,
    answer the attack. In an operation of the forces it is the armed who are the other side."""
    doers = {pair for pair, mark in found.items() if mark.role is ActorRole.PERPETRATOR}
    armed = {pair for pair in doers if kinds.get(pair) in _ARMED}
    state = {pair for pair in doers if kinds.get(pair) in _STATE}
    if not armed or not state:
        return found
    if kind in _STATE_ACTS:
        moved, role = armed, ActorRole.TARGET
    elif kind == "battle":
        return found
    else:
        moved, role = state, ActorRole.RESPONDER
    return {pair: replace(mark, role=role) if pair in moved else mark for pair, mark in found.items()}


def _by_sentence(parties: Iterable[Party], bounds: Sequence[tuple[int, int]]) -> dict[int, list[Party]]:
    starts = [start for start, _ in bounds]
    shares: dict[int, list[Party]] = defaultdict(list)
    for party in parties:
        shares[max(bisect_right(starts, party.span.start) - 1, 0)].append(party)
    return shares


def _same_part(name: Span, alias: Span, marks: Sequence[Marks]) -> Iterator[tuple[int, RoleMark]]:
    """ "Lashkar-e-Jhangvi (LeJ)": name and alias play one part."""
    for index, found in enumerate(marks):
        first, second = found.get(name.pair()), found.get(alias.pair())
        if first is not None and second is None:
            yield index, replace(first, span=alias)
        elif second is not None and first is None:
            yield index, replace(second, span=name)


def _affiliations(text: str, findings: Findings, marks: Sequence[Marks]) -> Iterator[tuple[int, RoleMark]]:
    """ "The militants belonged to the LeJ", "four men of the LeJ": the group has the part that its members
    have, but that it is no victim where they are: it is the other side."""
    actors = sorted(findings.actors, key=lambda a: a.span.start)
    names = {a.span.pair(): a.name for a in actors}
    heads: list[dict[str, RoleMark]] = [
        {text[s:e].lower().split()[-1]: m for (s, e), m in sorted(found.items()) if e > s} for found in marks
    ]
    for member, whole in pairwise(actors):
        between = text[member.span.end : whole.span.start]
        if member.name == whole.name and _BRACKET.fullmatch(between):
            yield from _same_part(member.span, whole.span, marks)
            continue
        if not whole.named or member.named or len(between) > 60 or not _BELONGS.fullmatch(between):
            continue
        word = text[member.span.start : member.span.end].lower().split()[-1]
        for index, found in enumerate(marks):
            known = (m for pair, m in found.items() if names.get(pair) == whole.name)
            mark = found.get(member.span.pair()) or heads[index].get(word) or next(known, None)
            if mark is not None:
                role = ActorRole.TARGET if mark.role is ActorRole.VICTIM else mark.role
                yield index, RoleMark(whole.span, role, 0.6)
                break
