"""Second pass: which actor a name stands for here; short and common names need a reason."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import ActorKind
from dateline.resolve.who.registry import Name, Registry
from dateline.resolve.who.scan import Hit, Scan


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as this text knows it: of the registry, or introduced by the text."""

    name: str
    actor_id: str | None
    kind: ActorKind
    country: str | None = None
    faction_of: str | None = None


def who(registry: Registry, actor_id: str) -> Who:
    """The registry's actor."""
    actor = registry.get(actor_id)
    return Who(actor.name, actor.id, actor.kind, actor.country, actor.faction_of)


def settle(found: Scan, registry: Registry) -> tuple[dict[Hit, Who], list[Hit]]:
    """Names that are clear by themselves, and those that another part of the text has to settle."""
    clear: dict[Hit, Who] = {}
    pending: list[Hit] = []
    for hit in found.hits:
        if isinstance(hit.payload, Name):
            if hit.payload.ambiguous:
                pending.append(hit)
            else:
                clear[hit] = who(registry, hit.payload.ids[0])
    return clear, pending


def settle_pending(
    found: Scan, registry: Registry, clear: dict[Hit, Who], pending: list[Hit]
) -> dict[Hit, Who]:
    """The pending names for which the text gives a reason, each with its actor.

    The reasons, in order: the actor is named in full elsewhere; its country is spoken of; a helper word
    stands beside it and nobody else has that name. "SLA" in a text on neither Lebanon nor Sudan is left.
    """
    present = {actor.actor_id for actor in clear.values()}
    countries = found.countries.copy()
    for actor in clear.values():
        if actor.country:
            countries[actor.country] += 1
    settled: dict[Hit, Who] = {}
    for hit in pending:
        name = hit.payload
        assert isinstance(name, Name)
        if not _may_be_name(found, registry, hit, name):
            continue
        chosen = _choose(registry, name, present, countries)
        if chosen is None and len(name.ids) == 1 and _helped(found, registry, hit):
            chosen = name.ids[0]
        if chosen is not None:
            settled[hit] = who(registry, chosen)
    return settled


def _choose(
    registry: Registry, name: Name, present: set[str | None], countries: dict[str, int]
) -> str | None:
    here = [actor_id for actor_id in name.ids if actor_id in present]
    if len(here) == 1:
        return here[0]
    weights = sorted(
        (
            (sum(countries.get(c, 0) for c in registry.get(actor_id).countries), actor_id)
            for actor_id in name.ids
        ),
        reverse=True,
    )
    if weights[0][0] == 0 or (len(weights) > 1 and weights[0][0] == weights[1][0]):
        return None
    return weights[0][1]


def _may_be_name(found: Scan, registry: Registry, hit: Hit, name: Name) -> bool:
    """In capitals and in small letters "IS" is the verb unless it stands in brackets."""
    start, end = found.start(hit), found.end(hit)
    if not (found.lower or found.upper_at(start)):
        return True
    if " ".join(found.words[k][2] for k in range(hit.first, hit.last)) not in registry.common_words:
        return not (found.lower and name.acronym and end - start < 4) or _bracketed(found, hit)
    return _bracketed(found, hit)


def _bracketed(found: Scan, hit: Hit) -> bool:
    return found.text[: found.start(hit)].endswith(("(", "[")) and found.text[found.end(hit) :].startswith(
        (")", "]")
    )


def _helped(found: Scan, registry: Registry, hit: Hit) -> bool:
    near = found.words[max(hit.first - 3, 0) : hit.first] + found.words[hit.last : hit.last + 3]
    return any(word in registry.helpers for _, _, word in near)
