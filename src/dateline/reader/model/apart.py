"""Days and towns that tell incidents apart: "the raid late on Thursday", "Monday night's attack".

The network sees that two words tell of violence in one town; that Thursday is no Monday the rules know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.model import Span, When
from dateline.reader.contract import Reading
from dateline.reader.findings import Findings
from dateline.reader.model.decode import Floats, Tagged
from dateline.reader.model.odds import shifted
from dateline.reader.rules.facts import Facts, attach
from dateline.reader.rules.grouping import day_fit, town_fit
from dateline.text import sentence_at

_EXCLUDED = -3.0  # in log odds: days that cannot be one
_MOST = 60  # triggers that are compared; a longer list is a chronicle


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int
    sentence: int


def facts_of(
    text: str, bounds: Sequence[tuple[int, int]], triggers: Sequence[Tagged | Span], findings: Findings
) -> list[Facts]:
    """The days, towns and counts that stand beside each trigger, which come in reading order."""
    placed = [_Placed(t.start, t.end, sentence_at(bounds, t.start)) for t in triggers]
    return attach(text, bounds, placed, findings)


def weighed(same: Floats, facts: Sequence[Facts]) -> Floats:
    """The probabilities that triggers tell of one incident, after a look at their days and towns."""
    if len(facts) > _MOST:
        return same
    shift = np.zeros_like(same)
    for i, one in enumerate(facts):
        for j, other in enumerate(facts):
            if i != j:
                days = day_fit(one.days, other.days)
                shift[i, j] = (_EXCLUDED if days is None else days) + town_fit(one.towns, other.towns)
    return shifted(same, shift)


def parted(text: str, same: Floats, triggers: Sequence[Tagged], rules: Reading, findings: Findings) -> Floats:
    """The probabilities that triggers tell of one incident, less where the rules give them to two whose days
    cannot be one: few triggers have a day beside them, but "the raid" told once more is the raid of
    Thursday, and "the assault" that of Monday."""
    if len(triggers) > _MOST:
        return same
    days = _days(text, rules, findings)
    owners = [_owner(t, rules) for t in triggers]
    shift = np.zeros_like(same)
    for i, one in enumerate(owners):
        for j, other in enumerate(owners):
            known = one is not None and other is not None and one != other
            if known and day_fit(days[one], days[other]) is None:
                shift[i, j] = _EXCLUDED
    return shifted(same, shift)


def _days(text: str, rules: Reading, findings: Findings) -> Mapping[int | None, Sequence[When]]:
    """The days beside all triggers of each incident of the rules."""
    told = sorted((o.span, number) for number, one in enumerate(rules.incidents) for o in one.occurrences)
    days: dict[int | None, list[When]] = {number: [] for number in range(len(rules.incidents))}
    beside = facts_of(text, rules.sentences, [span for span, _ in told], findings)
    for (_, number), facts in zip(told, beside, strict=True):
        days[number] += facts.days
    return days


def _owner(trigger: Tagged, rules: Reading) -> int | None:
    """The first incident of the rules that has a trigger in common with one of the network's."""
    for number, incident in enumerate(rules.incidents):
        if any(trigger.meets(o.span) for o in incident.occurrences):
            return number
    return None
