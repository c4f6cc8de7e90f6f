"""Which of a sentence's triggers a day, a place or a toll belongs to.

"Security forces raided a compound in Quetta and killed four militants linked to an attack on a police
academy earlier in the week": the toll belongs to the raid, the day to the attack.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

# A boundary costs as much as this many characters: a value seldom belongs to a verb across one.
_BOUNDARY = re.compile(
    r"[;:—–]|,\s+(?:and|but|while|who|which|after|when|as|where|a|the|two|one)\b|\b(?:that|which|who|while|after|"
    r"before|because|when|linked to|related to|connected to|following|in response to|responsible for)\b"
)
_BOUNDARY_COST = 25
# A value prefers the words before it: "the raid that killed 61 people", "was shot on Monday".
_BEFORE_COST = 12
_WEIGHED = 8  # triggers on either side


def nearest(text: str, triggers: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """The index of the trigger ``(start, end)`` to which the words ``text[start:end]`` of the same
    sentence belong. ``triggers`` are in reading order, at least one. Only those close by are weighed, for a
    hostile sentence may hold thousands."""
    at = bisect_left(triggers, (start, end))
    near = range(max(at - _WEIGHED, 0), min(at + _WEIGHED, len(triggers)))
    return min(near, key=lambda i: (_cost(text, triggers[i], start, end), i))


def _cost(text: str, trigger: tuple[int, int], start: int, end: int) -> float:
    between = text[min(trigger[1], end) : max(trigger[0], start)]
    if start >= trigger[0]:
        return len(between) + _BOUNDARY_COST * len(_BOUNDARY.findall(between))
    # "Monday night raid", "Friday's bombing": words right before a trigger are its own.
    if len(between) <= 3:
        return -1.0
    return len(between) + _BOUNDARY_COST * len(_BOUNDARY.findall(between)) + _BEFORE_COST
