"""Days and towns that tell incidents apart: "the raid late on Thursday", "Monday night's attack".

The network sees that two words tell of violence in one town; that Thursday is no Monday the rules know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dateline.reader.findings import Findings
from dateline.reader.model.decode import Floats, Tagged
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
    text: str, bounds: Sequence[tuple[int, int]], triggers: Sequence[Tagged], findings: Findings
) -> list[Facts]:
    """The days, towns and counts that stand beside each trigger."""
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
    odds = np.log(np.clip(same, 1e-6, 1 - 1e-6) / (1 - np.clip(same, 1e-6, 1 - 1e-6)))
    return np.asarray(1 / (1 + np.exp(-(odds + shift))), np.float32)
