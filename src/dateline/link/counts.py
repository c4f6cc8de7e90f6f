"""The total that one account gives for an effect, and how two totals stand to each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.model import Account, Effect, Group, Stance, Statement, Toll


@dataclass(frozen=True, slots=True)
class Total:
    """All groups together: low/best/high, and the ids of the statements it rests on.

    ``parts`` is true when the report gave no total and its groups were added up: "60 cadets and a
    soldier were killed" is a total of 61 in two parts. Counts of several reports are never added.
    """

    low: int | None
    best: int | None
    high: int | None
    support: tuple[str, ...]
    parts: bool = False


def figure(toll: Toll) -> int | None:
    """The one number that stands for a toll: best, else the lower end, else the upper one."""
    return next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)


def _usable(account: Account, effect: Effect) -> list[tuple[Toll, Statement]]:
    return [
        (toll, statement)
        for toll, statement in account.tolls
        if toll.effect is effect and statement.stance is not Stance.DENIED and figure(toll) is not None
    ]


def total(account: Account, effect: Effect) -> Total | None:
    """The account's total of an effect, None when it gives no count.

    A count of nobody's group in particular is the total; without one the first count of each group is
    added. A total that is smaller than one of its groups is no total ("two of the 40 were killed").
    """
    stated = _usable(account, effect)
    if not stated:
        return None
    first: dict[Group, tuple[Toll, Statement]] = {}
    for toll, statement in stated:
        first.setdefault(toll.group, (toll, statement))
    if _is_part(first):
        del first[Group.UNKNOWN]
    if Group.UNKNOWN in first or len(first) == 1:
        toll, statement = first.get(Group.UNKNOWN) or next(iter(first.values()))
        return Total(toll.low, toll.best, toll.high, (statement.id,))
    # the attackers' own deaths are counted apart: "61 people and the three attackers died"
    parts = [first[group] for group in sorted(first) if group is not Group.ATTACKERS]
    return Total(
        _sum([t.low if t.low is not None else 0 for t, _ in parts]),
        _sum([figure(t) for t, _ in parts]),
        _sum([t.high for t, _ in parts]),
        tuple(s.id for _, s in parts),
        parts=True,
    )


def _is_part(first: Mapping[Group, tuple[Toll, Statement]]) -> bool:
    """Whether the count of nobody's group in particular is smaller than one that the report asserts outright
    of a group ("five teens were shot"). Persons who were counted one by one, and have no upper end, may be
    the same; attackers are counted apart."""
    if Group.UNKNOWN not in first:
        return False
    told = [
        toll.best
        for group, (toll, said) in first.items()
        if group not in (Group.UNKNOWN, Group.ATTACKERS)
        and said.stance is Stance.ASSERTED
        and toll.best is not None
        and toll.high is not None
    ]
    return bool(told) and (figure(first[Group.UNKNOWN][0]) or 0) < max(told)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None


def total_figure(found: Total | None) -> int | None:
    """The one number of a total, None when there is none."""
    if found is None:
        return None
    return next((n for n in (found.best, found.low, found.high) if n is not None), None)


def weight_of(count: int) -> float:
    """How telling it is that two reports give the same count: 0 for none, 1 from sixty on."""
    return min(1.0, math.log1p(count) / math.log(61))


def stages_of_one_count(left: int, right: int) -> bool:
    """Whether one count may have grown into the other: 59 became 61 in the evening, "at least 20" 59 by noon.

    Growth by half and two more is taken for growth; 4 and 61 are two counts.
    """
    low, high = sorted((left, right))
    return high <= low * 1.5 + 2


def how_different(left: int, right: int) -> float:
    """0 for equal counts, 1 for counts that differ eightfold or more: 4 dead and 61 are not one count."""
    return min(1.0, abs(math.log1p(left) - math.log1p(right)) / math.log(8))
