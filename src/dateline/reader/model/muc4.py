"""MUC-4 incidents in words: fillers of the five string slots, grouped as the task of 1992 groups them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Filler:
    """Words that fill a string slot. ``label`` is m.ind, m.org, m.phys, m.name, m.desc or m.weapon;
    ``answers`` the set fills that go with it ("m.hum_effect": "death"); ``same`` further spans of the same
    entity ("FMLN" beside the long name), as ``(start, end)`` in the text."""

    start: int
    end: int
    label: str
    probability: float
    answers: Mapping[str, str] = field(default_factory=dict)
    same: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class MucIncident:
    """One template in words. ``type`` ("bombing"), ``stage`` ("accomplished"), ``category`` ("terrorist act",
    "state-sponsored violence" or "none") in the words of the task's set lists, in lower case."""

    type: str
    stage: str
    category: str
    fillers: tuple[Filler, ...]
    probability: float
