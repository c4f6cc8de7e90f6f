"""The parties of an incident: two sides as told, and the groups that it is put to, with how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dateline.codebook.countries import by_name, country
from dateline.export.material import private_names, public_speaker, sources, without_private_names
from dateline.export.persons import PRIVATE_PERSON
from dateline.model import Actor, ActorKind, ActorRole, Chosen, Claim, ClaimStance, Incident, Speaker, Stance
from dateline.resolve.who import Registry, find_actors

#: Forces that belong to a state.
STATE = frozenset({ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.GOVERNMENT, ActorKind.EXTERNAL})
#: Those who fight and belong to none.
ARMED = frozenset(
    {ActorKind.REBELS, ActorKind.MILITIA, ActorKind.COMMUNAL, ActorKind.CRIMINAL, ActorKind.UNIDENTIFIED}
)


_SMALL = frozenset("of the for in and al de la del e-".split())


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the incident is put to. ``basis``: told (as a fact), claimed (by itself) or blamed (by
    ``by``); ``mode`` is how it claimed."""

    name: str
    basis: str
    claimed: bool
    mode: str = ""
    by: str = ""

    def view(self) -> Mapping[str, Any]:
        """As expressions see it."""
        kind, home, organised = standing(self.name)
        state = country(home)
        return {
            "kind": kind,
            "country": home,
            "organised": organised,
            **{f"{p}_name": getattr(state, f"{p}_name") if state else None for p in ("acled", "ucdp", "gtd")},
            "name": self.name,
            "basis": self.basis,
            "claimed": 1 if self.claimed else 0,
            "mode": self.mode or None,
            "by": self.by or None,
        }


@lru_cache(maxsize=4096)
def standing(name: str) -> tuple[str | None, str | None, bool]:
    """Kind, country, and whether it is an organised group with a name, as far as the words of a claim tell.

    "air force" is a state's and "boys" are no group. "Islamic Caliphate Army" is not the army of a state:
    only words that stand for the whole name, or a name without capitals, tell its kind.
    """
    home = by_name(name)
    if home is not None:
        return ActorKind.GOVERNMENT.value, home, True
    for known in find_actors(name, "claim", Registry.load()):
        words = name[known.span.start : known.span.end]
        # a mayor who is blamed is not his government
        part = known.kind is not ActorKind.GOVERNMENT or words.casefold() == "government"
        if words == name or (part and name[1:] == name[1:].casefold()):
            return known.kind.value, known.country, known.named or is_name(name)
    return None, None, is_name(name)


def is_name(name: str) -> bool:
    """Whether words are written as a group's own name is: "Ivindo Patriotic Front", but not "Rebels"."""
    words = [w for w in name.split() if w.casefold() not in _SMALL]
    return len(words) > 1 and all(w[:1].isupper() or w.isdigit() for w in words)


@dataclass(frozen=True, slots=True)
class Parties:
    """``first``: who is told to have done it; ``second``: whom it was done to; named ones stand first."""

    first: tuple[Chosen, ...]
    second: tuple[Chosen, ...]
    groups: tuple[Group, ...]

    def holds(self, first: bool, kinds: frozenset[ActorKind]) -> bool:
        """Whether somebody of these kinds stands on that side."""
        side = self.first if first else self.second
        return any(isinstance(c.value, Actor) and c.value.kind in kinds for c in side)


def parties(incident: Incident) -> Parties:
    """The parties. An actor whom the statements only suspect, blame or let claim is on no side: an accused
    is not a perpetrator."""
    stated = sources(incident)

    def asserted(chosen: Chosen) -> bool:
        told = [stated[name].statement.stance for name in chosen.support if name in stated]
        return not told or Stance.ASSERTED in told

    def side(*roles: ActorRole) -> tuple[Chosen, ...]:
        found = [
            c for c in incident.actors if isinstance(c.value, Actor) and c.value.role in roles and asserted(c)
        ]
        return tuple(sorted(found, key=lambda c: (not _named(c), len(found) and found.index(c))))

    first = side(ActorRole.PERPETRATOR)
    second = side(ActorRole.TARGET, ActorRole.VICTIM)
    return Parties(first, second, _groups(incident, first))


def _named(chosen: Chosen) -> bool:
    actor = without_private_names(chosen.value)
    return isinstance(actor, Actor) and actor.actor_id is not None


def _groups(incident: Incident, first: tuple[Chosen, ...]) -> tuple[Group, ...]:
    found: dict[str, Group] = {}
    private = private_names(incident)
    claims = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    claiming = {c.claimant: c for c in claims if c.stance is ClaimStance.CLAIMS}
    for chosen in first:
        actor = without_private_names(chosen.value)
        if isinstance(actor, Actor) and actor.name and actor.actor_id is not None:
            own = claiming.get(actor.name)
            found[actor.name] = Group(actor.name, "told", own is not None, own.channel if own else "")
    for name, claim in claiming.items():
        if name not in private:
            found.setdefault(name, Group(name, "claimed", True, claim.channel))
    for claim in claims:
        if claim.stance is ClaimStance.BLAMED and claim.claimant not in (*private, PRIVATE_PERSON):
            by = public_speaker(Speaker(claim.by), private) if claim.by else ""
            found.setdefault(claim.claimant, Group(claim.claimant, "blamed", False, by=by))
    return tuple(found.values())
