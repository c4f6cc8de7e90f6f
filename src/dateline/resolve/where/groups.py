"""The names of a report that must mean the same place: one sense a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Candidate
from dateline.resolve.where.key import name_key


@dataclass(slots=True)
class Group:
    """The mentions of one report that must mean the same place."""

    members: list[Toponym]
    candidates: tuple[Candidate, ...]
    qualifier: tuple[Candidate, ...] = ()
    kind_word: str = ""
    shares: list[float] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def best(self) -> int:
        """Position of the likeliest candidate."""
        return max(range(len(self.shares)), key=self.shares.__getitem__)


def group(toponyms: Iterable[Toponym]) -> list[Group]:
    """Mentions by name and state: the unqualified join the group of their name that has a qualifier."""
    groups: dict[tuple[str, int], Group] = {}
    plain: dict[str, Group] = {}
    waiting: list[tuple[str, Toponym]] = []
    for toponym in toponyms:
        key = name_key(toponym.name)
        if not toponym.qualifier:
            waiting.append((key, toponym))
            continue
        own = (key, toponym.qualifier[0].place.gid)
        if own not in groups:
            groups[own] = Group([], toponym.candidates, toponym.qualifier)
            plain.setdefault(key, groups[own])
        groups[own].members.append(toponym)
    for key, toponym in waiting:
        slot = f"{key}|{toponym.kind_word}" if toponym.kind_word in ("province", "district") else key
        if slot not in plain:
            plain[slot] = groups[slot, 0] = Group([], toponym.candidates)
        plain[slot].members.append(toponym)
    for one in groups.values():
        one.kind_word = next((m.kind_word for m in one.members if m.kind_word), "")
    return list(groups.values())
