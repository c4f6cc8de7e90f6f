"""How two actors stand to each other, for judging whether two accounts tell of the same incident."""

from __future__ import annotations

from enum import StrEnum

from dateline.model import Actor, ActorKind, Group
from dateline.resolve.who.registry import Registry

_GROUPS = {
    ActorKind.STATE_FORCES: Group.SECURITY_FORCES,
    ActorKind.POLICE: Group.SECURITY_FORCES,
    ActorKind.EXTERNAL: Group.SECURITY_FORCES,
    ActorKind.REBELS: Group.MILITANTS,
    ActorKind.MILITIA: Group.MILITANTS,
    ActorKind.CRIMINAL: Group.MILITANTS,
    ActorKind.UNIDENTIFIED: Group.ATTACKERS,
    ActorKind.COMMUNAL: Group.CIVILIANS,
    ActorKind.PROTESTERS: Group.CIVILIANS,
    ActorKind.CIVILIANS: Group.CIVILIANS,
    ActorKind.GOVERNMENT: Group.CIVILIANS,
}


class Relation(StrEnum):
    """``UNKNOWN`` where one of the two has no name: "gunmen" may be anybody."""

    SAME = "same"
    FACTION = "faction"
    ALLIED = "allied"
    UNRELATED = "unrelated"
    UNKNOWN = "unknown"


def group_of(kind: ActorKind) -> Group:
    """Which side of a toll the members of such an actor are counted on."""
    return _GROUPS.get(kind, Group.UNKNOWN)


def related(a: Actor, b: Actor, registry: Registry) -> Relation:
    """How ``a`` and ``b`` stand to each other; symmetric.

    ``FACTION``: one belongs to the other, or both to the same parent, through any number of steps. The
    Islamic State's provinces are factions of one another in this sense, but not the same.
    """
    left, right = _id(a, registry), _id(b, registry)
    if left is not None and left == right:
        return Relation.SAME
    same_name = a.name.casefold() == b.name.casefold() and a.faction_of == b.faction_of
    if left is None and right is None and same_name:
        return Relation.SAME
    lines = _line(a, left, registry), _line(b, right, registry)
    if set(lines[0]) & set(lines[1]):
        return Relation.FACTION
    if left is None or right is None:
        return Relation.UNKNOWN
    if right in registry.get(left).allied_with or left in registry.get(right).allied_with:
        return Relation.ALLIED
    return Relation.UNRELATED


def _id(actor: Actor, registry: Registry) -> str | None:
    if actor.actor_id is not None or actor.faction_of is not None:
        return actor.actor_id
    found = registry.find_name(actor.name)
    return found[0].id if len(found) == 1 else None


def _line(actor: Actor, actor_id: str | None, registry: Registry) -> list[str]:
    """The actor itself and its parents, nearest first: ids, or the names of parents without one."""
    line = [actor_id] if actor_id is not None else []
    parent = actor.faction_of if actor_id is None else registry.get(actor_id).faction_of
    while parent is not None and parent not in line:
        line.append(parent)
        parent = registry.get(parent).faction_of if parent in registry else None
    return line
