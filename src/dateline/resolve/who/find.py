"""From a text to its mentions of actors."""

from __future__ import annotations

import re

from dateline.model import Span
from dateline.resolve.who.factions import with_factions
from dateline.resolve.who.generic import generic_mentions
from dateline.resolve.who.introduce import Introduction, introductions
from dateline.resolve.who.named import Who, settle, settle_pending
from dateline.resolve.who.registry import Registry
from dateline.resolve.who.relations import group_of
from dateline.resolve.who.scan import Hit, Scan, scan
from dateline.resolve.who.types import ActorMention

Places = dict[tuple[int, int], Who]


def find_actors(text: str, report_id: str, registry: Registry) -> list[ActorMention]:
    """Every mention of an actor, in reading order and not overlapping.

    Named actors come from the registry or are introduced by the text; all mentions of one actor bear one
    canonical name. Linear in the length of the text.
    """
    found = scan(text, registry)
    clear, pending = settle(found, registry)
    introduced = introductions(found, registry, clear, pending)
    for introduction in introduced:
        found.countries[introduction.actor.country or ""] += 1
    known = dict(clear)
    for introduction in introduced:  # what the text introduces is present: "SLA" is then no riddle
        known[Hit(-introduction.start - 1, 0, "")] = introduction.actor
    settled = clear | settle_pending(found, registry, known, pending)
    named = _merge(found, report_id, settled, introduced, registry)
    named = with_factions(found, named, registry)
    mentions = named + generic_mentions(found, registry, report_id, named)
    return sorted(mentions, key=lambda mention: mention.span.start)


def _merge(
    found: Scan, report_id: str, settled: dict[Hit, Who], introduced: list[Introduction], registry: Registry
) -> list[ActorMention]:
    """Registry names and introduced names together; an introduction wins where both claim the words."""
    places = _introduced_places(found, introduced, registry)
    long_forms = {(i.start, i.end): i.alias for i in introduced}
    for hit, actor in settled.items():
        start, end = found.start(hit), found.end(hit)
        if not any(start < stop and begin < end for begin, stop in places):
            places[(start, end)] = actor
    return [
        ActorMention(
            Span(report_id, start, end),
            actor.name,
            actor.actor_id,
            actor.kind,
            group_of(actor.kind),
            actor.country,
            actor.faction_of,
            long_forms.get((start, end), ""),
        )
        for (start, end), actor in sorted(places.items(), key=lambda item: item[0])
    ]


def _introduced_places(found: Scan, introduced: list[Introduction], registry: Registry) -> Places:
    places: Places = {}
    if not introduced:
        return places
    aliases = {introduction.alias: introduction.actor for introduction in introduced}
    longs = {introduction.actor.name.casefold(): introduction.actor for introduction in introduced}
    for introduction in introduced:
        places[(introduction.start, introduction.end)] = introduction.actor
    alternatives = sorted((*aliases, *(i.actor.name for i in introduced)), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, alternatives))})(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(found.text):
        words = match.group()
        actor = aliases.get(words) or longs.get(words.casefold())
        if actor is None or any(match.start() < stop and begin < match.end() for begin, stop in places):
            continue
        caseless = found.lower or found.upper_at(match.start())
        bracketed = found.text[match.start() - 1 : match.start()] in ("(", "[")
        if caseless and words.casefold() in registry.common_words and not bracketed:
            continue
        places[match.span()] = actor
    return places
