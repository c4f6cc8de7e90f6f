"""Tolls as the expressions of a codebook see them: by effect, by group, by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.export.coded.parties import ARMED, STATE, Parties
from dateline.export.material import sources
from dateline.model import Effect, Group, Incident, Stance, Toll


def toll_view(incident: Incident, effect: str, told: Parties) -> dict[str, Any]:
    """What was counted of one effect. ``best`` is what the codebook's rule chose; nothing is added up, but
    for ``unknown``, which is what the groups leave of the total."""
    by_group: dict[Group, tuple[Toll, Any]] = {}
    for chosen in incident.tolls:
        if isinstance(chosen.value, Toll) and chosen.value.effect == Effect(effect):
            by_group.setdefault(chosen.value.group, (chosen.value, chosen))
    found = by_group.get(Group.UNKNOWN) or _largest(by_group)
    groups = {g.value: _best(by_group, g) for g in Group if g is not Group.UNKNOWN}
    if found is None:
        return {"known": False, "best": None, "low": None, "high": None, "words": None, **groups,
                "first_side": None, "second_side": None, "unknown": None,
                "disputed": None, "side_only": False, "shares": 1, "share": 0}  # fmt: skip
    toll, chosen = found
    best = next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)
    known = [n for n in groups.values() if n is not None]
    stated = sources(incident)
    told_by = [stated[name].statement for name in chosen.support if name in stated]
    side_only = bool(told_by) and all(
        s.said_by.kind == "armed_group" or s.stance is not Stance.ASSERTED for s in told_by
    )
    first, second = _sides(groups, told)
    dissent = [stated[name] for name in chosen.dissent if name in stated]
    figures = {_figure(s.statement.value) for s in dissent if _same(s, effect)}
    others = sorted(figure for figure in figures if figure is not None)
    return {
        "known": True,
        "low": toll.low if toll.low is not None else best,
        "best": best,
        "high": toll.high if toll.high is not None else best,
        "words": _wording(toll, told_by),
        **groups,
        "first_side": first,
        "second_side": second,
        "unknown": max(best - sum(known), 0) if best is not None else None,
        "disputed": ", ".join(str(n) for n in others) or None,
        "side_only": side_only,
        "shares": 1,
        "share": 0,
    }


def _same(source: Any, effect: str) -> bool:
    value = source.statement.value
    return isinstance(value, Toll) and value.effect == Effect(effect) and value.group is Group.UNKNOWN


def _figure(value: Any) -> int | None:
    return next((n for n in (value.best, value.high, value.low) if n is not None), None)


def _largest(by_group: Mapping[Group, tuple[Toll, Any]]) -> tuple[Toll, Any] | None:
    """Where nobody counted all: the greatest group, the attackers' own apart. They are not added up."""
    others = [v for g, v in by_group.items() if g is not Group.ATTACKERS] or list(by_group.values())
    return max(others, key=lambda v: _figure(v[0]) or -1, default=None)


def _best(by_group: Mapping[Group, tuple[Toll, Any]], group: Group) -> int | None:
    return _figure(by_group[group][0]) if group in by_group else None


def _wording(toll: Toll, told_by: Any) -> str | None:
    """The qualifier of the incident's count, else that of the statements that it rests on."""
    own = [toll.qualifier] if toll.qualifier else []
    own += [s.value.qualifier for s in told_by if isinstance(s.value, Toll) and s.value.qualifier]
    return own[-1] if own else None


def _sides(groups: Mapping[str, int | None], told: Parties) -> tuple[int | None, int | None]:
    """The dead of each side. Attackers belong to the first; security forces to the side that has forces of a
    state, militants to the one that has other fighters; to the second where both sides have them, for they
    were told as those it was done to."""
    first, second = groups["attackers"], None
    for name, kinds in (("security_forces", STATE), ("militants", ARMED)):
        number = groups[name]
        if number is None:
            continue
        mine, theirs = told.holds(True, kinds), told.holds(False, kinds)
        if mine and not theirs:
            first = (first or 0) + number
        else:
            second = (second or 0) + number
    return first, second
