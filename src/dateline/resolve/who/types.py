"""What the room hands out: an actor of the registry, and a mention of an actor in a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.model import Actor, ActorKind, ActorRole, Group, Span


@dataclass(frozen=True, slots=True)
class RegistryActor:
    """One entry of actors/*.yaml. ``ambiguous`` names only count in a fitting context."""

    id: str
    name: str
    kind: ActorKind
    countries: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    faction_of: str | None = None
    allied_with: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None

    @property
    def country(self) -> str | None:
        """ISO 3166-1 alpha-2, when the actor belongs to one country or chiefly to the first of several."""
        return self.countries[0] if self.countries else None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words of a text that stand for an actor.

    ``name`` is the canonical name: that of the registry, or the long form that the text introduced
    ("joint investigation team" for every "JIT"), or for actors without a name the words themselves.
    ``actor_id`` is the registry's, or None. ``named`` is false for "police", "unidentified gunmen".
    ``introduced`` is the alias that these words introduce ("LeJ" in "Lashkar-e-Jhangvi (LeJ)").
    ``faction_of`` is the registry id of the parent, or its name where it has none. ``modifiers`` are the
    words before the head of an unnamed actor, in lower case ("suspected", "unidentified").
    """

    span: Span
    name: str
    actor_id: str | None = None
    kind: ActorKind = ActorKind.OTHER
    group: Group = Group.UNKNOWN
    country: str | None = None
    faction_of: str | None = None
    introduced: str = ""
    named: bool = True
    modifiers: tuple[str, ...] = field(default=())

    def actor(self, role: ActorRole = ActorRole.OTHER) -> Actor:
        """The mention as a value of a statement."""
        return Actor(self.name, role, self.actor_id, self.kind, self.country, self.faction_of)
