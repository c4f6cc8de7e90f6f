"""Actors, targets and weapons: the rules ``asserted-perpetrators-only`` and ``all-that-is-told``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dateline.link.choose.evidence import Evidence, Witness, ids, independent, persons_first, rest, rests_on
from dateline.link.places import fold
from dateline.model import Actor, ActorRole, Chosen, Field, Stance, Target, Weapon

ACTOR_RULE = "asserted-perpetrators-only"
THING_RULE = "all-that-is-told"
_BY_ROLE = {role: position for position, role in enumerate(ActorRole)}


def _actor(witness: Witness) -> Actor:
    assert isinstance(witness.statement.value, Actor)
    return witness.statement.value


def role_of(witness: Witness) -> ActorRole:
    """The role that a statement supports. An accused is not a perpetrator: who only claims it is a
    claimant, who is suspected, blamed or said to deny it has no role but being named."""
    actor, stance = _actor(witness), witness.statement.stance
    if actor.role is not ActorRole.PERPETRATOR or stance is Stance.ASSERTED or witness.human:
        return actor.role
    return ActorRole.CLAIMANT if stance is Stance.CLAIMED else ActorRole.OTHER


def choose_actors(evidence: Evidence) -> tuple[Chosen, ...]:
    """One value for each actor, by role.

    ``asserted-perpetrators-only``: an actor is a perpetrator only where reports assert it themselves, in
    at least as many origins as those that merely tell of a claim or suspicion. Otherwise the role that
    most origins give. Statements that give it another role dissent.
    """
    told: dict[str, list[Witness]] = defaultdict(list)
    for witness in evidence.of(Field.ACTOR):
        if isinstance(witness.statement.value, Actor):
            actor = _actor(witness)
            told[actor.actor_id or fold(actor.name).removeprefix("the ")].append(witness)
    found = [_choose_actor(witnesses) for _, witnesses in sorted(_full_names(told).items())]
    return tuple(sorted(found, key=_role_order))


def _full_names(told: Mapping[str, list[Witness]]) -> dict[str, list[Witness]]:
    """Persons by their full names: "Childress" further down is the Debra Maness Childress of the beginning,
    as long as nobody else of the story could be meant. Who is known to the registry goes by that."""
    names = {key: _names(witnesses) for key, witnesses in told.items()}
    names = {key: parts for key, parts in names.items() if parts}
    found: dict[str, list[Witness]] = defaultdict(list)
    for key, witnesses in sorted(told.items()):
        parts = names.get(key)
        longer = [o for o, theirs in names.items() if parts and _is_longer(theirs, parts, (o, key))]
        longest = [o for o in longer if not any(_is_longer(names[x], names[o], (x, o)) for x in longer)]
        found[longest[0] if len(longest) == 1 else key].extend(witnesses)
    return found


def _is_longer(one: frozenset[str], other: frozenset[str], keys: tuple[str, str]) -> bool:
    """Whether a name holds another; of the same parts in another order, the key that sorts first stands."""
    return other < one or (other == one and keys[0] < keys[1])


def _names(witnesses: Sequence[Witness]) -> frozenset[str]:
    """The parts of a proper name, in small letters; none where it is a word ("a woman") or a known actor."""
    actor = _actor(witnesses[0])
    parts = actor.name.removeprefix("the ").removeprefix("The ").split()
    is_name = all(part[:1].isupper() for part in parts) and not any(_actor(w).actor_id for w in witnesses)
    return frozenset(fold(part) for part in parts) if is_name else frozenset()


def _role_order(chosen: Chosen) -> int:
    return _BY_ROLE[chosen.value.role] if isinstance(chosen.value, Actor) else len(_BY_ROLE)


def _choose_actor(witnesses: list[Witness]) -> Chosen:
    usable = persons_first(witnesses)
    by_role: dict[ActorRole, list[Witness]] = defaultdict(list)
    for witness in usable:
        by_role[role_of(witness)].append(witness)
    held = by_role.get(ActorRole.CLAIMANT, []) + by_role.get(ActorRole.OTHER, [])
    asserted = by_role.get(ActorRole.PERPETRATOR, [])
    if asserted and independent(asserted) < independent(held):
        # one report's careless "IS gunmen stormed …" does not outweigh five that only tell of a claim
        del by_role[ActorRole.PERPETRATOR]
    role = min(by_role, key=lambda r: (-independent(by_role[r]), r is ActorRole.OTHER, _BY_ROLE[r]))
    support = by_role[role]
    best = min(support, key=lambda w: (-len(_actor(w).name), w.statement.id))
    value = replace(_actor(best), role=role, private=any(_actor(w).private for w in witnesses))
    return Chosen(
        "actor",
        value,
        ACTOR_RULE,
        ids(support),
        rest(witnesses, support),
        str(best.statement.how),
        f"{role} in {rests_on(support)}",
    )


def choose_targets(evidence: Evidence) -> tuple[Chosen, ...]:
    """``all-that-is-told``: one value for each target, the wording of most origins, all kinds kept."""
    return _things(evidence, Field.TARGET, _target_key)


def choose_weapons(evidence: Evidence) -> tuple[Chosen, ...]:
    """``all-that-is-told``: one value for each kind of weapon."""
    return _things(evidence, Field.WEAPON, _weapon_key)


def _target_key(witness: Witness) -> str | None:
    value = witness.statement.value
    return (value.kind or fold(value.name)) if isinstance(value, Target) else None


def _weapon_key(witness: Witness) -> str | None:
    value = witness.statement.value
    return (value.kind or fold(value.name)) if isinstance(value, Weapon) else None


def _things(evidence: Evidence, name: Field, key_of: Callable[[Witness], str | None]) -> tuple[Chosen, ...]:
    told: dict[str, list[Witness]] = defaultdict(list)
    for witness in evidence.of(name):
        key = key_of(witness)
        if key is not None:
            told[key].append(witness)
    return tuple(_thing(name, witnesses) for _, witnesses in sorted(told.items()))


def _thing(name: Field, witnesses: list[Witness]) -> Chosen:
    usable = persons_first(witnesses)
    worded: dict[str, list[Witness]] = defaultdict(list)
    for witness in usable:
        value = witness.statement.value
        assert isinstance(value, Target | Weapon)
        worded[fold(value.name)].append(witness)
    word = min(worded, key=lambda n: (-independent(worded[n]), -len(n), n))
    best = worded[word][0]
    reason = f"told by {rests_on(usable)}"
    return Chosen(
        str(name),
        best.statement.value,
        THING_RULE,
        ids(usable),
        rest(witnesses, usable),
        str(best.statement.how),
        reason,
    )
