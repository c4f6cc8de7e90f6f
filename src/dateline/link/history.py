"""What became of incidents between two states: new ones, values that changed, merges and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.model import Actor, Chosen, Claim, Incident, Target, Toll, Value, Weapon

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of an incident.

    ``kind``: ``appeared``, ``grew`` (``new`` names the account that joined), ``shrank`` (``old`` names the
    account that left), ``changed`` (a value), ``merged`` and ``split`` (the id is gone or lost accounts:
    ``successor`` is where the account ``old`` stands now) or ``gone``. ``report`` caused it, "" when
    a person did or nothing new came.
    """

    kind: str
    incident: str
    field: str = ""
    old: Value = None
    new: Value = None
    report: str = ""
    successor: str = ""


def differences(before: Sequence[Incident], after: Sequence[Incident]) -> list[Change]:
    """The changes from one state to another, sorted by incident; nothing when both are the same."""
    was, now = ({i.id: i for i in state} for state in (before, after))
    home = {a.id: i.id for i in after for a in i.accounts}
    old_home = {a.id: i.id for i in before for a in i.accounts}
    found: list[Change] = []
    for name, incident in sorted(was.items()):
        if name not in now:
            found += _gone(incident, home)
    for name, incident in sorted(now.items()):
        fresh = [a for a in incident.accounts if a.id not in old_home]
        cause = fresh[0].report_id if len({a.report_id for a in fresh}) == 1 else ""
        if name not in was:
            found.append(Change("appeared", name, report=cause))
        else:
            found += _grown(was[name], incident, home)
            found += _changed(was[name], incident, {a.report_id for a in fresh})
    return found


def _gone(incident: Incident, home: Mapping[str, str]) -> Iterator[Change]:
    """The tombstone: where each account of an incident went that is no longer."""
    went: dict[str, list[str]] = defaultdict(list)
    for account in incident.accounts:
        if account.id in home:
            went[home[account.id]].append(account.id)
    if not went:
        yield Change("gone", incident.id)
    for successor in sorted(went, key=lambda s: (-len(went[s]), s)):
        kind = "merged" if len(went) == 1 else "split"
        for name in went[successor][: 1 if kind == "merged" else None]:
            yield Change(kind, incident.id, old=name, successor=successor)


def _grown(old: Incident, new: Incident, home: Mapping[str, str]) -> Iterator[Change]:
    had, has = {a.id: a for a in old.accounts}, {a.id: a for a in new.accounts}
    for account in sorted(has.keys() - had.keys()):
        yield Change("grew", new.id, new=account, report=has[account].report_id)
    for account in sorted(had.keys() - has.keys()):
        if account in home:
            yield Change("split", old.id, old=account, successor=home[account])
        else:
            yield Change("shrank", old.id, old=account)


def _changed(old: Incident, new: Incident, fresh: set[str]) -> Iterator[Change]:
    was, now = _values(old), _values(new)
    reports = {s.id: a.report_id for a in new.accounts for s in a.statements}
    for key in sorted(was.keys() | now.keys()):
        one, other = was.get(key), now.get(key)
        left, right = (c.value if c else None for c in (one, other))
        if left != right:
            told = {reports[s] for s in (other.support if other else ()) if s in reports} & fresh
            cause = min(told or fresh, default="")
            yield Change("changed", new.id, "/".join(key), left, right, cause)
    if (old.type, old.subtype) != (new.type, new.subtype):
        first, then = (f"{i.type}/{i.subtype}".rstrip("/") for i in (old, new))
        yield Change("changed", new.id, "type", first, then, min(fresh, default=""))


def _values(incident: Incident) -> dict[Key, Chosen]:
    """The incident's values by what they are about: the dead by group, a claim by claimant and stance."""
    found: dict[Key, Chosen] = {("when",): incident.when, ("where",): incident.where}
    parts = (*incident.actors, *incident.targets, *incident.weapons, *incident.tolls, *incident.claims)
    for chosen in parts:
        found.setdefault((chosen.field, *_about(chosen.value)), chosen)
    return found


def _about(value: Value) -> Key:
    if isinstance(value, Toll):
        return (value.effect.value, value.group.value)
    if isinstance(value, Actor):
        return (value.role.value, value.actor_id or value.name)
    if isinstance(value, Claim):
        return (value.stance.value, value.actor_id or value.claimant)
    return (value.name,) if isinstance(value, (Target, Weapon)) else ()
